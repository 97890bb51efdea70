import type { OccupancyMap } from '../map/occupancyMap.ts';
import { emptyLikelihoodGrid, type LikelihoodGrid, likelihoodStage } from './likelihoodGrid.ts';
import { emptyPyramid, levelStages, PAD, type Pyramid, TOP_LEVEL } from './pyramid.ts';
import { spareBytes, spareWords } from './spareArrays.ts';
import { type Stage, StagedWork } from './stagedWork.ts';

/**
 * What is searched of a map: its likelihood grid as a pyramid, and where the base can stand. Shared by all searches, and
 * built as far as they need it, in slices: a narrow window takes a fifth of what the whole map does.
 */
export class PlaceGround {
  readonly grid: LikelihoodGrid;
  readonly pyramid: Pyramid;
  /** `blocks[h]`: 1 where a block of 2^h cells, aligned to 2^h, holds a cell where the base can stand. Empty until asked for. */
  readonly blocks: Uint8Array[] = [];
  readonly #work = new StagedWork();
  /** Levels that are built or about to be. */
  #levels = 0;
  #hasBlocks = false;

  constructor(grid: LikelihoodGrid, map: OccupancyMap) {
    this.grid = grid;
    this.pyramid = emptyPyramid(grid);
    this.#work.push(likelihoodStage(grid, map));
  }

  /**
   * Goes on building for about `budget` reads of memory.
   * @param levels of the pyramid that are needed
   * @param needsBlocks whether `blocks` is
   * @returns whether all that is needed is there
   */
  prepare(levels: number, needsBlocks: boolean, budget: number): boolean {
    while (this.#levels < levels)
      for (const stage of levelStages(this.pyramid, this.grid, ++this.#levels)) this.#work.push(stage);
    if (needsBlocks && !this.#hasBlocks) {
      this.#hasBlocks = true;
      for (let h = 0; h <= TOP_LEVEL; h++) this.#work.push(this.#blockStage(h));
    }
    return this.#work.advance(budget);
  }

  /** Gives its memory back: it is not to be used any more, nor is a search in it. */
  release(): void {
    spareBytes.give(this.grid.values);
    spareBytes.give(this.grid.standable);
    for (const quads of this.pyramid.quads) spareWords.give(quads);
  }

  /** Nodes stand on the padded grid, so that blocks are counted from its first row and column. */
  #blockStage(h: number): Stage {
    const { width, height, standable } = this.grid;
    const wide = ((width + PAD) >> h) + 1;
    const run = (fromRow: number, toRow: number): void => {
      this.blocks[h] ??= new Uint8Array(wide * (((height + PAD) >> h) + 1));
      const out = this.blocks[h];
      for (let y = fromRow; y < toRow; y++)
        for (let x = 0; x < width; x++)
          if (standable[y * width + x] === 1) out[((y + PAD) >> h) * wide + ((x + PAD) >> h)] = 1;
    };
    return { rows: height, cost: width, run };
  }
}

/** The ground of a map, with nothing built yet; `undefined` for an empty one. */
export function placeGround(map: OccupancyMap): PlaceGround | undefined {
  const grid = emptyLikelihoodGrid(map);
  return grid && new PlaceGround(grid, map);
}
