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

/**
 * The strip of floor along walls and furniture that no centred brush reaches: free floor within 30 mm of what stops the
 * body, as far as the side brush's bristles touch it from a place in C. Swept is what the main brush passed over, or the
 * disc of the side brush while it turned.
 */
export class EdgeBand {
  readonly #frame: GridFrame;
  readonly #brush: RobotGeometry['sideBrush'];
  readonly #cells: Uint8Array;
  #size = 0;
  #swept = 0;
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
    for (let i = 0; i < this.#cells.length; i++) {
      const isBand = ground.free[i] === 1 && toBlocked[i] <= band * band && toCentre[i] <= reach * reach;
      this.#cells[i] = (this.#cells[i] & SWEPT) | (isBand ? BAND : 0);
      if (!isBand) continue;
      this.#size++;
      if (this.#cells[i] !== BAND) this.#swept++;
    }
  }

  /** Share of the strip that was swept, in [0, 1]; 0 when there is none. */
  get coverage(): number {
    return this.#size === 0 ? 0 : this.#swept / this.#size;
  }

  /** A cell was passed over by the main brush. */
  readonly sweep = (index: number): void => {
    const before = this.#cells[index];
    if (before >= SWEPT) return;
    this.#cells[index] = before | SWEPT;
    if (before === BAND) this.#swept++;
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

  /** For pictures: bit 1 the strip, bit 2 what was swept; borrowed, shape [height, width]. */
  get cells(): Uint8Array {
    return this.#cells;
  }
}
