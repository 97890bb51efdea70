import type { HomeState, RoomBook } from '@homebound/plan';
import { parseJsonText } from './boundedJson.ts';
import { excerpt, FormatError } from './formatError.ts';
import { arrayChunk, type Chunk, chunkArray } from './homeMapFile.ts';
import { checkHome } from './storedHomeShape.ts';

/** Raised when a reader of before would misread what is written now. */
const HOME_VERSION = 1;

/** Names of the chunks: all but the cells as JSON, and the id of each cell's room, [height, width]. */
export const HOME_CHUNKS = ['home', 'home.labels'] as const;

/** Rooms and restrictions as chunks of a home map. Throws RangeError for what could not be read again. */
export function encodeHome(home: HomeState): Chunk[] {
  checkHome(home, (what, problem) => new RangeError(`Cannot write home map: ${what} ${problem}`));
  return [
    { name: HOME_CHUNKS[0], type: 'json', columns: 1, bytes: asciiJson(inOrder(home)) },
    arrayChunk(HOME_CHUNKS[1], home.rooms.labels, home.rooms.width),
  ];
}

/** All but the cells, its fields in one order whatever order they were set in: equal homes give equal bytes. */
function inOrder({ rooms: book, restrictions }: HomeState): object {
  const { width, height, resolution_m, originX_m, originY_m, cuts, nextId } = book;
  const rooms = book.rooms.map(({ id, name, type, settings, area_m2, centre: { x, y }, isSeen, isJoined }) => {
    return { id, name, type, settings, area_m2, centre: { x, y }, isSeen, isJoined };
  });
  const { noGo, noMop, walls } = restrictions;
  const thresholds = restrictions.thresholds.map(({ line, height_m }) => ({ line, height_m }));
  return {
    version: HOME_VERSION,
    rooms: { width, height, resolution_m, originX_m, originY_m, rooms, cuts, nextId },
    restrictions: { noGo, noMop, walls, thresholds },
  };
}

/**
 * Rooms and restrictions in the chunks of a home map; `undefined` for a map without, as they were written before there were any.
 * Throws FormatError naming the input, the chunk and what to do.
 */
export function decodeHome(chunks: ReadonlyMap<string, Chunk>, input: string): HomeState | undefined {
  const [json, cells] = HOME_CHUNKS.map((name) => chunks.get(name));
  if (json === undefined && cells === undefined) return undefined;
  if (json === undefined || cells === undefined)
    throw new FormatError(
      'missing',
      input,
      `has one of the chunks "${HOME_CHUNKS.join('" and "')}" without the other; take an earlier revision of the map`,
    );
  const { version, rooms, restrictions } = parseObject(json, input);
  if (typeof version === 'number' && version > HOME_VERSION)
    throw new FormatError(
      'unsupported',
      input,
      `its rooms were written by a newer Homebound (format ${version}, this one reads up to ${HOME_VERSION}); update, or take an earlier revision`,
    );
  const fail = (what: string, problem: string) =>
    new FormatError('malformed', input, `${problem}; take an earlier revision`, what);
  if (version !== HOME_VERSION)
    throw fail('chunk "home", version', `should be ${HOME_VERSION}, got ${excerpt(version)}`);
  if (typeof rooms !== 'object' || rooms === null)
    throw fail('chunk "home", rooms', `should be an object, got ${excerpt(rooms)}`);
  const book = rooms as Omit<RoomBook, 'labels'>;
  const labels = chunkArray(cells, 'i2', book.width);
  if (labels === undefined || !(book.width > 0))
    throw fail('chunk "home.labels"', `should hold i2 in rows of ${excerpt(book.width)}`);
  const home = { rooms: { ...book, labels }, restrictions } as HomeState;
  checkHome(home, fail);
  return home;
}

/** JSON in ASCII alone, which every reader takes for what it is. */
export function asciiJson(value: object): Uint8Array {
  const text = JSON.stringify(value).replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** Characters that are made of bytes at a time: as many arguments as any engine takes. */
const PIECE = 8192;

/** The value of a chunk of JSON, parsed only. Throws FormatError where it is none. */
export function parseJson({ name, bytes }: Chunk, input: string): unknown {
  // In pieces: a text that grows by a character at a time takes thirty times its size.
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += PIECE) pieces.push(String.fromCharCode(...bytes.subarray(at, at + PIECE)));
  try {
    return parseJsonText(pieces.join(''), input);
  } catch (error) {
    if (error instanceof FormatError) throw error;
    throw new FormatError('malformed', input, 'is not JSON; take an earlier revision', `chunk "${name}"`);
  }
}

function parseObject(chunk: Chunk, input: string): Record<string, unknown> {
  const value = parseJson(chunk, input);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  const problem = `should be an object, got ${excerpt(value)}; take an earlier revision`;
  throw new FormatError('malformed', input, problem, `chunk "${chunk.name}"`);
}
