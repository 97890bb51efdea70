import { type LaneCell, type LaneFrame, laneFrame } from './laneCells.ts';
import { cellsOf, type Region } from './laneRegions.ts';
import { type LaneRules, laneCount, laneTime } from './laneRules.ts';
import type { MotionLimits } from './motionTime.ts';
import type { SweepRaster } from './sweepRaster.ts';

/** Lanes that end aslant at the walls take so much more than is seen here, where ends are estimated: measured on homes. */
const ASKEW = 1.2;

/** The direction whose lanes take the least time over the cells that they cut the region into, map frame, rad. */
export function bestDirection(
  raster: SweepRaster,
  labels: Int32Array,
  region: Region,
  rules: LaneRules,
  limits: MotionLimits,
): number {
  const brush = 2 * raster.halfWidth_m;
  let best = 0;
  let bestTime = Number.POSITIVE_INFINITY;
  for (let k = 0; k < rules.directions; k++) {
    const direction = rules.mainDirection_rad + (k * Math.PI) / rules.directions;
    const frame = laneFrame(raster.frame, region.rim, direction, 2 * raster.frame.resolution_m);
    let time = 0;
    for (const cell of cellsOf(raster, labels, region, frame))
      for (const length of laneLengths(cell, frame, brush, rules)) time += laneTime(length, brush, limits);
    const isSquare = k === 0 || 2 * k === rules.directions;
    if (!isSquare) time *= ASKEW;
    // A tie goes to the first: along the walls before askew.
    if (time >= bestTime - 1e-9) continue;
    bestTime = time;
    best = direction;
  }
  return best;
}

/** Lengths of the lanes that sweep a cell, m: the mean of their strips, and what slanted ends add to it. */
function laneLengths({ runs }: LaneCell, { step_m, rows }: LaneFrame, brush: number, rules: LaneRules): Float64Array {
  let low = rows;
  let high = 0;
  for (const { row } of runs) {
    low = Math.min(low, row);
    high = Math.max(high, row);
  }
  const count = laneCount((high - low + 1) * step_m, brush, rules);
  const perLane = (high - low + 1) / count;
  const lengths = new Float64Array(count);
  const from = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  const to = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
  for (const { row, first, last } of runs) {
    const lane = Math.floor((row - low + 0.5) / perLane);
    lengths[lane] += last - first + 1;
    from[lane] = Math.min(from[lane], first);
    to[lane] = Math.max(to[lane], last);
  }
  for (let lane = 0; lane < count; lane++) {
    const span = Math.max(0, to[lane] - from[lane] + 1);
    lengths[lane] = ((lengths[lane] / perLane + span) * step_m) / 2;
  }
  return lengths;
}
