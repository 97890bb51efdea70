import { cellX, cellY, type GridFrame } from '@homebound/grid';
import { partRegion } from './partRegion.ts';
import type { CutLine } from './roomBook.ts';

/** A map divided anew: labels 1 … count without gaps. */
export interface Pieces extends GridFrame {
  readonly labels: Int16Array;
  readonly count: number;
}

/** The rooms of a segmentation, divided along a person's lines too. A line that parts no room today is passed over. */
export function piecesOf(labels: ArrayLike<number>, frame: GridFrame, cuts: readonly CutLine[]): Pieces {
  const { width, height, resolution_m, originX_m, originY_m } = frame;
  const numbered = numberLabels(labels);
  const raster = { width, height, resolution_m, originX_m, originY_m, labels: numbered.labels };
  let { count } = numbered;
  for (const cut of cuts) {
    const label = labelUnder(raster, cut);
    if (label === 0) continue;
    const parts = partRegion(raster, label, cut);
    if ('why' in parts) continue;
    count++;
    for (const cell of parts.left) raster.labels[cell] = count;
  }
  return { ...raster, count };
}

/** Any labels as 1, 2, … in the order of their first cells. */
function numberLabels(labels: ArrayLike<number>): { labels: Int16Array; count: number } {
  const out = new Int16Array(labels.length);
  const numberOf = new Map<number, number>();
  let last = 0;
  let number = 0;
  for (let i = 0; i < out.length; i++) {
    const label = labels[i];
    if (label === 0) continue;
    // Most cells are of the same room as the one before.
    if (label !== last) {
      number = numberOf.get(label) ?? numberOf.size + 1;
      numberOf.set(label, number);
      last = label;
    }
    out[i] = number;
  }
  return { labels: out, count: numberOf.size };
}

/** The label under most of a line, 0 when that is less than half of it. */
function labelUnder({ labels, ...frame }: GridFrame & { readonly labels: Int16Array }, cut: CutLine): number {
  const [x0, y0, x1, y1] = cut;
  const length_m = Math.sqrt((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0));
  const steps = Math.max(1, Math.ceil((2 * length_m) / frame.resolution_m));
  const votes = new Map<number, number>();
  for (let k = 0; k <= steps; k++) {
    const ix = cellX(frame, x0 + (k / steps) * (x1 - x0));
    const iy = cellY(frame, y0 + (k / steps) * (y1 - y0));
    if (ix < 0 || iy < 0 || ix >= frame.width || iy >= frame.height) continue;
    const label = labels[iy * frame.width + ix];
    votes.set(label, (votes.get(label) ?? 0) + 1);
  }
  for (const [label, count] of votes) if (2 * count > steps) return label;
  return 0;
}
