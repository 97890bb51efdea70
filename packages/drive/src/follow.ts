import { angleDiff, atan2, between, compose, cos, hypot, type MapWarp, sin } from '@homebound/math';
import { type ContactAhead, contactAhead, speedBefore } from './contactAhead.ts';
import type { DriveOptions } from './options.ts';
import { PathRows, ROW_M } from './pathRows.ts';
import type { Activity, DriveResult, Situation, Touch, Wish } from './situation.ts';
import { pursuitCurvature, steerAhead, turnTo } from './steer.ts';
import { type Leg, TrackedPath } from './trackedPath.ts';
import { WayRound } from './wayRound.ts';

/** m; a robot this near the path's start is on it and need not drive to it first. */
const ON_PATH = 0.05;
/** m; the end counts as reached within this, and is driven to once more when it is missed by more. */
const AT_END = 0.02;
/** m before a leg's end where braking is left to the body: what it rolls in one control step at creeping speed. */
const END_SLACK = 0.004;
/** m/s; slower than this wheels stick. */
const CREEP = 0.025;
/** rad; heading errors below this are steered out while driving, larger ones turned out on the spot. */
const AIM = 0.03;
const AIM_WHILE_ROLLING = 0.35;
/** rad; pushed round this far, the robot stops and turns back to its path. */
const OFF_HEADING = 0.9;
/** m; bumps within this stretch of path belong to the same thing; after so many the way is blocked. */
const SAME_BUMP = 0.4;
const MAX_BUMPS = 5;
const MAX_SEEN_BUMPS = 2;
/** m of air more for the next stretch after each touch of something that the lidar sees. */
const MORE_AIR = 0.008;
/** Rows of the path ahead that are looked at: 0.6 m. */
const ROWS = 16;
/** s; blocked on and off for so long without progress is blocked, once it has been looked at twice. */
const STOP_AND_GO_S = 5;
const LOOK_TWICE_S = 0.5;
/** s that somebody who moves about in the way is given to pass. */
const LET_PASS_S = 15;
/** m within which a return is taken for the same thing as before. */
const SAME_PLACE = 0.06;
/** How often a missed end is driven to again. */
const MAX_CORRECTIONS = 2;

/** Tracks a way-point path in the map: along its legs by pursuit, at sharp corners turning in place. */
export class Follow implements Activity {
  readonly frame = 'map';
  lastProgress_s = Number.NEGATIVE_INFINITY;
  readonly #options: DriveOptions;
  readonly #maxSpeed: number;
  readonly #given: Float64Array;
  #path: TrackedPath | undefined;
  #legIndex = 0;
  #turning = true;
  #s = 0;
  #bestS = 0;
  #leastTurn = Number.POSITIVE_INFINITY;
  #blockedSince_s = Number.NaN;
  #blockedLast_s = Number.NaN;
  #bumps = 0;
  #seenBumps = 0;
  #bumpedAt_m = 0;
  /** What blocked the way since it last came on, and for how long it waited for that to pass: a person, a pet. */
  #blocker_map: { x: number; y: number } | undefined;
  #letPass_s = 0;
  #corrections = 0;
  #cutShort = false;
  #moreAir_m = 0;
  #moreAirUntil_m = 0;
  readonly #rows = new PathRows(ROWS);
  readonly #round = new WayRound(ROWS);
  /** The way ahead in the base frame: the robot, half of the arc to the steering target, the target, the way beyond it. */
  readonly #way = new Float64Array(2 * (ROWS + 3));
  #nWay = 0;

  /** @param path_map way-points, m, interleaved, at least one */
  constructor(path_map: Float64Array, maxSpeed_mps: number, options: DriveOptions) {
    this.#given = path_map;
    this.#maxSpeed = maxSpeed_mps;
    this.#options = options;
  }

  get progress_m(): number {
    return this.#s;
  }

  get remaining_m(): number {
    return this.#path === undefined ? 0 : this.#path.length_m - this.#s;
  }

  step(now: Situation): Wish {
    this.#path ??= this.#join(this.#given, now);
    const leg = this.#path.legs[this.#legIndex];
    if (leg === undefined) return this.#arrive(now);
    return this.#turning ? this.#turn(leg, now) : this.#drive(leg, now);
  }

