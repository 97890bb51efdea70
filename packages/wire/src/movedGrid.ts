import { cos, type MapWarp, sin } from '@homebound/math';
import type { Grid } from './gridPatch.ts';

/** Cells across a block that moves as one piece: at 2.5 cm 0.2 m, over which a warp bends by far less than a cell. */
const BLOCK = 8;

/**
 * The cells of a grid where a corrected map has them, in the frame that it had. Each block is looked up rigidly where its
 * middle was before, so it costs one `pointBefore` a block; what comes from outside the grid is 0. For a picture that is
 * soon worked out anew: it is not for sums.
 */
export function movedGrid(grid: Grid, warp: MapWarp): Int8Array {
  const out = new Int8Array(grid.data.length);
  for (let iy = 0; iy < grid.height; iy += BLOCK)
    for (let ix = 0; ix < grid.width; ix += BLOCK) moveBlock(out, grid, warp, ix, iy);
  return out;
}

function moveBlock(out: Int8Array, grid: Grid, warp: MapWarp, ix0: number, iy0: number): void {
  const { data, width, height, resolution_m: r, originX_m, originY_m } = grid;
  const midX = originX_m + (ix0 + BLOCK / 2) * r;
  const midY = originY_m + (iy0 + BLOCK / 2) * r;
  const was = warp.pointBefore(midX, midY);
  const turn = warp.movePose({ ...was, theta: 0 }).theta;
  const [c, s] = [cos(turn), sin(turn)];
  for (let iy = iy0; iy < Math.min(height, iy0 + BLOCK); iy++)
    for (let ix = ix0; ix < Math.min(width, ix0 + BLOCK); ix++) {
      const dx = originX_m + (ix + 0.5) * r - midX;
      const dy = originY_m + (iy + 0.5) * r - midY;
      const fromX = Math.floor((was.x + c * dx + s * dy - originX_m) / r);
      const fromY = Math.floor((was.y - s * dx + c * dy - originY_m) / r);
      if (fromX >= 0 && fromY >= 0 && fromX < width && fromY < height)
        out[iy * width + ix] = data[fromY * width + fromX];
    }
}
