import type { Disk } from './disk.ts';
import { decodeKeyFile, encodeKeyFile, erasedKeyFile, KEY_FILE_BYTES, type KeyFile } from './keyFile.ts';
import type { HeldKeys, KeyHome } from './keyHome.ts';
import { VaultError } from './vaultError.ts';

const CURRENT = 'device-key';
const STAGED = 'device-key.next';
/** Anything of a key file that group or others may do. */
const OTHERS = 0o077;

/**
 * Device keys as files that their owner alone can read, in a folder that holds nothing else, best on another partition than
 * the vault. A key that goes is written over where it lies before its name goes.
 */
export function folderKeyHome(disk: Disk): KeyHome {
  return {
    path: disk.path,
    read: () => readKeys(disk),
    stage: (key) => {
      end(disk, STAGED, new Uint8Array(KEY_FILE_BYTES));
      disk.write(STAGED, encodeKeyFile(key));
      disk.sync(STAGED);
      disk.syncFolder();
    },
    commit: () => {
      overwrite(disk, CURRENT, new Uint8Array(KEY_FILE_BYTES));
      disk.rename(STAGED, CURRENT);
      disk.syncFolder();
    },
    discard: () => end(disk, STAGED, new Uint8Array(KEY_FILE_BYTES)),
    erase: () => {
      // The current one first: from its first changed byte on the reset is under way, and a restart ends it.
      overwrite(disk, CURRENT, erasedKeyFile());
      end(disk, STAGED, new Uint8Array(KEY_FILE_BYTES));
    },
  };
}

function readKeys(disk: Disk): HeldKeys {
  const current = readKey(disk, CURRENT);
  const staged = readKey(disk, STAGED);
  const isErased = current?.state === 'erased';
  // A rotation writes zeros over the current key only when the staged one is sure to last.
  if (current?.state === 'damaged' && staged?.state !== 'key')
    throw new VaultError(
      'damagedKey',
      `${disk.path}/${CURRENT}: the device key is damaged; put back a copy of it, or remove key and vault and restore a backup`,
    );
  return { current: keyOf(current), staged: keyOf(staged), isErased };
}

function keyOf(file: KeyFile | undefined): Uint8Array | undefined {
  return file?.state === 'key' ? file.key : undefined;
}

function readKey(disk: Disk, name: string): KeyFile | undefined {
  if (!disk.names().includes(name)) return undefined;
  const mode = disk.mode(name);
  if ((mode & OTHERS) !== 0)
    throw new VaultError(
      'exposedKey',
      `${disk.path}/${name}: others can get at the device key (mode ${mode.toString(8)}); see who did, then chmod 600`,
    );
  return decodeKeyFile(disk.read(name, KEY_FILE_BYTES));
}

/** Writes over a key and takes its name away. */
function end(disk: Disk, name: string, over: Uint8Array): void {
  if (!disk.names().includes(name)) return;
  overwrite(disk, name, over);
  disk.remove(name);
  disk.syncFolder();
}

function overwrite(disk: Disk, name: string, over: Uint8Array): void {
  if (!disk.names().includes(name)) return;
  disk.overwrite(name, over);
  disk.sync(name);
}
