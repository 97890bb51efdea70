import { type GridFrame, grownFrame } from '@homebound/grid';
import type { MapWarp } from '@homebound/math';

/** A mask, or a raster of labels: what holds a whole number for each cell. */
export type CellValues = Uint8Array | Int16Array;

/** Cells between two nodes at which the warp is worked out; between them it is interpolated, which is exact for rigid moves. */
const NODE_CELLS = 8;

/**
 * A mask or labels moved with the map, once for several corrections. Each cell of the result asks where its centre was before, so there
 * are no holes, however the map was turned or stretched. Stays on the frame's lattice; the frame grows where the mask moves out.
 * @param warps  oldest first
 */
export function warpMask<T extends CellValues>(
  mask: T,
  frame: GridFrame,
  warps: readonly MapWarp[],
): { readonly mask: T; readonly frame: GridFrame } {
  const bounds = setBounds(mask, frame);
  if (bounds === undefined || warps.every((warp) => warp.isIdentity)) return { mask, frame };
  const moved = movedBounds(bounds, frame, warps);
  const { resolution_m } = frame;
  const to = grownFrame(frame, moved.x0, moved.y0, moved.x1, moved.y1, Math.ceil(2 / resolution_m));
  const out = new (mask.constructor as new (cells: number) => T)(to.width * to.height);
  const ix0 = Math.max(0, Math.floor((moved.x0 - to.originX_m) / resolution_m));
  const iy0 = Math.max(0, Math.floor((moved.y0 - to.originY_m) / resolution_m));
  const ix1 = Math.min(to.width, Math.ceil((moved.x1 - to.originX_m) / resolution_m));
  const iy1 = Math.min(to.height, Math.ceil((moved.y1 - to.originY_m) / resolution_m));
  const columns = Math.ceil((ix1 - ix0) / NODE_CELLS);
  let low = nodesBefore(warps, to, ix0, iy0, columns + 1);
  for (let iy = iy0; iy < iy1; iy += NODE_CELLS) {
    const high = nodesBefore(warps, to, ix0, iy + NODE_CELLS, columns + 1);
    for (let k = 0; k < columns; k++) {
      const ix = ix0 + k * NODE_CELLS;
      const corners = [low[2 * k], low[2 * k + 1], low[2 * k + 2], low[2 * k + 3]];
      corners.push(high[2 * k], high[2 * k + 1], high[2 * k + 2], high[2 * k + 3]);
      sampleBlock(
        out,
        to,
        ix,
        iy,
        Math.min(ix1, ix + NODE_CELLS),
        Math.min(iy1, iy + NODE_CELLS),
        corners,
        mask,
        frame,
      );
    }
    low = high;
  }
  return { mask: out, frame: to };
}

/** Where a row of nodes, the first at a cell's centre, was before: x, y interleaved. */
function nodesBefore(warps: readonly MapWarp[], to: GridFrame, ix: number, iy: number, n: number): Float64Array {
  const nodes = new Float64Array(2 * n);
  const y = to.originY_m + (iy + 0.5) * to.resolution_m;
  for (let k = 0; k < n; k++) {
    const at = placeBefore(warps, to.originX_m + (ix + k * NODE_CELLS + 0.5) * to.resolution_m, y);
    nodes[2 * k] = at.x;
    nodes[2 * k + 1] = at.y;
  }
  return nodes;
}

/** Fills the cells of one block of the target from the source, the places before interpolated between the block's four corners. */
function sampleBlock(
  out: CellValues,
  to: GridFrame,
  ix0: number,
  iy0: number,
  ix1: number,
  iy1: number,
  [ax, ay, bx, by, cx, cy, dx, dy]: readonly number[],
  mask: CellValues,
  from: GridFrame,
): void {
  const { resolution_m } = from;
  for (let iy = iy0; iy < iy1; iy++) {
    const v = (iy - iy0) / NODE_CELLS;
    const leftX = ax + v * (cx - ax);
    const leftY = ay + v * (cy - ay);
    const acrossX = bx + v * (dx - bx) - leftX;
    const acrossY = by + v * (dy - by) - leftY;
    for (let ix = ix0; ix < ix1; ix++) {
      const u = (ix - ix0) / NODE_CELLS;
      const sx = Math.floor((leftX + u * acrossX - from.originX_m) / resolution_m);
      const sy = Math.floor((leftY + u * acrossY - from.originY_m) / resolution_m);
      if (sx >= 0 && sy >= 0 && sx < from.width && sy < from.height)
        out[iy * to.width + ix] = mask[sy * from.width + sx];
    }
  }
}

function placeBefore(warps: readonly MapWarp[], x: number, y: number): { readonly x: number; readonly y: number } {
  let at = { x, y };
  for (let k = warps.length - 1; k >= 0; k--) at = warps[k].pointBefore(at.x, at.y);
  return at;
}

interface Bounds {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** The rectangle around the cells that are set, m; undefined when none is. */
function setBounds(
  mask: CellValues,
  { width, height, resolution_m, originX_m, originY_m }: GridFrame,
): Bounds | undefined {
  let left = width;
  let right = -1;
  let low = -1;
  let high = -1;
  for (let iy = 0; iy < height; iy++)
    for (let ix = 0; ix < width; ix++) {
      if (mask[iy * width + ix] === 0) continue;
      if (low < 0) low = iy;
      high = iy;
      if (ix < left) left = ix;
      if (ix > right) right = ix;
    }
  if (high < 0) return undefined;
  return {
    x0: originX_m + left * resolution_m,
    y0: originY_m + low * resolution_m,
    x1: originX_m + (right + 1) * resolution_m,
    y1: originY_m + (high + 1) * resolution_m,
  };
}

/** Where the rectangle gets to: its points, a node apart, moved, with a node's distance around them. */
function movedBounds({ x0, y0, x1, y1 }: Bounds, { resolution_m }: GridFrame, warps: readonly MapWarp[]): Bounds {
  const step_m = NODE_CELLS * resolution_m;
  const moved = {
    x0: Number.POSITIVE_INFINITY,
    y0: Number.POSITIVE_INFINITY,
    x1: Number.NEGATIVE_INFINITY,
    y1: Number.NEGATIVE_INFINITY,
  };
  for (let y = y0; y < y1 + step_m; y += step_m)
    for (let x = x0; x < x1 + step_m; x += step_m) {
      let p = { x: Math.min(x, x1), y: Math.min(y, y1) };
      for (const warp of warps) p = warp.movePoint(p.x, p.y);
      moved.x0 = Math.min(moved.x0, p.x - step_m);
      moved.y0 = Math.min(moved.y0, p.y - step_m);
      moved.x1 = Math.max(moved.x1, p.x + step_m);
      moved.y1 = Math.max(moved.y1, p.y + step_m);
    }
  return moved;
}
