import { type GridFrame, sameFrame } from '@homebound/grid';
import type { MapWarp } from '@homebound/math';
import { distanceToArea, type FreeSpace, markArea } from '@homebound/plan';
import type { ObstacleKind } from '@homebound/vision';
import type { AvoidedThing } from './avoidance.ts';
import { passings } from './passing.ts';
import { squareCrossing } from './squareCrossing.ts';

/** m by which a way may come nearer than the berth: the driver gives way to that, and outlines flicker by it. */
const GIVE_WAY_M = 0.04;
/** s in which the same thing does not call a way off twice. */
const AGAIN_S = 3;
/** m between pieces of one thing, at most. */
const BESIDE_M = 0.25;

interface Masks {
  readonly frame: GridFrame;
  readonly all: Uint8Array;
  readonly never: Uint8Array;
}

/** What lies on the floor, as far as it is avoided: cells that the body keeps out of, ways that it lies on, and what there is to tell of it. Map frame. */
export class FloorObstacles {
  #things: readonly AvoidedThing[] = [];
  #crossed: readonly Float64Array[] = [];
  #masks: Masks | undefined;
  /** When things have called a way off, by id. */
  readonly #called = new Map<number, number>();

  /** All that is known to lie there; it replaces what was. */
  hear(things: readonly AvoidedThing[]): void {
    this.#things = things.filter(({ berth_m }) => berth_m > 0);
    this.#crossed = things
      .filter(({ kind, isDismissed }) => passings[kind].isCrossed && !isDismissed)
      .map(({ outline_map }) => outline_map);
    this.#masks = undefined;
    for (const id of this.#called.keys()) if (!this.#things.some((thing) => thing.id === id)) this.#called.delete(id);
  }

  /** The map was corrected. */
  moveWith(warp: MapWarp): void {
    this.#things = this.#things.map((thing) => ({ ...thing, outline_map: warp.moved(thing.outline_map) }));
    this.#crossed = this.#crossed.map((outline) => warp.moved(outline));
    this.#masks = undefined;
  }

  /** A way, straight across the thresholds that it leads over. */
  squared(path_map: Float64Array, space: FreeSpace, bodyRadius_m: number): Float64Array {
    return squareCrossing(path_map, this.#crossed, space, bodyRadius_m);
  }

  /**
   * Cells that the body keeps out of, non-zero; undefined when there are none. Borrowed.
   * @param onlyNever  of what is never driven over; all else may have gone, should there be no other way
   */
  maskIn(frame: GridFrame, onlyNever = false): Uint8Array | undefined {
    if (this.#things.length === 0) return undefined;
    if (this.#masks === undefined || !sameFrame(this.#masks.frame, frame)) this.#masks = this.#draw(frame);
    return onlyNever ? this.#masks.never : this.#masks.all;
  }

  /**
   * Whether the rest of a way leads nearer to something than its berth, so that it is to be planned anew. One that has said so holds its peace for a
   * while: the robot may have to get out of its berth first.
   */
  isOnWay(
    path_map: Float64Array,
    at: { readonly x: number; readonly y: number },
    bodyRadius_m: number,
    now_s: number,
  ): boolean {
    const from = nearestSegment(path_map, at);
    let isTouched = false;
    for (const { id, outline_map, berth_m } of this.#things) {
      if (now_s - (this.#called.get(id) ?? Number.NEGATIVE_INFINITY) < AGAIN_S) continue;
      const least_m = bodyRadius_m + berth_m - GIVE_WAY_M;
      for (let i = from; i + 3 < path_map.length; i += 2) {
        const line = i === from ? [at.x, at.y, path_map[i + 2], path_map[i + 3]] : path_map.subarray(i, i + 4);
        if (!(distanceToArea(line, outline_map) < least_m)) continue;
        this.#called.set(id, now_s);
        isTouched = true;
        break;
      }
    }
    return isTouched;
  }

  /** Whether something that is never driven over lies within a distance of a place. */
  isNeverCrossedNear({ x, y }: { readonly x: number; readonly y: number }, within_m: number): boolean {
    return this.#things.some(
      ({ kind, outline_map }) => passings[kind].isNeverCrossed && distanceToArea([x, y, x, y], outline_map) < within_m,
    );
  }

  /** `Kept clear of 2 cables and a shoe.`; empty when there was nothing. What is alike and lies side by side is one: a cord comes in pieces. */
  get words(): string {
    const counts = new Map<ObstacleKind, number>();
    const told = new Set<AvoidedThing>();
    for (const first of this.#things) {
      if (told.has(first)) continue;
      counts.set(first.kind, (counts.get(first.kind) ?? 0) + 1);
      const pieces = [first];
      for (const piece of pieces) {
        told.add(piece);
        const beside = (other: AvoidedThing): boolean =>
          other.kind === first.kind && !pieces.includes(other) && isBeside(piece.outline_map, other.outline_map);
        pieces.push(...this.#things.filter(beside));
      }
    }
    const parts = [...counts].map(([kind, n]) => (n === 1 ? passings[kind].one : `${n} ${passings[kind].several}`));
    const last = parts.pop();
    if (last === undefined) return '';
    return `Kept clear of ${parts.length > 0 ? `${parts.join(', ')} and ${last}` : last}.`;
  }

  #draw(frame: GridFrame): Masks {
    const { width, height, resolution_m, originX_m, originY_m } = frame;
    const all = new Uint8Array(width * height);
    const never = new Uint8Array(width * height);
    for (const { kind, outline_map, berth_m } of this.#things) {
      markArea(all, frame, outline_map, berth_m);
      if (passings[kind].isNeverCrossed) markArea(never, frame, outline_map, berth_m);
    }
    return { frame: { width, height, resolution_m, originX_m, originY_m }, all, never };
  }
}

/** Whether two outlines come as near to each other as pieces of one thing. */
function isBeside(a: Float64Array, b: Float64Array): boolean {
  const n = a.length;
  for (let i = 0; i < n; i += 2)
    if (distanceToArea([a[i], a[i + 1], a[(i + 2) % n], a[(i + 3) % n]], b) < BESIDE_M) return true;
  return false;
}

/** Index into a path's numbers of the segment that comes nearest to a place. */
function nearestSegment(path: Float64Array, { x, y }: { readonly x: number; readonly y: number }): number {
  let nearest = 0;
  let least_m = Number.POSITIVE_INFINITY;
  for (let i = 0; i + 3 < path.length; i += 2) {
    const d = distanceToArea([x, y, x, y], path.subarray(i, i + 4));
    // The last of those that are as near: a corner belongs to the segment that leads on.
    if (d > least_m) continue;
    least_m = d;
    nearest = i;
  }
  return nearest;
}
