import type { SE2 } from '@homebound/math';
import { outlineOf } from '../physics/outline.ts';
import type { Material, Shape } from '../world.ts';

/**
 * Upright walls as a ray meets them: segments [ax, ay, ex, ey] (a corner and the way to the next) and circles
 * [cx, cy, r, 0], each with its extent in height and its material. Flat arrays: they are read in the innermost loop.
 */
export class Primitives {
  count = 0;
  geometry = new Float64Array(256);
  z0 = new Float64Array(64);
  z1 = new Float64Array(64);
  isCircle = new Uint8Array(64);
  material: Material[] = [];

  clear(): void {
    this.count = 0;
    this.material.length = 0;
  }

  addShape(shape: Shape, T_world_solid: SE2): void {
    const outline = outlineOf(shape, T_world_solid);
    if (outline.kind === 'circle') {
      this.#add(outline.x_m, outline.y_m, outline.radius_m, 0, shape.z0_m, shape.z1_m, 1, shape.material);
      return;
    }
    const points = outline.points;
    const n = points.length;
    for (let i = 0; i < n; i += 2) {
      const ex = points[(i + 2) % n] - points[i];
      const ey = points[(i + 3) % n] - points[i + 1];
      this.#add(points[i], points[i + 1], ex, ey, shape.z0_m, shape.z1_m, 0, shape.material);
    }
  }

  /** A single wall from (ax, ay) to (bx, by). */
  addSegment(ax: number, ay: number, bx: number, by: number, z0_m: number, z1_m: number, material: Material): void {
    this.#add(ax, ay, bx - ax, by - ay, z0_m, z1_m, 0, material);
  }

  #add(a: number, b: number, c: number, d: number, z0: number, z1: number, circle: number, material: Material): void {
    const k = this.count++;
    if (k === this.z0.length) this.#grow();
    this.geometry.set([a, b, c, d], 4 * k);
    this.z0[k] = z0;
    this.z1[k] = z1;
    this.isCircle[k] = circle;
    this.material[k] = material;
  }

  #grow(): void {
    const n = 2 * this.z0.length;
    const copy = (from: Float64Array, length: number): Float64Array<ArrayBuffer> => {
      const to = new Float64Array(length);
      to.set(from);
      return to;
    };
    this.geometry = copy(this.geometry, 4 * n);
    this.z0 = copy(this.z0, n);
    this.z1 = copy(this.z1, n);
    const circles = new Uint8Array(n);
    circles.set(this.isCircle);
    this.isCircle = circles;
  }

  /**
   * Where a ray first meets primitive k beyond `tMin`, along its unit direction; +Infinity when it passes.
   * The ray starts at height z and rises by `slope` per metre of way.
   */
  hit(k: number, ox: number, oy: number, dx: number, dy: number, tMin: number, z: number, slope: number): number {
    const g = 4 * k;
    const ax = this.geometry[g] - ox;
    const ay = this.geometry[g + 1] - oy;
    const ex = this.geometry[g + 2];
    let t: number;
    if (this.isCircle[k] === 1) {
      const along = ax * dx + ay * dy;
      const across = ax * dy - ay * dx;
      const h2 = ex * ex - across * across;
      if (h2 < 0) return Number.POSITIVE_INFINITY;
      const h = Math.sqrt(h2);
      t = along - h > tMin ? along - h : along + h;
    } else {
      const ey = this.geometry[g + 3];
      const denominator = dx * ey - dy * ex;
      if (denominator === 0) return Number.POSITIVE_INFINITY;
      const inverse = 1 / denominator;
      const s = (ax * dy - ay * dx) * inverse;
      if (s < 0 || s > 1) return Number.POSITIVE_INFINITY;
      t = (ax * ey - ay * ex) * inverse;
    }
    if (!(t > tMin)) return Number.POSITIVE_INFINITY;
    const zHit = z + slope * t;
    return zHit >= this.z0[k] && zHit <= this.z1[k] ? t : Number.POSITIVE_INFINITY;
  }
}
