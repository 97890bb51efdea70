import type { MapWarp, SE2 } from '@homebound/math';

/** Places remembered at once; the oldest goes first. */
const KEPT = 32;

/** Places where something happened that no sensor sees in time: there the robot takes care for a while. In the map, or in odom. */
export class PlaceMemory {
  readonly #forget_s: number;
  #places: { x: number; y: number; stamp_s: number }[] = [];

  /** @param forget_s how long a place is remembered */
  constructor(forget_s: number) {
    this.#forget_s = forget_s;
  }

  add({ x, y }: { readonly x: number; readonly y: number }, stamp_s: number): void {
    this.#places.push({ x, y, stamp_s });
    if (this.#places.length > KEPT) this.#places.shift();
  }

  /** The map was corrected. */
  moveWith(warp: MapWarp): void {
    this.#places = this.#places.map((place) => ({ ...place, ...warp.movePoint(place.x, place.y) }));
  }

  clear(): void {
    this.#places = [];
  }

  /** Whether one of the places is within a distance of the robot. */
  isNear(at: SE2, within_m: number, now_s: number): boolean {
    for (const { x, y, stamp_s } of this.#places) {
      const dx = x - at.x;
      const dy = y - at.y;
      if (dx * dx + dy * dy < within_m * within_m && now_s - stamp_s < this.#forget_s) return true;
    }
    return false;
  }
}
