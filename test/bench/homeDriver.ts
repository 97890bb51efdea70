import { angleDiff, atan2, cos, hypot, type SE2, sin, wrapAngle } from '@homebound/math';
import type { DriveCommand } from '@homebound/robot';
import type { Tour } from './homeTour.ts';

const SPEED_MPS = 0.3;
const TURN_RADPS = 1.5;
/** The point on the path that is driven at lies this far ahead. */
const AHEAD_M = 0.12;
/** Turns sharper than this are made on the spot, until within the second. */
const TURN_FROM_RAD = 0.6;
const TURN_TO_RAD = 0.08;
const STAND_AT_START_S = 3;
const STAND_AT_END_S = 2;
/** Without a step of progress for this long, the next corner is tried. */
const PATIENCE_S = 6;

type Leg = 'stand' | 'leave' | 'tour' | 'dock' | 'rest' | 'done';

/**
 * Drives a tour from the dock and back, looking at the true pose: stands, backs out, follows the path at 0.3 m/s with turns
 * on the spot at its corners, drives into the dock, stands. Not what is judged, so it may know the truth.
 */
export class HomeDriver {
  readonly #path: Float64Array;
  readonly #T_world_docked: SE2;
  #leg: Leg = 'stand';
  #since_s = 0;
  /** Corner of the path that is driven to, as an index of points. */
  #corner = 1;
  #turning = false;
  #progress_s = 0;
  #nearest_m = Number.POSITIVE_INFINITY;
  /** Corners given up, because something stood in the way. */
  skipped = 0;

  constructor(tour: Tour) {
    this.#path = tour.path;
    const { x, y, theta } = tour.T_world_dock;
    this.#T_world_docked = { x, y, theta: wrapAngle(theta + Math.PI) };
  }

  get isDone(): boolean {
    return this.#leg === 'done';
  }

  /** @param now_s time since the run's start */
  command(now_s: number, T_world_base: SE2): DriveCommand {
    switch (this.#leg) {
      case 'stand':
        return now_s < STAND_AT_START_S ? stop : this.#begin('leave', now_s);
      case 'leave':
        return this.#straight(now_s, T_world_base, this.#path[0], this.#path[1], -0.15, 'tour');
      case 'tour':
        return this.#follow(now_s, T_world_base);
      case 'dock':
        return this.#enter(now_s, T_world_base);
      case 'rest':
        return now_s - this.#since_s < STAND_AT_END_S ? stop : this.#begin('done', now_s);
      case 'done':
        return stop;
    }
  }

  /** Stands until asked for a command again: somebody is in the way. */
  wait(now_s: number): DriveCommand {
    this.#progress_s = now_s;
    return stop;
  }

  #begin(leg: Leg, now_s: number): DriveCommand {
    this.#leg = leg;
    this.#since_s = now_s;
    this.#progress_s = now_s;
    this.#nearest_m = Number.POSITIVE_INFINITY;
    return stop;
  }

  /** Along the heading by speed `v_mps` until level with a point, or for as long as that may take. */
  #straight(now_s: number, T: SE2, x: number, y: number, v_mps: number, next: Leg): DriveCommand {
    const ahead = (x - T.x) * cos(T.theta) + (y - T.y) * sin(T.theta);
    if (ahead * v_mps <= 0 || now_s - this.#since_s > 2 * PATIENCE_S) return this.#begin(next, now_s);
    return { v_mps, w_radps: 0 };
  }

  #follow(now_s: number, T: SE2): DriveCommand {
    const path = this.#path;
    const count = path.length / 2;
    while (this.#corner < count && this.#isPassed(T)) this.#nextCorner(now_s);
    if (this.#corner >= count) return this.#begin('dock', now_s);
    const i = 2 * this.#corner;
    const left_m = hypot(path[i] - T.x, path[i + 1] - T.y);
    if (left_m < this.#nearest_m - 0.02 || this.#turning) {
      this.#nearest_m = Math.min(this.#nearest_m, left_m);
      this.#progress_s = now_s;
    } else if (now_s - this.#progress_s > PATIENCE_S) {
      this.skipped++;
      this.#nextCorner(now_s);
      return stop;
    }
    const [x, y] = this.#aim(T);
    return this.#towards(T, atan2(y - T.y, x - T.x), left_m);
  }

  #nextCorner(now_s: number): void {
    this.#corner++;
    this.#progress_s = now_s;
    this.#nearest_m = Number.POSITIVE_INFINITY;
  }

  /** Whether the robot is level with the corner, seen along the segment that leads there. */
  #isPassed({ x, y }: SE2): boolean {
    const path = this.#path;
    const i = 2 * this.#corner;
    const dx = path[i] - path[i - 2];
    const dy = path[i + 1] - path[i - 1];
    return (path[i] - x) * dx + (path[i + 1] - y) * dy <= 0.03 * hypot(dx, dy);
  }

  /** The point AHEAD_M farther along the segment than the robot is, at most its corner. */
  #aim({ x, y }: SE2): [number, number] {
    const path = this.#path;
    const i = 2 * this.#corner;
    const dx = path[i] - path[i - 2];
    const dy = path[i + 1] - path[i - 1];
    const length = Math.max(1e-9, hypot(dx, dy));
    const along = ((x - path[i - 2]) * dx + (y - path[i - 1]) * dy) / length;
    const share = Math.min(1, Math.max(0, (along + AHEAD_M) / length));
    return [path[i - 2] + share * dx, path[i - 1] + share * dy];
  }

  #towards(T: SE2, bearing: number, left_m: number): DriveCommand {
    const error = angleDiff(bearing, T.theta);
    if (Math.abs(error) > TURN_FROM_RAD) this.#turning = true;
    else if (Math.abs(error) < TURN_TO_RAD) this.#turning = false;
    const w_radps = Math.min(TURN_RADPS, Math.max(-TURN_RADPS, 4 * error));
    if (this.#turning) return { v_mps: 0, w_radps };
    // Slow before the corner, so that the body doesn't swing past it: v² = 2 a s, a = 0.6 m/s².
    const v_mps = Math.min(SPEED_MPS, Math.sqrt(2 * 0.6 * Math.max(0.02, left_m)));
    return { v_mps: v_mps * Math.max(0.2, 1 - Math.abs(error)), w_radps };
  }

  /** Turns to the dock, then drives in, steering at its middle. */
  #enter(now_s: number, T: SE2): DriveCommand {
    const { x, y, theta } = this.#T_world_docked;
    const ahead = (x - T.x) * cos(theta) + (y - T.y) * sin(theta);
    const aside = -(x - T.x) * sin(theta) + (y - T.y) * cos(theta);
    if (ahead < 0.005 || now_s - this.#since_s > 3 * PATIENCE_S) return this.#begin('rest', now_s);
    const error = angleDiff(theta + 1.5 * aside, T.theta);
    const w_radps = Math.min(1, Math.max(-1, 3 * error));
    return { v_mps: Math.abs(error) > 0.3 ? 0 : 0.1, w_radps };
  }
}

const stop: DriveCommand = { v_mps: 0, w_radps: 0 };
