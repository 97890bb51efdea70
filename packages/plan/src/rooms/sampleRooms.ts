import { cellX, cellY, type GridFrame } from '@homebound/grid';
import { createRng } from '@homebound/math';
import type { RoomBook } from './roomBook.ts';

/** Divided maps for tests. Not part of the door. */

/** A rectangle of floor that is one room: label, x0, y0, x1, y1 in m. */
export type Rectangle = readonly [number, number, number, number, number];

/**
 * A flat of 9 x 6 m; rooms touch at doors of 1 m.
 *
 *     +-----------+------+
 *     |  3        |  4   |
 *     +--  -------+-  ---+
 *     |  2               |
 *     +---   -+---   ----+
 *     |  1    |   5      |
 *     +-------+----------+
 */
export const flat: readonly Rectangle[] = [
  [1, 0, 0, 4, 2.4],
  [5, 4.2, 0, 9, 2.4],
  [1, 1.6, 2.4, 2.6, 2.6],
  [5, 6, 2.4, 7, 2.6],
  [2, 0, 2.6, 9, 3.6],
  [3, 2, 3.6, 3, 3.8],
  [4, 7, 3.6, 8, 3.8],
  [3, 0, 3.8, 5.4, 6],
  [4, 5.6, 3.8, 9, 6],
];

export function frameOf(x0: number, y0: number, x1: number, y1: number, resolution_m = 0.05): GridFrame {
  const cells = (length_m: number) => Math.round(length_m / resolution_m);
  return { width: cells(x1 - x0), height: cells(y1 - y0), resolution_m, originX_m: x0, originY_m: y0 };
}

/** Labels of the cells whose centres lie in rectangles; later ones lie on top. */
export function drawRooms(rectangles: readonly Rectangle[], frame: GridFrame): Int16Array {
  const labels = new Int16Array(frame.width * frame.height);
  const { originX_m: ox, originY_m: oy, resolution_m: cell } = frame;
  for (const [label, x0, y0, x1, y1] of rectangles)
    for (let iy = 0; iy < frame.height; iy++)
      for (let ix = 0; ix < frame.width; ix++) {
        const x = ox + (ix + 0.5) * cell;
        const y = oy + (iy + 0.5) * cell;
        if (x > x0 && x < x1 && y > y0 && y < y1) labels[iy * frame.width + ix] = label;
      }
  return labels;
}

/** The same floor mapped again: borders fray by a cell, and rooms are numbered anew in any order. */
export function mappedAgain(labels: Int16Array, { width }: GridFrame, seed: number): Int16Array {
  const rng = createRng(seed);
  const largest = labels.reduce((most, label) => Math.max(most, label), 0);
  const order = Array.from({ length: largest }, (_, k) => k + 1);
  for (let k = order.length - 1; k > 0; k--) {
    const j = rng.int(k + 1);
    [order[k], order[j]] = [order[j], order[k]];
  }
  return labels.map((label, i) => {
    const beside = labels[i + [-1, 1, -width, width][rng.int(4)]] ?? label;
    const frayed = rng.uniform() < 0.4 ? beside : label;
    return frayed === 0 ? 0 : order[frayed - 1];
  });
}

/** The book's id at a point. */
export function idAt(book: RoomBook, x: number, y: number): number {
  return book.labels[cellY(book, y) * book.width + cellX(book, x)];
}

/** Middles of the rooms of `flat`, by label. */
export const middles: readonly (readonly [number, number])[] = [
  [2, 1],
  [4.5, 3.1],
  [2.7, 5],
  [7.3, 5],
  [6.5, 1],
];

/** The book's ids at the rooms of `flat`. */
export function flatIds(book: RoomBook): number[] {
  return middles.map(([x, y]) => idAt(book, x, y));
}
