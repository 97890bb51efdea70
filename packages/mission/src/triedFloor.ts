import { cellX, cellY, centreX, centreY, type GridFrame } from '@homebound/grid';
import { hypot, type MapWarp } from '@homebound/math';

/** Side of a counted square, m: a brush is two of them wide. */
const SQUARE_M = 0.1;
/** Strokes over the same square after which what is still dirty there is given up. */
const MAX_TRIES = 3;
/** Floor given up around such a square's centre, m: half a brush, and half a square in which the stroke may lie. */
const REACH_M = 0.15;

interface Square {
  /** Centre. */
  readonly x: number;
  readonly y: number;
  times: number;
}

/**
 * How often each piece of floor was driven for. Rounding, slip and noise leave slivers that no further stroke would clean;
 * counting tries bounds the work: every stroke adds to at least one square, and there are finitely many squares.
 */
export class TriedFloor {
  #tries = new Map<number, Square>();

  clear(): void {
    this.#tries.clear();
  }

  /** Counts one stroke: each square on its path once. Points in the map frame, m, interleaved. */
  add(path_map: Float64Array): void {
    const met = new Set<number>();
    for (let i = 0; i < path_map.length; i += 2) {
      const x1 = path_map[i];
      const y1 = path_map[i + 1];
      const x0 = i === 0 ? x1 : path_map[i - 2];
      const y0 = i === 0 ? y1 : path_map[i - 1];
      const steps = Math.max(1, Math.ceil((2 * hypot(x1 - x0, y1 - y0)) / SQUARE_M));
      for (let k = 0; k <= steps; k++) {
        const x = x0 + ((x1 - x0) * k) / steps;
        const y = y0 + ((y1 - y0) * k) / steps;
        const key = keyAt(x, y);
        if (met.has(key)) continue;
        met.add(key);
        const square = this.#tries.get(key);
        if (square !== undefined) square.times++;
        else this.#tries.set(key, { ...centreAt(x, y), times: 1 });
      }
    }
  }

  /** The map was corrected: each square takes the count of the place that it was, so that none is lost or counted twice over. */
  moveWith(warp: MapWarp): void {
    if (warp.isIdentity) return;
    const moved = new Map<number, Square>();
    for (const { x, y } of this.#tries.values()) {
      const at = warp.movePoint(x, y);
      // The square it falls into and those around it: one of them looks back at it, however the squares lie to each other.
      for (let dy = -SQUARE_M; dy < 2 * SQUARE_M; dy += SQUARE_M)
        for (let dx = -SQUARE_M; dx < 2 * SQUARE_M; dx += SQUARE_M) {
          const key = keyAt(at.x + dx, at.y + dy);
          if (moved.has(key)) continue;
          const centre = centreAt(at.x + dx, at.y + dy);
          const before = warp.pointBefore(centre.x, centre.y);
          const square = this.#tries.get(keyAt(before.x, before.y));
          if (square !== undefined) moved.set(key, { ...centre, times: square.times });
        }
    }
    this.#tries = moved;
  }

  /** Marks what is given up in a mask of the frame. */
  markGivenUp(mask: Uint8Array, frame: GridFrame): void {
    for (const { x, y, times } of this.#tries.values()) {
      if (times < MAX_TRIES) continue;
      const y1 = Math.min(frame.height - 1, cellY(frame, y + REACH_M));
      const x1 = Math.min(frame.width - 1, cellX(frame, x + REACH_M));
      for (let iy = Math.max(0, cellY(frame, y - REACH_M)); iy <= y1; iy++)
        for (let ix = Math.max(0, cellX(frame, x - REACH_M)); ix <= x1; ix++) {
          const dx = centreX(frame, ix) - x;
          const dy = centreY(frame, iy) - y;
          if (dx * dx + dy * dy <= REACH_M * REACH_M) mask[iy * frame.width + ix] = 1;
        }
    }
  }
}

function keyAt(x: number, y: number): number {
  return (Math.floor(x / SQUARE_M) + 0x8000) * 0x10000 + (Math.floor(y / SQUARE_M) + 0x8000);
}

/** The middle of the square around a point. */
function centreAt(x: number, y: number): { readonly x: number; readonly y: number } {
  return { x: (Math.floor(x / SQUARE_M) + 0.5) * SQUARE_M, y: (Math.floor(y / SQUARE_M) + 0.5) * SQUARE_M };
}
