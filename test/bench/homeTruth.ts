import { cellX, cellY, floodFill, type OccupancyGrid } from '@homebound/grid';

/** Farther from all walls than this is just far, m. */
export const FAR_M = 0.5;

const [LEFT, RIGHT, BELOW, ABOVE] = [1, 2, 4, 8];

/**
 * The true surfaces of a home: the sides of plan cells where floor that hangs together with the dock meets what is not
 * floor. Distances to them are exact. Frame of the plan.
 */
export class TruthWalls {
  readonly plan: OccupancyGrid;
  /** Of each floor cell, which of its sides are wall. */
  readonly #sides: Uint8Array;
  readonly #floor: Uint8Array;

  constructor(plan: OccupancyGrid, dock: { readonly x: number; readonly y: number }) {
    const { width, height, data } = plan;
    const free = Uint8Array.from(data, (value) => (value >= 0 && value < 50 ? 1 : 0));
    this.plan = plan;
    this.#floor = floodFill(free, width, height, cellY(plan, dock.y) * width + cellX(plan, dock.x), 8);
    this.#sides = new Uint8Array(data.length);
    for (let iy = 0, i = 0; iy < height; iy++)
      for (let ix = 0; ix < width; ix++, i++) {
        if (this.#floor[i] === 0) continue;
        const isWall = (inside: boolean, cell: number) => !inside || free[cell] === 0;
        this.#sides[i] =
          (isWall(ix > 0, i - 1) ? LEFT : 0) |
          (isWall(ix < width - 1, i + 1) ? RIGHT : 0) |
          (isWall(iy > 0, i - width) ? BELOW : 0) |
          (isWall(iy < height - 1, i + width) ? ABOVE : 0);
      }
  }

  /** Whether a point lies on floor that hangs together with the dock. */
  isFloor(x: number, y: number): boolean {
    const ix = cellX(this.plan, x);
    const iy = cellY(this.plan, y);
    return this.#inside(ix, iy) && this.#floor[iy * this.plan.width + ix] === 1;
  }

  /** Distance to the nearest surface, m; FAR_M when none is nearer. */
  distanceTo(x: number, y: number): number {
    const { resolution_m } = this.plan;
    const ix = cellX(this.plan, x);
    const iy = cellY(this.plan, y);
    const rings = Math.ceil(FAR_M / resolution_m) + 1;
    let best2 = FAR_M * FAR_M;
    for (let ring = 0; ring <= rings; ring++) {
      // Whatever lies in this ring or beyond is at least so far.
      const least_m = (ring - 1) * resolution_m;
      if (least_m > 0 && least_m * least_m > best2) break;
      for (let dy = -ring; dy <= ring; dy++) {
        const step = Math.abs(dy) === ring ? 1 : Math.max(1, 2 * ring);
        for (let dx = -ring; dx <= ring; dx += step) best2 = Math.min(best2, this.#toSides(ix + dx, iy + dy, x, y));
      }
    }
    return Math.sqrt(best2);
  }

  /** All surfaces as segments [x0, y0, x1, y1, ...], for drawing. */
  segments(): Float64Array {
    const { width, resolution_m: r, originX_m, originY_m } = this.plan;
    const out: number[] = [];
    for (let i = 0; i < this.#sides.length; i++) {
      const sides = this.#sides[i];
      if (sides === 0) continue;
      const ix = i % width;
      const [x, y] = [originX_m + ix * r, originY_m + ((i - ix) / width) * r];
      if (sides & LEFT) out.push(x, y, x, y + r);
      if (sides & RIGHT) out.push(x + r, y, x + r, y + r);
      if (sides & BELOW) out.push(x, y, x + r, y);
      if (sides & ABOVE) out.push(x, y + r, x + r, y + r);
    }
    return Float64Array.from(out);
  }

  #inside(ix: number, iy: number): boolean {
    return ix >= 0 && iy >= 0 && ix < this.plan.width && iy < this.plan.height;
  }

  /** Squared distance to the nearest walled side of a cell. */
  #toSides(ix: number, iy: number, x: number, y: number): number {
    if (!this.#inside(ix, iy)) return Number.POSITIVE_INFINITY;
    const sides = this.#sides[iy * this.plan.width + ix];
    if (sides === 0) return Number.POSITIVE_INFINITY;
    const r = this.plan.resolution_m;
    const u = x - this.plan.originX_m - ix * r;
    const v = y - this.plan.originY_m - iy * r;
    const offU = u < 0 ? u : u > r ? u - r : 0;
    const offV = v < 0 ? v : v > r ? v - r : 0;
    let best2 = Number.POSITIVE_INFINITY;
    if (sides & LEFT) best2 = Math.min(best2, u * u + offV * offV);
    if (sides & RIGHT) best2 = Math.min(best2, (u - r) * (u - r) + offV * offV);
    if (sides & BELOW) best2 = Math.min(best2, v * v + offU * offU);
    if (sides & ABOVE) best2 = Math.min(best2, (v - r) * (v - r) + offU * offU);
    return best2;
  }
}
