import { cellX, cellY, connectedComponents, distanceToCells, type GridFrame } from '@homebound/grid';
import { compose, cos, type SE2, sin } from '@homebound/math';
import type { RobotGeometry } from '@homebound/robot';
import type { Shape } from '../world.ts';
import { shapeOutline } from '../worlds/shapeOutline.ts';
import type { FloorPlan } from './floorPlan.ts';
import type { Piece } from './furniture/piece.ts';

/** Half of a way that furniture leaves open: the robot's radius and a hand's breadth. */
const PASSAGE_HALF_M = 0.225;
/** What a piece may change is looked at this far around it, m. */
const WINDOW_M = 1.3;

/** A rectangle on the floor, m: around the origin of `T`, its sides along the axes of that frame. */
export interface Rectangle {
  readonly T_world_rectangle: SE2;
  readonly sizeX_m: number;
  readonly sizeY_m: number;
}

/** What stands where, while a home is furnished: keeps things apart and the ways between rooms open. */
export class FloorSpace {
  readonly plan: FloorPlan;
  /** 1: nothing more may stand here. Walls, furniture with its overhangs. */
  readonly taken: Uint8Array;
  /** 1: kept free of all things: before doors and the dock. */
  readonly kept: Uint8Array;
  /** 1: the robot's body cannot be here. */
  readonly blocked: Uint8Array;
  readonly #band: RobotGeometry;

  constructor(plan: FloorPlan, band: RobotGeometry) {
    this.plan = plan;
    this.#band = band;
    this.taken = plan.floor.map((value) => 1 - value);
    this.blocked = this.taken.slice();
    this.kept = new Uint8Array(plan.floor.length);
  }

