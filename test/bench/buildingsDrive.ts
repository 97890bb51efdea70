import { angleDiff, atan2, cos, driveArc, type SE2 } from '@homebound/math';

/** Something the robot does where it stands, once it has come `at_m` along its route. */
export interface Stop {
  readonly at_m: number;
  /** Turn on the spot by this, rad; after it the robot turns back to its route. */
  readonly turn_rad?: number;
  /** Drive straight back by this, m. */
  readonly back_m?: number;
  readonly wait_s?: number;
}

export interface DriveOptions {
  readonly speed_mps: number;
  readonly turnRate_radps: number;
  /** Of the start against the first leg, so that walls do not lie along the map's axes. */
  readonly startTurn_rad: number;
  readonly stops: readonly Stop[];
}

/** The true motion, one pose each `TICK_S`. */
export interface Truth {
  readonly T_world_base: readonly SE2[];
  /** Signed way of each tick, m, 0 for the first. */
  readonly way_m: Float64Array;
}

export const TICK_S = 0.05;
const AHEAD_M = 0.6;
const ACCELERATION_MPS2 = 0.4;
const TURN_ACCELERATION_RADPS2 = 1.5;
/** Above this error of the heading the robot turns on the spot. */
const SPOT_RAD = 0.6;

/**
 * How a differential robot drives a route (x, y interleaved, m): pure pursuit, turns on the spot at sharp corners,
 * limits on both accelerations.
 */
export function drive(route: Float64Array, options: DriveOptions): Truth {
  const line = new RouteLine(route);
  let T: SE2 = { x: route[0], y: route[1], theta: line.heading(0) + options.startTurn_rad };
  const poses = [T];
  const way: number[] = [0];
  let v = 0;
  let w = 0;
  const move = (wishV: number, wishW: number) => {
    v += clamp(wishV - v, ACCELERATION_MPS2 * TICK_S);
    w += clamp(wishW - w, TURN_ACCELERATION_RADPS2 * TICK_S);
    T = driveArc(T, v, w, TICK_S);
    poses.push(T);
    way.push(v * TICK_S);
  };
  const stops = [...options.stops].sort((a, b) => a.at_m - b.at_m);
  while (line.progress_m < line.length_m - 0.3) {
    if (stops.length > 0 && line.progress_m >= stops[0].at_m) act(stops.shift()!, options, move);
    line.follow(T);
    const { x, y } = line.at(line.progress_m + AHEAD_M);
    const error = angleDiff(atan2(y - T.y, x - T.x), T.theta);
    const isOnSpot = Math.abs(error) > SPOT_RAD;
    // 2 · error over the pursuit time is the pure pursuit's curvature; on the spot it brakes in time.
    const wishW = clamp(isOnSpot ? 2 * error : (2 * error * Math.max(v, 0.1)) / AHEAD_M, options.turnRate_radps);
    const slow = Math.min(1, (line.length_m - line.progress_m) / 0.5);
    move(isOnSpot ? 0 : options.speed_mps * slow * cos(error), wishW);
  }
  return { T_world_base: poses, way_m: Float64Array.from(way) };
}

function act(stop: Stop, { turnRate_radps }: DriveOptions, move: (v: number, w: number) => void): void {
  for (let t = 0; t < 1.5; t += TICK_S) move(0, 0);
  const turn = stop.turn_rad ?? 0;
  for (let t = 0; t < Math.abs(turn) / turnRate_radps; t += TICK_S) move(0, Math.sign(turn) * turnRate_radps);
  for (let way = 0; way < (stop.back_m ?? 0); way += 0.25 * TICK_S) move(-0.25, 0);
  for (let t = 0; t < 0.7 + (stop.wait_s ?? 0); t += TICK_S) move(0, 0);
}

/** A polyline by its length, and how far along it the robot is. */
class RouteLine {
  readonly #route: Float64Array;
  readonly #at_m: Float64Array;
  progress_m = 0;

  constructor(route: Float64Array) {
    this.#route = route;
    this.#at_m = new Float64Array(route.length / 2);
    for (let i = 1; i < this.#at_m.length; i++) {
      const dx = route[2 * i] - route[2 * i - 2];
      const dy = route[2 * i + 1] - route[2 * i - 1];
      this.#at_m[i] = this.#at_m[i - 1] + Math.sqrt(dx * dx + dy * dy);
    }
  }

  get length_m(): number {
    return this.#at_m[this.#at_m.length - 1];
  }

  at(s_m: number): { x: number; y: number } {
    const at = this.#at_m;
    let i = 1;
    for (let high = at.length - 1; i < high; ) {
      const mid = (i + high) >> 1;
      if (at[mid] < s_m) i = mid + 1;
      else high = mid;
    }
    const t = at[i] === at[i - 1] ? 1 : Math.min(1, Math.max(0, (s_m - at[i - 1]) / (at[i] - at[i - 1])));
    const r = this.#route;
    return {
      x: r[2 * i - 2] + t * (r[2 * i] - r[2 * i - 2]),
      y: r[2 * i - 1] + t * (r[2 * i + 1] - r[2 * i - 1]),
    };
  }

  heading(s_m: number): number {
    const a = this.at(s_m);
    const b = this.at(s_m + 0.1);
    return atan2(b.y - a.y, b.x - a.x);
  }

  /** Moves on to the nearest point within the next metre, never back. */
  follow({ x, y }: SE2): void {
    let best = Number.POSITIVE_INFINITY;
    const from = this.progress_m;
    for (let s = from; s <= from + 1; s += 0.02) {
      const p = this.at(s);
      const square = (p.x - x) * (p.x - x) + (p.y - y) * (p.y - y);
      if (square < best) {
        best = square;
        this.progress_m = s;
      }
    }
  }
}

function clamp(value: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, value));
}
