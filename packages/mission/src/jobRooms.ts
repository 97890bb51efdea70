import type { OccupancyGrid } from '@homebound/grid';
import type { MapWarp } from '@homebound/math';
import { type CleaningJob, type HomePlan, moveHome, roomsOnMap } from '@homebound/plan';
import type { Household } from './household.ts';

/** A room that came to be in the place of others is of the job when so much of it was. */
const MOSTLY = 0.5;

/**
 * The rooms that a person asked for, by the numbers of now: the household may be divided anew while the job is under way. A room
 * that was split is all its parts, one that was merged the room that has it now; one that is gone is left out, and told.
 */
export class JobRooms {
  readonly #household: Household;
  #job: CleaningJob = {};
  /** The rooms when the job was asked for, as they lie now. */
  #asked: HomePlan | undefined;
  #known: { readonly version: number; readonly job: CleaningJob } | undefined;
  #gone: readonly string[] = [];

  constructor(household: Household) {
    this.#household = household;
  }

  /** Names of rooms that are no more. */
  get gone(): readonly string[] {
    return this.#gone;
  }

  begin(job: CleaningJob): void {
    this.#job = job;
    this.#asked = job.rooms === undefined ? undefined : this.#household.plan;
    this.#known = undefined;
    this.#gone = [];
  }

  /** The map was corrected. */
  moveWith(warp: MapWarp): void {
    this.#asked = this.#asked && moveHome(this.#asked, warp);
    this.#known = undefined;
  }

  /** The job on a map; undefined when nothing of what was asked for is left. */
  jobOn(map: OccupancyGrid): CleaningJob | undefined {
    const { rooms: wanted, zones = [], spots = [] } = this.#job;
    if (wanted === undefined || this.#asked === undefined) return this.#job;
    this.#household.roomsIn(map);
    const { version } = this.#household;
    if (this.#known?.version !== version) this.#known = { version, job: this.#carriedOver(wanted, this.#asked, map) };
    const { job } = this.#known;
    return job.rooms?.length === 0 && zones.length + spots.length === 0 ? undefined : job;
  }

  #carriedOver(wanted: readonly number[], asked: HomePlan, map: OccupancyGrid): CleaningJob {
    const now = this.#household.roomsIn(map);
    const shared = sharedCells(roomsOnMap(asked.rooms, map).labels, now.labels);
    const wasThere = new Set(asked.rooms.rooms.map(({ id }) => id));
    const gone: string[] = [];
    const roomSettings = [...(this.#job.roomSettings ?? [])];
    const rooms = wanted.flatMap((id) => {
      const parts = now.rooms
        .map((room) => room.id)
        .filter((n) => n === id || (!wasThere.has(n) && shared.of(id, n) > MOSTLY * shared.all(n)));
      const heirs = parts.length > 0 ? parts : shared.heirOf(id);
      if (heirs.length === 0) gone.push(asked.rooms.rooms.find((room) => room.id === id)?.name ?? `Room ${id}`);
      const settings = roomSettings.find(({ room }) => room === id);
      for (const room of parts) if (settings !== undefined && room !== id) roomSettings.push({ ...settings, room });
      return heirs;
    });
    this.#gone = gone;
    return { ...this.#job, rooms: [...new Set(rooms)], roomSettings };
  }
}

/** How many cells rooms of before and of now have in common, and rooms of now in all. */
function sharedCells(before: Int16Array, now: Int16Array) {
  const pairs = new Map<number, number>();
  for (let i = 0; i < now.length; i++) {
    if (now[i] === 0) continue;
    const key = before[i] * SPAN + now[i];
    pairs.set(key, (pairs.get(key) ?? 0) + 1);
  }
  const of = (a: number, b: number): number => pairs.get(a * SPAN + b) ?? 0;
  const all = (b: number): number => {
    let cells = 0;
    for (const [key, n] of pairs) if (key % SPAN === b) cells += n;
    return cells;
  };
  /** The room that has most of what another was, if any has half of it. */
  const heirOf = (a: number): number[] => {
    const size = before.reduce((n, id) => n + (id === a ? 1 : 0), 0);
    return [...pairs]
      .filter(([key, n]) => Math.floor(key / SPAN) === a && n > MOSTLY * size)
      .map(([key]) => key % SPAN);
  };
  return { of, all, heirOf };
}

/** Room numbers have 15 bits. */
const SPAN = 0x8000;
