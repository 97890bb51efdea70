import type { CarmenRecord, LoggedScan, Relation } from '@homebound/formats';
import {
  angleDiff,
  between,
  compose,
  cos,
  createRng,
  hypot,
  identity,
  inverse,
  type Rng,
  type SE2,
  sin,
} from '@homebound/math';
import { TICK_S, type Truth } from './buildingsDrive.ts';
import { type OdometryProfile, odometryOf } from './buildingsOdometry.ts';
import { LEG_RADIUS_M, People } from './buildingsPeople.ts';
import type { World } from './buildingsWorld.ts';

/** A lidar: beam i of n stands at -fov/2 + i · fov/n. */
export interface Laser {
  readonly beams: number;
  readonly fov_deg: number;
  readonly maxRange_m: number;
  /** What is written where nothing came back. */
  readonly noReturn_m: number;
  readonly sigma_m: number;
  /** Width of a beam: at an edge it hits both what is near and what is far. */
  readonly spot_deg: number;
}

export const lasers = {
  sick: { beams: 180, fov_deg: 180, maxRange_m: 80, noReturn_m: 81.83, sigma_m: 0.012, spot_deg: 0.5 },
  sickHalf: { beams: 360, fov_deg: 180, maxRange_m: 80, noReturn_m: 81.91, sigma_m: 0.012, spot_deg: 0.5 },
  round8: { beams: 360, fov_deg: 360, maxRange_m: 8, noReturn_m: 8, sigma_m: 0.015, spot_deg: 0.3 },
} satisfies Record<string, Laser>;

/** When a scan is kept: after so long, and (when given) only after so much motion; the bounds are drawn anew each time. */
export interface Spacing {
  readonly period_s: number;
  readonly step_m?: readonly [number, number];
  readonly turn_deg?: readonly [number, number];
}

export interface RecordOptions {
  readonly laser: Laser;
  readonly spacing: Spacing;
  readonly odometry: OdometryProfile;
  /** How often the recording drops out while the robot turns, until it has moved 0.4 m or turned 60 degrees. */
  readonly gaps: number;
  /** How far the wheels slide sideways in each gap, m, either way; they turn unnoticed by 0.2 rad for each 0.3 m of it. */
  readonly gapSlip_m: number;
  /** How old the odometry is that is logged with a scan, s. */
  readonly lag_s: number;
  /** How far ahead of the turning point the laser is, unknown to the log, m. */
  readonly lever_m: number;
  readonly peopleEvery_s: number;
  readonly seed: number;
}

/** A scan that was logged: when, and where the laser truly was (which the log takes for the base). */
export interface TrueScan {
  readonly stamp_s: number;
  readonly T_world_laser: SE2;
}

const DROPOUT_SHARE = 0.003;
/** Two readings farther apart than this within one beam are an edge; so often the reading lies somewhere between. */
const EDGE_M = 0.15;
const MIXED_SHARE = 0.4;
const rad = Math.PI / 180;
/** Logs begin at some time of day. */
const START_S = 1000;

/** Drives the true motion through a world and writes down what laser and wheels say, and the truth. */
export function record(
  world: World,
  truth: Truth,
  options: RecordOptions,
): { records: CarmenRecord[]; scans: TrueScan[] } {
  const rng = createRng(options.seed);
  const gaps = gapsOf(truth, options.gaps, rng.fork('gaps'));
  const T_odom = slipped(
    odometryOf(truth, options.odometry, rng.fork('odometry')),
    gaps,
    options.gapSlip_m,
    rng.fork('slip'),
  );
  const people = new People(truth, options.peopleEvery_s, rng.fork('people'));
  const noise = rng.fork('laser');
  const gate = new Gate(options.spacing, truth, gaps, rng.fork('spacing'));
  const lag = Math.round(options.lag_s / TICK_S);
  const records: CarmenRecord[] = [];
  const scans: TrueScan[] = [];
  truth.T_world_base.forEach((T_world_base, tick) => {
    const t_s = tick * TICK_S;
    // Stamps as computers make them: a few ms late. Rounded as they are printed.
    const stamp_s = Number((START_S + t_s + 0.004 * rng.uniform()).toFixed(6));
    const T_odom_base = T_odom[Math.max(0, tick - lag)];
    if (gate.opens(tick)) {
      const T_world_laser = compose(T_world_base, { x: options.lever_m, y: 0, theta: 0 });
      world.setTime(t_s, people.legsAt(t_s), LEG_RADIUS_M);
      records.push(scanRecord(scan(world, T_world_laser, options.laser, noise), options.laser, T_odom_base, stamp_s));
      scans.push({ stamp_s, T_world_laser });
    } else if (tick % 4 === 2 && !gate.isInGap(tick)) records.push({ kind: 'odometry', stamp_s, T_odom_base });
  });
  return { records, scans };
}

