import { centreX, centreY, distanceToCells, type GridFrame, grownFrame } from '@homebound/grid';
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

/** The labels in another frame of any lattice: each cell takes the one that its centre falls in, 0 outside. */
export function labelsOn({ labels, ...from }: LabelRaster, to: GridFrame): Int16Array {
  const out = new Int16Array(to.width * to.height);
  const scale = to.resolution_m / from.resolution_m;
  const offsetX = (to.originX_m - from.originX_m) / from.resolution_m;
  const offsetY = (to.originY_m - from.originY_m) / from.resolution_m;
  for (let iy = 0; iy < to.height; iy++) {
    const sy = Math.floor(offsetY + (iy + 0.5) * scale);
    if (sy < 0 || sy >= from.height) continue;
    for (let ix = 0; ix < to.width; ix++) {
      const sx = Math.floor(offsetX + (ix + 0.5) * scale);
      if (sx >= 0 && sx < from.width) out[iy * to.width + ix] = labels[sy * from.width + sx];
    }
  }
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
  const { labels, width, height, resolution_m } = raster;
  const distance = distanceToCells(borders(labels, width, height), width, height);
  const cells = new Map<number, number>();
  const top = new Map<number, number>();
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i];
    if (label === 0) continue;
    cells.set(label, (cells.get(label) ?? 0) + 1);
    const best = top.get(label);
    if (best === undefined || distance[i] > distance[best]) top.set(label, i);
  }
  const extents = new Map<number, RoomExtent>();
  for (const [label, cell] of top) {
    const ix = cell % width;
    const iy = (cell - ix) / width;
    const area_m2 = cells.get(label)! * resolution_m * resolution_m;
    extents.set(label, { area_m2, centre: { x: centreX(raster, ix), y: centreY(raster, iy) } });
  }
  return extents;
}

/** Cells that have a neighbour of another label, or none themselves, or lie on the edge. */
function borders(labels: Int16Array, width: number, height: number): Uint8Array {
  const out = new Uint8Array(labels.length);
  for (let iy = 0, i = 0; iy < height; iy++)
    for (let ix = 0; ix < width; ix++, i++) {
      const label = labels[i];
      const isInside =
        label !== 0 &&
        ix > 0 &&
        iy > 0 &&
        ix < width - 1 &&
        iy < height - 1 &&
        labels[i - 1] === label &&
        labels[i + 1] === label &&
        labels[i - width] === label &&
        labels[i + width] === label;
      out[i] = isInside ? 0 : 1;
    }
  return out;
}
