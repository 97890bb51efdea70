import { bestAssignment } from './assignment.ts';
import { countLabels } from './labelRaster.ts';
import type { Pieces } from './pieces.ts';
import { type BookRoom, isTouched } from './roomBook.ts';

/** A room and a piece are the same only when this share of the smaller one lies in the other. */
const MIN_SHARED = 0.3;
/** A piece is part of a room that a person told of when at least so much of it lies in it, and in no other room more. */
const MIN_INSIDE = 0.25;

/** Cells that pieces of a new map (rows, from 1) and rooms of the book (columns) have in common. */
interface Overlap {
  readonly shared: Float64Array;
  readonly pieceCells: Int32Array;
  readonly roomCells: Int32Array;
}

/**
 * Which room of the book each piece is: the pieces of a room that a person joined or told something of are brought together
 * again, then pieces and rooms are matched one to one so that the sum of their intersections over unions is largest.
 * @param known  ids of the book on the cells of the pieces, 0 = none
 * @returns id of each piece, by its label; 0 for one that is no room of the book. Index 0 is 0
 */
export function matchRooms(pieces: Pieces, known: Int16Array, rooms: readonly BookRoom[]): Int32Array {
  const overlap = overlapOf(pieces, known, rooms);
  const group = toldGroups(overlap, rooms, pieces.count);
  const columns = rooms.length;
  const merged = mergeRows(overlap, group, columns);
  const weights = new Float64Array((pieces.count + 1) * columns);
  for (let p = 1; p <= pieces.count; p++)
    for (let r = 0; r < columns; r++) {
      const shared = merged.shared[p * columns + r];
      const [a, b] = [merged.pieceCells[p], overlap.roomCells[r]];
      if (shared > 0 && shared >= MIN_SHARED * Math.min(a, b)) weights[p * columns + r] = shared / (a + b - shared);
    }
  const columnOf = bestAssignment(weights, pieces.count + 1, columns);
  return Int32Array.from(group, (first) => (columnOf[first] >= 0 ? rooms[columnOf[first]].id : 0));
}

function overlapOf(pieces: Pieces, known: Int16Array, rooms: readonly BookRoom[]): Overlap {
  const columns = rooms.length;
  const columnOf = new Int32Array((rooms.at(-1)?.id ?? 0) + 1).fill(-1);
  for (const [r, { id }] of rooms.entries()) columnOf[id] = r;
  const shared = new Float64Array((pieces.count + 1) * columns);
  const roomCells = new Int32Array(columns);
  for (let i = 0; i < known.length; i++) {
    const column = columnOf[known[i]];
    if (column < 0) continue;
    roomCells[column]++;
    shared[pieces.labels[i] * columns + column]++;
  }
  return { shared, pieceCells: countLabels(pieces.labels, pieces.count), roomCells };
}

/** For each piece the first piece of the room that a person told of and that it lies in, or itself. */
function toldGroups({ shared, pieceCells }: Overlap, rooms: readonly BookRoom[], count: number): Int32Array {
  const group = Int32Array.from({ length: count + 1 }, (_, p) => p);
  const firstOf = new Map<number, number>();
  for (let p = 1; p <= count; p++) {
    const row = shared.subarray(p * rooms.length, (p + 1) * rooms.length);
    let best = 0;
    for (let r = 1; r < row.length; r++) if (row[r] > row[best]) best = r;
    if (row.length === 0 || !isTouched(rooms[best]) || row[best] < MIN_INSIDE * pieceCells[p]) continue;
    const first = firstOf.get(best);
    if (first === undefined) firstOf.set(best, p);
    else group[p] = first;
  }
  return group;
}

/** The rows of a group added up in its first one; the others are empty and match nothing. */
function mergeRows({ shared, pieceCells }: Overlap, group: Int32Array, columns: number): Omit<Overlap, 'roomCells'> {
  const sum = new Float64Array(shared.length);
  const cells = new Int32Array(pieceCells.length);
  for (let p = 1; p < group.length; p++) {
    cells[group[p]] += pieceCells[p];
    for (let r = 0; r < columns; r++) sum[group[p] * columns + r] += shared[p * columns + r];
  }
  return { shared: sum, pieceCells: cells };
}
