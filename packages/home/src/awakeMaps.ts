import type { StoredMap } from '@homebound/formats';
import type { KeptFloor } from '@homebound/nodes';
import type { Dismissal, HomeState, KeptDismissal } from '@homebound/plan';
import type { StoredFloor } from '@homebound/slam';
import { HomeRefusal } from '@homebound/wire';
import type { MapStore } from './mapStore.ts';

/** What was dismissed as an obstacle longer ago is one again, days: homes change. */
const DISMISSED_DAYS = 90;
const DAY_S = 86_400;

export interface AwakeMapsOptions {
  /** Of a map that is begun, for people. */
  readonly name: string;
  /** Of the robot's cells. */
  readonly resolution_m: number;
  /** Written into maps. */
  readonly appVersion: string;
  readonly now_s: () => number;
  /** Told of a map that the robot can't use. */
  readonly warn: (text: string) => void;
}

/**
 * The maps as a robot knows them since it woke up, by their place in its list, and where what it draws is kept. A map that a person
 * deleted or went back with meanwhile is the robot's no longer: what it still has in mind of it is not kept.
 */
export class AwakeMaps {
  readonly floors: readonly KeptFloor[];
  readonly #store: MapStore;
  readonly #options: AwakeMapsOptions;
  readonly #names: string[];
  readonly #metas: (StoredMap['meta'] | undefined)[];
  /** Corrections of each map before this run. */
  readonly #epochs: readonly number[];
  readonly #extras: readonly StoredMap['extras'][];
  readonly #homes: (HomeState | undefined)[];
  readonly #dismissals: (readonly KeptDismissal[])[];
  /** Revisions of maps that were saved under way: what is saved next in this run takes their place. */
  readonly #underway = new Map<number, number>();
  readonly #withdrawn = new Set<string>();
  #isOver = false;

