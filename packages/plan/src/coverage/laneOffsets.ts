import type { LaneCell, LaneFrame } from './laneCells.ts';
import { type LaneRules, laneCount, laneTime } from './laneRules.ts';
import type { MotionLimits } from './motionTime.ts';
import type { SweepRaster } from './sweepRaster.ts';

/** Where a cell's floor lies across the lanes, m in the lanes' frame, and how long its lanes are on the average. */
interface Extent {
  readonly low_m: number;
  readonly high_m: number;
  readonly meanLength_m: number;
}

/**
 * Where lanes lie over what is still to be swept of a cell, across them, m in the lanes' frame; none when nothing is left.
 */
export function laneOffsets(
  raster: SweepRaster,
  cell: LaneCell,
  frame: LaneFrame,
  rules: LaneRules,
  limits: MotionLimits,
): number[] {
  const extent = extentLeft(raster, cell, frame, rules);
  return extent === undefined ? [] : offsetsOver(extent, 2 * raster.halfWidth_m, rules, limits);
}

/** The extent of what is still to be swept of a cell; less at its sides that is not worth half a lane's turns is left out. */
function extentLeft(raster: SweepRaster, cell: LaneCell, frame: LaneFrame, rules: LaneRules): Extent | undefined {
  const { width, height, resolution_m } = raster.frame;
  const { c, s, step_m, minU_m, minV_m, rows } = frame;
  const left = new Int32Array(rows);
  for (const { row, first, last } of cell.runs) {
    const v = minV_m + (row + 0.5) * step_m;
    for (let column = first; column <= last; column++) {
      const u = minU_m + (column + 0.5) * step_m;
      const ix = Math.floor((c * u - s * v) / resolution_m);
      const iy = Math.floor((s * u + c * v) / resolution_m);
      if (ix >= 0 && iy >= 0 && ix < width && iy < height) left[row] += raster.todo[iy * width + ix];
    }
  }
  return extentOfRows(left, frame, rules.minGain_m2 / 4 / (step_m * step_m));
}

function extentOfRows(left: Int32Array, { step_m, minV_m }: LaneFrame, ignored: number): Extent | undefined {
  let low = 0;
  let high = left.length - 1;
  for (let sum = 0; low < left.length && sum + left[low] <= ignored; low++) sum += left[low];
  for (let sum = 0; high > low && sum + left[high] <= ignored; high--) sum += left[high];
  if (low >= left.length) return undefined;
  let cells = 0;
  for (let row = low; row <= high; row++) cells += left[row];
  return {
    low_m: minV_m + low * step_m,
    high_m: minV_m + (high + 1) * step_m,
    meanLength_m: (cells / (high - low + 1)) * step_m,
  };
}

/** Where lanes lie across an extent: as few as cover it, or one less when what is missed then is not worth it. */
function offsetsOver(
  { low_m, high_m, meanLength_m }: Extent,
  brush: number,
  rules: LaneRules,
  limits: MotionLimits,
): number[] {
  const extent = high_m - low_m;
  let count = laneCount(extent, brush, rules);
  const missed_m2 = (extent - (count - 1) * brush) * meanLength_m;
  if (count > 1 && missed_m2 * rules.areaPrice_spm2 < laneTime(meanLength_m, brush, limits)) count--;
  const isTight = count * brush >= extent;
  const pitch = isTight ? (extent - brush) / Math.max(1, count - 1) : extent / count;
  const first = count === 1 ? low_m + extent / 2 : isTight ? low_m + brush / 2 : low_m + pitch / 2;
  return Array.from({ length: count }, (_, k) => first + k * pitch);
}
