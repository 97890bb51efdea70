import { angleDiff, hypot, type SE2 } from '@homebound/math';
import type { PlaceEvidence } from './judgePlace.ts';

/** A place on one of the maps that the robot may be at, carried on from scan to scan. */
export interface Hypothesis extends PlaceEvidence {
  readonly mapIndex: number;
  readonly T_map_base: SE2;
  /** Of x, y, theta in the map frame: m², m rad, rad², row-major [3, 3]. */
  readonly covariance: Float64Array;
  /** How well it stands up, at most 1: what explains less what contradicts. */
  readonly fit: number;
  /** Way driven and turns of the search for which it has been the best. */
  readonly ledSince_m: number;
  readonly ledRounds: number;
}

/** Places nearer together than this, in both, are one. */
const SAME_M = 0.3;
const SAME_RAD = 0.175;

/** Whether two poses on one map mean one place. */
export function isNear(a: SE2, b: SE2): boolean {
  return hypot(a.x - b.x, a.y - b.y) < SAME_M && Math.abs(angleDiff(a.theta, b.theta)) < SAME_RAD;
}

/** How well a place stands up. What is explained closely speaks for a place; what only nearly fits speaks against it, since walls are straight. */
export function fitOf({ explained, crisp, inFree, throughWalls }: PlaceEvidence): number {
  return crisp - 0.5 * (explained - crisp) - inFree - 0.5 * throughWalls;
}
