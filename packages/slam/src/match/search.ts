import { cos, exp, type SE2, sin, wrapAngle } from '@homebound/math';
import type { OccupancyMap } from '../map/occupancyMap.ts';
import { TILE_SIDE } from '../map/tileMap.ts';

/** Points that take part in the search: enough to tell poses apart, few enough for about 1 ms. */
const MAX_POINTS = 120;
/** Angle between two headings tried: 1.5°, 0.13 m at 5 m, within the reach of the score. */
const ANGLE_STEP_RAD = 0.026;
/** Width of the score around a wall: must reach from one place tried to the next. */
const REACH_M = 0.12;
/** What a guess at the window's corner loses against the centre, as a share of a full score: breaks ties, no more. */
const EDGE_PENALTY = 0.05;

const cellX = new Int32Array(MAX_POINTS);
const cellY = new Int32Array(MAX_POINTS);

/**
 * The best places of a scan in a window around a guess, by exhaustive correlation with the distance field: every second
 * cell, every 1.5°. It finds the basin; `align` finds the bottom.
 * @returns up to `count` poses, best first, no two of them neighbours on the grid of tries
 * Source: Olson, "Real-time correlative scan matching", ICRA 2009, its low-resolution level only.
 */
export function searchWindow(
  map: OccupancyMap,
  pts_base: Float64Array,
  n: number,
  T_map_guess: SE2,
  window_m: number,
  window_rad: number,
  count: number,
): SE2[] {
  const { rings } = map;
  const resolution = map.resolution_m;
  const scores = scoreTable(rings.distance, resolution);
  const stride = Math.max(1, Math.ceil(n / MAX_POINTS));
  const used = Math.ceil(n / stride);
  const shiftStep = Math.max(2, Math.round(0.1 / resolution));
  const shifts = Math.ceil(window_m / resolution / shiftStep);
  const turns = Math.ceil(window_rad / ANGLE_STEP_RAD);
  const side = 2 * shifts + 1;
  const sums = new Float64Array(side * side);
  const volume = new Float32Array((2 * turns + 1) * side * side);
  for (let a = -turns; a <= turns; a++) {
    const theta = T_map_guess.theta + a * ANGLE_STEP_RAD;
    placePoints(pts_base, stride, used, T_map_guess, theta, 1 / resolution);
    sumScores(map, scores, used, shifts, shiftStep, sums);
    for (let dy = -shifts; dy <= shifts; dy++)
      for (let dx = -shifts; dx <= shifts; dx++) {
        const sum = sums[(dy + shifts) * side + dx + shifts];
        const edge = (dx * dx + dy * dy) / (2 * shifts * shifts + 1) + (a * a) / (turns * turns + 1);
        volume[((a + turns) * side + dy + shifts) * side + dx + shifts] = sum / used - 0.5 * EDGE_PENALTY * edge;
      }
  }
  return bestPlaces(volume, side, count).map(({ a, x, y }) => ({
    x: T_map_guess.x + (x - shifts) * shiftStep * resolution,
    y: T_map_guess.y + (y - shifts) * shiftStep * resolution,
    theta: wrapAngle(T_map_guess.theta + (a - turns) * ANGLE_STEP_RAD),
  }));
}

/**
 * Adds up the scores of all points for each shift of the scan, row by row.
 * @param out  shape [2 shifts + 1, 2 shifts + 1], overwritten
 */
function sumScores(
  { tiles }: OccupancyMap,
  scores: Float32Array,
  used: number,
  shifts: number,
  shiftStep: number,
  out: Float64Array,
): void {
  const { nearest } = tiles;
  const side = 2 * shifts + 1;
  out.fill(0);
  for (let i = 0; i < used; i++) {
    const x0 = cellX[i] - shifts * shiftStep;
    const y0 = cellY[i] - shifts * shiftStep;
    for (let row = 0; row < side; row++) {
      const y = y0 + row * shiftStep;
      let at = 0;
      for (let k = 0, x = x0; k < side; k++, x += shiftStep, at += shiftStep) {
        // Within a tile a step to the right is a step in the pool.
        if (k === 0 || (x & (TILE_SIDE - 1)) < shiftStep) at = tiles.at(x, y);
        out[row * side + k] += scores[nearest[at]];
      }
    }
  }
}

function scoreTable(distance_cells: Float64Array, resolution_m: number): Float32Array {
  const scores = Float32Array.from(distance_cells, (cells) => {
    const d = (cells * resolution_m) / REACH_M;
    return exp(-0.5 * d * d);
  });
  scores[scores.length - 1] = 0;
  return scores;
}

function placePoints(pts_base: Float64Array, stride: number, used: number, T: SE2, theta: number, inv: number): void {
  const c = cos(theta) * inv;
  const s = sin(theta) * inv;
  for (let i = 0; i < used; i++) {
    const x = pts_base[2 * i * stride];
    const y = pts_base[2 * i * stride + 1];
    cellX[i] = Math.floor(T.x * inv + c * x - s * y);
    cellY[i] = Math.floor(T.y * inv + s * x + c * y);
  }
}

/** The highest entries, each hiding its neighbours from the next. Spoils the volume. */
function bestPlaces(volume: Float32Array, side: number, count: number): { a: number; x: number; y: number }[] {
  const layers = volume.length / (side * side);
  const places: { a: number; x: number; y: number }[] = [];
  while (places.length < count) {
    let best = 0;
    for (let i = 1; i < volume.length; i++) if (volume[i] > volume[best]) best = i;
    if (!(volume[best] > 0)) break;
    const a = Math.floor(best / (side * side));
    const y = Math.floor(best / side) % side;
    const x = best % side;
    places.push({ a, x, y });
    for (let ia = Math.max(0, a - 3); ia <= Math.min(layers - 1, a + 3); ia++)
      for (let iy = Math.max(0, y - 1); iy <= Math.min(side - 1, y + 1); iy++)
        for (let ix = Math.max(0, x - 1); ix <= Math.min(side - 1, x + 1); ix++)
          volume[(ia * side + iy) * side + ix] = 0;
  }
  return places;
}
