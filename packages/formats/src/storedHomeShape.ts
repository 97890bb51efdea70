import { checkFrame } from '@homebound/grid';
import {
  type BookRoom,
  checkDrawable,
  checkSettings,
  type HomeState,
  isRoomType,
  MAX_ID,
  type RoomBook,
} from '@homebound/plan';
import { excerpt } from './formatError.ts';
import { isLine, type ShapeError } from './homeMapShape.ts';

/** Of a room, as where it is given. */
const MAX_NAME = 60;

/** Checks that rooms and restrictions fit together and that a reader can trust every id and number in them. */
export function checkHome({ rooms, restrictions }: HomeState, fail: ShapeError): void {
  attempt('home, rooms', fail, () => checkFrame(rooms));
  const { labels, width, height, nextId } = rooms;
  if (labels.length !== width * height)
    throw fail('home.labels', `should hold ${width * height} cells to fit the frame, has ${labels.length}`);
  if (!Number.isSafeInteger(nextId) || nextId < 1 || nextId > MAX_ID)
    throw fail('home, nextId', `should be a whole number in [1, ${MAX_ID}], got ${excerpt(nextId)}`);
  checkRooms(rooms, fail);
  checkLabels(rooms, fail);
  for (const [k, cut] of list(rooms.cuts, 'home, cuts', fail).entries())
    if (!Array.isArray(cut) || cut.length !== 4 || !cut.every(Number.isFinite))
      throw fail(`home, cuts[${k}]`, `should be four finite numbers, got ${excerpt(cut)}`);
  attempt('home, restrictions', fail, () => checkDrawable(restrictions));
}

function checkRooms({ rooms, nextId }: RoomBook, fail: ShapeError): void {
  let last = 0;
  for (const [k, room] of list(rooms, 'home, rooms', fail).entries()) {
    const what = `home, rooms[${k}]`;
    if (typeof room !== 'object' || room === null) throw fail(what, `should be an object, got ${excerpt(room)}`);
    const { id } = room as BookRoom;
    if (!Number.isInteger(id) || id <= last || id >= nextId)
      throw fail(`${what}.id`, `should be a whole number above ${last} and below ${nextId}, got ${excerpt(id)}`);
    checkRoom(room as BookRoom, what, fail);
    last = id;
  }
}

function checkRoom(
  { name, type, settings, area_m2, centre, isSeen, isJoined }: BookRoom,
  what: string,
  fail: ShapeError,
): void {
  if (!isLine(name, MAX_NAME))
    throw fail(`${what}.name`, `should be one line of at most ${MAX_NAME} characters, got ${excerpt(name)}`);
  if (!isRoomType(type)) throw fail(`${what}.type`, `should be a type of room, got ${excerpt(type)}`);
  if (!Number.isFinite(area_m2)) throw fail(`${what}.area_m2`, `should be a number, got ${excerpt(area_m2)}`);
  if (!Number.isFinite(centre?.x) || !Number.isFinite(centre?.y))
    throw fail(`${what}.centre`, `should be x and y, got ${excerpt(centre)}`);
  for (const [key, value] of Object.entries({ isSeen, isJoined }))
    if (typeof value !== 'boolean') throw fail(`${what}.${key}`, `should be true or false, got ${excerpt(value)}`);
  if (settings !== undefined) attempt(`${what}.settings`, fail, () => checkSettings(settings, 'use them'));
}

function checkLabels({ labels, rooms }: RoomBook, fail: ShapeError): void {
  const isKnown = new Uint8Array(MAX_ID + 1);
  isKnown[0] = 1;
  for (const { id } of rooms) isKnown[id] = 1;
  for (let i = 0; i < labels.length; i++)
    if (labels[i] < 0 || isKnown[labels[i]] === 0)
      throw fail('home.labels', `cell ${i} is of room ${labels[i]}, which is not in the book`);
}

function list(value: unknown, what: string, fail: ShapeError): readonly unknown[] {
  if (!Array.isArray(value)) throw fail(what, `should be a list, got ${excerpt(value)}`);
  return value;
}

/** A check of another room's, with its words. */
function attempt(what: string, fail: ShapeError, check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof RangeError) && !(error instanceof TypeError)) throw error;
    throw fail(what, `cannot be used: ${error.message}`);
  }
}
