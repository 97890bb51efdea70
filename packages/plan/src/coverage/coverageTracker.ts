import { type GridFrame, grownFrame, moveMask, sameFrame } from '@homebound/grid';
import { angleDiff, cos, hypot, type MapWarp, type SE2, sin } from '@homebound/math';
import { defaultGeometry } from '@homebound/robot';
import type { FreeSpace } from '../space/freeSpace.ts';
import { warpMask } from './warpMask.ts';

export interface CoverageTrackerOptions {
  readonly brushWidth_m?: number;
  /** How far the brush lies ahead of the axle, m. */
  readonly brushX_m?: number;
  /** Side of a cell of the tracker's own grid, m. */
  readonly resolution_m?: number;
}

/** What was swept so far: 1 in swept cells, row-major. */
export interface SweptMask extends GridFrame {
  readonly mask: Uint8Array;
}

/** Below this motion a pose adds nothing that the next one will not: keeps the cost per pose down at 50 Hz. */
const MIN_STEP_M = 0.01;
const MIN_TURN_RAD = 0.05;
/** A larger jump between two poses is a correction of the estimate, not a motion: no floor was swept in between. */
const MAX_STEP_M = 0.25;
const MAX_TURN_RAD = 0.7;
/** Of a cell: corrections are taken up together once they have moved the map by this much, since each shakes the rims by half a cell. */
const WORTH_MOVING = 0.5;

/**
 * Remembers which floor the brush has swept, from the estimated poses of base_link. The brush is a segment across the
 * heading; between two poses it sweeps the convex hull of its two places. The grid grows with the trajectory, on a lattice of
 * its own through the map's origin; `maskIn` reads it out in a map's frame.
 */
export class CoverageTracker {
  readonly #halfWidth: number;
  readonly #brushX: number;
  #frame: GridFrame;
  #mask: Uint8Array;
  #sweptCells = 0;
  #last: SE2 | undefined;
  /** Corrections not taken up yet, oldest first, and how far they move the map together at most, m. */
  #owed: MapWarp[] = [];
  #owed_m = 0;
  /** The brush's ends at the last and at the new pose: x0 y0 x1 y1 x2 y2 x3 y3. */
  readonly #quad = new Float64Array(8);
  /** What was read last, until something changes. */
  #read: (GridFrame & { readonly mask: Uint8Array }) | undefined;

