import { decodeHomeMap, encodeHomeMap, FormatError, type HomeMapMeta, type StoredMap } from '@homebound/formats';
import type { HomeState } from '@homebound/plan';
import type { Disk } from './disk.ts';
import { CliError } from './errors.ts';

/** How many earlier revisions of a map are kept besides the newest: a wrong update is noticed within a run or two. */
const EARLIER = 2;
/** Ids are file names, on every system alike. */
const ID = /^[a-z0-9][a-z0-9_-]{0,62}$/;
const FILE = /^([a-z0-9][a-z0-9_-]{0,62})(?:\.([12]))?\.hbmap$/;

/** One file of a map. */
export interface Revision {
  readonly file: string;
  readonly bytes: number;
  /** What it holds; absent when it can't be read. */
  readonly map: StoredMap | undefined;
  /** Why it can't be read, in one line. */
  readonly problem: string | undefined;
}

/**
 * A folder of home maps, a file a revision: `ID.hbmap` is the newest, `ID.1.hbmap` and `ID.2.hbmap` are those before. A
 * map counts as saved when `save` returns; when the power goes at any step, what was saved before can still be loaded.
 * One process writes to a folder at a time.
 */
export class MapStore {
  readonly #disk: Disk;
  readonly #warn: (text: string) => void;

  /** @param warn told in one line what was passed over */
  constructor(disk: Disk, warn: (text: string) => void) {
    this.#disk = disk;
    this.#warn = warn;
  }

  /** The maps there are: floors, by their ids. */
  ids(): string[] {
    const ids = this.#attempt('list', () => this.#disk.names()).flatMap((name) => FILE.exec(name)?.[1] ?? []);
    return [...new Set(ids)].sort();
  }

  /** An id for a new map, made from its name, that no other has: "Ground floor" becomes `ground-floor`. */
  freeId(name: string): string {
    const plain = name.normalize('NFKD').toLowerCase().replace(/ß/g, 'ss');
    const stem = plain
      .replace(/[^a-z0-9\s_-]/g, '')
      .trim()
      .replace(/[\s_-]+/g, '-');
    const base = stem.replace(/^-+|-+$/g, '').slice(0, 48) || 'home';
    const taken = new Set(this.ids());
    let id = base;
    for (let n = 2; taken.has(id); n++) id = `${base}-${n}`;
    return id;
  }

