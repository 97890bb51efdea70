import type { GridFrame } from '@homebound/grid';
import { cos, hypot, type SE2, sin } from '@homebound/math';
import type { RobotGeometry } from '@homebound/robot';
import { squaredDistance } from './distance.ts';
import type { GroundTruth } from './groundTruth.ts';
import { fillDisc } from './raster.ts';

/** The floor that lies this near to what stands. */
const BAND_M = 0.03;
/** The side brush is drawn anew when the body has moved or, at the hub, turned this far. */
const STRIDE_M = 0.008;
const BAND = 1;
const SWEPT = 2;
const FREE = 4;
const IN_REACH = 8;

/** Of the free floor, cells: all, what one of the brushes can touch, what one has swept. */
export interface FreeCounts {
  free: number;
  inReach: number;
  swept: number;
}

/**
 * The strip of floor along walls and furniture that no centred brush reaches: free floor within 30 mm of what stops the
 * body, as far as the side brush's bristles touch it from a place in C. Swept is what the main brush passed over, or the
 * disc of the side brush while it turned. Counts the same for all free floor.
 */
export class EdgeBand {
  readonly #frame: GridFrame;
  readonly #brush: RobotGeometry['sideBrush'];
  readonly #cells: Uint8Array;
  #size = 0;
  #swept = 0;
  #floor: FreeCounts = { free: 0, inReach: 0, swept: 0 };
  #lastX = Number.NaN;
  #lastY = Number.NaN;

  constructor(ground: GroundTruth, { sideBrush }: RobotGeometry) {
    this.#frame = ground.frame;
    this.#brush = sideBrush;
    this.#cells = new Uint8Array(ground.free.length);
    this.judgeBy(ground);
  }

  /** Counts anew, with what was swept so far, on floor that is another: a door was opened. The raster is the same. */
  judgeBy(ground: GroundTruth): void {
    const { width, height, resolution_m } = this.#frame;
    const sideBrush = this.#brush;
    const toBlocked = squaredDistance(ground.blocked, width, height);
    const toCentre = squaredDistance(ground.centres, width, height);
    const band = BAND_M / resolution_m + 0.5;
    const reach = (hypot(sideBrush.x_m, sideBrush.y_m) + sideBrush.radius_m) / resolution_m + 0.5;
    this.#size = 0;
    this.#swept = 0;
    this.#floor = { free: 0, inReach: 0, swept: 0 };
    for (let i = 0; i < this.#cells.length; i++) {
      this.#cells[i] &= SWEPT;
      if (ground.free[i] === 0) continue;
      const isInReach = toCentre[i] <= reach * reach;
      const isBand = isInReach && toBlocked[i] <= band * band;
      this.#cells[i] |= FREE | (isInReach ? IN_REACH : 0) | (isBand ? BAND : 0);
      addFree(this.#floor, this.#cells[i], 1);
      if (!isBand) continue;
      this.#size++;
      if (this.#cells[i] & SWEPT) this.#swept++;
    }
  }

  /** Share of the strip that was swept, in [0, 1]; 0 when there is none. */
  get coverage(): number {
    return this.#size === 0 ? 0 : this.#swept / this.#size;
  }

  /** The counts of free floor over all cells but those given (each once). */
  freeWithout(excluded: Iterable<number>): FreeCounts {
    const counts = { ...this.#floor };
    for (const index of excluded) addFree(counts, this.#cells[index], -1);
    return counts;
  }

  /** A cell was passed over by the main brush. */
  readonly sweep = (index: number): void => {
    const before = this.#cells[index];
    if (before & SWEPT) return;
    this.#cells[index] = before | SWEPT;
    if (before & BAND) this.#swept++;
    if (before & FREE) this.#floor.swept++;
  };

  /** The side brush turns, with the body here. */
  moveTo({ x, y, theta }: SE2): void {
    const c = cos(theta);
    const s = sin(theta);
    const { x_m, y_m, radius_m } = this.#brush;
    const hubX = x + c * x_m - s * y_m;
    const hubY = y + s * x_m + c * y_m;
    if (hypot(hubX - this.#lastX, hubY - this.#lastY) < STRIDE_M) return;
    this.#lastX = hubX;
    this.#lastY = hubY;
    fillDisc(this.#frame, hubX, hubY, radius_m, this.sweep);
  }

  /** Bit 1 the strip, bit 2 what was swept; borrowed, shape [height, width]. */
  get cells(): Uint8Array {
    return this.#cells;
  }
}

function addFree(counts: FreeCounts, cell: number, one: number): void {
  if ((cell & FREE) === 0) return;
  counts.free += one;
  if (cell & IN_REACH) counts.inReach += one;
  if (cell & SWEPT) counts.swept += one;
}
