import type { Disk } from './disk.ts';
import { type Entry, entryIn, type IndexEntry, type NewObject, shown } from './entry.ts';
import type { KeyHome } from './keyHome.ts';
import { homeKinds, type KindRules, type KindTable } from './kindRules.ts';
import { Ledger } from './ledger.ts';
import { migrated, readEntry } from './readEntry.ts';
import { SPARE } from './recover.ts';
import { type DeleteResult, type Found, type Gone, type PutResult, refusedBy, tally } from './results.ts';
import { type RandomBytes, systemRandom } from './seal.ts';
import { diskFault, VaultError } from './vaultError.ts';
import { writeObjects } from './writeObjects.ts';

export interface VaultOptions {
  /** The data: sealed objects under random names, and the index. */
  readonly disk: Disk;
  readonly keys: KeyHome;
  readonly kinds?: KindTable;
  /** A test's own, to know the bytes that come out. */
  readonly random?: RandomBytes;
}

/**
 * The store of what a home leaves with its robot: objects by kind and id, in versions, sealed on the disk. At each moment, whatever
 * is cut off, the last state that a call returned from can be had again, and nothing is half; what was deleted is gone for
 * ever. One process has it at a time.
 */
export class Vault {
  readonly #ledger: Ledger;
  readonly #kinds: KindTable;
  readonly #release: () => void;

  /** Opens what is there, or begins anew where there is nothing. Throws VaultError when there is something that can't be opened. */
  static open({ disk, keys, kinds = homeKinds, random = systemRandom }: VaultOptions): Vault {
    const release = locked(disk);
    try {
      return new Vault(new Ledger({ disk, keys, random }, kinds), kinds, release);
    } catch (cause) {
      release();
      throw cause;
    }
  }

  private constructor(ledger: Ledger, kinds: KindTable, release: () => void) {
    this.#ledger = ledger;
    this.#kinds = kinds;
    this.#release = release;
  }

  /** What was found wrong and mended since the vault was opened, a line each. */
  get warnings(): readonly string[] {
    return this.#ledger.warnings;
  }

  /** Whatever there is, newest first; reads no object. */
  list(kind?: string): Entry[] {
    const entries = this.#ledger.index.entries.filter((entry) => kind === undefined || entry.kind === kind);
    return entries.map(shown).sort((a, b) => b.version - a.version);
  }

  /** The versions of an object, newest first. */
  versions(kind: string, id: string): Entry[] {
    return this.list(kind).filter((entry) => entry.id === id);
  }

