import type { GridFrame } from '@homebound/grid';
import {
  checkDrawable,
  isRoomType,
  type KeptSettings,
  outlinesOf,
  type Restrictions,
  type RoomDoor,
  type RoomsOnMap,
  type RoomType,
} from '@homebound/plan';
import { parseJsonText } from './boundedJson.ts';
import { excerpt, FormatError } from './formatError.ts';

const VERSION = 1;

/** A room as `rooms.json` has it. */
export interface DocumentedRoom {
  readonly id: number;
  readonly name: string;
  readonly type: RoomType;
  readonly area_m2: number;
  /** Its most open point. */
  readonly centre: { readonly x: number; readonly y: number };
  /** False for a room of the household that this map does not show. */
  readonly seen: boolean;
  /** Rings of interleaved x, y along cell sides: counter-clockwise round the room, clockwise round holes; even-odd. */
  readonly outline: readonly (readonly number[])[];
  readonly doors: readonly RoomDoor[];
  readonly settings?: KeptSettings;
}

/** What `rooms.json` holds: rooms and restrictions of a map, metres in its frame (x right, y up). */
export interface RoomsDocument {
  readonly version: number;
  readonly frame: 'map';
  readonly resolution_m: number;
  readonly rooms: readonly DocumentedRoom[];
  readonly restrictions: Restrictions;
}

/** @param frame  of the labels of `rooms` */
export function roomsDocument(rooms: RoomsOnMap, frame: GridFrame, restrictions: Restrictions): RoomsDocument {
  return {
    version: VERSION,
    frame: 'map',
    resolution_m: frame.resolution_m,
    rooms: rooms.rooms.map(({ id, name, type, area_m2, centre, isSeen, doors, settings }) => ({
      id,
      name,
      type,
      area_m2: rounded(area_m2),
      centre: { x: rounded(centre.x), y: rounded(centre.y) },
      seen: isSeen,
      outline: outlinesOf(rooms.labels, frame, id).map((ring) => ring.map(rounded)),
      doors: doors.map(({ to, x, y, width_m }) => ({ to, x: rounded(x), y: rounded(y), width_m: rounded(width_m) })),
      ...(settings !== undefined && { settings }),
    })),
    restrictions,
  };
}

/** The text of `rooms.json`. */
export function writeRoomsDocument(content: RoomsDocument): string {
  return `${JSON.stringify(content)}\n`;
}

/** Throws FormatError naming what is missing or wrong. Fields that it does not know are left out. */
export function readRoomsDocument(text: string, input = 'rooms.json'): RoomsDocument {
  const content = parse(text, input);
  const fail = (problem: string, place?: string) => new FormatError('malformed', input, problem, place);
  const { resolution_m, rooms, restrictions } = content;
  if (!(typeof resolution_m === 'number' && resolution_m > 0))
    throw fail(`should be a number > 0, got ${excerpt(resolution_m)}`, 'resolution_m');
  if (!Array.isArray(rooms)) throw fail(`should be a list, got ${excerpt(rooms)}`, 'rooms');
  try {
    checkDrawable(restrictions as Restrictions);
  } catch (error) {
    throw fail((error as Error).message, 'restrictions');
  }
  const read = rooms.map((room, k) => readRoom((room ?? {}) as Partial<DocumentedRoom>, `rooms[${k}]`, fail));
  return { version: VERSION, frame: 'map', resolution_m, rooms: read, restrictions: restrictions as Restrictions };
}

function parse(text: string, input: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = parseJsonText(text, input);
  } catch (error) {
    if (error instanceof FormatError) throw error;
    throw new FormatError('malformed', input, `is not JSON; it begins with ${excerpt(text.slice(0, 100))}`);
  }
  const content = (value ?? {}) as Record<string, unknown>;
  if (typeof content !== 'object' || !('version' in content) || !('rooms' in content))
    throw new FormatError(
      'foreign',
      input,
      'is no list of rooms: it has no version and rooms; homebound plan writes one',
    );
  if (content.version !== VERSION)
    throw new FormatError('unsupported', input, `is of version ${excerpt(content.version)}; known is ${VERSION}`);
  if (content.frame !== 'map')
    throw new FormatError('unsupported', input, `is in the frame ${excerpt(content.frame)}; known is "map"`);
  return content;
}

type Fail = (problem: string, place: string) => FormatError;

function readRoom(room: Partial<DocumentedRoom>, place: string, fail: Fail): DocumentedRoom {
  const { id, name, type, area_m2, centre, seen, outline, doors, settings } = room;
  if (!Number.isInteger(id)) throw fail(`id should be a whole number, got ${excerpt(id)}`, place);
  if (typeof name !== 'string') throw fail(`name should be a text, got ${excerpt(name)}`, place);
  if (!isRoomType(type)) throw fail(`type should be a type of room, got ${excerpt(type)}`, place);
  if (!isNumber(area_m2)) throw fail(`area_m2 should be a number, got ${excerpt(area_m2)}`, place);
  if (!isNumber(centre?.x) || !isNumber(centre?.y))
    throw fail(`centre should be x and y, got ${excerpt(centre)}`, place);
  if (typeof seen !== 'boolean') throw fail(`seen should be true or false, got ${excerpt(seen)}`, place);
  if (!Array.isArray(outline) || !outline.every(isRing))
    throw fail(`outline should be lists of x, y, x, y …, got ${excerpt(outline)}`, place);
  if (!Array.isArray(doors) || !doors.every(isDoor))
    throw fail(`doors should be a list of to, x, y, width_m, got ${excerpt(doors)}`, place);
  return {
    id: id as number,
    name,
    type,
    area_m2,
    centre: centre as DocumentedRoom['centre'],
    seen,
    outline,
    doors,
    ...(settings && { settings }),
  };
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isRing(ring: unknown): boolean {
  return Array.isArray(ring) && ring.length >= 8 && ring.length % 2 === 0 && ring.every(isNumber);
}

function isDoor(door: Partial<RoomDoor> | null): boolean {
  return [door?.to, door?.x, door?.y, door?.width_m].every(isNumber);
}

/** To a tenth of a millimetre: far finer than a cell, and short to read. */
function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
