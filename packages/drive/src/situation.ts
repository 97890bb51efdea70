import type { MapWarp, SE2 } from '@homebound/math';
import type { DockRecord, DriveCommand, RobotGeometry, SafetyRecord } from '@homebound/robot';
import type { NearPoints, ScanView } from './nearPoints.ts';
import type { DriveOptions } from './options.ts';

/** What a task ends with; the reason is in words for a person. */
export interface DriveResult {
  readonly outcome: 'arrived' | 'blocked' | 'stuck' | 'cliff' | 'wheel_drop' | 'docked' | 'dock_not_found' | 'lost';
  readonly reason: string;
  /** Where the way was blocked or the floor ended, m, map frame. */
  readonly blockedAt_map?: { readonly x: number; readonly y: number };
}

export type DriveState =
  | 'idle'
  | 'stopped'
  | 'tracking'
  | 'slowing'
  | 'bumped'
  | 'backing'
  | 'turning'
  | 'unsticking'
  | 'docking';

/** What one control step gives. `result` is there once, in the step that ends the task. */
export interface DriveStep {
  readonly command: DriveCommand;
  readonly state: DriveState;
  readonly progress_m: number;
  readonly remaining_m: number;
  readonly result?: DriveResult;
  /**
   * Places of what the body has just bumped into and the lidar does not see, m, interleaved; there once when it was met there on
   * an earlier visit too: what gives way when it is pushed is not.
   */
  readonly felt_map?: Float64Array;
}

/** What the robot knows of itself in one control step. Poses are those at which the command will take effect. */
export interface Situation {
  readonly now_s: number;
  readonly dt_s: number;
  readonly T_odom_base: SE2;
  /** Follows SLAM's corrections without a jump. */
  readonly T_map_base: SE2;
  /** False while there is no place in the map to tell, or the activity wants none: then `T_map_base` is `T_odom_base`. */
  readonly isInMap: boolean;
  /** Measured. */
  readonly v_mps: number;
  readonly w_radps: number;
  readonly safety: SafetyRecord;
  readonly dock: DockRecord | undefined;
  /** What the body keeps off near it, base frame: lidar returns, and borders of berths round what lies on the floor. */
  readonly near: NearPoints;
  /** The lidar returns among it alone. */
  readonly returns: NearPoints;
  /** Places near the robot where it bumped into what the lidar does not see, base frame. */
  readonly felt: NearPoints;
  /** Lines near the robot that the way round must not cross, as points, base frame. */
  readonly barred: NearPoints;
  /** Which way the lidar looked for them; undefined before the first scan. */
  readonly view: ScanView | undefined;
  /** How fast the robot may go here, m/s: slower where it met what its sensors see late or never. */
  readonly careful_mps: number;
  readonly geometry: RobotGeometry;
  readonly options: DriveOptions;
}

/** A speed that is wanted before limits, or the end of what was being done. */
export interface Wish {
  readonly v_mps: number;
  readonly w_radps: number;
  readonly state: DriveState;
  readonly result?: DriveResult;
  /** As hard as the body can brake, instead of within the limits. */
  readonly stopsAtOnce?: boolean;
}

/** A touch of the bumper: which zones, where the body was touched (m, map frame), and whether the lidar sees what did. */
export interface Touch {
  readonly left: boolean;
  readonly centre: boolean;
  readonly right: boolean;
  readonly isSeen: boolean;
  /** What the lidar sees was brushed on one side, and on the other there is room to turn away. */
  readonly isGlancing: boolean;
  readonly at_map: { readonly x: number; readonly y: number };
}

/** One driving task at work: follow, rotate, wall, back, dock, undock, look_around. */
export interface Activity {
  /** `map`: without a place in the map the wheels stop. `odom`: it wants none, whatever SLAM says. `either`: if there is one. */
  readonly frame: 'map' | 'odom' | 'either';
  /** m from the lidar up to which it wants to see returns; the driver's own look-ahead when absent. */
  readonly scanReach_m?: number;
  step(now: Situation): Wish;
  /** Told when a bump has been backed off. A result ends the task; otherwise it goes on. */
  bumped(touch: Touch, now: Situation): DriveResult | undefined;
  /** Told when a cliff has been backed off, by an activity that goes on; without it the task ends. */
  metCliff?(at: { readonly x: number; readonly y: number }, now: Situation): void;
  /** The map was corrected: what is fixed in it moves. */
  moveWith?(warp: MapWarp, T_map_base: SE2): void;
  /** When it last came nearer to its end, s. */
  readonly lastProgress_s: number;
  readonly progress_m: number;
  readonly remaining_m: number;
}
