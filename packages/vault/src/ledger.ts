import type { IndexEntry } from './entry.ts';
import { writeIndex } from './indexCopies.ts';
import type { VaultIndex } from './indexFile.ts';
import type { KindTable } from './kindRules.ts';
import { rewrap } from './objectKeys.ts';
import { type Ground, recover, SPARE } from './recover.ts';
import { type DeleteResult, refusedBy, tally } from './results.ts';
import { retain } from './retain.ts';
import { KEY_BYTES } from './seal.ts';
import { diskFault, VaultError } from './vaultError.ts';

/** Two copies of an index of some hundred entries, and a key. */
const SPARE_BYTES = 128 * 1024;

/**
 * Index and device key of an open vault, and how they change: in one step seen from outside. Whatever fails half-way is ended or
 * undone by the same `recover` that runs after a power cut.
 */
export class Ledger {
  readonly ground: Ground;
  readonly #kinds: KindTable;
  /** Files that were found damaged. */
  readonly damaged = new Set<string>();
  readonly warnings: string[] = [];
  #index!: VaultIndex;
  #deviceKey!: Uint8Array;
  #whyClosed: string | undefined;
  #isOver = false;

  /** Throws VaultError when there is something that can't be opened. */
  constructor(ground: Ground, kinds: KindTable) {
    this.ground = ground;
    this.#kinds = kinds;
    this.recover();
    this.#keepSpare();
  }

  /** Throws VaultError `closed` after `close`, and as long as a disk that failed does. */
  get index(): VaultIndex {
    if (this.#whyClosed !== undefined) this.#reopen(this.#whyClosed);
    return this.#index;
  }

  get deviceKey(): Uint8Array {
    return this.#deviceKey;
  }

  /** For good. */
  close(why: string): void {
    this.#isOver = true;
    this.#shut(why);
  }

  #shut(why: string): void {
    this.#whyClosed = why;
    this.#deviceKey?.fill(0);
  }

  /** A disk that failed may be well again, and a robot runs for weeks. */
  #reopen(why: string): void {
    if (!this.#isOver && this.#hasKey())
      try {
        this.recover();
        this.#whyClosed = undefined;
        return;
      } catch {
        // It is told below, as it was told first.
      }
    throw new VaultError('closed', `The vault ${this.ground.disk.path} is closed: ${why}; open it again`);
  }

  /** Without one a recovery would begin anew, in a folder from under which the medium was taken. */
  #hasKey(): boolean {
    try {
      return this.ground.keys.read().current !== undefined;
    } catch {
      return false;
    }
  }

  /** Makes these the entries, less what retention takes, and removes files that are no longer named. */
  commit(entries: readonly IndexEntry[], added: number): void {
    this.#commit(entries, added, this.#deviceKey);
  }

  /** Makes these the entries under a new device key: what the old one alone opens is gone. */
  rotateTo(entries: readonly IndexEntry[]): void {
    const { keys, random } = this.ground;
    const next = random(KEY_BYTES);
    keys.stage(next);
    this.#commit(rewrap(entries, this.#deviceKey, next), 0, next);
  }

  /** Ends the keys first, then all else, and begins anew. */
  reset(): void {
    try {
      this.ground.keys.erase();
    } finally {
      this.recover();
    }
    this.#keepSpare();
  }

  /** A change that must work on a full disk too: there it gets the spare room. */
  change(what: string, gone: readonly IndexEntry[], act: () => void): DeleteResult {
    const intended = this.index.generation + 1;
    for (const isLast of [false, true])
      try {
        act();
        break;
      } catch (cause) {
        this.recover();
        if (this.#index.generation >= intended) break;
        if (isLast || diskFault(cause) !== 'diskFull') return refusedBy(cause, what);
        this.ground.disk.remove(SPARE);
        this.ground.disk.syncFolder();
      }
    this.#keepSpare();
    return { ok: true, gone: tally(gone) };
  }

  /** Takes up the state that counts on the disk; where there is none, the vault closes. */
  recover(): void {
    try {
      const { index, deviceKey, warnings } = recover(this.ground);
      this.#index = index;
      this.#deviceKey = deviceKey;
      this.warnings.push(...warnings);
    } catch (cause) {
      this.#shut((cause as Error).message);
      throw cause;
    }
  }

  #commit(entries: readonly IndexEntry[], added: number, deviceKey: Uint8Array): void {
    const { disk, random } = this.ground;
    const before = this.#index;
    const kept = retain(entries, this.#kinds, ({ file }) => this.damaged.has(file));
    const index = { generation: before.generation + 1, nextVersion: before.nextVersion + added, entries: kept };
    const problem = writeIndex(disk, index, deviceKey, random);
    if (problem !== undefined) this.warnings.push(problem);
    this.#index = index;
    if (deviceKey !== this.#deviceKey) this.#changeKey(deviceKey);
    this.#removeUnnamed([...before.entries, ...entries]);
  }

  #changeKey(next: Uint8Array): void {
    this.ground.keys.commit();
    this.#deviceKey.fill(0);
    this.#deviceKey = next;
  }

  #removeUnnamed(entries: readonly IndexEntry[]): void {
    const { disk } = this.ground;
    const named = new Set(this.#index.entries.map(({ file }) => file));
    const going = new Set(entries.map(({ file }) => file).filter((file) => !named.has(file)));
    for (const file of going) disk.remove(file);
    if (going.size > 0) disk.syncFolder();
  }

  #keepSpare(): void {
    const { disk, random } = this.ground;
    if (disk.names().includes(SPARE)) return;
    try {
      // Random, as a file system may keep no room for zeros.
      disk.write(SPARE, random(SPARE_BYTES));
      disk.sync(SPARE);
    } catch (cause) {
      if (diskFault(cause) === undefined) throw cause;
      disk.remove(SPARE);
    }
  }
}
