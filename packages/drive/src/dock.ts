import { atan2, hypot, type MapWarp, type SE2 } from '@homebound/math';
import { clamp } from './clamp.ts';
import { speedBefore } from './contactAhead.ts';
import { DockLine } from './dockLine.ts';
import { DockWay } from './dockWay.ts';
import { Follow } from './follow.ts';
import { backSpeed } from './manoeuvre.ts';
import type { DriveOptions } from './options.ts';
import type { Activity, DriveResult, Situation, Touch, Wish } from './situation.ts';
import { pursuitCurvature, turnRate } from './steer.ts';

/** Where the run in may begin, m, approach frame: the first that is open; the next when an attempt failed. */
const STAGES = [
  { x: -0.7, y: 0 },
  { x: -0.55, y: 0 },
  { x: -0.9, y: 0 },
  { x: -0.7, y: 0.16 },
  { x: -0.7, y: -0.16 },
  { x: -0.95, y: 0.3 },
  { x: -0.95, y: -0.3 },
  { x: -0.45, y: 0 },
] as const;
/** m before the dock to which a failed attempt backs out. */
const RETRY = 0.45;
/** m/s far off and near. */
const FAR_SPEED = 0.1;
const NEAR_SPEED = 0.05;
const NEAR = 0.25;
const STAGING_SPEED = 0.2;
/** m past the dock's place in the map that the robot feels on for the contacts: what map and pose may be off. */
const OVERRUN = 0.07;
/** m, rad; a run that is this far off this near to the dock will miss the contacts. */
const LAST_LOOK = 0.12;
const MAX_OFFSET = 0.03;
const MAX_HEADING = 0.25;
/** s at the dock without contact before the attempt counts as failed. */
const CONTACT_WAIT_S = 0.6;
/** s that a run in may stand: at something that may walk on, and at nothing that is seen. */
const LET_PASS_S = 10;
const HELD_S = 6;
/** s after which any phase that has not led to the next has failed. */
const PHASE_LIMIT_S = 40;

const HALT: Wish = { v_mps: 0, w_radps: 0, state: 'docking' };
type Phase = 'approach' | 'aim' | 'enter' | 'wait' | 'retreat';

/**
 * Drives forward into the dock, on the line that map and beams give (DockLine), past what the lidar sees (DockWay). An
 * attempt that fails is followed by one from elsewhere.
 */
export class Dock implements Activity {
  readonly frame = 'map';
  readonly scanReach_m = 1.6;
  lastProgress_s = Number.NEGATIVE_INFINITY;
  readonly #options: DriveOptions;
  readonly #line: DockLine;
  readonly #way = new DockWay();
  #phase: Phase = 'approach';
  #staging: Follow | undefined;
  readonly #tried = new Set<number>();
  #attempt = 1;
  #restages = false;
  #phaseSince_s = Number.NaN;
  /** Nearest to the dock in this run in, and since when. */
  #bestX = Number.NEGATIVE_INFINITY;
  #bestX_s = Number.NaN;
  #start_m = Number.NaN;
  #left_m = 0;

  /** @param T_map_dock the docked base_link's place, +x out of the dock */
  constructor(T_map_dock: SE2, options: DriveOptions) {
    this.#line = new DockLine(T_map_dock, options);
    this.#options = options;
  }