  /** The files of a map, newest first, read and checked. */
  revisions(id: string): Revision[] {
    return [...this.#newestFirst(id)];
  }

  /**
   * The newest revision that checks, after a warning for each newer one that doesn't; `undefined` when there is no such map.
   * Throws CliError when there are files of it, but none can be read.
   */
  load(id: string): StoredMap | undefined {
    const { good, broken } = this.#newest(id);
    const problems = broken.map(({ problem }) => problem);
    if (good === undefined && broken.length > 0)
      throw new CliError(`No revision of the map ${id} can be read: ${problems.join('; ')}`);
    for (const problem of problems) this.#warn(`${problem}; ${good?.file} is used instead`);
    return good?.map;
  }

  /**
   * Saves a map as the newest revision of its id. The two revisions before are kept; a newest one that can't be read
   * (damaged, or of a newer version) makes no good one give way: it is set aside as `ID.refused.hbmap`.
   * @returns the map as saved: with its revision counter raised above the last one's
   */
  save(map: StoredMap): StoredMap {
    const { id } = map.meta;
    if (!ID.test(id))
      throw new CliError(`Cannot save the map ${id}: an id is made of a-z, 0-9, - and _, at most 63 of them`);
    const { good, broken } = this.#newest(id);
    const last = good?.map?.meta.revision ?? 0;
    const meta: HomeMapMeta = { ...map.meta, revision: Math.max(last, map.meta.revision) + 1 };
    const saved = { ...map, meta };
    const bytes = encodeHomeMap(saved);
    this.#attempt('save', () => {
      this.#writeTemporary(temporaryOf(id), bytes);
      if (broken.length > 0) this.#disk.rename(broken[0].file, refusedOf(id));
      this.#makeRoom(id);
      this.#disk.rename(temporaryOf(id), fileOf(id, 0));
      this.#disk.syncFolder();
    });
    return saved;
  }

  /**
   * Keeps rooms and restrictions with a saved map, in the newest revision that can be read: renaming a room makes no earlier
   * map give way. Earlier revisions keep those that they were saved with, which are in their frame.
   * Throws CliError when there is no such map.
   */
  keepHome(id: string, home: HomeState): void {
    const { good } = this.#newest(id);
    if (good?.map === undefined) throw new CliError(this.#unknown(id));
    const bytes = encodeHomeMap({ ...good.map, home });
    this.#attempt('save', () => {
      this.#writeTemporary(temporaryOf(id), bytes);
      this.#disk.rename(temporaryOf(id), good.file);
      this.#disk.syncFolder();
    });
  }

  /**
   * Goes back to the revision before the one that `load` gives, which is removed.
   * @returns the map that is now the newest. Throws CliError when there is none to go back to.
   */
  undo(id: string): StoredMap {
    const revisions = this.revisions(id);
    const [current, target] = revisions.filter(({ map }) => map !== undefined);
    if (current === undefined) throw new CliError(this.#unknown(id));
    if (target?.map === undefined) throw new CliError(`The map ${id} has no earlier revision to go back to`);
    this.#attempt('undo', () => {
      // What lies between goes first: at each step the newest that can be read is one of the two.
      const between = revisions.slice(1, revisions.indexOf(target));
      for (const { file } of between) this.#disk.remove(file);
      this.#disk.rename(target.file, fileOf(id, 0));
      const older = revisions.slice(revisions.indexOf(target) + 1);
      for (const [n, { file }] of older.entries())
        if (file !== fileOf(id, n + 1)) this.#disk.rename(file, fileOf(id, n + 1));
      this.#disk.syncFolder();
    });
    return target.map;
  }

  /** Removes a map with all its revisions. Throws CliError when there is none. */
  delete(id: string): void {
    if (!this.ids().includes(id)) throw new CliError(this.#unknown(id));
    this.#attempt('delete', () => {
      const there = new Set(this.#disk.names());
      const oldestFirst = Array.from({ length: EARLIER + 1 }, (_, n) => fileOf(id, EARLIER - n));
      for (const file of [temporaryOf(id), refusedOf(id), ...oldestFirst]) if (there.has(file)) this.#disk.remove(file);
      this.#disk.syncFolder();
    });
  }

  /** Reads the files of a map one by one, newest first, for as long as they are asked for. */
  *#newestFirst(id: string): Generator<Revision> {
    const names = new Set(this.#attempt('read', () => this.#disk.names()));
    for (let n = 0; n <= EARLIER; n++) if (names.has(fileOf(id, n))) yield this.#read(id, fileOf(id, n));
  }

  /** The newest revision that can be read, and the newer ones that can't. */
  #newest(id: string): { good: Revision | undefined; broken: Revision[] } {
    const broken: Revision[] = [];
    for (const revision of this.#newestFirst(id)) {
      if (revision.map !== undefined) return { good: revision, broken };
      broken.push(revision);
    }
    return { good: undefined, broken };
  }

  #unknown(id: string): string {
    const ids = this.ids();
    const there = ids.length > 0 ? `there are ${ids.join(', ')}` : 'there is none';
    return `No map ${id} in ${this.#disk.path}; ${there}`;
  }

  #read(id: string, file: string): Revision {
    let bytes: Uint8Array | undefined;
    try {
      bytes = this.#disk.read(file);
      const map = decodeHomeMap(bytes, file);
      const problem = map.meta.id === id ? undefined : `${file}: is a copy of the map ${map.meta.id}; rename it back`;
      return { file, bytes: bytes.length, map: problem === undefined ? map : undefined, problem };
    } catch (cause) {
      // A sector that can't be read is no worse than one that reads wrong.
      const problem = cause instanceof FormatError ? cause.message : `${file}: ${(cause as Error).message}`;
      return { file, bytes: bytes?.length ?? 0, map: undefined, problem };
    }
  }

  #writeTemporary(name: string, bytes: Uint8Array): void {
    try {
      this.#disk.write(name, bytes);
      this.#disk.sync(name);
    } catch (cause) {
      // A full disk is to have the room back.
      this.#disk.remove(name);
      throw cause;
    }
  }

  /** Moves each revision one step back, oldest first, up to the first gap; the oldest gives way when there is none. */
  #makeRoom(id: string): void {
    const there = new Set(this.#disk.names());
    let gap = 0;
    while (gap < EARLIER && there.has(fileOf(id, gap))) gap++;
    for (let n = gap - 1; n >= 0; n--) this.#disk.rename(fileOf(id, n), fileOf(id, n + 1));
  }

  #attempt<R>(what: string, act: () => R): R {
    try {
      return act();
    } catch (cause) {
      throw new CliError(`Cannot ${what} maps in ${this.#disk.path}: ${(cause as Error).message}`, { cause });
    }
  }
}

function fileOf(id: string, revision: number): string {
  return revision === 0 ? `${id}.hbmap` : `${id}.${revision}.hbmap`;
}

function refusedOf(id: string): string {
  return `${id}.refused.hbmap`;
}

/** The same name each time: what a crash left is written over by the next save. */
function temporaryOf(id: string): string {
  return `.${id}.hbmap.tmp`;
}
