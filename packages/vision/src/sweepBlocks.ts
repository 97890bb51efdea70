import type { CameraModel } from '@homebound/robot';
import { type PictureWarp, spreadOf } from './pictureWarp.ts';

/** Pixels that share the pictures they are compared with. */
export const BLOCK_U = 16;
export const BLOCK_V = 8;
/** All depths together should be so far apart in the other picture, px: less tells little, more are steps of more than a pixel. */
const WISHED_PX = 8;
const MOST_PX = 10;
const LEAST_PX = 0.8;
/** Compared with up to three: the newest that reach these shares of the best spread. */
const SHARES = [0.92, 0.7, 0.45];

/** A kept picture that a block is compared with. */
export interface BlockWarp {
  readonly warp: PictureWarp;
  readonly spread_px: number;
}

/** Which kept pictures tell most about the depths of the block whose first pixel is (u, v): with the parallax that is wished for, and two with less. */
export function chooseWarps(
  warps: readonly PictureWarp[],
  model: CameraModel,
  u: number,
  v: number,
  floorW: number,
  nearW: number,
): BlockWarp[] {
  const spreads = warps.map((warp) => spreadOf(warp, model, u + BLOCK_U / 2, v + BLOCK_V / 2, floorW, nearW));
  const best = Math.min(WISHED_PX, Math.max(0, ...spreads.filter((spread) => spread <= MOST_PX)));
  if (best < LEAST_PX) return [];
  const chosen: number[] = [];
  for (const share of SHARES) {
    const k = spreads.findIndex((spread, i) => spread >= share * best && spread <= MOST_PX && !chosen.includes(i));
    if (k >= 0) chosen.push(k);
  }
  return chosen.map((k) => ({ warp: warps[k], spread_px: spreads[k] }));
}
