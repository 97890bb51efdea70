import { centreX, centreY, type OccupancyGrid } from '@homebound/grid';
import { labelsOn } from './labelRaster.ts';
import type { BookRoom, RoomBook } from './roomBook.ts';

/** An opening that leads into another room. */
export interface RoomDoor {
  /** The other room's id. */
  readonly to: number;
  /** The middle of the opening, map frame, m. */
  readonly x: number;
  readonly y: number;
  readonly width_m: number;
}

/** A room of the book with its ways into the others. */
export interface RoomOnMap extends BookRoom {
  readonly doors: readonly RoomDoor[];
}

/** The rooms of a book on the cells of a map: what plans are made with. */
export interface RoomsOnMap {
  /** Id of the room of each cell, 0 = none; the map's shape. */
  readonly labels: Int16Array;
  /** All rooms of the book by id, those that the map does not show too. */
  readonly rooms: readonly RoomOnMap[];
}

/** Free floor of two rooms that touches along less than this is no way through, m. */
const MIN_DOOR_M = 0.25;

/** @param map  any map in the book's frame: it may have grown since, or have other cells */
export function roomsOnMap(book: RoomBook, map: OccupancyGrid): RoomsOnMap {
  const labels = labelsOn(book, map);
  const doors = contactsOf(labels, map).flatMap((contact) => doorsOf(contact, map.resolution_m));
  const rooms = book.rooms.map((room) => ({
    ...room,
    doors: doors
      .filter(({ a, b }) => a === room.id || b === room.id)
      .map(({ a, b, ...door }) => ({ to: a === room.id ? b : a, ...door }))
      .sort((p, q) => p.to - q.to || q.width_m - p.width_m),
  }));
  return { labels, rooms };
}

/** Two rooms whose free floor touches, and the middles of the cell sides where it does, interleaved x, y. */
interface Contact {
  readonly a: number;
  readonly b: number;
  readonly sides: number[];
}

function contactsOf(labels: Int16Array, map: OccupancyGrid): Contact[] {
  const { width, resolution_m, data } = map;
  const found = new Map<number, Contact>();
  const isFree = (cell: number) => data[cell] >= 0 && data[cell] < 50;
  const add = (cell: number, next: number) => {
    const a = Math.min(labels[cell], labels[next]);
    const b = Math.max(labels[cell], labels[next]);
    if (a === b || a === 0 || !isFree(cell) || !isFree(next)) return;
    const key = a * 0x10000 + b;
    const contact = found.get(key) ?? { a, b, sides: [] };
    found.set(key, contact);
    const isRight = next === cell + 1;
    contact.sides.push(centreX(map, cell % width) + (isRight ? resolution_m / 2 : 0));
    contact.sides.push(centreY(map, Math.floor(cell / width)) + (isRight ? 0 : resolution_m / 2));
  };
  for (let cell = 0; cell < labels.length; cell++) {
    if (labels[cell] === 0) continue;
    if ((cell + 1) % width !== 0) add(cell, cell + 1);
    if (cell + width < labels.length) add(cell, cell + width);
  }
  return [...found.values()];
}

/** The openings of a contact: stretches of sides that lie a cell apart at most. */
function doorsOf({ a, b, sides }: Contact, resolution_m: number): (Omit<RoomDoor, 'to'> & { a: number; b: number })[] {
  const left = new Set(Array.from({ length: sides.length / 2 }, (_, k) => 2 * k));
  const reach2 = 1.1 * resolution_m * resolution_m;
  const doors = [];
  for (const first of left) {
    const stretch = [first];
    left.delete(first);
    for (const i of stretch)
      for (const j of left) {
        const [dx, dy] = [sides[j] - sides[i], sides[j + 1] - sides[i + 1]];
        if (dx * dx + dy * dy > reach2) continue;
        left.delete(j);
        stretch.push(j);
      }
    const xs = stretch.map((i) => sides[i]);
    const ys = stretch.map((i) => sides[i + 1]);
    const [dx, dy] = [Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)];
    const width_m = Math.sqrt(dx * dx + dy * dy) + resolution_m;
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    if (width_m >= MIN_DOOR_M) doors.push({ a, b, x: mean(xs), y: mean(ys), width_m });
  }
  return doors;
}
