import { decodeHomeMap, encodeHomeMap, FormatError, type HomeMapMeta, type StoredMap } from '@homebound/formats';
import type { HomeState, KeptDismissal } from '@homebound/plan';
import { type Gone, type Vault, VaultError } from '@homebound/vault';
import { HomeRefusal } from '@homebound/wire';
import { done } from './refusal.ts';

const KIND = 'map';
/** Ids are also the names of files that a map is carried out in, on every system alike. */
const ID = /^[a-z0-9][a-z0-9_-]{0,62}$/;

/** One version of a map. */
export interface Revision {
  readonly version: number;
  readonly bytes: number;
  /** What it holds; absent when it can't be read. */
  readonly map: StoredMap | undefined;
  /** Why it can't be read, in one line. */
  readonly problem: string | undefined;
}

/**
 * The home maps in a vault, the newest revision of each and the two before it. A map counts as saved when `save` returns; when the power
 * goes at any step, what was saved before can still be loaded. What it refuses is a HomeRefusal.
 */
export class MapStore {
  readonly #vault: Vault;
  readonly #warn: (text: string) => void;

  /** @param warn told in one line what was passed over */
  constructor(vault: Vault, warn: (text: string) => void) {
    this.#vault = vault;
    this.#warn = warn;
  }

  /** The maps there are: floors, by their ids. */
  ids(): string[] {
    return [...new Set(this.#vault.list(KIND).map(({ id }) => id))].sort();
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

  /** The revisions of a map, newest first, read and checked. */
  revisions(id: string): Revision[] {
    return this.#vault.versions(KIND, id).map(({ version }) => this.#read(id, version));
  }

  /** What is there of a map, without reading it. */
  sizeOf(id: string): { readonly versions: readonly number[]; readonly bytes: number } {
    const entries = this.#vault.versions(KIND, id);
    return {
      versions: entries.map(({ version }) => version),
      bytes: entries.reduce((sum, { bytes }) => sum + bytes, 0),
    };
  }

  /** The newest revision that can be read, and what is wrong with the newer ones. */
  newest(id: string): { good?: Revision & { map: StoredMap }; problems: string[] } {
    const problems: string[] = [];
    for (const { version } of this.#vault.versions(KIND, id)) {
      const { map, problem, ...rest } = this.#read(id, version);
      if (map !== undefined) return { good: { ...rest, map, problem }, problems };
      problems.push(problem ?? `map ${id}, version ${version}`);
    }
    return { problems };
  }

  /**
   * The newest revision that checks, after a warning for each newer one that doesn't; `undefined` when there is no such map.
   * Throws when there are revisions of it, but none can be read.
   */
  load(id: string): StoredMap | undefined {
    const { good, problems } = this.newest(id);
    if (good === undefined && problems.length > 0)
      throw new HomeRefusal('failed', `No revision of the map ${id} can be read: ${problems.join('; ')}`);
    for (const problem of problems) this.#warn(`${problem}; revision ${good?.map.meta.revision} is used instead`);
    return good?.map;
  }

  /**
   * Saves a map as the newest revision of its id. The two revisions before are kept; one that can't be read makes no good one give way.
   * @param over  a revision that this one takes the place of, if it is still the newest
   * @returns the map as saved: with its revision counter raised above the last one's. Throws when the disk refuses.
   */
  save(map: StoredMap, over?: number): StoredMap {
    const { id } = map.meta;
    checkMapId(id);
    const { good } = this.newest(id);
    const last = good?.map.meta.revision ?? 0;
    const meta: HomeMapMeta = { ...map.meta, revision: Math.max(last, map.meta.revision) + 1 };
    const saved = { ...map, meta };
    const replaces = good !== undefined && last === over ? { replaces: good.version } : {};
    done(this.#vault.put({ kind: KIND, id, stamp_s: meta.changed_s, content: encodeHomeMap(saved), ...replaces }));
    return saved;
  }

  /**
   * Keeps rooms and restrictions with a saved map, in the newest revision that can be read: renaming a room makes no earlier
   * map give way. Earlier revisions keep those that they were saved with, which are in their frame.
   * Throws when there is no such map, or when the disk refuses.
   */
  keepHome(id: string, home: HomeState): void {
    this.#keepWith(id, { home });
  }

  /** Keeps what was dismissed as an obstacle with a saved map, in the same way. */
  keepDismissals(id: string, dismissals: readonly KeptDismissal[]): void {
    this.#keepWith(id, { dismissals });
  }

  #keepWith(id: string, change: Partial<Pick<StoredMap, 'home' | 'dismissals'>>): void {
    const { good } = this.newest(id);
    if (good === undefined) throw this.unknown(id);
    const { map, version } = good;
    const content = encodeHomeMap({ ...map, ...change });
    done(this.#vault.put({ kind: KIND, id, stamp_s: map.meta.changed_s, content, replaces: version }));
  }

  /**
   * Goes back to the revision before the one that `load` gives, which is removed.
   * @returns the map that is now the newest. Throws when there is none to go back to.
   */
  undo(id: string): StoredMap {
    const [current, target] = this.revisions(id).filter(({ map }) => map !== undefined);
    if (current === undefined) throw this.unknown(id);
    if (target?.map === undefined)
      throw new HomeRefusal('notFound', `The map ${id} has no earlier revision to go back to`);
    done(this.#vault.restore(KIND, id, target.version));
    return target.map;
  }

  /**
   * Removes a map with all its revisions, for good.
   * @param along ids of what goes with it, by kind. Throws when there is no such map.
   */
  delete(id: string, along: Readonly<Record<string, readonly string[]>> = {}): readonly Gone[] {
    if (this.#vault.versions(KIND, id).length === 0) throw this.unknown(id);
    const isGoing = (entry: { kind: string; id: string }): boolean =>
      entry.kind === KIND ? entry.id === id : along[entry.kind]?.includes(entry.id) === true;
    return done(this.#vault.deleteWhere(isGoing)).gone;
  }

  unknown(id: string): HomeRefusal {
    const ids = this.ids();
    const there = ids.length > 0 ? `there are ${ids.join(', ')}` : 'there is none';
    return new HomeRefusal('notFound', `No map ${id} in this home; ${there}`);
  }

  #read(id: string, version: number): Revision {
    const entry = this.#vault.versions(KIND, id).find((one) => one.version === version);
    const found = { version, bytes: entry?.bytes ?? 0 };
    try {
      const map = decodeHomeMap(this.#vault.read(KIND, id, version), `map ${id}`);
      return { ...found, map, problem: undefined };
    } catch (cause) {
      if (!(cause instanceof FormatError || cause instanceof VaultError)) throw cause;
      return { ...found, map: undefined, problem: cause.message };
    }
  }
}

/** Throws HomeRefusal for an id that no map can have. */
export function checkMapId(id: string): void {
  if (!ID.test(id))
    throw new HomeRefusal(
      'invalid',
      `Cannot save the map ${id}: an id is made of a-z, 0-9, - and _, at most 63 of them`,
    );
}
