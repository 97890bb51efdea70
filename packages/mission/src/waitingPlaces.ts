import { centreX, centreY } from '@homebound/grid';
import { angleDiff, atan2, hypot } from '@homebound/math';
import type { FreeSpace, Point } from '@homebound/plan';

/**
 * m from where the way is shut at which the robot waits: beyond the swing of a leaf of 1.1 m that opens towards it, and near
 * enough for the lidar to see through the doorway.
 */
const CLEAR_M = 1.35;
const NEAR_M = 2;
/** m before the door that may be its own leaf: sight of it ends there. */
const LEAF_M = 0.45;
/** m; a ray that passes nothing nearer than this sees. */
const PASSES_M = 0.03;
/** rad between two sides of a door, at least; farther than this apart is as good. */
const OTHER_SIDE_RAD = 0.5;
const FAR_APART_RAD = 1.4;
/** rad that a metre of way to a place is worth. */
const WAY_PRICE = 0.15;
/** A place in the swing, or without sight of the door, is worse than any that is not. */
const UNFIT = -1000;
/** m: another door. */
const OTHER_DOOR_M = 0.6;

/**
 * Where to wait for a door. A leaf that stands open hides its doorway from one side, and where the map has it shut it stays so
 * until somebody looks through: so it is waited for on one side after the other. The map frame.
 */
export class WaitingPlaces {
  #door: Point | undefined;
  /** From where it was looked at in vain, seen from the door, rad. */
  #sides: number[] = [];
  #hasRested = false;

  clear(): void {
    this.#door = undefined;
    this.#sides = [];
    this.#hasRested = false;
  }

  /**
   * @param door where the way ends now
   * @returns where to go, or `undefined` where the robot is to rest first
   */
  next(space: FreeSpace, door: Point, from: Point): Point | undefined {
    if (this.#door === undefined || distance(this.#door, door) > OTHER_DOOR_M) this.clear();
    this.#door = door;
    const isGood = isClear(distance(from, door)) && sees(space, from, door);
    if (isGood && !this.#hasRested) {
      this.#hasRested = true;
      return undefined;
    }
    if (isGood) this.#sides.push(sideOf(from, door));
    this.#hasRested = false;
    const next = this.#best(space, door, from) ?? this.#fromTheStart(space, door, from);
    this.#hasRested = next === undefined;
    return next;
  }

  /** It was looked at from all sides. */
  #fromTheStart(space: FreeSpace, door: Point, from: Point): Point | undefined {
    if (this.#sides.length === 0) return undefined;
    this.#sides = [sideOf(from, door)];
    return this.#best(space, door, from);
  }

  #best(space: FreeSpace, door: Point, from: Point): Point | undefined {
    let best: Point | undefined;
    let most = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < space.standable.length; i++) {
      if (space.standable[i] === 0) continue;
      const ix = i % space.width;
      const at = { x: centreX(space, ix), y: centreY(space, (i - ix) / space.width) };
      const far = distance(at, door);
      if (far > NEAR_M) continue;
      const apart = this.#apart(at, door);
      if (apart < OTHER_SIDE_RAD) continue;
      const worth = apart - WAY_PRICE * distance(at, from) + (isClear(far) ? 0 : UNFIT + far);
      if (worth <= most || (isClear(far) && !sees(space, at, door))) continue;
      most = worth;
      best = at;
    }
    // In a small room the robot may stand where it is best already.
    return best !== undefined && distance(best, from) < space.resolution_m * 2 ? undefined : best;
  }

  /** rad to the nearest side from which it was looked at. */
  #apart(at: Point, door: Point): number {
    const side = sideOf(at, door);
    return this.#sides.reduce((least, other) => Math.min(least, Math.abs(angleDiff(side, other))), FAR_APART_RAD);
  }
}

function isClear(far_m: number): boolean {
  return far_m >= CLEAR_M && far_m <= NEAR_M;
}

/** Whether nothing stands between a place and a door but what may be its leaf. */
function sees(space: FreeSpace, { x, y }: Point, door: Point): boolean {
  const far_m = distance({ x, y }, door);
  const { width, resolution_m, originX_m, originY_m, clearance_m } = space;
  for (let d = 0; d < far_m - LEAF_M; d += resolution_m) {
    const ix = Math.floor((x + ((door.x - x) * d) / far_m - originX_m) / resolution_m);
    const iy = Math.floor((y + ((door.y - y) * d) / far_m - originY_m) / resolution_m);
    if (clearance_m[iy * width + ix] < PASSES_M) return false;
  }
  return true;
}

function sideOf(at: Point, door: Point): number {
  return atan2(at.y - door.y, at.x - door.x);
}

function distance(a: Point, b: Point): number {
  return hypot(a.x - b.x, a.y - b.y);
}