  keepFree(rectangle: Rectangle): void {
    this.#each(rectangle, (cell) => {
      this.kept[cell] = 1;
    });
  }

  keepFreeAround(x_m: number, y_m: number, radius_m: number): void {
    const size = 2 * radius_m;
    const T_world_rectangle = { x: x_m, y: y_m, theta: 0 };
    this.#each({ T_world_rectangle, sizeX_m: size, sizeY_m: size }, (cell, dx, dy) => {
      if (dx * dx + dy * dy <= radius_m * radius_m) this.kept[cell] = 1;
    });
  }

  /** Whether a rectangle lies on floor (of one room, if asked for) where nothing stands and nothing is kept free. */
  isFree(rectangle: Rectangle, room?: number): boolean {
    const { taken, kept, plan } = this;
    return this.#every(
      rectangle,
      (cell) => taken[cell] === 0 && kept[cell] === 0 && (room === undefined || plan.room[cell] === room),
    );
  }

  /** Whether it lies on floor; things may stand on it. */
  isFloor(rectangle: Rectangle): boolean {
    return this.#every(rectangle, (cell) => this.plan.floor[cell] === 1 && this.kept[cell] === 0);
  }

  /**
   * Sets a piece down unless that would touch a body, block a way or cut floor off; says whether it did.
   * @param tucked it may stand under the overhang of others: a chair at a table
   */
  place(piece: Piece, T_world_piece: SE2, tucked = false): boolean {
    const rectangle = { T_world_rectangle: T_world_piece, sizeX_m: piece.sizeX_m, sizeY_m: piece.sizeY_m };
    if (!tucked && !this.isFree(rectangle)) return false;
    const body = this.#cellsOfBody(piece.shapes, T_world_piece);
    if (body === undefined || (tucked && !this.#every(rectangle, (cell) => this.kept[cell] === 0))) return false;
    if (!this.#keepsWaysOpen(rectangle, body)) return false;
    this.#take(rectangle, body);
    return true;
  }

  /** As `place`, for a leaf in the frame of its hinge, whose end there is in the wall: it may stand where floor is kept free. */
  placeDoor(leaf: Piece, T_world_hinge: SE2): boolean {
    const T_world_rectangle = compose(T_world_hinge, { x: leaf.sizeX_m / 2, y: 0, theta: 0 });
    const rectangle = { T_world_rectangle, sizeX_m: leaf.sizeX_m, sizeY_m: leaf.sizeY_m };
    const all = this.#cellsTouched(leaf.shapes, T_world_hinge);
    const body = all.filter((cell) => this.blocked[cell] === 0);
    // A third of the leaf may touch jamb and wall.
    if (body.length < 0.66 * all.length || body.some((cell) => this.taken[cell] === 1)) return false;
    if (!this.#keepsWaysOpen(rectangle, body)) return false;
    this.#take(rectangle, body);
    return true;
  }

  /** As `place`, for what stands in the way with all of a rectangle: a hole in the floor. */
  placeBlock(rectangle: Rectangle): boolean {
    if (!this.isFree(rectangle)) return false;
    const body: number[] = [];
    this.#each(rectangle, (cell) => {
      body.push(cell);
    });
    if (!this.#keepsWaysOpen(rectangle, body)) return false;
    this.#take(rectangle, body);
    return true;
  }

  #take(rectangle: Rectangle, body: readonly number[]): void {
    for (const cell of body) this.blocked[cell] = this.taken[cell] = 1;
    this.#each(rectangle, (cell) => {
      this.taken[cell] = 1;
    });
  }

  /** Cells that the shapes take from the robot's body; undefined when one of them stands in something already. */
  #cellsOfBody(shapes: readonly Shape[], T_world_piece: SE2): number[] | undefined {
    const cells = this.#cellsTouched(shapes, T_world_piece);
    return cells.some((cell) => this.blocked[cell] === 1) ? undefined : cells;
  }

  #cellsTouched(shapes: readonly Shape[], T_world_piece: SE2): number[] {
    const cells = new Set<number>();
    for (const shape of shapes) {
      if (shape.z0_m >= this.#band.bodyHeight_m || shape.z1_m <= this.#band.maxClimb_m) continue;
      eachCellTouched(this.plan.frame, shapeOutline(shape, T_world_piece), (cell) => cells.add(cell));
    }
    return [...cells];
  }

  /**
   * Whether every place that a body of PASSAGE_HALF_M can reach stays in reach of the others, but those at the piece itself.
   * Looked at in a window: what hangs together there must go on to; ways round outside do not count.
   */
  #keepsWaysOpen({ T_world_rectangle: T, sizeX_m, sizeY_m }: Rectangle, body: readonly number[]): boolean {
    if (body.length === 0) return true;
    const { frame } = this.plan;
    const reach = Math.sqrt(sizeX_m * sizeX_m + sizeY_m * sizeY_m) / 2 + WINDOW_M;
    const x0 = Math.max(0, cellX(frame, T.x - reach));
    const y0 = Math.max(0, cellY(frame, T.y - reach));
    const width = Math.min(frame.width - 1, cellX(frame, T.x + reach)) - x0 + 1;
    const height = Math.min(frame.height - 1, cellY(frame, T.y + reach)) - y0 + 1;
    const before = new Uint8Array(width * height);
    for (let iy = 0; iy < height; iy++)
      for (let ix = 0; ix < width; ix++) before[iy * width + ix] = this.blocked[(y0 + iy) * frame.width + x0 + ix];
    const after = before.slice();
    for (const cell of body) {
      const ix = (cell % frame.width) - x0;
      const iy = Math.floor(cell / frame.width) - y0;
      if (ix >= 0 && iy >= 0 && ix < width && iy < height) after[iy * width + ix] = 1;
    }
    const half = PASSAGE_HALF_M / frame.resolution_m;
    const waysBefore = connectedComponents(clearOf(before, width, height, half), width, height);
    const waysAfter = connectedComponents(clearOf(after, width, height, half), width, height);
    return sameWays(waysBefore.labels, waysAfter.labels, (cell) => {
      const x = frame.originX_m + (x0 + (cell % width) + 0.5) * frame.resolution_m - T.x;
      const y = frame.originY_m + (y0 + Math.floor(cell / width) + 0.5) * frame.resolution_m - T.y;
      const along = x * cos(T.theta) + y * sin(T.theta);
      const across = y * cos(T.theta) - x * sin(T.theta);
      return Math.abs(along) < sizeX_m / 2 + 0.05 && Math.abs(across) < sizeY_m / 2 + 0.05;
    });
  }

  /** Visits the cells whose centre lies in a rectangle, until one visit answers false; whether none did. */
  #each(
    { T_world_rectangle: T, sizeX_m, sizeY_m }: Rectangle,
    visit: (cell: number, dx: number, dy: number) => boolean | undefined,
  ): boolean {
    const { frame } = this.plan;
    const [c, s] = [cos(T.theta), sin(T.theta)];
    const [hx, hy] = [sizeX_m / 2, sizeY_m / 2];
    const [rx, ry] = [Math.abs(c) * hx + Math.abs(s) * hy, Math.abs(s) * hx + Math.abs(c) * hy];
    for (let iy = Math.max(0, cellY(frame, T.y - ry)); iy <= Math.min(frame.height - 1, cellY(frame, T.y + ry)); iy++)
      for (
        let ix = Math.max(0, cellX(frame, T.x - rx));
        ix <= Math.min(frame.width - 1, cellX(frame, T.x + rx));
        ix++
      ) {
        const dx = frame.originX_m + (ix + 0.5) * frame.resolution_m - T.x;
        const dy = frame.originY_m + (iy + 0.5) * frame.resolution_m - T.y;
        if (Math.abs(c * dx + s * dy) > hx || Math.abs(c * dy - s * dx) > hy) continue;
        if (visit(iy * frame.width + ix, dx, dy) === false) return false;
      }
    return true;
  }

  #every(rectangle: Rectangle, test: (cell: number) => boolean): boolean {
    return this.#isInside(rectangle) && this.#each(rectangle, test);
  }

  /** Whether its corners lie in the plan. */
  #isInside({ T_world_rectangle: T, sizeX_m, sizeY_m }: Rectangle): boolean {
    const { frame } = this.plan;
    return [-1, 1].every((i) =>
      [-1, 1].every((j) => {
        const { x, y } = compose(T, { x: (i * sizeX_m) / 2, y: (j * sizeY_m) / 2, theta: 0 });
        const [ix, iy] = [cellX(frame, x), cellY(frame, y)];
        return ix >= 0 && iy >= 0 && ix < frame.width && iy < frame.height;
      }),
    );
  }
}

