import { type Contour, contours } from '@homebound/grid';
import { hypot } from '@homebound/math';
import { pathLength } from '../space/findPath.ts';
import type { FreeSpace } from '../space/freeSpace.ts';
import { isSegmentClear, isStandable } from '../space/standing.ts';
import { type ChordRules, fewChords } from './chords.ts';
import type { SweepRaster } from './sweepRaster.ts';

/** Extra clearance of contour strokes, m, so that their chords round convex corners stay legal. */
const CHORD_SLACK_M = 0.004;
/** Largest distance of a simplified contour from the exact one, m. */
const SIMPLIFY_M = 0.006;

/** Stretches of an edge that are swept already and shorter than this are followed with the rest, m. */
const MIN_DONE_M = 1;

/** A line along the edge of C, walls on its right; one round a whole island ends where it begins. */
export interface EdgeLine {
  readonly path: Float64Array;
  readonly length_m: number;
}

/**
 * The lines along which the body just keeps its clearance: once round every room's walls, once round every island; of each
 * the stretches along which something is still to be swept.
 */
export function edgeLines(space: FreeSpace, raster: SweepRaster, rules: ChordRules): EdgeLine[] {
  const lines: EdgeLine[] = [];
  for (const contour of contours(space.clearance_m, space, space.bodyClearance_m + CHORD_SLACK_M)) {
    if (!isStandable(space, contour.points[0], contour.points[1])) continue;
    for (const stretch of stretchesLeft(raster, simplify(space, closedPath(contour)))) {
      const path = fewChords(space, stretch, rules);
      lines.push({ path, length_m: pathLength(path) });
    }
  }
  return lines;
}

/** The stretches of a line along which floor is still to be swept; what is between is at least MIN_DONE_M long. */
function stretchesLeft(raster: SweepRaster, line: Float64Array): Float64Array[] {
  const stretches: Float64Array[] = [];
  let first = -1;
  let last = -1;
  let done_m = 0;
  for (let i = 2; i < line.length; i += 2) {
    if (isLeft(raster, line[i - 2], line[i - 1], line[i], line[i + 1])) {
      if (first >= 0 && done_m > MIN_DONE_M) {
        stretches.push(line.slice(first, last + 2));
        first = -1;
      }
      if (first < 0) first = i - 2;
      last = i;
      done_m = 0;
    } else done_m += hypot(line[i] - line[i - 2], line[i + 1] - line[i - 1]);
  }
  if (first >= 0) stretches.push(line.slice(first, last + 2));
  return stretches;
}

function isLeft(raster: SweepRaster, x0: number, y0: number, x1: number, y1: number): boolean {
  const n = raster.cellsUnder(x0, y0, x1, y1);
  for (let k = 0; k < n; k++) if (raster.todo[raster.cells[k]] !== 0) return true;
  return false;
}

function closedPath({ points, closed }: Contour): Float64Array {
  if (!closed) return points;
  const path = new Float64Array(points.length + 2);
  path.set(points);
  path[points.length] = points[0];
  path[points.length + 1] = points[1];
  return path;
}

/** Joins short chords to longer ones as long as no skipped vertex is farther than SIMPLIFY_M and the chord is clear. */
function simplify(space: FreeSpace, path: Float64Array): Float64Array {
  const n = path.length / 2;
  const kept: number[] = [path[0], path[1]];
  for (let at = 0; at < n - 1; ) {
    let best = at + 1;
    while (best + 1 < n && best - at < 80 && isGoodChord(space, path, at, best + 1)) best++;
    at = best;
    kept.push(path[2 * at], path[2 * at + 1]);
  }
  return Float64Array.from(kept);
}

function isGoodChord(space: FreeSpace, path: Float64Array, from: number, to: number): boolean {
  const x0 = path[2 * from];
  const y0 = path[2 * from + 1];
  const dx = path[2 * to] - x0;
  const dy = path[2 * to + 1] - y0;
  const length = hypot(dx, dy);
  if (length < 1e-9) return false;
  for (let k = from + 1; k < to; k++)
    if (Math.abs(dx * (path[2 * k + 1] - y0) - dy * (path[2 * k] - x0)) > SIMPLIFY_M * length) return false;
  return isSegmentClear(space, x0, y0, path[2 * to], path[2 * to + 1]);
}

