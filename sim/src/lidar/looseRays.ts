import type { SE2 } from '@homebound/math';
import type { Shape, Solid } from '../world.ts';
import { Primitives } from './primitives.ts';

/** A solid that moves, as the rays know it: its primitives from `first` to `end`, and where it was drawn. */
interface Drawn {
  readonly solid: Solid;
  readonly shapes: readonly Shape[];
  readonly group: number;
  readonly first: number;
  readonly end: number;
  T_world_solid: SE2;
}

/** The solids that move, each behind its bounding circle: a ray looks only into circles that it crosses. */
export class LooseRays {
  readonly primitives = new Primitives();
  /** Primitive met by the last cast; -1 for none. */
  hitIndex = -1;
  readonly #isMet: (shape: Shape) => boolean;
  // Per solid: first primitive, end, centre x, y, radius.
  #groups = new Float64Array(5 * 16);
  #count = 0;
  #drawn: Drawn[] = [];

  /** @param isMet which shapes these rays can meet at all */
  constructor(isMet: (shape: Shape) => boolean) {
    this.#isMet = isMet;
  }

  /** Takes over where the solids are now. Only those that have moved are drawn anew, unless one has come or gone. */
  update(loose: ReadonlyMap<string, { readonly solid: Solid; readonly T_world_solid: SE2 }>): void {
    let k = 0;
    let isSame = loose.size === this.#drawn.length;
    if (isSame) for (const { solid } of loose.values()) isSame &&= solid === this.#drawn[k++].solid;
    if (!isSame) return this.#drawAll(loose);
    k = 0;
    for (const { T_world_solid } of loose.values()) {
      const drawn = this.#drawn[k++];
      if (drawn.T_world_solid === T_world_solid) continue;
      drawn.T_world_solid = T_world_solid;
      this.#draw(drawn);
    }
  }

  #drawAll(loose: ReadonlyMap<string, { readonly solid: Solid; readonly T_world_solid: SE2 }>): void {
    this.primitives.clear();
    this.#count = 0;
    this.#drawn = [];
    for (const { solid, T_world_solid } of loose.values()) {
      const first = this.primitives.count;
      const shapes = solid.shapes.filter(this.#isMet);
      for (const shape of shapes) this.primitives.addShape(shape, T_world_solid);
      const end = this.primitives.count;
      const group = end > first ? this.#newGroup() : -1;
      const drawn = { solid, shapes, group, first, end, T_world_solid };
      this.#drawn.push(drawn);
      this.#bound(drawn);
    }
  }

  #newGroup(): number {
    if (5 * this.#count === this.#groups.length) {
      const larger = new Float64Array(2 * this.#groups.length);
      larger.set(this.#groups);
      this.#groups = larger;
    }
    return this.#count++;
  }

  /** Draws the shapes of a solid over its own primitives: it has as many wherever it is. */
  #draw(drawn: Drawn): void {
    const { count } = this.primitives;
    this.primitives.count = drawn.first;
    for (const shape of drawn.shapes) this.primitives.addShape(shape, drawn.T_world_solid);
    this.primitives.count = count;
    this.#bound(drawn);
  }

  /** The circle around its primitives. */
  #bound({ first, end, group }: Drawn): void {
    if (group < 0) return;
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
    this.#groups.set([first, end, cx, cy, radius], 5 * group);
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
