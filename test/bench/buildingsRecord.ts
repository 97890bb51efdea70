import type { CarmenRecord, LoggedScan } from '@homebound/formats';
import { compose, cos, createRng, identity, inverse, type Rng, type SE2, sin } from '@homebound/math';
import { TICK_S, type Truth } from './buildingsDrive.ts';
import { type Gaps, Gate, gapsOf, type Spacing } from './buildingsGate.ts';
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

/** A scan that was logged: when, and where the laser truly was (which the log takes for the base). */
export interface TrueScan {
  readonly stamp_s: number;
  readonly T_world_laser: SE2;
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
    T_odom_base,
    T_base_lidar: identity,
  };
}

/** Odometry that misses a slide and a turn in each gap: all that comes after is seen from a place that was never reported. */
function slipped(T_odom: readonly SE2[], gaps: Gaps, slip_m: number, rng: Rng): readonly SE2[] {
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
