import type { GridFrame } from '@homebound/grid';
import { hypot } from '@homebound/math';
import type { Outline } from '../physics/outline.ts';

/** Called for each cell that a fill meets. */
export type Visit = (index: number) => void;

/** Visits each cell whose centre lies in an outline (on its rim counts as in). */
export function fillOutline(frame: GridFrame, outline: Outline, visit: Visit): void {
  if (outline.kind === 'polygon') fillPolygon(frame, outline.points, visit);
  else fillDisc(frame, outline.x_m, outline.y_m, outline.radius_m, visit);
}

/** Scan lines through the rows' centres, even-odd: any simple polygon, convex or not. */
export function fillPolygon(frame: GridFrame, points: Float64Array, visit: Visit): void {
  const { width, height, resolution_m, originX_m, originY_m } = frame;
  const n = points.length;
  let minY = Number.POSITIVE_INFINITY;
  let maxY = Number.NEGATIVE_INFINITY;
  for (let i = 1; i < n; i += 2) {
    if (points[i] < minY) minY = points[i];
    if (points[i] > maxY) maxY = points[i];
  }
  const first = Math.max(0, Math.ceil((minY - originY_m) / resolution_m - 0.5));
  const last = Math.min(height - 1, Math.floor((maxY - originY_m) / resolution_m - 0.5));
  for (let iy = first; iy <= last; iy++) {
    const count = crossingsOf(points, originY_m + (iy + 0.5) * resolution_m);
    for (let c = 0; c + 1 < count; c += 2) {
      const from = Math.max(0, Math.ceil((crossings[c] - originX_m) / resolution_m - 0.5));
      const to = Math.min(width - 1, Math.floor((crossings[c + 1] - originX_m) / resolution_m - 0.5));
      for (let ix = from; ix <= to; ix++) visit(iy * width + ix);
    }
  }
}

/** Where the scan line meets a polygon's edges; as many as a polygon has edges. */
let crossings = new Float64Array(64);

/** Fills `crossings` with where the line at height y meets the polygon, from left to right; returns how many. */
function crossingsOf(points: Float64Array, y: number): number {
  const n = points.length;
  if (crossings.length < n / 2) crossings = new Float64Array(n);
  let count = 0;
  for (let i = 0, j = n - 2; i < n; j = i, i += 2) {
    const yi = points[i + 1];
    const yj = points[j + 1];
    if (yi > y === yj > y) continue;
    const x = points[i] + ((y - yi) * (points[j] - points[i])) / (yj - yi);
    let at = count++;
    for (; at > 0 && crossings[at - 1] > x; at--) crossings[at] = crossings[at - 1];
    crossings[at] = x;
  }
  return count;
}

export function fillDisc(frame: GridFrame, x: number, y: number, radius_m: number, visit: Visit): void {
  const { width, height, resolution_m, originX_m, originY_m } = frame;
  const first = Math.max(0, Math.ceil((y - radius_m - originY_m) / resolution_m - 0.5));
  const last = Math.min(height - 1, Math.floor((y + radius_m - originY_m) / resolution_m - 0.5));
  for (let iy = first; iy <= last; iy++) {
    const dy = originY_m + (iy + 0.5) * resolution_m - y;
    const half2 = radius_m * radius_m - dy * dy;
    if (half2 < 0) continue;
    const half = Math.sqrt(half2);
    const from = Math.max(0, Math.ceil((x - half - originX_m) / resolution_m - 0.5));
    const to = Math.min(width - 1, Math.floor((x + half - originX_m) / resolution_m - 0.5));
    for (let ix = from; ix <= to; ix++) visit(iy * width + ix);
  }
}

/** Visits each cell that a line from (ax, ay) to (bx, by) passes, without gaps: a thin thing is still a thing. */
export function fillLine(frame: GridFrame, ax: number, ay: number, bx: number, by: number, visit: Visit): void {
  const { width, height, resolution_m, originX_m, originY_m } = frame;
  const length = hypot(bx - ax, by - ay);
  const pieces = Math.max(1, Math.ceil((4 * length) / resolution_m));
  for (let k = 0; k <= pieces; k++) {
    const ix = Math.floor((ax + ((bx - ax) * k) / pieces - originX_m) / resolution_m);
    const iy = Math.floor((ay + ((by - ay) * k) / pieces - originY_m) / resolution_m);
    if (ix >= 0 && iy >= 0 && ix < width && iy < height) visit(iy * width + ix);
  }
}

/** Marks the cells that can be reached from a cell over edges through open cells. `open` nonzero is open. */
export function connected(open: Uint8Array, width: number, height: number, from: number): Uint8Array {
  const reached = new Uint8Array(width * height);
  if (open[from] === 0) return reached;
  const stack = new Int32Array(width * height);
  let top = 0;
  stack[top++] = from;
  reached[from] = 1;
  const visit = (index: number): void => {
    if (open[index] === 0 || reached[index] === 1) return;
    reached[index] = 1;
    stack[top++] = index;
  };
  while (top > 0) {
    const index = stack[--top];
    const ix = index % width;
    if (ix > 0) visit(index - 1);
    if (ix < width - 1) visit(index + 1);
    if (index >= width) visit(index - width);
    if (index < width * (height - 1)) visit(index + width);
  }
  return reached;
}
