import type { MapWarp } from '@homebound/math';
import { type LabelRaster, labelsMoved } from './labelRaster.ts';
import type { CutLine, RoomBook } from './roomBook.ts';

/** The book in a corrected map's frame: cells, centres and a person's lines. */
export function moveRooms(book: RoomBook, warp: MapWarp): RoomBook {
  return moveBooks([book], warp)[0];
}

/** Several states of one book in a corrected map's frame. What they share they share afterwards, and it is moved once. */
export function moveBooks(books: readonly RoomBook[], warp: MapWarp): readonly RoomBook[] {
  if (warp.isIdentity) return books;
  const rasters = new Map<Int16Array, LabelRaster>();
  const lines = new Map<readonly CutLine[], readonly CutLine[]>();
  return books.map((book) => {
    const raster = rasters.get(book.labels) ?? labelsMoved(book, warp);
    const cuts = lines.get(book.cuts) ?? book.cuts.map((cut) => [...warp.moved(cut)] as unknown as CutLine);
    rasters.set(book.labels, raster);
    lines.set(book.cuts, cuts);
    const rooms = book.rooms.map((room) => ({ ...room, centre: warp.movePoint(room.centre.x, room.centre.y) }));
    return { ...raster, rooms, cuts, nextId: book.nextId };
  });
}
