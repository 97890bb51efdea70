import { countLabels } from './labelRaster.ts';
import type { Pieces } from './pieces.ts';
import { type BookRoom, isTouched } from './roomBook.ts';

/**
 * A room that a person has told something of stays a room of its own: a piece of a new map that holds a good part of it and
 * most of another room is divided as before. Cells that were of neither go to the nearest, by the way inside the piece.
 * @param known  ids of the book on the cells of the pieces, 0 = none
 */
export function dividedAsTold(pieces: Pieces, known: Int16Array, rooms: readonly BookRoom[]): Pieces {
  const numberOf = new Map<number, Map<number, number>>();
  let { count } = pieces;
  for (const [piece, owners] of ownersOf(pieces, known, rooms)) {
    if (owners.length < 2 || !owners.some(isTouched)) continue;
    numberOf.set(piece, new Map(owners.map(({ id }, k) => [id, k === 0 ? piece : ++count])));
  }
  if (numberOf.size === 0) return pieces;
  const labels = flooded(pieces, known, numberOf);
  return { ...pieces, labels, count };
}

/** A room counts as in a piece with this share of the cells that are known of it: one that was told of sooner than others. */
const TOLD_SHARE = 0.2;
const OTHER_SHARE = 0.5;

/** For each piece the rooms that lie in it. */
function ownersOf(pieces: Pieces, known: Int16Array, rooms: readonly BookRoom[]): Map<number, BookRoom[]> {
  const cells = countLabels(known, rooms.at(-1)?.id ?? 0);
  const stride = pieces.count + 1;
  const inPiece = new Int32Array(cells.length * stride);
  for (let i = 0; i < known.length; i++) inPiece[known[i] * stride + pieces.labels[i]]++;
  const owners = new Map<number, BookRoom[]>();
  for (const room of rooms)
    for (let piece = 1; piece <= pieces.count; piece++)
      if (inPiece[room.id * stride + piece] > (isTouched(room) ? TOLD_SHARE : OTHER_SHARE) * cells[room.id])
        owners.set(piece, [...(owners.get(piece) ?? []), room]);
  return owners;
}

/** The pieces to be divided, grown from the cells that are known: breadth first over cell sides. */
function flooded(
  pieces: Pieces,
  known: Int16Array,
  numberOf: ReadonlyMap<number, ReadonlyMap<number, number>>,
): Int16Array {
  const { labels, width } = pieces;
  const out = labels.slice();
  const isDone = new Uint8Array(labels.length);
  const queue = new Int32Array(labels.length);
  let last = 0;
  for (let i = 0; i < labels.length; i++) {
    const number = numberOf.get(labels[i])?.get(known[i]);
    if (number === undefined) continue;
    out[i] = number;
    isDone[i] = 1;
    queue[last++] = i;
  }
  for (let k = 0; k < last; k++) {
    const cell = queue[k];
    const ix = cell % width;
    for (let side = 0; side < 4; side++) {
      const next = cell + (side === 0 ? -1 : side === 1 ? 1 : side === 2 ? -width : width);
      if ((side === 0 && ix === 0) || (side === 1 && ix === width - 1)) continue;
      if (next < 0 || next >= labels.length || isDone[next] !== 0 || labels[next] !== labels[cell]) continue;
      out[next] = out[cell];
      isDone[next] = 1;
      queue[last++] = next;
    }
  }
  return out;
}
