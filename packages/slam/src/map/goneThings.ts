import type { ScanPoints } from '@homebound/lidar';
import { cos, hypot, identity, type SE2, sin } from '@homebound/math';
import type { OccupancyMap, ThroughRays } from './occupancyMap.ts';

/** The first and last part of a ray prove nothing: the sensor's own place, and the thing that it ends on. */
const BEGIN_M = 0.15;
const END_M = 0.3;
/** Behind what is gone a ray comes out into the open: so far from all that the map holds. One that grazes a wall never does. */
const OPEN_M = 0.2;
/**
 * A thing is gone when so many rays side by side pass where it was, over so much of its width. Beside a door frame a pose that is off by a
 * centimetre lets one or two through; a chair's leg may stand between two rays.
 */
const MIN_RAYS = 3;
const MIN_WIDTH_M = 0.1;
/**
 * Where such rays passed, in squares of this side, single ones do from then on, and all that come near what is left of it: cell after cell
 * goes, and what is left is narrow. Until a ray ends there: something is back.
 */
const SQUARE_M = 0.1;
/** From somewhere else it has to be seen anew. */
const FORGET_M = 1;
/** Rays side by side pass it this near to each other: beams of 1° do in 8 m. */
const MAX_GAP_M = 0.15;

const STRIDE = 5;

/** Finds the rays of a scan that pass right through things which the map holds: a door that was opened, somebody who left. */
export class GoneThings implements ThroughRays {
  /** 1 for each hit whose ray passes through what is gone; valid until the next `find`. */
  isThrough = new Uint8Array(0);
  /** What the lidar did not send, but would pass as well; valid as long. */
  between = new Float64Array(0);
  betweenCount = 0;
  /** Where it passes, which way, and how far it is from there into the open, cells: x, y, ux, uy, way. */
  #crossings = new Float64Array(0);
  /** Squares in which something is gone, as seen from where the robot stands. */
  readonly #squares = new Set<number>();
  #T_here: SE2 = identity;

