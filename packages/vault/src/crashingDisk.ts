import type { Disk } from './disk.ts';
import { VaultError } from './vaultError.ts';

/** A file's content: as written, and as far as it was synced. */
interface Inode {
  written: Uint8Array;
  synced: Uint8Array | undefined;
}

/** A change of the folder that waits for `syncFolder`. */
type FolderChange = (names: Map<string, Inode>) => void;

/** What feeds one or more disks: their steps are counted together, and it goes for all of them at once. */
export class Power {
  /** Steps that changed something, since it was made. */
  steps = 0;
  /** It goes before this step. */
  failsBefore = Number.POSITIVE_INFINITY;
  /** From this step on what needs room gets an error as of a full disk; all else works. */
  fullFrom = Number.POSITIVE_INFINITY;

  /** @returns whether the step finds the disk full */
  step(): boolean {
    if (this.steps >= this.failsBefore) throw new Error('the power went');
    return this.steps++ >= this.fullFrom;
  }
}

/**
 * A folder in memory whose power goes before a chosen step, for tests. What lasts is what POSIX promises and no more: of
 * the changes to the folder since its last sync any part, of a file that was not synced any beginning. It remembers each
 * byte that was ever written to it, as flash may.
 */
export class CrashingDisk implements Disk {
  readonly path = 'memory';
  readonly power: Power;
  /** Room for the contents of all files, in bytes. */
  capacity_bytes = Number.POSITIVE_INFINITY;
  /** All that was ever written, in its order. */
  readonly journal: Uint8Array[] = [];
  readonly modes = new Map<string, number>();
  /** Every file that ever was: a removed one stays on the medium until it is written over. */
  readonly #medium: Inode[] = [];
  #names: Map<string, Inode>;
  #lasting: Map<string, Inode>;
  #pending: FolderChange[] = [];
  #isLocked = false;

  constructor(power = new Power(), names: ReadonlyMap<string, Inode> = new Map()) {
    this.power = power;
    this.#names = new Map(names);
    this.#lasting = new Map(names);
    this.#medium.push(...names.values());
  }

  /** Count of the folder's changes that are not sure to last. */
  get pending(): number {
    return this.#pending.length;
  }

  /** What a reader of the bare medium finds now: files, and what removed ones left. */
  medium(): Uint8Array[] {
    return this.#medium.map(({ written }) => written.slice());
  }

  /**
   * What is there after the crash, on a power of its own.
   * @param lasting bit i: whether the i-th pending change of the folder reached the disk
   * @param share   of what was not synced of a file, in [0, 1]
   */
  afterCrash(lasting: number, share: number, power = new Power()): CrashingDisk {
    const names = new Map(this.#lasting);
    for (const [i, change] of this.#pending.entries()) if ((lasting >> i) & 1) change(names);
    const kept = [...names].map(([name, { written, synced }]): [string, Inode] => {
      const bytes = synced === written ? written : torn(synced ?? new Uint8Array(0), written, share);
      return [name, { written: bytes, synced: bytes }];
    });
    const after = new CrashingDisk(power, new Map(kept));
    after.capacity_bytes = this.capacity_bytes;
    after.journal.push(...this.journal);
    const isNamed = new Set(names.values());
    for (const inode of this.#medium.filter((one) => !isNamed.has(one))) after.#medium.push({ ...inode });
    return after;
  }

  names(): string[] {
    return [...this.#names.keys()].sort();
  }

  read(name: string, most_bytes = Number.POSITIVE_INFINITY): Uint8Array {
    const { written } = this.#inode(name);
    if (written.length > most_bytes) throw fault('EFBIG', `${name} has more than ${most_bytes} bytes`);
    return written.slice();
  }

  mode(name: string): number {
    this.#inode(name);
    return this.modes.get(name) ?? 0o600;
  }

  write(name: string, bytes: Uint8Array): void {
    const isFull = this.power.step();
    const inode: Inode = { written: new Uint8Array(0), synced: undefined };
    this.#medium.push(inode);
    this.#change((names) => names.set(name, inode));
    const room_bytes = isFull ? Math.min(100, bytes.length >> 1) : this.capacity_bytes - this.#used_bytes();
    // A Buffer's `slice` is no copy.
    inode.written = Uint8Array.from(bytes.subarray(0, Math.max(0, room_bytes)));
    this.journal.push(inode.written.slice());
    if (isFull || inode.written.length < bytes.length) throw fault('ENOSPC', 'no space left on device');
  }

  overwrite(name: string, bytes: Uint8Array): void {
    this.power.step();
    const inode = this.#inode(name);
    const written = inode.written.slice();
    written.set(bytes.subarray(0, written.length));
    inode.written = written;
    this.journal.push(Uint8Array.from(bytes));
  }

  sync(name: string): void {
    this.power.step();
    const inode = this.#inode(name);
    inode.synced = inode.written;
  }

  rename(from: string, to: string): void {
    this.power.step();
    const inode = this.#inode(from);
    this.#change((names) => {
      // The part of the rename that counts is the new name; the old one may have been taken over since.
      if (names.get(from) === inode) names.delete(from);
      names.set(to, inode);
    });
  }

  remove(name: string): void {
    if (!this.#names.has(name)) return;
    this.power.step();
    this.#change((names) => names.delete(name));
  }

  syncFolder(): void {
    this.power.step();
    this.#pending = [];
    this.#lasting = new Map(this.#names);
  }

  lock(): () => void {
    if (this.#isLocked) throw new VaultError('inUse', `${this.path} is in use; close the other first`);
    this.#isLocked = true;
    return () => {
      this.#isLocked = false;
    };
  }

  #used_bytes(): number {
    return [...this.#names.values()].reduce((sum, { written }) => sum + written.length, 0);
  }

  #inode(name: string): Inode {
    const inode = this.#names.get(name);
    if (inode === undefined) throw fault('ENOENT', `no such file, ${name}`);
    return inode;
  }

  #change(change: FolderChange): void {
    change(this.#names);
    this.#pending.push(change);
  }
}

/** A file of which so much of the new content reached the medium; beyond its end the old one shows. */
function torn(before: Uint8Array, after: Uint8Array, share: number): Uint8Array {
  const reached = after.slice(0, Math.floor(share * after.length));
  if (before.length <= reached.length) return reached;
  const bytes = before.slice();
  bytes.set(reached);
  return bytes;
}

function fault(code: string, text: string): Error {
  return Object.assign(new Error(`${code}: ${text}`), { code });
}
