// Driving about by the lidar alone: how a robot that has lost its place looks around in the benchmarks.
import type { ScanPoints } from '@homebound/lidar';
import { angleDiff, cos, hypot, type SE2, sin, wrapAngle } from '@homebound/math';

/** Speeds of a robot that looks around, m/s and rad/s. */
export interface WanderCommand {
  readonly v: number;
  readonly w: number;
}

/** Headings looked at: every 7.5°. */
const HEADINGS = 48;
/** Half the width that the robot wants, and needs. */
const HALF_WIDTH_M = 0.22;
const BODY_RADIUS_M = 0.172;
/** It stops this far before what lies ahead of its nose. */
const KEEP_OFF_M = 0.12;
/** More room than this is no better. */
const FAR_M = 2.5;
/** Floor this near to where it has been is no news. */
const KNOWN_M = 0.6;
const SPEED_MPS = 0.2;
const TURN_RADPS = 1;
/** It sets out when it points this well. */
const AIM_RAD = 0.15;
/** What a metre of known floor, a radian of turn, and a heading where it got stuck cost, in metres of room. */
const KNOWN_COST = 0.8;
const TURN_COST_M = 0.15;
const STUCK_COST_M = 3;
/** So many scans on the spot while it should drive mean that it is stuck. */
const STUCK_SCANS = 6;

interface Leg {
  readonly heading_rad: number;
  readonly T_odom_from: SE2;
  /** How far it goes, m; shrinks when something comes nearer. */
  room_m: number;
}

/**
 * Turns to where there is most room that it has not been to, drives there, and so on. No map; poses are odometry's.
 */
export class Wander {
  #leg: Leg | undefined;
  #pts = new Float64Array(0);
  #T_odom_scan: SE2 = { x: 0, y: 0, theta: 0 };
  #halfWidth_m = HALF_WIDTH_M;
  readonly #trail: SE2[] = [];
  #still = 0;
  #stuck_rad: number | undefined;

  /** Takes a scan, in the base frame of the pose. */
  look({ pts_base, hits }: ScanPoints, T_odom_base: SE2): void {
    this.#noteProgress(T_odom_base);
    this.#pts = pts_base.slice(0, 2 * hits);
    this.#T_odom_scan = T_odom_base;
    this.#halfWidth_m = Math.max(BODY_RADIUS_M, Math.min(HALF_WIDTH_M, 0.97 * this.#nearest()));
    if (this.#leg === undefined) this.#choose(T_odom_base);
    else
      this.#leg.room_m = Math.min(this.#leg.room_m, this.#gone(T_odom_base) + this.#roomTowards(this.#leg.heading_rad));
  }

  /** The speeds for now; it stands still until it has seen something. */
  command(T_odom_base: SE2): WanderCommand {
    if (this.#leg === undefined) return { v: 0, w: 0 };
    if (this.#gone(T_odom_base) >= Math.min(this.#leg.room_m, FAR_M)) this.#choose(T_odom_base);
    const off = angleDiff(this.#leg.heading_rad, T_odom_base.theta);
    const w = Math.max(-TURN_RADPS, Math.min(TURN_RADPS, 3 * off));
    return { v: Math.abs(off) > AIM_RAD || this.#leg.room_m === 0 ? 0 : SPEED_MPS, w };
  }

  #noteProgress(T_odom_base: SE2): void {
    const last = this.#trail.at(-1);
    if (last === undefined || hypot(T_odom_base.x - last.x, T_odom_base.y - last.y) > 0.25)
      this.#trail.push(T_odom_base);
    if (this.#leg === undefined) return;
    const before = this.#T_odom_scan;
    const hasMoved =
      hypot(T_odom_base.x - before.x, T_odom_base.y - before.y) > 0.005 ||
      Math.abs(angleDiff(T_odom_base.theta, before.theta)) > 0.02;
    this.#still = hasMoved ? 0 : this.#still + 1;
    if (this.#still < STUCK_SCANS) return;
    this.#stuck_rad = this.#leg.heading_rad;
    this.#leg = undefined;
    this.#still = 0;
  }

  #gone(T_odom_base: SE2): number {
    const from = this.#leg!.T_odom_from;
    return hypot(T_odom_base.x - from.x, T_odom_base.y - from.y);
  }

  #choose(T_odom_base: SE2): void {
    let best = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < HEADINGS; k++) {
      const heading_rad = wrapAngle((2 * Math.PI * k) / HEADINGS);
      const room_m = Math.min(FAR_M, this.#roomTowards(heading_rad));
      const turn = Math.abs(angleDiff(heading_rad, T_odom_base.theta));
      const isStuckThere = this.#stuck_rad !== undefined && Math.abs(angleDiff(heading_rad, this.#stuck_rad)) < 0.5;
      const known_m = this.#knownAlong(T_odom_base, heading_rad, room_m);
      const value = room_m - KNOWN_COST * known_m - TURN_COST_M * turn - (isStuckThere ? STUCK_COST_M : 0);
      if (value <= best) continue;
      best = value;
      this.#leg = { heading_rad, T_odom_from: T_odom_base, room_m };
    }
  }

  #nearest(): number {
    const pts = this.#pts;
    let square = 100;
    for (let i = 0; i < pts.length; i += 2) square = Math.min(square, pts[i] * pts[i] + pts[i + 1] * pts[i + 1]);
    return Math.sqrt(square);
  }

  /** How far the robot's width is clear along a heading of the odometry frame, m. */
  #roomTowards(heading_rad: number): number {
    const pts = this.#pts;
    const c = cos(heading_rad - this.#T_odom_scan.theta);
    const s = sin(heading_rad - this.#T_odom_scan.theta);
    let room = 12;
    for (let i = 0; i < pts.length; i += 2) {
      const along = c * pts[i] + s * pts[i + 1];
      const across = c * pts[i + 1] - s * pts[i];
      if (along > 0 && Math.abs(across) < this.#halfWidth_m && along < room) room = along;
    }
    return Math.max(0, room - BODY_RADIUS_M - KEEP_OFF_M);
  }

  /** Length of a way that leads over floor where the robot has been, m. */
  #knownAlong(T_odom_base: SE2, heading_rad: number, room_m: number): number {
    const c = cos(heading_rad);
    const s = sin(heading_rad);
    const step_m = 0.3;
    let known_m = 0;
    for (let way = KNOWN_M; way <= room_m; way += step_m) {
      const x = T_odom_base.x + way * c;
      const y = T_odom_base.y + way * s;
      if (this.#trail.some((T) => hypot(T.x - x, T.y - y) < KNOWN_M)) known_m += step_m;
    }
    return known_m;
  }
}
