import type { GridFrame } from '@homebound/grid';
import type { LabelRaster } from './labelRaster.ts';
import type { CutLine } from './roomBook.ts';

/** A line is drawn with a finger: at each end it may stop this short of the wall, m. */
const REACH_M = 0.3;
/** The smallest part that is a room, m². */
export const MIN_PART_M2 = 0.5;
/** Cells by which a kept line reaches past the last cell that it parts. */
const SPARE_CELLS = 1.5;

/** Why a line does not make two rooms of one. */
export type PartFault =
  /** It does not touch the room. */
  | { readonly why: 'missed' }
  /** There is a way round its end. */
  | { readonly why: 'notAcross' }
  /** It makes more than two. */
  | { readonly why: 'many'; readonly parts: number }
  | { readonly why: 'small'; readonly area_m2: number };

/** A region parted by a line, seen from its first to its last point. */
export interface Parts {
  /** Cells of either part. Islands of the region that the line does not touch are in neither. */
  readonly left: readonly number[];
  readonly right: readonly number[];
  /** The line, as long as it parts the region and no longer. */
  readonly line: CutLine;
}

/**
 * Parts the cells of one label along a line: cells hang together by their sides, but not across the line. Where the line as
 * it is leaves a way round, it is made longer by up to 0.3 m at each end.
 */
export function partRegion(raster: LabelRaster, label: number, line: CutLine): Parts | PartFault {
  const asDrawn = partAlong(raster, label, line);
  const parts = 'why' in asDrawn && asDrawn.why === 'notAcross' ? partAlong(raster, label, lengthened(line)) : asDrawn;
  // The line is kept as it is given out: it decides about each cell, to the last bit of its numbers.
  return 'why' in parts ? parts : partAlong(raster, label, parts.line, false);
}

/** Whether a line lies between two neighbouring cells. */
export function cutsStep(frame: GridFrame, line: CutLine, cell: number, next: number): boolean {
  const { width } = frame;
  return new Knife(frame, line).cuts(cell % width, Math.floor(cell / width), next % width, Math.floor(next / width));
}

function partAlong(raster: LabelRaster, label: number, line: CutLine, trim = true): Parts | PartFault {
  const knife = new Knife(raster, line);
  const pieces = piecesOf(raster, label, knife);
  const minCells = MIN_PART_M2 / (raster.resolution_m * raster.resolution_m);
  const touched = pieces.filter(({ isLeft, isRight }) => isLeft || isRight);
  if (touched.length === 0) return { why: 'missed' };
  if (touched.some(({ isLeft, isRight }) => isLeft && isRight)) return { why: 'notAcross' };
  const large = touched.filter(({ cells }) => cells.length >= minCells);
  if (large.length > 2) return { why: 'many', parts: large.length };
  // Slivers go with what lies on their side of the line.
  const left = touched.filter(({ isLeft }) => isLeft).flatMap(({ cells }) => cells);
  const right = touched.filter(({ isRight }) => isRight).flatMap(({ cells }) => cells);
  const smaller = Math.min(left.length, right.length);
  if (smaller < minCells || large.length < 2)
    return { why: 'small', area_m2: smaller * raster.resolution_m * raster.resolution_m };
  return { left, right, line: trim ? knife.used(line) : line };
}

interface Piece {
  readonly cells: number[];
  isLeft: boolean;
  isRight: boolean;
}

/** The pieces that a region falls into, in the order of their first cells. */
function piecesOf({ labels, width, height }: LabelRaster, label: number, knife: Knife): Piece[] {
  const isSeen = new Uint8Array(labels.length);
  const pieces: Piece[] = [];
  for (let start = 0; start < labels.length; start++) {
    if (labels[start] !== label || isSeen[start] !== 0) continue;
    const piece: Piece = { cells: [start], isLeft: false, isRight: false };
    isSeen[start] = 1;
    for (let k = 0; k < piece.cells.length; k++) {
      const cell = piece.cells[k];
      const ix = cell % width;
      const iy = (cell - ix) / width;
      for (let side = 0; side < 4; side++) {
        const jx = ix + STEP_X[side];
        const jy = iy + STEP_Y[side];
        if (jx < 0 || jy < 0 || jx >= width || jy >= height) continue;
        const next = jy * width + jx;
        if (labels[next] !== label) continue;
        if (knife.cuts(ix, iy, jx, jy)) {
          if (knife.isLeft(ix, iy)) piece.isLeft = true;
          else piece.isRight = true;
        } else if (isSeen[next] === 0) {
          isSeen[next] = 1;
          piece.cells.push(next);
        }
      }
    }
    pieces.push(piece);
  }
  return pieces;
}

const STEP_X = [1, -1, 0, 0];
const STEP_Y = [0, 0, 1, -1];

/** A line on a lattice of cell centres: which steps between neighbours it cuts. */
class Knife {
  readonly #resolution_m: number;
  readonly #ax: number;
  readonly #ay: number;
  readonly #dx: number;
  readonly #dy: number;
  /** Along the line in [0, 1]: the first and the last step cut. */
  #from = 1;
  #to = 0;

  constructor(frame: GridFrame, [x0, y0, x1, y1]: CutLine) {
    const { resolution_m, originX_m, originY_m } = frame;
    this.#resolution_m = resolution_m;
    this.#ax = (x0 - originX_m) / resolution_m - 0.5;
    this.#ay = (y0 - originY_m) / resolution_m - 0.5;
    this.#dx = (x1 - x0) / resolution_m;
    this.#dy = (y1 - y0) / resolution_m;
  }

  /** A centre on the line counts as left of it. */
  isLeft(ix: number, iy: number): boolean {
    return this.#side(ix, iy) >= 0;
  }

  cuts(ix: number, iy: number, jx: number, jy: number): boolean {
    const a = this.#side(ix, iy);
    const b = this.#side(jx, jy);
    if (a >= 0 === b >= 0) return false;
    const share = a / (a - b);
    const along =
      ((ix + share * (jx - ix) - this.#ax) * this.#dx + (iy + share * (jy - iy) - this.#ay) * this.#dy) /
      (this.#dx * this.#dx + this.#dy * this.#dy);
    if (along < 0 || along > 1) return false;
    this.#from = Math.min(this.#from, along);
    this.#to = Math.max(this.#to, along);
    return true;
  }

  /** The stretch of the line that cut something. */
  used([x0, y0, x1, y1]: CutLine): CutLine {
    const resolution_m = this.#resolution_m;
    const spare = SPARE_CELLS / Math.sqrt(this.#dx * this.#dx + this.#dy * this.#dy);
    const at = (share: number) => [x0 + share * this.#dx * resolution_m, y0 + share * this.#dy * resolution_m];
    const [ax, ay] = this.#from - spare <= 0 ? [x0, y0] : at(this.#from - spare);
    const [bx, by] = this.#to + spare >= 1 ? [x1, y1] : at(this.#to + spare);
    return [ax, ay, bx, by];
  }

  #side(ix: number, iy: number): number {
    return this.#dx * (iy - this.#ay) - this.#dy * (ix - this.#ax);
  }
}

function lengthened([x0, y0, x1, y1]: CutLine): CutLine {
  const dx = x1 - x0;
  const dy = y1 - y0;
  const share = REACH_M / Math.sqrt(dx * dx + dy * dy);
  return [x0 - share * dx, y0 - share * dy, x1 + share * dx, y1 + share * dy];
}