/** 1 where the centre of a body of that radius (in cells) may be. */
function clearOf(blocked: Uint8Array, width: number, height: number, half: number): Uint8Array {
  const distance = distanceToCells(blocked, width, height);
  const clear = new Uint8Array(distance.length);
  for (let cell = 0; cell < clear.length; cell++) clear[cell] = distance[cell] >= half ? 1 : 0;
  return clear;
}

/** Whether what was one way is still one, and not gone, but for cells that are `own` to what was set down or near it. */
function sameWays(before: Int32Array, after: Int32Array, isOwn: (cell: number) => boolean): boolean {
  const now = new Map<number, number>();
  for (let cell = 0; cell < before.length; cell++) {
    if (before[cell] === 0 || after[cell] === 0 || isOwn(cell)) continue;
    const was = now.get(before[cell]);
    if (was === undefined) now.set(before[cell], after[cell]);
    else if (was !== after[cell]) return false;
  }
  return true;
}

/** Visits the cells that a convex outline touches, thin as it may be. */
function eachCellTouched(frame: GridFrame, outline: Float64Array, visit: (cell: number) => void): void {
  let [x0, y0, x1, y1] = [outline[0], outline[1], outline[0], outline[1]];
  for (let i = 2; i < outline.length; i += 2) {
    x0 = Math.min(x0, outline[i]);
    x1 = Math.max(x1, outline[i]);
    y0 = Math.min(y0, outline[i + 1]);
    y1 = Math.max(y1, outline[i + 1]);
  }
  const half = frame.resolution_m / 2 - 1e-6;
  for (let iy = Math.max(0, cellY(frame, y0)); iy <= Math.min(frame.height - 1, cellY(frame, y1)); iy++)
    for (let ix = Math.max(0, cellX(frame, x0)); ix <= Math.min(frame.width - 1, cellX(frame, x1)); ix++) {
      const x = frame.originX_m + (ix + 0.5) * frame.resolution_m;
      const y = frame.originY_m + (iy + 0.5) * frame.resolution_m;
      let isTouched = true;
      for (let i = 0, j = outline.length - 2; i < outline.length && isTouched; j = i, i += 2) {
        const ex = outline[i] - outline[j];
        const ey = outline[i + 1] - outline[j + 1];
        isTouched = ex * (y - outline[j + 1]) - ey * (x - outline[j]) + half * (Math.abs(ex) + Math.abs(ey)) >= 0;
      }
      if (isTouched) visit(iy * frame.width + ix);
    }
}
