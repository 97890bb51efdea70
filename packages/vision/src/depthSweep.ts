import { cos, sin } from '@homebound/math';
import type { CameraModel } from '@homebound/robot';
import { boxMeans } from './boxMeans.ts';
import type { LevelPicture } from './pictureRing.ts';
import { type PictureWarp, pictureWarp } from './pictureWarp.ts';
import { BLOCK_U, BLOCK_V, chooseWarps } from './sweepBlocks.ts';

/** Depths that are tried at a pixel: behind the floor, where a glossy one mirrors things, the floor's, and from there on nearer, evenly in 1/depth. */
export const BEHIND = 3;
export const STEPS = 12;
/** The deepest behind the floor, as a share of its 1/depth. */
const DEEPEST = 0.3;
/** The nearest, m along the view; where the floor itself is near, so much nearer than it. */
const NEAREST_M = 0.2;
const NEARER = 1.5;
/** Rows are looked at where floor is no nearer than this, m along the view, up to as far above the horizon as floor of this 1/depth is below it. */
const FLOOR_FROM_M = 0.17;
const ABOVE_W = 1;
/** Half a side of the window, px. */
const WINDOW = 2;
/** A difference counts no more than this, in units of brightness. */
const CAP = 60;
/** Share of the squared slope that even floor differs by, where pixels fall differently; the share of windows that is taken for bare noise. */
const SAMPLING = 0.15;
const QUIET = 0.2;
const LEAST_NOISE = 0.5;

/**
 * Sweeps depths over the pixels that could show floor or what stands on it (Collins 1996): how well each goes with what kept pictures show there. Arrays
 * are by pixel from row `top` on, windows of 5 x 5 pixels; made once.
 */
export class DepthSweep {
  readonly top: number;
  readonly rows: number;
  /** Mean squared difference at each depth, shape [BEHIND + STEPS][rows * width]; NaN where there was nothing to compare with. */
  readonly costs: readonly Float32Array[];
  /** Of the present picture: mean squared change a px, and mean square of its detail. */
  readonly slope: Float32Array;
  readonly energy: Float32Array;
  /** px in the other picture from the floor to the nearest depth. */
  readonly spread: Float32Array;
  /** 1/depth of the floor and of the nearest that is tried, by row; above the horizon the floor's is 0. */
  readonly floorW: Float64Array;
  readonly nearW: Float64Array;
  /** Standard deviation of the pictures' noise, twice: what two of them differ by. */
  noise = LEAST_NOISE;
  readonly #model: CameraModel;
  readonly #sums: readonly Float32Array[];
  readonly #counts: Uint8Array;
  readonly #raw: Float32Array;
  readonly #scratch: Float32Array;

