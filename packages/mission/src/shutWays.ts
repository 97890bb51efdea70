import { centreX, centreY } from '@homebound/grid';
import { hypot, type MapWarp } from '@homebound/math';
import { type FreeSpace, findPath, type Point } from '@homebound/plan';
import type { Household } from './household.ts';
import { type Leg, pathLeg } from './leg.ts';
import { LostFloor, type LostPart } from './lostFloor.ts';
import { joined } from './polyline.ts';
import type { Floor } from './reach.ts';
import { areaWords } from './words.ts';

/** s that it stands and looks: the map comes each 2 s. */
const LOOK_S = 5;
/** m from where the way home is shut at which the robot waits: it sees the door open, and does not stand in its swing. */
const CLEAR_OF_DOOR_M = 1.1;
const AT_DOOR_M = 1.7;
/** m; farther than any way in a home. */
const FAR_M = 1000;
/** m within which the robot is at a place. */
const SAME_PLACE_M = 0.2;

/** Ways that were open in this job and are not: where to look again, what they lead to, and whether they came back. Map frame. */
export class ShutWays {
  readonly #household: Household;
  readonly #lost = new LostFloor();
  /** The job was done but for floor that it could not get to. */
  #endedShort = false;

  constructor(household: Household) {
    this.#household = household;
  }

  /** A new job begins. */
  clear(): void {
    this.#lost.clear();
    this.#endedShort = false;
  }

  /** What may be entered was changed by a person: floor that can't be reached any more was not lost. */
  learnAnew(): void {
    this.#lost.clear();
  }

  /** The map was corrected. */
  moveWith(warp: MapWarp): void {
    this.#lost.moveWith(warp);
  }

  /** What can be reached now. */
  heard(space: FreeSpace): void {
    this.#lost.heard(space);
  }

  /** To where a way was open and is not, to see whether it is open again; each is looked at twice at most. */
  secondLook({ space, from, way }: Floor): Leg | undefined {
    for (const part of this.#lost.parts(space)) {
      const there = findPath(space, from, part);
      if (!there.ok || !this.#lost.mayLook(part)) continue;
      const room = this.#roomOf(part);
      const reason = `Looking whether the way ${room === undefined ? 'on' : `to ${room}`} is open again.`;
      return pathLeg(joined(way, there.path), reason, { pause_s: LOOK_S });
    }
    return undefined;
  }

  /** To before the place where the way home is shut, to be there when it opens; undefined when the robot is there. */
  toWhereShut({ space, from, way }: Floor): Leg | undefined {
    for (const part of this.#lost.parts(space)) {
      const place = waitingPlace(space, part, from);
      if (place === undefined) return undefined;
      const there = findPath(space, from, place);
      if (!there.ok) continue;
      const path = joined(way, there.path);
      return pathLeg(path, 'Going to where the way home is shut.', { isPartial: true, pause_s: LOOK_S });
    }
    return undefined;
  }

  /** The job is done but for this: rooms, or areas where there is no room, that it could not get into. */
  jobEnded({ space }: Floor): string[] {
    const parts = this.#lost.parts(space);
    this.#endedShort = parts.length > 0;
    return parts.map((part) => this.#roomOf(part) ?? areaWords(part.area_m2));
  }

  /** Floor was lost when the job was done, and is in reach again. Told once each time. */
  hasFoundAgain(space: FreeSpace | undefined): boolean {
    if (!this.#endedShort || space === undefined || this.#lost.parts(space).length > 0) return false;
    this.#endedShort = false;
    return true;
  }

  #roomOf({ inside }: LostPart): string | undefined {
    return this.#household.roomAt(inside.x, inside.y);
  }
}

/** Where to wait for a door: the nearest place clear of it, or in a small room the farthest one; undefined when the robot is there. */
function waitingPlace(space: FreeSpace, door: Point, from: Point): Point | undefined {
  const off = (at: Point): number => hypot(at.x - door.x, at.y - door.y);
  const here_m = off(from);
  if (here_m >= CLEAR_OF_DOOR_M && here_m <= AT_DOOR_M) return undefined;
  let best: Point | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < space.standable.length; i++) {
    if (space.standable[i] === 0) continue;
    const ix = i % space.width;
    const at = { x: centreX(space, ix), y: centreY(space, (i - ix) / space.width) };
    const d = off(at);
    if (d > AT_DOOR_M) continue;
    // A place in the swing is worse than any that is clear of it, however far.
    const worth = d >= CLEAR_OF_DOOR_M ? hypot(at.x - from.x, at.y - from.y) : FAR_M - d;
    if (worth >= least) continue;
    least = worth;
    best = at;
  }
  return best !== undefined && hypot(best.x - from.x, best.y - from.y) < SAME_PLACE_M ? undefined : best;
}
