import { cos, type SE2, sin, wrapAngle } from '@homebound/math';
import type { Actor } from '../actors/actor.ts';
import { block, white } from '../homes/furniture/parts.ts';
import { type Piece, setDown } from '../homes/furniture/piece.ts';
import { dockedPose, type FloorPatch, type Material, type Solid, type World } from '../world.ts';

const plaster: Material = { kind: 'matte', reflectivity: 0.8 };
const WALL_M = 0.1;
const WALL_HEIGHT_M = 2.4;

/** Puts a scene together by hand: walls, pieces and floor at given places, x east, y north, m. */
export class SceneBuilder {
  readonly #solids: Solid[] = [];
  readonly #floor: FloorPatch[] = [];
  readonly #actors: Actor[] = [];
  readonly #counts = new Map<string, number>();

  /** A wall from one point to another, its middle line between them. */
  wall(x0: number, y0: number, x1: number, y1: number, material: Material = plaster): this {
    const [dx, dy] = [x1 - x0, y1 - y0];
    const length = Math.sqrt(dx * dx + dy * dy);
    const shape = block(0, 0, length + WALL_M, WALL_M, 0, WALL_HEIGHT_M, material);
    const theta = Math.abs(dx) >= Math.abs(dy) ? 0 : Math.PI / 2;
    return this.#add(
      { kind: 'wall', sizeX_m: length, sizeY_m: WALL_M, shapes: [shape] },
      (x0 + x1) / 2,
      (y0 + y1) / 2,
      theta,
    );
  }

  /** Four walls around the inside 0..width x 0..depth, from a corner. */
  room(width_m: number, depth_m: number, x = 0, y = 0): this {
    const half = WALL_M / 2;
    const [x1, y1] = [x + width_m + half, y + depth_m + half];
    const [x0, y0] = [x - half, y - half];
    return this.wall(x0, y0, x1, y0).wall(x0, y1, x1, y1).wall(x0, y0, x0, y1).wall(x1, y0, x1, y1);
  }

  /** A wall with gaps [from, to] in it, measured along it from its start. */
  wallWithGaps(x0: number, y0: number, x1: number, y1: number, gaps: readonly (readonly [number, number])[]): this {
    const [dx, dy] = [x1 - x0, y1 - y0];
    const length = Math.sqrt(dx * dx + dy * dy);
    const half = WALL_M / 2;
    let from = 0;
    for (const [low, high] of [...gaps, [length + half, length] as const]) {
      const to = low - half;
      if (to - from > half)
        this.wall(
          x0 + (dx * from) / length,
          y0 + (dy * from) / length,
          x0 + (dx * to) / length,
          y0 + (dy * to) / length,
        );
      from = high + half;
    }
    return this;
  }

  put(piece: Piece, x: number, y: number, theta = 0): this {
    return this.#add(piece, x, y, theta);
  }

  /** A rectangle of other floor. */
  patch(
    name: string,
    [x0, y0, x1, y1]: readonly [number, number, number, number],
    height_m: number,
    surface: FloorPatch['surface'] = 'hard',
    pileYaw_rad?: number,
  ): this {
    const outline = Float64Array.of(x0, y0, x1, y0, x1, y1, x0, y1);
    this.#floor.push({ name, outline, height_m, surface, ...(pileYaw_rad === undefined ? {} : { pileYaw_rad }) });
    return this;
  }

  actor(actor: Actor): this {
    this.#actors.push(actor);
    return this;
  }

  /** @param T_world_dock where the docked robot stands, +x into the room; the wall is 0.18 m behind it */
  build(name: string, T_world_dock: SE2): World {
    const { x, y, theta } = T_world_dock;
    const [c, s] = [cos(theta), sin(theta)];
    const tower = { kind: 'dock', sizeX_m: 0.06, sizeY_m: 0.18, shapes: [block(0, 0, 0.06, 0.18, 0, 0.13, white)] };
    this.#add(tower, x - 0.205 * c, y - 0.205 * s, theta);
    return {
      name,
      solids: this.#solids,
      floor: this.#floor,
      T_world_dock: { x, y, theta: wrapAngle(theta) },
      T_world_start: dockedPose(T_world_dock),
      actors: this.#actors,
      warnings: [],
    };
  }

  #add(piece: Piece, x: number, y: number, theta: number): this {
    const n = (this.#counts.get(piece.kind) ?? 0) + 1;
    this.#counts.set(piece.kind, n);
    this.#solids.push(setDown(piece, `${piece.kind} ${n}`, { x, y, theta: wrapAngle(theta) }));
    return this;
  }
}
