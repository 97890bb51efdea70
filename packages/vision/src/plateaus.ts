import { connectedComponents } from '@homebound/grid';
import { type FloorRecord, floorKinds } from '@homebound/robot';

/** What is low and as wide as this both ways is a rug, m; if no higher than so much, mm. */
const PLATEAU_M = 0.09;
const PLATEAU_HIGH_MM = 13;

const KIND = { unseen: 0, floor: 1, low: floorKinds.indexOf('low'), thin: floorKinds.indexOf('thin') };

/**
 * In a look that was swept together: what is flat and wide both ways becomes floor, and what is no higher than that and lies farther ahead than `known_m` is
 * not told, for it may turn out to be one.
 */
export function takeBackPlateaus(view: FloorRecord, known_m: number): void {
  const { kinds, heights_mm, width, height, resolution_m, originX_m } = view;
  const mask = new Uint8Array(kinds.length);
  // What is higher lies on it, or is no rug.
  for (let i = 0; i < kinds.length; i++) mask[i] = isFlat(kinds[i]) && heights_mm[i] <= PLATEAU_HIGH_MM ? 1 : 0;
  const { labels, sizes } = connectedComponents(mask, width, height, 8);
  const n = sizes.length;
  const extent = {
    x0: new Int32Array(n).fill(width),
    x1: new Int32Array(n),
    y0: new Int32Array(n).fill(height),
    y1: new Int32Array(n),
  };
  for (let i = 0; i < labels.length; i++) {
    const k = labels[i];
    if (k === 0) continue;
    const ix = i % width;
    const iy = (i - ix) / width;
    extent.x0[k] = Math.min(extent.x0[k], ix);
    extent.x1[k] = Math.max(extent.x1[k], ix);
    extent.y0[k] = Math.min(extent.y0[k], iy);
    extent.y1[k] = Math.max(extent.y1[k], iy);
  }
  const cells = PLATEAU_M / resolution_m;
  const known = (known_m - originX_m) / resolution_m;
  for (let i = 0; i < labels.length; i++) {
    const k = labels[i];
    if (k === 0) continue;
    const area = (extent.x1[k] - extent.x0[k] + 1) * (extent.y1[k] - extent.y0[k] + 1);
    const isWide = extent.x1[k] - extent.x0[k] >= cells && extent.y1[k] - extent.y0[k] >= cells;
    // A cord that lies across is as wide both ways, but fills little of that.
    if (isWide && sizes[k] > 0.35 * area) kinds[i] = KIND.floor;
    else if (i % width > known) kinds[i] = KIND.unseen;
  }
}

function isFlat(kind: number): boolean {
  return kind === KIND.low || kind === KIND.thin;
}
