import type { Disk } from './disk.ts';

/** A file's content: as written, and as far as it was synced. */
interface Inode {
  written: Uint8Array;
  synced: Uint8Array | undefined;
}

/** A change of the folder that waits for `syncFolder`. */
type FolderChange = (names: Map<string, Inode>) => void;

/**
 * A folder in memory whose power goes before a chosen step, for tests. What lasts is what POSIX promises and no more: of
 * the changes to the folder since its last sync any part, of a file that was not synced any beginning.
 */
export class CrashingDisk implements Disk {
  readonly path = 'memory';
  /** Steps that changed something, since it was made. */
  steps = 0;
  /** The power goes before this step; an error as of a full disk when `isFull`. */
  crashBefore = Number.POSITIVE_INFINITY;
  isFull = false;
  #names: Map<string, Inode>;
  #lasting: Map<string, Inode>;
  #pending: FolderChange[] = [];

  constructor(names: ReadonlyMap<string, Inode> = new Map()) {
    this.#names = new Map(names);
    this.#lasting = new Map(names);
  }

  /** Count of the folder's changes that are not sure to last. */
  get pending(): number {
    return this.#pending.length;
  }

  /**
   * What is there after the crash.
   * @param lasting bit i: whether the i-th pending change of the folder reached the disk
   * @param share   of a file that was not synced, in [0, 1]
   */
  afterCrash(lasting: number, share: number): CrashingDisk {
    const names = new Map(this.#lasting);
    for (const [i, change] of this.#pending.entries()) if ((lasting >> i) & 1) change(names);
    const kept = [...names].map(([name, { written, synced }]): [string, Inode] => {
      const bytes = synced ?? written.slice(0, Math.floor(share * written.length));
      return [name, { written: bytes, synced: bytes }];
    });
    return new CrashingDisk(new Map(kept));
  }

  names(): string[] {
    return [...this.#names.keys()].sort();
  }

  read(name: string): Uint8Array {
    return this.#inode(name).written.slice();
  }

  write(name: string, bytes: Uint8Array): void {
    this.#step();
    const inode: Inode = { written: bytes.slice(), synced: undefined };
    this.#change((names) => names.set(name, inode));
    if (this.isFull) {
      inode.written = bytes.slice(0, 100);
      throw new Error('ENOSPC: no space left on device');
    }
  }

  sync(name: string): void {
    this.#step();
    const inode = this.#inode(name);
    inode.synced = inode.written;
  }

  rename(from: string, to: string): void {
    this.#step();
    const inode = this.#inode(from);
    this.#change((names) => {
      // The part of the rename that counts is the new name; the old one may have been taken over since.
      if (names.get(from) === inode) names.delete(from);
      names.set(to, inode);
    });
  }

  remove(name: string): void {
    this.#step();
    this.#change((names) => names.delete(name));
  }

  syncFolder(): void {
    this.#step();
    this.#pending = [];
    this.#lasting = new Map(this.#names);
  }

  #inode(name: string): Inode {
    const inode = this.#names.get(name);
    if (inode === undefined) throw new Error(`ENOENT: no such file, ${name}`);
    return inode;
  }

  #change(change: FolderChange): void {
    change(this.#names);
    this.#pending.push(change);
  }

  #step(): void {
    if (this.steps++ >= this.crashBefore) throw new Error('the power went');
  }
}
