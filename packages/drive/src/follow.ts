import { angleDiff, atan2, cos, hypot, type MapWarp, sin } from '@homebound/math';
import { BlockedWay } from './blockedWay.ts';
import { type ContactAhead, speedBefore } from './contactAhead.ts';
import type { NearPoints } from './nearPoints.ts';
import type { DriveOptions } from './options.ts';
import type { Activity, DriveResult, Situation, Touch, Wish } from './situation.ts';
import { steerAhead, turnTo } from './steer.ts';
import { type Leg, TrackedPath } from './trackedPath.ts';
import { type Target, WayAhead } from './wayAhead.ts';

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
/** m before the corner of a room where the wall ahead is looked for, and share of the body's width that is its front. */
const CORNER = 0.1;
const FRONT = 0.7;
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
  #bumps = 0;
  #seenBumps = 0;
  #bumpedAt_m = 0;
  #corrections = 0;
  #cutShort = false;
  #moreAir_m = 0;
  #moreAirUntil_m = 0;
  readonly #ahead = new WayAhead();
  readonly #blockage = new BlockedWay();

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
    const off = near ? this.#ahead.bearing_rad : atan2(target.y, target.x);
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
      this.#blockage.passed();
      this.#bestS = this.#s;
      this.lastProgress_s = now.now_s;
    }
    // Way left along the last direction: also falls when the robot runs beside the path or past its end.
    const end = path.pointAt(leg, path.s[leg.to]);
    const past = (x - end.x) * cos(end.heading) + (y - end.y) * sin(end.heading);
    const inLastSegment = this.#s >= path.s[leg.to - 1];
    const planned_m = inLastSegment ? -past : path.s[leg.to] - this.#s;
    const left = planned_m + this.#beyondEnd(end.heading, planned_m, now);
    if (left <= END_SLACK) return this.#stopAtEnd(now);

    const target = this.#lookAlong(leg, this.#s, now.v_mps, now);
    const off = atan2(target.y, target.x);
    if (Math.abs(off) > OFF_HEADING && hypot(target.x, target.y) > 0.03) {
      this.#turning = true;
      this.#leastTurn = Number.POSITIVE_INFINITY;
      return turnTo(theta + off, now);
    }
    const curvature = this.#ahead.curvatureTo(target);
    const contact = this.#ahead.contact(now);
    const safe = speedBefore(contact, this.#options);

    if (contact.blocked_m <= this.#options.stopGap_m + 0.01) return this.#blocked(left, contact, now);
    const size = Math.abs(curvature);
    const steerable = this.#options.turnRate_radps / Math.max(size, 1e-6);
    const planned = Math.min(path.speedAt(leg, path.s[leg.to] - left), this.#maxSpeed, steerable, now.careful_mps);
    const v = Math.min(Math.max(planned, CREEP), Math.max(safe, 0));
    const slowed = safe < planned;
    return { v_mps: v, w_radps: v * curvature, state: slowed ? 'slowing' : 'tracking' };
  }

  /**
   * m that a leg leads on beyond its end: up to the wall there, when the next leg goes left along it. Else the corner of a room
   * keeps a strip as wide as the map is off.
   */
  #beyondEnd(heading_map: number, left_m: number, { near, T_map_base, geometry, options }: Situation): number {
    const path = this.#path as TrackedPath;
    const next = path.legs[this.#legIndex + 1];
    if (left_m > CORNER || next === undefined) return 0;
    const turn = angleDiff(path.pointAt(next, path.s[next.from]).heading, heading_map);
    if (turn < options.sharpCorner_rad) return 0;
    const more_m = roomAhead(heading_map - T_map_base.theta, near, geometry.bodyRadius_m) - options.air_m - left_m;
    return more_m > 0 && more_m <= options.closeUpRight_m ? more_m : 0;
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
    const waited = this.#blockage.wait(contact, now.now_s - this.lastProgress_s, now);
    if (waited === 'passing') this.lastProgress_s = now.now_s;
    if (typeof waited === 'string') return halt;
    const isSeen = hasAt(now.returns, contact);
    const reason = isSeen ? 'the lidar sees something in the way' : 'something lies in the way';
    return { ...halt, result: { outcome: 'blocked', reason, blockedAt_map: waited } };
  }

  /** The point to steer at from arc length s on, in the base frame. */
  #lookAlong(leg: Leg, s_m: number, v_mps: number, now: Situation): Target {
    const moreAir_m = s_m < this.#moreAirUntil_m ? this.#moreAir_m : 0;
    return this.#ahead.find(this.#path as TrackedPath, leg, s_m, v_mps, moreAir_m, now);
  }
}

/** Whether a contact is with one of these points. */
function hasAt({ xy, n }: NearPoints, { x, y }: ContactAhead): boolean {
  for (let i = 0; i < 2 * n; i += 2) if (xy[i] === x && xy[i + 1] === y) return true;
  return false;
}

/** m from the front of a disc to what lies before it, towards a bearing. */
function roomAhead(bearing_rad: number, { xy, n }: NearPoints, R: number): number {
  const c = cos(bearing_rad);
  const s = sin(bearing_rad);
  let room = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 2 * n; i += 2) {
    const a = xy[i] * c + xy[i + 1] * s;
    const b = xy[i + 1] * c - xy[i] * s;
    // What lies beside it is the other wall of the corner.
    if (a < 0 || b > FRONT * R || b < -FRONT * R) continue;
    room = Math.min(room, a - Math.sqrt(R * R - b * b));
  }
  return room;
}
