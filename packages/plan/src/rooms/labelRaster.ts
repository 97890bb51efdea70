import { centreX, centreY, type GridFrame, grownFrame } from '@homebound/grid';
import type { MapWarp } from '@homebound/math';
import { warpMask } from '../coverage/warpMask.ts';

/** Ids of rooms on a map: 0 = none; shape [height, width]. */
export interface LabelRaster extends GridFrame {
  readonly labels: Int16Array;
}

/** A room's extent on a raster. */
export interface RoomExtent {
  readonly area_m2: number;
  /** The middle of the cell farthest from the room's borders. */
  readonly centre: { readonly x: number; readonly y: number };
}

/** The labels in another frame of any lattice: each cell takes the one that its centre falls in, 0 outside. A copy. */
export function labelsOn({ labels, ...from }: LabelRaster, to: GridFrame): Int16Array {
  if (isSameFrame(from, to)) return labels.slice();
  const out = new Int16Array(to.width * to.height);
  const scale = to.resolution_m / from.resolution_m;
  const offsetX = (to.originX_m - from.originX_m) / from.resolution_m;
  const offsetY = (to.originY_m - from.originY_m) / from.resolution_m;
  const columns = Int32Array.from({ length: to.width }, (_, ix) => Math.floor(offsetX + (ix + 0.5) * scale));
  for (let iy = 0; iy < to.height; iy++) {
    const sy = Math.floor(offsetY + (iy + 0.5) * scale);
    if (sy < 0 || sy >= from.height) continue;
    for (let ix = 0; ix < to.width; ix++) {
      const sx = columns[ix];
      if (sx >= 0 && sx < from.width) out[iy * to.width + ix] = labels[sy * from.width + sx];
    }
  }
  return out;
}

function isSameFrame(a: GridFrame, b: GridFrame): boolean {
  const isSameSize = a.width === b.width && a.height === b.height && a.resolution_m === b.resolution_m;
  return isSameSize && a.originX_m === b.originX_m && a.originY_m === b.originY_m;
}

/** The labels under other numbers: label k becomes `numbers[k]`. */
export function renumbered(labels: Int16Array, numbers: ArrayLike<number>): Int16Array {
  const out = new Int16Array(labels.length);
  for (let i = 0; i < out.length; i++) out[i] = numbers[labels[i]];
  return out;
}

/** The labels moved with a corrected map; the frame grows where they move out. */
export function labelsMoved({ labels, ...from }: LabelRaster, warp: MapWarp): LabelRaster {
  const { mask, frame } = warpMask(labels, from, [warp]);
  const { width, height, resolution_m, originX_m, originY_m } = frame;
  return { width, height, resolution_m, originX_m, originY_m, labels: mask };
}

/** The frame, grown so that it holds the cells of a raster that are wanted. */
export function frameWith(frame: GridFrame, raster: LabelRaster, isWanted: (label: number) => boolean): GridFrame {
  let [x0, y0, x1, y1] = [raster.width, raster.height, -1, -1];
  for (let iy = 0, i = 0; iy < raster.height; iy++)
    for (let ix = 0; ix < raster.width; ix++, i++) {
      if (raster.labels[i] === 0 || !isWanted(raster.labels[i])) continue;
      x0 = Math.min(x0, ix);
      x1 = Math.max(x1, ix);
      y0 = Math.min(y0, iy);
      y1 = Math.max(y1, iy);
    }
  if (x1 < 0) return frame;
  return grownFrame(frame, centreX(raster, x0), centreY(raster, y0), centreX(raster, x1), centreY(raster, y1));
}

/** Cells of each label; index 0 counts those without. */
export function countLabels(labels: ArrayLike<number>, largest: number): Int32Array {
  const counts = new Int32Array(largest + 1);
  for (let i = 0; i < labels.length; i++) counts[labels[i]]++;
  return counts;
}

/** Area and centre of every room that has cells, by label. */
export function measureRooms(raster: LabelRaster): Map<number, RoomExtent> {
  const { labels, width, resolution_m } = raster;
  const depth = depthInRoom(raster);
  const largest = labels.reduce((most, label) => Math.max(most, label), 0);
  const cells = countLabels(labels, largest);
  const top = new Int32Array(largest + 1).fill(-1);
  for (let i = 0; i < labels.length; i++) {
    const best = top[labels[i]];
    if (best < 0 || depth[i] > depth[best]) top[labels[i]] = i;
  }
  const extents = new Map<number, RoomExtent>();
  for (let label = 1; label <= largest; label++) {
    if (cells[label] === 0) continue;
    const ix = top[label] % width;
    const iy = (top[label] - ix) / width;
    const area_m2 = cells[label] * resolution_m * resolution_m;
    extents.set(label, { area_m2, centre: { x: centreX(raster, ix), y: centreY(raster, iy) } });
  }
  return extents;
}

/** A step to a side and one to a corner, in thirds of a cell. */
const SIDE = 3;
const CORNER = 4;

/**
 * Distance of each cell from its room's border, in thirds of a cell, 8 % too long at worst; 0 outside rooms.
 * Source: the chamfer 3-4 distance, Borgefors, CVGIP 1986, one for all rooms: a neighbour of another room is the border.
 */
function depthInRoom({ labels, width, height }: LabelRaster): Int32Array {
  const depth = new Int32Array(labels.length);
  const through = (label: number, ix: number, iy: number, step: number) => {
    if (ix < 0 || iy < 0 || ix >= width || iy >= height) return step;
    const other = iy * width + ix;
    return labels[other] === label ? depth[other] + step : step;
  };
  for (let iy = 0, i = 0; iy < height; iy++)
    for (let ix = 0; ix < width; ix++, i++) {
      const label = labels[i];
      if (label === 0) continue;
      const low = Math.min(through(label, ix - 1, iy, SIDE), through(label, ix, iy - 1, SIDE));
      depth[i] = Math.min(low, through(label, ix - 1, iy - 1, CORNER), through(label, ix + 1, iy - 1, CORNER));
    }
  for (let iy = height - 1, i = labels.length - 1; iy >= 0; iy--)
    for (let ix = width - 1; ix >= 0; ix--, i--) {
      const label = labels[i];
      if (label === 0) continue;
      const low = Math.min(depth[i], through(label, ix + 1, iy, SIDE), through(label, ix, iy + 1, SIDE));
      depth[i] = Math.min(low, through(label, ix + 1, iy + 1, CORNER), through(label, ix - 1, iy + 1, CORNER));
    }
  return depth;
}
