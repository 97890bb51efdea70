import { compose, type SE2 } from '@homebound/math';
import type { RobotGeometry } from '@homebound/robot';
import type { NearPoints } from './nearPoints.ts';
import type { PlaceMemory } from './placeMemory.ts';

/** m: two readings running so near to each other are a thing and no flicker; a return of the lidar so near is of the same thing. */
const SAME_THING_M = 0.04;
const SEEN_WITHIN_M = 0.06;
/** m between places kept along one thing. */
const STEP_M = 0.03;
/** rad/s; turning faster, scan and sensor do not look at the same place. */
const MAX_TURN_RADPS = 0.6;

/**
 * What the wall sensor meets beside the robot and the lidar, which looks out higher up, does not: slippers, toys, castors. On
 * every second lane that is on the floor of the next one.
 */
export class SideLook {
  readonly #mount: RobotGeometry['wallSensor'];
  #last: { readonly x: number; readonly y: number } | undefined;

  constructor(geometry: RobotGeometry) {
    this.#mount = geometry.wallSensor;
  }

  /**
   * @param distance_m what the wall sensor says, +Inf for nothing
   * @param T          the robot in the frame of the memory
   * @param near       what the lidar sees, base frame
   * @param into       where what is low is remembered
   */
  look(distance_m: number, T: SE2, w_radps: number, near: NearPoints, into: PlaceMemory, now_s: number): void {
    const { x_m, y_m, range_m } = this.#mount;
    const last = this.#last;
    this.#last = undefined;
    if (!(distance_m < range_m) || Math.abs(w_radps) > MAX_TURN_RADPS) return;
    const y = y_m - distance_m;
    if (hasWithin(near, x_m, y, SEEN_WITHIN_M)) return;
    const at = compose(T, { x: x_m, y, theta: 0 });
    this.#last = at;
    if (last === undefined || !isWithin(at, last, SAME_THING_M)) return;
    if (!into.isNear(at, STEP_M, now_s)) into.add(at, now_s);
  }
}

function hasWithin({ xy, n }: NearPoints, x: number, y: number, within_m: number): boolean {
  for (let i = 0; i < 2 * n; i += 2) {
    const dx = xy[i] - x;
    const dy = xy[i + 1] - y;
    if (dx * dx + dy * dy < within_m * within_m) return true;
  }
  return false;
}

function isWithin(a: { x: number; y: number }, b: { x: number; y: number }, within_m: number): boolean {
  return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y) < within_m * within_m;
}
