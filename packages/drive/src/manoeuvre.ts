import { angleDiff, between } from '@homebound/math';
import { clamp } from './clamp.ts';
import { contactAhead, speedBefore } from './contactAhead.ts';
import type { DriveState, Situation } from './situation.ts';
import { turnRate } from './steer.ts';
import type { Trail } from './trail.ts';

/** One short move of a reflex or of getting unstuck. */
export type Move =
  /** Wait until the body has come to rest. */
  | { readonly kind: 'halt' }
  /** Drive back the way the robot came, turns included; where no trail is left, straight back at most `blind_m`. */
  | { readonly kind: 'retrace'; readonly distance_m: number; readonly turn_rad: number; readonly blind_m: number }
  | { readonly kind: 'turn'; readonly by_rad: number }
  | { readonly kind: 'arc'; readonly v_mps: number; readonly w_radps: number; readonly time_s: number };

/** s that any one move may take; a body that can't move must not hold up what comes next. */
const MOVE_LIMIT_S = 4;
const backwards = new Float64Array([0, 0, -0.2, 0]);

/** Moves run one after the other; each step gives the speeds wanted now, and none once the last move is over. */
export class Manoeuvre {
  readonly state: DriveState;
  readonly #moves: readonly Move[];
  readonly #trail: Trail;
  #index = 0;
  #since_s = Number.NaN;
  #from_odom = { x: 0, y: 0, theta: 0 };
  #turned_rad = 0;
  #lastTheta = 0;

  constructor(state: DriveState, moves: readonly Move[], trail: Trail) {
    this.state = state;
    this.#moves = moves;
    this.#trail = trail;
  }

  /** The move at work. */
  get move(): Move | undefined {
    return this.#moves[this.#index];
  }

  step(now: Situation): { v_mps: number; w_radps: number } | undefined {
    for (; this.#index < this.#moves.length; this.#index++, this.#since_s = Number.NaN) {
      const move = this.#moves[this.#index];
      this.#begin(now);
      if (now.now_s - this.#since_s > MOVE_LIMIT_S) continue;
      const speeds = this.#run(move, now);
      if (speeds !== undefined) return speeds;
    }
    return undefined;
  }

  #begin(now: Situation): void {
    const { theta } = now.T_odom_base;
    if (Number.isNaN(this.#since_s)) {
      this.#since_s = now.now_s;
      this.#from_odom = now.T_odom_base;
      this.#turned_rad = 0;
    } else {
      this.#turned_rad += angleDiff(theta, this.#lastTheta);
    }
    this.#lastTheta = theta;
  }

  #run(move: Move, now: Situation): { v_mps: number; w_radps: number } | undefined {
    switch (move.kind) {
      case 'halt': {
        const rests = Math.abs(now.v_mps) < 0.015 && Math.abs(now.w_radps) < 0.05;
        return rests && now.now_s > this.#since_s ? undefined : { v_mps: 0, w_radps: 0 };
      }
      case 'retrace':
        return this.#retrace(move.distance_m, move.turn_rad, move.blind_m, now);
      case 'turn': {
        const missing = move.by_rad - this.#turned_rad;
        return Math.abs(missing) < 0.03 ? undefined : { v_mps: 0, w_radps: turnRate(missing, now.options) };
      }
      case 'arc':
        if (now.now_s - this.#since_s > move.time_s) return undefined;
        return { v_mps: move.v_mps < 0 ? backSpeed(-move.v_mps, now) : move.v_mps, w_radps: move.w_radps };
    }
  }

  #retrace(distance_m: number, turn_rad: number, blind_m: number, now: Situation): ReturnType<Manoeuvre['step']> {
    const back_m = -between(this.#from_odom, now.T_odom_base).x;
    if (back_m >= distance_m || Math.abs(this.#turned_rad) >= turn_rad) return undefined;
    const speed = backSpeed(now.options.backSpeed_mps, now);
    if (speed === 0) return undefined;
    for (;;) {
      const crumb_odom = this.#trail.next(now.T_odom_base);
      if (crumb_odom === undefined) return back_m < blind_m ? { v_mps: speed, w_radps: 0 } : undefined;
      const crumb = between(now.T_odom_base, crumb_odom);
      if (crumb.x < -0.004) return { v_mps: speed, w_radps: clamp(3 * crumb.theta, 1) };
      if (Math.abs(crumb.theta) > 0.03) return { v_mps: 0, w_radps: turnRate(crumb.theta, now.options) };
      this.#trail.drop();
    }
  }
}

/** Backward speed (≤ 0) that the lidar's view to the rear allows; 0 when something stands there. */
export function backSpeed(speed_mps: number, now: Situation): number {
  const { geometry, options } = now;
  const behind = contactAhead(backwards, 2, now.near, geometry.bodyRadius_m, options);
  if (behind.blocked_m <= options.stopGap_m) return 0;
  return -Math.min(speed_mps, Math.max(speedBefore(behind, options), 0.02));
}
