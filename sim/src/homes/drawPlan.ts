import type { OccupancyGrid } from '@homebound/grid';
import { createRng, type Rng } from '@homebound/math';

const RESOLUTION_M = 0.05;
/** Walls of 0.1 m and doors of 0.75 to 0.9 m, in cells. */
const WALL = 2;
const DOOR: readonly [number, number] = [15, 18];
/** Rooms beside the corridor are so wide, the corridor itself so, m. */
const ROOM_M: readonly [number, number] = [2.2, 3.6];
const CORRIDOR_M: readonly [number, number] = [1, 1.4];

/**
 * A floor plan of our own by seed, as an occupancy grid of 5 cm: a living room over the whole depth of the home, a
 * corridor from it, and rooms with doors on both sides of the corridor. 60 to 130 m².
 */
export function drawPlan(seed: number): OccupancyGrid {
  const rng = createRng(seed).fork('plan');
  const width = cells(between(rng, 11, 15.5));
  const height = cells(between(rng, 6.2, 8.6));
  const plan = new PlanDrawing(width, height);
  const living = cells(between(rng, 3.8, 5.4));
  const corridor = cells(between(rng, ...CORRIDOR_M));
  const low = Math.round((height - corridor) * between(rng, 0.4, 0.6));
  const high = low + corridor;
  plan.wall(living, 0, living + WALL, height);
  plan.wall(living, low - WALL, width, low);
  plan.wall(living, high, width, high + WALL);
  // The corridor opens to the living room, with a door or without.
  plan.open(living, low + (rng.uniform() < 0.5 ? 3 : 0), living + WALL, high);
  for (const [from, to, wallY] of [
    [0, low - WALL, low - WALL],
    [high + WALL, height, high],
  ] as const)
    for (let x = living + WALL; x < width - WALL; ) {
      const wide = cells(between(rng, ...ROOM_M));
      const end = width - WALL - (x + wide) < cells(ROOM_M[0]) ? width - WALL : x + wide;
      if (end < width - WALL) plan.wall(end, from, end + WALL, to);
      const door = DOOR[0] + rng.int(DOOR[1] - DOOR[0] + 1);
      const at = x + 4 + rng.int(Math.max(1, end - x - door - 8));
      plan.open(at, wallY, at + door, wallY + WALL);
      x = end + WALL;
    }
  return plan.grid();
}

const cells = (m: number) => Math.round(m / RESOLUTION_M);
const between = (rng: Rng, low: number, high: number) => low + (high - low) * rng.uniform();

/** A plan as it is drawn: rectangles of wall, and openings in them. */
class PlanDrawing {
  readonly #width: number;
  readonly #height: number;
  readonly #data: Int8Array;

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
    this.#data = new Int8Array(width * height);
    this.wall(0, 0, width, WALL);
    this.wall(0, height - WALL, width, height);
    this.wall(0, 0, WALL, height);
    this.wall(width - WALL, 0, width, height);
  }

  wall(x0: number, y0: number, x1: number, y1: number): void {
    this.#fill(x0, y0, x1, y1, 100);
  }

  open(x0: number, y0: number, x1: number, y1: number): void {
    this.#fill(x0, y0, x1, y1, 0);
  }

  grid(): OccupancyGrid {
    const frame = { width: this.#width, height: this.#height, resolution_m: RESOLUTION_M, originX_m: 0, originY_m: 0 };
    return { ...frame, data: this.#data };
  }

  #fill(x0: number, y0: number, x1: number, y1: number, value: number): void {
    for (let iy = y0; iy < y1; iy++) this.#data.fill(value, iy * this.#width + x0, iy * this.#width + x1);
  }
}
