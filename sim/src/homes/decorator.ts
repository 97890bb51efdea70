import { cellX, cellY } from '@homebound/grid';
import { compose, cos, type Rng, type SE2, sin, wrapAngle } from '@homebound/math';
import type { FloorPatch, Shape, Solid } from '../world.ts';
import { type FloorPlan, mainYaw, outwardAt } from './floorPlan.ts';
import type { FloorSpace, Rectangle } from './floorSpace.ts';
import { type Piece, setDown } from './furniture/piece.ts';

/** Gap between a wall and what stands against it, m. */
const GAP_M = 0.015;
const LOOSE_GAP_M = 0.1;
/** Places that are tried for a piece before it is left out. */
const TRIES = 250;

/** Where a piece may go: against a wall with room before it, or into the room with room all round, m. */
export type Where = { readonly wall: number } | { readonly middle: number };

/** Puts furniture into a plan, piece by piece, at random places that suit; keeps what it has put there. */
export class Decorator {
  readonly space: FloorSpace;
  readonly rng: Rng;
  readonly solids: Solid[] = [];
  readonly floor: FloorPatch[] = [];
  readonly #yaw: number;
  readonly #cellsOf: readonly (readonly number[])[];
  readonly #wallCellsOf: readonly (readonly number[])[];
  readonly #counts = new Map<string, number>();
  #later: (() => unknown)[] = [];

  constructor(space: FloorSpace, rng: Rng) {
    this.space = space;
    this.rng = rng;
    this.#yaw = mainYaw(space.plan);
    this.#cellsOf = cellsByRoom(space.plan, () => true);
    this.#wallCellsOf = cellsByRoom(space.plan, (cell) => isAtWall(space.plan, cell));
  }

  /** A name of its own for a thing. */
  nameOf(kind: string): string {
    const n = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, n);
    return `${kind} ${n}`;
  }

  /** Sets a piece down somewhere in a room; where it went, or undefined when it fits nowhere. */
  put(piece: Piece, room: number, where: Where, rng = this.rng): SE2 | undefined {
    for (let k = 0; k < TRIES; k++) {
      const T = 'wall' in where ? this.#atWall(piece, room, rng) : this.#inRoom(room, rng);
      if (T === undefined || !this.space.isFree(elbowRoom(piece, T, where), room)) continue;
      if (this.putAt(piece, T)) return T;
    }
    return undefined;
  }

  /** Sets a piece down at a place unless it does not fit there. */
  putAt(piece: Piece, T_world_piece: SE2, tucked = false): boolean {
    if (!this.space.place(piece, T_world_piece, tucked)) return false;
    this.solids.push(setDown(piece, this.nameOf(piece.kind), T_world_piece));
    return true;
  }

  /** What changes from day to day waits for `finish`: it must not decide where the heavy things stand. */
  later(put: () => unknown): void {
    this.#later.push(put);
  }

  finish(): void {
    for (const put of this.#later) put();
    this.#later = [];
  }

  /** Lays a cable as far as it runs over floor where nothing stands: it ends at the first thing in its way. */
  addCable(cable: Piece, T_world_cable: SE2): void {
    const { frame, floor } = this.space.plan;
    const shapes: Shape[] = [];
    for (const link of cable.shapes) {
      if (link.kind !== 'box') continue;
      const { x, y } = compose(T_world_cable, { x: link.x_m, y: link.y_m, theta: 0 });
      const cell = cellY(frame, y) * frame.width + cellX(frame, x);
      if (floor[cell] !== 1 || this.space.kept[cell] === 1) break;
      if (this.space.blocked[cell] === 0) shapes.push(link);
    }
    if (shapes.length > 1) this.solids.push(setDown({ ...cable, shapes }, this.nameOf(cable.kind), T_world_cable));
  }

  /** Lays a rug around a place, if there is floor under all of it. */
  layRug(kind: string, around: Rectangle, look: Pick<FloorPatch, 'height_m' | 'surface'>): boolean {
    if (!this.space.isFloor(around)) return false;
    const pileYaw_rad = wrapAngle(2 * Math.PI * this.rng.uniform());
    this.floor.push({ name: this.nameOf(kind), outline: cornersOf(around), ...look, pileYaw_rad });
    return true;
  }

  /** A random place in a room, turned along its walls. */
  somewhere(room: number, rng: Rng): SE2 | undefined {
    return this.#inRoom(room, rng);
  }

  /** A random place against a wall of a room for a piece that is not yet set down. */
  beside(piece: Piece, room: number): SE2 | undefined {
    for (let k = 0; k < TRIES; k++) {
      const T = this.#atWall(piece, room, this.rng);
      if (T !== undefined) return T;
    }
    return undefined;
  }

  #inRoom(room: number, rng: Rng): SE2 | undefined {
    const cells = this.#cellsOf[room];
    if (cells.length === 0) return undefined;
    const { x, y } = this.#middleOf(cells[rng.int(cells.length)]);
    return { x, y, theta: wrapAngle(this.#yaw + rng.int(4) * (Math.PI / 2)) };
  }

  /** A place against a random piece of wall, the piece's front to the room. */
  #atWall(piece: Piece, room: number, rng: Rng): SE2 | undefined {
    const cells = this.#wallCellsOf[room];
    if (cells.length === 0) return undefined;
    const cell = cells[rng.int(cells.length)];
    const out = outwardAt(this.space.plan, cell);
    if (out === undefined) return undefined;
    const { x, y } = this.#middleOf(cell);
    // Walls are not quite straight, skirting and sockets stand out: some pieces stand a hand off the wall.
    const gap = GAP_M + rng.int(3) * (LOOSE_GAP_M / 2);
    const way = piece.sizeY_m / 2 + gap - this.space.plan.frame.resolution_m / 2;
    return { x: x + way * cos(out), y: y + way * sin(out), theta: wrapAngle(out - Math.PI / 2) };
  }

  #middleOf(cell: number): { x: number; y: number } {
    const { width, resolution_m, originX_m, originY_m } = this.space.plan.frame;
    const ix = cell % width;
    return {
      x: originX_m + (ix + 0.5) * resolution_m,
      y: originY_m + ((cell - ix) / width + 0.5) * resolution_m,
    };
  }

  /** Room of the floor at a place; 0 where no floor is. */
  roomAt(x_m: number, y_m: number): number {
    const { frame, room } = this.space.plan;
    return room[cellY(frame, y_m) * frame.width + cellX(frame, x_m)] ?? 0;
  }
}

