import { type LaneCell, type LaneFrame, laneCells } from './laneCells.ts';
import type { SweepRaster } from './sweepRaster.ts';

/** Holes in the floor up to this wide, along the lanes, are left to lanes to go round: they divide no region. */
const MAX_GAP_M = 0.6;
/** Parts of a region lower than this share of the brush are swept along with their neighbours. */
const MIN_HEIGHT = 1.2;

/** Connected floor of one room that is still to be swept. */
export interface Region {
  readonly room: number;
  /** The leftmost and the rightmost cell of each of its rows: enough for its extent in any direction. */
  readonly rim: Int32Array;
  /** Its mark in the labelled raster. */
  readonly label: number;
}

/** The connected parts of a labelled raster that are large enough for lanes. */
export function largeRegions(
  labels: Int32Array,
  sizes: Int32Array,
  width: number,
  roomOf: Int16Array,
  minCells: number,
): Region[] {
  const rims: (number[] | undefined)[] = Array.from(sizes, (size, k) => (k > 0 && size >= minCells ? [] : undefined));
  for (let i = 0; i < labels.length; i++) {
    const rim = rims[labels[i]];
    if (rim === undefined) continue;
    const n = rim.length;
    const row = Math.floor(i / width);
    // Cells come row by row: the first of a row is put twice, the second copy moves on with the row.
    if (n > 0 && Math.floor(rim[n - 1] / width) === row) rim[n - 1] = i;
    else rim.push(i, i);
  }
  const regions: Region[] = [];
  for (const [label, rim] of rims.entries())
    if (rim !== undefined && rim.length > 0) regions.push({ room: roomOf[rim[0]], rim: Int32Array.from(rim), label });
  return regions;
}

/** The cells that lanes in a frame's direction cut a region into. */
export function cellsOf(raster: SweepRaster, labels: Int32Array, region: Region, frame: LaneFrame): LaneCell[] {
  return laneCells(raster.frame, labels, region.label, frame, MAX_GAP_M, MIN_HEIGHT * 2 * raster.halfWidth_m);
}
