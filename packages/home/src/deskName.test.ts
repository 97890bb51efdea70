import { folderKeyHome, Vault } from '@homebound/vault';
import { HomeStore } from './homeStore.ts';
import { testHome } from './testHome.ts';

/** Names that fit no entry of the log: a gateway that was taken over may give any. */
const nameless = ['a'.repeat(33), '1-phone', 'Anna', '', 'session 1'];

const request = { passphrase: 'four words are enough' };

/** The names under which something was taken along that then stood nowhere in the log. */
async function untold(backup: (by: string) => Promise<unknown>, logged: () => Promise<number>): Promise<string[]> {
  const found: string[] = [];
  for (const by of nameless) {
    const before = await logged();
    const reply = await backup(by).catch(() => undefined);
    if (reply !== undefined && (await logged()) === before) found.push(by);
  }
  return found;
}

test('T-AUDIT: nothing is carried out for who has no place in the log', async () => {
  const { home } = await testHome();
  const backup = (by: string) => home.desk.ask('backup', request, by);
  expect(await untold(backup, async () => (await home.audit.read()).length)).toEqual([]);
});

test('T-AUDIT, planted fault: a desk that asks nobody for a name that can be written down', async () => {
  const { data, keyDisk, home } = await testHome();
  await home.close();
  const vault = Vault.open({ disk: data, keys: folderKeyHome(keyDisk) });
  const ears = { warn: () => {}, changed: () => {} };
  const store = new HomeStore(vault, { appVersion: '0', now_s: () => 1.7e9, ...ears });
  const careless = async (by: string) => store.ask('backup', request, by);
  const logged = async () => store.readAudit().entries.length;
  expect(await untold(careless, logged)).toEqual(nameless);
});