/** A path cut into short even steps: where each is and which way it heads. */
interface Steps {
  readonly count: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Unit vector to the left of the heading. */
  readonly leftX: Float64Array;
  readonly leftY: Float64Array;
}

function stepsAlong(path: Float64Array, step_m: number): Steps {
  const capacity = Math.ceil(pathLength(path) / step_m) + path.length;
  const x = new Float64Array(capacity);
  const y = new Float64Array(capacity);
  const leftX = new Float64Array(capacity);
  const leftY = new Float64Array(capacity);
  let count = 0;
  for (let i = 2; i < path.length; i += 2) {
    const dx = path[i] - path[i - 2];
    const dy = path[i + 1] - path[i - 1];
    const length = hypot(dx, dy);
    if (length < 1e-9) continue;
    const pieces = Math.max(1, Math.round(length / step_m));
    for (let k = 0; k < pieces; k++, count++) {
      const t = k / pieces;
      x[count] = path[i - 2] + t * dx;
      y[count] = path[i - 1] + t * dy;
      leftX[count] = -dy / length;
      leftY[count] = dx / length;
    }
  }
  x[count] = path[path.length - 2];
  y[count] = path[path.length - 1];
  leftX[count] = leftX[Math.max(0, count - 1)];
  leftY[count] = leftY[Math.max(0, count - 1)];
  return { count: count + 1, x, y, leftX, leftY };
}

export interface PieceRules {
  /** Fewest cells across the brush that make a step worth driving. */
  readonly minAcross: number;
  /** Idle stretches up to this long are driven through, m. */
  readonly maxIdle_m: number;
  /** Pieces that would sweep less than this are left out, m². */
  readonly minGain_m2: number;
}

/**
 * The parts of a line that sweep something new, as paths; what they sweep is cleared from the raster.
 * @param labelAt  a line is also cut where this changes (rooms); given the position in m
 */
export function usefulPieces(
  raster: SweepRaster,
  line: Float64Array,
  rules: PieceRules,
  labelAt: (x: number, y: number) => number,
): { path: Float64Array; label: number }[] {
  const step_m = raster.frame.resolution_m;
  const steps = stepsAlong(line, step_m);
  const isUseful = (k: number) =>
    raster.todoAcross(steps.x[k], steps.y[k], steps.leftX[k], steps.leftY[k]) >= rules.minAcross;
  const maxIdle = Math.round(rules.maxIdle_m / step_m);
  const pieces: { path: Float64Array; label: number }[] = [];
  for (let k = 0; k < steps.count; k++) {
    if (!isUseful(k)) continue;
    const label = labelAt(steps.x[k], steps.y[k]);
    let last = k;
    for (let j = k + 1; j < steps.count && j - last <= maxIdle; j++) {
      if (labelAt(steps.x[j], steps.y[j]) !== label) break;
      if (isUseful(j)) last = j;
    }
    // One step more at the end: the brush has no length.
    const path = pathOfSteps(steps, k, Math.min(steps.count - 1, last + 1));
    if (pathLength(path) > 1e-6 && raster.gainOf(path) * raster.cellArea_m2 >= rules.minGain_m2) {
      raster.sweep(path);
      pieces.push({ path, label });
    }
    k = last;
  }
  return pieces;
}

/** The steps first..last as a path without the points that lie on a straight line. */
function pathOfSteps(steps: Steps, first: number, last: number): Float64Array {
  const points: number[] = [steps.x[first], steps.y[first]];
  for (let k = first + 1; k < last; k++) {
    const bends = steps.leftX[k] !== steps.leftX[k - 1] || steps.leftY[k] !== steps.leftY[k - 1];
    if (bends) points.push(steps.x[k], steps.y[k]);
  }
  if (last > first) points.push(steps.x[last], steps.y[last]);
  return Float64Array.from(points);
}
