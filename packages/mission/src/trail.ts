import { hypot, type MapWarp, type SE2 } from '@homebound/math';

/** Side of the squares by which a place is known again, m. */
const SQUARE_M = 0.1;
/** m between two poses beyond which the robot did not drive from one to the other: it was carried, or its place was found anew. */
const CARRIED_M = 0.5;

/**
 * The way back to where the job began, over floor that the robot has stood on: its walk with the loops erased. Whenever it
 * comes to a place where it has been, all between the two visits is forgotten, so the trail never crosses itself and stays
 * short. A robot that was carried begins it anew: the way to where it was is not known. Map frame.
 */
export class Trail {
  readonly #poses: SE2[] = [];
  readonly #keys: number[] = [];
  readonly #places = new Map<number, number>();

  clear(): void {
    this.#poses.length = 0;
    this.#keys.length = 0;
    this.#places.clear();
  }

  add(T_map_base: SE2): void {
    const key = (Math.floor(T_map_base.x / SQUARE_M) + 0x8000) * 0x10000 + Math.floor(T_map_base.y / SQUARE_M) + 0x8000;
    if (key === this.#keys.at(-1)) return;
    const before = this.#places.get(key);
    if (before === undefined) {
      const last = this.#poses.at(-1);
      if (last !== undefined && hypot(T_map_base.x - last.x, T_map_base.y - last.y) > CARRIED_M) this.clear();
      this.#places.set(key, this.#poses.length);
      this.#poses.push(T_map_base);
      this.#keys.push(key);
      return;
    }
    while (this.#poses.length > before + 1) {
      this.#poses.pop();
      this.#places.delete(this.#keys.pop() as number);
    }
  }

  /** The map was corrected. Where poses fall together now, what lay between them was a loop. */
  moveWith(warp: MapWarp): void {
    if (warp.isIdentity) return;
    const poses = this.#poses.map((T) => warp.movePose(T));
    this.clear();
    for (const T of poses) this.add(T);
  }

  /** Poses on the way back, the nearest first, about every `step_m`, the oldest always among them. */
  *back(step_m: number): Generator<SE2> {
    const stride = Math.max(1, Math.round(step_m / SQUARE_M));
    let i = this.#poses.length - 1;
    for (; i > 0; i -= stride) yield this.#poses[i];
    if (this.#poses.length > 0) yield this.#poses[0];
  }
}
