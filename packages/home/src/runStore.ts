import type { Gone, NewObject, Vault } from '@homebound/vault';
import { HomeRefusal, type RunDetail, type RunEntry } from '@homebound/wire';
import { done, fromJson } from './refusal.ts';
import { type StoredRun, storedRun } from './runShape.ts';

const KIND = 'run';
const DAY_S = 86_400;
/** Runs that are rewritten in one go: some 2 MB. */
const AT_ONCE = 50;

/**
 * The history. A run belongs to the map that its path is drawn in, also when that is saved for the first time after it. What a
 * person deleted is not kept again, however long the robot goes on telling of it.
 */
export class RunStore {
  readonly #vault: Vault;
  readonly #warn: (text: string) => void;
  /** By version, which is never given twice: entries that were read once. */
  readonly #known = new Map<number, { readonly entry: RunEntry; readonly map: string | undefined }>();
  readonly #forgotten = new Set<string>();
  /** All that the robot told of since it was switched on. */
  readonly #told = new Set<string>();
  /** Runs of a map that is not saved yet. */
  readonly #unplaced = new Set<string>();
  #underWay: string | undefined;

  constructor(vault: Vault, warn: (text: string) => void) {
    this.#vault = vault;
    this.#warn = warn;
  }

  /** Newest first. */
  list(): RunEntry[] {
    const all = this.#ids().flatMap((id) => this.#look(id)?.entry ?? []);
    return all.map((entry) => this.#asItIs(entry)).sort((a, b) => b.begun_s - a.begun_s);
  }

  /** Throws HomeRefusal when there is no such run. */
  read(id: string): RunDetail {
    const stored = this.#load(id);
    if (stored === undefined) throw unknownRun(id);
    return this.#asItIs(stored.run);
  }

  /**
   * @param map        that its path is drawn in; absent when it is not saved yet
   * @param keep_days  runs that began earlier go for good; 0 keeps none
   */
  keep(run: RunDetail, map: string | undefined, now_s: number, keep_days: number): void {
    this.#told.add(run.id);
    if (this.#forgotten.has(run.id)) return;
    const known = map ?? this.#look(run.id)?.map;
    if (known === undefined) this.#unplaced.add(run.id);
    if (keep_days > 0) this.#put({ map: known, run });
    this.prune(now_s, keep_days);
  }

  /** The run that the robot is in the middle of: what is kept of it is how it will have ended if the power goes now. */
  goesOn(id: string | undefined): void {
    this.#underWay = id;
  }

  /** The robot saved its new map for the first time: what it drove in it has a place now. */
  place(map: string): void {
    for (const id of this.#unplaced) {
      const stored = this.#load(id);
      if (stored !== undefined) this.#put({ ...stored, map });
    }
    this.#unplaced.clear();
  }

  /** Those of a map; and those of none, as nobody can say that they are of another. */
  ofMap(map: string): string[] {
    return this.#ids().filter((id) => (this.#look(id)?.map ?? map) === map);
  }

  /** For good. Throws HomeRefusal when one is not there. @param ids all of them when absent */
  delete(ids: readonly string[] = this.#ids()): readonly Gone[] {
    const there = new Set(this.#ids());
    const missing = ids.find((id) => !there.has(id));
    if (missing !== undefined) throw unknownRun(missing);
    const gone = done(this.#vault.deleteWhere((entry) => entry.kind === KIND && ids.includes(entry.id))).gone;
    this.forget(ids);
    return gone;
  }

  /** What the robot still tells of these is not kept. */
  forget(ids: readonly string[]): void {
    for (const id of ids) this.#forgotten.add(id);
  }

  /** Nothing that the robot told of so far is kept, should it go on with it. */
  forgetAll(): void {
    this.forget([...this.#told]);
    this.#unplaced.clear();
  }

  /** All runs were so much later than they were taken to be, s. */
  moveBy(later_s: number): void {
    const ids = this.#ids();
    for (let k = 0; k < ids.length; k += AT_ONCE) {
      const moved = ids.slice(k, k + AT_ONCE).flatMap((id) => this.#load(id) ?? []);
      done(this.#vault.putAll(moved.map((stored) => objectOf({ ...stored, run: later(stored.run, later_s) }))));
    }
  }

  /** Reads nothing: when a run began stands outside it. */
  prune(now_s: number, keep_days: number): void {
    const since_s = keep_days === 0 ? Number.POSITIVE_INFINITY : now_s - keep_days * DAY_S;
    const old = this.#vault.list(KIND).filter(({ stamp_s }) => stamp_s < since_s);
    if (old.length > 0) this.delete([...new Set(old.map(({ id }) => id))]);
  }

  #ids(): string[] {
    return [...new Set(this.#vault.list(KIND).map(({ id }) => id))];
  }

  #asItIs<R extends RunEntry>(run: R): R {
    return run.id === this.#underWay ? { ...run, outcome: 'running', reason: 'It goes on.' } : run;
  }

  #put(stored: StoredRun): void {
    done(this.#vault.put(objectOf(stored)));
  }

  #look(id: string): { readonly entry: RunEntry; readonly map: string | undefined } | undefined {
    const [newest] = this.#vault.versions(KIND, id);
    if (newest === undefined) return undefined;
    const known = this.#known.get(newest.version);
    if (known !== undefined) return known;
    const stored = this.#load(id);
    if (stored === undefined) return undefined;
    const { path: _, swept: __, events: ___, ...entry } = stored.run;
    const found = { entry, map: stored.map };
    this.#known.set(newest.version, found);
    return found;
  }

  /** One that can't be read is warned of, and is no reason to show none. */
  #load(id: string): StoredRun | undefined {
    try {
      const found = this.#vault.get(KIND, id);
      return found && fromJson(storedRun, found.content, 'what is kept of it');
    } catch (cause) {
      this.#warn(`run ${id}: ${(cause as Error).message}`);
      return undefined;
    }
  }
}

function objectOf(stored: StoredRun): NewObject {
  const { id, begun_s } = stored.run;
  return { kind: KIND, id, stamp_s: begun_s, content: new TextEncoder().encode(JSON.stringify(stored)) };
}

function later(run: RunDetail, by_s: number): RunDetail {
  const events = run.events.map((event) => ({ ...event, stamp_s: event.stamp_s + by_s }));
  return { ...run, begun_s: run.begun_s + by_s, ended_s: run.ended_s + by_s, events };
}

function unknownRun(id: string): HomeRefusal {
  return new HomeRefusal('notFound', `No run ${id} in the history; it was deleted, or never was`);
}
