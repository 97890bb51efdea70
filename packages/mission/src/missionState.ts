import type { MapWarp } from '@homebound/math';
import type { CleaningCommand } from '@homebound/robot';
import type { Leg } from './leg.ts';

/** What the robot is doing. */
export const phases = [
  'idle',
  'undocking',
  'mapping',
  'cleaning',
  'travelling',
  'locating',
  'paused',
  'returning',
  'docking',
  'charging',
  'finished',
  'stopped',
  'stuck',
] as const;
export type Phase = (typeof phases)[number];

/** Why, for programs; the text for people goes with it. */
export const reasonCodes = [
  'none',
  'user',
  'done',
  'battery',
  'stuck',
  'cliff',
  'wheel_drop',
  'lost',
  'dock_not_found',
  'unreachable',
  'brush_jammed',
  'bin_missing',
  'bin_full',
  'fault',
] as const;
export type ReasonCode = (typeof reasonCodes)[number];

/** How a drive ended; all but the last are the Drive action's outcomes. */
export const driveOutcomes = [
  'arrived',
  'blocked',
  'stuck',
  'cliff',
  'wheel_drop',
  'docked',
  'dock_not_found',
  'lost',
  'failed',
] as const;
export type DriveOutcome = (typeof driveOutcomes)[number];

/** A driving task for the drive node; the fields of the Drive action's goal. */
export interface DriveOrder {
  readonly mode: 'follow' | 'rotate' | 'dock' | 'undock' | 'look_around';
  /** Way-points in the map frame, m, interleaved; empty for modes without a path. */
  readonly path_map: Float64Array;
  readonly yaw_rad: number;
  /** m after which `look_around` ends; until it is cancelled when absent. */
  readonly distance_m?: number;
}

/** What a plan is for. */
export type Work = 'clean' | 'home' | 'goto';

/**
 * What a wait is for: to plan again (what did not work, what has been looked at), for a brush that turns backwards, for it to
 * stand before it does so again, for a person where they sent the robot, before it goes home, or where they stopped it.
 */
export type Wait = 'planAgain' | 'unjam' | 'beforeUnjam' | 'person' | 'rest';

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
  /** No more than what the way home and the reserve take. */
  readonly isLow: boolean;
  /** As the body says. */
  readonly mainBrushJammed: boolean;
  readonly sideBrushJammed: boolean;
  readonly bin: 'in' | 'missing' | 'full';
  /** Which drive or wait counts: the end of an older one is no news. */
  readonly driveId: number;
  readonly driving: boolean;
  readonly waiting: Wait | 'none';
  /** The drive under way only leads to where the next one can be planned. */
  readonly isPartial: boolean;
  /** s that the robot stands where the drive under way leads. */
  readonly pause_s: number;
  /** Turns of the look-around still to do. */
  readonly turnsLeft: number;
  readonly dockAttempts: number;
  /** Drives in a row that ended stuck or blocked at once. */
  readonly troubles: number;
  /** Times in a row that there was no way on, or no drive that could be begun. */
  readonly tries: number;
  /** Times in a row that a wheel hung in the air. */
  readonly wheelDrops: number;
  /** How often the job was taken up again on its way home. */
  readonly comebacks: number;
  /** Times in a row that a jammed brush was turned backwards. */
  readonly unjams: number;
  /** The side brush could not be freed: the job goes on without it. */
  readonly isSideBrushOff: boolean;
  /** The job waits at the dock, for the battery or for a person, and goes on where it was. */
  readonly resumeWhenCharged: boolean;
  /** A person sent the robot elsewhere in the middle of a job, which waits and can be gone on with. */
  readonly jobWaits: boolean;
  /** Why the cleaning ended, kept until the robot is home; empty while it goes on. */
  readonly outcome: string;
  readonly outcomeCode: ReasonCode;
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
  isLow: false,
  mainBrushJammed: false,
  sideBrushJammed: false,
  bin: 'in',
  driveId: 0,
  driving: false,
  waiting: 'none',
  isPartial: false,
  pause_s: 0,
  turnsLeft: 0,
  dockAttempts: 0,
  troubles: 0,
  tries: 0,
  wheelDrops: 0,
  comebacks: 0,
  unjams: 0,
  isSideBrushOff: false,
  resumeWhenCharged: false,
  jobWaits: false,
  outcome: '',
  outcomeCode: 'none',
};

/** Of a robot that ended, however that was, in the middle of its last job: nobody is to think that it is done. */
export const brokenOffState: MissionState = {
  ...initialState,
  reason: 'Ready to clean. The last job was broken off, as the robot started anew in the middle of it: start it again.',
};

