import { type Disk, folderDisk, folderKeyHome, type KeyHome, Vault, VaultError } from '@homebound/vault';
import { CliError } from './errors.ts';
import { plainMaps } from './plainMaps.ts';

/** Another process has the vault for the milliseconds of a save; it is waited for 20 times 50 ms. */
const TRIES = 20;
const PAUSE_MS = 50;

/** The folders of a vault of maps. */
export interface MapVault {
  readonly disk: Disk;
  readonly keys: KeyHome;
}

/** The vault in a folder; its device key lies beside it in `FOLDER.keys`, which may be a link to, or the mount of, another medium. */
export function mapVault(folder: string): MapVault {
  const path = folder.replace(/[/\\]+$/, '') || folder;
  return { disk: folderDisk(path), keys: folderKeyHome(folderDisk(`${path}.keys`)) };
}

/** Whether there is anything to open: looking at a folder makes no vault in it. */
export function holdsMaps({ disk }: MapVault): boolean {
  return disk.names().some((name) => /^index\.[12]$|\.hbmap$/.test(name));
}

/** Opens the vault for as long as `act` takes. Plain maps that lie in the folder are taken in first. */
export function withVault<R>({ disk, keys }: MapVault, warn: (text: string) => void, act: (vault: Vault) => R): R {
  const vault = openPatiently(() => Vault.open({ disk, keys }));
  try {
    for (const warning of vault.warnings) warn(`${disk.path}: ${warning}`);
    takeIn(vault, disk, warn);
    return act(vault);
  } finally {
    vault.close();
  }
}

function openPatiently(open: () => Vault): Vault {
  for (let n = 1; ; n++)
    try {
      return open();
    } catch (cause) {
      if (!(cause instanceof VaultError && cause.code === 'inUse') || n === TRIES) throw cause;
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
  const result = vault.putAll(objects);
  if (!result.ok) throw new CliError(result.message);
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
