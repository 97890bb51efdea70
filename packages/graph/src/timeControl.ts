/**
 * Time that is made here and not only read: what a simulation steers. RosGraph has one where its process owns `/clock`;
 * `PacedTime` is that of a LocalGraph.
 */
export interface TimeControl {
  now_s(): number;
  /** How far time moves at once, s. */
  readonly step_s: number;
  /** Simulated seconds a second, as they are wanted. Setting what is not > 0 throws RangeError. */
  pace: number;
  /** Simulated seconds a second over the last second; 0 in a pause. Less than `pace` where the machine is too slow. */
  readonly measuredPace: number;
  readonly isPaused: boolean;
  pause(): void;
  play(): void;
  /**
   * From a pause: moves time by exactly so many steps, at the pace, and pauses again. Throws Error when there is no pause.
   * @param onStep told after each step how many are done; after the last one it is a pause again
   */
  step(steps: number, onStep: (completed: number) => void): Stepping;
  /** Begins again at 0 or at another time, all nodes with it. Absent where time cannot run back. */
  restart?(at_s?: number): void;
}

export interface Stepping {
  /** No further step; it is a pause again. */
  cancel(): void;
}

/** Throws RangeError for a pace at which no time passes, or that is no number. */
export function checkPace(pace: number): number {
  if (!(pace > 0)) throw new RangeError(`Cannot set the pace of time to ${pace}: it must be a number > 0`);
  return pace;
}
