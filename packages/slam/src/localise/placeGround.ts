import type { OccupancyMap } from '../map/occupancyMap.ts';
import { type LikelihoodGrid, likelihoodGrid } from './likelihoodGrid.ts';
import { buildPyramid, deepen, PAD, type Pyramid, TOP_LEVEL } from './pyramid.ts';

/**
 * What is searched of a map: its likelihood grid as a pyramid, and where the base can stand. Shared by all searches, and
 * built as far as they need it: a narrow window takes a fifth of what the whole map does.
 */
export class PlaceGround {
  readonly grid: LikelihoodGrid;
  readonly #pyramid: Pyramid;
  #blocks: readonly Uint8Array[] | undefined;

  constructor(grid: LikelihoodGrid) {
    this.grid = grid;
    this.#pyramid = buildPyramid(grid, 1);
  }

  /** The pyramid with all levels up to one. */
  pyramid(levels: number): Pyramid {
    deepen(this.#pyramid, levels);
    return this.#pyramid;
  }

  /** `blocks[h]`: 1 where a block of 2^h cells, aligned to 2^h, holds a cell where the base can stand. */
  get blocks(): readonly Uint8Array[] {
    this.#blocks ??= standableBlocks(this.grid);
    return this.#blocks;
  }
}

/** Makes a map ready to be searched; `undefined` for an empty one. */
export function placeGround(map: OccupancyMap): PlaceGround | undefined {
  const grid = likelihoodGrid(map);
  return grid && new PlaceGround(grid);
}

/** Nodes stand on the padded grid, so that blocks are counted from its first row and column. */
function standableBlocks(grid: LikelihoodGrid): Uint8Array[] {
  const blocks: Uint8Array[] = [];
  for (let h = 0; h <= TOP_LEVEL; h++) {
    const wide = ((grid.width + PAD) >> h) + 1;
    const out = new Uint8Array(wide * (((grid.height + PAD) >> h) + 1));
    for (let y = 0; y < grid.height; y++)
      for (let x = 0; x < grid.width; x++)
        if (grid.standable[y * grid.width + x] === 1) out[((y + PAD) >> h) * wide + ((x + PAD) >> h)] = 1;
    blocks.push(out);
  }
  return blocks;
}
