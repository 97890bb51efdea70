import { atan2, between, hypot, type MapWarp, type SE2, tan } from '@homebound/math';
import { clamp } from './clamp.ts';
import { contactAhead, speedBefore } from './contactAhead.ts';
import { Follow } from './follow.ts';
import { backSpeed } from './manoeuvre.ts';
import type { DriveOptions } from './options.ts';
import type { Activity, DriveResult, Situation, Wish } from './situation.ts';
import { pursuitCurvature, turnRate } from './steer.ts';

/** m before the dock where the straight run in begins, and to which a failed attempt backs out: room to centre in. */
const STAGE = 0.7;
const RETRY = 0.45;
/** m/s far off and near. */
const FAR_SPEED = 0.1;
const NEAR_SPEED = 0.05;
const NEAR = 0.25;
/** m past the dock's place in the map that the robot feels on for the contacts: what map and pose may be off. */
const OVERRUN = 0.07;
/** m, rad; a run that is this far off this near to the dock will miss the contacts. */
const LAST_LOOK = 0.12;
const MAX_OFFSET = 0.03;
const MAX_HEADING = 0.25;
/** m; the map's dock is not farther off than this, whatever the beams say. */
const MAX_CORRECTION = 0.2;
/** m/s at which the beams shift the centre line. */
const CORRECTION_RATE = 0.06;
/** m; where the centre line is looked for when an attempt saw no beam. */
const SEARCH = [0, 0.06, -0.06];
/** s at the dock without contact before the attempt counts as failed. */
const CONTACT_WAIT_S = 0.6;
/** s after which any phase that has not led to the next has failed. */
const PHASE_LIMIT_S = 25;
/** m before the docked place from which on the dock itself is what the lidar sees. */
const DOCK_FRONT = 0.25;

const HALT: Wish = { v_mps: 0, w_radps: 0, state: 'docking' };
type Phase = 'approach' | 'aim' | 'enter' | 'wait' | 'retreat';

/**
 * Drives forward into the dock. All is done in the approach frame: origin where the docked base_link stands, +x into the
 * dock, so the robot comes along the x axis from about -1 and green is on its left (+y).
 *
 *   green only ╲        y > r tan(a)       The map says where the axis is to a few cm; the beams say on which
 *               ╲______                    side of it the robot is, exactly. So the axis is shifted just as far
 *   both    ●──▶ ______ ▐ dock             as the map's place contradicts the beams (a set-membership filter).
 *               ╱
 *   red only   ╱        y < -r tan(a)
 */
export class Dock implements Activity {
  readonly frame = 'map';
  lastProgress_s = Number.NEGATIVE_INFINITY;
  #T_map_approach: SE2;
  readonly #options: DriveOptions;
  #phase: Phase = 'approach';
  #staging: Follow | undefined;
  #attempt = 1;
  #axisShift = 0;
  #sawBeam = false;
  #phaseSince_s = Number.NaN;
  #start_m = Number.NaN;
  #left_m = 0;
  /** Straight ahead, up to the dock's front. */
  readonly #way = new Float64Array(4);

  /** @param T_map_dock the docked base_link's place, +x out of the dock */
  constructor(T_map_dock: SE2, options: DriveOptions) {
    this.#T_map_approach = { ...T_map_dock, theta: T_map_dock.theta + Math.PI };
    this.#options = options;
  }

