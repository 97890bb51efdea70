import { FormatError } from './formatError.ts';

/**
 * Cells of a map that comes from outside: 350 x 350 m at 5 cm, five times the largest of the makers' homes along each side. With its rooms
 * it takes 150 MB, so that no file can have a robot of 512 MB run out of memory.
 */
export const MAX_MAP_CELLS = 50_000_000;

/** Throws FormatError for a map, or a picture of one, of more cells than are read. */
export function checkMapSize(width: number, height: number, input: string, place?: string): void {
  if (width * height <= MAX_MAP_CELLS) return;
  throw new FormatError(
    'unsupported',
    input,
    `spans ${width} x ${height} cells, at most ${MAX_MAP_CELLS} in all are read: that is no home`,
    place,
  );
}
