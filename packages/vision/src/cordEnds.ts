import { cos, hypot, sin } from '@homebound/math';
import type { BelievedCell, CellGroup } from './believedCell.ts';
import { keyOf } from './cellKey.ts';
import { CELL_M } from './evidenceTiles.ts';
import { axisOf } from './groupShape.ts';

/** A cord is taken to go on for so long at most, and to bend by so much, m, rad. */
const GOES_ON_M = 0.22;
const BENDS = (120 * Math.PI) / 180;
const RAYS = 17;
/** Something else so near to its end is the next piece of it, or the wall that it comes out of, cells. */
const NEXT = 3;
/** What lies this near to its end tells where it points, m. */
const END_M = 0.12;
/** Less that is unseen is nothing, m. */
const LEAST_M = 0.05;

/**
 * Where a cord may go on that was seen in part: beyond its ends, as far as nobody has looked at the floor there from nearby. Whoever drives round the
 * part that was seen has the rest beside the nose, out of the picture, all the way.
 * @param isBare   whether in a cell bare floor was seen from nearby
 * @param isThere  whether something lies or stands in it
 * @returns  points in the map frame, m, interleaved x, y; none where both ends are seen
 */
export function beyondEnds(cord: CellGroup, isBare: InCell, isThere: InCell): Float64Array {
  const own = new Set(cord.map(({ cx, cy }) => keyOf(cx, cy)));
  const isKnown: InCell = (cx, cy) => isBare(cx, cy) || isThere(cx, cy);
  const { mx, my, ax, ay } = axisOf(cord);
  const along = ({ cx, cy }: BelievedCell): number => (cx - mx) * ax + (cy - my) * ay;
  const points: number[] = [];
  for (const side of [-1, 1]) {
    const end = cord.reduce((most, cell) => (side * along(cell) > side * along(most) ? cell : most));
    if (goesOn(end, (cx, cy) => isThere(cx, cy) && !own.has(keyOf(cx, cy)))) continue;
    points.push(...beyond(end, headingAt(end, cord, { x: side * ax, y: side * ay }), isKnown));
  }
  return Float64Array.from(points);
}

type InCell = (cx: number, cy: number) => boolean;

interface Direction {
  readonly x: number;
  readonly y: number;
}

function goesOn({ cx, cy }: BelievedCell, isAnother: InCell): boolean {
  for (let dy = -NEXT; dy <= NEXT; dy++)
    for (let dx = -NEXT; dx <= NEXT; dx++) if (isAnother(cx + dx, cy + dy)) return true;
  return false;
}

/** Where the cord points at its end: from the middle of its last part to the end; the given where that is one cell. */
function headingAt(end: BelievedCell, cord: CellGroup, otherwise: Direction): Direction {
  const last = cord.filter(({ cx, cy }) => hypot(cx - end.cx, cy - end.cy) * CELL_M <= END_M);
  const x = end.cx - last.reduce((sum, { cx }) => sum + cx, 0) / last.length;
  const y = end.cy - last.reduce((sum, { cy }) => sum + cy, 0) / last.length;
  const length = hypot(x, y);
  return length < 1 ? otherwise : { x: x / length, y: y / length };
}

function beyond(end: BelievedCell, heading: Direction, isKnown: InCell): number[] {
  const points: number[] = [];
  for (let k = 0; k < RAYS; k++) {
    const bend = BENDS * ((2 * k) / (RAYS - 1) - 1);
    const [c, s] = [cos(bend), sin(bend)];
    const [dx, dy] = [c * heading.x - s * heading.y, s * heading.x + c * heading.y];
    let reach = 1;
    while ((reach + 1) * CELL_M <= GOES_ON_M) {
      const isOpen = !isKnown(Math.round(end.cx + (reach + 1) * dx), Math.round(end.cy + (reach + 1) * dy));
      if (!isOpen) break;
      reach++;
    }
    if (reach * CELL_M < LEAST_M) continue;
    points.push((end.cx + 0.5 + reach * dx) * CELL_M, (end.cy + 0.5 + reach * dy) * CELL_M);
  }
  return points;
}
