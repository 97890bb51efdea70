import { cellX, cellY, type GridFrame } from '@homebound/grid';
import type { MapWarp } from '@homebound/math';
import { dividedAsTold } from './dividedAsTold.ts';
import {
  countLabels,
  frameWith,
  type LabelRaster,
  labelsOn,
  measureRooms,
  type RoomExtent,
  renumbered,
} from './labelRaster.ts';
import { matchRooms } from './matchRooms.ts';
import { moveBooks } from './moveRooms.ts';
import { type Pieces, piecesOf } from './pieces.ts';
import { type BookRoom, defaultName, idAfter, isTouched, type RoomBook } from './roomBook.ts';

/** A room that is not seen counts as shut off, not as gone, when no other room has taken this share of it. */
const MIN_LEFT = 0.5;

/** A book for a map that none is kept of: its rooms are numbered in the order of their first cells. */
export function startBook(labels: ArrayLike<number>, frame: GridFrame): RoomBook {
  const { width, height, resolution_m, originX_m, originY_m } = frame;
  const empty = { labels: new Int16Array(width * height), rooms: [], cuts: [], nextId: 1 };
  return updateRooms({ width, height, resolution_m, originX_m, originY_m, ...empty }, labels, frame);
}

/**
 * The book brought up to date with a map that was divided anew. Rooms keep id, name and settings, found by where they are:
 * the frame may have grown, its cells may have another size. What a person divided or joined stays so, and a room that a person
 * told something of stays one room, however the new map is divided. A room that the map does not show stays in the book and keeps
 * its cells; one that another has swallowed goes, unless a person told something of it.
 * @param labels  room of each cell of the frame in any numbering, 0 = none: `segmentRooms(map).labels`
 * @param warp    how the map's frame moved since the book was written: a correction, or one anchor for a map made anew
 * Throws RangeError when labels and frame do not fit.
 */
export function updateRooms(book: RoomBook, labels: ArrayLike<number>, frame: GridFrame, warp?: MapWarp): RoomBook {
  return updateBooks([book], labels, frame, warp)[0];
}

/**
 * Several states of one book brought up to date with the same map: a room that is new in some of them has one number in all,
 * and no number is given to two rooms. States that are divided alike cost one's work.
 * @param books  the present one first
 */
export function updateBooks(
  books: readonly RoomBook[],
  labels: ArrayLike<number>,
  frame: GridFrame,
  warp?: MapWarp,
): RoomBook[] {
  if (labels.length !== frame.width * frame.height)
    throw new RangeError(
      `Cannot update rooms: ${frame.width} x ${frame.height} labels wanted, got ${labels.length}; give the labels with the frame of their map`,
    );
  const done: { readonly before: RoomBook; readonly division: Division }[] = [];
  const updated: RoomBook[] = [];
  for (const before of warp === undefined ? books : moveBooks(books, warp)) {
    const alike = done.find((other) => isDividedAlike(other.before, before));
    const division = alike?.division ?? divide(before, labels, frame, updated[0]);
    done.push({ before, division });
    updated.push(written(before, division));
    updated[0] = { ...updated[0], nextId: Math.max(updated[0].nextId, division.nextId) };
  }
  return updated;
}

/** What of a new book does not depend on what its rooms are called. */
interface Division {
  readonly raster: LabelRaster;
  readonly extents: ReadonlyMap<number, RoomExtent>;
  readonly seen: ReadonlySet<number>;
  readonly shutOff: ReadonlySet<number>;
  readonly nextId: number;
}

function isDividedAlike(a: RoomBook, b: RoomBook): boolean {
  if (a.labels !== b.labels || a.cuts !== b.cuts || a.rooms.length !== b.rooms.length) return false;
  return a.rooms.every((room, k) => b.rooms[k].id === room.id && isTouched(b.rooms[k]) === isTouched(room));
}

function divide(before: RoomBook, labels: ArrayLike<number>, frame: GridFrame, like: RoomBook | undefined): Division {
  const divided = piecesOf(labels, frame, before.cuts);
  const known = labelsOn(before, divided);
  const pieces = dividedAsTold(divided, known, before.rooms);
  const idOf = matchRooms(pieces, known, before.rooms);
  findByCentre(idOf, pieces, before.rooms);
  const nextId = numberNew(idOf, pieces, before, like);
  const seen = new Set(idOf);
  const shutOff = shutOffRooms(before, pieces, seen);
  const raster = withShutOff({ ...pieces, labels: renumbered(pieces.labels, idOf) }, before, shutOff);
  return { raster, extents: measureRooms(raster), seen, shutOff, nextId };
}

