import type { StoredFloor } from '@homebound/slam';

/** A stored map as SLAM takes it, with its name for people. */
export interface KeptFloor extends StoredFloor {
  readonly name: string;
}

/** Where maps are kept between runs; handed in by whoever has a disk. */
export interface MapKeeper {
  /** The maps that the robot may be in, read once when it wakes up. */
  readonly floors: readonly KeptFloor[];
  /**
   * Keeps a map. Called while the robot rests.
   * @param index which of `floors` it was; a map begun in this run comes after them
   * @param epoch corrections of the map frame in this run
   */
  save(index: number, floor: StoredFloor, epoch: number): void;
}
