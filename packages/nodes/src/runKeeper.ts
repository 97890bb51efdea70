import type { RunDetail } from '@homebound/wire';

/** Where the history of runs goes; handed in by whoever has a disk. */
export interface RunKeeper {
  /** An id that no run has or had. */
  newId(): string;
  /**
   * Keeps a run, whole; the last that is handed over with its id counts. Called when it begins, every few minutes while it goes on,
   * and when it is over. Until then its outcome is `interrupted`: that is what it will have been if the power goes now. A run that was
   * over goes on when a person frees a robot that was stuck.
   * @param run      the keeper's from now on: nobody changes it any more; at most 200 kB as JSON
   * @param mapName  of the map that its path is drawn in, as `slam_state` has it: empty for one that was begun since the robot woke up
   */
  keep(run: RunDetail, isOver: boolean, mapName: string): void;
}
