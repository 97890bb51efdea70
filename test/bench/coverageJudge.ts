import { connectedComponents, squaredDistance } from '@homebound/grid';
import { CELL_M, type JudgeBody, type TruthFloor } from './coverageFloor.ts';
import type { Reference } from './coverageRanks.ts';
import { rollingTurn_s, stopTurnGo_s, turnsOf } from './coverageTimes.ts';

/** How good a plan is, by the definitions of reference/coverage.md 5.2. */
export interface Verdict {
  readonly brushable_m2: number;
  /** Shares swept of A_brush, of all free floor, and of A_brush within a brush's width of its edge. */
  readonly coverage: number;
  readonly freeCoverage: number;
  readonly edgeCoverage: number;
  readonly largestMiss_m2: number;
  /** Missed spots above 10 cm². */
  readonly misses: number;
  readonly length_m: number;
  /** λ: length times brush over A_brush. */
  readonly lengthRatio: number;
  readonly turnsPer_m2: number;
  readonly rotationPer_m2: number;
  /** Time model (a), stop-turn-go; (b), rolling turns. */
  readonly time_s: number;
  readonly m2PerMin: number;
  readonly rollingM2PerMin: number;
  /** Time (a) over T_ref. */
  readonly timeRatio: number;
  /** Poses, one every 5 mm at most, nearer than R - 5 mm to something. */
  readonly invalidPoses: number;
  /** Metres of the way where that is so, jumps between strokes included. */
  readonly invalid_m: number;
  readonly leastClearance_m: number;
}

const TOLERANCE_M = 0.005;
const STEP_M = 0.005;
const MISS_M2 = 0.001;

/**
 * Sweeps a centred brush along strokes, which should follow on one another, and measures. Shares no code with planners.
 * @returns the verdict and what was swept, on the floor's cells
 */
export function judge(
  floor: TruthFloor,
  strokes: readonly { readonly path: ArrayLike<number> }[],
  body: JudgeBody,
  reference: Reference,
): { readonly verdict: Verdict; readonly swept: Uint8Array } {
  const path = joined(strokes);
  const swept = new Uint8Array(floor.free.length);
  sweep(floor, swept, path, body.brush_m);
  const length_m = lengthOf(path);
  const area = floor.brushable_m2;
  const { turns, rotation_rad } = turnsOf(path);
  const time_s = stopTurnGo_s(path);
  const coverage = shareOf(floor.brushable, swept);
  const verdict = {
    brushable_m2: area,
    coverage,
    freeCoverage: (coverage * floor.brushableCells) / floor.freeCells,
    edgeCoverage: shareOf(edgeBand(floor, body.brush_m), swept),
    ...missedSpots(floor, swept),
    length_m,
    lengthRatio: (length_m * body.brush_m) / area,
    turnsPer_m2: turns / area,
    rotationPer_m2: rotation_rad / area,
    time_s,
    m2PerMin: (coverage * area) / (time_s / 60),
    rollingM2PerMin: (coverage * area) / (rollingTurn_s(path) / 60),
    timeRatio: time_s / reference.time_s,
    ...validity(floor, path, body.radius_m),
  };
  return { verdict, swept };
}

/** All strokes as one line: where one does not begin at the last one's end, the straight line between is driven. */
function joined(strokes: readonly { readonly path: ArrayLike<number> }[]): number[] {
  const points: number[] = [];
  for (const { path } of strokes)
    for (let i = 0; i < path.length; i += 2)
      if (points.length === 0 || path[i] !== points.at(-2) || path[i + 1] !== points.at(-1))
        points.push(path[i], path[i + 1]);
  return points;
}

function lengthOf(path: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 2; i < path.length; i += 2) sum += Math.hypot(path[i] - path[i - 2], path[i + 1] - path[i - 1]);
  return sum;
}

