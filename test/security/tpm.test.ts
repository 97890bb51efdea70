import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { folderDisk, type KeyHome, nvKeyHome, tpmMemory, Vault, VaultError } from '@homebound/vault';
import { temporaryFolder } from '../helpers/homebound.ts';

/** Debian: swtpm, tpm2-tools. */
const hasTpm = ['swtpm', 'tpm2_nvread'].every(
  (command) => spawnSync('sh', ['-c', `command -v ${command}`], { stdio: 'ignore' }).status === 0,
);
const withTpm = hasTpm ? test : (test.skip as typeof test);

/** A TPM 2.0 in software; its own memory lies in `state`. */
async function startTpm(state: string): Promise<{ tcti: string; end: () => Promise<void> }> {
  const socket = join(state, 's');
  const place = (path: string): string => `type=unixio,path=${path}`;
  const args = ['--tpm2', '--tpmstate', `dir=${state}`, '--server', place(socket), '--ctrl', place(`${socket}.ctrl`)];
  const child = spawn('swtpm', ['socket', ...args, '--flags', 'not-need-init,startup-clear'], { stdio: 'ignore' });
  const ended = new Promise<void>((done) => child.on('exit', () => done()));
  for (let k = 0; k < 100 && !existsSync(`${socket}.ctrl`); k++) await delay(20);
  return {
    tcti: `swtpm:path=${socket}`,
    end: () => {
      child.kill();
      return ended;
    },
  };
}

const content = Buffer.from('where the bed stands');

/** Puts a map in and deletes it. @returns what is wrong with where the keys were meanwhile, a line each */
function keyFaults(keys: KeyHome, data: string): string[] {
  const seen: Uint8Array[] = [];
  const vault = Vault.open({ disk: folderDisk(data), keys });
  const look = (): void => {
    const { current } = keys.read();
    if (current !== undefined) seen.push(current);
  };
  look();
  vault.put({ kind: 'map', id: 'home', stamp_s: 0, content });
  vault.delete('map', 'home');
  look();
  vault.close();
  const files = readdirSync(data, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files.map(({ parentPath, name }) => readFileSync(join(parentPath, name)));
  const wrong: string[] = [];
  if (seen.length !== 2 || Buffer.from(seen[0]).equals(Buffer.from(seen[1]))) wrong.push('a deletion kept the key');
  for (const key of seen) if (bytes.some((file) => file.includes(Buffer.from(key)))) wrong.push('a key is in a file');
  return wrong;
}

withTpm(
  'T-KEY: with a TPM no key is in any file, a deletion changes it there, and another TPM opens nothing',
  async () => {
    const data = temporaryFolder();
    const tpm = await startTpm(temporaryFolder());
    const keys = nvKeyHome(tpmMemory({ tcti: tpm.tcti }));
    try {
      expect(keyFaults(keys, data)).toEqual([]);
      const vault = Vault.open({ disk: folderDisk(data), keys });
      vault.put({ kind: 'map', id: 'home', stamp_s: 0, content });
      vault.close();
    } finally {
      await tpm.end();
    }
    // Nobody there to ask: told, and nothing made anew.
    expect(() => Vault.open({ disk: folderDisk(data), keys })).toThrow(/TPM index 0x1504842: tpm2_getcap failed/);
    const other = await startTpm(temporaryFolder());
    try {
      const strange = nvKeyHome(tpmMemory({ tcti: other.tcti }));
      expect(() => Vault.open({ disk: folderDisk(data), keys: strange })).toThrow(VaultError);
    } finally {
      await other.end();
    }
  },
);

withTpm('T-KEY, planted fault: a key that is also written beside the vault', async () => {
  const data = temporaryFolder();
  const tpm = await startTpm(temporaryFolder());
  try {
    const keys = nvKeyHome(tpmMemory({ tcti: tpm.tcti }));
    const careless: KeyHome = {
      ...keys,
      stage: (key) => {
        keys.stage(key);
        folderDisk(join(data, 'cache')).write('key', key);
      },
    };
    expect(keyFaults(careless, data)).toContain('a key is in a file');
  } finally {
    await tpm.end();
  }
});
