import type { CleaningCommand } from '@homebound/robot';

/** A way to drive next. */
export interface PathLeg {
  readonly kind: 'path';
  readonly path_map: Float64Array;
  readonly cleaning: boolean;
  /** Levels of the cleaning motors on a cleaning leg; the defaults when absent. */
  readonly levels?: CleaningCommand;
  /** The path does not lead to the goal itself, only to where a way to it can be planned. */
  readonly isPartial: boolean;
  /** s that the robot stands at its end before the next leg is planned: to look. */
  readonly pause_s?: number;
  readonly reason: string;
}

/** Nowhere to drive, and why. */
export interface NoLeg {
  readonly kind: 'none';
  /** True when nothing is left to do, false when the robot can't. */
  readonly isDone: boolean;
  readonly reason: string;
  /** On the way home: floor that could not be reached before can be now, and the job is not done after all. */
  readonly hasMoreToClean?: boolean;
  /** There is no free floor around the robot, as far as it knows. */
  readonly isShutIn?: boolean;
}

/** Where to drive next, or why nowhere. */
export type Leg = PathLeg | NoLeg;

export function pathLeg(path_map: Float64Array, reason: string, more: Partial<PathLeg> = {}): PathLeg {
  return { kind: 'path', path_map, cleaning: false, isPartial: false, reason, ...more };
}

export function cannot(reason: string, isShutIn = false): NoLeg {
  return { kind: 'none', isDone: false, reason, isShutIn };
}