/** Marks what the brush passes, wedges of turns on the spot included. */
function sweep(floor: TruthFloor, swept: Uint8Array, path: ArrayLike<number>, brush_m: number): void {
  let heading = Number.NaN;
  for (let i = 2; i < path.length; i += 2) {
    const dx = path[i] - path[i - 2];
    const dy = path[i + 1] - path[i - 1];
    const length = Math.hypot(dx, dy);
    if (length < 1e-9) continue;
    const next = Math.atan2(dy, dx);
    if (!Number.isNaN(heading)) {
      const turn = Math.atan2(Math.sin(next - heading), Math.cos(next - heading));
      const wedges = Math.ceil(Math.abs(turn) / 0.04);
      for (let s = 1; s < wedges; s++)
        stamp(floor, swept, path[i - 2], path[i - 1], heading + (turn * s) / wedges, brush_m);
    }
    const steps = Math.max(1, Math.ceil(length / STEP_M));
    for (let s = 0; s <= steps; s++)
      stamp(floor, swept, path[i - 2] + (dx * s) / steps, path[i - 1] + (dy * s) / steps, next, brush_m);
    heading = next;
  }
}

/** The cells under a brush that stands across a heading; its ends lie 1 mm inside, so that a line between cells counts once. */
function stamp(floor: TruthFloor, swept: Uint8Array, x: number, y: number, heading: number, brush_m: number): void {
  const nx = -Math.sin(heading);
  const ny = Math.cos(heading);
  const samples = Math.ceil(brush_m / STEP_M);
  for (let s = 0; s <= samples; s++) {
    const r = (s / samples - 0.5) * (brush_m - 0.002);
    const i = floor.index(x + r * nx, y + r * ny);
    if (i >= 0) swept[i] = 1;
  }
}

function shareOf(wanted: Uint8Array, swept: Uint8Array): number {
  let n = 0;
  let hit = 0;
  for (let i = 0; i < wanted.length; i++) {
    if (wanted[i] === 0) continue;
    n++;
    hit += swept[i];
  }
  return n === 0 ? 1 : hit / n;
}

/** A_brush within a brush's width of what is not A_brush. */
function edgeBand({ brushable, frame }: TruthFloor, brush_m: number): Uint8Array {
  const beyond = new Uint8Array(brushable.length);
  for (let i = 0; i < beyond.length; i++) beyond[i] = 1 - brushable[i];
  const d2 = squaredDistance(beyond, frame.width, frame.height);
  const limit = (brush_m / CELL_M) * (brush_m / CELL_M);
  const band = brushable.slice();
  for (let i = 0; i < band.length; i++) if (d2[i] > limit) band[i] = 0;
  return band;
}

function missedSpots({ brushable, frame }: TruthFloor, swept: Uint8Array) {
  const missed = brushable.slice();
  for (let i = 0; i < missed.length; i++) if (swept[i] !== 0) missed[i] = 0;
  const { sizes } = connectedComponents(missed, frame.width, frame.height, 8);
  let largest = 0;
  let misses = 0;
  for (let c = 1; c < sizes.length; c++) {
    largest = Math.max(largest, sizes[c]);
    if (sizes[c] * CELL_M * CELL_M > MISS_M2) misses++;
  }
  return { largestMiss_m2: largest * CELL_M * CELL_M, misses };
}

function validity(floor: TruthFloor, path: ArrayLike<number>, radius_m: number) {
  let invalidPoses = 0;
  let invalid_m = 0;
  let leastClearance_m = Number.POSITIVE_INFINITY;
  for (let i = 2; i < path.length; i += 2) {
    const dx = path[i] - path[i - 2];
    const dy = path[i + 1] - path[i - 1];
    const length = Math.hypot(dx, dy);
    const steps = Math.max(1, Math.ceil(length / STEP_M));
    for (let s = 0; s <= steps; s++) {
      const room = floor.clearanceAt(path[i - 2] + (dx * s) / steps, path[i - 1] + (dy * s) / steps);
      leastClearance_m = Math.min(leastClearance_m, room);
      if (room >= radius_m - TOLERANCE_M) continue;
      invalidPoses++;
      invalid_m += length / steps;
    }
  }
  return { invalidPoses, invalid_m, leastClearance_m };
}