export const userCommands = ['start', 'pause', 'resume', 'stop', 'dock', 'goto', 'reset'] as const;
export type UserCommand = (typeof userCommands)[number];

export type MissionEvent =
  | { readonly type: 'user'; readonly command: UserCommand; readonly x: number; readonly y: number }
  | { readonly type: 'driveEnded'; readonly driveId: number; readonly outcome: DriveOutcome; readonly reason: string }
  /** A wait is over. */
  | { readonly type: 'waited'; readonly driveId: number }
  /** The answer to a `plan` command. */
  | { readonly type: 'planned'; readonly leg: Leg }
  | { readonly type: 'dock'; readonly docked: boolean }
  /** Shares of a full battery, in [0, 1]: what is in it, and, when known, what the way home and the rest of the job will take. */
  | { readonly type: 'battery'; readonly charge: number; readonly home?: number; readonly rest?: number }
  | { readonly type: 'brushes'; readonly mainJammed: boolean; readonly sideJammed: boolean }
  | { readonly type: 'bin'; readonly bin: MissionState['bin'] }
  /** SLAM does not know where the robot is, or says nothing; may be told again and again. */
  | { readonly type: 'lost' }
  /** SLAM knows where it is, in a map that it is still making or in one that was known before; may be told again and again. */
  | { readonly type: 'located'; readonly inKnownMap: boolean }
  /** It has looked for its place, or hung in the air, for long enough. */
  | { readonly type: 'notFound' }
  /** Both wheels hang, or no longer do. */
  | { readonly type: 'lifted'; readonly lifted: boolean }
  /** Nobody drives, waits or plans for a job under way, and nobody has for a while. */
  | { readonly type: 'idle' }
  /** Something lies on the way that is being driven: it is to be planned anew. */
  | { readonly type: 'wayTouched' }
  /** The map was corrected. */
  | { readonly type: 'mapMoved'; readonly warp: MapWarp };

export type MissionCommand =
  | { readonly do: 'drive'; readonly driveId: number; readonly order: DriveOrder }
  /**
   * Ends the drive under way, if any. `hold`: the plan goes on at this very place. `charge`: so it does, and the way to the
   * dock and back is the recharge's. `moved`: the robot is elsewhere, and what is left is planned anew.
   */
  | { readonly do: 'cancelDrive'; readonly why: 'hold' | 'charge' | 'moved' }
  /** Work out where to go next; answered by a `planned` event. */
  | { readonly do: 'plan'; readonly work: Work; readonly dockAttempts: number }
  /** Answered by a `waited` event with the same id. */
  | { readonly do: 'wait'; readonly driveId: number; readonly time_s: number }
  /** The cleaning motors; levels of the leg, the defaults when absent. `reverse` turns the brushes backwards. */
  | { readonly do: 'motors'; readonly run: 'off' | 'clean' | 'reverse'; readonly levels?: CleaningCommand }
  /** What stood in the way may be gone: obstacles that were met are tried again. */
  | { readonly do: 'forgetObstacles' }
  /** Forget coverage and trouble spots, cliffs too; the map is SLAM's. */
  | { readonly do: 'reset' };

export interface MissionOptions {
  /** Charge at which a job goes home to charge, at the latest. */
  readonly lowCharge: number;
  /** Charge kept for what nobody thought of on the way home: at `reserve` and twice the way's need the job goes home. */
  readonly reserve: number;
  /** Charge at which an interrupted job goes on, at the latest; sooner when that is enough for the rest. */
  readonly resumeCharge: number;
  readonly maxDockAttempts: number;
  /** Failed drives in a row before it rests, or feels its way, and tries again. */
  readonly maxTroubles: number;
  /** Such rests in a row before the job is given up, and before a person is asked to help the robot home: after an hour. */
  readonly maxTries: number;
  readonly maxTriesHome: number;
  /** Rests in a row that a hanging wheel is given. */
  readonly maxWheelDrops: number;
  /** How often a job that was given up, or ended before doors that open now, is taken up again on the way home. */
  readonly maxComebacks: number;
  /** How often a jammed brush is turned backwards. */
  readonly maxUnjams: number;
}

export const defaultMissionOptions: MissionOptions = {
  lowCharge: 0.15,
  reserve: 0.1,
  resumeCharge: 0.8,
  maxDockAttempts: 20,
  maxTroubles: 8,
  maxTries: 5,
  maxTriesHome: 40,
  maxWheelDrops: 6,
  maxComebacks: 3,
  maxUnjams: 2,
};

export interface Step {
  readonly state: MissionState;
  readonly commands: readonly MissionCommand[];
}