  get progress_m(): number {
    return Number.isNaN(this.#start_m) ? 0 : Math.max(0, this.#start_m - this.#left_m);
  }

  get remaining_m(): number {
    return this.#left_m;
  }

  step(now: Situation): Wish {
    const at = this.#line.place(now);
    this.#left_m = hypot(at.x, at.y);
    if (Number.isNaN(this.#start_m)) this.#start_m = this.#left_m;
    this.lastProgress_s = now.now_s; // bounded by its own attempts
    if (now.dock?.docked === true) {
      const rests = Math.abs(now.v_mps) < 0.02;
      return rests ? { ...HALT, result: { outcome: 'docked', reason: 'the contacts charge' } } : HALT;
    }
    if (Number.isNaN(this.#phaseSince_s)) this.#phaseSince_s = now.now_s;
    if (now.now_s - this.#phaseSince_s > PHASE_LIMIT_S) return this.#fail(now, true);
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

  /** Touching the dock is how docking ends; touching something else on the run in fails the attempt. */
  bumped(touch: Touch, now: Situation): DriveResult | undefined {
    if (this.#phase === 'approach' && this.#staging !== undefined)
      return this.#staging.bumped(touch, now) && this.#fail(now, true).result;
    if (touch.isSeen) this.#way.giveMoreAir();
    return this.#fail(now, this.#bestX < -RETRY).result;
  }

  moveWith(warp: MapWarp): void {
    this.#line.moveWith(warp);
    this.#staging?.moveWith(warp);
  }

  /** To a place from where the run in is nearly straight and free; from where the robot is when that is one. */
  #approach(at: SE2, now: Situation): Wish {
    if (this.#staging === undefined) {
      const room = -at.x - 0.3;
      const isInCone = room > 0 && Math.abs(at.y) < 0.45 * room && -at.x < 1.6;
      if (this.#attempt === 1 && isInCone && this.#way.isOpenFrom(at, at, now)) return this.#go('aim', now);
      const { x, y } = this.#nextStage(at, now);
      const stage_map = this.#line.inMap(x, y);
      this.#staging = new Follow(Float64Array.of(stage_map.x, stage_map.y), STAGING_SPEED, this.#options);
    }
    const wish = this.#staging.step(now);
    if (wish.result === undefined) return { ...wish, state: 'docking' };
    return wish.result.outcome === 'arrived' ? this.#go('aim', now) : this.#fail(now, true);
  }

  /** The first place not tried yet that is open; when there is none, the first not tried. */
  #nextStage(at: SE2, now: Situation): (typeof STAGES)[number] {
    if (this.#tried.size === STAGES.length) this.#tried.clear();
    const left = STAGES.map((_, i) => i).filter((i) => !this.#tried.has(i));
    const index = left.find((i) => this.#way.isOpenFrom(STAGES[i], at, now)) ?? left[0];
    this.#tried.add(index);
    return STAGES[index];
  }

  #aim(at: SE2, now: Situation): Wish {
    this.#way.find(at, at, now);
    const { x, y } = this.#way.target;
    const off = atan2(y, x);
    if (Math.abs(off) > 0.06) return { v_mps: 0, w_radps: turnRate(off, this.#options), state: 'docking' };
    return this.#go('enter', now);
  }

  #enter(at: SE2, now: Situation): Wish {
    if (at.x > OVERRUN) return this.#fail(now, false);
    const missing = Math.abs(at.y) > MAX_OFFSET || Math.abs(at.theta) > MAX_HEADING;
    if (at.x > -LAST_LOOK && missing) return this.#fail(now, false);
    this.#way.find(at, at, now);
    const { x, y } = this.#way.target;
    if (Math.abs(atan2(y, x)) > 0.9) return this.#go('aim', now);
    const contact = this.#way.contact(now);
    const v = Math.min(-at.x < NEAR ? NEAR_SPEED : FAR_SPEED, speedBefore(contact, this.#options));
    if (at.x > this.#bestX + 0.005) {
      this.#bestX = at.x;
      this.#bestX_s = now.now_s;
    }
    if (now.now_s - this.#bestX_s > (v < 0.02 ? LET_PASS_S : HELD_S)) return this.#fail(now, true);
    return { v_mps: v, w_radps: clamp(v * pursuitCurvature(x, y), 0.6), state: 'docking' };
  }

  #retreat(at: SE2, now: Situation): Wish {
    const v = at.x > -RETRY ? backSpeed(this.#options.backSpeed_mps, now) : 0;
    if (v < 0) return { v_mps: v, w_radps: clamp(-2 * at.theta, 0.4), state: 'docking' };
    this.#staging = undefined;
    return this.#go(this.#restages ? 'approach' : 'aim', now);
  }

  /** @param elsewhere  the next attempt begins at another place, not just farther back */
  #fail(now: Situation, elsewhere: boolean): Wish {
    if (this.#attempt >= this.#options.dockAttempts) {
      const seen = this.#line.sawBeam ? 'its beams were seen' : 'its beams were never seen';
      const reason = `no contact with the dock in ${this.#attempt} attempts; ${seen}`;
      return { ...HALT, result: { outcome: 'dock_not_found', reason } };
    }
    this.#line.search(this.#attempt);
    this.#attempt++;
    // Twice in a row from the same place is enough.
    this.#restages = elsewhere || this.#attempt % 3 === 0;
    this.#bestX = Number.NEGATIVE_INFINITY;
    return this.#go('wait', now);
  }

  #go(phase: Phase, now: Situation): Wish {
    this.#phase = phase;
    this.#phaseSince_s = now.now_s;
    return HALT;
  }
}
