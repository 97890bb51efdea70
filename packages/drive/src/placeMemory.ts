import { cos, type MapWarp, type SE2, sin } from '@homebound/math';
import type { NearPoints } from './nearPoints.ts';

/** Places remembered at once; the oldest goes first. */
const KEPT = 256;

/** Places where something happened that no sensor sees in time: there the robot takes care for a while. In the map, or in odom. */
export class PlaceMemory {
  readonly #forget_s: number;
  readonly #near = new Float64Array(2 * KEPT);
  #places: { x: number; y: number; stamp_s: number }[] = [];

  /** @param forget_s how long a place is remembered */
  constructor(forget_s: number) {
    this.#forget_s = forget_s;
  }

  add({ x, y }: { readonly x: number; readonly y: number }, stamp_s: number): void {
    this.#places.push({ x, y, stamp_s });
    if (this.#places.length > KEPT) this.#places.shift();
  }

  get last(): { readonly x: number; readonly y: number } | undefined {
    return this.#places.at(-1);
  }

  /** What was added last is here now: it was pushed. */
  moveLast({ x, y }: { readonly x: number; readonly y: number }): void {
    const last = this.#places.at(-1);
    if (last !== undefined) this.#places[this.#places.length - 1] = { ...last, x, y };
  }

  /** The map was corrected. */
  moveWith(warp: MapWarp): void {
    this.#places = this.#places.map((place) => ({ ...place, ...warp.movePoint(place.x, place.y) }));
  }

  /** Forgets places that turn out not to be there: the body stands on them, untouched. */
  disprove(at: SE2, within_m: number): void {
    const isThere = ({ x, y }: { x: number; y: number }) => {
      const dx = x - at.x;
      const dy = y - at.y;
      return dx * dx + dy * dy >= within_m * within_m;
    };
    if (!this.#places.every(isThere)) this.#places = this.#places.filter(isThere);
  }

  clear(): void {
    this.#places = [];
  }

  /** The places within a distance of the robot, in its base frame; the array is reused by the next call. */
  seenFrom(at: SE2, within_m: number, now_s: number): NearPoints {
    const c = cos(at.theta);
    const s = sin(at.theta);
    let n = 0;
    for (const { x, y, stamp_s } of this.#places) {
      const dx = x - at.x;
      const dy = y - at.y;
      if (dx * dx + dy * dy >= within_m * within_m || now_s - stamp_s >= this.#forget_s) continue;
      this.#near[2 * n] = c * dx + s * dy;
      this.#near[2 * n + 1] = -s * dx + c * dy;
      n++;
    }
    return { xy: this.#near, n };
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
