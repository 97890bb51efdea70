import { squaredDistance } from './distance.ts';
import type { GroundTruth } from './groundTruth.ts';

const FREE = 1;
const REACHABLE = 2;
const EDGE = 4;
const SWEPT = 8;
const CLEANED = 16;

/** Values of a coverage picture's cells. */
export const coverageCell = { blocked: 0, outOfReach: 1, missed: 2, swept: 3, sweptOutOfReach: 4 } as const;

/** Numbers of cells. */
export interface CellCounts {
  free: number;
  sweptFree: number;
  reachable: number;
  sweptReachable: number;
  /** Swept with the brush turning. */
  cleanedReachable: number;
  edge: number;
  sweptEdge: number;
}

/** Which floor has been swept; the sums are kept up to date with each cell, so that asking costs nothing. */
export class SweptFloor {
  readonly #cells: Uint8Array;
  readonly #counts: CellCounts = {
    free: 0,
    sweptFree: 0,
    reachable: 0,
    sweptReachable: 0,
    cleanedReachable: 0,
    edge: 0,
    sweptEdge: 0,
  };

  readonly #edge_m: number;

  /** @param edge_m width of the edge band: the reachable cells this near to the rim of what is reachable */
  constructor(ground: GroundTruth, edge_m: number) {
    this.#edge_m = edge_m;
    this.#cells = new Uint8Array(ground.free.length);
    this.judgeBy(ground);
  }

  /** Counts anew, with what was swept so far, on floor that is another: a door was opened. The raster is the same. */
  judgeBy({ frame, free, reachable }: GroundTruth): void {
    const outside = reachable.map((value) => 1 - value);
    const distance = squaredDistance(outside, frame.width, frame.height);
    const limit = this.#edge_m / frame.resolution_m + 0.5;
    for (const name of Object.keys(this.#counts) as (keyof CellCounts)[]) this.#counts[name] = 0;
    for (let i = 0; i < free.length; i++) {
      const isEdge = reachable[i] === 1 && distance[i] <= limit * limit;
      const kind = free[i] === 0 ? 0 : FREE | (reachable[i] === 1 ? REACHABLE : 0) | (isEdge ? EDGE : 0);
      this.#cells[i] = (this.#cells[i] & (SWEPT | CLEANED)) | kind;
      add(this.#counts, this.#cells[i], 1);
    }
  }

  sweep(index: number, brushOn: boolean): void {
    const before = this.#cells[index];
    const after = before | (brushOn ? SWEPT | CLEANED : SWEPT);
    if (after === before) return;
    add(this.#counts, before, -1);
    add(this.#counts, after, 1);
    this.#cells[index] = after;
  }

  /** The sums over all cells; borrowed. */
  get counts(): Readonly<CellCounts> {
    return this.#counts;
  }

  /** The sums over all cells but those given (each once). */
  countWithout(excluded: Iterable<number>): CellCounts {
    const counts = { ...this.#counts };
    for (const index of excluded) add(counts, this.#cells[index], -1);
    return counts;
  }

  /** One of `coverageCell` for each cell. */
  picture(): Uint8Array {
    return this.#cells.map((cell) => {
      if ((cell & FREE) === 0) return coverageCell.blocked;
      if ((cell & REACHABLE) === 0) return cell & SWEPT ? coverageCell.sweptOutOfReach : coverageCell.outOfReach;
      return cell & SWEPT ? coverageCell.swept : coverageCell.missed;
    });
  }
}

function add(counts: CellCounts, cell: number, one: number): void {
  if ((cell & FREE) === 0) return;
  counts.free += one;
  if (cell & SWEPT) counts.sweptFree += one;
  if ((cell & REACHABLE) === 0) return;
  counts.reachable += one;
  if (cell & SWEPT) counts.sweptReachable += one;
  if (cell & CLEANED) counts.cleanedReachable += one;
  if ((cell & EDGE) === 0) return;
  counts.edge += one;
  if (cell & SWEPT) counts.sweptEdge += one;
}