  /** @returns how many rays do */
  find(map: OccupancyMap, { hits, pts_base, origins_base }: ScanPoints, T_map_base: SE2): number {
    if (this.isThrough.length < hits) {
      this.isThrough = new Uint8Array(hits);
      this.#crossings = new Float64Array(STRIDE * hits);
    }
    if (hypot(T_map_base.x - this.#T_here.x, T_map_base.y - this.#T_here.y) > FORGET_M) {
      this.forget();
      this.#T_here = T_map_base;
    }
    const inv = 1 / map.resolution_m;
    const c = cos(T_map_base.theta) * inv;
    const s = sin(T_map_base.theta) * inv;
    const tx = T_map_base.x * inv;
    const ty = T_map_base.y * inv;
    for (let i = 0; i < hits; i++) {
      const [bx, by, px, py] = [origins_base[2 * i], origins_base[2 * i + 1], pts_base[2 * i], pts_base[2 * i + 1]];
      this.#cross(map, i, tx + c * bx - s * by, ty + s * bx + c * by, tx + c * px - s * py, ty + s * px + c * py);
    }
    const kept = this.#keepWide(hits, inv);
    this.#fillBetween(hits, inv);
    return kept;
  }

  /** The map is another one. */
  forget(): void {
    this.#squares.clear();
  }

  /** Notes where a ray, in cells, passes through something before it comes into the open; strides by the distance field. */
  #cross({ tiles, rings }: OccupancyMap, i: number, ox: number, oy: number, px: number, py: number): void {
    const { nearest } = tiles;
    const { distance } = rings;
    const inv = 1 / tiles.resolution_m;
    const length = Math.sqrt((px - ox) * (px - ox) + (py - oy) * (py - oy));
    const ux = (px - ox) / length;
    const uy = (py - oy) / length;
    const end = length - END_M * inv;
    const open = OPEN_M * inv;
    const near = SQUARE_M * inv;
    const knows = this.#squares.size > 0;
    if (knows) this.#squares.delete(squareOf(px, py, inv));
    let crossing = 0;
    this.isThrough[i] = 0;
    for (let t = BEGIN_M * inv; t < end; ) {
      const x = ox + t * ux;
      const y = oy + t * uy;
      const k = nearest[tiles.at(Math.floor(x), Math.floor(y))];
      if (crossing === 0 && (k === 0 || (knows && distance[k] <= near && this.#squares.has(squareOf(x, y, inv)))))
        crossing = t;
      if (crossing > 0 && distance[k] >= open) {
        this.isThrough[i] = 1;
        this.#crossings.set([ox + crossing * ux, oy + crossing * uy, ux, uy, t - crossing], STRIDE * i);
        return;
      }
      t += Math.max(0.7, distance[k] - 1.5);
    }
  }

  /** Leaves only those that pass side by side through something wide, and where others did before. */
  #keepWide(hits: number, perMetre: number): number {
    const { isThrough } = this;
    let kept = 0;
    for (let from = 0; from < hits; ) {
      let to = from + 1;
      if (isThrough[from] === 1)
        while (to < hits && isThrough[to] === 1 && this.#gap(to - 1, to) <= MAX_GAP_M * perMetre) to++;
      const isWide = to - from >= MIN_RAYS && this.#width(from, to - 1) >= MIN_WIDTH_M * perMetre;
      for (let i = from; i < to; i++) {
        if (isThrough[i] === 0) continue;
        const square = squareOf(this.#crossings[STRIDE * i], this.#crossings[STRIDE * i + 1], perMetre);
        if (isWide) this.#squares.add(square);
        isThrough[i] = this.#squares.has(square) ? 1 : 0;
        kept += isThrough[i];
      }
      from = to;
    }
    return kept;
  }

  /** Beams may lie two cells apart where they pass: what they leave between them would stand there as a row of posts. */
  #fillBetween(hits: number, perMetre: number): void {
    const at = this.#crossings;
    this.betweenCount = 0;
    for (let j = 1; j < hits; j++) {
      const gap = this.isThrough[j - 1] === 1 && this.isThrough[j] === 1 ? this.#gap(j - 1, j) : 0;
      const fillers = gap <= MAX_GAP_M * perMetre ? Math.floor(gap) : 0;
      for (let k = 1; k <= fillers; k++) this.#addBetween(STRIDE * (j - 1), STRIDE * j, k / (fillers + 1), at);
    }
  }

  #addBetween(a: number, b: number, share: number, at: Float64Array): void {
    if (4 * this.betweenCount === this.between.length) {
      const longer = new Float64Array(Math.max(256, 2 * this.between.length));
      longer.set(this.between);
      this.between = longer;
    }
    for (let axis = 0; axis < 2; axis++) {
      const from = at[a + axis] + share * (at[b + axis] - at[a + axis]);
      const way = at[a + 4] * at[a + 2 + axis] * (1 - share) + at[b + 4] * at[b + 2 + axis] * share;
      this.between[4 * this.betweenCount + axis] = from;
      this.between[4 * this.betweenCount + 2 + axis] = from + way;
    }
    this.betweenCount++;
  }

  /** Distance between where two rays pass, cells. */
  #gap(i: number, j: number): number {
    const at = this.#crossings;
    const dx = at[STRIDE * j] - at[STRIDE * i];
    const dy = at[STRIDE * j + 1] - at[STRIDE * i + 1];
    return Math.sqrt(dx * dx + dy * dy);
  }

  /** The same, as the sensor sees it: along a wall that rays graze they pass far from each other, and yet side by side. */
  #width(i: number, j: number): number {
    const at = this.#crossings;
    const dx = at[STRIDE * j] - at[STRIDE * i];
    const dy = at[STRIDE * j + 1] - at[STRIDE * i + 1];
    return Math.abs(at[STRIDE * i + 2] * dy - at[STRIDE * i + 3] * dx);
  }
}

/** A number for the square that a place in cells lies in. */
function squareOf(x: number, y: number, perMetre: number): number {
  const perSquare = 1 / (SQUARE_M * perMetre);
  return (Math.floor(y * perSquare) + 0x8000) * 0x10000 + Math.floor(x * perSquare) + 0x8000;
}
