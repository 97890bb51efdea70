import type { RobotGeometry } from '@homebound/robot';
import { Back } from './back.ts';
import { Dock } from './dock.ts';
import { Follow } from './follow.ts';
import { LookAround } from './lookAround.ts';
import type { DriveOptions } from './options.ts';
import { Rotate } from './rotate.ts';
import type { Activity } from './situation.ts';
import { Wall } from './wall.ts';

/**
 * follow: along `path_map` | rotate: turn in place to `yaw_rad` | wall: along the wall on the right | back: straight
 * back | dock: onto the dock at the path's last point, whose +x (out of the dock) points to `yaw_rad` | undock |
 * look_around: wander by lidar and bumper, without a map, until cancelled or `distance_m` is driven
 */
export const driveModes = ['follow', 'rotate', 'wall', 'back', 'dock', 'undock', 'look_around'] as const;
export type DriveMode = (typeof driveModes)[number];

/** What the mission wants driven. */
export interface DriveTask {
  readonly mode: DriveMode;
  /** Way-points in the map, m, interleaved. */
  readonly path_map: Float64Array;
  readonly yaw_rad: number;
  /** Length for wall, back and look_around; 0 for the mode's own default, of look_around that is no end. */
  readonly distance_m: number;
  /** 0 for the body's own. */
  readonly maxSpeed_mps: number;
}

/** m; how far the modes go when no distance is given. */
const WALL_DEFAULT = 1;
const BACK_DEFAULT = 0.15;
/** m; the rear is blind to cliffs, so no single task backs farther. */
const BACK_LIMIT = 0.6;
/** m; clear of the dock with room to turn. */
const UNDOCK = 0.45;

/** The activity for a task. Throws RangeError on an unknown mode, an odd or empty path, or a number that is not finite. */
export function activityFor(task: DriveTask, geometry: RobotGeometry, options: DriveOptions): Activity {
  const refusal = refusalOf(task);
  if (refusal !== undefined) throw new RangeError(`Cannot start drive task ${task.mode}: ${refusal}`);
  const { mode, path_map, yaw_rad, distance_m } = task;
  const speed = task.maxSpeed_mps > 0 ? Math.min(task.maxSpeed_mps, geometry.maxSpeed_mps) : geometry.maxSpeed_mps;
  switch (mode) {
    case 'follow':
      return new Follow(path_map.slice(), speed, options);
    case 'rotate':
      return new Rotate(yaw_rad);
    case 'wall':
      return new Wall(distance_m > 0 ? distance_m : WALL_DEFAULT, speed);
    case 'back':
      return new Back(distance_m > 0 ? distance_m : BACK_DEFAULT, Math.min(speed, options.backSpeed_mps));
    case 'undock':
      return new Back(UNDOCK, Math.min(speed, options.backSpeed_mps));
    case 'look_around':
      return new LookAround(distance_m, speed);
    case 'dock': {
      const n = path_map.length;
      return new Dock({ x: path_map[n - 2], y: path_map[n - 1], theta: yaw_rad }, options);
    }
  }
}

/** Why a task can't be driven: an unknown mode, an odd or empty path, a number that can't be; undefined when it can. */
export function refusalOf(task: Omit<DriveTask, 'mode'> & { readonly mode: string }): string | undefined {
  const { mode, path_map, yaw_rad, distance_m, maxSpeed_mps } = task;
  if (!(driveModes as readonly string[]).includes(mode))
    return `mode must be one of ${driveModes.join(', ')}, got ${mode}`;
  if (path_map.length % 2 !== 0) return `path must hold x and y for each point, got ${path_map.length} numbers`;
  if ((mode === 'follow' || mode === 'dock') && path_map.length === 0) return 'path has no points';
  const bad = path_map.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) return `path must be finite, got ${path_map[bad]} at point ${bad >> 1}`;
  if (!Number.isFinite(yaw_rad)) return `yaw must be finite, got ${yaw_rad}`;
  if (!(distance_m >= 0 && distance_m < 1000)) return `distance must be 0 or a length in m, got ${distance_m}`;
  if (mode === 'back' && distance_m > BACK_LIMIT) return `distance must be at most ${BACK_LIMIT} m, got ${distance_m}`;
  if (!(maxSpeed_mps >= 0 && maxSpeed_mps < 100)) return `max speed must be 0 or a speed in m/s, got ${maxSpeed_mps}`;
  return undefined;
}