/** The piece's footprint and the room it wants before or around it. */
function elbowRoom({ sizeX_m, sizeY_m }: Piece, T: SE2, where: Where): Rectangle {
  if ('middle' in where)
    return { T_world_rectangle: T, sizeX_m: sizeX_m + 2 * where.middle, sizeY_m: sizeY_m + 2 * where.middle };
  const T_world_rectangle = compose(T, { x: 0, y: where.wall / 2, theta: 0 });
  return { T_world_rectangle, sizeX_m, sizeY_m: sizeY_m + where.wall };
}

/** Corners of a rectangle, counter-clockwise. */
export function cornersOf({ T_world_rectangle: T, sizeX_m, sizeY_m }: Rectangle): Float64Array {
  const [hx, hy] = [sizeX_m / 2, sizeY_m / 2];
  const corners: [number, number][] = [
    [-hx, -hy],
    [hx, -hy],
    [hx, hy],
    [-hx, hy],
  ];
  return Float64Array.from(
    corners.flatMap(([x, y]) => {
      const corner = compose(T, { x, y, theta: 0 });
      return [corner.x, corner.y];
    }),
  );
}

function cellsByRoom(plan: FloorPlan, isWanted: (cell: number) => boolean): number[][] {
  const cells: number[][] = Array.from({ length: plan.roomCount + 1 }, () => []);
  for (let cell = 0; cell < plan.room.length; cell++)
    if (plan.room[cell] > 0 && isWanted(cell)) cells[plan.room[cell]].push(cell);
  return cells;
}

function isAtWall({ floor, frame: { width } }: FloorPlan, cell: number): boolean {
  return floor[cell - 1] === 0 || floor[cell + 1] === 0 || floor[cell - width] === 0 || floor[cell + width] === 0;
}
