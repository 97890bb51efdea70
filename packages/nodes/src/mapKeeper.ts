import type { Dismissal, HomeState } from '@homebound/plan';
import type { StoredFloor } from '@homebound/slam';

/** A stored map as SLAM takes it, with its name for people, which no other has, and what the household keeps of its rooms. */
export interface KeptFloor extends StoredFloor {
  readonly name: string;
  /** In the map's frame as it is stored; absent when nothing was kept yet. */
  readonly home?: HomeState;
  /** What a person said is no obstacle, in the same frame. */
  readonly dismissals?: readonly Dismissal[];
}

/** Where maps are kept between runs; handed in by whoever has a disk. */
export interface MapKeeper {
  /** The maps that the robot may be in, those begun first before later ones; read once when it wakes up. */
  readonly floors: readonly KeptFloor[];
  /** The robot ended in the middle of the last job that it began, and whoever looks is to be told. */
  readonly wasBrokenOff?: boolean;
  /**
   * Keeps a map: called while the robot rests, and now and then while it drives. The arrays are the keeper's from then on.
   * @param index which of `floors`, as they were when it woke up, it was; a map begun in this run comes after them
   * @param epoch corrections of the map frame in this run
   * @param isUnderway whether it is only as far as the robot has come: the next save of this run takes its place
   */
  save(index: number, floor: StoredFloor, epoch: number, isUnderway?: boolean): void;
  /**
   * Keeps rooms and restrictions with a map, in its frame as it is now: after each edit, and when a saved map was corrected
   * before. What is kept of a map that is not saved yet is written with it.
   */
  keepHome(index: number, home: HomeState): void;
  /** Keeps what a person said is no obstacle, in the same way: all of it, in place of what was kept before. */
  keepDismissals(index: number, dismissals: readonly Dismissal[]): void;
}
