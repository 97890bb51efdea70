import { measureRooms } from './labelRaster.ts';
import { MIN_PART_M2, type PartFault, partRegion } from './partRegion.ts';
import { type BookRoom, type CutLine, defaultName, idAfter, type RoomBook, roomOf } from './roomBook.ts';

/** A line shorter than this is a slip of the finger, m. */
const MIN_LINE_M = 0.05;

/**
 * Divides a room along a line from wall to wall; where the line ends up to 0.3 m short of a wall it is made longer. The larger
 * part keeps number, name and settings, the other one gets the next number.
 * Throws RangeError when there is no such room on the map, or the line does not make two rooms of it.
 */
export function splitRoom(book: RoomBook, id: number, line: CutLine): RoomBook {
  const what = `split room ${id}`;
  const room = roomOf(book, id, what);
  if (!room.isSeen)
    throw new RangeError(`Cannot ${what}: the newest map does not show it; let the robot see it again first`);
  checkLine(line, what);
  const parts = partRegion(book, id, line);
  if ('why' in parts) throw new RangeError(`Cannot ${what}: ${inWords(parts, id)}`);
  const labels = book.labels.slice();
  const smaller = parts.left.length < parts.right.length ? parts.left : parts.right;
  for (const cell of smaller) labels[cell] = book.nextId;
  const extents = measureRooms({ ...book, labels });
  const added: BookRoom = {
    id: book.nextId,
    name: defaultName(book.nextId),
    type: 'other',
    ...extents.get(book.nextId)!,
    isSeen: true,
    isJoined: room.isJoined,
  };
  const rooms = book.rooms.map((known) => (known.id === id ? { ...known, ...extents.get(id) } : known));
  return { ...book, labels, rooms: [...rooms, added], cuts: [...book.cuts, parts.line], nextId: idAfter(book.nextId) };
}

function checkLine(line: ArrayLike<number>, what: string): void {
  const isLine = line.length === 4 && Array.from(line).every(Number.isFinite);
  const length_m = isLine
    ? Math.sqrt((line[2] - line[0]) * (line[2] - line[0]) + (line[3] - line[1]) * (line[3] - line[1]))
    : 0;
  if (!(length_m >= MIN_LINE_M))
    throw new RangeError(
      `Cannot ${what}: a line needs x0, y0, x1, y1 in m and ${MIN_LINE_M} m between its ends, got ${Array.from(line).join(', ')}`,
    );
}

function inWords(fault: PartFault, id: number): string {
  switch (fault.why) {
    case 'missed':
      return `the line does not touch it; draw it across room ${id}`;
    case 'notAcross':
      return 'the line leaves a way round its end; draw it from wall to wall';
    case 'many':
      return `the line makes ${fault.parts} parts of it; draw it across one place only`;
    case 'small':
      return `a part of ${fault.area_m2.toFixed(2)} m² would be cut off, and a room has at least ${MIN_PART_M2} m²; draw the line farther in`;
  }
}
