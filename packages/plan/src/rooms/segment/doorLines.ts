import type { WallCorner } from './wallCorners.ts';
import type { WallFloor } from './wallFloor.ts';

/** A straight line over the floor from a wall's corner to another wall: where a door, or the end of a room, may be. */
export interface DoorLine {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  /** Unit direction and length. */
  readonly ux: number;
  readonly uy: number;
  readonly length: number;
  /** How far walls go on straight beyond both ends, together. */
  readonly wall: number;
}

/** Widest opening between two corners, m: a living room open over its whole side is part of what it opens to. */
const MAX_OPENING_M = 4.5;
/** Widest opening between a corner and the wall opposite, m. */
const MAX_TO_WALL_M = 3;
/** An opening is a mouth of something at least half as deep as it is wide: round the wall it is twice as far. */
const MIN_WAY_ROUND = 2;
/** Sine of how far a line may leave a corner on the wrong side of a wall's own straight extension. */
const SLACK = 0.3;
const RAYS = 9;
/** Shorter lines close nothing, cells. */
const MIN_CELLS = 3;

/** All lines that may part two rooms: between corners that see each other, and from corners to the wall opposite. */
export function findDoorLines(space: WallFloor, corners: readonly WallCorner[]): DoorLine[] {
  const lines: DoorLine[] = [];
  const reach = MAX_OPENING_M / space.cell_m;
  const near = neighbourhoods(corners, reach);
  for (let i = 0; i < corners.length; i++) {
    for (const j of near(corners[i])) if (j > i) addBetween(space, corners[i], corners[j], reach, lines);
    addToWall(space, corners[i], MAX_TO_WALL_M / space.cell_m, lines);
  }
  return lines;
}

/** Corners by squares, so that only those of the nine squares around a corner are looked at. */
function neighbourhoods(corners: readonly WallCorner[], size: number): (c: WallCorner) => number[] {
  const squares = new Map<number, number[]>();
  const square = (x: number, y: number) => Math.floor(x / size) * 0x10000 + Math.floor(y / size);
  corners.forEach(({ x, y }, i) => {
    const own = squares.get(square(x, y));
    if (own) own.push(i);
    else squares.set(square(x, y), [i]);
  });
  return ({ x, y }) => {
    const out: number[] = [];
    for (let dx = -size; dx <= size; dx += size)
      for (let dy = -size; dy <= size; dy += size) out.push(...(squares.get(square(x + dx, y + dy)) ?? []));
    return out;
  };
}

function addBetween(space: WallFloor, a: WallCorner, b: WallCorner, reach: number, out: DoorLine[]): void {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const length = Math.sqrt(dx * dx + dy * dy);
  if (length > reach || length < MIN_CELLS) return;
  const ux = dx / length;
  const uy = dy / length;
  if (!partsFloorAt(a, ux, uy) || !partsFloorAt(b, -ux, -uy)) return;
  const round = Math.abs(a.at - b.at);
  if (a.line === b.line && Math.min(round, a.around - round) < MIN_WAY_ROUND * length) return;
  if (freeWay(space, a.x, a.y, ux, uy, length - 1.5) < length - 1.5) return;
  out.push(doorLine(space, a, ux, uy, length));
}

/** Lines along both walls' straight extensions and the shortest one between those. */
function addToWall(space: WallFloor, c: WallCorner, reach: number, out: DoorLine[]): void {
  let best: DoorLine | undefined;
  for (let k = 0; k < RAYS; k++) {
    const t = k / (RAYS - 1);
    const dx = c.inX * (1 - t) - c.outX * t;
    const dy = c.inY * (1 - t) - c.outY * t;
    const norm = Math.sqrt(dx * dx + dy * dy);
    if (norm < 1e-6) continue;
    const length = freeWay(space, c.x, c.y, dx / norm, dy / norm, reach);
    if (length < MIN_CELLS || length >= reach) continue;
    if (hugsWall(space, c.x, c.y, dx / norm, dy / norm, length)) continue;
    const line = doorLine(space, c, dx / norm, dy / norm, length);
    if (k === 0 || k === RAYS - 1) out.push(line);
    else if (best === undefined || length < best.length) best = line;
  }
  if (best !== undefined) out.push(best);
}

