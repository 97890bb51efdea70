// A kidnap: a robot that knows one or several stored maps wakes up somewhere, may look around and drive, and has to say
// where it is. Nothing here knows a world: the robot is handed in, so that any simulator can play it.
import { ScanProjector } from '@homebound/lidar';
import { angleDiff, hypot, PoseBuffer, type SE2 } from '@homebound/math';
import type { ScanRecord } from '@homebound/robot';
import { Localiser } from '../../packages/slam/src/localise/localiser.ts';
import type { OccupancyMap } from '../../packages/slam/src/map/occupancyMap.ts';
import { Wander } from './wander.ts';

/** A robot that was just carried off. */
export interface KidnappedRobot {
  readonly stamp_s: number;
  readonly T_odom_base: SE2;
  /** Drives for one step of its own length at these speeds; returns the scan that came to its end, if one did. */
  step(v: number, w: number): ScanRecord | undefined;
}

export interface KidnapTrial {
  readonly robot: KidnappedRobot;
  readonly maps: readonly OccupancyMap[];
  /** Which map the robot is on, and where; `undefined` when it is on none of them. */
  readonly truth: () => { readonly mapIndex: number; readonly T_map_base: SE2 } | undefined;
  /** It is refused after this long, s. */
  readonly limit_s: number;
  /** Reads of the maps that the search may make for each scan. */
  readonly budget: number;
  /** A robot that may not drive only turns its lidar. */
  readonly mayDrive: boolean;
}

export interface KidnapResult {
  /** Right: within 0.10 m and 5°. Refused: it never said where it is. */
  readonly outcome: 'right' | 'wrong' | 'refused';
  /** From waking up to the answer, or to the limit. */
  readonly time_s: number;
  /** The answer's error; NaN when there was none, or no truth to compare with. */
  readonly error_m: number;
  readonly error_rad: number;
  readonly fit: number;
  readonly margin: number;
  readonly cpu_s: number;
  /** The worst that one scan took, its share of the search included. */
  readonly worstScan_s: number;
}

const RIGHT_M = 0.1;
const RIGHT_RAD = (5 * Math.PI) / 180;

/** Plays one trial to its end. */
export function kidnapTrial(trial: KidnapTrial): KidnapResult {
  const { robot, maps, limit_s, budget, mayDrive } = trial;
  const localiser = new Localiser(maps);
  const projector = new ScanProjector();
  const odometry = new PoseBuffer(10);
  const wander = new Wander();
  const begin_s = robot.stamp_s;
  let cpu_s = 0;
  let worstScan_s = 0;
  odometry.add(robot.stamp_s, robot.T_odom_base);
  while (robot.stamp_s - begin_s < limit_s) {
    const { v, w } = mayDrive ? wander.command(robot.T_odom_base) : { v: 0, w: 0 };
    const scan = robot.step(v, w);
    odometry.add(robot.stamp_s, robot.T_odom_base);
    // A scan that began before the robot was put down mixes two places.
    if (scan === undefined || scan.stamp_s < begin_s - 1e-3) continue;
    const points = projector.project(scan, (stamp_s) => odometry.at(stamp_s, 0.05));
    const T_odom_scan = points && odometry.at(points.stamp_s, 0.05);
    if (points === undefined || T_odom_scan === undefined) continue;
    wander.look(points, T_odom_scan);
    const before = cpuTime_s();
    localiser.addScan(points, T_odom_scan);
    localiser.work(budget);
    const spent_s = cpuTime_s() - before;
    cpu_s += spent_s;
    worstScan_s = Math.max(worstScan_s, spent_s);
    const { state } = localiser;
    if (state.kind !== 'located') continue;
    const truth = trial.truth();
    const error_m =
      truth === undefined
        ? Number.NaN
        : hypot(state.T_map_base.x - truth.T_map_base.x, state.T_map_base.y - truth.T_map_base.y);
    const error_rad =
      truth === undefined ? Number.NaN : Math.abs(angleDiff(state.T_map_base.theta, truth.T_map_base.theta));
    const isRight = truth?.mapIndex === state.mapIndex && error_m <= RIGHT_M && error_rad <= RIGHT_RAD;
    return {
      outcome: isRight ? 'right' : 'wrong',
      time_s: robot.stamp_s - begin_s,
      error_m,
      error_rad,
      fit: state.best.fit,
      margin: state.margin,
      cpu_s,
      worstScan_s,
    };
  }
  const none = { error_m: Number.NaN, error_rad: Number.NaN, fit: Number.NaN, margin: Number.NaN };
  return { outcome: 'refused', time_s: limit_s, ...none, cpu_s, worstScan_s };
}

function cpuTime_s(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1e-6;
}
