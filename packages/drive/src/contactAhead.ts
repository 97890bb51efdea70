import type { NearPoints } from './nearPoints.ts';
import type { DriveOptions } from './options.ts';

/** m; contact distances of this many cm behind the first are averaged with it, since the first is the noisiest. */
const SAME_THING = 0.03;

/** What a disc would touch first on its way. */
export interface ContactAhead {
  /** Way to the first touch, however slight, and the share of the speed that would go into it (1 = head on). */
  readonly touch_m: number;
  readonly headOn: number;
  /** Way to the first thing that stands in the way for real; +Inf when there is none. */
  readonly blocked_m: number;
  /** That thing, m, in the frame of the points. */
  readonly x: number;
  readonly y: number;
}

/**
 * Sweeps a disc along a polyline and finds which points it would touch.
 *
 *            · point            the centre at arc a - h touches the point, h = sqrt(R² - b²);
 *            | b                of the speed v the share h / R goes into the point, so a wall
 *   ●────────┼───▶ way          beside the way (b ≈ R) is brushed, and only a small b is a hit
 *    ◀── a ──▶
 *
 * @param way     polyline from the robot on, m, interleaved, in the frame of the points; first `nWay` points
 * @param R       radius of the disc, m
 * @param v_touch speed across the contact that is allowed, m/s; the strictest point decides `touch_m`
 */
export function contactAhead(
  way: Float64Array,
  nWay: number,
  points: NearPoints,
  R: number,
  options: DriveOptions,
): ContactAhead {
  const { xy, n } = points;
  const blockingB = R - options.grazeDepth_m;
  let touch = Number.POSITIVE_INFINITY;
  let headOn = 0;
  let strictest = Number.POSITIVE_INFINITY;
  let blocked = Number.POSITIVE_INFINITY;
  let x = Number.NaN;
  let y = Number.NaN;
  let sum = 0;
  let count = 0;
  let s0 = 0;
  for (let k = 0; k + 1 < nWay; k++) {
    const ax = way[2 * k];
    const ay = way[2 * k + 1];
    let ux = way[2 * k + 2] - ax;
    let uy = way[2 * k + 3] - ay;
    const length = Math.sqrt(ux * ux + uy * uy);
    if (length < 1e-6) continue;
    ux /= length;
    uy /= length;
    for (let i = 0; i < 2 * n; i += 2) {
      const px = xy[i] - ax;
      const py = xy[i + 1] - ay;
      const a = px * ux + py * uy;
      if (a <= 0) continue; // behind: the way leads off it
      const b = px * uy - py * ux;
      const size = b < 0 ? -b : b;
      if (size >= R) continue;
      const h = Math.sqrt(R * R - b * b);
      // A point already inside the disc is touched now, by the share of the speed that leads to it.
      const inside = a < h;
      const s = inside ? 0 : a - h;
      if (s > length) continue;
      const share = inside ? a / Math.sqrt(a * a + b * b) : h / R;
      // The allowed speed here and now, squared, orders the points by how much they slow the robot.
      const v = options.touchSpeed_mps / share;
      const limit = v * v + 2 * options.deceleration_mps2 * Math.max(0, s0 + s - options.slowZone_m);
      if (limit < strictest) {
        strictest = limit;
        touch = s0 + s;
        headOn = share;
      }
      if (size >= blockingB) continue;
      if (s0 + s < blocked - SAME_THING) {
        sum = 0;
        count = 0;
      }
      if (s0 + s < blocked) {
        blocked = s0 + s;
        x = xy[i];
        y = xy[i + 1];
      }
      if (s0 + s <= blocked + SAME_THING) {
        sum += s0 + s;
        count++;
      }
    }
    s0 += length;
  }
  if (count > 0) blocked = Math.min(sum / count, blocked + 0.5 * SAME_THING);
  return { touch_m: touch, headOn, blocked_m: blocked, x, y };
}

/** The speed that keeps a touch soft and stops before what blocks the way, m/s. */
export function speedBefore(contact: ContactAhead, options: DriveOptions): number {
  const { touchSpeed_mps, deceleration_mps2, slowZone_m, stopGap_m } = options;
  const brake = (from_m: number) => 2 * deceleration_mps2 * Math.max(0, from_m);
  const soft = touchSpeed_mps / Math.max(contact.headOn, 1e-3);
  const touching = Math.sqrt(soft * soft + brake(contact.touch_m - slowZone_m));
  const stopping = Math.sqrt(brake(contact.blocked_m - stopGap_m));
  return Math.min(touching, stopping);
}