/** A piece that is no room's yet is the one whose centre lies in it: one that another had swallowed comes back. */
function findByCentre(idOf: Int32Array, pieces: Pieces, rooms: readonly BookRoom[]): void {
  const taken = new Set(idOf);
  for (const { id, centre } of rooms) {
    const ix = cellX(pieces, centre.x);
    const iy = cellY(pieces, centre.y);
    if (taken.has(id) || ix < 0 || iy < 0 || ix >= pieces.width || iy >= pieces.height) continue;
    const piece = pieces.labels[iy * pieces.width + ix];
    if (piece > 0 && idOf[piece] === 0) idOf[piece] = id;
  }
}

/** Gives ids to the pieces that no room of the book is; returns the next id after them. */
function numberNew(idOf: Int32Array, pieces: Pieces, before: RoomBook, like: RoomBook | undefined): number {
  let nextId = Math.max(before.nextId, like?.nextId ?? 0);
  const taken = new Set([...idOf, ...before.rooms.map(({ id }) => id)]);
  const likeOf = like === undefined ? undefined : commonest(pieces, labelsOn(like, pieces));
  for (let piece = 1; piece <= pieces.count; piece++) {
    if (idOf[piece] !== 0) continue;
    const wanted = likeOf?.[piece] ?? 0;
    const isOwn = wanted === 0 || taken.has(wanted);
    const id = isOwn ? nextId : wanted;
    if (isOwn) nextId = idAfter(nextId);
    taken.add(id);
    idOf[piece] = id;
  }
  return nextId;
}

/** The other labels' commonest value in each piece. */
function commonest(pieces: Pieces, other: Int16Array): Int32Array {
  const votes = Array.from({ length: pieces.count + 1 }, () => new Map<number, number>());
  for (let i = 0; i < other.length; i++) {
    const vote = votes[pieces.labels[i]];
    if (other[i] !== 0) vote.set(other[i], (vote.get(other[i]) ?? 0) + 1);
  }
  return Int32Array.from(
    votes,
    (vote) => [...vote].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0])[0],
  );
}

/** The labels, and where no room is now the cells that rooms had that are not seen; the frame grows for them. */
function withShutOff(now: LabelRaster, before: RoomBook, shutOff: ReadonlySet<number>): LabelRaster {
  const grown = shutOff.size === 0 ? now : frameWith(now, before, (id) => shutOff.has(id));
  const { width, height, resolution_m, originX_m, originY_m } = grown;
  const frame = { width, height, resolution_m, originX_m, originY_m };
  if (shutOff.size === 0) return { ...frame, labels: now.labels };
  const labels = labelsOn(now, frame);
  const old = labelsOn(before, frame);
  for (let i = 0; i < labels.length; i++) if (labels[i] === 0 && shutOff.has(old[i])) labels[i] = old[i];
  return { ...frame, labels };
}

/** The new book: cells as they are divided now, with what was told of the rooms. */
function written(before: RoomBook, { raster, extents, seen, shutOff, nextId }: Division): RoomBook {
  const rooms: BookRoom[] = [];
  for (const room of before.rooms)
    if (seen.has(room.id)) rooms.push({ ...room, ...extents.get(room.id), isSeen: true });
    else if (shutOff.has(room.id) || isTouched(room)) rooms.push({ ...room, isSeen: false });
  const known = new Set(before.rooms.map(({ id }) => id));
  for (const id of seen)
    if (id !== 0 && !known.has(id))
      rooms.push({ id, name: defaultName(id), type: 'other', ...extents.get(id)!, isSeen: true, isJoined: false });
  rooms.sort((a, b) => a.id - b.id);
  return { ...raster, rooms, cuts: before.cuts, nextId: Math.max(before.nextId, nextId) };
}

/** Rooms that no piece is, most of whose cells no piece has. */
function shutOffRooms(before: RoomBook, pieces: Pieces, seen: ReadonlySet<number>): Set<number> {
  const unseen = before.rooms.filter(({ id }) => !seen.has(id));
  if (unseen.length === 0) return new Set();
  const largest = before.rooms.at(-1)?.id ?? 0;
  const all = countLabels(before.labels, largest);
  const free = all.slice();
  const taken = labelsOn(pieces, before);
  for (let i = 0; i < taken.length; i++) if (taken[i] !== 0) free[before.labels[i]]--;
  return new Set(unseen.map(({ id }) => id).filter((id) => all[id] > 0 && free[id] >= MIN_LEFT * all[id]));
}