function doorLine(space: WallFloor, { x, y }: WallCorner, ux: number, uy: number, length: number): DoorLine {
  const [x1, y1] = [x + length * ux, y + length * uy];
  const wall = wallBeyond(space, x, y, -ux, -uy) + wallBeyond(space, x1, y1, ux, uy);
  return { x0: x, y0: y, x1, y1, ux, uy, length, wall };
}

/**
 * Whether a line that leaves a corner parts the floor there so that no part sticks out any more: it lies between the
 * straight extensions of the two walls.
 *
 *        :  /            wall up to the corner from below, wall on to the right;
 *        : /  <- parts   dots are the extensions
 *        :/
 *     ...o-----
 *        |
 */
function partsFloorAt(c: WallCorner, ux: number, uy: number): boolean {
  const leftOfIn = c.inX * uy - c.inY * ux;
  const leftOfOut = c.outX * uy - c.outY * ux;
  const alongIn = c.inX * ux + c.inY * uy;
  const againstOut = -(c.outX * ux + c.outY * uy);
  return leftOfIn > -SLACK && leftOfOut > -SLACK && (alongIn > -SLACK || againstOut > -SLACK);
}

/** How far a ray from a wall runs over floor, at most `reach`. */
function freeWay({ core, width, height }: WallFloor, x: number, y: number, ux: number, uy: number, reach: number) {
  for (let s = 1.5; s < reach; s += 0.5) {
    const ix = Math.round(x + s * ux);
    const iy = Math.round(y + s * uy);
    if (ix < 0 || iy < 0 || ix >= width || iy >= height || core[iy * width + ix] === 0) return s;
  }
  return reach;
}

/** A line with a wall this near beside it, cells, over more than such a share runs along a rough wall and closes nothing. */
const HUG_WITHIN = 2;
const MAX_HUGGED = 0.35;
const HUG_FREE_ENDS = 3;

function hugsWall({ core, width }: WallFloor, x: number, y: number, ux: number, uy: number, length: number): boolean {
  let hugged = 0;
  for (let s = HUG_FREE_ENDS; s < length - HUG_FREE_ENDS; s++) {
    let floor = 1;
    for (let k = -HUG_WITHIN; k <= HUG_WITHIN; k++)
      floor &= core[Math.round(y + s * uy + k * ux) * width + Math.round(x + s * ux - k * uy)];
    hugged += 1 - floor;
  }
  return hugged > MAX_HUGGED * length;
}

/** Two metres of wall are as good as ten, m. */
const MAX_WALL_M = 2;
/** A wall is on the line when it is this near to it, and has floor beside it within the other, cells. */
const WALL_WITHIN = 2;
const FLOOR_WITHIN = 6;
const MAX_GAP = 2;

/** How far a ray that goes on behind a corner keeps to a wall. */
function wallBeyond({ core, width, height, cell_m }: WallFloor, x: number, y: number, ux: number, uy: number): number {
  const reach = MAX_WALL_M / cell_m;
  let last = 0;
  for (let s = 1; s <= reach && s - last <= MAX_GAP + 1; s++) {
    let isWall = false;
    let isFloor = false;
    for (let k = -FLOOR_WITHIN; k <= FLOOR_WITHIN; k++) {
      const ix = Math.round(x + s * ux - k * uy);
      const iy = Math.round(y + s * uy + k * ux);
      if (ix >= 0 && iy >= 0 && ix < width && iy < height && core[iy * width + ix] !== 0) isFloor = true;
      else if (k >= -WALL_WITHIN && k <= WALL_WITHIN) isWall = true;
    }
    if (isWall && isFloor) last = s;
  }
  return last;
}
