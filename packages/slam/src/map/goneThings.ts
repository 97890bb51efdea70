import type { ScanPoints } from '@homebound/lidar';
import { between, cos, hypot, identity, type SE2, sin } from '@homebound/math';
import type { OccupancyMap } from './occupancyMap.ts';

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
/** Where such rays passed single ones do from then on, in squares of this side: cell after cell goes, and what is left of it is narrow. */
const SQUARE_M = 0.1;
/** From somewhere else it has to be seen anew. */
const MOVED_M = 0.05;
const MOVED_RAD = 0.05;
/** Rays side by side pass it this near to each other: beams of 1° do in 8 m. */
const MAX_GAP_M = 0.15;

/** Finds the rays of a scan that pass right through things which the map holds: a door that was opened, somebody who left. */
export class GoneThings {
  /** 1 for each hit whose ray passes through what is gone; valid until the next `find`. */
  isThrough = new Uint8Array(0);
  /** Where it passes and which way, cells, x, y, ux, uy interleaved. */
  #crossings = new Float64Array(0);
  /** Squares in which something is gone, as seen from where the robot stands. */
  readonly #squares = new Set<number>();
  #T_here: SE2 = identity;

  /** @returns how many rays do */
  find(map: OccupancyMap, { hits, pts_base, origins_base }: ScanPoints, T_map_base: SE2): number {
    if (this.isThrough.length < hits) {
      this.isThrough = new Uint8Array(hits);
      this.#crossings = new Float64Array(4 * hits);
    }
    const { x, y, theta } = between(this.#T_here, T_map_base);
    if (hypot(x, y) > MOVED_M || Math.abs(theta) > MOVED_RAD) {
      this.#squares.clear();
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
    return this.#keepWide(hits, inv);
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
    let crossing = 0;
    this.isThrough[i] = 0;
    for (let t = BEGIN_M * inv; t < end; ) {
      const k = nearest[tiles.at(Math.floor(ox + t * ux), Math.floor(oy + t * uy))];
      if (k === 0 && crossing === 0) crossing = t;
      if (crossing > 0 && distance[k] >= open) {
        this.isThrough[i] = 1;
        this.#crossings[4 * i] = ox + crossing * ux;
        this.#crossings[4 * i + 1] = oy + crossing * uy;
        this.#crossings[4 * i + 2] = ux;
        this.#crossings[4 * i + 3] = uy;
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
        const square = this.#squareOf(i, perMetre);
        if (isWide) this.#squares.add(square);
        isThrough[i] = this.#squares.has(square) ? 1 : 0;
        kept += isThrough[i];
      }
      from = to;
    }
    return kept;
  }

  #squareOf(i: number, perMetre: number): number {
    const perSquare = 1 / (SQUARE_M * perMetre);
    const ix = Math.floor(this.#crossings[4 * i] * perSquare);
    const iy = Math.floor(this.#crossings[4 * i + 1] * perSquare);
    return (iy + 0x8000) * 0x10000 + ix + 0x8000;
  }

  /** Distance between where two rays pass, cells. */
  #gap(i: number, j: number): number {
    const at = this.#crossings;
    const dx = at[4 * j] - at[4 * i];
    const dy = at[4 * j + 1] - at[4 * i + 1];
    return Math.sqrt(dx * dx + dy * dy);
  }

  /** The same, as the sensor sees it: along a wall that rays graze they pass far from each other, and yet side by side. */
  #width(i: number, j: number): number {
    const at = this.#crossings;
    const dx = at[4 * j] - at[4 * i];
    const dy = at[4 * j + 1] - at[4 * i + 1];
    return Math.abs(at[4 * i + 2] * dy - at[4 * i + 3] * dx);
  }
}
