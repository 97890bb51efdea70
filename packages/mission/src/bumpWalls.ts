import { hypot, type MapWarp, type SE2 } from '@homebound/math';

/** Touches nearer than this to each other may be of one wall, m. */
const NEAR_M = 0.8;
/** So far beyond its outermost touches a wall is believed in, m: half a body. */
const BEYOND_M = 0.2;
/** Sine of the angle by which the line through two touches may differ from the wall that each of them felt. */
const SKEW = 0.4;
/** Cosine of the angle between the ways into it. */
const SAME_SIDE = 0.8;
/** So far beside the line through two touches a third may lie that bears them out, m. */
const BESIDE_M = 0.06;
/** Touches nearer than this to each other say nothing of a line, m. */
const APART_M = 0.08;

interface Touch {
  readonly x: number;
  readonly y: number;
  /** Into the thing, unit length. */
  readonly nx: number;
  readonly ny: number;
}

/** A stretch of wall, map frame, m. */
export interface WallStretch {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/**
 * Walls that the lidar looks through or sees a room in: glass, mirrors. Where the map shows free floor the robot was stopped again
 * and again; touches on a line across the ways into them are one wall. Map frame.
 */
export class BumpWalls {
  #touches: Touch[] = [];

  clear(): void {
    this.#touches = [];
  }

  /** The map was corrected. */
  moveWith(warp: MapWarp): void {
    this.#touches = this.#touches.map(({ x, y, nx, ny }) => {
      const from = warp.movePoint(x - nx, y - ny);
      const to = warp.movePoint(x, y);
      const length = hypot(to.x - from.x, to.y - from.y);
      return { ...to, nx: (to.x - from.x) / length, ny: (to.y - from.y) / length };
    });
  }

  /** The robot at a pose touched what nobody sees at (x, y); the stretches of wall that this makes known. */
  add(at: SE2, x: number, y: number): WallStretch[] {
    const distance = hypot(x - at.x, y - at.y);
    if (distance === 0) return [];
    const touch: Touch = { x, y, nx: (x - at.x) / distance, ny: (y - at.y) / distance };
    const known = this.#touches;
    this.#touches = [...known, touch];
    return known.flatMap((other) => {
      const stretch = stretchOf(touch, other);
      const isBorneOut = stretch !== undefined && known.some((third) => third !== other && liesOn(third, stretch));
      return isBorneOut ? [stretch] : [];
    });
  }
}

/** Whether a third touch is of the same wall: two alone may be the legs of a chair. */
function liesOn({ x, y }: Touch, { x0, y0, x1, y1 }: WallStretch): boolean {
  const length = hypot(x1 - x0, y1 - y0);
  const ux = (x1 - x0) / length;
  const uy = (y1 - y0) / length;
  const along = (x - x0) * ux + (y - y0) * uy;
  const beside = (y - y0) * ux - (x - x0) * uy;
  return along > -NEAR_M && along < length + NEAR_M && Math.abs(beside) < BESIDE_M;
}

function stretchOf(a: Touch, b: Touch): WallStretch | undefined {
  const length = hypot(b.x - a.x, b.y - a.y);
  if (length < APART_M || length > NEAR_M || a.nx * b.nx + a.ny * b.ny < SAME_SIDE) return undefined;
  const ux = (b.x - a.x) / length;
  const uy = (b.y - a.y) / length;
  if (Math.abs(ux * a.nx + uy * a.ny) > SKEW || Math.abs(ux * b.nx + uy * b.ny) > SKEW) return undefined;
  return {
    x0: a.x - BEYOND_M * ux,
    y0: a.y - BEYOND_M * uy,
    x1: b.x + BEYOND_M * ux,
    y1: b.y + BEYOND_M * uy,
  };
}
