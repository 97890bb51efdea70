import type { Rng } from '@homebound/math';
import type { FloorPlan } from './floorPlan.ts';

export type RoomType = 'corridor' | 'living' | 'dining' | 'kitchen' | 'bath' | 'bedroom' | 'study' | 'store';

export interface HomeRoom {
  /** Number of the room in the floor plan, from 1. */
  readonly id: number;
  readonly type: RoomType;
  readonly area_m2: number;
  /** A cell's centre in it, near its middle, m. */
  readonly x_m: number;
  readonly y_m: number;
}

/** Rooms smaller than this hold brooms, m². */
const STORE_M2 = 3;
/** A corridor is this much longer than wide, or joins this many rooms on little floor. */
const CORRIDOR_LENGTHS = 3;
const CORRIDOR_DOORS = 3;
const CORRIDOR_M2 = 14;

/**
 * What each room is for: corridors by shape and doors, then by size: the largest is lived in, the smallest washed in, and
 * the rest as homes go, by the dice where more than one is likely.
 */
export function roomTypes(plan: FloorPlan, rng: Rng): HomeRoom[] {
  const shapes = Array.from({ length: plan.roomCount }, (_, i) => shapeOf(plan, i + 1));
  const types = new Map<number, RoomType>();
  for (const shape of shapes) {
    if (shape.area_m2 < STORE_M2) types.set(shape.id, 'store');
    else if (isCorridor(shape)) types.set(shape.id, 'corridor');
  }
  const rest = shapes.filter(({ id }) => !types.has(id)).sort((a, b) => b.area_m2 - a.area_m2);
  const wish = wishesFor(rest.length, rng);
  for (const [k, shape] of rest.entries()) types.set(shape.id, wish[k]);
  return shapes.map(({ id, area_m2, x_m, y_m }) => ({ id, area_m2, x_m, y_m, type: types.get(id) ?? 'living' }));
}

/** Types for rooms sorted by size, the largest first. */
function wishesFor(count: number, rng: Rng): RoomType[] {
  if (count <= 1) return ['living'];
  if (count === 2) return ['living', 'bath'];
  const middle: RoomType[] = ['kitchen', 'bedroom'];
  const more: RoomType[] = ['bedroom', 'study', 'dining', 'bath', 'bedroom'];
  for (let k = 0; middle.length < count - 2; k++) middle.push(more[k % more.length]);
  for (let k = middle.length - 1; k > 0; k--) {
    const other = rng.int(k + 1);
    [middle[k], middle[other]] = [middle[other], middle[k]];
  }
  return ['living', ...middle.slice(0, count - 2), 'bath'];
}

interface RoomShape extends Omit<HomeRoom, 'type'> {
  readonly doors: number;
  /** Longest over shortest extent, by second moments. */
  readonly lengths: number;
}

function isCorridor({ area_m2, doors, lengths }: RoomShape): boolean {
  return area_m2 < 2 * CORRIDOR_M2 && (lengths > CORRIDOR_LENGTHS || (doors > CORRIDOR_DOORS && area_m2 < CORRIDOR_M2));
}

function shapeOf({ frame, room, doorways }: FloorPlan, id: number): RoomShape {
  const { width, resolution_m, originX_m, originY_m } = frame;
  let [n, sx, sy, sxx, sxy, syy] = [0, 0, 0, 0, 0, 0];
  for (let cell = 0; cell < room.length; cell++) {
    if (room[cell] !== id) continue;
    const ix = cell % width;
    const iy = Math.floor(cell / width);
    n++;
    sx += ix;
    sy += iy;
    sxx += ix * ix;
    sxy += ix * iy;
    syy += iy * iy;
  }
  const [mx, my] = [sx / n, sy / n];
  const [a, b, c] = [sxx / n - mx * mx, sxy / n - mx * my, syy / n - my * my];
  const spread = Math.sqrt((a - c) * (a - c) + 4 * b * b);
  const lengths = Math.sqrt((a + c + spread) / Math.max(1e-9, a + c - spread));
  const middle = nearestOf(room, width, id, mx, my);
  return {
    id,
    area_m2: n * resolution_m * resolution_m,
    x_m: originX_m + ((middle % width) + 0.5) * resolution_m,
    y_m: originY_m + (Math.floor(middle / width) + 0.5) * resolution_m,
    doors: doorways.filter(({ rooms }) => rooms.includes(id)).length,
    lengths,
  };
}

function nearestOf(room: Int32Array, width: number, id: number, x: number, y: number): number {
  let [best, found] = [Number.POSITIVE_INFINITY, 0];
  for (let cell = 0; cell < room.length; cell++) {
    if (room[cell] !== id) continue;
    const dx = (cell % width) - x;
    const dy = Math.floor(cell / width) - y;
    if (dx * dx + dy * dy >= best) continue;
    best = dx * dx + dy * dy;
    found = cell;
  }
  return found;
}
