import { acos, atan2, sin } from './elementary.ts';
import type { SE2 } from './se2.ts';

/**
 * A pose or rigid motion of space: the way in m, the turn as a unit quaternion, which is how ROS sends it. Named like `SE2`: `T_a_b` is
 * the pose of frame b in frame a.
 */
export interface SE3 {
  readonly t: { readonly x: number; readonly y: number; readonly z: number };
  readonly q: { readonly x: number; readonly y: number; readonly z: number; readonly w: number };
}

export const identity3: SE3 = Object.freeze({ t: { x: 0, y: 0, z: 0 }, q: { x: 0, y: 0, z: 0, w: 1 } });

/** Turns closer together than this are interpolated straight: their sine is worth nothing. */
const SAME_TURN = 1 - 1e-9;

/** T_a_c = compose3(T_a_b, T_b_c). */
export function compose3(T_a_b: SE3, T_b_c: SE3): SE3 {
  const moved = turned(T_a_b.q, T_b_c.t);
  const { t } = T_a_b;
  return { t: { x: t.x + moved.x, y: t.y + moved.y, z: t.z + moved.z }, q: product(T_a_b.q, T_b_c.q) };
}

/** T_b_a from T_a_b. */
export function inverse3({ t, q }: SE3): SE3 {
  const back = { x: -q.x, y: -q.y, z: -q.z, w: q.w };
  const { x, y, z } = turned(back, t);
  return { t: { x: -x, y: -y, z: -z }, q: back };
}

/** The motion a share `s` in [0, 1] of the way from one to the other: straight, and the short way round (Shoemake, 1985). */
export function interpolate3(from: SE3, to: SE3, s: number): SE3 {
  const mix = (a: number, b: number): number => a + s * (b - a);
  const t = { x: mix(from.t.x, to.t.x), y: mix(from.t.y, to.t.y), z: mix(from.t.z, to.t.z) };
  const dot = from.q.x * to.q.x + from.q.y * to.q.y + from.q.z * to.q.z + from.q.w * to.q.w;
  // A quaternion and its negative are the same turn.
  const sign = dot < 0 ? -1 : 1;
  if (dot * sign > SAME_TURN) return { t, q: unit(blend(from.q, 1 - s, to.q, s * sign)) };
  const angle = acos(dot * sign);
  const [a, b] = [sin((1 - s) * angle) / sin(angle), (sin(s * angle) / sin(angle)) * sign];
  return { t, q: blend(from.q, a, to.q, b) };
}

/** The motion as seen from above: height and tilt are left out. */
export function planar({ t, q }: SE3): SE2 {
  return { x: t.x, y: t.y, theta: atan2(2 * (q.w * q.z + q.x * q.y), 1 - 2 * (q.y * q.y + q.z * q.z)) };
}

/** cos of the angle between the two z axes: 1 level, 0 on its side, -1 upside down. */
export function upright({ q }: SE3): number {
  return 1 - 2 * (q.x * q.x + q.y * q.y);
}

/** A quaternion that came over a wire, at length 1; `undefined` when it is none: all zero, or not finite. */
export function unitQuaternion(q: SE3['q']): SE3['q'] | undefined {
  const length2 = q.x * q.x + q.y * q.y + q.z * q.z + q.w * q.w;
  return length2 > 0.25 && length2 < 4 ? unit(q) : undefined;
}

function unit(q: SE3['q']): SE3['q'] {
  const k = 1 / Math.sqrt(q.x * q.x + q.y * q.y + q.z * q.z + q.w * q.w);
  return { x: k * q.x, y: k * q.y, z: k * q.z, w: k * q.w };
}

function blend(a: SE3['q'], k: number, b: SE3['q'], m: number): SE3['q'] {
  return { x: k * a.x + m * b.x, y: k * a.y + m * b.y, z: k * a.z + m * b.z, w: k * a.w + m * b.w };
}

function product(a: SE3['q'], b: SE3['q']): SE3['q'] {
  return {
    x: a.w * b.x + a.x * b.w + a.y * b.z - a.z * b.y,
    y: a.w * b.y - a.x * b.z + a.y * b.w + a.z * b.x,
    z: a.w * b.z + a.x * b.y - a.y * b.x + a.z * b.w,
    w: a.w * b.w - a.x * b.x - a.y * b.y - a.z * b.z,
  };
}

/** A vector written in a, from b: v' = v + 2 w (u × v) + 2 u × (u × v) with u the vector part of q_a_b. */
export function turned({ x, y, z, w }: SE3['q'], v: SE3['t']): SE3['t'] {
  const cx = 2 * (y * v.z - z * v.y);
  const cy = 2 * (z * v.x - x * v.z);
  const cz = 2 * (x * v.y - y * v.x);
  return {
    x: v.x + w * cx + (y * cz - z * cy),
    y: v.y + w * cy + (z * cx - x * cz),
    z: v.z + w * cz + (x * cy - y * cx),
  };
}
