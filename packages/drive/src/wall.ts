import { angleDiff, between, type SE2 } from '@homebound/math';
import { clamp } from './clamp.ts';
import { contactAhead, speedBefore } from './contactAhead.ts';
import type { DriveOptions } from './options.ts';
import type { Activity, DriveResult, Situation, Touch, Wish } from './situation.ts';
import { turnRate } from './steer.ts';

/** m/s along a wall and round its outer corners. */
const SPEED = 0.2;
const CORNER_SPEED = 0.12;
/**
 * Distance e to the wanted line obeys e'' = -v w / ..., so w = -(KP e + KD e') gives s² + KD v s + KP v = 0:
 * at 0.2 m/s a natural frequency of 1.3 rad/s, damped at 0.8.
 */
const KP = 8;
const KD = 10;
/** s; the sensor's millimetres of noise must not shake the robot. */
const FILTER_S = 0.15;
/** m; an error beyond this is closed at the same angle as this. */
const MAX_ERROR = 0.04;
/** m; what is farther is no longer the wall that is followed; round a corner it is found again this near. */
const WALL_LOST = 0.12;
const WALL_FOUND = 0.06;
/** m; the sensor loses the wall late by what the robot drives between two looks and while it slows down. */
const CORNER_LAG = 0.02;
/** rad; turned this far round without a wall there is none. */
const GIVE_UP = 5;
/** rad that the robot turns away from what it bumped. */
const AFTER_BUMP = 0.5;
const MAX_BUMPS = 6;
/** m, share; at an inner corner the robot turns on while it would touch the next wall this soon and more than this head on. */
const CORNER_CLEAR = 0.1;
const BESIDE = 0.35;
const ahead = new Float64Array([0, 0, 0.4, 0]);

/** Follows the wall on the right by the wall sensor: straight on at walls, left at inner corners, round outer ones. */
export class Wall implements Activity {
  readonly frame = 'either';
  lastProgress_s = Number.NEGATIVE_INFINITY;
  readonly #distance: number;
  readonly #speed: number;
  #done = 0;
  #last_odom: SE2 | undefined;
  #gap = Number.NaN;
  #gapRate = 0;
  #sinceWall_m = 0;
  #turnedSinceWall = 0;
  #awayTo_odom: number | undefined;
  #cornering = false;
  #rounding = false;
  #bumps = 0;
  #bumpedAt_m = 0;

  constructor(distance_m: number, maxSpeed_mps: number) {
    this.#distance = distance_m;
    this.#speed = Math.min(SPEED, maxSpeed_mps);
  }

  get progress_m(): number {
    return this.#done;
  }

  get remaining_m(): number {
    return Math.max(0, this.#distance - this.#done);
  }

  step(now: Situation): Wish {
    this.#measure(now);
    if (this.remaining_m <= 0) {
      const halt: Wish = { v_mps: 0, w_radps: 0, state: 'tracking' };
      if (Math.abs(now.v_mps) > 0.03) return halt;
      return { ...halt, result: { outcome: 'arrived', reason: 'followed the wall as far as asked' } };
    }
    if (this.#awayTo_odom !== undefined) {
      const missing = angleDiff(this.#awayTo_odom, now.T_odom_base.theta);
      if (Math.abs(missing) > 0.05) return { v_mps: 0, w_radps: turnRate(missing, now.options), state: 'turning' };
      this.#awayTo_odom = undefined;
    }
    const contact = contactAhead(ahead, 2, now.near, now.geometry.bodyRadius_m, now.options);
    const safe = speedBefore(contact, now.options);
    // Inner corner: turn until the wall that was ahead is beside.
    const turnsOn = this.#cornering && contact.touch_m < CORNER_CLEAR && contact.headOn > BESIDE;
    if (turnsOn || contact.blocked_m < now.options.stopGap_m + 0.01) {
      this.#cornering = true;
      return { v_mps: 0, w_radps: 0.6 * now.options.turnRate_radps, state: 'turning' };
    }
    this.#cornering = false;
    this.#rounding = this.#gap >= (this.#rounding ? WALL_FOUND : WALL_LOST);
    const speeds = !this.#rounding ? this.#along(now.options) : this.#roundOuterCorner(now);
    if (speeds === undefined)
      return { v_mps: 0, w_radps: 0, state: 'tracking', result: { outcome: 'lost', reason: 'no wall on the right' } };
    const share = Math.min(1, Math.min(safe, now.careful_mps) / speeds.v_mps);
    return {
      v_mps: share * speeds.v_mps,
      w_radps: share * speeds.w_radps,
      state: share < 1 ? 'slowing' : 'tracking',
    };
  }

  bumped(touch: Touch, now: Situation): DriveResult | undefined {
    this.#bumps = this.#done < this.#bumpedAt_m + 0.2 ? this.#bumps + 1 : 1;
    this.#bumpedAt_m = this.#done;
    if (this.#bumps > MAX_BUMPS)
      return { outcome: 'blocked', reason: 'bumped again and again at one place', blockedAt_map: touch.at_map };
    const by = touch.left && !touch.centre && !touch.right ? -0.4 * AFTER_BUMP : AFTER_BUMP;
    this.#awayTo_odom = now.T_odom_base.theta + by;
    return undefined;
  }

  #measure(now: Situation): void {
    if (this.#last_odom !== undefined) {
      const moved = between(this.#last_odom, now.T_odom_base);
      if (moved.x > 0) this.#done += moved.x;
      this.#sinceWall_m += moved.x;
      this.#turnedSinceWall += moved.theta;
    }
    this.#last_odom = now.T_odom_base;
    if (this.#done > this.#bumpedAt_m + 0.03 || this.lastProgress_s < 0) this.lastProgress_s = now.now_s;

    const { bodyRadius_m, wallSensor } = now.geometry;
    const gap = now.safety.wallDistance_m - (bodyRadius_m + wallSensor.y_m);
    if (!(gap < WALL_LOST)) {
      this.#gap = Number.POSITIVE_INFINITY;
      this.#gapRate = 0;
      return;
    }
    if (!this.#rounding) this.#sinceWall_m = this.#turnedSinceWall = 0;
    if (this.#gap < WALL_LOST && now.dt_s > 0) {
      const mix = now.dt_s / (FILTER_S + now.dt_s);
      const before = this.#gap;
      this.#gap += mix * (gap - before);
      this.#gapRate += mix * ((this.#gap - before) / now.dt_s - this.#gapRate);
    } else this.#gap = gap;
  }

  #along(options: DriveOptions): { v_mps: number; w_radps: number } {
    const error = clamp(this.#gap - options.wallGap_m, MAX_ERROR);
    const w = clamp(-(KP * error + KD * this.#gapRate), 0.8);
    return { v_mps: this.#speed, w_radps: w };
  }

  /** The wall ended beside the sensor: on until its end is abeam, then round it at the wanted distance. */
  #roundOuterCorner(now: Situation): { v_mps: number; w_radps: number } | undefined {
    const { bodyRadius_m, wallSensor } = now.geometry;
    if (this.#turnedSinceWall < -GIVE_UP) return undefined;
    const v = Math.min(CORNER_SPEED, this.#speed);
    const w = this.#sinceWall_m < wallSensor.x_m - CORNER_LAG ? 0 : -v / (bodyRadius_m + now.options.wallGap_m);
    return { v_mps: v, w_radps: w };
  }
}
