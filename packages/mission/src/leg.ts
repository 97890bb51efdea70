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
  readonly reason: string;
}

/** Nowhere to drive, and why. */
export interface NoLeg {
  readonly kind: 'none';
  /** True when nothing is left to do, false when the robot can't. */
  readonly isDone: boolean;
  readonly reason: string;
}

/** Where to drive next, or why nowhere. */
export type Leg = PathLeg | NoLeg;

export function pathLeg(path_map: Float64Array, reason: string, more: Partial<PathLeg> = {}): PathLeg {
  return { kind: 'path', path_map, cleaning: false, isPartial: false, reason, ...more };
}

export function cannot(reason: string): NoLeg {
  return { kind: 'none', isDone: false, reason };
}
