import { cos, type SE2, sin, wrapAngle } from '@homebound/math';
import { KeyHeap } from './keyHeap.ts';
import type { LikelihoodGrid } from './likelihoodGrid.ts';
import type { PlaceGround } from './placeGround.ts';
import { PAD, type Pyramid, TOP_LEVEL, UNKNOWN_QUAD } from './pyramid.ts';
import { samplePoints } from './samplePoints.ts';

/** A pose on the grid of tries. */
export interface Place {
  readonly T_map_base: SE2;
  /** Mean likelihood of the points, in [0, 1]. */
  readonly score: number;
}

export interface SearchWindow {
  readonly T_map_guess: SE2;
  /** Half the sides of the square of places, and of the turns, around the guess. */
  readonly halfWidth_m: number;
  readonly halfTurn_rad: number;
}

export interface PlaceSearchOptions {
  /** Absent: everywhere that the base can stand, at any heading. In a window unseen cells are places too. */
  readonly within: SearchWindow | undefined;
  /** How many places are asked for; none lies within `apart_m` and `apart_rad` of a better one. */
  readonly count: number;
  readonly apart_m: number;
  readonly apart_rad: number;
  /** Places below this score, or below this share of the best one's, are of no interest. */
  readonly minScore: number;
  readonly minShareOfBest: number;
  /** Points that take part, spread evenly over the floor: at most 256, so that sums fit 16 bits. */
  readonly maxPoints: number;
}

export const defaultPlaceSearchOptions: PlaceSearchOptions = {
  within: undefined,
  count: 10,
  apart_m: 0.3,
  apart_rad: 0.175,
  minScore: 0.4,
  minShareOfBest: 0.75,
  maxPoints: 120,
};

/** Between two headings the farther points move by this: twice as far as they are then off at most. */
const TURN_STEP_M = 0.1;
const MIN_TURN_RAD = 0.01;
const MAX_TURN_RAD = 0.06;
/** A window is searched from blocks of which it holds about this many in a row: finer ones than the whole map. */
const BLOCKS_ACROSS = 8;
/** Keys of nodes hold bound, level and place in 53 bits: 16, 3 and 32. */
const PLACES = 0x100000000;
const LEVELS = 8;

/** One search: best-first branch and bound, which may be cut into slices at any node. */
export class PlaceSearch {
  /** The places found so far, best first. */
  readonly places: Place[] = [];
  /** Reads of the map so far, one for a point of four nodes: what `advance` counts. */
  lookups = 0;
  readonly #ground: PlaceGround | undefined;
  readonly #pyramid: Pyramid | undefined;
  /** Blocks of this level are opened first. */
  readonly #top: number;
  readonly #options: PlaceSearchOptions;
  readonly #points: number;
  readonly #heap = new KeyHeap();
  // Per heading: every point's cell, counted from the base's, as x, y and as a step in the padded grid.
  /** Count of headings tried. */
  readonly turns: number;
  readonly #firstTurn_rad: number;
  readonly #turnStep_rad: number;
  readonly #dx: Int16Array;
  readonly #dy: Int16Array;
  readonly #step: Int32Array;
  /** Extent of the points' cells per heading: min x, max x, min y, max y. */
  readonly #extent: Int16Array;
  // Places of a window, in cells of the padded grid; everything when there is none.
  readonly #minX: number;
  readonly #minY: number;
  readonly #maxX: number;
  readonly #maxY: number;
  /** Where the blocks of the top level begin; opened for one heading after the other. */
  readonly #roots: Int32Array;
  #nextRoot = 0;
  #cut: number;
  readonly #sums = new Int32Array(4);

