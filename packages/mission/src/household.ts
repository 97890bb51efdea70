import { cellX, cellY, type GridFrame, type OccupancyGrid } from '@homebound/grid';
import type { MapWarp } from '@homebound/math';
import {
  type CleaningJob,
  editHome,
  type HomeEdit,
  type HomePlan,
  moveHome,
  redo,
  restrictionMask,
  roomsOnMap,
  type Situation,
  segmentRooms,
  startHome,
  undo,
  updateHome,
} from '@homebound/plan';

/** Change of the known floor that makes it worth dividing the map into rooms anew, m². */
const STALE_M2 = 1;

/** The rooms of each cell of a map, and what they are called. */
export interface RoomLabels {
  readonly labels: Int16Array;
  readonly rooms: readonly { readonly id: number; readonly name?: string }[];
}

/** One change by a person, or back or forth in what they changed. */
export type HouseholdEdit = HomeEdit | { readonly kind: 'undo' | 'redo' };

/** Something worked out for a frame and, for rooms, an amount of known floor: good until these change. */
interface Drawn<T> {
  readonly frame: GridFrame;
  readonly floor_m2: number;
  readonly value: T;
}

/**
 * What the household keeps of its home, on the newest map: rooms and what is forbidden. While a home is explored for the first
 * time its rooms are only what the map divides into; from the first whole map on they have numbers that stay. Map frame.
 */
export class Household {
  #plan: HomePlan | undefined;
  #rooms: Drawn<RoomLabels> | undefined;
  #forbidden: Drawn<Uint8Array> | undefined;
  #version = 0;

  /** What is kept; absent until the first map is whole, or a person has changed something. */
  get plan(): HomePlan | undefined {
    return this.#plan;
  }

  /** Grows whenever the plan is another. */
  get version(): number {
    return this.#version;
  }

  /** Takes over what was kept before. */
  adopt(plan: HomePlan | undefined): void {
    this.#plan = plan;
    this.#rooms = undefined;
    this.#forbidden = undefined;
    this.#version++;
  }

