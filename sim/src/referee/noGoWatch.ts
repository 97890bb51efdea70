import type { GridFrame } from '@homebound/grid';
import type { SE2 } from '@homebound/math';
import { squaredDistance } from './distance.ts';
import { fillDisc, fillPolygon } from './raster.ts';

/** The body is drawn anew when it has moved this far. */
const STRIDE_M = 0.004;

/** How much of the areas that the robot was told to keep out of its body has been over. */
export class NoGoWatch {
  readonly #frame: GridFrame;
  readonly #radius_m: number;
  readonly #barred: Uint8Array;
  /** Squared distance to the nearest barred cell, in cells. */
  readonly #distance: Float64Array;
  #entered = 0;
  #lastX = Number.NaN;
  #lastY = Number.NaN;

  /** @param areas simple polygons in the frame of the raster, interleaved x, y */
  constructor(frame: GridFrame, areas: readonly Float64Array[], bodyRadius_m: number) {
    this.#frame = frame;
    this.#radius_m = bodyRadius_m;
    this.#barred = new Uint8Array(frame.width * frame.height);
    for (const area of areas)
      fillPolygon(frame, area, (index) => {
        this.#barred[index] = 1;
      });
    this.#distance = squaredDistance(this.#barred, frame.width, frame.height);
  }

  get entered_m2(): number {
    return this.#entered * this.#frame.resolution_m * this.#frame.resolution_m;
  }

  moveTo({ x, y }: SE2): void {
    const { width, height, resolution_m, originX_m, originY_m } = this.#frame;
    const dx = x - this.#lastX;
    const dy = y - this.#lastY;
    if (dx * dx + dy * dy < STRIDE_M * STRIDE_M) return;
    this.#lastX = x;
    this.#lastY = y;
    const ix = Math.floor((x - originX_m) / resolution_m);
    const iy = Math.floor((y - originY_m) / resolution_m);
    // The centre's own cell is up to 0.71 cells off, and so is the barred one.
    const near = this.#radius_m / resolution_m + 1.5;
    const isOff = ix < 0 || iy < 0 || ix >= width || iy >= height;
    if (isOff || this.#distance[iy * width + ix] > near * near) return;
    fillDisc(this.#frame, x, y, this.#radius_m, (index) => {
      if (this.#barred[index] === 0) return;
      this.#barred[index] = 0;
      this.#entered++;
    });
  }
}
