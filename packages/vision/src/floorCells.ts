import { cos, sin } from '@homebound/math';
import { type FloorKind, type FloorRecord, floorKinds } from '@homebound/robot';

/** A look at the floor: cells of 1 cm in base_footprint, from the body's front edge to 0.74 m before it. */
export const floorShape = {
  resolution_m: 0.01,
  width: 74,
  height: 90,
  originY_m: -0.45,
} as const;

const { width: WIDTH, height: HEIGHT, originY_m, resolution_m } = floorShape;
const CELLS = WIDTH * HEIGHT;
const PER_M = 1 / resolution_m;

const KIND = Object.fromEntries(floorKinds.map((kind, i) => [kind, i])) as Record<FloorKind, number>;

/** Pixels in a cell, and in it with its eight neighbours, that make it an obstacle, low or a drop. */
const FEWEST_PIXELS = 2;
const FEWEST_AROUND = 4;
/** What hangs has air below it, at least this, mm. */
const AIR_MM = 30;

/** A cord is believed where, along some line through the cell, this many of the cells within `LINE_REACH` show it. */
const LINE_REACH = 5;
const LINE_CELLS = 6;
const DIRECTIONS = 12;

/** Floor of these heights is a plateau; what touches so many cells of one, and so many of its own size, belongs to it. */
const PLATEAU_MM = 6;
const PLATEAU_HIGH_MM = 13;
const FEWEST_PLATEAU = 2;
const PLATEAU_SHARE = 0.2;
/** What stands so far out of a plateau lies on it, mm, in so many cells or more: a cord near a rug's edge. */
const PROUD_MM = 3;
const FEWEST_PROUD = 6;

/** What the pixels of one picture say of each cell of the floor; made once, filled anew for each picture. */
export class FloorCells {
  readonly #floor = new Uint16Array(CELLS);
  readonly #low = new Uint16Array(CELLS);
  readonly #thin = new Uint16Array(CELLS);
  readonly #obstacle = new Uint16Array(CELLS);
  readonly #above = new Uint16Array(CELLS);
  readonly #below = new Uint16Array(CELLS);
  readonly #highest_mm = new Int16Array(CELLS);
  readonly #lowest_mm = new Int16Array(CELLS);
  readonly #isOnLine = new Uint8Array(CELLS);
  readonly #queue = new Int32Array(CELLS);
  /** Cell, plus one, by which each cell was last reached. */
  readonly #group = new Int32Array(CELLS);
  readonly #originX_m: number;

  /** @param front_m  the body's front edge */
  constructor(front_m: number) {
    this.#originX_m = front_m;
  }

  clear(): void {
    this.#floor.fill(0);
    this.#low.fill(0);
    this.#thin.fill(0);
    this.#obstacle.fill(0);
    this.#above.fill(0);
    this.#below.fill(0);
    this.#highest_mm.fill(-32768);
    this.#lowest_mm.fill(32767);
    this.#isOnLine.fill(0);
  }

  addFloor(x: number, y: number, h_m: number): void {
    const cell = this.#cellAt(x, y);
    if (cell < 0) return;
    this.#floor[cell]++;
    this.#raise(cell, h_m);
  }