  /** The map was corrected: rooms and restrictions move with it. */
  moveWith(warp: MapWarp): void {
    this.adopt(this.#plan && moveHome(this.#plan, warp));
  }

  /** The map is whole for now: its rooms are kept from here on, matched with those that are known. */
  keep(map: OccupancyGrid): void {
    const { labels } = segmentRooms(map);
    this.adopt(this.#plan === undefined ? startHome(labels, map) : updateHome(this.#plan, labels, map));
  }

  /**
   * One change by a person.
   * @param situation  what restrictions are checked against
   * Throws RangeError, in words for that person, when it makes no sense; nothing is changed then.
   */
  edit(edit: HouseholdEdit, situation: Situation): void {
    if (this.#plan === undefined) this.keep(situation.map);
    this.adopt(edited(this.#plan as HomePlan, edit, situation));
  }

  /** The rooms on a map. */
  roomsIn(map: OccupancyGrid): RoomLabels {
    const floor_m2 = freeArea(map);
    const drawn = this.#rooms;
    const isFresh =
      drawn !== undefined && isSameFrame(drawn.frame, map) && Math.abs(floor_m2 - drawn.floor_m2) < STALE_M2;
    if (isFresh) return drawn.value;
    const hasGrown = drawn !== undefined && Math.abs(floor_m2 - drawn.floor_m2) >= STALE_M2;
    if (this.#plan !== undefined && hasGrown) this.keep(map);
    const value = this.#plan === undefined ? withoutNames(segmentRooms(map)) : roomsOnMap(this.#plan.rooms, map);
    this.#rooms = { frame: frameOf(map), floor_m2, value };
    return value;
  }

  /** What the body must not enter, non-zero; undefined when nothing is forbidden. */
  forbiddenIn(frame: GridFrame): Uint8Array | undefined {
    const restrictions = this.#plan?.restrictions;
    if (restrictions === undefined) return undefined;
    const { noGo, walls, thresholds } = restrictions;
    if (noGo.length + walls.length + thresholds.length === 0) return undefined;
    if (this.#forbidden === undefined || !isSameFrame(this.#forbidden.frame, frame)) {
      const { keepOut } = restrictionMask(restrictions, frame);
      this.#forbidden = { frame: frameOf(frame), floor_m2: 0, value: keepOut };
    }
    return this.#forbidden.value;
  }

  isForbiddenNear(frame: GridFrame, { x, y }: { readonly x: number; readonly y: number }, within_m: number): boolean {
    const mask = this.forbiddenIn(frame);
    if (mask === undefined) return false;
    const y1 = Math.min(frame.height - 1, cellY(frame, y + within_m));
    const x1 = Math.min(frame.width - 1, cellX(frame, x + within_m));
    for (let iy = Math.max(0, cellY(frame, y - within_m)); iy <= y1; iy++)
      for (let ix = Math.max(0, cellX(frame, x - within_m)); ix <= x1; ix++)
        if (mask[iy * frame.width + ix] !== 0) return true;
    return false;
  }

  /** Refuses a job that names rooms which nobody can know yet. Throws RangeError, in words for a person. */
  checkRooms({ rooms = [] }: CleaningJob): void {
    if (rooms.length === 0) return;
    const known = this.#plan?.rooms.rooms;
    if (known === undefined)
      throw new RangeError(
        "Cannot plan the job: I don't know the rooms of this home yet; let me clean or map it first",
      );
    const stranger = rooms.find((id) => !known.some((room) => room.id === id));
    if (stranger === undefined) return;
    const list = known.map(({ id, name }) => `${id} (${name})`).join(', ');
    throw new RangeError(`Cannot plan the job: there is no room ${stranger}; the rooms are ${list}`);
  }

  /** A job with what the household keeps for its rooms; what the job itself says of a room comes first. */
  withKeptSettings(job: CleaningJob): CleaningJob {
    const { roomSettings = [] } = job;
    const kept = (this.#plan?.rooms.rooms ?? []).flatMap(({ id, settings }) =>
      settings === undefined || roomSettings.some(({ room }) => room === id) ? [] : [{ room: id, ...settings }],
    );
    return kept.length === 0 ? job : { ...job, roomSettings: [...roomSettings, ...kept] };
  }

  /** What a person calls the room at a place. */
  roomAt(x: number, y: number): string | undefined {
    const drawn = this.#rooms;
    if (drawn === undefined) return undefined;
    const { frame, value } = drawn;
    const ix = cellX(frame, x);
    const iy = cellY(frame, y);
    if (ix < 0 || iy < 0 || ix >= frame.width || iy >= frame.height) return undefined;
    const id = value.labels[iy * frame.width + ix];
    return id === 0 ? undefined : (value.rooms.find((room) => room.id === id)?.name ?? `room ${id}`);
  }
}

function edited(plan: HomePlan, edit: HouseholdEdit, situation: Situation): HomePlan {
  switch (edit.kind) {
    case 'undo':
      return undo(plan);
    case 'redo':
      return redo(plan);
    default:
      return editHome(plan, edit as HomeEdit, situation);
  }
}

/** Numbers of rooms that are not kept yet are nothing to call them by. */
function withoutNames({ labels, rooms }: RoomLabels): RoomLabels {
  return { labels, rooms: rooms.map(({ id }) => ({ id, name: 'another room' })) };
}

function frameOf({ width, height, resolution_m, originX_m, originY_m }: GridFrame): GridFrame {
  return { width, height, resolution_m, originX_m, originY_m };
}

function isSameFrame(a: GridFrame, b: GridFrame): boolean {
  const isSameSize = a.width === b.width && a.height === b.height && a.resolution_m === b.resolution_m;
  return isSameSize && a.originX_m === b.originX_m && a.originY_m === b.originY_m;
}

function freeArea({ data, resolution_m }: OccupancyGrid): number {
  let cells = 0;
  for (let i = 0; i < data.length; i++) if (data[i] >= 0 && data[i] < 50) cells++;
  return cells * resolution_m * resolution_m;
}