function scan(world: World, T: SE2, laser: Laser, rng: Rng): Float32Array {
  const { beams, fov_deg, maxRange_m, sigma_m, spot_deg } = laser;
  return Float32Array.from({ length: beams }, (_, i) => {
    const angle = T.theta + (-0.5 * fov_deg + (i * fov_deg) / beams) * rad;
    const at = (angle_rad: number) => world.range_m(T.x, T.y, cos(angle_rad), sin(angle_rad), maxRange_m);
    const left_m = at(angle - 0.25 * spot_deg * rad);
    const right_m = at(angle + 0.25 * spot_deg * rad);
    const near_m = Math.min(left_m, right_m);
    const far_m = Math.max(left_m, right_m);
    // Nothing on both sides makes NaN, which is no return below.
    const isEdge = far_m - near_m > EDGE_M;
    const isMixed = isEdge && far_m < maxRange_m && rng.uniform() < MIXED_SHARE;
    const share = isMixed ? rng.uniform() : isEdge ? 0 : 0.5;
    const read_m = (share > 0 ? near_m + share * (far_m - near_m) : near_m) + sigma_m * rng.normal();
    if (rng.uniform() < DROPOUT_SHARE || !(read_m < maxRange_m)) return Number.POSITIVE_INFINITY;
    return Math.max(0.02, Math.round(100 * read_m) / 100);
  });
}

function scanRecord(
  ranges_m: Float32Array,
  { beams, fov_deg, noReturn_m }: Laser,
  T_odom_base: SE2,
  stamp_s: number,
): LoggedScan {
  return {
    kind: 'scan',
    stamp_s,
    angleMin_rad: -0.5 * fov_deg * rad,
    angleIncrement_rad: (fov_deg / beams) * rad,
    timeIncrement_s: 0,
    scanTime_s: 0,
    rangeMin_m: 0,
    rangeMax_m: noReturn_m,
    ranges_m,
    intensities: new Float32Array(0),
    T_odom_base,
    T_base_lidar: identity,
  };
}

/** Odometry that misses a slide and a turn in each gap: all that comes after is seen from a place that was never reported. */
function slipped(
  T_odom: readonly SE2[],
  gaps: readonly (readonly [number, number])[],
  slip_m: number,
  rng: Rng,
): readonly SE2[] {
  if (slip_m === 0) return T_odom;
  const ends = new Set(gaps.map(([, to]) => to));
  let T_new_old: SE2 = identity;
  return T_odom.map((T, tick) => {
    if (ends.has(tick)) {
      const missed = slip_m * (2 * rng.uniform() - 1);
      const turn = (0.2 / 0.3) * slip_m * (2 * rng.uniform() - 1);
      const T_odom_seen = compose(compose(T_new_old, T), { x: 0, y: missed, theta: turn });
      T_new_old = compose(T_odom_seen, inverse(T));
    }
    return compose(T_new_old, T);
  });
}

/** Decides at each tick whether a scan is logged. */
class Gate {
  readonly #spacing: Spacing;
  readonly #truth: Truth;
  readonly #gaps: readonly (readonly [number, number])[];
  readonly #rng: Rng;
  #last = -1;
  #step_m = 0;
  #turn_rad = 0;

  constructor(spacing: Spacing, truth: Truth, gaps: readonly (readonly [number, number])[], rng: Rng) {
    this.#spacing = spacing;
    this.#truth = truth;
    this.#gaps = gaps;
    this.#rng = rng;
  }

  isInGap(tick: number): boolean {
    return this.#gaps.some(([from, to]) => tick >= from && tick < to);
  }

