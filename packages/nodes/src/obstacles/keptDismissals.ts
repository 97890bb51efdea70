import type { Dismissed } from '@homebound/mission';
import type { MapKeeper } from '../mapKeeper.ts';

/** What a person said is no obstacle, between the robot's mind and where maps are kept: it belongs to one map, and comes and goes with it. */
export class KeptDismissals {
  readonly #keeper: MapKeeper | undefined;
  readonly #dismissed: Dismissed;
  /** The maps of earlier runs, as they were when the robot woke up. */
  readonly #floors: MapKeeper['floors'];
  /** Which of the floors the robot is in; that after the last is the map of this run. */
  #index: number;
  #version = 0;

  constructor(keeper: MapKeeper | undefined, dismissed: Dismissed) {
    this.#keeper = keeper;
    this.#dismissed = dismissed;
    this.#floors = [...(keeper?.floors ?? [])];
    this.#index = this.#floors.length;
  }

  /** SLAM has found the robot in a map that is kept: what was dismissed in it is. @returns whether that is another than before */
  foundIn(name: string): boolean {
    const index = this.#floors.findIndex((floor) => floor.name === name);
    if (index < 0 || index === this.#index) return false;
    this.#index = index;
    this.#dismissed.adopt(this.#floors[index].dismissals ?? []);
    this.#version = this.#dismissed.version;
    return true;
  }

  /** Another map begins, in which nothing is dismissed yet. */
  beginMap(): void {
    this.#index = this.#floors.length;
    this.#version = Number.NaN;
    this.keep();
  }

  /** Hands over what has changed since. */
  keep(): void {
    const { all, version } = this.#dismissed;
    if (version === this.#version) return;
    this.#version = version;
    this.#keeper?.keepDismissals(this.#index, all);
  }
}
