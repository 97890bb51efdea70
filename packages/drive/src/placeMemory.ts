import { cos, hypot, type MapWarp, type SE2, sin } from '@homebound/math';
import type { NearPoints } from './nearPoints.ts';

/** Places remembered at once; the oldest goes first. */
const KEPT = 256;
/** m up to which two places are taken for one thing, and m between the places laid along it. */
const LINKED_M = 0.65;
const LINK_STEP_M = 0.05;
/** m, s: bumps so near and so far apart in time are two visits to one thing. */
const SAME_PLACE_M = 0.12;
const ANOTHER_VISIT_S = 20;
/**
 * Touches of one wall: how many there must be (two may be a pushed thing or the legs of a chair), m that they lie apart, cosine
 * between the ways into it, sine by which the line through them may differ from what each felt, m that they lie beside it.
 */
const WALL_TOUCHES = 3;
const APART_M = 0.1;
const SAME_SIDE = 0.7;
const SKEW = 0.5;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** m that a place is taken to be pushed along before the thing must have slid off to a side, and up to which it may stand firm. */
const PUSHED_M = 0.4;
const FIRM_M = 0.05;

interface Place extends Point {
  readonly stamp_s: number;
  /** How far the body has pushed it since; 0 while it is where it was met. */
  readonly pushed_m: number;
  /** Into what was touched there, unit length; 0 where nothing was. */
  readonly nx: number;
  readonly ny: number;
}

/** Places where something happened that no sensor sees in time: there the robot takes care for a while. In the map, or in odom. */
export class PlaceMemory {
  readonly #forget_s: number;
  readonly #near = new Float64Array(2 * KEPT);
  #places: Place[] = [];

  /** @param forget_s how long a place is remembered */
  constructor(forget_s: number) {
    this.#forget_s = forget_s;
  }

  /** @param from where the body's centre was when it touched something there; absent when it did not */
  add({ x, y }: Point, stamp_s: number, from?: Point): void {
    const distance = from === undefined ? 0 : hypot(x - from.x, y - from.y);
    const nx = from === undefined || distance === 0 ? 0 : (x - from.x) / distance;
    const ny = from === undefined || distance === 0 ? 0 : (y - from.y) / distance;
    this.#places.push({ x, y, stamp_s, pushed_m: 0, nx, ny });
    if (this.#places.length > KEPT) this.#places.shift();
  }

  /** What was added last is here now: it was pushed. */
  moveLast({ x, y }: Point): void {
    const last = this.#places.at(-1);
    if (last !== undefined) this.#places[this.#places.length - 1] = { ...last, x, y, pushed_m: 0 };
  }

  /** Whether what the last place is of stands firm, and was not pushed away: known from an earlier visit, or part of a wall. */
  get lastIsFirm(): boolean {
    const last = this.#places.at(-1);
    if (last === undefined) return false;
    const standing = this.#places.filter(({ pushed_m }) => pushed_m < FIRM_M);
    const isKnown = standing.some(
      ({ x, y, stamp_s }) => last.stamp_s - stamp_s > ANOTHER_VISIT_S && hypot(x - last.x, y - last.y) < SAME_PLACE_M,
    );
    return isKnown || standing.filter((other) => areOfOneWall(last, other)).length >= WALL_TOUCHES - 1;
  }

  /**
   * Places near each other are taken for one thing, a bar or a pane: between the last one and those near it more are laid.
   * @returns the last place and the new ones, interleaved
   */
  linkLast(stamp_s: number): Float64Array {
    const last = this.#places.at(-1);
    if (last === undefined) return new Float64Array(0);
    const added = [last];
    for (const { x, y, pushed_m } of [...this.#places]) {
      const distance = hypot(x - last.x, y - last.y);
      if (pushed_m > 0 || distance > LINKED_M) continue;
      for (let d = LINK_STEP_M; d < distance - 0.5 * LINK_STEP_M; d += LINK_STEP_M) {
        const at = { x: last.x + ((x - last.x) * d) / distance, y: last.y + ((y - last.y) * d) / distance };
        if (added.some((other) => hypot(other.x - at.x, other.y - at.y) < 0.5 * LINK_STEP_M)) continue;
        this.add(at, stamp_s);
        added.push({ ...at, stamp_s, pushed_m: 0, nx: 0, ny: 0 });
      }
    }
    return Float64Array.from(added.flatMap(({ x, y }) => [x, y]));
  }

  /** The map was corrected. */
  moveWith(warp: MapWarp): void {
    this.#places = this.#places.map((place) => {
      const { x, y } = warp.movePoint(place.x, place.y);
      const tip = warp.movePoint(place.x + place.nx, place.y + place.ny);
      const length = hypot(tip.x - x, tip.y - y);
      return length === 0 ? { ...place, x, y } : { ...place, x, y, nx: (tip.x - x) / length, ny: (tip.y - y) / length };
    });
  }

  /**
   * The body comes over places, and no bumper feels a thing: a light one gives way, and lies at the body's edge now. It is
   * no longer gone round, but still a reason for care. Not for ever: it slides off to a side.
   */
  push(at: SE2, within_m: number): void {
    for (const [i, place] of this.#places.entries()) {
      const dx = place.x - at.x;
      const dy = place.y - at.y;
      const d2 = dx * dx + dy * dy;
      if (d2 >= within_m * within_m || place.pushed_m > PUSHED_M) continue;
      const d = Math.sqrt(d2);
      const by = d > 0 ? within_m / d : 1;
      const pushed_m = place.pushed_m + Math.max(within_m - d, 1e-6);
      this.#places[i] = { ...place, x: at.x + by * dx, y: at.y + by * dy, pushed_m };
    }
  }

  clear(): void {
    this.#places = [];
  }

  /**
   * The places within a distance of the robot, in its base frame; the array is reused by the next call.
   * @param alsoPushed those too that the body has pushed since
   */
  seenFrom(at: SE2, within_m: number, now_s: number, alsoPushed = false): NearPoints {
    const c = cos(at.theta);
    const s = sin(at.theta);
    let n = 0;
    for (const { x, y, stamp_s, pushed_m } of this.#places) {
      const dx = x - at.x;
      const dy = y - at.y;
      if (pushed_m > 0 && !alsoPushed) continue;
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

/** Whether two touches lie on a line across the ways into them: glass, a mirror. */
function areOfOneWall(a: Place, b: Place): boolean {
  const length = hypot(b.x - a.x, b.y - a.y);
  if (length < APART_M || length > LINKED_M || a.nx * b.nx + a.ny * b.ny < SAME_SIDE) return false;
  const ux = (b.x - a.x) / length;
  const uy = (b.y - a.y) / length;
  return Math.abs(ux * a.nx + uy * a.ny) < SKEW && Math.abs(ux * b.nx + uy * b.ny) < SKEW;
}
