import { contours } from '@homebound/grid';
import type { RoomBook } from '@homebound/plan';

/** The cells that a room lies in, with one more on each side. */
interface Box {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** The longest border of each room's cells, map frame, m, interleaved; none for a room without cells. Each room is drawn in its own box. */
export function roomOutlines(book: RoomBook): Map<number, Float64Array> {
  const outlines = new Map<number, Float64Array>();
  for (const [id, box] of boxesOf(book)) {
    let longest: Float64Array = new Float64Array(0);
    // In cells: a corner lies at the middle of a side, which a half says exactly.
    const frame = { width: box.x1 - box.x0 + 1, height: box.y1 - box.y0 + 1, resolution_m: 1 };
    const drawn = contours(cellsIn(book, id, box), { ...frame, originX_m: box.x0, originY_m: box.y0 }, 0.5);
    for (const { points } of drawn) if (points.length > longest.length) longest = points;
    const { originX_m, originY_m, resolution_m } = book;
    outlines.set(
      id,
      longest.map((cells, i) => metres(cells, i % 2 === 0 ? originX_m : originY_m, resolution_m)),
    );
  }
  return outlines;
}

function boxesOf({ labels, width }: RoomBook): Map<number, Box> {
  const boxes = new Map<number, Box>();
  let box: Box = { x0: 0, y0: 0, x1: 0, y1: 0 };
  let last = 0;
  for (let i = 0; i < labels.length; i++) {
    const id = labels[i];
    if (id === 0) continue;
    const ix = i % width;
    const iy = (i - ix) / width;
    if (id !== last) {
      box = boxes.get(id) ?? { x0: ix - 1, y0: iy - 1, x1: ix + 1, y1: iy + 1 };
      boxes.set(id, box);
      last = id;
    }
    if (ix - 1 < box.x0) box.x0 = ix - 1;
    if (ix + 1 > box.x1) box.x1 = ix + 1;
    if (iy + 1 > box.y1) box.y1 = iy + 1;
  }
  return boxes;
}

/** 1 where the room is, shape of the box; off the map it is nowhere. */
function cellsIn({ labels, width, height }: RoomBook, id: number, { x0, y0, x1, y1 }: Box): Float32Array {
  const isIn = new Float32Array((x1 - x0 + 1) * (y1 - y0 + 1));
  for (let iy = Math.max(0, y0), row = iy - y0; iy <= Math.min(height - 1, y1); iy++, row++)
    for (let ix = Math.max(0, x0); ix <= Math.min(width - 1, x1); ix++)
      if (labels[iy * width + ix] === id) isIn[row * (x1 - x0 + 1) + ix - x0] = 1;
  return isIn;
}

/** Of a border in cells: on the middle of one it lies at a half, between two at a whole. */
function metres(cells: number, origin_m: number, resolution_m: number): number {
  const isBetween = cells % 1 === 0;
  return isBetween ? origin_m + (cells - 0.5) * resolution_m + 0.5 * resolution_m : origin_m + cells * resolution_m;
}
