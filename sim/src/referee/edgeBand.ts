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
  readonly #ground: GroundTruth;
  readonly #brush: RobotGeometry['sideBrush'];
  readonly #cells: Uint8Array;
  #size = 0;
  #swept = 0;
  #lastX = Number.NaN;
  #lastY = Number.NaN;

  constructor(ground: GroundTruth, { sideBrush }: RobotGeometry) {
    this.#ground = ground;
    this.#brush = sideBrush;
    const { width, height, resolution_m } = ground.frame;
    const toBlocked = squaredDistance(ground.blocked, width, height);
    const toCentre = squaredDistance(ground.centres, width, height);
    const band = BAND_M / resolution_m + 0.5;
    const reach = (hypot(sideBrush.x_m, sideBrush.y_m) + sideBrush.radius_m) / resolution_m + 0.5;
    this.#cells = new Uint8Array(width * height);
    for (let i = 0; i < this.#cells.length; i++) {
      if (ground.free[i] === 0 || toBlocked[i] > band * band || toCentre[i] > reach * reach) continue;
      this.#cells[i] = BAND;
      this.#size++;
    }
  }

  /** Share of the strip that was swept, in [0, 1]; 0 when there is none. */
  get coverage(): number {
    return this.#size === 0 ? 0 : this.#swept / this.#size;
  }

  /** A cell was passed over by the main brush. */
  readonly sweep = (index: number): void => {
    if (this.#cells[index] !== BAND) return;
    this.#cells[index] = SWEPT;
    this.#swept++;
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
    fillDisc(this.#ground.frame, hubX, hubY, radius_m, this.sweep);
  }

  /** For pictures: 0 elsewhere, 1 missed, 2 swept; borrowed, shape [height, width]. */
  get cells(): Uint8Array {
    return this.#cells;
  }
}
