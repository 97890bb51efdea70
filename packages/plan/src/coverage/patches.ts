import { cellX, cellY, connectedComponents } from '@homebound/grid';
import { hypot } from '@homebound/math';
import { findPath } from '../space/findPath.ts';
import type { FreeSpace } from '../space/freeSpace.ts';
import type { GridSearch } from '../space/gridSearch.ts';
import { nearestMarked } from '../space/nearestMarked.ts';
import type { SweepRaster } from './sweepRaster.ts';

/** A connected spot of floor. */
export interface Blob {
  /** A cell of it, near its middle: centre in the map frame, m. */
  readonly x: number;
  readonly y: number;
  readonly area_m2: number;
  /** Its two ends: the cells farthest apart along its longer side, m. */
  readonly ends: readonly [number, number, number, number];
}

/** The spots of floor still to be swept, largest first. */
export function remainingBlobs(raster: SweepRaster, minArea_m2: number): Blob[] {
  const { frame } = raster;
  const { labels, sizes } = connectedComponents(raster.todo, frame.width, frame.height, 8);
  const n = sizes.length;
  const sum = new Float64Array(5 * n); // x, y, xx, yy, xy
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] === 0) continue;
    const x = i % frame.width;
    const y = (i - x) / frame.width;
    const at = 5 * labels[i];
    sum[at] += x;
    sum[at + 1] += y;
    sum[at + 2] += x * x;
    sum[at + 3] += y * y;
    sum[at + 4] += x * y;
  }
  // Longer axis of each spot: eigenvector of its covariance, written without angles.
  const axisX = new Float64Array(n);
  const axisY = new Float64Array(n);
  for (let k = 1; k < n; k++) {
    const mx = sum[5 * k] / sizes[k];
    const my = sum[5 * k + 1] / sizes[k];
    const cxx = sum[5 * k + 2] / sizes[k] - mx * mx;
    const cyy = sum[5 * k + 3] / sizes[k] - my * my;
    const cxy = sum[5 * k + 4] / sizes[k] - mx * my;
    const half = (cxx - cyy) / 2;
    const large = (cxx + cyy) / 2 + hypot(half, cxy);
    const [ax, ay] = half >= 0 ? [large - cyy, cxy] : [cxy, large - cxx];
    const length = hypot(ax, ay);
    axisX[k] = length > 1e-9 ? ax / length : 1;
    axisY[k] = length > 1e-9 ? ay / length : 0;
  }
  const low = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  const high = new Float64Array(n).fill(Number.NEGATIVE_INFINITY);
  const nearest = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  const cells = new Int32Array(3 * n); // low end, high end, nearest to the middle
  for (let i = 0; i < labels.length; i++) {
    const k = labels[i];
    if (k === 0) continue;
    const x = i % frame.width;
    const y = (i - x) / frame.width;
    const along = x * axisX[k] + y * axisY[k];
    if (along < low[k]) {
      low[k] = along;
      cells[3 * k] = i;
    }
    if (along > high[k]) {
      high[k] = along;
      cells[3 * k + 1] = i;
    }
    const d = hypot(x - sum[5 * k] / sizes[k], y - sum[5 * k + 1] / sizes[k]);
    if (d < nearest[k]) {
      nearest[k] = d;
      cells[3 * k + 2] = i;
    }
  }
  const place = (cell: number): [number, number] => {
    const ix = cell % frame.width;
    return [
      frame.originX_m + (ix + 0.5) * frame.resolution_m,
      frame.originY_m + ((cell - ix) / frame.width + 0.5) * frame.resolution_m,
    ];
  };
  const blobs: Blob[] = [];
  for (let k = 1; k < n; k++) {
    const area_m2 = sizes[k] * raster.cellArea_m2;
    if (area_m2 < minArea_m2) continue;
    const [x, y] = place(cells[3 * k + 2]);
    blobs.push({ x, y, area_m2, ends: [...place(cells[3 * k]), ...place(cells[3 * k + 1])] });
  }
  return blobs.sort((a, b) => b.area_m2 - a.area_m2);
}

/**
 * Short strokes over spots that lanes and edge strokes left: from the standable place nearest to one end of the spot to the
 * one nearest to the other. What they sweep is cleared from the raster; what gains too little is left.
 */
export function planPatches(
  space: FreeSpace,
  raster: SweepRaster,
  minGain_m2: number,
  search: GridSearch,
): Float64Array[] {
  const paths: Float64Array[] = [];
  const reach_m = 1.5 * space.brushWidth_m;
  for (const blob of remainingBlobs(raster, minGain_m2)) {
    const [x0, y0, x1, y1] = blob.ends;
    const a = nearestMarked(space.standable, space, x0, y0, reach_m);
    const b = nearestMarked(space.standable, space, x1, y1, reach_m);
    if (a < 0 || b < 0) continue;
    const path = a === b ? dab(space, a, blob) : strokeBetween(space, a, b, search);
    if (path === undefined || raster.gainOf(path) * raster.cellArea_m2 < minGain_m2) continue;
    raster.sweep(path);
    paths.push(path);
  }
  return paths;
}

function centreOf(space: FreeSpace, cell: number): { x: number; y: number } {
  const ix = cell % space.width;
  return {
    x: space.originX_m + (ix + 0.5) * space.resolution_m,
    y: space.originY_m + ((cell - ix) / space.width + 0.5) * space.resolution_m,
  };
}

function strokeBetween(space: FreeSpace, a: number, b: number, search: GridSearch): Float64Array | undefined {
  const from = centreOf(space, a);
  const to = centreOf(space, b);
  const air = hypot(to.x - from.x, to.y - from.y);
  const way = findPath(space, from, to, { search });
  return way.ok && way.length_m < 2 * air + 0.3 ? way.path : undefined;
}

/** Both ends of the spot are reached from one cell: a short drive to the standable cell beside it that is nearest to the spot. */
function dab(space: FreeSpace, cell: number, blob: Blob): Float64Array | undefined {
  const here = centreOf(space, cell);
  const ix = cellX(space, here.x);
  const iy = cellY(space, here.y);
  let best: { x: number; y: number } | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (let dy = -2; dy <= 2; dy++)
    for (let dx = -2; dx <= 2; dx++) {
      const other = (iy + dy) * space.width + ix + dx;
      if (Math.abs(dx) + Math.abs(dy) < 2 || !space.standable[other]) continue;
      const there = centreOf(space, other);
      const d = hypot(there.x - blob.x, there.y - blob.y);
      if (d < bestDistance) {
        bestDistance = d;
        best = there;
      }
    }
  return best && Float64Array.of(here.x, here.y, best.x, best.y);
}
