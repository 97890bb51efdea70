import { centreX, centreY, distanceToCells, type GridFrame } from '@homebound/grid';
import type { Rng } from '@homebound/math';

/** Clearance that a walking person needs; where the home has less, people turn sideways. */
const CLEARANCE_M = 0.24;
/** Ways are straightened where this clearance is kept. */
const STRAIGHT_M = 0.2;
/** Diagonal steps are longer. */
const DIAGONAL = Math.SQRT2;
const BUCKETS_PER_CELL = 5;

/** Where people can walk in a furnished home, and the shortest ways there. */
export class Routes {
  readonly #frame: GridFrame;
  readonly #room: Int32Array;
  readonly #clearance: Float32Array;
  /** Places that are left to walk to, by room. */
  readonly #places: readonly (readonly number[])[];

  /** @param blocked 1 where somebody's feet cannot be, shape [height, width] */
  constructor(frame: GridFrame, blocked: Uint8Array, kept: Uint8Array, room: Int32Array, rooms: number) {
    this.#frame = frame;
    this.#room = room;
    this.#clearance = distanceToCells(blocked, frame.width, frame.height);
    const places: number[][] = Array.from({ length: rooms + 1 }, () => []);
    const least = (CLEARANCE_M + 0.1) / frame.resolution_m;
    for (let cell = 0; cell < room.length; cell++)
      if (room[cell] > 0 && kept[cell] === 0 && this.#clearance[cell] >= least) places[room[cell]].push(cell);
    this.#places = places;
  }

  /** A random place to stand in a room; undefined when it has none. */
  placeIn(room: number, rng: Rng): number | undefined {
    const cells = this.#places[room];
    return cells.length === 0 ? undefined : cells[rng.int(cells.length)];
  }

  /** The way from one place to another as interleaved x, y; undefined when there is none. */
  between(from: number, to: number): Float64Array | undefined {
    const parent = this.#search(from, to);
    if (parent === undefined) return undefined;
    const cells = [to];
    for (let cell = to; cell !== from; ) {
      cell = parent[cell];
      cells.push(cell);
    }
    return this.#straightened(cells.reverse());
  }

  /** A* over the eight neighbours, in buckets of a fifth of a cell; the parent of each cell on the way. */
  #search(from: number, to: number): Int32Array | undefined {
    const { width } = this.#frame;
    const least = CLEARANCE_M / this.#frame.resolution_m;
    const [toX, toY] = [to % width, Math.floor(to / width)];
    const bucketOf = (cell: number, cost: number): number => {
      const dx = (cell % width) - toX;
      const dy = Math.floor(cell / width) - toY;
      return Math.floor((cost + Math.sqrt(dx * dx + dy * dy)) * BUCKETS_PER_CELL);
    };
    const parent = new Int32Array(this.#room.length).fill(-1);
    const costs = new Float64Array(this.#room.length).fill(Number.POSITIVE_INFINITY);
    costs[from] = 0;
    const first = bucketOf(from, 0);
    const buckets: number[][] = [[from]];
    for (let b = 0; b < buckets.length; b++)
      for (const cell of buckets[b] ?? []) {
        if (cell === to) return parent;
        for (let dy = -1; dy <= 1; dy++)
          for (let dx = -1; dx <= 1; dx++) {
            const next = cell + dy * width + dx;
            if (!(this.#clearance[next] >= least)) continue;
            const cost = costs[cell] + (dx !== 0 && dy !== 0 ? DIAGONAL : 1);
            if (cost >= costs[next]) continue;
            costs[next] = cost;
            parent[next] = cell;
            // Rounding must not put a cell into a bucket that is done.
            const at = Math.max(b, bucketOf(next, cost) - first);
            buckets[at] ??= [];
            buckets[at].push(next);
          }
      }
    return undefined;
  }

  /** Cells of a way with those left out that a straight line passes by. */
  #straightened(cells: readonly number[]): Float64Array {
    const { width } = this.#frame;
    const points: number[] = [];
    const push = (cell: number) =>
      points.push(centreX(this.#frame, cell % width), centreY(this.#frame, Math.floor(cell / width)));
    let at = 0;
    push(cells[0]);
    while (at < cells.length - 1) {
      let ahead = Math.min(cells.length - 1, at + 40);
      while (ahead > at + 1 && !this.#isClear(cells[at], cells[ahead])) ahead--;
      at = ahead;
      push(cells[at]);
    }
    if (points.length === 2) push(cells[0]);
    return Float64Array.from(points);
  }

  #isClear(from: number, to: number): boolean {
    const { width, resolution_m } = this.#frame;
    const [x0, y0] = [from % width, Math.floor(from / width)];
    const [x1, y1] = [to % width, Math.floor(to / width)];
    const steps = Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0));
    for (let k = 1; k < steps; k++) {
      const ix = Math.round(x0 + ((x1 - x0) * k) / steps);
      const iy = Math.round(y0 + ((y1 - y0) * k) / steps);
      if (this.#clearance[iy * width + ix] < STRAIGHT_M / resolution_m) return false;
    }
    return true;
  }
}
