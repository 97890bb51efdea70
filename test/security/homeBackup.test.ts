import { encodeHomeMap } from '@homebound/formats';
import { backup, CrashingDisk, folderKeyHome, restoreBackup, Vault } from '@homebound/vault';
import { homeRig, namedMap, toldRun } from './homeRig.ts';

const PASSPHRASE = 'a guest knows this one';

/** A backup that somebody wrote by themselves: objects of their choice, under a passphrase of their choice. */
function crafted(objects: readonly (readonly [kind: string, id: string, content: string | Uint8Array])[]): Uint8Array {
  const vault = Vault.open({ disk: new CrashingDisk(), keys: folderKeyHome(new CrashingDisk()) });
  for (const [kind, id, content] of objects) vault.put({ kind, id, stamp_s: 0, content: Buffer.from(content) });
  return Buffer.concat([...backup(vault, PASSPHRASE, [...new Set(objects.map(([kind]) => kind))])]);
}

const settings = ['settings', 'all', '{"robotName":"Robbie","timeZone":"UTC","keepHistory_days":1}'] as const;
const session = {
  id: '0123456789abcdef',
  name: 'guest',
  role: 'admin',
  created_s: 0,
  seen_s: 0,
  hash: 'ab'.repeat(32),
};
const { meta, ...rest } = namedMap('home', 'Room');
const coarse = encodeHomeMap({ ...rest, meta: { ...meta, resolution_m: 0.1 } });
const hostile: Readonly<Record<string, Parameters<typeof crafted>[0]>> = {
  'an admin of its own': [settings, ['pairing', 'all', JSON.stringify({ version: 1, sessions: [session] })]],
  'a certificate authority': [settings, ['tls', 'all', 'authority']],
  'a log of its own': [settings, ['audit', '0000000001', '{}']],
  'what schedules have done': [settings, ['due', 'all', '{}']],
  'a map of cells that keep the robot from waking': [settings, ['map', 'home', coarse]],
  'a run under the name of another': [settings, ['run', 'bb', JSON.stringify({ run: toldRun('aa', '') })]],
  'settings beside the settings': [settings, ['settings', 'more', settings[2]]],
  'a map that is none': [settings, ['map', 'home', 'no map']],
  'a run whose way leads nowhere': [settings, ['run', 'aa', '{"run":{"id":"aa","path":["x"]}}']],
  'a schedule for the eighth day': [
    ['schedule', 'all', '[{"id":"a","isOn":true,"days":[8],"time":"09:00"}]'],
    settings,
  ],
  'settings with a prototype': [['settings', 'all', '{"__proto__":{"isAdmin":true},"robotName":"x"}']],
};

type Restore = (file: Uint8Array) => Promise<unknown>;

/** Hands each file to a robot. @returns what it took, a line each */
async function taken(restoreOf: (rig: Awaited<ReturnType<typeof homeRig>>) => Restore): Promise<string[]> {
  const wrong: string[] = [];
  for (const [what, objects] of Object.entries(hostile)) {
    const rig = await homeRig();
    const before = rig.data.names();
    try {
      await restoreOf(rig)(crafted(objects));
      wrong.push(what);
    } catch {
      // The objects that it had looked at before are gone again, too; the log of the refusal may be new.
      const left = rig.data.names().filter((name) => !before.includes(name));
      if (left.length > 1 || rig.home.settings.robotName !== 'Homebound') wrong.push(`${what}, half of it`);
    }
  }
  return wrong;
}

test('T-PAIR, T-INPUT: a backup brings in no pairing, key or log, and nothing that is not what it says; all of it or nothing', async () => {
  expect(
    await taken(
      ({ home }) =>
        (file) =>
          home.desk.ask('restore', { passphrase: PASSPHRASE }, 'here', file),
    ),
  ).toEqual([]);
});

test('T-PAIR, T-INPUT, planted fault: a restore that believes who has the passphrase', async () => {
  const trusting = () => async (file: Uint8Array) => {
    const vault = Vault.open({ disk: new CrashingDisk(), keys: folderKeyHome(new CrashingDisk()) });
    return restoreBackup(vault, [file], PASSPHRASE);
  };
  expect(await taken(trusting)).toEqual(Object.keys(hostile));
});
