import { CELL_M, type TruthFloor } from './coverageFloor.ts';
import { UnitFlow } from './coverageMinCut.ts';
import { driveTime_s, turnTime_s } from './coverageTimes.ts';

const ROTATIONS = 6;
/** Offsets of the lanes' grid, as shares of the brush. */
const OFFSETS = [0, 0.5];
/** Every second cell each way is counted: a lane cell has a hundred and more of these. */
const SUBSAMPLE = 2;

/** The reference's yardsticks for one floor (reference/coverage.md 5.3). */
export interface Reference {
  /** ranks*: the least number of brush-wide lanes along two axes that make up A_brush. */
  readonly ranks: number;
  /** The least length by area alone, m. */
  readonly length_m: number;
  /** T_ref: `ranks` equal lanes of that length together, and two turns and a hop between each two. */
  readonly time_s: number;
}

/** Lane partitions are tried at 4 offsets and 6 rotations of the grid; the fewest lanes count. */
export function referenceOf(floor: TruthFloor, brush_m: number): Reference {
  let ranks = Number.POSITIVE_INFINITY;
  for (let r = 0; r < ROTATIONS; r++)
    for (const dx of OFFSETS)
      for (const dy of OFFSETS) {
        const cells = laneCells(floor, brush_m, (r * Math.PI) / 2 / ROTATIONS, dx, dy);
        ranks = Math.min(ranks, leastRanks(cells.isFloor, cells.width));
      }
  return { ranks, ...referenceTime(floor.brushable_m2, brush_m, ranks) };
}

/** Length bound and T_ref of so much floor in so many lanes. */
export function referenceTime(area_m2: number, brush_m: number, ranks: number): Omit<Reference, 'ranks'> {
  const length_m = (area_m2 - (Math.PI * brush_m * brush_m) / 4) / brush_m;
  const change_s = 2 * turnTime_s(Math.PI / 2) + driveTime_s(brush_m);
  return { length_m, time_s: ranks * driveTime_s(length_m / ranks) + (ranks - 1) * change_s };
}

/** A_brush on a grid of brush-wide cells: those of which at least half is floor. With a rim of empty cells. */
function laneCells({ brushable, frame }: TruthFloor, brush_m: number, angle: number, dx: number, dy: number) {
  const [c, s] = [Math.cos(angle) * (CELL_M / brush_m), Math.sin(angle) * (CELL_M / brush_m)];
  const side = Math.ceil((frame.width + frame.height) * (CELL_M / brush_m)) + 4;
  const width = side;
  const height = 2 * side;
  const hits = new Int32Array(width * height);
  for (let iy = 0; iy < frame.height; iy += SUBSAMPLE)
    for (let ix = 0; ix < frame.width; ix += SUBSAMPLE) {
      if (brushable[iy * frame.width + ix] === 0) continue;
      // Angles lie in [0, 90°): u is never negative, v may be as low as minus the width.
      const u = Math.floor(c * ix + s * iy + dx) + 1;
      const v = Math.floor(c * iy - s * ix + dy) + side;
      hits[v * width + u]++;
    }
  const half = (brush_m / CELL_M / SUBSAMPLE) ** 2 / 2;
  const isFloor = new Uint8Array(hits.length);
  for (let i = 0; i < hits.length; i++) if (hits[i] >= half) isFloor[i] = 1;
  return { isFloor, width };
}

/**
 * The least number of straight runs along the two axes that a set of cells can be cut into, exact: each cell is part of a run
 * along x or along y, and a run begins where the cell before it is missing or part of a run the other way. That is a cut.
 * Source: the idea of Ramesh et al., arXiv 2109.08185, as a minimum cut.
 * @param isFloor  row-major, with an empty rim
 */
export function leastRanks(isFloor: Uint8Array, width: number): number {
  const node = new Int32Array(isFloor.length).fill(-1);
  let cells = 0;
  for (let i = 0; i < isFloor.length; i++) if (isFloor[i] !== 0) node[i] = cells++;
  if (cells === 0) return 0;
  const [source, sink] = [cells, cells + 1];
  const flow = new UnitFlow(cells + 2);
  for (let i = 0; i < isFloor.length; i++) {
    if (node[i] < 0) continue;
    const [left, below] = [node[i - 1], node[i - width]];
    // On the source's side a cell runs along x: it begins a run unless the one to its left does too.
    flow.add(node[i], left < 0 ? sink : left);
    flow.add(below < 0 ? source : below, node[i]);
  }
  return flow.maxFlow(source, sink);
}