  constructor(model: CameraModel) {
    this.#model = model;
    const rows: number[] = [];
    for (let v = 0; v < model.height_px - 1; v++) {
      const w = this.#floorWOf(v, model.mount.z_m);
      if (w >= -ABOVE_W && w <= 1 / FLOOR_FROM_M) rows.push(v);
    }
    this.top = rows[0] ?? 0;
    this.rows = rows.length;
    const n = this.rows * model.width_px;
    const plane = (): Float32Array => new Float32Array(n);
    this.costs = Array.from({ length: BEHIND + STEPS }, plane);
    this.#sums = Array.from({ length: BEHIND + STEPS }, plane);
    [this.slope, this.energy, this.spread, this.#raw, this.#scratch] = Array.from({ length: 5 }, plane);
    this.#counts = new Uint8Array(n);
    this.floorW = new Float64Array(this.rows);
    this.nearW = new Float64Array(this.rows);
  }

  /** Compares the present picture with kept ones, newest first. Returns whether there was anything to compare with. */
  sweep(now: LevelPicture, kept: readonly LevelPicture[]): boolean {
    for (let row = 0; row < this.rows; row++) {
      this.floorW[row] = Math.max(0, this.#floorWOf(row + this.top, now.z));
      this.nearW[row] = Math.max(1 / NEAREST_M, NEARER * this.floorW[row]);
    }
    for (const sums of this.#sums) sums.fill(0);
    this.#counts.fill(0);
    this.spread.fill(0);
    const warps = kept.map((picture) => pictureWarp(now, picture, this.#model));
    const blocks = this.#blocks(warps);
    if (blocks.size === 0) return false;
    for (const [warp, own] of blocks) {
      const gain = this.#gain(now, warp, own);
      for (const [block, spread_px] of own) this.#compare(now, warp, gain, block, spread_px);
    }
    this.#measure(now);
    for (let j = 0; j < BEHIND + STEPS; j++) this.#mean(this.costs[j], this.#sums[j]);
    this.#measureNoise();
    return true;
  }

  /** Leaves nothing of a picture. */
  forget(): void {
    for (const plane of [...this.costs, ...this.#sums, this.slope, this.energy, this.#raw, this.#scratch])
      plane.fill(0);
  }

  /** 1/depth of the floor in a row, for a level camera so high; below 0 above the horizon. */
  #floorWOf(v: number, z_m: number): number {
    const { fy_px, cy_px, mount } = this.#model;
    return (sin(mount.pitchDown_rad) + (cos(mount.pitchDown_rad) * (v - cy_px)) / fy_px) / z_m;
  }

  /** By picture: first pixels of the blocks that are compared with it, and the spread of depths there. */
  #blocks(warps: readonly PictureWarp[]): Map<PictureWarp, [number, number][]> {
    const { width_px: width } = this.#model;
    const blocks = new Map<PictureWarp, [number, number][]>();
    for (let row = 0; row < this.rows; row += BLOCK_V) {
      const middle = Math.min(this.rows - 1, row + BLOCK_V / 2);
      const [floorW, nearW] = [this.floorW[middle], this.nearW[middle]];
      for (let u = 0; u < width; u += BLOCK_U)
        for (const { warp, spread_px } of chooseWarps(warps, this.#model, u, row + this.top, floorW, nearW)) {
          const own = blocks.get(warp) ?? [];
          own.push([row * width + u, spread_px]);
          blocks.set(warp, own);
        }
    }
    return blocks;
  }

  /** By how much the floor's contrast differs between two pictures: exposure. */
  #gain(now: LevelPicture, { m, t, picture }: PictureWarp, blocks: readonly [number, number][]): number {
    const { width_px: width, height_px: height, fx_px, fy_px, cx_px, cy_px } = this.#model;
    let own = 1;
    let other = 1;
    for (const [block] of blocks) {
      const row0 = Math.floor(block / width);
      const u0 = block % width;
      for (let row = row0; row < Math.min(this.rows, row0 + BLOCK_V); row += 2)
        for (let u = u0; u < Math.min(width, u0 + BLOCK_U); u += 2) {
          const x = (u - cx_px) / fx_px;
          const y = (row + this.top - cy_px) / fy_px;
          const w = this.floorW[row];
          const z = m[6] * x + m[7] * y + m[8] + w * t[2];
          const iu = Math.round(cx_px + (fx_px * (m[0] * x + m[1] * y + m[2] + w * t[0])) / z);
          const iv = Math.round(cy_px + (fy_px * (m[3] * x + m[4] * y + m[5] + w * t[1])) / z);
          if (!(iu >= 0 && iv >= 0 && iu < width && iv < height)) continue;
          const a = Math.min(CAP, Math.abs(now.detail[(row + this.top) * width + u]));
          const b = Math.min(CAP, Math.abs(picture.detail[iv * width + iu]));
          if (!(a + b >= 0)) continue;
          own += a;
          other += b;
        }
    }
    return Math.max(0.5, Math.min(2, own / other));
  }

  /** Adds the squared differences of a block's pixels from a kept picture, at each depth. */
  #compare(now: LevelPicture, { m, t, picture }: PictureWarp, gain: number, block: number, spread_px: number): void {
    const { width_px: width, height_px: height, fx_px, fy_px, cx_px, cy_px } = this.#model;
    const { detail } = picture;
    const [tx, ty, tz] = t;
    const sums = this.#sums;
    const cap = CAP * CAP;
    const row0 = Math.floor(block / width);
    const rowEnd = Math.min(this.rows, row0 + BLOCK_V);
    const u0 = block % width;
    const uEnd = Math.min(width, u0 + BLOCK_U);
    for (let row = row0; row < rowEnd; row++) {
      const w0 = this.floorW[row];
      const nearer = (this.nearW[row] - w0) / (STEPS - 1);
      const deeper = ((1 - DEEPEST) * w0) / BEHIND;
      const y = (row + this.top - cy_px) / fy_px;
      for (let u = u0, p = row * width + u0; u < uEnd; u++, p++) {
        const own = now.detail[p + this.top * width];
        if (Number.isNaN(own)) continue;
        const x = (u - cx_px) / fx_px;
        const qx = m[0] * x + m[1] * y + m[2];
        const qy = m[3] * x + m[4] * y + m[5];
        const qz = m[6] * x + m[7] * y + m[8];
        // The floor first: where it is not seen, nothing is asked.
        for (let k = 0; k < BEHIND + STEPS; k++) {
          const j = k < STEPS ? k + BEHIND : k - STEPS;
          const w = w0 + (j - BEHIND) * (j < BEHIND ? deeper : nearer);
          const inverse = 1 / (qz + w * tz);
          const uf = cx_px + fx_px * (qx + w * tx) * inverse;
          const vf = cy_px + fy_px * (qy + w * ty) * inverse;
          const iu = Math.floor(uf);
          const iv = Math.floor(vf);
          let squared = Number.NaN;
          if (iu >= 0 && iv >= 0 && iu < width - 1 && iv < height - 1 && inverse > 0) {
            const at = iv * width + iu;
            const fu = uf - iu;
            const upper = detail[at] + fu * (detail[at + 1] - detail[at]);
            const lower = detail[at + width] + fu * (detail[at + width + 1] - detail[at + width]);
            const e = gain * (upper + (vf - iv) * (lower - upper)) - own;
            squared = e * e;
          }
          if (squared < cap) sums[j][p] += squared;
          else if (k === 0 && Number.isNaN(squared)) break;
          else sums[j][p] += cap;
          if (k > 0) continue;
          this.#counts[p]++;
          if (spread_px > this.spread[p]) this.spread[p] = spread_px;
        }
      }
    }
  }

  #mean(out: Float32Array, sums: Float32Array): void {
    const counts = this.#counts;
    const raw = this.#raw;
    for (let p = 0; p < counts.length; p++) raw[p] = counts[p] > 0 ? sums[p] / counts[p] : Number.NaN;
    boxMeans(out, raw, this.#scratch, this.#model.width_px, this.rows, WINDOW);
    for (let p = 0; p < counts.length; p++) if (counts[p] === 0) out[p] = Number.NaN;
  }

  #measure({ detail }: LevelPicture): void {
    const { width_px: width } = this.#model;
    const raw = this.#raw;
    for (let p = 0, at = this.top * width; p < raw.length; p++, at++) {
      const across = detail[at + 1] - detail[at];
      const down = detail[at + width] - detail[at];
      raw[p] = across * across + down * down;
    }
    boxMeans(this.slope, raw, this.#scratch, width, this.rows, WINDOW);
    for (let p = 0, at = this.top * width; p < raw.length; p++, at++) raw[p] = detail[at] * detail[at];
    boxMeans(this.energy, raw, this.#scratch, width, this.rows, WINDOW);
  }

  /** What two pictures of floor differ by where there is little to be seen. */
  #measureNoise(): void {
    const differences: number[] = [];
    for (let p = 0; p < this.#counts.length; p += 7)
      if (this.#counts[p] > 0) differences.push(Math.max(0, this.costs[BEHIND][p] - SAMPLING * this.slope[p]));
    if (differences.length < 50) return;
    differences.sort((a, b) => a - b);
    this.noise = Math.max(LEAST_NOISE, Math.sqrt(differences[Math.floor(QUIET * differences.length)]));
  }
}