  /** @param ground prepared for the window; `undefined` when there is nothing to search */
  constructor(
    ground: PlaceGround | undefined,
    pts_base: Float64Array,
    n: number,
    options: Partial<PlaceSearchOptions> = {},
  ) {
    this.#options = { ...defaultPlaceSearchOptions, ...options };
    checkOptions(this.#options);
    this.#ground = ground;
    const sample = samplePoints(pts_base, n, this.#options.maxPoints);
    this.#points = sample.length >> 1;
    this.#cut = 255 * this.#points * this.#options.minScore;
    const step = Math.min(MAX_TURN_RAD, Math.max(MIN_TURN_RAD, TURN_STEP_M / upperQuartileRange(sample)));
    const { within } = this.#options;
    const half = within === undefined ? Math.PI : Math.min(Math.PI, within.halfTurn_rad);
    const isFull = half >= Math.PI;
    this.turns = isFull ? Math.ceil((2 * Math.PI) / step) : 2 * Math.ceil(half / step) + 1;
    this.#turnStep_rad = isFull ? (2 * Math.PI) / this.turns : (2 * half) / Math.max(1, this.turns - 1);
    this.#firstTurn_rad = (within?.T_map_guess.theta ?? 0) - half;
    const size = this.turns * this.#points;
    this.#dx = new Int16Array(size);
    this.#dy = new Int16Array(size);
    this.#step = new Int32Array(size);
    this.#extent = new Int16Array(4 * this.turns);
    [this.#minX, this.#minY, this.#maxX, this.#maxY] = windowCells(within, ground?.grid);
    this.#top = topLevel(within, ground?.grid);
    this.#pyramid = ground?.pyramid;
    this.#roots = ground === undefined ? new Int32Array(0) : this.#rootCells();
    if (ground !== undefined) this.#turnPoints(sample, 1 / ground.grid.resolution_m, this.#pyramid!.width);
  }

  get isDone(): boolean {
    if (this.#ground === undefined || this.#points === 0) return true;
    if (this.places.length >= this.#options.count) return true;
    return this.#nextRoot >= this.turns * this.#roots.length && boundOf(this.#heap.top) < this.#cut;
  }

  /**
   * Goes on for about `budget` reads of the map (1 to 2 ns each).
   * @returns whether the search is done
   */
  advance(budget: number): boolean {
    const stop = this.lookups + budget;
    const roots = this.#points === 0 ? 0 : this.turns * this.#roots.length;
    while (this.#nextRoot < roots && this.lookups < stop) this.#openRoot(this.#nextRoot++);
    while (this.lookups < stop && !this.isDone) this.#openBest();
    return this.isDone;
  }

  #openRoot(root: number): void {
    const { width } = this.#pyramid!;
    const turn = Math.floor(root / this.#roots.length);
    const cell = this.#roots[root - turn * this.#roots.length];
    const y = Math.floor(cell / width);
    this.#openChildren(this.#top, turn, cell - y * width, y);
  }

  /** Cells at which the blocks of the top level begin that hold places. */
  #rootCells(): Int32Array {
    const { width, height } = this.#pyramid!;
    const size = 1 << this.#top;
    const first = (min: number): number => Math.max(0, Math.floor(min / size) * size);
    const endX = Math.min(width, this.#maxX + 1);
    const endY = Math.min(height, this.#maxY + 1);
    const cells: number[] = [];
    for (let y = first(this.#minY); y < endY; y += size)
      for (let x = first(this.#minX); x < endX; x += size)
        if (this.#holdsPlaces(this.#top, x, y)) cells.push(y * width + x);
    return Int32Array.from(cells);
  }

  /** A place on top of the heap is the best that is left; a node there is opened. */
  #openBest(): void {
    const { width, height } = this.#pyramid!;
    const key = this.#heap.pop();
    const bound = boundOf(key);
    const place = PLACES - 1 - (key % PLACES);
    const level = Math.floor(key / PLACES) % LEVELS;
    const turn = Math.floor(place / (width * height));
    const cell = place - turn * width * height;
    const y = Math.floor(cell / width);
    const x = cell - y * width;
    if (this.#isTaken(level, turn, x, y)) return;
    if (level > 0) this.#openChildren(level, turn, x, y);
    else this.places.push({ T_map_base: this.#poseOf(turn, x, y), score: bound / (255 * this.#points) });
  }

  #openChildren(level: number, turn: number, x: number, y: number): void {
    const sums = this.#sums;
    this.#sumChildren(level, turn, x, y);
    this.lookups += this.#points;
    const half = 1 << (level - 1);
    const { width, height } = this.#pyramid!;
    for (let child = 0; child < 4; child++) {
      if (sums[child] < this.#cut) continue;
      const cx = x + (child & 1) * half;
      const cy = y + (child >> 1) * half;
      if (!this.#holdsPlaces(level - 1, cx, cy)) continue;
      if (level === 1) this.#cut = Math.max(this.#cut, this.#options.minShareOfBest * sums[child]);
      const place = (turn * height + cy) * width + cx;
      this.#heap.push((sums[child] * LEVELS + level - 1) * PLACES + (PLACES - 1 - place));
    }
  }

  /** Sums the points' bounds for the four children of a node; two of them share a word, 16 bits each. */
  #sumChildren(level: number, turn: number, x: number, y: number): void {
    const { width, height, quads } = this.#pyramid!;
    const quad = quads[level];
    const n = this.#points;
    const from = turn * n;
    const extent = this.#extent;
    const isInside =
      x + extent[4 * turn] >= 0 &&
      x + extent[4 * turn + 1] < width &&
      y + extent[4 * turn + 2] >= 0 &&
      y + extent[4 * turn + 3] < height;
    let even = 0;
    let odd = 0;
    if (isInside) {
      const step = this.#step;
      const at = y * width + x;
      for (let i = from; i < from + n; i++) {
        const q = quad[at + step[i]];
        even = (even + (q & 0xff00ff)) | 0;
        odd = (odd + ((q >>> 8) & 0xff00ff)) | 0;
      }
    } else {
      const dx = this.#dx;
      const dy = this.#dy;
      for (let i = from; i < from + n; i++) {
        const px = x + dx[i];
        const py = y + dy[i];
        const q = px >= 0 && px < width && py >= 0 && py < height ? quad[py * width + px] : UNKNOWN_QUAD;
        even = (even + (q & 0xff00ff)) | 0;
        odd = (odd + ((q >>> 8) & 0xff00ff)) | 0;
      }
    }
    this.#sums[0] = even & 0xffff;
    this.#sums[1] = odd & 0xffff;
    this.#sums[2] = even >>> 16;
    this.#sums[3] = odd >>> 16;
  }

  /** Whether a block of a level holds any place that is searched. */
  #holdsPlaces(level: number, x: number, y: number): boolean {
    const size = 1 << level;
    if (x > this.#maxX || y > this.#maxY || x + size <= this.#minX || y + size <= this.#minY) return false;
    if (this.#options.within !== undefined) return true;
    const { width } = this.#pyramid!;
    return this.#ground!.blocks[level][(y >> level) * ((width >> level) + 1) + (x >> level)] === 1;
  }

  /** Whether every place of a node lies near one that was found. */
  #isTaken(level: number, turn: number, x: number, y: number): boolean {
    const { apart_m, apart_rad } = this.#options;
    const far = ((1 << level) - 1) * this.#ground!.grid.resolution_m;
    const T = this.#poseOf(turn, x, y);
    for (const { T_map_base } of this.places) {
      const dx = Math.max(Math.abs(T.x - T_map_base.x), Math.abs(T.x + far - T_map_base.x));
      const dy = Math.max(Math.abs(T.y - T_map_base.y), Math.abs(T.y + far - T_map_base.y));
      const turned = Math.abs(wrapAngle(T.theta - T_map_base.theta));
      if (dx * dx + dy * dy < apart_m * apart_m && turned < apart_rad) return true;
    }
    return false;
  }

  #poseOf(turn: number, x: number, y: number): SE2 {
    const { minIx, minIy, resolution_m } = this.#ground!.grid;
    return {
      x: (x - PAD + minIx + 0.5) * resolution_m,
      y: (y - PAD + minIy + 0.5) * resolution_m,
      theta: wrapAngle(this.#firstTurn_rad + turn * this.#turnStep_rad),
    };
  }

  /** Turns the points by every heading and puts them into cells, counted from the centre of the base's. */
  #turnPoints(sample: Float64Array, perCell: number, width: number): void {
    const n = this.#points;
    for (let turn = 0; turn < this.turns; turn++) {
      const theta = this.#firstTurn_rad + turn * this.#turnStep_rad;
      const c = cos(theta) * perCell;
      const s = sin(theta) * perCell;
      let [minX, maxX, minY, maxY] = [0, 0, 0, 0];
      for (let i = 0; i < n; i++) {
        const x = Math.floor(c * sample[2 * i] - s * sample[2 * i + 1] + 0.5);
        const y = Math.floor(s * sample[2 * i] + c * sample[2 * i + 1] + 0.5);
        this.#dx[turn * n + i] = x;
        this.#dy[turn * n + i] = y;
        this.#step[turn * n + i] = y * width + x;
        if (x < minX) minX = x;
        if (x > maxX) maxX = x;
        if (y < minY) minY = y;
        if (y > maxY) maxY = y;
      }
      this.#extent.set([minX, maxX, minY, maxY], 4 * turn);
    }
  }
}

function boundOf(key: number): number {
  return Math.floor(key / (PLACES * LEVELS));
}

/** The padded cells whose centres lie in a window: min x, min y, max x, max y. */
function windowCells(
  within: SearchWindow | undefined,
  grid: LikelihoodGrid | undefined,
): [minX: number, minY: number, maxX: number, maxY: number] {
  if (within === undefined || grid === undefined) return [0, 0, 0x7fffffff, 0x7fffffff];
  const { minIx, minIy, resolution_m } = grid;
  const { T_map_guess, halfWidth_m } = within;
  const cell = (v: number, min: number): number => v / resolution_m - 0.5 - min + PAD;
  return [
    Math.ceil(cell(T_map_guess.x - halfWidth_m, minIx)),
    Math.ceil(cell(T_map_guess.y - halfWidth_m, minIy)),
    Math.floor(cell(T_map_guess.x + halfWidth_m, minIx)),
    Math.floor(cell(T_map_guess.y + halfWidth_m, minIy)),
  ];
}

/** The level of the blocks that a search begins with. Any gives the same places; this one for the least work, counting that of building the levels. */
export function topLevel(within: SearchWindow | undefined, grid: LikelihoodGrid | undefined): number {
  const [minX, , maxX] = windowCells(within, grid);
  let level = 1;
  while (level < TOP_LEVEL && (maxX - minX) >> level > BLOCKS_ACROSS) level++;
  return level;
}

/** Three quarters of the points are nearer than this. */
function upperQuartileRange(sample: Float64Array): number {
  const squares = new Float64Array(sample.length >> 1);
  for (let i = 0; i < squares.length; i++)
    squares[i] = sample[2 * i] * sample[2 * i] + sample[2 * i + 1] * sample[2 * i + 1];
  squares.sort();
  return squares.length === 0 ? 1 : Math.max(1e-3, Math.sqrt(squares[Math.floor(0.75 * squares.length)]));
}

function checkOptions({ within, count, maxPoints, minScore, minShareOfBest }: PlaceSearchOptions): void {
  if (!(count >= 1)) throw new RangeError(`Cannot search places: count must be >= 1, got ${count}`);
  if (!(maxPoints >= 1 && maxPoints <= 256))
    throw new RangeError(`Cannot search places: maxPoints must be in [1, 256], got ${maxPoints}`);
  if (!(minScore > 0 && minScore <= 1))
    throw new RangeError(`Cannot search places: minScore must be in (0, 1], got ${minScore}`);
  if (!(minShareOfBest >= 0 && minShareOfBest <= 1))
    throw new RangeError(`Cannot search places: minShareOfBest must be in [0, 1], got ${minShareOfBest}`);
  if (within !== undefined && !(within.halfWidth_m >= 0 && within.halfTurn_rad >= 0))
    throw new RangeError(
      `Cannot search places: window must be >= 0, got ${within.halfWidth_m} m, ${within.halfTurn_rad} rad`,
    );
}
