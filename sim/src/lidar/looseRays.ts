import type { SE2 } from '@homebound/math';
import type { Shape, Solid } from '../world.ts';
import { Primitives } from './primitives.ts';

/** The solids that move, each behind its bounding circle: a ray looks only into circles that it crosses. */
export class LooseRays {
  readonly primitives = new Primitives();
  /** Primitive met by the last cast; -1 for none. */
  hitIndex = -1;
  // Per solid: first primitive, end, centre x, y, radius.
  #groups = new Float64Array(5 * 16);
  #count = 0;

  clear(): void {
    this.primitives.clear();
    this.#count = 0;
  }

  /** Adds those shapes of a solid that `isMet`. */
  add(solid: Solid, T_world_solid: SE2, isMet: (shape: Shape) => boolean): void {
    const first = this.primitives.count;
    for (const shape of solid.shapes) if (isMet(shape)) this.primitives.addShape(shape, T_world_solid);
    const end = this.primitives.count;
    if (end === first) return;
    const { geometry, isCircle } = this.primitives;
    let cx = 0;
    let cy = 0;
    for (let k = first; k < end; k++) {
      cx += geometry[4 * k] / (end - first);
      cy += geometry[4 * k + 1] / (end - first);
    }
    // A polygon's segments begin at its corners: the farthest corner bounds it.
    let radius = 0;
    for (let k = first; k < end; k++) {
      const dx = geometry[4 * k] - cx;
      const dy = geometry[4 * k + 1] - cy;
      radius = Math.max(radius, Math.sqrt(dx * dx + dy * dy) + (isCircle[k] === 1 ? geometry[4 * k + 2] : 0));
    }
    if (5 * this.#count === this.#groups.length) {
      const larger = new Float64Array(2 * this.#groups.length);
      larger.set(this.#groups);
      this.#groups = larger;
    }
    this.#groups.set([first, end, cx, cy, radius], 5 * this.#count++);
  }

  /** As RayGrid.cast. */
  cast(ox: number, oy: number, dx: number, dy: number, tMin: number, tMax: number, z: number, slope: number): number {
    this.hitIndex = -1;
    const groups = this.#groups;
    const end = 5 * this.#count;
    let best = tMax;
    for (let g = 0; g < end; g += 5) {
      const cx = groups[g + 2] - ox;
      const cy = groups[g + 3] - oy;
      const radius = groups[g + 4];
      const across = cx * dy - cy * dx;
      if (across > radius || across < -radius) continue;
      const along = cx * dx + cy * dy;
      if (along < -radius || along - radius > best) continue;
      for (let k = groups[g]; k < groups[g + 1]; k++) {
        const t = this.primitives.hit(k, ox, oy, dx, dy, tMin, z, slope);
        if (t < best) {
          best = t;
          this.hitIndex = k;
        }
      }
    }
    return best;
  }
}
