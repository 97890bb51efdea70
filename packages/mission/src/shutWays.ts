import type { MapWarp } from '@homebound/math';
import { type FreeSpace, findPath } from '@homebound/plan';
import { closedFloor } from './closedFloor.ts';
import type { Household } from './household.ts';
import { type Leg, pathLeg } from './leg.ts';
import { LostFloor, type LostPart } from './lostFloor.ts';
import { joined, lengthOf } from './polyline.ts';
import type { Floor } from './reach.ts';
import { areaWords } from './words.ts';

/** s that it stands and looks for the way home: the map comes each 2 s. */
const LOOK_S = 5;
/** m from where a way is shut within which the robot sees it open. */
const AT_DOOR_M = 0.5;

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

  /**
   * To where a way was open and is not, or was always too narrow for the body (somebody stood there, perhaps), to see whether it
   * is open now; each is looked at twice at most, the second time for longer.
   */
  secondLook({ space, from, way }: Floor): Leg | undefined {
    for (const part of [...this.#lost.parts(space), ...closedFloor(space)]) {
      const there = findPath(space, from, part);
      const pause_s = there.ok ? this.#lost.mayLook(part) : undefined;
      if (!there.ok || pause_s === undefined) continue;
      const room = this.#roomOf(part);
      const reason = `Looking whether the way ${room === undefined ? 'on' : `to ${room}`} is open now.`;
      return pathLeg(joined(way, there.path), reason, { pause_s });
    }
    return undefined;
  }

  /** To where the way home is shut, to be there when it opens; undefined when the robot is there. */
  toWhereShut({ space, from, way }: Floor): Leg | undefined {
    for (const part of this.#lost.parts(space)) {
      const there = findPath(space, from, part);
      if (!there.ok) continue;
      if (lengthOf(there.path) < AT_DOOR_M) return undefined;
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
