import type { Household } from '@homebound/mission';
import type { MapKeeper } from './mapKeeper.ts';

/** Rooms and restrictions between the household and where maps are kept: they belong to one map, and come and go with it. */
export class KeptHome {
  readonly #keeper: MapKeeper | undefined;
  readonly #household: Household;
  /** The maps of earlier runs, as they were when the robot woke up. */
  readonly #floors: MapKeeper['floors'];
  /** Which of the floors the robot is in; that after the last is the map of this run. */
  #index: number;
  #version = 0;

  constructor(keeper: MapKeeper | undefined, household: Household) {
    this.#keeper = keeper;
    this.#household = household;
    this.#floors = [...(keeper?.floors ?? [])];
    this.#index = this.#floors.length;
  }

  /** SLAM has found the robot in a map that is kept: its rooms are these. */
  foundIn(name: string): void {
    const index = this.#floors.findIndex((floor) => floor.name === name);
    if (index < 0 || index === this.#index) return;
    this.#index = index;
    const home = this.#floors[index].home;
    if (home === undefined) return;
    this.#household.adopt({ ...home, past: [], future: [] });
    this.#version = this.#household.version;
  }

  /** Another map begins. */
  beginMap(): void {
    this.#index = this.#floors.length;
    this.#version = this.#household.version;
  }

  /** Hands over what has changed since. */
  keep(): void {
    const { plan, version } = this.#household;
    if (plan === undefined || version === this.#version) return;
    this.#version = version;
    this.#keeper?.keepHome(this.#index, { rooms: plan.rooms, restrictions: plan.restrictions });
  }
}
