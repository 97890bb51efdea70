import { atan2, cos, hypot, type MapWarp, type SE2, sin } from '@homebound/math';
import type { NearPoints } from './nearPoints.ts';

/** Something on the floor that the lidar looks over: a cord, a sock, a threshold. */
export interface FloorThing {
  /** Convex, counter-clockwise, map frame, m, interleaved; a point and a line will do. */
  readonly outline_map: Float64Array;
  /** m that the body keeps from it; 0 for what is driven over. */
  readonly berth_m: number;
  /** m/s while the body is within `near_m` of it; of what is driven over, only where it lies ahead or under the body. */
  readonly slow?: { readonly speed_mps: number; readonly near_m: number };
}

/** m between the points of a border. */
const STEP_M = 0.03;
/** m that the body may be within a berth before the berth gives way: what place and outline are off from look to look. */
const WITHIN_M = 0.01;
/** m between the places ahead at which the body is held against what is driven over. */
const AHEAD_STEP_M = 0.02;

interface Kept extends FloorThing {
  /** The border of its berth, map frame, interleaved. */
  readonly border_map: Float64Array;
}

/**
 * Things on the floor, and the borders that the body keeps off as it does off walls.
 *
 *      .-------.   the outline grown by the berth. A body that is within it already may leave it, and come no nearer:
 *     |  +---+  |  then the border is drawn where the body's edge is.
 *     |  +---+  |
 *      '-------'
 */
export class FloorThings {
  #things: readonly Kept[] = [];
  #near = new Float64Array(0);

  set(things: readonly FloorThing[]): void {
    this.#things = things.map((thing) => ({ ...thing, border_map: borderOf(thing.outline_map, thing.berth_m) }));
  }

