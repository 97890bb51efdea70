import { outlineOf, polygonContains, polygonOf } from '../physics/outline.ts';
import type { FloorPatch, World } from '../world.ts';

/** Where the floor drops further than this within one wheel, the wheel has fallen. */
export const FALL_DEPTH_M = 0.04;

/** Pieces into which a patch's edge is cut when asking whether the robot can climb it. */
const EDGE_PIECE_M = 0.05;

const BARE: FloorPatch = { name: 'floor', outline: new Float64Array(), height_m: 0, surface: 'hard' };

/**
 * The floor as a height field: bare and hard at z = 0, with patches on it, later ones over earlier ones.
 * Static solids so low that the robot drives over them (a cable, a lamp's foot) count as hard patches.
 */
export class FloorField {
  readonly patches: readonly FloorPatch[];
  readonly #box: Float64Array; // minX, minY, maxX, maxY of each patch

  constructor(world: World, maxClimb_m: number) {
    this.patches = [...world.floor, ...lowSolids(world, maxClimb_m)];
    this.#box = new Float64Array(4 * this.patches.length);
    for (const [k, { outline }] of this.patches.entries()) {
      this.#box.set([Infinity, Infinity, -Infinity, -Infinity], 4 * k);
      for (let i = 0; i < outline.length; i += 2) {
        this.#box[4 * k] = Math.min(this.#box[4 * k], outline[i]);
        this.#box[4 * k + 1] = Math.min(this.#box[4 * k + 1], outline[i + 1]);
        this.#box[4 * k + 2] = Math.max(this.#box[4 * k + 2], outline[i]);
        this.#box[4 * k + 3] = Math.max(this.#box[4 * k + 3], outline[i + 1]);
      }
    }
  }

  /** The topmost patch at a place of the world, or the bare floor. */
  patchAt(x: number, y: number): FloorPatch {
    const box = this.#box;
    for (let k = this.patches.length - 1; k >= 0; k--) {
      const b = 4 * k;
      if (x < box[b] || y < box[b + 1] || x > box[b + 2] || y > box[b + 3]) continue;
      if (polygonContains(this.patches[k].outline, x, y)) return this.patches[k];
    }
    return BARE;
  }

  heightAt(x: number, y: number): number {
    return this.patchAt(x, y).height_m;
  }

  /**
   * Pieces of edge [x0, y0, x1, y1, ...] that rise more than `maxClimb_m` above a floor on which the robot may stand.
   * A hole's rim is not among them: it is a step only for who already lies in the hole.
   */
  stepEdges(maxClimb_m: number): Float64Array {
    const edges: number[] = [];
    for (const { outline } of this.patches) {
      const n = outline.length;
      for (let i = 0; i < n; i += 2) {
        const x0 = outline[i];
        const y0 = outline[i + 1];
        const dx = outline[(i + 2) % n] - x0;
        const dy = outline[(i + 3) % n] - y0;
        const length = Math.sqrt(dx * dx + dy * dy);
        const pieces = Math.ceil(length / EDGE_PIECE_M);
        for (let k = 0; k < pieces; k++) {
          const mx = x0 + (dx * (k + 0.5)) / pieces;
          const my = y0 + (dy * (k + 0.5)) / pieces;
          const nx = (0.001 * dy) / length;
          const ny = (-0.001 * dx) / length;
          const a = this.heightAt(mx + nx, my + ny);
          const b = this.heightAt(mx - nx, my - ny);
          if (Math.min(a, b) <= -FALL_DEPTH_M || Math.abs(a - b) <= maxClimb_m) continue;
          edges.push(x0 + (dx * k) / pieces, y0 + (dy * k) / pieces);
          edges.push(x0 + (dx * (k + 1)) / pieces, y0 + (dy * (k + 1)) / pieces);
        }
      }
    }
    return Float64Array.from(edges);
  }
}

function lowSolids(world: World, maxClimb_m: number): FloorPatch[] {
  const patches: FloorPatch[] = [];
  for (const solid of world.solids) {
    if (solid.mobility !== 'static') continue;
    for (const shape of solid.shapes) {
      if (shape.z1_m > maxClimb_m || shape.z0_m > 0.005 || shape.z1_m <= 0) continue;
      const outline = polygonOf(outlineOf(shape, solid.T_world_solid));
      patches.push({ name: solid.name, outline, height_m: shape.z1_m, surface: 'hard' });
    }
  }
  return patches;
}
