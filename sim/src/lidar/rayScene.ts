import { hypot } from '@homebound/math';
import type { FloorField } from '../floor/floorField.ts';
import type { LooseSolid } from '../physics/planarWorld.ts';
import type { Material, World } from '../world.ts';
import { LooseRays } from './looseRays.ts';
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

/**
 * All that rays can meet: what stands, and the loose solids. Each is kept twice: what crosses the level plane, for nearly
 * all rays, and everything up to TOP_M, for rays from a tilted or raised body.
 */
export class RayScene {
  readonly hit: RayHit = { range_m: 0, material: undefined, nx: 0, ny: 0, cosine: 1 };
  readonly #planeZ_m: number;
  readonly #level: RayGrid;
  readonly #full: RayGrid;
  readonly #levelLoose: LooseRays;
  readonly #fullLoose: LooseRays;
  #looseVersion = -1;

  /** @param planeZ_m height of the plane in which most rays run */
  constructor(world: World, floor: FloorField, stepEdges: Float64Array, planeZ_m: number) {
    this.#planeZ_m = planeZ_m;
    this.#levelLoose = new LooseRays((shape) => shape.z0_m <= planeZ_m && shape.z1_m >= planeZ_m);
    this.#fullLoose = new LooseRays((shape) => shape.z0_m < TOP_M);
    const level = new Primitives();
    const full = new Primitives();
    for (const solid of world.solids) {
      if (solid.mobility === 'movable') continue;
      for (const shape of solid.shapes) {
        if (shape.z0_m <= planeZ_m && shape.z1_m >= planeZ_m) level.addShape(shape, solid.T_world_solid);
        if (shape.z0_m < TOP_M) full.addShape(shape, solid.T_world_solid);
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
  update(loose: ReadonlyMap<string, Pick<LooseSolid, 'solid' | 'T_world_solid'>>, version: number): void {
    if (version === this.#looseVersion) return;
    this.#looseVersion = version;
    this.#levelLoose.update(loose);
    this.#fullLoose.update(loose);
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
    const loose = level ? this.#levelLoose : this.#fullLoose;
    const nearer = loose.cast(ox, oy, dx, dy, tMin, best, zRay, slopeRay);
    if (nearer < best) {
      best = nearer;
      from = loose.primitives;
      index = loose.hitIndex;
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
  const length = hypot(bx - ax, by - ay);
  const nx = (0.001 * (by - ay)) / length;
  const ny = (-0.001 * (bx - ax)) / length;
  const mx = 0.5 * (ax + bx);
  const my = 0.5 * (ay + by);
  return Math.max(floor.heightAt(mx + nx, my + ny), floor.heightAt(mx - nx, my - ny));
}