  bumped(touch: Touch, now: Situation): DriveResult | undefined {
    const path = this.#path;
    const leg = path?.legs[this.#legIndex];
    if (path === undefined || leg === undefined) return undefined;
    this.#bumps = this.#s < this.#bumpedAt_m + SAME_BUMP ? this.#bumps + 1 : 1;
    this.#bumpedAt_m = this.#s;
    const left_m = path.s[leg.to] - this.#s;
    if (!this.#turning && left_m <= this.#options.shortOfEnd_m + 0.02) {
      this.#cutShort = true;
      this.#nextLeg(now);
      return undefined;
    }
    this.#seenBumps = this.#bumps === 1 ? 0 : this.#seenBumps;
    if (touch.isSeen && !touch.isGlancing) this.#seenBumps++;
    if (this.#bumps > MAX_BUMPS || this.#seenBumps > MAX_SEEN_BUMPS)
      return {
        outcome: 'blocked',
        reason: `bumped ${this.#bumps} times on the same stretch`,
        blockedAt_map: touch.at_map,
      };
    // What is seen and touched all the same stands a little nearer than the lidar says; the unseen is remembered as felt.
    this.#moreAir_m = Math.max(MORE_AIR * this.#seenBumps, touch.isGlancing ? 0.5 * MORE_AIR : 0);
    this.#moreAirUntil_m = this.#s + SAME_BUMP;
    if (touch.isGlancing) return undefined;
    // Too near for a bend: the way round begins with a turn in place.
    this.#turning = true;
    this.#leastTurn = Number.POSITIVE_INFINITY;
    return undefined;
  }

  /** The path goes on where the robot is on it. */
  moveWith(warp: MapWarp): void {
    warp.moveInto(this.#given, this.#given, this.#given.length >> 1);
    const path = this.#path;
    if (path === undefined) return;
    const now = path.moveWith(warp);
    this.#s = now(this.#s);
    this.#bestS = now(this.#bestS);
    this.#bumpedAt_m = now(this.#bumpedAt_m);
  }

  /** The path from where the robot is: begun at its nearest point when the robot is on it, driven to otherwise. */
  #join(xy: Float64Array, now: Situation): TrackedPath {
    this.lastProgress_s = now.now_s;
    const { x, y } = now.T_map_base;
    if (xy.length > 2) {
      const path = new TrackedPath(xy, this.#maxSpeed, this.#options);
      const first = path.legs[0];
      if (first !== undefined) {
        const s = path.project(first, x, y, 0, 0.5);
        const at = path.pointAt(first, s);
        if (hypot(at.x - x, at.y - y) <= ON_PATH) {
          this.#s = this.#bestS = s;
          const turn = path.sharpestTurn(first, s, s + this.#options.maxSteerAhead_m);
          const target = path.pointAt(first, s + steerAhead(now.v_mps, turn, this.#options));
          const off = angleDiff(atan2(target.y - y, target.x - x), now.T_map_base.theta);
          this.#turning = Math.abs(off) > (now.v_mps > 0.05 ? AIM_WHILE_ROLLING : AIM);
          return path;
        }
      }
    }
    return new TrackedPath([x, y, ...xy], this.#maxSpeed, this.#options);
  }

  #turn(leg: Leg, now: Situation): Wish {
    const path = this.#path as TrackedPath;
    const from = Math.max(this.#s, path.s[leg.from]);
    const target = this.#lookAlong(leg, from, this.#maxSpeed, now);
    const near = hypot(target.x, target.y) < 0.02;
    const off = near ? atan2(this.#rows.uy[0], this.#rows.ux[0]) : atan2(target.y, target.x);
    const missing = Math.abs(off);
    if (missing < this.#leastTurn - 0.05) {
      this.#leastTurn = missing;
      this.lastProgress_s = now.now_s;
    }
    if (missing > AIM) return turnTo(now.T_map_base.theta + off, now);
    this.#turning = false;
    return this.#drive(leg, now);
  }

  #drive(leg: Leg, now: Situation): Wish {
    const path = this.#path as TrackedPath;
    const { x, y, theta } = now.T_map_base;
    this.#s = path.project(leg, x, y, Math.max(path.s[leg.from], this.#s - 0.2), this.#s + 0.3);
    if (this.#s > this.#bestS + 0.02) {
      this.#blocker_map = undefined;
      this.#letPass_s = 0;
      this.#bestS = this.#s;
      this.lastProgress_s = now.now_s;
    }
    // Way left along the last direction: also falls when the robot runs beside the path or past its end.
    const end = path.pointAt(leg, path.s[leg.to]);
    const past = (x - end.x) * cos(end.heading) + (y - end.y) * sin(end.heading);
    const inLastSegment = this.#s >= path.s[leg.to - 1];
    const left = inLastSegment ? -past : path.s[leg.to] - this.#s;
    if (left <= END_SLACK) return this.#stopAtEnd(now);

    const target = this.#lookAlong(leg, this.#s, now.v_mps, now);
    const off = atan2(target.y, target.x);
    if (Math.abs(off) > OFF_HEADING && hypot(target.x, target.y) > 0.03) {
      this.#turning = true;
      this.#leastTurn = Number.POSITIVE_INFINITY;
      return turnTo(theta + off, now);
    }
    const curvature = pursuitCurvature(target.x, target.y);
    const swept_m = now.geometry.bodyRadius_m + this.#options.bodyMargin_m;
    const contact = contactAhead(this.#way, this.#nWay, now.near, swept_m, this.#options);
    const safe = speedBefore(contact, this.#options);

    if (contact.blocked_m <= this.#options.stopGap_m + 0.01) return this.#blocked(left, contact, now);
    const size = Math.abs(curvature);
    const steerable = this.#options.turnRate_radps / Math.max(size, 1e-6);
    const planned = Math.min(path.speedAt(leg, path.s[leg.to] - left), this.#maxSpeed, steerable, now.careful_mps);
    const v = Math.min(Math.max(planned, CREEP), Math.max(safe, 0));
    const slowed = safe < planned;
    return { v_mps: v, w_radps: v * curvature, state: slowed ? 'slowing' : 'tracking' };
  }

  #stopAtEnd(now: Situation): Wish {
    if (Math.abs(now.v_mps) < 0.03) this.#nextLeg(now);
    return { v_mps: 0, w_radps: 0, state: 'tracking' };
  }

  #nextLeg(now: Situation): void {
    const path = this.#path as TrackedPath;
    this.#s = Math.max(this.#s, path.s[path.legs[this.#legIndex].to]);
    this.#bestS = this.#s;
    this.#legIndex++;
    this.#turning = true;
    this.#leastTurn = Number.POSITIVE_INFINITY;
    this.#moreAirUntil_m = 0;
    this.lastProgress_s = now.now_s;
  }

  #arrive(now: Situation): Wish {
    const path = this.#path as TrackedPath;
    const n = path.x.length - 1;
    const { x, y } = now.T_map_base;
    const missed = hypot(path.x[n] - x, path.y[n] - y);
    if (
      missed > AT_END &&
      missed < 2 * this.#options.shortOfEnd_m &&
      !this.#cutShort &&
      this.#corrections < MAX_CORRECTIONS
    ) {
      this.#corrections++;
      this.#path = new TrackedPath([x, y, path.x[n], path.y[n]], this.#maxSpeed, this.#options);
      this.#legIndex = 0;
      this.#s = this.#bestS = 0;
      this.#turning = true;
      return this.step(now);
    }
    const reason =
      missed <= AT_END
        ? 'at the end of the path'
        : `${(100 * missed).toFixed(0)} cm off the end: something stands near it`;
    return { v_mps: 0, w_radps: 0, state: 'tracking', result: { outcome: 'arrived', reason } };
  }

  #blocked(left_m: number, contact: ContactAhead, now: Situation): Wish {
    const halt: Wish = { v_mps: 0, w_radps: 0, state: 'slowing' };
    if (Math.abs(now.v_mps) > 0.03) return halt;
    if (left_m <= this.#options.shortOfEnd_m) {
      this.#cutShort = true;
      this.#nextLeg(now);
      return halt;
    }
    const { x, y } = compose(now.T_map_base, { x: contact.x, y: contact.y, theta: 0 });
    const hasMoved = this.#blocker_map !== undefined && !isStillThere(this.#blocker_map, now);
    if (hasMoved && this.#letPass_s < LET_PASS_S) {
      // Standing for somebody who passes is no being stuck.
      this.#letPass_s += now.now_s - this.lastProgress_s;
      this.lastProgress_s = now.now_s;
    }
    if (hasMoved || !(now.now_s - this.#blockedLast_s < LOOK_TWICE_S)) {
      this.#blockedSince_s = now.now_s;
      this.#blocker_map = { x, y };
    }
    this.#blockedLast_s = now.now_s;
    const waited_s = now.now_s - this.#blockedSince_s;
    const stood_s = now.now_s - this.lastProgress_s;
    const patience_s = stood_s < STOP_AND_GO_S ? this.#options.blockedPatience_s : LOOK_TWICE_S;
    if (waited_s < patience_s) return halt;
    const reason = 'the lidar sees something in the way';
    return { ...halt, result: { outcome: 'blocked', reason, blockedAt_map: { x, y } } };
  }

  /**
   * Finds the way round what stands beside the path from arc length s on, and the point of it to steer at, in the base frame.
   * @param v_mps the faster, the farther ahead
   */
  #lookAlong(leg: Leg, s_m: number, v_mps: number, now: Situation): { x: number; y: number } {
    const path = this.#path as TrackedPath;
    const rows = this.#rows;
    rows.lay(path, leg, s_m, now.T_map_base);
    const { air_m, closeUpRight_m, closeUpLeft_m } = this.#options;
    const extra_m = s_m < this.#moreAirUntil_m ? this.#moreAir_m : 0;
    const { bodyRadius_m } = now.geometry;
    // The robot is at the origin of the rows' frame.
    const from_m = rows.x[0] * rows.uy[0] - rows.y[0] * rows.ux[0];
    this.#round.find(rows, from_m, [now.near, now.barred], now.felt, {
      bodyRadius_m,
      air_m: air_m + extra_m,
      closeUpRight_m,
      closeUpLeft_m,
    });
    const turn = Math.max(
      path.sharpestTurn(leg, s_m, s_m + this.#options.maxSteerAhead_m),
      this.#round.sharpestShift(rows.n),
    );
    const ahead_m = steerAhead(v_mps, turn, this.#options);
    this.#layWay(ahead_m, path.s[leg.to] - s_m);
    return this.#pointOnWay(ahead_m);
  }

  /** A point of the way found last, this far along the path ahead; past the last row it goes on straight. */
  #pointOnWay(ahead_m: number): { x: number; y: number } {
    const rows = this.#rows;
    const { offset_m } = this.#round;
    const k = Math.min(Math.floor(ahead_m / ROW_M), rows.n - 1);
    const rest = ahead_m - k * ROW_M;
    const slope = k + 1 < rows.n ? (offset_m[k + 1] - offset_m[k]) / ROW_M : 0;
    const d = offset_m[k] + rest * slope;
    return {
      x: rows.x[k] + rest * rows.ux[k] - d * rows.uy[k],
      y: rows.y[k] + rest * rows.uy[k] + d * rows.ux[k],
    };
  }

  /** The way to the steering target, or the leg's end when that comes first, and on along the rows. */
  #layWay(ahead_m: number, left_m: number): void {
    const way = this.#way;
    const rows = this.#rows;
    const { offset_m } = this.#round;
    const to_m = Math.min(ahead_m, left_m);
    const target = this.#pointOnWay(to_m);
    way[0] = way[1] = 0;
    way[2] = 0.5 * target.x;
    way[3] = 0.25 * target.y; // the robot leaves along its heading: half-way along a shallow arc it is a quarter off
    way[4] = target.x;
    way[5] = target.y;
    let n = 3;
    for (let k = Math.floor(to_m / ROW_M) + 1; k < rows.n; k++, n++) {
      way[2 * n] = rows.x[k] - offset_m[k] * rows.uy[k];
      way[2 * n + 1] = rows.y[k] + offset_m[k] * rows.ux[k];
    }
    this.#nWay = n;
  }
}

/** Whether the lidar still sees something where it saw it before. */
function isStillThere(at_map: { readonly x: number; readonly y: number }, { T_map_base, near }: Situation): boolean {
  const at = between(T_map_base, { ...at_map, theta: 0 });
  for (let i = 0; i < 2 * near.n; i += 2) {
    const dx = near.xy[i] - at.x;
    const dy = near.xy[i + 1] - at.y;
    if (dx * dx + dy * dy < SAME_PLACE * SAME_PLACE) return true;
  }
  return false;
}
