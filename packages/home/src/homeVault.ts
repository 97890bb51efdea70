import { type Disk, folderDisk, folderKeyHome, type KeyHome, Vault, VaultError } from '@homebound/vault';
import { HomeRefusal } from '@homebound/wire';
import { plainMaps } from './plainMaps.ts';
import { done } from './refusal.ts';

/** A command has the store for as long as it takes; it is waited for 20 times 50 ms. A robot that runs has it for good. */
const TRIES = 20;
const PAUSE_MS = 50;

/** The folders of a home's store. */
export interface HomePlace {
  readonly disk: Disk;
  readonly keys: KeyHome;
}

/** The store in a folder; its device key lies beside it in `FOLDER.keys`, which may be a link to, or the mount of, another medium. */
export function homePlace(folder: string): HomePlace {
  const path = folder.replace(/[/\\]+$/, '') || folder;
  return { disk: folderDisk(path), keys: folderKeyHome(folderDisk(`${path}.keys`)) };
}

/** Whether there is anything to open: looking at a folder makes no store in it. */
export function holdsHome({ disk }: HomePlace): boolean {
  return disk.names().some((name) => /^index\.[12]$|\.hbmap$/.test(name));
}

/**
 * Opens the store, and takes in plain maps that lie in its folder. Throws HomeRefusal `busy` when another process has it, VaultError
 * when it can't be opened.
 */
export function openHomeVault({ disk, keys }: HomePlace, warn: (text: string) => void): Vault {
  const vault = openPatiently(() => Vault.open({ disk, keys }));
  try {
    for (const warning of vault.warnings) warn(`${disk.path}: ${warning}`);
    takeIn(vault, disk, warn);
    return vault;
  } catch (cause) {
    vault.close();
    throw cause;
  }
}

function openPatiently(open: () => Vault): Vault {
  for (let n = 1; ; n++)
    try {
      return open();
    } catch (cause) {
      if (!(cause instanceof VaultError && cause.code === 'inUse')) throw cause;
      if (n === TRIES)
        throw new HomeRefusal('busy', `${cause.message}; what a running robot keeps is seen and changed over its API`);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
    }
}

/**
 * Moves plain maps into the vault: all revisions of all maps at once, and only then the files go, written over where they lie. After a
 * crash between the two, what is in the vault already is not taken in again. Files that can't be read stay, and are told.
 */
function takeIn(vault: Vault, disk: Disk, warn: (text: string) => void): void {
  const all = plainMaps(disk);
  // No map begins with 0: a crash came while such a file was written over, after it was taken in.
  const going = all.filter(({ map, bytes }) => map !== undefined || bytes[0] === 0);
  for (const one of all) if (!going.includes(one)) warn(`${one.problem}; it is not encrypted: delete it`);
  if (going.length === 0) return;
  const readable = going.filter(({ map }) => map !== undefined);
  const fresh = readable.filter(({ id, bytes }) => !isIn(vault, id, bytes));
  const objects = fresh.map(({ id, bytes, map }) => ({
    kind: 'map',
    id,
    stamp_s: map?.meta.changed_s ?? 0,
    content: bytes,
  }));
  done(vault.putAll(objects));
  for (const { file, bytes } of going) {
    disk.overwrite(file, new Uint8Array(bytes.length));
    disk.sync(file);
    disk.remove(file);
  }
  disk.syncFolder();
}

function isIn(vault: Vault, id: string, bytes: Uint8Array): boolean {
  return vault.versions('map', id).some(({ version, bytes: count }) => {
    if (count !== bytes.length) return false;
    try {
      return Buffer.from(vault.read('map', id, version)).equals(bytes);
    } catch {
      return false;
    }
  });
}
