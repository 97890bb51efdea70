import { TILE_SHIFT, TILE_SIDE, type TileMap } from './tileMap.ts';

const HIT = 0x10001; // one more ray ended here, one more touched it
const TOUCH = 1;
/** The part of a count that holds the touches; and all of it: with a hit in it, it is far above any count of touches. */
const TOUCHES = 0xffff;
const ALL = 0x7fffffff;
const TILE_CELLS = TILE_SIDE * TILE_SIDE;
const MASK = TILE_SIDE - 1;
const PARTS_SHIFT = 9;
/** Parts of a cell that rays are given in: 0.1 mm at 5 cm. */
export const PARTS = 1 << PARTS_SHIFT;
/** The walk's error term stays within ± this, and so within 32 bits: for rays of 4096 cells. */
const MOST_ERROR = 0x40000000;
/** Steps within a tile are counted in two halves of a word, along x and along y; these bits say that one left the tile. */
const ONE_X = 1;
const ONE_Y = 0x10000;
const LEFT_X = TILE_SIDE * ONE_X;
const LEFT_Y = TILE_SIDE * ONE_Y;

/** Counts rays in the cells of a map, and notes the cells whose state may have flipped. */
export class RayCounter {
  readonly #tiles: TileMap;
  readonly #maxCount: number;
  readonly #occupiedShare: number;
  /** The part of a count that must stay below `maxCount` for it to grow without a closer look. */
  #watched = ALL;
  /** Cells whose state may have flipped since `begin`, ix, iy interleaved; grows to the worst scan seen. */
  flipped = new Int32Array(256);
  flippedCount = 0;
  /** Cells that all rays so far passed. */
  walked_cells = 0;

  constructor(tiles: TileMap, maxCount: number, occupiedShare: number) {
    this.#tiles = tiles;
    this.#maxCount = maxCount;
    this.#occupiedShare = occupiedShare;
  }

  /** @param notesFlips whether `flipped` is wanted; without, drawing is a third faster */
  begin(notesFlips: boolean): void {
    this.flippedCount = 0;
    this.#watched = notesFlips ? ALL : TOUCHES;
  }

  isOccupied(count: number): boolean {
    return count >>> 16 >= (count & TOUCHES) * this.#occupiedShare && count !== 0;
  }

  /**
   * Counts a ray in every cell it crosses but the last one: Amanatides and Woo 1987, in whole parts of a cell, where the
   * comparison of the next border along x and along y is exact and needs no branch. At 45 degrees a branch is guessed wrong every
   * second cell: 4 ns a cell, 10 with it. A step within a tile is a step in the pool. Whole numbers also cross the call without
   * being put on the heap. Coordinates are in parts of a cell.
   */
  touchRay(ox: number, oy: number, px: number, py: number): void {
    // The count of border crossings is known, which ends the walk.
    const crossings =
      Math.abs((px >> PARTS_SHIFT) - (ox >> PARTS_SHIFT)) + Math.abs((py >> PARTS_SHIFT) - (oy >> PARTS_SHIFT));
    this.walked_cells += crossings;
    // Rays of more than 4096 cells are walked in coarser parts.
    let shift = PARTS_SHIFT;
    while ((crossings + 2) * (1 << (2 * shift)) > MOST_ERROR) shift--;
    const parts = 1 << shift;
    const fromX = ox >> (PARTS_SHIFT - shift);
    const fromY = oy >> (PARTS_SHIFT - shift);
    const dx = ((px >> (PARTS_SHIFT - shift)) - fromX) | 0;
    const dy = ((py >> (PARTS_SHIFT - shift)) - fromY) | 0;
    const startX = fromX & (parts - 1);
    const startY = fromY & (parts - 1);
    const ix = fromX >> shift;
    const iy = fromY >> shift;
    const stepX = dx >= 0 ? 1 : -1;
    const stepY = dy >= 0 ? 1 : -1;
    const absX = Math.abs(dx) | 0;
    const absY = Math.abs(dy) | 0;
    // Borders are met at (toX + k parts) / |dx| and (toY + k parts) / |dy| of the way: x comes next while error < 0.
    const toX = dx >= 0 ? parts - startX : startX;
    const toY = dy >= 0 ? parts - startY : startY;
    let error = (Math.imul(toX, absY) - Math.imul(toY, absX)) | 0;
    const errorY = -Math.imul(parts, absX) | 0;
    const errorX = (Math.imul(parts, absY) - errorY) | 0;
    const stepAtY = stepY * TILE_SIDE;
    const stepAtX = stepX - stepAtY;
    const tiles = this.#tiles;
    const maxCount = this.#maxCount;
    const watched = this.#watched;
    let tileX = ix >> TILE_SHIFT;
    let tileY = iy >> TILE_SHIFT;
    const x = ix & MASK;
    const y = iy & MASK;
    let steps = (stepX > 0 ? x : MASK - x) * ONE_X + (stepY > 0 ? y : MASK - y) * ONE_Y;
    let at = tiles.ensureTile(tileX, tileY) + y * TILE_SIDE + x;
    let { counts } = tiles;
    for (let left = crossings; left > 0; left--) {
      const after = counts[at] + TOUCH;
      if ((after & watched) < maxCount) counts[at] = after;
      else this.#count(at, tileX, tileY, TOUCH);
      // All ones when the next border is one along x.
      const alongX = error >> 31;
      error = (error + (alongX & errorX) + errorY) | 0;
      at = (at + (alongX & stepAtX) + stepAtY) | 0;
      steps = (steps + (alongX & (ONE_X - ONE_Y)) + ONE_Y) | 0;
      if ((steps & (LEFT_X | LEFT_Y)) === 0) continue;
      if ((steps & LEFT_X) !== 0) {
        tileX += stepX;
        at -= stepX * TILE_SIDE;
        steps -= LEFT_X;
      } else {
        tileY += stepY;
        steps -= LEFT_Y;
      }
      at = tiles.ensureTile(tileX, tileY) + (at & (TILE_CELLS - 1));
      counts = tiles.counts;
    }
  }

  /** Counts the end of a ray. @returns the cell's place in the pools */
  addHit(ix: number, iy: number): number {
    const at = this.#tiles.ensure(ix, iy);
    this.#count(at, ix >> TILE_SHIFT, iy >> TILE_SHIFT, HIT);
    return at;
  }

  #count(at: number, tileX: number, tileY: number, what: number): void {
    const { counts } = this.#tiles;
    const before = counts[at];
    let after = before + what;
    if ((after & TOUCHES) >= this.#maxCount) after = ((after >>> 17) << 16) | ((after & TOUCHES) >>> 1);
    counts[at] = after;
    if (this.#watched === TOUCHES || this.isOccupied(before) === this.isOccupied(after)) return;
    this.#noteFlip(tileX * TILE_SIDE + (at & MASK), tileY * TILE_SIDE + ((at >> TILE_SHIFT) & MASK));
  }

  #noteFlip(ix: number, iy: number): void {
    if (2 * this.flippedCount + 2 > this.flipped.length) {
      const longer = new Int32Array(2 * this.flipped.length);
      longer.set(this.flipped);
      this.flipped = longer;
    }
    this.flipped[2 * this.flippedCount] = ix;
    this.flipped[2 * this.flippedCount + 1] = iy;
    this.flippedCount++;
  }
}
