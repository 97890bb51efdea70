import { hypot } from '@homebound/math';
import { type FreeSpace, isSegmentClear } from '@homebound/plan';

/** Crossed within this of straight across is square enough, as a slope: 15°. */
const SQUARE_SLOPE = 0.27;
/** What is wider is no threshold but a rug, m: half of it. */
const BAR_HALF_M = 0.12;
/** m that the body is off a threshold when it turns before it, and has it behind. */
const OFF_M = 0.03;

/** A point of a way, in a threshold's own axes: along it and across, m. */
interface Point {
  readonly along: number;
  readonly across: number;
}

/** A bar on the floor: its middle, the direction in which it runs, and half of its length and width, m. */
interface Bar {
  readonly x: number;
  readonly y: number;
  readonly ux: number;
  readonly uy: number;
  readonly halfLength_m: number;
  readonly halfWidth_m: number;
}

/**
 * A way that crosses thresholds squarely: both wheels climb at once, and neither slips off along the edge.
 *
 *      \                        |        straight across between two places at which the body touches nothing of it, where there is room
 *   ====\=====   becomes   =====|=====   for that; else the way stays as it is
 *        \                      |
 * @param thresholds  convex outlines, map frame
 */
export function squareCrossing(
  path: Float64Array,
  thresholds: readonly Float64Array[],
  space: FreeSpace,
  bodyRadius_m: number,
): Float64Array {
  const bars = thresholds.map(barOf).filter(({ halfWidth_m }) => halfWidth_m <= BAR_HALF_M);
  return bars.reduce((way, bar) => across(way, bar, space, bodyRadius_m), path);
}

function across(path: Float64Array, bar: Bar, space: FreeSpace, bodyRadius_m: number): Float64Array {
  const off_m = bar.halfWidth_m + bodyRadius_m + OFF_M;
  const own: Point[] = [];
  for (let i = 0; i < path.length; i += 2) own.push(toBar(bar, path[i], path[i + 1]));
  for (let k = 1; k < own.length; k++) {
    const [a, b] = [own[k - 1], own[k]];
    if (a.across * b.across > 0 || a.across === b.across) continue;
    const at = between(a, b, 0).along;
    if (Math.abs(at) > bar.halfLength_m) continue;
    const side = a.across < b.across ? -1 : 1;
    const entry = leaving(own, k - 1, -1, side * off_m);
    const exit = leaving(own, k, 1, -side * off_m);
    if (entry === undefined || exit === undefined) continue;
    if (Math.abs(exit.point.along - entry.point.along) < SQUARE_SLOPE * 2 * off_m) continue;
    for (const along of [at, 0.5 * (entry.point.along + exit.point.along), 0]) {
      const crossing = [entry.point, { along, across: side * off_m }, { along, across: -side * off_m }, exit.point];
      const points = crossing.flatMap((point) => fromBar(bar, point));
      if (!isClear(space, points)) continue;
      const [before, after] = [path.subarray(0, 2 * entry.index + 2), path.subarray(2 * exit.index)];
      return Float64Array.of(...before, ...points, ...after);
    }
  }
  return path;
}

/** Where a way, followed from one of its points on, is so far off to one side; and its last point on the near side of that. */
function leaving(
  own: readonly Point[],
  from: number,
  step: 1 | -1,
  across: number,
): { point: Point; index: number } | undefined {
  const isOff = ({ across: at }: Point): boolean => at * Math.sign(across) >= Math.abs(across);
  for (let k = from; k >= 0 && k < own.length; k += step) {
    if (!isOff(own[k])) continue;
    const before = own[k - step];
    return { point: isOff(before) ? own[k] : between(own[k], before, across), index: k };
  }
  return undefined;
}

/** The point of a line between two where it is so far across. */
function between(a: Point, b: Point, across: number): Point {
  const t = (across - a.across) / (b.across - a.across);
  return { along: a.along + t * (b.along - a.along), across };
}

function isClear(space: FreeSpace, points: readonly number[]): boolean {
  for (let i = 0; i + 3 < points.length; i += 2)
    if (!isSegmentClear(space, points[i], points[i + 1], points[i + 2], points[i + 3])) return false;
  return true;
}

/** A convex outline as a bar that runs as its longest edge does. */
function barOf(outline: Float64Array): Bar {
  let best = { ux: 1, uy: 0, length_m: 0 };
  const n = outline.length;
  for (let i = 0; i < n; i += 2) {
    const [dx, dy] = [outline[(i + 2) % n] - outline[i], outline[(i + 3) % n] - outline[i + 1]];
    const length_m = hypot(dx, dy);
    if (length_m > best.length_m) best = { ux: dx / length_m, uy: dy / length_m, length_m };
  }
  const { ux, uy } = best;
  const low = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const high = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < n; i += 2)
    for (const [k, value] of [outline[i] * ux + outline[i + 1] * uy, outline[i + 1] * ux - outline[i] * uy].entries()) {
      low[k] = Math.min(low[k], value);
      high[k] = Math.max(high[k], value);
    }
  const [s, d] = [0.5 * (low[0] + high[0]), 0.5 * (low[1] + high[1])];
  const [halfLength_m, halfWidth_m] = [0.5 * (high[0] - low[0]), 0.5 * (high[1] - low[1])];
  return { x: s * ux - d * uy, y: s * uy + d * ux, ux, uy, halfLength_m, halfWidth_m };
}

function toBar({ x, y, ux, uy }: Bar, px: number, py: number): Point {
  const [dx, dy] = [px - x, py - y];
  return { along: dx * ux + dy * uy, across: dy * ux - dx * uy };
}

function fromBar({ x, y, ux, uy }: Bar, { along, across }: Point): [number, number] {
  return [x + along * ux - across * uy, y + along * uy + across * ux];
}
