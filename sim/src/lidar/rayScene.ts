import type { FloorField } from '../floor/floorField.ts';
import type { LooseSolid } from '../physics/planarWorld.ts';
import type { Material, World } from '../world.ts';
import { Primitives } from './primitives.ts';
import { RayGrid } from './rayGrid.ts';

/** Nothing above this is ever met: 5 degrees of tilt reach it only after 6 m. */
const TOP_M = 0.7;
/** A level ray is one that stays in the sensor's plane; beyond these the scene is looked at in full height. */
const LEVEL_SLOPE = 0.003;
const LEVEL_DZ_M = 0.004;

const FLOOR: Material = { kind: 'matte', reflectivity: 0.35 };

/** A ray's end: how far, what, and how steeply. */
export interface RayHit {
  /** m; the asked greatest range when nothing was met. */
  range_m: number;
  /** Undefined when nothing was met. */
  material: Material | undefined;
  /** Unit normal of what was met, towards the ray. */
  nx: number;
  ny: number;
  /** Cosine of the angle between the ray and that normal. */
  cosine: number;
}

/** All that rays can meet: what stands, in a grid, and the loose solids, each behind its bounding circle. */
export class RayScene {
  readonly hit: RayHit = { range_m: 0, material: undefined, nx: 0, ny: 0, cosine: 1 };
  readonly #planeZ_m: number;
  readonly #level: RayGrid;
  readonly #full: RayGrid;
  readonly #loose = new Primitives();
  #looseVersion = -1;
  // Per loose solid: first primitive, end, centre x, y, squared radius.
  #groups = new Float64Array(0);
  #groupCount = 0;

  /** @param planeZ_m height of the plane in which most rays run */
  constructor(world: World, floor: FloorField, stepEdges: Float64Array, planeZ_m: number) {
    this.#planeZ_m = planeZ_m;
    const level = new Primitives();
    const full = new Primitives();
    for (const solid of world.solids) {
      if (solid.mobility === 'movable') continue;
      for (const shape of solid.shapes) {
        if (shape.z0_m <= planeZ_m && shape.z1_m >= planeZ_m) level.addShape(shape, solid.T_world_solid);
        if (shape.z0_m <= TOP_M) full.addShape(shape, solid.T_world_solid);
      }
    }
    for (let i = 0; i < stepEdges.length; i += 4) {
      const [ax, ay, bx, by] = stepEdges.subarray(i, i + 4);
      const top = stepTop(floor, ax, ay, bx, by);
      full.addSegment(ax, ay, bx, by, -1, top, FLOOR);
      if (top >= planeZ_m) level.addSegment(ax, ay, bx, by, -1, top, FLOOR);
    }
    this.#level = new RayGrid(level);
    this.#full = new RayGrid(full);
  }

  /** Takes over where the loose solids are now; cheap when none has moved. */
  update(loose: ReadonlyMap<string, LooseSolid>, version: number): void {
    if (version === this.#looseVersion) return;
    this.#looseVersion = version;
    this.#loose.clear();
    if (this.#groups.length < 5 * loose.size) this.#groups = new Float64Array(5 * loose.size);
    this.#groupCount = 0;
    for (const { solid, T_world_solid } of loose.values()) {
      const first = this.#loose.count;
      for (const shape of solid.shapes) if (shape.z0_m <= TOP_M) this.#loose.addShape(shape, T_world_solid);
      if (this.#loose.count > first) this.#addGroup(first);
    }
  }

  #addGroup(first: number): void {
    const { geometry, isCircle, count } = this.#loose;
    let cx = 0;
    let cy = 0;
    for (let k = first; k < count; k++) {
      cx += geometry[4 * k] / (count - first);
      cy += geometry[4 * k + 1] / (count - first);
    }
    let radius = 0;
    for (let k = first; k < count; k++) {
      const dx = geometry[4 * k] - cx;
      const dy = geometry[4 * k + 1] - cy;
      radius = Math.max(radius, Math.sqrt(dx * dx + dy * dy) + (isCircle[k] === 1 ? geometry[4 * k + 2] : 0));
    }
    this.#groups.set([first, count, cx, cy, radius * radius], 5 * this.#groupCount++);
  }

  /** Casts a ray; see RayGrid.cast. The answer is in `hit`. A ray that runs down ends on the bare floor. */
  cast(ox: number, oy: number, dx: number, dy: number, tMin: number, tMax: number, z: number, slope: number): RayHit {
    const hit = this.hit;
    const level = slope < LEVEL_SLOPE && slope > -LEVEL_SLOPE && Math.abs(z - this.#planeZ_m) < LEVEL_DZ_M;
    const grid = level ? this.#level : this.#full;
    const zRay = level ? this.#planeZ_m : z;
    const slopeRay = level ? 0 : slope;
    let best = grid.cast(ox, oy, dx, dy, tMin, tMax, zRay, slopeRay);
    let from = grid.primitives;
    let index = grid.hitIndex;
    const groups = this.#groups;
    const loose = this.#loose;
    for (let g = 0; g < 5 * this.#groupCount; g += 5) {
      const cx = groups[g + 2] - ox;
      const cy = groups[g + 3] - oy;
      const across = cx * dy - cy * dx;
      if (across * across > groups[g + 4]) continue;
      for (let k = groups[g]; k < groups[g + 1]; k++) {
        const t = loose.hit(k, ox, oy, dx, dy, tMin, zRay, slopeRay);
        if (t < best) {
          best = t;
          from = loose;
          index = k;
        }
      }
    }
    hit.range_m = best;
    hit.material = undefined;
    if (slopeRay < 0 && -zRay / slopeRay < best && -zRay / slopeRay > tMin) {
      hit.range_m = -zRay / slopeRay;
      hit.material = FLOOR;
      hit.nx = -dx;
      hit.ny = -dy;
      hit.cosine = -slopeRay;
      return hit;
    }
    if (index >= 0) this.#describe(from, index, ox + best * dx, oy + best * dy, dx, dy);
    return hit;
  }

  #describe(from: Primitives, k: number, x: number, y: number, dx: number, dy: number): void {
    const hit = this.hit;
    const g = from.geometry;
    let nx = from.isCircle[k] === 1 ? x - g[4 * k] : g[4 * k + 3];
    let ny = from.isCircle[k] === 1 ? y - g[4 * k + 1] : -g[4 * k + 2];
    const inverse = 1 / Math.sqrt(nx * nx + ny * ny);
    nx *= inverse;
    ny *= inverse;
    const cosine = nx * dx + ny * dy;
    const side = cosine > 0 ? -1 : 1;
    hit.nx = nx * side;
    hit.ny = ny * side;
    hit.cosine = Math.abs(cosine);
    hit.material = from.material[k];
  }
}

function stepTop(floor: FloorField, ax: number, ay: number, bx: number, by: number): number {
  const length = Math.sqrt((bx - ax) ** 2 + (by - ay) ** 2);
  const nx = (0.001 * (by - ay)) / length;
  const ny = (-0.001 * (bx - ax)) / length;
  const mx = 0.5 * (ax + bx);
  const my = 0.5 * (ay + by);
  return Math.max(floor.heightAt(mx + nx, my + ny), floor.heightAt(mx - nx, my - ny));
}
