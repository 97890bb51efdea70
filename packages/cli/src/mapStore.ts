import { decodeHomeMap, encodeHomeMap, FormatError, type HomeMapMeta, type StoredMap } from '@homebound/formats';
import type { HomeState } from '@homebound/plan';
import { type DeleteResult, type PutResult, type Vault, VaultError } from '@homebound/vault';
import { CliError } from './errors.ts';
import { holdsMaps, type MapVault, withVault } from './mapVault.ts';

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
 * goes at any step, what was saved before can still be loaded. The vault is open for as long as a call takes.
 */
export class MapStore {
  readonly #at: MapVault;
  readonly #warn: (text: string) => void;

  /** @param warn told in one line what was passed over */
  constructor(at: MapVault, warn: (text: string) => void) {
    this.#at = at;
    this.#warn = warn;
  }

  /** The maps there are: floors, by their ids. */
  ids(): string[] {
    return this.#look([], (vault) => [...new Set(vault.list(KIND).map(({ id }) => id))].sort());
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
    return this.#look([], (vault) => vault.versions(KIND, id).map(({ version }) => read(vault, id, version)));
  }

  /**
   * The newest revision that checks, after a warning for each newer one that doesn't; `undefined` when there is no such map.
   * Throws CliError when there are revisions of it, but none can be read.
   */
  load(id: string): StoredMap | undefined {
    return this.#look(undefined, (vault) => {
      const { good, problems } = newest(vault, id);
      if (good === undefined && problems.length > 0)
        throw new CliError(`No revision of the map ${id} can be read: ${problems.join('; ')}`);
      for (const problem of problems) this.#warn(`${problem}; revision ${good?.map.meta.revision} is used instead`);
      return good?.map;
    });
  }

  /**
   * Saves a map as the newest revision of its id. The two revisions before are kept; one that can't be read makes no good one give way.
   * @returns the map as saved: with its revision counter raised above the last one's. Throws CliError when the disk refuses.
   */
  save(map: StoredMap): StoredMap {
    const { id } = map.meta;
    if (!ID.test(id))
      throw new CliError(`Cannot save the map ${id}: an id is made of a-z, 0-9, - and _, at most 63 of them`);
    return this.#attempt((vault) => {
      const last = newest(vault, id).good?.map.meta.revision ?? 0;
      const meta: HomeMapMeta = { ...map.meta, revision: Math.max(last, map.meta.revision) + 1 };
      const saved = { ...map, meta };
      done(vault.put({ kind: KIND, id, stamp_s: meta.changed_s, content: encodeHomeMap(saved) }));
      return saved;
    });
  }

  /**
   * Keeps rooms and restrictions with a saved map, in the newest revision that can be read: renaming a room makes no earlier
   * map give way. Earlier revisions keep those that they were saved with, which are in their frame.
   * Throws CliError when there is no such map, or when the disk refuses.
   */
  keepHome(id: string, home: HomeState): void {
    this.#attempt((vault) => {
      const { good } = newest(vault, id);
      if (good === undefined) throw this.#unknown(vault, id);
      const { map, version } = good;
      const content = encodeHomeMap({ ...map, home });
      done(vault.put({ kind: KIND, id, stamp_s: map.meta.changed_s, content, replaces: version }));
    });
  }

  /**
   * Goes back to the revision before the one that `load` gives, which is removed.
   * @returns the map that is now the newest. Throws CliError when there is none to go back to.
   */
  undo(id: string): StoredMap {
    return this.#attempt((vault) => {
      const revisions = vault.versions(KIND, id).map(({ version }) => read(vault, id, version));
      const [current, target] = revisions.filter(({ map }) => map !== undefined);
      if (current === undefined) throw this.#unknown(vault, id);
      if (target?.map === undefined) throw new CliError(`The map ${id} has no earlier revision to go back to`);
      done(vault.restore(KIND, id, target.version));
      return target.map;
    });
  }

  /** Removes a map with all its revisions, for good. Throws CliError when there is none. */
  delete(id: string): void {
    this.#attempt((vault) => {
      if (vault.versions(KIND, id).length === 0) throw this.#unknown(vault, id);
      done(vault.delete(KIND, id));
    });
  }

  #unknown(vault: Vault, id: string): CliError {
    const ids = [...new Set(vault.list(KIND).map((entry) => entry.id))].sort();
    const there = ids.length > 0 ? `there are ${ids.join(', ')}` : 'there is none';
    return new CliError(`No map ${id} in ${this.#at.disk.path}; ${there}`);
  }

  /** Reads, where there is anything. */
  #look<R>(nothing: R, act: (vault: Vault) => R): R {
    return holdsMaps(this.#at) ? this.#attempt(act) : nothing;
  }

  #attempt<R>(act: (vault: Vault) => R): R {
    try {
      return withVault(this.#at, this.#warn, act);
    } catch (cause) {
      if (cause instanceof CliError) throw cause;
      throw new CliError(`Cannot use the maps in ${this.#at.disk.path}: ${(cause as Error).message}`, { cause });
    }
  }
}

function read(vault: Vault, id: string, version: number): Revision {
  const entry = vault.versions(KIND, id).find((one) => one.version === version);
  const found = { version, bytes: entry?.bytes ?? 0 };
  try {
    return { ...found, map: decodeHomeMap(vault.read(KIND, id, version), `map ${id}`), problem: undefined };
  } catch (cause) {
    if (!(cause instanceof FormatError || cause instanceof VaultError)) throw cause;
    return { ...found, map: undefined, problem: cause.message };
  }
}

/** The newest revision that can be read, and what is wrong with the newer ones. */
function newest(vault: Vault, id: string): { good?: Revision & { map: StoredMap }; problems: string[] } {
  const problems: string[] = [];
  for (const { version } of vault.versions(KIND, id)) {
    const { map, problem, ...rest } = read(vault, id, version);
    if (map !== undefined) return { good: { ...rest, map, problem }, problems };
    problems.push(problem ?? `map ${id}, version ${version}`);
  }
  return { problems };
}

function done(result: PutResult | DeleteResult): void {
  if (!result.ok) throw new CliError(result.message);
}