  /** A map that can't be read, or has other cells than the robot, keeps it from nothing: it is warned of, and stays as it is. */
  constructor(store: MapStore, options: AwakeMapsOptions) {
    this.#store = store;
    this.#options = options;
    const stored = store.ids().flatMap((id) => this.#usable(id) ?? []);
    stored.sort(byBegin);
    this.#dismissals = stored.map(({ dismissals = [] }) => this.#fresh(dismissals));
    const fresh = stored.map((map, k) => ({ ...map, dismissals: this.#dismissals[k] }));
    this.floors = floorsOf(fresh, options.resolution_m);
    this.#names = this.floors.map((floor) => floor.name);
    this.#metas = stored.map(({ meta }) => meta);
    this.#epochs = stored.map(({ meta }) => meta.epoch);
    this.#extras = stored.map(({ extras }) => extras);
    this.#homes = stored.map(({ home }) => home);
  }

  #usable(id: string): StoredMap | undefined {
    try {
      const map = this.#store.load(id);
      if (map !== undefined) checkCells(map, this.#options.resolution_m);
      return map;
    } catch (cause) {
      if (!(cause instanceof HomeRefusal)) throw cause;
      this.#options.warn(`${cause.message}. The robot goes on without this map`);
      return undefined;
    }
  }

  /** The map of a name, as the robot has it: an empty one is the map that it began itself. Absent when that is not saved yet. */
  idOf(name: string): string | undefined {
    const index = name === '' ? this.floors.length : this.#names.indexOf(name);
    return this.#metas[index]?.id;
  }

  /**
   * @param isUnderway  whether the robot still drives: many such saves make no earlier map give way
   * @returns the map's id; undefined when the robot's picture of it counts no longer
   */
  save(index: number, floor: StoredFloor, epoch: number, isUnderway = false): string | undefined {
    if (this.#isWithdrawn(index)) return undefined;
    const now_s = Math.floor(this.#options.now_s());
    const before = this.#metas[index] ?? this.#begun(now_s);
    const { grid, nodes, edges, scans } = floor;
    const home = this.#homes[index];
    const { appVersion } = this.#options;
    const meta = { ...before, changed_s: now_s, appVersion, epoch: (this.#epochs[index] ?? 0) + epoch };
    const extras = this.#extras[index] ?? [];
    const dismissals = this.#dismissals[index] ?? [];
    const map = { meta, grid, nodes, edges, scans, ...(home && { home }), dismissals, extras };
    const saved = this.#store.save(map, this.#underway.get(index));
    this.#metas[index] = saved.meta;
    if (isUnderway) this.#underway.set(index, saved.meta.revision);
    else this.#underway.delete(index);
    return saved.meta.id;
  }

  /** What is kept of a map that is not saved yet is written with it. */
  keepHome(index: number, home: HomeState): void {
    if (this.#isWithdrawn(index)) return;
    this.#homes[index] = home;
    const meta = this.#metas[index];
    if (meta !== undefined) this.#store.keepHome(meta.id, home);
  }

  /** What was dismissed as an obstacle, in the same way. */
  keepDismissals(index: number, dismissals: readonly Dismissal[]): void {
    if (this.#isWithdrawn(index)) return;
    const now_s = Math.floor(this.#options.now_s());
    const known = new Map(this.#dismissals[index]?.map(({ id, said_s }) => [id, said_s]));
    this.#putDismissals(index, this.#fresh(dismissals.map((one) => ({ ...one, said_s: known.get(one.id) ?? now_s }))));
  }

  /** The robot has been told the time, which it had counted from its first start: what was dismissed was so much later. */
  timeFound(later_s: number): void {
    for (const [index, dismissals] of this.#dismissals.entries())
      if (dismissals?.length > 0 && !this.#isWithdrawn(index))
        this.#putDismissals(
          index,
          dismissals.map((one) => ({ ...one, said_s: one.said_s + later_s })),
        );
  }

  #putDismissals(index: number, dismissals: readonly KeptDismissal[]): void {
    this.#dismissals[index] = dismissals;
    const meta = this.#metas[index];
    if (meta !== undefined) this.#store.keepDismissals(meta.id, dismissals);
  }

  /** Those that hold still. One from the future is of a clock that was wrong: it is as if it were said now. */
  #fresh(dismissals: readonly KeptDismissal[]): readonly KeptDismissal[] {
    const now_s = Math.floor(this.#options.now_s());
    return dismissals
      .filter(({ said_s }) => said_s > now_s - DISMISSED_DAYS * DAY_S)
      .map((one) => (one.said_s > now_s ? { ...one, said_s: now_s } : one));
  }

  /** A person changed this map behind the robot's back. @returns whether the robot knows it */
  withdraw(id: string): boolean {
    this.#withdrawn.add(id);
    return this.#metas.some((meta) => meta?.id === id);
  }

  /** All that the robot has in mind counts no longer. */
  withdrawAll(): void {
    this.#isOver = true;
  }

  #isWithdrawn(index: number): boolean {
    const meta = this.#metas[index];
    return this.#isOver || (meta !== undefined && this.#withdrawn.has(meta.id));
  }

  #begun(now_s: number): StoredMap['meta'] {
    const { name, resolution_m, appVersion } = this.#options;
    const id = this.#store.freeId(name);
    const common = { created_s: now_s, changed_s: now_s, resolution_m, appVersion };
    return { ...common, name: freeName(name, this.#names), id, epoch: 0, revision: 0 };
  }
}

/** Of several maps of one home the robot takes the one begun last: see `slam`. */
function byBegin(a: StoredMap, b: StoredMap): number {
  return a.meta.created_s - b.meta.created_s;
}

function checkCells({ meta }: StoredMap, resolution_m: number): void {
  if (Math.abs(meta.resolution_m - resolution_m) <= 1e-9) return;
  throw new HomeRefusal(
    'invalid',
    `The map ${meta.name} has cells of ${meta.resolution_m} m, this run is set to ${resolution_m} m; add --resolution ${meta.resolution_m}`,
  );
}

/**
 * Stored maps as SLAM takes them, those begun first before later ones, each with a name of its own. Throws HomeRefusal when one has
 * other cells than the robot.
 */
export function floorsOf(stored: readonly StoredMap[], resolution_m: number): KeptFloor[] {
  const names: string[] = [];
  return [...stored].sort(byBegin).map((map) => {
    checkCells(map, resolution_m);
    const { meta } = map;
    const name = freeName(meta.name, names);
    names.push(name);
    return { ...map, resolution_m: meta.resolution_m, name };
  });
}

/** A name that is not taken: rooms are found by that of their map. */
function freeName(name: string, taken: readonly string[]): string {
  let free = name;
  for (let n = 2; taken.includes(free); n++) free = `${name} ${n}`;
  return free;
}
