import { FormatError } from './formatError.ts';

/**
 * Cells of a map that comes from outside: 350 x 350 m at 5 cm, five times the largest of the makers' homes along each side. With its rooms
 * it takes 150 MB, so that no file can have a robot of 512 MB run out of memory.
 */
export const MAX_MAP_CELLS = 50_000_000;

/**
 * Cells of a map that comes from elsewhere and is divided into rooms, which takes 20 bytes of each: 120 x 120 m at 5 cm; the largest of the
 * makers' homes has 0.6 million.
 */
export const MAX_HOME_CELLS = 6_000_000;

/** Throws FormatError for a map, or a picture of one, of more cells than are read. */
export function checkMapSize(width: number, height: number, input: string, place?: string, most = MAX_MAP_CELLS): void {
  if (width * height <= most) return;
  throw new FormatError(
    'unsupported',
    input,
    `spans ${width} x ${height} cells, at most ${most} in all are read: that is no home`,
    place,
  );
}
