import { type OccupancyGrid, valueAt } from '@homebound/grid';
import type { SE2 } from '@homebound/math';
import { type FreeSpace, freeSpace, isStandable } from '@homebound/plan';
import type { RobotGeometry } from '@homebound/robot';
import { cannot, type Leg, pathLeg } from './leg.ts';
import type { FloorObstacles } from './obstacles/floorObstacles.ts';
import { lengthOf, withoutRepeats } from './polyline.ts';
import type { Trail } from './trail.ts';
import type { TroubleSpots } from './troubleSpots.ts';

/** Floor to plan on: from `from`, which lies at the end of `way` (empty when the robot stands there already). */
export interface Floor {
  readonly space: FreeSpace;
  readonly from: SE2;
  readonly way: readonly number[];
  /** Thresholds are crossed squarely on it. */
  readonly squared: (path_map: Float64Array) => Float64Array;
}

/** What is taken for the body, m. */
interface Body {
  readonly robotRadius_m: number;
  /** How much narrower than it a neck may be, and to how much floor it must lead then, m². */
  readonly squeeze_m: number;
  readonly squeezeFor_m2: number;
}

export interface ReachOptions {
  /** Room kept to walls beyond the body's radius, m. */
  readonly margin_m: number;
}

/**
 * The floor that can be reached, and a point on it to plan from with the way there. A robot that was stopped by what the
 * map doesn't know, or that the map has since closed in on, stands where it may not stand: it goes back the way it came, which
 * was free when it drove there. Shut in all the same, it doubts first the spots of trouble that may have moved, then the
 * last centimetres of the map. What people forbid it never doubts, nor cords and what may be a mess. Map frame.
 */
export class Reach {
  readonly #geometry: RobotGeometry;
  readonly #options: ReachOptions;
  readonly #trail: Trail;
  readonly #troubles: TroubleSpots;
  readonly #obstacles: FloorObstacles;

  constructor(
    geometry: RobotGeometry,
    options: ReachOptions,
    trail: Trail,
    troubles: TroubleSpots,
    obstacles: FloorObstacles,
  ) {
    this.#geometry = geometry;
    this.#options = options;
    this.#trail = trail;
    this.#troubles = troubles;
    this.#obstacles = obstacles;
  }

  /**
   * @param forbidden  no-go areas and virtual walls in the map's frame, non-zero = kept out
   * @param squeezeFor_m2  necks that the map draws a little too narrow are tried for so much floor to stand on; +Infinity: none are
   */
  floorAt(
    at: SE2,
    map: OccupancyGrid,
    forbidden: Uint8Array | undefined,
    now_s: number,
    squeezeFor_m2: number,
  ): Floor | undefined {
    const squeeze_m = squeezeFor_m2 < Number.POSITIVE_INFINITY ? NECK_M : 0;
    const body = { robotRadius_m: this.#geometry.bodyRadius_m, squeeze_m, squeezeFor_m2 };
    const slim = { ...body, robotRadius_m: body.robotRadius_m - SQUEEZE_M };
    const never = either(this.#obstacles.maskIn(map, true), forbidden);
    const edges = either(this.#troubles.maskIn(map, now_s, true), never);
    const all = either(this.#troubles.maskIn(map, now_s), either(this.#obstacles.maskIn(map), forbidden));
    const floor =
      this.#connectedFloor(at, map, body, all) ??
      this.#connectedFloor(at, map, body, edges) ??
      this.#connectedFloor(at, map, slim, edges);
    if (floor === undefined) return undefined;
    const squared = (path_map: Float64Array): Float64Array =>
      this.#obstacles.squared(path_map, floor.space, body.robotRadius_m);
    return { ...floor, squared };
  }

  /** A piece of the way back, when nothing better is known. */
  wayBack(at: SE2): Leg {
    const path = [at, ...this.#trail.back(ESCAPE_STEP_M)].slice(0, RETREAT_POSES).flatMap(({ x, y }) => [x, y]);
    const path_map = withoutRepeats(path);
    if (lengthOf(path_map) < 0.1) return cannot('There is no free floor around the robot.', true);
    return pathLeg(path_map, 'Going back the way it came.', { isPartial: true });
  }

  /**
   * The floor that hangs together with where the robot came from, and the first place on the way back that lies on it; or the
   * floor that it is on, if that is more than a pocket: a door was shut behind it, perhaps, and there is a room to clean on this side.
   */
  #connectedFloor(
    at: SE2,
    map: OccupancyGrid,
    body: Body,
    keepOut: Uint8Array | undefined,
  ): Omit<Floor, 'squared'> | undefined {
    const trail = [...this.#trail.back(ESCAPE_STEP_M)];
    const space = this.#freeSpace(map, trail.at(-1) ?? at, body, keepOut);
    if (isStandable(space, at.x, at.y)) return { space, from: at, way: [] };
    const here = this.#freeSpace(map, at, body, keepOut);
    const isRoom = areaOf(here.cleanable, here.resolution_m) > ROOM_M2;
    if (isRoom && isStandable(here, at.x, at.y)) return { space: here, from: at, way: [] };
    const way: number[] = [at.x, at.y];
    for (const crumb of trail) {
      // Something stands on the trail: it leads nowhere any more.
      if (valueAt(space.clearance_m, space, crumb.x, crumb.y) < CUT_M) break;
      way.push(crumb.x, crumb.y);
      if (isStandable(space, crumb.x, crumb.y)) return { space, from: crumb, way };
      if (isRoom && isStandable(here, crumb.x, crumb.y)) return { space: here, from: crumb, way };
    }
    return isRoom ? { space: here, from: at, way: [] } : undefined;
  }

  #freeSpace(map: OccupancyGrid, from: SE2, body: Body, keepOut: Uint8Array | undefined): FreeSpace {
    const { margin_m } = this.#options;
    const brushWidth_m = this.#geometry.mainBrush.width_m;
    return freeSpace(map, { ...body, margin_m, brushWidth_m, keepOut, from });
  }
}

/** Area of the marked cells, m². */
export function areaOf(mask: Uint8Array, resolution_m: number): number {
  let cells = 0;
  for (let i = 0; i < mask.length; i++) cells += mask[i];
  return cells * resolution_m * resolution_m;
}

function either(a: Uint8Array | undefined, b: Uint8Array | undefined): Uint8Array | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const out = a.slice();
  for (let i = 0; i < out.length; i++) out[i] |= b[i];
  return out;
}

/** How much too narrow short necks may be taken to be, m on either side: a wall's cell is blocked all through, and noise adds to it. */
const NECK_M = 0.02;
/** Step in which the way back is searched for a place to plan from, m. */
const ESCAPE_STEP_M = 0.1;
/** No base_link has ever been so near to anything, m. */
const CUT_M = 0.1;
/** More than a pocket, m². */
const ROOM_M2 = 2;
/** Poses of the way back in one retreat: 2 m. */
const RETREAT_POSES = 20;
/** How much nearer to obstacles than its radius the robot is let squeeze out of a pocket, m: less than half a map cell. */
const SQUEEZE_M = 0.02;