  get progress_m(): number {
    return Number.isNaN(this.#start_m) ? 0 : Math.max(0, this.#start_m - this.#left_m);
  }

  get remaining_m(): number {
    return this.#left_m;
  }

  step(now: Situation): Wish {
    const at = this.#place(now);
    this.lastProgress_s = now.now_s; // bounded by its own attempts
    if (now.dock?.docked === true) {
      const rests = Math.abs(now.v_mps) < 0.02;
      return rests ? { ...HALT, result: { outcome: 'docked', reason: 'the contacts charge' } } : HALT;
    }
    if (Number.isNaN(this.#phaseSince_s)) this.#phaseSince_s = now.now_s;
    if (now.now_s - this.#phaseSince_s > PHASE_LIMIT_S) return this.#fail(now);
    switch (this.#phase) {
      case 'approach':
        return this.#approach(at, now);
      case 'aim':
        return this.#aim(at, now);
      case 'enter':
        return this.#enter(at, now);
      case 'wait':
        if (now.now_s - this.#phaseSince_s < CONTACT_WAIT_S) return HALT;
        return this.#go('retreat', now);
      case 'retreat':
        return this.#retreat(at, now);
    }
  }

  /** Touching the dock is how docking ends; touching something else on the way fails the attempt. */
  bumped(_: unknown, now: Situation): DriveResult | undefined {
    return this.#fail(now).result;
  }

  moveWith(warp: MapWarp): void {
    this.#T_map_approach = warp.movePose(this.#T_map_approach);
    this.#staging?.moveWith(warp);
  }

  /** Where the robot is in the approach frame, the axis moved to where the beams say it is. */
  #place(now: Situation): SE2 {
    const at = between(this.#T_map_approach, now.T_map_base);
    this.#left_m = hypot(at.x, at.y);
    if (Number.isNaN(this.#start_m)) this.#start_m = this.#left_m;
    const { greenBeam = false, redBeam = false } = now.dock ?? {};
    const facing = at.theta < 1 && at.theta > -1;
    if ((greenBeam || redBeam) && facing) {
      this.#sawBeam = true;
      const half = Math.max(0, this.#options.dockEmitter_m - at.x) * tan(this.#options.dockBothBeams_rad);
      const y = at.y - this.#axisShift;
      const low = redBeam ? (greenBeam ? -half : Number.NEGATIVE_INFINITY) : half;
      const high = greenBeam ? (redBeam ? half : Number.POSITIVE_INFINITY) : -half;
      const wrong = y - Math.min(Math.max(y, low), high);
      this.#axisShift = clamp(this.#axisShift + clamp(wrong, CORRECTION_RATE * now.dt_s), MAX_CORRECTION);
    }
    return { x: at.x, y: at.y - this.#axisShift, theta: at.theta };
  }

  /** To a place from where the run in is nearly straight; at once when the robot is there. */
  #approach(at: SE2, now: Situation): Wish {
    const room = -at.x - 0.3;
    if (this.#staging === undefined && room > 0 && Math.abs(at.y) < 0.45 * room && -at.x < 1.6)
      return this.#go('aim', now);
    if (this.#staging === undefined) {
      const { x, y, theta } = this.#T_map_approach;
      const stage = between({ x: 0, y: 0, theta: -theta }, { x: -STAGE, y: 0, theta: 0 });
      this.#staging = new Follow(Float64Array.of(x + stage.x, y + stage.y), 0.2, this.#options);
    }
    const wish = this.#staging.step(now);
    if (wish.result === undefined) return { ...wish, state: 'docking' };
    if (wish.result.outcome !== 'arrived') return { ...wish, state: 'docking' };
    return this.#go('aim', now);
  }

  #aim(at: SE2, now: Situation): Wish {
    const target = this.#steerAt(at);
    const off = atan2(target.y, target.x);
    if (Math.abs(off) > 0.06) return { v_mps: 0, w_radps: turnRate(off, this.#options), state: 'docking' };
    return this.#go('enter', now);
  }

  #enter(at: SE2, now: Situation): Wish {
    if (at.x > OVERRUN) return this.#fail(now);
    const missing = Math.abs(at.y) > MAX_OFFSET || Math.abs(at.theta) > MAX_HEADING;
    if (at.x > -LAST_LOOK && missing) return this.#fail(now);
    const target = this.#steerAt(at);
    if (Math.abs(atan2(target.y, target.x)) > 0.9) return this.#go('aim', now);
    this.#way[2] = Math.max(0, -at.x - DOCK_FRONT);
    const contact = contactAhead(this.#way, 2, now.near, now.geometry.bodyRadius_m, this.#options);
    const v = Math.min(-at.x < NEAR ? NEAR_SPEED : FAR_SPEED, speedBefore(contact, this.#options));
    return { v_mps: v, w_radps: clamp(v * pursuitCurvature(target.x, target.y), 0.6), state: 'docking' };
  }

  #retreat(at: SE2, now: Situation): Wish {
    const v = at.x > -RETRY ? backSpeed(this.#options.backSpeed_mps, now) : 0;
    if (v === 0) return this.#go('aim', now);
    return { v_mps: v, w_radps: clamp(-2 * at.theta, 0.4), state: 'docking' };
  }

  /** The point of the axis to steer at, in the base frame: half of the way left, so that the run ends straight. */
  #steerAt(at: SE2): SE2 {
    const ahead = Math.min(0.5, Math.max(0.15, -0.5 * at.x));
    return between(at, { x: at.x + ahead, y: 0, theta: 0 });
  }

  #fail(now: Situation): Wish {
    if (this.#attempt >= this.#options.dockAttempts) {
      const seen = this.#sawBeam ? 'its beams were seen' : 'its beams were never seen';
      const reason = `no contact with the dock in ${this.#attempt} attempts; ${seen}`;
      return { ...HALT, result: { outcome: 'dock_not_found', reason } };
    }
    if (!this.#sawBeam) this.#axisShift = SEARCH[this.#attempt % SEARCH.length];
    this.#attempt++;
    return this.#go('wait', now);
  }

  #go(phase: Phase, now: Situation): Wish {
    this.#phase = phase;
    this.#phaseSince_s = now.now_s;
    return HALT;
  }
}