  opens(tick: number): boolean {
    const { period_s, step_m, turn_deg } = this.#spacing;
    if (this.#last >= 0) {
      if ((tick - this.#last) * TICK_S < period_s - 1e-9 || this.isInGap(tick)) return false;
      const moved = between(this.#truth.T_world_base[this.#last], this.#truth.T_world_base[tick]);
      if (step_m && hypot(moved.x, moved.y) < this.#step_m && Math.abs(moved.theta) < this.#turn_rad) return false;
    }
    this.#last = tick;
    this.#step_m = step_m ? step_m[0] + (step_m[1] - step_m[0]) * this.#rng.uniform() : 0;
    this.#turn_rad = turn_deg ? rad * (turn_deg[0] + (turn_deg[1] - turn_deg[0]) * this.#rng.uniform()) : 0;
    return true;
  }
}

/** Drop-outs [from, to) in ticks: each begins at a random moment in which the robot turns fast. */
function gapsOf({ T_world_base }: Truth, count: number, rng: Rng): (readonly [number, number])[] {
  const turning = T_world_base.flatMap((T, i) =>
    i > 0 && Math.abs(angleDiff(T.theta, T_world_base[i - 1].theta)) > 0.4 * TICK_S ? [i] : [],
  );
  return Array.from({ length: turning.length > 0 ? count : 0 }, () => {
    const from = turning[rng.int(turning.length)];
    let to = from;
    const isNear = (moved: SE2) => hypot(moved.x, moved.y) < 0.4 && Math.abs(moved.theta) < 60 * rad;
    while (to < T_world_base.length - 1 && isNear(between(T_world_base[from], T_world_base[to]))) to++;
    return [from, to] as const;
  });
}

/** How relations are drawn from the truth. */
export interface RelationOptions {
  readonly short: number;
  /** Span of the short ones, m. */
  readonly span_m: readonly [number, number];
  readonly loops: number;
  /** How far apart the two places of a loop may be, m; their times lie more than a minute apart. */
  readonly near_m: number;
}

/** True motions between scans: short ones along the way, and loops between times at which the robot was near the same place. */
export function relationsOf(scans: readonly TrueScan[], options: RelationOptions, rng: Rng): Relation[] {
  const relations: Relation[] = [];
  const distance = (i: number, j: number) => {
    const moved = between(scans[i].T_world_laser, scans[j].T_world_laser);
    return hypot(moved.x, moved.y);
  };
  const push = (i: number, j: number) =>
    relations.push({
      fromStamp_s: scans[i].stamp_s,
      toStamp_s: scans[j].stamp_s,
      T_from_to: between(scans[i].T_world_laser, scans[j].T_world_laser),
    });
  const stride = Math.max(1, Math.floor(scans.length / options.short));
  for (let i = 0; i < scans.length; i += stride) {
    const wish_m = options.span_m[0] + (options.span_m[1] - options.span_m[0]) * rng.uniform();
    let j = i + 1;
    while (j < scans.length && distance(i, j) < wish_m && scans[j].stamp_s - scans[i].stamp_s < 10) j++;
    if (j < scans.length) push(i, j);
  }
  const pairs = loopPairs(scans, options.near_m);
  for (let k = 0; k < options.loops && pairs.length > 0; k++) {
    // Draws without putting back.
    const at = rng.int(pairs.length);
    push(...pairs[at]);
    pairs[at] = pairs[pairs.length - 1];
    pairs.pop();
  }
  return relations.sort((a, b) => a.fromStamp_s - b.fromStamp_s);
}

/** For each scan one later scan nearby that is more than a minute off: the nearest of each later visit would be many alike. */
function loopPairs(scans: readonly TrueScan[], near_m: number): [number, number][] {
  const pairs: [number, number][] = [];
  const cellOf = (x: number, y: number) => `${Math.floor(x / near_m)},${Math.floor(y / near_m)}`;
  const cells = new Map<string, number[]>();
  scans.forEach(({ stamp_s, T_world_laser: { x, y } }, j) => {
    const near: number[] = [];
    for (const dx of [-near_m, 0, near_m])
      for (const dy of [-near_m, 0, near_m])
        for (const i of cells.get(cellOf(x + dx, y + dy)) ?? []) {
          const { x: px, y: py } = scans[i].T_world_laser;
          if (stamp_s - scans[i].stamp_s > 60 && hypot(px - x, py - y) < near_m) near.push(i);
        }
    // Spread over the visits: one of the first third, and one of the last.
    if (near.length > 0) {
      near.sort((a, b) => a - b);
      pairs.push([near[0], j]);
      if (near.length > 3) pairs.push([near[near.length - 1 - (near.length >> 2)], j]);
    }
    const key = cellOf(x, y);
    cells.set(key, [...(cells.get(key) ?? []), j]);
  });
  return pairs;
}