  /**
   * The newest version that can be read, by its kind's schema of today; `undefined` when there is no such object.
   * Throws VaultError `damaged` when there are versions, but none can be read.
   */
  get(kind: string, id: string): Found | undefined {
    const passedOver: string[] = [];
    for (const { version } of this.versions(kind, id)) {
      const content = this.#tryRead(kind, id, version);
      if (typeof content !== 'string') return { entry: shown(this.#entry(kind, id, version)), content, passedOver };
      passedOver.push(content);
    }
    if (passedOver.length > 0) throw new VaultError('damaged', `No version can be read: ${passedOver.join('; ')}`);
    return undefined;
  }

  /** One version, by its kind's schema of today. Throws VaultError when it is not there or can't be read. */
  read(kind: string, id: string, version: number): Uint8Array {
    const content = this.#tryRead(kind, id, version);
    if (typeof content === 'string') throw new VaultError('damaged', content);
    return content;
  }

  /** Reads all there is. @returns what can't be read, a line each */
  verify(): string[] {
    return this.list().flatMap(({ kind, id, version }) => {
      const content = this.#tryRead(kind, id, version);
      return typeof content === 'string' ? [content] : [];
    });
  }

  /** Of what `get` gives and `put` takes. */
  schemaOf(kind: string): number {
    return this.#rules(kind).schema;
  }

  /** Content of an older schema, from elsewhere, as `put` takes it. Throws VaultError `newer` for a later Homebound's. */
  migrate(kind: string, schema: number, content: Uint8Array): Uint8Array {
    const rules = this.#rules(kind);
    if (schema > rules.schema)
      throw new VaultError(
        'newer',
        `A ${kind} of schema ${schema} was written by a later Homebound (this one reads up to ${rules.schema}); update Homebound`,
      );
    return migrated(content, kind, schema, rules);
  }

  /** Keeps an object as the newest version of its id. */
  put(object: NewObject): PutResult {
    return this.putAll([object]);
  }

  /**
   * Keeps objects, all of them or none. Each is written as it comes: they need not be in memory at once.
   * @param objects what it throws is thrown on, and nothing is kept
   */
  putAll(objects: Iterable<NewObject>): PutResult {
    const ledger = this.#ledger;
    const { generation, nextVersion: firstVersion } = ledger.index;
    try {
      const batch = writeObjects(ledger, (kind) => this.#rules(kind), objects);
      if (!batch.ok) {
        ledger.recover();
        return batch;
      }
      const { written, staying } = batch;
      if (written.length > 0) ledger.commit([...staying, ...written], written.length);
      return { ok: true, entries: written.map(shown) };
    } catch (cause) {
      ledger.recover();
      if (ledger.index.generation === generation) return refusedBy(cause, 'save');
      // It failed behind the point of no return: what was to be kept is there.
      return { ok: true, entries: ledger.index.entries.filter(({ version }) => version >= firstVersion).map(shown) };
    }
  }

  /** Rewrites each object that is of an older schema as a new version of today's; the versions before stay as they were. */
  upgrade(): PutResult {
    return this.putAll(this.#outdated());
  }

  *#outdated(): Generator<NewObject> {
    for (const kind of Object.keys(this.#kinds))
      for (const id of new Set(this.list(kind).map((entry) => entry.id))) {
        const found = this.get(kind, id);
        if (found === undefined || found.entry.schema === this.schemaOf(kind)) continue;
        yield { kind, id, stamp_s: found.entry.stamp_s, content: found.content };
      }
  }

  /** Goes back to a version: the newer ones of the object go. */
  restore(kind: string, id: string, version: number): DeleteResult {
    const target = this.#entry(kind, id, version);
    const isNewer = (entry: Entry): boolean => entry.kind === kind && entry.id === id && entry.version > target.version;
    const newer = this.#ledger.index.entries.filter(isNewer);
    return this.#ledger.change(`go back to version ${version} of ${kind} ${id}`, newer, () =>
      this.#ledger.commit(
        this.#ledger.index.entries.filter((entry) => !isNewer(entry)),
        0,
      ),
    );
  }

  /** Deletes an object with all its versions, for good: see `deleteWhere`. */
  delete(kind: string, id: string): DeleteResult {
    return this.deleteWhere((entry) => entry.kind === kind && entry.id === id);
  }

  /**
   * Deletes versions for good. The device key is replaced, so that whatever the medium still holds of them, and of all that went before
   * (older versions, what a quota took), is opened by no key there is.
   * @returns what went; none chosen is no mistake
   */
  deleteWhere(isChosen: (entry: Entry) => boolean): DeleteResult {
    const going = this.#ledger.index.entries.filter((entry) => isChosen(shown(entry)));
    if (going.length === 0) return { ok: true, gone: [] };
    const staying = this.#ledger.index.entries.filter((entry) => !going.includes(entry));
    return this.#ledger.change('delete', going, () => this.#ledger.rotateTo(staying));
  }

  /** Replaces the device key, so that what went without a delete (older versions, what a quota took) is gone for good too. */
  rotate(): DeleteResult {
    return this.#ledger.change('replace the device key', [], () => this.#ledger.rotateTo(this.#ledger.index.entries));
  }

  /** Ends the keys, then all else; the vault goes on as a new one. Works on a full disk. @returns what went */
  reset(): Gone[] {
    const gone = tally(this.#ledger.index.entries);
    this.#ledger.reset();
    return gone;
  }

  /** Gives the folder free for others. */
  close(): void {
    this.#ledger.close('it was closed');
    this.#release();
  }

  #rules(kind: string): KindRules {
    const rules = Object.hasOwn(this.#kinds, kind) ? this.#kinds[kind] : undefined;
    if (rules === undefined)
      throw new RangeError(`There is no kind ${kind} in this vault; there are ${Object.keys(this.#kinds).join(', ')}`);
    return rules;
  }

  #entry(kind: string, id: string, version: number): IndexEntry {
    return entryIn(this.#ledger.index.entries, kind, id, version);
  }

  /** The content, or what is wrong with it. */
  #tryRead(kind: string, id: string, version: number): Uint8Array | string {
    const entry = this.#entry(kind, id, version);
    return readEntry(this.#ledger, entry, this.#rules(kind));
  }
}

/** On a disk that is full to the last byte not even a lock finds room: there it gets the spare room, or nothing could ever be deleted. */
function locked(disk: Disk): () => void {
  try {
    return disk.lock();
  } catch (cause) {
    if (diskFault(cause) !== 'diskFull') throw cause;
    disk.remove(SPARE);
    return disk.lock();
  }
}
