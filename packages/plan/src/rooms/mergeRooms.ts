import { measureRooms } from './labelRaster.ts';
import { cutsStep } from './partRegion.ts';
import { type RoomBook, roomOf } from './roomBook.ts';

/**
 * Makes one room of several that touch; new maps are joined the same way. The first one named keeps number, name and
 * settings. Rooms that only a person's line divided are as if it had never been drawn.
 * Throws RangeError for fewer than two rooms, one that is not on the map, or rooms that do not touch.
 */
export function mergeRooms(book: RoomBook, ids: readonly number[]): RoomBook {
  const what = `merge rooms ${ids.join(', ')}`;
  const wanted = new Set(ids);
  if (wanted.size < 2 || wanted.size < ids.length)
    throw new RangeError(`Cannot ${what}: name at least two rooms, each once`);
  const merged = ids.map((id) => roomOf(book, id, what));
  const unseen = merged.find(({ isSeen }) => !isSeen);
  if (unseen !== undefined)
    throw new RangeError(
      `Cannot ${what}: the newest map does not show room ${unseen.id}; let the robot see it again first`,
    );
  const all = contactsOf(book);
  const contacts = all.filter(({ a, b }) => wanted.has(a) && wanted.has(b));
  const apart = ids.find((id) => !reached(ids[0], contacts).has(id));
  if (apart !== undefined)
    throw new RangeError(`Cannot ${what}: room ${apart} touches none of the others; name the rooms between them too`);
  // A line that lies between them alone is taken back; where they touch otherwise a new map has to be joined again.
  const minSides = MIN_BORDER_M / book.resolution_m;
  const isNeeded = (cut: number) =>
    all.some((contact) => contact.cut === cut && contact.sides > minSides && !contacts.includes(contact));
  const gone = new Set(contacts.map(({ cut }) => cut).filter((cut) => cut >= 0 && !isNeeded(cut)));
  const cuts = book.cuts.filter((_, k) => !gone.has(k));
  const isJoined = merged.some((room) => room.isJoined) || contacts.some(({ cut }) => !gone.has(cut));
  const keep = ids[0];
  const labels = book.labels.map((label) => (wanted.has(label) ? keep : label));
  const extent = measureRooms({ ...book, labels }).get(keep);
  const rooms = book.rooms
    .filter(({ id }) => id === keep || !wanted.has(id))
    .map((room) => (room.id === keep ? { ...room, ...extent, isJoined } : room));
  return { ...book, labels, rooms, cuts };
}

/** Two rooms that have a border in common, and which of the book's lines made it; -1 where a map did. */
interface Contact {
  readonly a: number;
  readonly b: number;
  readonly cut: number;
  /** Cell sides. */
  sides: number;
}

/** A line's end may reach over the border to a third room; what it divides is longer than this, m. */
const MIN_BORDER_M = 0.25;

/** The contacts of a map, each kind once. */
function contactsOf(book: RoomBook): Contact[] {
  const { labels, width } = book;
  const found = new Map<string, Contact>();
  const add = (cell: number, next: number) => {
    const a = Math.min(labels[cell], labels[next]);
    const b = Math.max(labels[cell], labels[next]);
    if (a === b || a === 0) return;
    const cut = book.cuts.findIndex((line) => cutsStep(book, line, cell, next));
    const kind = `${a} ${b} ${cut}`;
    const contact = found.get(kind) ?? { a, b, cut, sides: 0 };
    contact.sides++;
    found.set(kind, contact);
  };
  for (let cell = 0; cell < labels.length; cell++) {
    if ((cell + 1) % width !== 0) add(cell, cell + 1);
    if (cell + width < labels.length) add(cell, cell + width);
  }
  return [...found.values()];
}

/** The rooms that hang together with one. */
function reached(from: number, contacts: readonly Contact[]): Set<number> {
  const out = new Set([from]);
  for (let size = 0; size < out.size; ) {
    size = out.size;
    for (const { a, b } of contacts) {
      if (out.has(a)) out.add(b);
      else if (out.has(b)) out.add(a);
    }
  }
  return out;
}
