import type { GridFrame } from '@homebound/grid';
import type { RoomSettings } from '../job/cleaningJob.ts';
import type { RoomType } from './roomTypes.ts';

/** How a room is to be cleaned whenever it is; what is absent is left to the job. */
export type KeptSettings = Omit<RoomSettings, 'room'>;

/** A room as the household knows it. */
export interface BookRoom {
  /** 1, 2, …: stays its own for as long as the book is kept, and is given to no other room after it is gone. */
  readonly id: number;
  /** `Room 3` until a person names it. Two rooms may have one name: real exports have five called "Flur". */
  readonly name: string;
  readonly type: RoomType;
  readonly settings?: KeptSettings;
  /** As it was seen last. */
  readonly area_m2: number;
  /** Its most open point: farthest from its borders, map frame, m. */
  readonly centre: { readonly x: number; readonly y: number };
  /** Whether the newest map shows it; a room whose door is shut today stays in the book. */
  readonly isSeen: boolean;
  /** A person made one room of several: what lies in it stays one, however a new map would divide it. */
  readonly isJoined: boolean;
}

/** Where a person divides a room: x0, y0, x1, y1, map frame, m. It reaches from wall to wall. */
export type CutLine = readonly [number, number, number, number];

/**
 * What a household keeps of its rooms from map to map: plain data. The cells of a room that is not seen today stay where they
 * were seen last, as far as no other room has them now.
 */
export interface RoomBook extends GridFrame {
  /** Id of the room of each cell, 0 = none; shape [height, width]. */
  readonly labels: Int16Array;
  /** By id. */
  readonly rooms: readonly BookRoom[];
  /** The lines by which a person divided rooms; each new map is divided by them too. */
  readonly cuts: readonly CutLine[];
  /** The next room's id. */
  readonly nextId: number;
}

/** Cells hold ids in 16 bits. A home uses up a few numbers a year. */
export const MAX_ID = 32767;

/** The number after an id. Throws RangeError when there is none left. */
export function idAfter(id: number): number {
  if (id < MAX_ID) return id + 1;
  throw new RangeError(
    `Cannot number another room: all ${MAX_ID} numbers have been given; begin a new book for this floor`,
  );
}

/** What a room is called until a person names it. */
export function defaultName(id: number): string {
  return `Room ${id}`;
}

/** Whether a person has told anything of a room. */
export function isTouched(room: BookRoom): boolean {
  return room.name !== defaultName(room.id) || room.type !== 'other' || room.settings !== undefined || room.isJoined;
}

/** The room with an id. Throws RangeError that lists the rooms there are. */
export function roomOf(book: RoomBook, id: number, what: string): BookRoom {
  const room = book.rooms.find((known) => known.id === id);
  if (room !== undefined) return room;
  const known = book.rooms.map(({ id: number, name }) =>
    name === defaultName(number) ? `${number}` : `${number} (${name})`,
  );
  const there =
    known.length > 0 ? `there are ${known.join(', ')}` : 'no room is known yet: let the robot make a map first';
  throw new RangeError(`Cannot ${what}: there is no room ${id}; ${there}`);
}
