import type { MapWarp } from '@homebound/math';
import type { Leg } from './work.ts';

/** What the robot is doing. */
export type Phase =
  | 'idle'
  | 'undocking'
  | 'mapping'
  | 'cleaning'
  | 'travelling'
  | 'locating'
  | 'paused'
  | 'returning'
  | 'docking'
  | 'charging'
  | 'finished'
  | 'stopped'
  | 'stuck';

/** Why, for programs; the text for people goes with it. */
export type ReasonCode =
  | 'none'
  | 'user'
  | 'done'
  | 'battery'
  | 'stuck'
  | 'cliff'
  | 'wheel_drop'
  | 'lost'
  | 'dock_not_found'
  | 'unreachable'
  | 'fault';

/** How a drive ended; the first seven are the Drive action's outcomes. */
export type DriveOutcome =
  | 'arrived'
  | 'blocked'
  | 'stuck'
  | 'cliff'
  | 'wheel_drop'
  | 'docked'
  | 'dock_not_found'
  | 'lost'
  | 'failed';

/** A driving task for the drive node; the fields of the Drive action's goal. */
export interface DriveOrder {
  readonly mode: 'follow' | 'rotate' | 'dock' | 'undock' | 'look_around';
  /** Way-points in the map frame, m, interleaved; empty for modes without a path. */
  readonly path_map: Float64Array;
  readonly yaw_rad: number;
}

/** What a plan is for. */
export type Work = 'clean' | 'home' | 'goto';

/** The whole state of the job: plain data, replaced at each event. */
export interface MissionState {
  readonly phase: Phase;
  readonly reason: string;
  readonly reasonCode: ReasonCode;
  /** What the job is after; `none` when the robot just stands. */
  readonly work: Work | 'none';
  readonly goto_map: { readonly x: number; readonly y: number };
  readonly docked: boolean;
  /** Whether SLAM says where the robot is. Without that it drives nowhere but to find out. */
  readonly located: boolean;
  /** The map was known before the job: it need not look around first. */
  readonly knowsMap: boolean;
  /** Both wheels hang: somebody carries it. */
  readonly lifted: boolean;
  /** In [0, 1]; NaN until the first battery report. */
  readonly charge: number;
  /** Which drive counts: the end of an older one is no news. */
  readonly driveId: number;
  readonly driving: boolean;
  /** The drive under way only leads to where the next one can be planned. */
  readonly isPartial: boolean;
  /** Turns of the look-around still to do. */
  readonly turnsLeft: number;
  readonly dockAttempts: number;
  /** Drives in a row that ended stuck or blocked at once. */
  readonly troubles: number;
  /** The battery ran low during the job: go on when charged. */
  readonly resumeWhenCharged: boolean;
  /** Why the cleaning ended, kept until the robot is home. */
  readonly outcome: string;
}

export const initialState: MissionState = {
  phase: 'idle',
  reason: 'Ready to clean.',
  reasonCode: 'none',
  work: 'none',
  goto_map: { x: 0, y: 0 },
  docked: false,
  located: true,
  knowsMap: false,
  lifted: false,
  charge: Number.NaN,
  driveId: 0,
  driving: false,
  isPartial: false,
  turnsLeft: 0,
  dockAttempts: 0,
  troubles: 0,
  resumeWhenCharged: false,
  outcome: '',
};

export type UserCommand = 'start' | 'pause' | 'resume' | 'stop' | 'dock' | 'goto' | 'reset';

export type MissionEvent =
  | { readonly type: 'user'; readonly command: UserCommand; readonly x: number; readonly y: number }
  | { readonly type: 'driveEnded'; readonly driveId: number; readonly outcome: DriveOutcome; readonly reason: string }
  /** The answer to a `plan` command. */
  | { readonly type: 'planned'; readonly leg: Leg }
  | { readonly type: 'dock'; readonly docked: boolean }
  | { readonly type: 'battery'; readonly charge: number }
  /** SLAM does not know where the robot is, or says nothing; may be told again and again. */
  | { readonly type: 'lost' }
  /** SLAM knows where it is, in a map that it is still making or in one that was known before; may be told again and again. */
  | { readonly type: 'located'; readonly inKnownMap: boolean }
  /** It has looked for its place, or hung in the air, for long enough. */
  | { readonly type: 'notFound' }
  /** Both wheels hang, or no longer do. */
  | { readonly type: 'lifted'; readonly lifted: boolean }
  /** The map was corrected. */
  | { readonly type: 'mapMoved'; readonly warp: MapWarp };

export type MissionCommand =
  | { readonly do: 'drive'; readonly driveId: number; readonly order: DriveOrder }
  | { readonly do: 'cancelDrive' }
  /** Work out where to go next; answered by a `planned` event. */
  | { readonly do: 'plan'; readonly work: Work }
  | { readonly do: 'motors'; readonly on: boolean }
  /** Forget coverage and trouble spots, cliffs too; the map is SLAM's. */
  | { readonly do: 'reset' };

export interface MissionOptions {
  /** Charge at which a job goes home to charge. */
  readonly lowCharge: number;
  /** Charge at which an interrupted job goes on. */
  readonly resumeCharge: number;
  readonly maxDockAttempts: number;
  /** Failed drives in a row before the job gives up. */
  readonly maxTroubles: number;
}

export const defaultMissionOptions: MissionOptions = {
  lowCharge: 0.15,
  resumeCharge: 0.8,
  maxDockAttempts: 3,
  maxTroubles: 20,
};

export interface Step {
  readonly state: MissionState;
  readonly commands: readonly MissionCommand[];
}
