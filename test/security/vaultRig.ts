import { randomBytes } from 'node:crypto';
import { CrashingDisk, type Disk, folderKeyHome, type KeyHome, Power, Vault } from '@homebound/vault';

/** A vault to be tested, with every byte that its two folders ever held. A fault is planted by what is handed in. */
export interface SecurityRig {
  readonly data: CrashingDisk;
  readonly keyDisk: CrashingDisk;
  readonly power: Power;
  readonly open: () => Vault;
  /** What is there when the power has gone, on a power of its own; arguments as of `CrashingDisk.afterCrash`. */
  readonly afterCrash: (lasting: number, share: number) => SecurityRig;
}

export interface Plant {
  /** Wraps the folder of the keys. */
  readonly keyDisk?: (disk: Disk) => Disk;
  readonly keys?: (keys: KeyHome) => KeyHome;
  readonly data?: (disk: Disk) => Disk;
  readonly random?: (count: number) => Uint8Array;
}

export function securityRig(plant: Plant = {}, disks: Pick<SecurityRig, 'data' | 'keyDisk'> = newDisks()): SecurityRig {
  const { data, keyDisk } = disks;
  const home = folderKeyHome(plant.keyDisk?.(keyDisk) ?? keyDisk);
  const options = {
    disk: plant.data?.(data) ?? data,
    keys: plant.keys?.(home) ?? home,
    random: plant.random ?? ((count: number): Uint8Array => randomBytes(count)),
  };
  return {
    data,
    keyDisk,
    power: data.power,
    open: () => Vault.open(options),
    afterCrash: (lasting, share) => {
      const power = new Power();
      const [after, keysAfter] = [data, keyDisk].map((disk) => disk.afterCrash(lasting, share, power));
      return securityRig(plant, { data: after, keyDisk: keysAfter });
    },
  };
}

function newDisks(): Pick<SecurityRig, 'data' | 'keyDisk'> {
  const power = new Power();
  return { data: new CrashingDisk(power), keyDisk: new CrashingDisk(power) };
}

/** A disk that does as another does, but for what is given; `disk` itself keeps its own state. */
export function wrapped(disk: Disk, changed: Partial<Disk>): Disk {
  return {
    path: disk.path,
    names: () => disk.names(),
    read: (name, most) => disk.read(name, most),
    mode: (name) => disk.mode(name),
    write: (name, bytes) => disk.write(name, bytes),
    overwrite: (name, bytes) => disk.overwrite(name, bytes),
    sync: (name) => disk.sync(name),
    rename: (from, to) => disk.rename(from, to),
    remove: (name) => disk.remove(name),
    syncFolder: () => disk.syncFolder(),
    lock: () => disk.lock(),
    ...changed,
  };
}

export const keep = (vault: Vault, kind: string, id: string, text: string): void => {
  const result = vault.put({ kind, id, stamp_s: 0, content: new TextEncoder().encode(text) });
  if (!result.ok) throw new Error(result.message);
};
