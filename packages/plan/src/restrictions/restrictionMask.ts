import { centreX, centreY, checkFrame, type GridFrame } from '@homebound/grid';
import { defaultGeometry } from '@homebound/robot';
import type { Line, Restrictions } from './restrictions.ts';
import { distanceBetweenLines, edgeOf, isInside, squaredToLine } from './shapeDistance.ts';

export interface RestrictionOptions {
  /**
   * Kept between the body and what it must not enter, m: where the robot takes itself to be (2 to 3 cm wrong with a lidar that
   * sees far) and how well it keeps to its path (1 to 2 cm) may both err to the same side.
   */
  readonly margin_m?: number;
  /** Thresholds higher than this are walls, m. Default: what the default body's wheels climb. */
  readonly maxClimb_m?: number;
}

/** Cells that the body must not touch; in the frame's shape, 1 = kept out. */
export interface RestrictionMask {
  /** No-go areas, virtual walls and thresholds too high: for `freeSpace(map, { keepOut })`. */
  readonly keepOut: Uint8Array;
  /** Where no mop may go: kept out too while one is on. */
  readonly noMop: Uint8Array;
}

export const DEFAULT_MARGIN_M = 0.05;
/** Numbers in m are good to far better than this: what touches counts as touched. */
const TOUCH_M = 1e-9;

/**
 * Restrictions on a map's cells, never less than drawn: every cell that an area or a line, grown by the margin, touches at all. No
 * path over neighbouring cells, corners included, gets through a wall.
 * Throws RangeError for options out of range.
 */
export function restrictionMask(
  { noGo, noMop, walls, thresholds }: Restrictions,
  frame: GridFrame,
  options: RestrictionOptions = {},
): RestrictionMask {
  const { margin_m = DEFAULT_MARGIN_M, maxClimb_m = defaultGeometry.maxClimb_m } = options;
  checkFrame(frame);
  if (!(margin_m >= 0 && margin_m <= 1))
    throw new RangeError(`Cannot draw restrictions: margin_m should be in [0, 1] m, got ${margin_m}`);
  if (!(maxClimb_m >= 0))
    throw new RangeError(`Cannot draw restrictions: maxClimb_m should be >= 0 m, got ${maxClimb_m}`);
  const mask = {
    keepOut: new Uint8Array(frame.width * frame.height),
    noMop: new Uint8Array(frame.width * frame.height),
  };
  for (const area of noGo) markArea(mask.keepOut, frame, area, margin_m);
  for (const area of noMop) markArea(mask.noMop, frame, area, margin_m);
  for (const line of walls) drawLine(mask.keepOut, frame, line, margin_m);
  for (const { line, height_m } of thresholds)
    if (height_m !== undefined && height_m > maxClimb_m) drawLine(mask.keepOut, frame, line, margin_m);
  return mask;
}

/** Marks with 1 every cell of a mask that an area of interleaved corners, grown by the margin, touches at all. */
export function markArea(mask: Uint8Array, frame: GridFrame, area: ArrayLike<number>, margin_m: number): void {
  const xs = Array.from(area).filter((_, i) => i % 2 === 0);
  const ys = Array.from(area).filter((_, i) => i % 2 === 1);
  const [ix0, ix1] = span(Math.min(...xs), Math.max(...xs), frame.originX_m, frame.resolution_m, frame.width);
  const [iy0, iy1] = span(Math.min(...ys), Math.max(...ys), frame.originY_m, frame.resolution_m, frame.height);
  for (let iy = iy0; iy <= iy1; iy++)
    for (let ix = ix0; ix <= ix1; ix++)
      if (isInside(centreX(frame, ix), centreY(frame, iy), area)) mask[iy * frame.width + ix] = 1;
  // A cell whose centre is outside can only touch the area at its border.
  for (let i = 0; i < area.length; i += 2) drawLine(mask, frame, edgeOf(area, i), margin_m);
}

/** Marks the cells whose squares come within the margin of a line. */
function drawLine(mask: Uint8Array, frame: GridFrame, line: Line, margin_m: number): void {
  const { resolution_m, originX_m, originY_m, width, height } = frame;
  const half = resolution_m / 2;
  const near = margin_m + TOUCH_M;
  const [x0, x1] = [Math.min(line[0], line[2]) - near, Math.max(line[0], line[2]) + near];
  const [y0, y1] = [Math.min(line[1], line[3]) - near, Math.max(line[1], line[3]) + near];
  const [ix0, ix1] = span(x0, x1, originX_m, resolution_m, width);
  const [iy0, iy1] = span(y0, y1, originY_m, resolution_m, height);
  // A square reaches half a cell from its centre to its sides and half a diagonal to its corners.
  const surely2 = (near + half) * (near + half);
  const perhaps2 = (near + Math.SQRT2 * half) * (near + Math.SQRT2 * half);
  for (let iy = iy0; iy <= iy1; iy++)
    for (let ix = ix0; ix <= ix1; ix++) {
      const cell = iy * width + ix;
      const x = centreX(frame, ix);
      const y = centreY(frame, iy);
      const d2 = squaredToLine(x, y, line);
      if (d2 <= surely2 || (d2 <= perhaps2 && distanceToSquare(line, x, y, half) <= near)) mask[cell] = 1;
    }
}

/** Distance from a line to a square; one that is not in it comes nearest to one of its sides. */
function distanceToSquare(line: Line, x: number, y: number, half: number): number {
  if (Math.abs(line[0] - x) <= half && Math.abs(line[1] - y) <= half) return 0;
  const [l, r, b, t] = [x - half, x + half, y - half, y + half];
  return Math.min(
    distanceBetweenLines(line, [l, b, r, b]),
    distanceBetweenLines(line, [r, b, r, t]),
    distanceBetweenLines(line, [r, t, l, t]),
    distanceBetweenLines(line, [l, t, l, b]),
  );
}

/** The cells, first and last, that an interval touches; none when the last comes before the first. */
function span(low: number, high: number, origin: number, resolution_m: number, size: number): [number, number] {
  const first = Math.floor((low - TOUCH_M - origin) / resolution_m);
  const last = Math.floor((high + TOUCH_M - origin) / resolution_m);
  return [Math.max(0, first), Math.min(size - 1, last)];
}
