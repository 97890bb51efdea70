import { MAX_LANE_ANGLE_RAD } from '../job/cleaningJob.ts';
import { type BookRoom, type KeptSettings, type RoomBook, roomOf } from './roomBook.ts';
import { isRoomType, type RoomType, roomTypes } from './roomTypes.ts';

/** What fits a label on the map and can be read aloud. */
const MAX_NAME = 60;

/** Throws RangeError for an unknown room, or a name that is empty, too long or more than one line. */
export function renameRoom(book: RoomBook, id: number, name: string): RoomBook {
  const what = `rename room ${id}`;
  roomOf(book, id, what);
  const plain = typeof name === 'string' ? name.trim() : '';
  const isLine = /^[^\p{Cc}\p{Cs}\u2028\u2029]+$/u.test(plain);
  if (!isLine || plain.length > MAX_NAME)
    throw new RangeError(
      `Cannot ${what}: a name is one line of 1 to ${MAX_NAME} characters, got ${plain.length > MAX_NAME ? plain.length : JSON.stringify(name)}`,
    );
  return withRoom(book, id, (room) => ({ ...room, name: plain }));
}

/** Throws RangeError for an unknown room or type. */
export function setRoomType(book: RoomBook, id: number, type: RoomType): RoomBook {
  const what = `set the type of room ${id}`;
  roomOf(book, id, what);
  if (!isRoomType(type))
    throw new RangeError(
      `Cannot ${what}: ${JSON.stringify(type)} is no type of room; there are ${roomTypes.join(', ')}`,
    );
  return withRoom(book, id, (room) => ({ ...room, type }));
}

/** `undefined` takes the settings away. Throws RangeError for an unknown room or values out of range. */
export function setRoomSettings(book: RoomBook, id: number, settings: KeptSettings | undefined): RoomBook {
  const what = `set how room ${id} is cleaned`;
  roomOf(book, id, what);
  if (settings !== undefined) checkSettings(settings, what);
  return withRoom(book, id, ({ settings: _, ...room }) => (settings === undefined ? room : { ...room, settings }));
}

/** Takes a room out of the book that maps do not show any more. Its number is not given again. */
export function forgetRoom(book: RoomBook, id: number): RoomBook {
  const what = `forget room ${id}`;
  if (roomOf(book, id, what).isSeen)
    throw new RangeError(`Cannot ${what}: it is on the map; merge it with its neighbour instead`);
  const labels = book.labels.map((label) => (label === id ? 0 : label));
  return { ...book, labels, rooms: book.rooms.filter((room) => room.id !== id) };
}

/** Throws RangeError; `what` is what could not be done. */
export function checkSettings(settings: KeptSettings, what: string): void {
  const { passes, levels = {}, laneAngle_rad, edgesOnly, skip, ...unknown } = settings;
  const wrong = (name: string, wish: string, value: unknown) =>
    new RangeError(`Cannot ${what}: ${name} should be ${wish}, got ${JSON.stringify(value) ?? value}`);
  if (passes !== undefined && passes !== 1 && passes !== 2 && passes !== 'crossed')
    throw wrong('passes', '1, 2 or "crossed"', passes);
  for (const [motor, level] of Object.entries(levels)) {
    if (!MOTORS.includes(motor)) throw wrong('levels', `of ${MOTORS.join(', ')}`, motor);
    if (!(level >= 0 && level <= 1)) throw wrong(`levels.${motor}`, 'in [0, 1]', level);
  }
  if (laneAngle_rad !== undefined && !(Math.abs(laneAngle_rad) <= MAX_LANE_ANGLE_RAD))
    throw wrong('laneAngle_rad', 'within a turn, ±2π rad', laneAngle_rad);
  for (const [name, value] of Object.entries({ edgesOnly, skip }))
    if (value !== undefined && typeof value !== 'boolean') throw wrong(name, 'true or false', value);
  const [stray] = Object.keys(unknown);
  if (stray !== undefined)
    throw new RangeError(
      `Cannot ${what}: ${stray} is no setting; there are passes, levels, laneAngle_rad, edgesOnly, skip`,
    );
}

const MOTORS = ['fan', 'mainBrush', 'sideBrush'];

/** The book with one room changed. */
function withRoom(book: RoomBook, id: number, change: (room: BookRoom) => BookRoom): RoomBook {
  return { ...book, rooms: book.rooms.map((room) => (room.id === id ? change(room) : room)) };
}
