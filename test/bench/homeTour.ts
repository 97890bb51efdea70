import { centreX, centreY, type OccupancyGrid } from '@homebound/grid';
import { cos, hypot, type Rng, type SE2, sin } from '@homebound/math';
import { type FreeSpace, findNearest, findPath, freeSpace, type Point, pathTime } from '@homebound/plan';

export interface TourOptions {
  /** Way-points stand about this far apart. */
  readonly spacing_m?: number;
  /** Rounds are added until the tour takes this long, then it goes home. */
  readonly atLeast_s?: number;
  /** It goes home after this long, be the round complete or not. */
  readonly atMost_s?: number;
}

/** A way through all of a home, from in front of the dock back to there; world frame. */
export interface Tour {
  readonly T_world_dock: SE2;
  /** Interleaved x, y, m. */
  readonly path: Float64Array;
  readonly expected_s: number;
}

/** Room kept between body and walls: more than the driver strays, less than a door leaves. */
const MARGIN_M = 0.03;
/** How far before the dock the tour begins and ends. */
const APPROACH_M = 0.5;
/** A way-point counts as visited when the robot came this near. */
const VISITED_M = 0.35;

/**
 * A seeded tour of way-points over all of the floor that the robot reaches, on the true plan: nearest first, in rounds
 * whose way-points stand elsewhere each time. Throws RangeError when the dock is shut in.
 */
export function planTour(plan: OccupancyGrid, T_world_dock: SE2, rng: Rng, options: TourOptions = {}): Tour {
  const { spacing_m = 0.7, atLeast_s = 600, atMost_s = 900 } = options;
  const home = {
    x: T_world_dock.x + APPROACH_M * cos(T_world_dock.theta),
    y: T_world_dock.y + APPROACH_M * sin(T_world_dock.theta),
  };
  const space = freeSpace(plan, { margin_m: MARGIN_M, maxSpeck_cells: 0, from: home });
  const points = [home.x, home.y];
  const walk = (path: Float64Array) => {
    for (let i = 2; i < path.length; i++) points.push(path[i]);
  };
  let targets = wayPoints(space, spacing_m, rng);
  let at: Point = home;
  let expected_s = 0;
  for (let round = 1; expected_s < atMost_s; ) {
    const leg = findNearest(space, at, targets);
    if (!leg.ok) {
      if (expected_s >= atLeast_s || round++ > 20) break;
      targets = wayPoints(space, spacing_m, rng);
      continue;
    }
    walk(leg.path);
    expected_s += pathTime(leg.path);
    at = { x: points[points.length - 2], y: points[points.length - 1] };
    clearAlong(targets, space, leg.path);
  }
  const back = findPath(space, at, home);
  if (!back.ok) throw new RangeError(`Cannot plan tour: the way back to the dock at ${home.x}, ${home.y} is shut`);
  walk(back.path);
  const path = Float64Array.from(points);
  return { T_world_dock, path, expected_s: pathTime(path) };
}

/** One standable cell in each square of a seeded lattice, the roomiest: 1 where a way-point is. */
function wayPoints(space: FreeSpace, spacing_m: number, rng: Rng): Uint8Array {
  const shiftX = spacing_m * rng.uniform();
  const shiftY = spacing_m * rng.uniform();
  const best = new Map<number, number>();
  for (let cell = 0; cell < space.standable.length; cell++) {
    if (space.standable[cell] === 0) continue;
    const ix = cell % space.width;
    const squareX = Math.floor((centreX(space, ix) - space.originX_m + shiftX) / spacing_m);
    const squareY = Math.floor((centreY(space, (cell - ix) / space.width) - space.originY_m + shiftY) / spacing_m);
    const square = squareY * 65536 + squareX;
    const rival = best.get(square);
    if (rival === undefined || space.clearance_m[cell] > space.clearance_m[rival]) best.set(square, cell);
  }
  const marked = new Uint8Array(space.standable.length);
  for (const cell of best.values()) marked[cell] = 1;
  return marked;
}

/** Takes out the way-points that a path comes near. */
function clearAlong(targets: Uint8Array, space: FreeSpace, path: Float64Array): void {
  const step_m = space.resolution_m;
  for (let i = 2; i < path.length; i += 2) {
    const dx = path[i] - path[i - 2];
    const dy = path[i + 1] - path[i - 1];
    const steps = Math.max(1, Math.ceil(hypot(dx, dy) / (2 * step_m)));
    for (let k = 0; k <= steps; k++)
      clearDisc(targets, space, path[i - 2] + (dx * k) / steps, path[i - 1] + (dy * k) / steps);
  }
}

function clearDisc(targets: Uint8Array, space: FreeSpace, x: number, y: number): void {
  const { width, height, resolution_m, originX_m, originY_m } = space;
  const reach = Math.ceil(VISITED_M / resolution_m);
  const cx = Math.floor((x - originX_m) / resolution_m);
  const cy = Math.floor((y - originY_m) / resolution_m);
  for (let iy = Math.max(0, cy - reach); iy <= Math.min(height - 1, cy + reach); iy++)
    for (let ix = Math.max(0, cx - reach); ix <= Math.min(width - 1, cx + reach); ix++)
      if ((ix - cx) * (ix - cx) + (iy - cy) * (iy - cy) <= reach * reach) targets[iy * width + ix] = 0;
}