  /** The map was corrected. */
  moveWith(warp: MapWarp): void {
    this.set(this.#things.map((thing) => ({ ...thing, outline_map: warp.moved(thing.outline_map) })));
  }

  /**
   * The borders within a distance of the robot, in its base frame; the array is reused by the next call.
   * @param bodyRadius_m what is nearer than this to the outline stands on the thing already: it is none
   */
  seenFrom(at: SE2, bodyRadius_m: number, within_m: number): NearPoints {
    const c = cos(at.theta);
    const s = sin(at.theta);
    let n = 0;
    for (const { outline_map, berth_m, border_map } of this.#things) {
      if (berth_m === 0) continue;
      const room_m = distanceTo(outline_map, at.x, at.y) - bodyRadius_m;
      if (room_m <= 0 || room_m > within_m + berth_m) continue;
      const border = room_m < berth_m - WITHIN_M ? borderOf(outline_map, room_m) : border_map;
      if (this.#near.length < 2 * n + border.length) this.#near = grown(this.#near, 2 * (2 * n + border.length));
      for (let i = 0; i < border.length; i += 2) {
        const dx = border[i] - at.x;
        const dy = border[i + 1] - at.y;
        if (dx * dx + dy * dy >= within_m * within_m) continue;
        this.#near[2 * n] = c * dx + s * dy;
        this.#near[2 * n + 1] = -s * dx + c * dy;
        n++;
      }
    }
    return { xy: this.#near, n };
  }

  /** m/s that the robot may go here. */
  speedAt(at: SE2, bodyRadius_m: number): number {
    let slowest = Number.POSITIVE_INFINITY;
    for (const thing of this.#things) {
      const { slow } = thing;
      if (slow === undefined || slow.speed_mps >= slowest) continue;
      if (roomBefore(thing, at, bodyRadius_m, slow.near_m) < slow.near_m) slowest = slow.speed_mps;
    }
    return slowest;
  }
}

/** m between the body and a thing; for what is driven over, of the body anywhere up to `ahead_m` ahead, and +Infinity where it never meets it. */
function roomBefore({ outline_map, berth_m }: FloorThing, at: SE2, bodyRadius_m: number, ahead_m: number): number {
  const room_m = distanceTo(outline_map, at.x, at.y) - bodyRadius_m;
  if (berth_m > 0 || room_m <= 0 || room_m >= ahead_m) return room_m;
  for (let a = AHEAD_STEP_M; a <= ahead_m; a += AHEAD_STEP_M)
    if (distanceTo(outline_map, at.x + a * cos(at.theta), at.y + a * sin(at.theta)) < bodyRadius_m) return a;
  return Number.POSITIVE_INFINITY;
}

/** m from a point to a convex outline; 0 inside. */
export function distanceTo(outline: ArrayLike<number>, x: number, y: number): number {
  const n = outline.length;
  let least2 = Number.POSITIVE_INFINITY;
  let isInside = n >= 6;
  for (let i = 0; i < n; i += 2) {
    const j = (i + 2) % n;
    const ex = outline[j] - outline[i];
    const ey = outline[j + 1] - outline[i + 1];
    const dx = x - outline[i];
    const dy = y - outline[i + 1];
    if (ex * dy - ey * dx < 0) isInside = false;
    const length2 = ex * ex + ey * ey;
    const t = length2 > 0 ? Math.max(0, Math.min(1, (dx * ex + dy * ey) / length2)) : 0;
    const px = dx - t * ex;
    const py = dy - t * ey;
    least2 = Math.min(least2, px * px + py * py);
  }
  return isInside ? 0 : Math.sqrt(least2);
}

/** Points along a convex outline grown by a berth: each edge moved outwards, and arcs round the corners. */
function borderOf(outline: Float64Array, berth_m: number): Float64Array {
  if (berth_m === 0) return new Float64Array(0);
  const corners = withoutRepeats(outline);
  const n = corners.length >> 1;
  const points: number[] = [];
  if (n === 1) arc(points, corners[0], corners[1], berth_m, 0, 2 * Math.PI);
  for (let k = 0; n > 1 && k < n; k++) {
    const [x, y] = [corners[2 * k], corners[2 * k + 1]];
    const [nextX, nextY] = [corners[2 * ((k + 1) % n)], corners[2 * ((k + 1) % n) + 1]];
    const before = (k + n - 1) % n;
    // The outward normal of an edge is its direction turned to the right.
    const from = atan2(y - corners[2 * before + 1], x - corners[2 * before]) - 0.5 * Math.PI;
    const to = atan2(nextY - y, nextX - x) - 0.5 * Math.PI;
    arc(points, x, y, berth_m, from, to < from - 1e-9 ? to + 2 * Math.PI : to);
    const pieces = Math.ceil(hypot(nextX - x, nextY - y) / STEP_M);
    const [nx, ny] = [berth_m * cos(to), berth_m * sin(to)];
    for (let i = 1; i < pieces; i++)
      points.push(x + nx + ((nextX - x) * i) / pieces, y + ny + ((nextY - y) * i) / pieces);
  }
  return Float64Array.from(points);
}

function arc(points: number[], x: number, y: number, r: number, from: number, to: number): void {
  const pieces = Math.max(1, Math.ceil(((to - from) * r) / STEP_M));
  for (let i = 0; i <= pieces; i++) {
    const a = from + ((to - from) * i) / pieces;
    points.push(x + r * cos(a), y + r * sin(a));
  }
}

function withoutRepeats(outline: Float64Array): Float64Array {
  const out: number[] = [];
  for (let i = 0; i < outline.length; i += 2) {
    const n = out.length;
    if (n === 0 || hypot(outline[i] - out[n - 2], outline[i + 1] - out[n - 1]) > 1e-6)
      out.push(outline[i], outline[i + 1]);
  }
  const n = out.length;
  if (n > 2 && hypot(out[0] - out[n - 2], out[1] - out[n - 1]) < 1e-6) out.length = n - 2;
  return Float64Array.from(out);
}

function grown(array: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const out = new Float64Array(length);
  out.set(array);
  return out;
}
