import { cellX, cellY, centreX, centreY, type GridFrame } from '@homebound/grid';
import { hypot } from '@homebound/math';

/** Side of a counted square, m: a brush is two of them wide. */
const SQUARE_M = 0.1;
/** Strokes over the same square after which what is still dirty there is given up. */
const MAX_TRIES = 3;
/** Floor given up around such a square's centre, m: half a brush. */
const REACH_M = 0.1;

/**
 * How often each piece of floor was driven for. Rounding, slip and noise leave slivers that no further stroke would clean;
 * counting tries bounds the work: every stroke adds to at least one square, and there are finitely many squares.
 */
export class TriedFloor {
  readonly #tries = new Map<number, { readonly x: number; readonly y: number; times: number }>();

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
        const ix = Math.floor((x0 + ((x1 - x0) * k) / steps) / SQUARE_M);
        const iy = Math.floor((y0 + ((y1 - y0) * k) / steps) / SQUARE_M);
        const key = (ix + 0x8000) * 0x10000 + (iy + 0x8000);
        if (met.has(key)) continue;
        met.add(key);
        const square = this.#tries.get(key);
        if (square !== undefined) square.times++;
        else this.#tries.set(key, { x: (ix + 0.5) * SQUARE_M, y: (iy + 0.5) * SQUARE_M, times: 1 });
      }
    }
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
