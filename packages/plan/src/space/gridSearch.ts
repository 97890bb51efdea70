import type { FreeSpace } from './freeSpace.ts';

/** Buckets of the queue: more than the largest step (30 * sqrt 2 = 42) plus the largest change of the estimate (14). */
const BUCKETS = 64;
const LAST_BUCKET = BUCKETS - 1;
const STEP_X = [1, 1, 0, -1, -1, -1, 0, 1];
const STEP_Y = [0, 1, 1, 1, 0, -1, -1, -1];

/**
 * Cheapest ways over standable cells, 8-connected: Dijkstra, or A* towards one goal. Costs are whole numbers (10 a cell in
 * the open), so the queue is a ring of buckets and costs O(1) a step. Scratch is allocated once; a search stamps only what
 * it visits.
 * Source: Dial, "Algorithm 360: Shortest-path forest with topological ordering", CACM 1969; Hart, Nilsson, Raphael 1968.
 */
export class GridSearch {
  readonly #space: FreeSpace;
  readonly #cost: Int32Array;
  readonly #parent: Int32Array;
  /** Search number that last reached the cell; + 1 once it is settled. */
  readonly #stamp: Int32Array;
  #search = 0;
  readonly #head = new Int32Array(BUCKETS);
  /** Queue entries as linked lists: a cell may be queued again when it gets cheaper. */
  #entryCell: Int32Array;
  #entryNext: Int32Array;
  /** From a cell to each of its neighbours. */
  readonly #step: Int32Array;

  constructor(space: FreeSpace) {
    const cells = space.width * space.height;
    this.#space = space;
    this.#cost = new Int32Array(cells);
    this.#parent = new Int32Array(cells);
    this.#stamp = new Int32Array(cells);
    this.#entryCell = new Int32Array(1024);
    this.#entryNext = new Int32Array(1024);
    this.#step = Int32Array.from(STEP_X, (x, k) => STEP_Y[k] * space.width + x);
  }

  /**
   * Searches from a standable cell until the goal, or `wanted` of the target cells, are settled, or everything within
   * `maxCost` is; towards a goal, everything that ways to it of that cost lead over.
   * @param goal     the only goal, searched for with A*; -1 for none
   * @param targets  cells that count as found; the start may be one
   * @param isShortest  every cell costs the same, walls or not: the shortest way instead of the preferred one
   * @returns the found cells, cheapest first
   */
  run(start: number, goal: number, targets?: Uint8Array, wanted = 1, maxCost = 2 ** 30, isShortest = false): number[] {
    const { width, driveCost } = this.#space;
    const cost = this.#cost;
    const parent = this.#parent;
    const stamp = this.#stamp;
    const head = this.#head;
    this.#search += 2;
    const reached = this.#search;
    const settled = reached + 1;
    const found: number[] = [];
    if (driveCost[start] === 0) return found;
    head.fill(-1);
    const step = this.#step;
    let entryCell = this.#entryCell;
    let entryNext = this.#entryNext;
    let entries = 0;
    let queued = 0;
    const goalX = goal % width;
    const goalY = (goal - goalX) / width;

    cost[start] = 0;
    parent[start] = -1;
    stamp[start] = reached;
    let bucket = goal >= 0 ? this.#estimate(start, goalX, goalY) : 0;
    entryCell[entries] = start;
    entryNext[entries] = -1;
    head[bucket & LAST_BUCKET] = entries++;
    queued++;

    while (queued > 0) {
      while (head[bucket & LAST_BUCKET] < 0) bucket++;
      const entry = head[bucket & LAST_BUCKET];
      head[bucket & LAST_BUCKET] = entryNext[entry];
      queued--;
      const cell = entryCell[entry];
      if (stamp[cell] === settled) continue;
      stamp[cell] = settled;
      const here = cost[cell];
      // With A* the bucket is the cost so far and the least that is still ahead.
      if (bucket > maxCost) break;
      if (cell === goal || (targets !== undefined && targets[cell] !== 0)) {
        found.push(cell);
        if (found.length >= wanted) break;
      }
      const ix = cell % width;
      const iy = (cell - ix) / width;
      // The outermost cells are never standable, so neighbours are always inside the grid.
      for (let k = 0; k < 8; k++) {
        const next = cell + step[k];
        const price = driveCost[next];
        if (price === 0 || stamp[next] === settled) continue;
        const weight = isShortest ? 10 : price;
        const there = here + ((k & 1) === 1 ? (weight * 181) >> 7 : weight); // 181 / 128 = sqrt 2
        if (stamp[next] === reached && cost[next] <= there) continue;
        stamp[next] = reached;
        cost[next] = there;
        parent[next] = cell;
        const ahead = goal >= 0 ? this.#octile(ix + STEP_X[k] - goalX, iy + STEP_Y[k] - goalY) : 0;
        const key = (there + ahead) & LAST_BUCKET;
        if (entries === entryCell.length) {
          this.#growQueue();
          entryCell = this.#entryCell;
          entryNext = this.#entryNext;
        }
        entryCell[entries] = next;
        entryNext[entries] = head[key];
        head[key] = entries++;
        queued++;
      }
    }
    return found;
  }

  /** Cost of a cell that the last search settled: about 200 a metre in the open at 5 cm. */
  costOf(cell: number): number {
    return this.#cost[cell];
  }

  /** Cells from the last search's start to a cell it settled, both included. */
  wayTo(cell: number): Int32Array {
    let n = 0;
    for (let c = cell; c >= 0; c = this.#parent[c]) n++;
    const way = new Int32Array(n);
    for (let c = cell; c >= 0; c = this.#parent[c]) way[--n] = c;
    return way;
  }

  #estimate(cell: number, goalX: number, goalY: number): number {
    const ix = cell % this.#space.width;
    return this.#octile(ix - goalX, (cell - ix) / this.#space.width - goalY);
  }

  /** Octile distance in the open: 10 a side step, 14 a diagonal one. Never more than the true cost. */
  #octile(dx: number, dy: number): number {
    const ax = dx < 0 ? -dx : dx;
    const ay = dy < 0 ? -dy : dy;
    return ax > ay ? 10 * ax + 4 * ay : 10 * ay + 4 * ax;
  }

  #growQueue(): void {
    const cells = new Int32Array(2 * this.#entryCell.length);
    const next = new Int32Array(2 * this.#entryCell.length);
    cells.set(this.#entryCell);
    next.set(this.#entryNext);
    this.#entryCell = cells;
    this.#entryNext = next;
  }
}
