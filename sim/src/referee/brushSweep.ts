import type { GridFrame } from '@homebound/grid';
import { cos, type SE2, sin } from '@homebound/math';
import type { RobotGeometry } from '@homebound/robot';
import { fillPolygon, type Visit } from './raster.ts';

/** The brush is drawn anew when one of its ends has moved this far: below the raster's own step. */
const STRIDE_M = 0.008;
/** A longer way between two observations is no drive: the robot was carried. */
const CARRIED_M = 0.1;

/**
 * The floor that a brush passes over: it is a line across the body, and between two poses it sweeps the
 * quadrilateral of its ends; turning on the spot that is two wedges.
 */
export class BrushSweep {
  readonly #frame: GridFrame;
  readonly #x_m: number;
  readonly #leftY_m: number;
  readonly #rightY_m: number;
  readonly #visit: Visit;
  // Ends of the brush where it was last drawn: left x, y, right x, y.
  readonly #last = new Float64Array(4);
  readonly #now = new Float64Array(4);
  readonly #quad = new Float64Array(8);
  readonly #triangle = new Float64Array(6);
  #started = false;

  /**
   * @param brush its width across the body and how far ahead of the axle it lies
   * @param visit is called for each cell swept: once for each pass over its centre
   * @param y_m   its middle, left of the body's
   */
  constructor(frame: GridFrame, brush: RobotGeometry['mainBrush'], visit: Visit, y_m = 0) {
    this.#frame = frame;
    this.#x_m = brush.x_m;
    this.#leftY_m = y_m + brush.width_m / 2;
    this.#rightY_m = y_m - brush.width_m / 2;
    this.#visit = visit;
  }

  /** Forgets the last pose: the next one starts a new stroke. */
  lift(): void {
    this.#started = false;
  }

  moveTo({ x, y, theta }: SE2): void {
    const now = this.#now;
    const last = this.#last;
    const c = cos(theta);
    const s = sin(theta);
    now[0] = x + c * this.#x_m - s * this.#leftY_m;
    now[1] = y + s * this.#x_m + c * this.#leftY_m;
    now[2] = x + c * this.#x_m - s * this.#rightY_m;
    now[3] = y + s * this.#x_m + c * this.#rightY_m;
    if (!this.#started) {
      this.#started = true;
      last.set(now);
      return;
    }
    const left = Math.abs(now[0] - last[0]) + Math.abs(now[1] - last[1]);
    const right = Math.abs(now[2] - last[2]) + Math.abs(now[3] - last[3]);
    const moved = Math.max(left, right);
    if (moved < STRIDE_M) return;
    if (moved < CARRIED_M) this.#drawSwept();
    last.set(now);
  }

  #drawSwept(): void {
    const last = this.#last;
    const now = this.#now;
    const lx = last[0];
    const ly = last[1];
    const rx = last[2];
    const ry = last[3];
    const lx2 = now[0];
    const ly2 = now[1];
    const rx2 = now[2];
    const ry2 = now[3];
    // The old and the new brush line cross when the ends of each lie on both sides of the other.
    const dx = rx - lx;
    const dy = ry - ly;
    const a = dx * (ly2 - ly) - dy * (lx2 - lx);
    const b = dx * (ry2 - ly) - dy * (rx2 - lx);
    if (a * b >= 0) {
      this.#quad.set([lx, ly, rx, ry, rx2, ry2, lx2, ly2]);
      fillPolygon(this.#frame, this.#quad, this.#visit);
      return;
    }
    const t = a / (a - b);
    const cx = lx2 + t * (rx2 - lx2);
    const cy = ly2 + t * (ry2 - ly2);
    this.#triangle.set([lx, ly, cx, cy, lx2, ly2]);
    fillPolygon(this.#frame, this.#triangle, this.#visit);
    this.#triangle.set([rx, ry, rx2, ry2, cx, cy]);
    fillPolygon(this.#frame, this.#triangle, this.#visit);
  }
}
