import { type LikelihoodGrid, UNKNOWN_VALUE } from './likelihoodGrid.ts';
import { spareBytes, spareWords } from './spareArrays.ts';
import type { Stage } from './stagedWork.ts';

/** Blocks of 2^5 cells at the top, 1.6 m at 5 cm: a home of 116 m² is searched with 6, 9 and 30 million reads with 5, 4 and 3. */
export const TOP_LEVEL = 5;

/**
 * The likelihood grid for branch and bound: at level h a node stands for the 2^h × 2^h places that begin at its cell, and
 * no place among them scores a point more than the greatest value of the 2^h × 2^h window that begins at the point's cell.
 *
 * `quads[h]` (h = 1 … TOP_LEVEL) holds for every cell the window maxima of level h − 1 of the four children of a node of
 * level h, one a byte, so that a single read serves all four:
 *     byte 0: (x, y)   byte 1: (x + s, y)   byte 2: (x, y + s)   byte 3: (x + s, y + s)   with s = 2^(h−1)
 * Rows begin `PAD` cells before the grid, where windows begin that reach into it; beyond, everything is unknown.
 *
 * Sources: Hess, Kohler, Rapp, Andor, "Real-time loop closure in 2D lidar SLAM", ICRA 2016 (the bound); the quads are ours.
 */
export interface Pyramid {
  /** Of the padded rows and columns. */
  readonly width: number;
  readonly height: number;
  /** Index 0 is unused: a place has no children. Levels are added when a search needs them. */
  readonly quads: Uint32Array[];
}

/** Cells before the first row and column. */
export const PAD = 1 << TOP_LEVEL;
/** What four children read where nothing is known. */
export const UNKNOWN_QUAD = (UNKNOWN_VALUE * 0x01010101) >>> 0;

/** A pyramid without levels yet, in the size of a grid. */
export function emptyPyramid(grid: LikelihoodGrid): Pyramid {
  return { width: grid.width + PAD, height: grid.height + PAD, quads: [new Uint32Array(0)] };
}

/** What building takes for each cell of a row, in reads of memory. */
const PACK_COST = 3;
const MERGE_COST = 2;

/** The stages that build the next level; it is part of the pyramid when they are done. */
export function levelStages(pyramid: Pyramid, grid: LikelihoodGrid, level: number): Stage[] {
  const { width, height, quads } = pyramid;
  let below: Uint8Array | undefined;
  let out: Uint32Array | undefined;
  const merge = (fromRow: number, toRow: number): void => {
    below ??= spareBytes.take(width * height);
    if (level === 1) padRows(below, grid, width, fromRow, toRow);
    else mergeQuads(below, quads[level - 1], fromRow * width, toRow * width);
  };
  const pack = (fromRow: number, toRow: number): void => {
    out ??= spareWords.take(width * height);
    packQuads(out, below!, width, height, 1 << (level - 1), fromRow, toRow);
    if (toRow < height) return;
    quads[level] = out;
    spareBytes.give(below!);
    below = undefined;
  };
  return [
    { rows: height, cost: MERGE_COST * width, run: merge },
    { rows: height, cost: PACK_COST * width, run: pack },
  ];
}

/** A pyramid in one go. @param levels how many are built; a narrow window is searched in one or two */
export function buildPyramid(grid: LikelihoodGrid, levels = TOP_LEVEL): Pyramid {
  const pyramid = emptyPyramid(grid);
  for (let level = 1; level <= levels; level++)
    for (const { rows, run } of levelStages(pyramid, grid, level)) run(0, rows);
  return pyramid;
}

/** The grid itself, behind the padding. */
function padRows(out: Uint8Array, grid: LikelihoodGrid, width: number, fromRow: number, toRow: number): void {
  out.fill(UNKNOWN_VALUE, fromRow * width, toRow * width);
  for (let y = Math.max(fromRow, PAD); y < toRow; y++)
    out.set(grid.values.subarray((y - PAD) * grid.width, (y - PAD + 1) * grid.width), y * width + PAD);
}

function packQuads(
  out: Uint32Array,
  level: Uint8Array,
  width: number,
  height: number,
  step: number,
  fromRow: number,
  toRow: number,
): void {
  const last = width - step;
  for (let y = fromRow; y < toRow; y++) {
    const from = y * width;
    const above = y + step < height ? step * width : -1;
    // In the last columns and rows some children begin beyond the grid.
    for (let x = above < 0 ? width : 0; x < last; x++) {
      const i = from + x;
      const j = i + above;
      out[i] = level[i] | (level[i + step] << 8) | (level[j] << 16) | (level[j + step] << 24);
    }
    for (let x = above < 0 ? 0 : last; x < width; x++) {
      const right = x < last ? level[from + x + step] : UNKNOWN_VALUE;
      const higher = above < 0 ? UNKNOWN_VALUE : level[from + x + above];
      const across = above < 0 || x >= last ? UNKNOWN_VALUE : level[from + x + above + step];
      out[from + x] = level[from + x] | (right << 8) | (higher << 16) | (across << 24);
    }
  }
}

/** The next level: the greatest of a node's four children. */
function mergeQuads(out: Uint8Array, quads: Uint32Array, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const q = quads[i];
    const a = q & 255;
    const b = (q >>> 8) & 255;
    const c = (q >>> 16) & 255;
    const d = q >>> 24;
    const low = Math.max(a, b);
    const high = Math.max(c, d);
    out[i] = Math.max(low, high);
  }
}
