import { between, type MapWarp, type SE2 } from '@homebound/math';
import type { Obstacle } from '@homebound/vision';
import { Dismissed, placeOf } from './dismissed.ts';
import { passings } from './passing.ts';

/** Something on the floor and what is done about it. */
export interface AvoidedThing extends Obstacle {
  /** m that the body keeps from its outline; 0 when it is not avoided. */
  readonly berth_m: number;
  /** In words for a person. */
  readonly reason: string;
  /** A person said that it is no obstacle. */
  readonly isDismissed: boolean;
}

/** m from the docked base_link back and forth, and to the sides, that the dock, its plate and its cord take up. */
const DOCK_BACK_M = 0.2;
const DOCK_FRONT_M = 0.5;
const DOCK_SIDE_M = 0.22;

/** What is done about each thing that lies there: by its kind, unless it is the dock or a person said that it is none. Map frame. */
export class Avoidance {
  readonly dismissed = new Dismissed();
  #T_map_dock: SE2 | undefined;

  /** base_link's pose on the dock. */
  setDock(T_map_base: SE2): void {
    this.#T_map_dock = T_map_base;
  }

  /** The map was corrected. */
  moveWith(warp: MapWarp): void {
    this.#T_map_dock = this.#T_map_dock && warp.movePose(this.#T_map_dock);
    this.dismissed.moveWith(warp);
  }

  /** Another map begins. */
  reset(): void {
    this.#T_map_dock = undefined;
    this.dismissed.clear();
  }

  of(obstacle: Obstacle): AvoidedThing {
    const ignored = { ...obstacle, berth_m: 0, isDismissed: false };
    if (this.dismissed.has(obstacle))
      return { ...ignored, isDismissed: true, reason: 'You said that there is no obstacle.' };
    if (this.#isDock(obstacle)) return { ...ignored, reason: 'It is the dock.' };
    const { berth_m, reason } = passings[obstacle.kind];
    return { ...obstacle, berth_m, reason, isDismissed: false };
  }

  #isDock(obstacle: Obstacle): boolean {
    if (this.#T_map_dock === undefined) return false;
    const { x, y } = between(this.#T_map_dock, { ...placeOf(obstacle), theta: 0 });
    return x > -DOCK_BACK_M && x < DOCK_FRONT_M && Math.abs(y) < DOCK_SIDE_M;
  }
}