  constructor(options: CoverageTrackerOptions = {}) {
    const {
      brushWidth_m = defaultGeometry.mainBrush.width_m,
      brushX_m = defaultGeometry.mainBrush.x_m,
      resolution_m = 0.025,
    } = options;
    if (!(brushWidth_m > 0) || !(resolution_m > 0))
      throw new RangeError(
        `Cannot track coverage: brushWidth_m and resolution_m must be > 0, got ${brushWidth_m} and ${resolution_m}`,
      );
    this.#halfWidth = brushWidth_m / 2;
    this.#brushX = brushX_m;
    const half = Math.ceil(2 / resolution_m);
    this.#frame = {
      width: 2 * half,
      height: 2 * half,
      resolution_m,
      originX_m: -half * resolution_m,
      originY_m: -half * resolution_m,
    };
    this.#mask = new Uint8Array(4 * half * half);
  }

  /** Floor swept so far, each spot counted once, m². */
  get sweptArea_m2(): number {
    return this.#sweptCells * this.#frame.resolution_m * this.#frame.resolution_m;
  }

  /** Adds the next pose of base_link in the map frame with the brush on. Call at any rate; about 1 µs when nothing moved. */
  add(T_map_base: SE2): void {
    const last = this.#last;
    if (last === undefined) {
      this.#placeBrush(T_map_base, 4);
      this.#last = T_map_base;
      return;
    }
    const dx = T_map_base.x - last.x;
    const dy = T_map_base.y - last.y;
    const step2 = dx * dx + dy * dy;
    const turn = Math.abs(angleDiff(T_map_base.theta, last.theta));
    if (step2 < MIN_STEP_M * MIN_STEP_M && turn < MIN_TURN_RAD) return;
    this.#quad.copyWithin(0, 4);
    this.#placeBrush(T_map_base, 4);
    this.#last = T_map_base;
    if (step2 < MAX_STEP_M * MAX_STEP_M && turn < MAX_TURN_RAD) this.#stampQuad();
  }

  /** The brush is off, or the robot was carried: the next pose starts a new stroke. */
  lift(): void {
    this.#last = undefined;
  }

  /** The map was corrected: what was swept moves with it, and the stroke goes on. */
  moveWith(warp: MapWarp): void {
    if (warp.isIdentity) return;
    if (this.#last !== undefined) {
      this.#last = warp.movePose(this.#last);
      this.#placeBrush(this.#last, 4);
    }
    this.#owed.push(warp);
    this.#owed_m += this.#farthestMove(warp);
    if (this.#owed_m < WORTH_MOVING * this.#frame.resolution_m) return;
    ({ mask: this.#mask, frame: this.#frame } = warpMask(this.#mask, this.#frame, this.#owed));
    this.#read = undefined;
    this.#owed = [];
    this.#owed_m = 0;
    this.#sweptCells = 0;
    for (let i = 0; i < this.#mask.length; i++) this.#sweptCells += this.#mask[i];
  }

  /** Forgets everything that was swept. */
  clear(): void {
    this.#mask.fill(0);
    this.#read = undefined;
    this.#sweptCells = 0;
    this.#last = undefined;
    this.#owed = [];
    this.#owed_m = 0;
  }

  /** All that was swept, to be kept; corrections of less than half a cell that wait to be taken up are left out. A copy. */
  store(): SweptMask {
    return { ...this.#frame, mask: this.#mask.slice() };
  }

  /** Goes on from what was kept, in place of what was swept so far. Throws RangeError for other cells. */
  restore({ mask, width, height, resolution_m, originX_m, originY_m }: SweptMask): void {
    if (resolution_m !== this.#frame.resolution_m || mask.length !== width * height)
      throw new RangeError(
        `Cannot restore coverage: wanted cells of ${this.#frame.resolution_m} m and width × height of them, got ${mask.length} of ${resolution_m} m for ${width} × ${height}`,
      );
    this.clear();
    this.#frame = { width, height, resolution_m, originX_m, originY_m };
    this.#mask = mask.slice();
    for (const cell of mask) this.#sweptCells += cell;
  }

  /** The swept floor in another frame: a cell counts when at least half of the tracker's cells in it were swept. A copy. */
  maskIn(frame: GridFrame): Uint8Array {
    return this.#readIn(frame).slice();
  }

  /** As `maskIn`, borrowed: asked for in one frame again and again, by figures and by a picture, it is read once. */
  #readIn(frame: GridFrame): Uint8Array {
    if (this.#read !== undefined && sameFrame(this.#read, frame)) return this.#read.mask;
    const { width, height, resolution_m, originX_m, originY_m } = frame;
    const mask = this.#resample(frame);
    this.#read = { width, height, resolution_m, originX_m, originY_m, mask };
    return mask;
  }

  #resample(frame: GridFrame): Uint8Array {
    const ratio = frame.resolution_m / this.#frame.resolution_m;
    if (ratio < 1.5) return moveMask(this.#mask, this.#frame, frame);
    const own = this.#frame;
    const mask = this.#mask;
    const swept = new Uint8Array(frame.width * frame.height);
    const samples = Math.round(ratio);
    const column = new Int32Array(own.width);
    for (let ix = 0; ix < own.width; ix++)
      column[ix] = Math.floor((own.originX_m + (ix + 0.5) * own.resolution_m - frame.originX_m) / frame.resolution_m);
    for (let iy = 0, i = 0; iy < own.height; iy++) {
      const ty = Math.floor((own.originY_m + (iy + 0.5) * own.resolution_m - frame.originY_m) / frame.resolution_m);
      const isOff = ty < 0 || ty >= frame.height;
      for (let ix = 0; ix < own.width; ix++, i++) {
        if (mask[i] === 0 || isOff || column[ix] < 0 || column[ix] >= frame.width) continue;
        swept[ty * frame.width + column[ix]]++;
      }
    }
    const enough = (samples * samples) / 2;
    for (let i = 0; i < swept.length; i++) swept[i] = swept[i] >= enough ? 1 : 0;
    return swept;
  }

  /** Share of the cleanable floor that is swept, in [0, 1]; 1 when there is nothing to clean. */
  coveredShare(space: FreeSpace): number {
    const swept = this.#readIn(space);
    const { cleanable } = space;
    let wanted = 0;
    let covered = 0;
    for (let i = 0; i < swept.length; i++) {
      wanted += cleanable[i];
      covered += cleanable[i] & swept[i];
    }
    return wanted === 0 ? 1 : covered / wanted;
  }

  #farthestMove(warp: MapWarp): number {
    const { width, height, resolution_m, originX_m, originY_m } = this.#frame;
    let most = warp.maxShift_m;
    for (const x of [originX_m, originX_m + width * resolution_m])
      for (const y of [originY_m, originY_m + height * resolution_m]) {
        const moved = warp.movePoint(x, y);
        most = Math.max(most, hypot(moved.x - x, moved.y - y));
      }
    return most;
  }

  #placeBrush(T_map_base: SE2, at: number): void {
    const c = cos(T_map_base.theta);
    const s = sin(T_map_base.theta);
    const x = T_map_base.x + c * this.#brushX;
    const y = T_map_base.y + s * this.#brushX;
    this.#quad[at] = x - s * this.#halfWidth;
    this.#quad[at + 1] = y + c * this.#halfWidth;
    this.#quad[at + 2] = x + s * this.#halfWidth;
    this.#quad[at + 3] = y - c * this.#halfWidth;
  }

  /** Marks the cells whose centre lies in the convex hull of the four brush ends, row by row. */
  #stampQuad(): void {
    this.#read = undefined;
    const q = this.#quad;
    const minX = Math.min(q[0], q[2], q[4], q[6]);
    const maxX = Math.max(q[0], q[2], q[4], q[6]);
    const minY = Math.min(q[1], q[3], q[5], q[7]);
    const maxY = Math.max(q[1], q[3], q[5], q[7]);
    this.#hold(minX, minY, maxX, maxY);
    const { width, resolution_m, originX_m, originY_m } = this.#frame;
    const firstRow = Math.ceil((minY - originY_m) / resolution_m - 0.5);
    const lastRow = Math.floor((maxY - originY_m) / resolution_m - 0.5);
    for (let iy = firstRow; iy <= lastRow; iy++) {
      const y = originY_m + (iy + 0.5) * resolution_m;
      let left = Number.POSITIVE_INFINITY;
      let right = Number.NEGATIVE_INFINITY;
      // The hull's extent in this row is that of all six segments between its points.
      for (let a = 0; a < 6; a += 2)
        for (let b = a + 2; b < 8; b += 2) {
          const ya = q[a + 1];
          const yb = q[b + 1];
          if (ya > y === yb > y) continue;
          const x = q[a] + ((y - ya) / (yb - ya)) * (q[b] - q[a]);
          if (x < left) left = x;
          if (x > right) right = x;
        }
      const first = Math.ceil((left - originX_m) / resolution_m - 0.5);
      const last = Math.floor((right - originX_m) / resolution_m - 0.5);
      for (let i = iy * width + first; i <= iy * width + last; i++) {
        this.#sweptCells += 1 - this.#mask[i];
        this.#mask[i] = 1;
      }
    }
  }

  #hold(minX: number, minY: number, maxX: number, maxY: number): void {
    const { width, height, resolution_m, originX_m, originY_m } = this.#frame;
    if (
      minX > originX_m &&
      minY > originY_m &&
      maxX < originX_m + width * resolution_m &&
      maxY < originY_m + height * resolution_m
    )
      return;
    const grown = grownFrame(this.#frame, minX, minY, maxX, maxY, Math.ceil(2 / resolution_m));
    this.#mask = moveMask(this.#mask, this.#frame, grown);
    this.#frame = grown;
  }
}
