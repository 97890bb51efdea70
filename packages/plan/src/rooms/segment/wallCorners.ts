import { contours } from '@homebound/grid';
import type { WallFloor } from './wallFloor.ts';

/** A corner of a wall that sticks out into the floor: a door's jamb, the end of a wall, the turn of a corridor. */
export interface WallCorner {
  readonly x: number;
  readonly y: number;
  /** Unit directions of the wall up to it and away from it; the floor is on the left. */
  readonly inX: number;
  readonly inY: number;
  readonly outX: number;
  readonly outY: number;
  /** Where it lies: the wall's line, the way along it from its first point, and the line's whole length. */
  readonly line: number;
  readonly at: number;
  readonly around: number;
}

/** What a wall may be off its straight line: the map's noise, m. */
const TOLERANCE_M = 0.11;
/** A corner with no straight wall as long as this on either side is a thing that leans on the wall, m. */
const MIN_WALL_M = 0.3;
/** Sine of the least turn that counts as a corner. */
const MIN_TURN = 0.4;

export function findWallCorners({ core, width, height, cell_m }: WallFloor): WallCorner[] {
  const frame = { width, height, resolution_m: 1, originX_m: -0.5, originY_m: -0.5 };
  const corners: WallCorner[] = [];
  contours(Float32Array.from(core), frame, 0.5).forEach(({ points }, line) => {
    const kept = straightened(points, TOLERANCE_M / cell_m);
    if (kept.length >= 3) corners.push(...cornersOf(points, kept, line, MIN_WALL_M / cell_m));
  });
  return corners;
}

function cornersOf(points: Float64Array, kept: readonly number[], line: number, minWall: number): WallCorner[] {
  const ways = waysAlong(points);
  const corners: WallCorner[] = [];
  for (let k = 0; k < kept.length; k++) {
    const before = 2 * kept[(k + kept.length - 1) % kept.length];
    const here = 2 * kept[k];
    const after = 2 * kept[(k + 1) % kept.length];
    const [x, y] = [points[here], points[here + 1]];
    const [inX, inY] = [x - points[before], y - points[before + 1]];
    const [outX, outY] = [points[after] - x, points[after + 1] - y];
    const inLength = Math.sqrt(inX * inX + inY * inY);
    const outLength = Math.sqrt(outX * outX + outY * outY);
    const turn = (inX * outY - inY * outX) / (inLength * outLength);
    // With the floor on the left, what sticks out into it turns right; thin walls turn by half a circle, with no sine.
    const sticksOut = turn < -MIN_TURN || (turn < 0 && inX * outX + inY * outY < 0);
    if (!sticksOut || Math.max(inLength, outLength) < minWall) continue;
    corners.push({
      x,
      y,
      inX: inX / inLength,
      inY: inY / inLength,
      outX: outX / outLength,
      outY: outY / outLength,
      line,
      at: ways[kept[k]],
      around: ways[ways.length - 1],
    });
  }
  return corners;
}

/** Way from the first point to each point of a closed line, and at the end round to the first again. */
function waysAlong(points: Float64Array): Float64Array {
  const n = points.length / 2;
  const ways = new Float64Array(n + 1);
  for (let i = 0; i < n; i++) {
    const next = 2 * ((i + 1) % n);
    const dx = points[next] - points[2 * i];
    const dy = points[next + 1] - points[2 * i + 1];
    ways[i + 1] = ways[i] + Math.sqrt(dx * dx + dy * dy);
  }
  return ways;
}

/**
 * The points of a closed line that its straight pieces join, by number.
 * Source: Douglas and Peucker, Cartographica 1973, begun at the first point and the one farthest from it.
 */
function straightened(points: Float64Array, tolerance: number): number[] {
  const n = points.length / 2;
  const opposite = farthest(points, 0, n, -1, true);
  const keep = new Uint8Array(n + 1);
  keep[0] = 1;
  keep[opposite] = 1;
  const stack = [0, opposite, opposite, n];
  while (stack.length > 0) {
    const to = stack.pop() as number;
    const from = stack.pop() as number;
    const at = farthest(points, from, to, tolerance, false);
    if (at < 0) continue;
    keep[at] = 1;
    stack.push(from, at, at, to);
  }
  return Array.from({ length: n }, (_, i) => i).filter((i) => keep[i] === 1);
}

/** The point between two that lies farthest from their chord (from the first point when asked), -1 when all are within a limit. */
function farthest(points: Float64Array, from: number, to: number, limit: number, fromPoint: boolean): number {
  const n = points.length / 2;
  const [x, y] = [points[2 * from], points[2 * from + 1]];
  const chordX = points[2 * (to % n)] - x;
  const chordY = points[2 * (to % n) + 1] - y;
  const length = Math.sqrt(chordX * chordX + chordY * chordY);
  let at = -1;
  let worst = limit;
  for (let i = from + 1; i < to; i++) {
    const dx = points[2 * i] - x;
    const dy = points[2 * i + 1] - y;
    const off = fromPoint || length === 0 ? Math.sqrt(dx * dx + dy * dy) : Math.abs(dx * chordY - dy * chordX) / length;
    if (off <= worst) continue;
    worst = off;
    at = i;
  }
  return at;
}
