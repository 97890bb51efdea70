import { angleDiff } from '@homebound/math';
import type { DriveOptions } from './options.ts';
import type { Situation, Wish } from './situation.ts';
import { TURN_WINDOW } from './trackedPath.ts';

/** 1/s; yaw rate per radian left near the end of a turn: slower than the 20 Hz loop, faster than a person waits. */
const TURN_GAIN = 7;
/** Of the yaw acceleration that the limiter has, what a planned end of a turn uses. */
const TURN_BRAKE_SHARE = 0.7;

/** m; on a straight the robot steers no nearer: the yaw acceleration would not keep it from weaving. */
const STRAIGHT_AHEAD = 0.1;

/** Yaw rate that turns in place to a heading and comes to rest there: the trapezoid's far side, then a soft end. */
export function turnRate(missing_rad: number, options: DriveOptions): number {
  const size = missing_rad < 0 ? -missing_rad : missing_rad;
  const braking = Math.sqrt(2 * TURN_BRAKE_SHARE * options.turnAcceleration_radps2 * size);
  const rate = Math.min(options.turnRate_radps, braking, TURN_GAIN * size);
  return missing_rad < 0 ? -rate : rate;
}

/** Turn in place towards a heading in the map; stands still first when the robot still rolls. */
export function turnTo(heading_rad: number, now: Situation): Wish {
  const rolling = now.v_mps > 0.05 || now.v_mps < -0.05;
  const missing = angleDiff(heading_rad, now.T_map_base.theta);
  return { v_mps: 0, w_radps: rolling ? 0 : turnRate(missing, now.options), state: 'turning' };
}

/**
 * Curvature of the arc through a point: pure pursuit, R. C. Coulter, CMU-RI-TR-92-01 (1992).
 * @param x, y the point in the base frame, m
 * @returns 1/m, positive to the left; 0 for the robot's own place
 */
export function pursuitCurvature(x: number, y: number): number {
  const d2 = x * x + y * y;
  return d2 < 1e-9 ? 0 : (2 * y) / d2;
}

/**
 * How far ahead to steer, m: far when fast, for calm; near in bends, where pursuit over a distance L cuts a curve of radius
 * r by L² / 8 r.
 * @param turn_rad sharpest turn on the way there, over the path's turn window
 */
export function steerAhead(v_mps: number, turn_rad: number, options: DriveOptions): number {
  const { minSteerAhead_m, maxSteerAhead_m, cut_m } = options;
  const bySpeed = Math.min(maxSteerAhead_m, Math.max(STRAIGHT_AHEAD, 0.65 * v_mps));
  const byCurve = Math.sqrt((8 * cut_m * TURN_WINDOW) / Math.max(turn_rad, 1e-6));
  return Math.max(minSteerAhead_m, Math.min(bySpeed, byCurve));
}
