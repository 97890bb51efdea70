import { hypot, type MapWarp } from '@homebound/math';
import type { Obstacle } from '@homebound/vision';

/** Kept at most; the oldest goes first. */
const KEPT = 200;
/** m beyond the half of its size within which what is seen later is the same: outlines grow and shrink as it is seen. */
const BESIDE_M = 0.1;

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly radius_m: number;
}

/** Where a person said that there is no obstacle. It holds for the place, whatever is seen there later. Map frame. */
export class Dismissed {
  #places: Place[] = [];

  add(obstacle: Obstacle): void {
    this.#places.push(placeOf(obstacle));
    if (this.#places.length > KEPT) this.#places.shift();
  }

  /** What was said of this one is taken back. */
  remove(obstacle: Obstacle): void {
    this.#places = this.#places.filter((place) => !isAt(place, placeOf(obstacle)));
  }

  has(obstacle: Obstacle): boolean {
    const at = placeOf(obstacle);
    return this.#places.some((place) => isAt(place, at));
  }

  /** The map was corrected. */
  moveWith(warp: MapWarp): void {
    this.#places = this.#places.map((place) => ({ ...place, ...warp.movePoint(place.x, place.y) }));
  }

  clear(): void {
    this.#places = [];
  }
}

/** Whether what lies at one place lies within the other: a bigger thing there is another one. */
function isAt(place: Place, { x, y, radius_m }: Place): boolean {
  return hypot(place.x - x, place.y - y) + radius_m <= place.radius_m + BESIDE_M;
}

/** The circle around the middle of its outline. */
export function placeOf({ outline_map }: Obstacle): Place {
  const n = outline_map.length >> 1;
  let x = 0;
  let y = 0;
  for (let i = 0; i < 2 * n; i += 2) {
    x += outline_map[i] / n;
    y += outline_map[i + 1] / n;
  }
  let radius_m = 0;
  for (let i = 0; i < 2 * n; i += 2) radius_m = Math.max(radius_m, hypot(outline_map[i] - x, outline_map[i + 1] - y));
  return { x, y, radius_m };
}
