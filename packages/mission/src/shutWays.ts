import type { MapWarp } from '@homebound/math';
import { type FreeSpace, findPath } from '@homebound/plan';
import type { Household } from './household.ts';
import { type Leg, pathLeg } from './leg.ts';
import { LostFloor, type LostPart } from './lostFloor.ts';
import { joined } from './polyline.ts';
import type { Floor } from './reach.ts';
import { WaitingPlaces } from './waitingPlaces.ts';
import { areaWords } from './words.ts';

/** s that it stands and looks: the map comes each 2 s. */
const LOOK_S = 5;
/** Ways that were open in this job and are not: where to look again, what they lead to, and whether they came back. Map frame. */
export class ShutWays {
  readonly #household: Household;
  readonly #lost = new LostFloor();
  readonly #waiting = new WaitingPlaces();
  /** The job was done but for floor that it could not get to. */
  #endedShort = false;

  constructor(household: Household) {
    this.#household = household;
  }

  /** A new job begins. */
  clear(): void {
    this.#lost.clear();
    this.#waiting.clear();
    this.#endedShort = false;
  }

  /** What may be entered was changed by a person: floor that can't be reached any more was not lost. */
  learnAnew(): void {
    this.#lost.clear();
  }

  /** The map was corrected. */
  moveWith(warp: MapWarp): void {
    this.#lost.moveWith(warp);
    // From which sides a door was looked at is told by bearings of the map as it was.
    this.#waiting.clear();
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

  /** To before the place where the way home is shut, to be there when it opens; undefined when the robot is to rest where it is. */
  toWhereShut({ space, from, way }: Floor): Leg | undefined {
    for (const part of this.#lost.parts(space)) {
      const place = this.#waiting.next(space, part, from);
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
