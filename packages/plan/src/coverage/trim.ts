import { hypot } from '@homebound/math';
import { pathLength } from '../space/findPath.ts';
import { driveTime, type MotionLimits, pathTime, turnTime } from './motionTime.ts';
import type { PassCounts } from './passCounts.ts';
import type { Piece } from './pieces.ts';
import { reversedPath } from './tour.ts';

export interface TrimRules {
  readonly limits: MotionLimits;
  /** What a missed square metre is worth in driving time, s/m². */
  readonly areaPrice_spm2: number;
  readonly step_m: number;
}

/** A stroke needs about this much way besides its own, m. */
const JOINT_M = 0.3;

/**
 * What of a way's strokes is worth driving: strokes that cost more time than the floor that only they sweep is worth are
 * dropped, the others lose their useless ends. Least useful strokes go first.
 * @param strokes  in the order in which they are driven
 * @param counts   all strokes added; left with those that are returned
 */
export function trimStrokes(strokes: readonly Piece[], counts: PassCounts, rules: TrimRules): Piece[] {
  const kept: (Piece | undefined)[] = [...strokes];
  for (const k of leastUsefulFirst(strokes, counts)) {
    const { path } = strokes[k];
    const own_m2 = counts.remove(path);
    if (own_m2 * rules.areaPrice_spm2 < timeSaved(kept, k, rules.limits)) {
      kept[k] = undefined;
      continue;
    }
    const trimmed = trimEnds(path, counts, rules);
    counts.add(trimmed);
    kept[k] = { ...strokes[k], path: trimmed };
  }
  return kept.filter((piece) => piece !== undefined);
}

function leastUsefulFirst(strokes: readonly Piece[], counts: PassCounts): number[] {
  const worth = strokes.map(({ path }) => {
    const own_m2 = counts.remove(path);
    counts.add(path);
    return own_m2 / (pathLength(path) + JOINT_M);
  });
  return strokes.map((_, k) => k).sort((a, b) => worth[a] - worth[b] || a - b);
}

/** Time that the way is shorter without stroke k: its own, and the hops and turns that it needs. Walls between are not seen. */
function timeSaved(strokes: readonly (Piece | undefined)[], k: number, limits: MotionLimits): number {
  const path = (strokes[k] as Piece).path;
  const before = neighbour(strokes, k, -1);
  const after = neighbour(strokes, k, 1);
  const [x0, y0] = before ? [before[before.length - 2], before[before.length - 1]] : [path[0], path[1]];
  const [x1, y1] = after ? [after[0], after[1]] : [path[path.length - 2], path[path.length - 1]];
  const hopIn = hypot(path[0] - x0, path[1] - y0);
  const hopOut = hypot(x1 - path[path.length - 2], y1 - path[path.length - 1]);
  const turns = (hopIn > 0.01 ? 2 : 1) + (hopOut > 0.01 ? 2 : 1) - 2;
  const direct = driveTime(hypot(x1 - x0, y1 - y0), limits);
  const quarter = turnTime(Math.PI / 2, limits);
  return pathTime(path, limits) + driveTime(hopIn, limits) + driveTime(hopOut, limits) + turns * quarter - direct;
}

function neighbour(strokes: readonly (Piece | undefined)[], k: number, step: 1 | -1): Float64Array | undefined {
  for (let i = k + step; i >= 0 && i < strokes.length; i += step) if (strokes[i] !== undefined) return strokes[i]?.path;
  return undefined;
}

/** The path without the parts at its ends that cost more time than the floor they sweep is worth. */
function trimEnds(path: Float64Array, counts: PassCounts, rules: TrimRules): Float64Array {
  const length = pathLength(path);
  const from = uselessStart(path, counts, rules);
  if (from >= length) return path;
  const to = length - uselessStart(reversedPath(path), counts, rules);
  return to - from < 2 * rules.step_m ? path : between(path, from, to);
}

/** How far along the path the sum of "worth of floor less time" is least: up to there it is not worth driving, m. */
function uselessStart(path: Float64Array, counts: PassCounts, rules: TrimRules): number {
  const { step_m, areaPrice_spm2, limits } = rules;
  const stepTime = step_m / limits.maxSpeed_mps;
  let sum = 0;
  let least = 0;
  let leastAt = 0;
  let along = 0;
  for (let i = 2; i < path.length; i += 2) {
    const dx = path[i] - path[i - 2];
    const dy = path[i + 1] - path[i - 1];
    const length = hypot(dx, dy);
    for (let s = step_m / 2; s < length; s += step_m) {
      const t = s / length;
      const cells = counts.missingAcross(path[i - 2] + t * dx, path[i - 1] + t * dy, -dy / length, dx / length);
      sum += cells * step_m * step_m * areaPrice_spm2 - stepTime;
      if (sum >= least) continue;
      least = sum;
      leastAt = along + Math.min(length, s + step_m / 2);
    }
    along += length;
  }
  return leastAt;
}

/** The part of a path between two lengths along it, m. */
function between(path: Float64Array, from: number, to: number): Float64Array {
  const points: number[] = [];
  let along = 0;
  for (let i = 2; i < path.length; i += 2) {
    const dx = path[i] - path[i - 2];
    const dy = path[i + 1] - path[i - 1];
    const length = hypot(dx, dy);
    if (along + length > from && along < to && length > 1e-9) {
      const a = Math.max(0, (from - along) / length);
      const b = Math.min(1, (to - along) / length);
      if (points.length === 0) points.push(path[i - 2] + a * dx, path[i - 1] + a * dy);
      points.push(path[i - 2] + b * dx, path[i - 1] + b * dy);
    }
    along += length;
  }
  return Float64Array.from(points);
}