  /** The floor was seen past this place by a ray that ran just over it. */
  addSeenOver(x: number, y: number): void {
    const cell = this.#cellAt(x, y);
    if (cell < 0) return;
    this.#floor[cell]++;
    if (this.#highest_mm[cell] === -32768) this.#highest_mm[cell] = 0;
  }

  addLow(x: number, y: number, h_m: number): void {
    const cell = this.#cellAt(x, y);
    if (cell < 0) return;
    this.#low[cell]++;
    this.#raise(cell, h_m);
  }

  addThin(x: number, y: number, h_m: number): void {
    const cell = this.#cellAt(x, y);
    if (cell < 0) return;
    this.#thin[cell]++;
    this.#raise(cell, h_m);
  }

  addObstacle(x: number, y: number, h_m: number): void {
    const cell = this.#cellAt(x, y);
    if (cell < 0) return;
    this.#obstacle[cell]++;
    this.#raise(cell, h_m);
    const mm = toMm(h_m);
    if (mm < this.#lowest_mm[cell]) this.#lowest_mm[cell] = mm;
  }

  /** Something higher than the robot. */
  addAbove(x: number, y: number, h_m: number): void {
    const cell = this.#cellAt(x, y);
    if (cell < 0) return;
    this.#above[cell]++;
    this.#raise(cell, h_m);
  }

  /** A ray went through the floor here. */
  addDrop(x: number, y: number, h_m: number): void {
    const cell = this.#cellAt(x, y);
    if (cell < 0) return;
    this.#below[cell]++;
    const mm = toMm(h_m);
    if (mm < this.#lowest_mm[cell]) this.#lowest_mm[cell] = mm;
  }

  /** What the cells come to. */
  record(stamp_s: number): FloorRecord {
    this.#findLines();
    const kinds = new Uint8Array(CELLS);
    const heights_mm = new Int16Array(CELLS);
    for (let cell = 0; cell < CELLS; cell++) {
      const kind = this.#kindOf(cell);
      kinds[cell] = kind;
      if (kind === KIND.drop) heights_mm[cell] = this.#lowest_mm[cell];
      else if (kind !== KIND.unseen) heights_mm[cell] = this.#highest_mm[cell];
    }
    this.#takeBackEdges(kinds);
    return { kind: 'floor', stamp_s, ...floorShape, originX_m: this.#originX_m, kinds, heights_mm, things: [] };
  }

  #kindOf(cell: number): number {
    if (this.#isEnough(this.#obstacle, cell, FEWEST_PIXELS)) return this.#hasAir(cell) ? KIND.overhang : KIND.obstacle;
    if (this.#below[cell] > this.#floor[cell] && this.#isEnough(this.#below, cell, FEWEST_PIXELS)) return KIND.drop;
    // A brick's face is a row or two of pixels, and only the upper one is higher than a cord.
    if (this.#isEnough(this.#low, cell, 1, this.#thin)) return KIND.low;
    if (this.#isOnLine[cell] === 1) return KIND.thin;
    return this.#floor[cell] > 0 && this.#obstacle[cell] === 0 ? KIND.floor : KIND.unseen;
  }

  /** Whether a cell has pixels enough, with those around it, and those that may be of the same thing. */
  #isEnough(counts: Uint16Array, cell: number, fewest: number, helping = counts): boolean {
    if (counts[cell] < fewest) return false;
    let around = 0;
    for (let k = 0; k < 9; k++) {
      const at = neighbour(cell, k);
      around += helping === counts ? counts[at] : counts[at] + helping[at];
    }
    return around >= FEWEST_AROUND;
  }

  /** Whether the floor goes on under something, here and around. */
  #hasAir(cell: number): boolean {
    if (this.#floor[cell] < FEWEST_PIXELS) return false;
    for (let k = 0; k < 9; k++) {
      const at = neighbour(cell, k);
      if (this.#low[at] > 0 || this.#lowest_mm[at] < AIR_MM) return false;
    }
    return true;
  }

  /** Marks the cells through which, in some direction, a line of ridge pixels runs. */
  #findLines(): void {
    const thin = this.#thin;
    for (let cell = 0; cell < CELLS; cell++) {
      if (thin[cell] === 0) continue;
      const ix = cell % WIDTH;
      const iy = (cell - ix) / WIDTH;
      for (let d = 0; d < DIRECTIONS; d++) {
        let count = 1;
        for (let k = -LINE_REACH; k <= LINE_REACH; k++) {
          if (k === 0) continue;
          const at = 2 * (d * (2 * LINE_REACH + 1) + k + LINE_REACH);
          if (isThinNear(thin, ix + LINE[at], iy + LINE[at + 1], IS_STEEP[d])) count++;
        }
        if (count >= LINE_CELLS) {
          this.#isOnLine[cell] = 1;
          break;
        }
      }
    }
  }

  /**
   * What is flat and touches a plateau is an edge or a corner of it: floor, but for what stands out of it. A plateau's cells are floor that is higher than a
   * cord; round what stands alone the floor is lower.
   */
  #takeBackEdges(kinds: Uint8Array): void {
    const queue = this.#queue;
    const group = this.#group.fill(0);
    for (let first = 0; first < CELLS; first++) {
      if (!isFlat(kinds[first]) || group[first] !== 0) continue;
      let end = 0;
      let plateau = 0;
      let plateau_mm = 0;
      queue[end++] = first;
      group[first] = first + 1;
      for (let at = 0; at < end; at++)
        for (let k = 0; k < 9; k++) {
          const cell = neighbour(queue[at], k);
          if (group[cell] === first + 1) continue;
          if (isFlat(kinds[cell])) queue[end++] = cell;
          else if (kinds[cell] === KIND.floor && this.#isPlateau(cell)) {
            plateau++;
            plateau_mm += this.#highest_mm[cell];
          } else continue;
          group[cell] = first + 1;
        }
      if (plateau < FEWEST_PLATEAU || plateau < PLATEAU_SHARE * end) continue;
      const level_mm = this.#levelUnder(queue.subarray(0, end), plateau_mm / plateau);
      for (let at = 0; at < end; at++) if (this.#highest_mm[queue[at]] < level_mm) kinds[queue[at]] = KIND.floor;
    }
  }

  /** From where on a group's cells stand out of a plateau, mm; infinite where too few do. */
  #levelUnder(cells: Int32Array, plateau_mm: number): number {
    const level_mm = plateau_mm + PROUD_MM;
    let proud = 0;
    for (const cell of cells) if (this.#highest_mm[cell] >= level_mm) proud++;
    return proud < FEWEST_PROUD ? Number.POSITIVE_INFINITY : level_mm;
  }

  #isPlateau(cell: number): boolean {
    return this.#highest_mm[cell] > PLATEAU_MM && this.#highest_mm[cell] <= PLATEAU_HIGH_MM;
  }

  #cellAt(x: number, y: number): number {
    const ix = Math.floor((x - this.#originX_m) * PER_M);
    const iy = Math.floor((y - originY_m) * PER_M);
    return ix >= 0 && iy >= 0 && ix < WIDTH && iy < HEIGHT ? iy * WIDTH + ix : -1;
  }

  #raise(cell: number, h_m: number): void {
    const mm = toMm(h_m);
    if (mm > this.#highest_mm[cell]) this.#highest_mm[cell] = mm;
  }
}

/** Cells along each direction, as offsets (dx, dy) from the middle, shape [DIRECTIONS, 2 LINE_REACH + 1, 2]. */
const LINE = new Int8Array(DIRECTIONS * (2 * LINE_REACH + 1) * 2);
const IS_STEEP: boolean[] = [];
for (let d = 0, at = 0; d < DIRECTIONS; d++) {
  const angle = (d * Math.PI) / DIRECTIONS;
  IS_STEEP.push(Math.abs(sin(angle)) > Math.abs(cos(angle)));
  for (let k = -LINE_REACH; k <= LINE_REACH; k++) {
    LINE[at++] = Math.round(k * cos(angle));
    LINE[at++] = Math.round(k * sin(angle));
  }
}

/** Of the nine cells around one and itself, row by row; at the edge the cell itself stands for those beyond it. */
function neighbour(cell: number, k: number): number {
  const ix = (cell % WIDTH) + (k % 3) - 1;
  const iy = Math.floor(cell / WIDTH) + Math.floor(k / 3) - 1;
  return ix < 0 || iy < 0 || ix >= WIDTH || iy >= HEIGHT ? cell : iy * WIDTH + ix;
}

/** Whether a cell, or its neighbour across the line, shows a ridge. */
function isThinNear(thin: Uint16Array, ix: number, iy: number, isSteep: boolean): boolean {
  for (let side = -1; side <= 1; side++) {
    const x = isSteep ? ix + side : ix;
    const y = isSteep ? iy : iy + side;
    if (x >= 0 && y >= 0 && x < WIDTH && y < HEIGHT && thin[y * WIDTH + x] > 0) return true;
  }
  return false;
}

function isFlat(kind: number): boolean {
  return kind === KIND.low || kind === KIND.thin;
}

function toMm(h_m: number): number {
  return Math.max(-32767, Math.min(32767, Math.round(h_m * 1000)));
}
