import { cos, type SE2, sin } from '@homebound/math';
import { encode } from 'fast-png';
import { type Colour, Raster } from './raster.ts';

/** A rectangle of the plane, m. */
export interface Bounds {
  readonly x0_m: number;
  readonly y0_m: number;
  readonly x1_m: number;
  readonly y1_m: number;
}

/** The longer side of a picture unless it is told otherwise, px. */
const wantedSide_px = 1000;
/** A picture of more is refused: 100 Mpx are 300 MB. */
const maxPixels = 100_000_000;

/** A picture of a piece of the plane seen from above: x right, y up, everything in m of the map or world frame. */
export class Drawing {
  readonly bounds: Bounds;
  readonly scale_pxpm: number;
  readonly raster: Raster;

  /**
   * @param scale_pxpm  pixels per metre; such that the longer side has about 1000 px when absent
   * Throws RangeError when the bounds are empty or the picture would have more than 100 Mpx.
   */
  constructor(bounds: Bounds, background: Colour, scale_pxpm?: number) {
    const [w, h] = [bounds.x1_m - bounds.x0_m, bounds.y1_m - bounds.y0_m];
    if (!(w > 0 && h > 0 && w + h < Number.POSITIVE_INFINITY))
      throw new RangeError(`Cannot draw: bounds should be wider than 0, got ${w} x ${h} m`);
    this.bounds = bounds;
    this.scale_pxpm = scale_pxpm ?? wantedSide_px / Math.max(w, h);
    const size = [w, h].map((side) => Math.max(1, Math.round(side * this.scale_pxpm)));
    if (!(size[0] * size[1] <= maxPixels))
      throw new RangeError(
        `Cannot draw: ${size[0]} x ${size[1]} px are too many; lower the scale of ${this.scale_pxpm} px/m`,
      );
    this.raster = new Raster(size[0], size[1], background);
  }

  /** Fills polygons of interleaved x, y, m, as one shape. */
  polygons(all_m: readonly ArrayLike<number>[], colour: Colour, opacity = 1): void {
    const inPixels = all_m.map((points_m) => this.#toPixels(points_m));
    this.raster.polygons(inPixels, colour, opacity);
  }

  /** Draws a line of a width in m (at least `min_px`) through interleaved x, y, m. */
  polyline(points_m: ArrayLike<number>, width_m: number, colour: Colour, opacity = 1, min_px = 1.5): void {
    this.raster.polyline(this.#toPixels(points_m), Math.max(min_px, width_m * this.scale_pxpm), colour, opacity);
  }

  disc(x: number, y: number, radius_m: number, colour: Colour, opacity = 1): void {
    this.polyline([x, y], 2 * radius_m, colour, opacity);
  }

  /** A robot: a disc with a stroke from its middle to its front. */
  robot(T_map_base: SE2, radius_m: number, colour: Colour): void {
    const { x, y, theta } = T_map_base;
    this.disc(x, y, radius_m, colour);
    const front = [x + radius_m * cos(theta), y + radius_m * sin(theta)];
    this.polyline([x, y, ...front], 0.3 * radius_m, [255, 255, 255]);
  }

  /** A dock: a plate behind the robot's place. */
  dock(T_map_dock: SE2, radius_m: number, colour: Colour): void {
    const { x, y, theta } = T_map_dock;
    const [c, s] = [cos(theta), sin(theta)];
    const at = (ahead: number, left: number) => [x + c * ahead - s * left, y + s * ahead + c * left];
    this.polyline([...at(-radius_m, -0.8 * radius_m), ...at(-radius_m, 0.8 * radius_m)], 0.35 * radius_m, colour);
    this.polyline([...at(-radius_m, 0), ...at(0.3 * radius_m, 0)], 0.25 * radius_m, colour);
  }

  png(): Uint8Array {
    const { width, height, pixels } = this.raster;
    return encode({ width, height, data: pixels, channels: 3 });
  }

  #toPixels(points_m: ArrayLike<number>): Float64Array {
    const { x0_m, y1_m } = this.bounds;
    const out = new Float64Array(points_m.length);
    for (let i = 0; i < out.length; i += 2) {
      out[i] = (points_m[i] - x0_m) * this.scale_pxpm;
      out[i + 1] = (y1_m - points_m[i + 1]) * this.scale_pxpm;
    }
    return out;
  }
}
