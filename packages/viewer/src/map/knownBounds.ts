import { type GridPatch, isSnapshot } from '@homebound/wire';
import type { Bounds } from './mapCamera.ts';

/** The rectangle, in m, around all cells that were ever known; grows with the patches, begins anew with a snapshot. */
export class KnownBounds {
  #bounds: Bounds | undefined;

  get bounds(): Bounds | undefined {
    return this.#bounds;
  }

  clear(): void {
    this.#bounds = undefined;
  }

  /** @returns whether the rectangle grew */
  add(patch: GridPatch): boolean {
    if (isSnapshot(patch)) this.#bounds = undefined;
    let { minX, minY, maxX, maxY } = this.#bounds ?? {
      minX: Infinity,
      minY: Infinity,
      maxX: -Infinity,
      maxY: -Infinity,
    };
    const { resolution_m: r, originX_m, originY_m } = patch.frame;
    let i = 0;
    for (const rect of patch.rects)
      for (let iy = rect.iy; iy < rect.iy + rect.height; iy++)
        for (let ix = rect.ix; ix < rect.ix + rect.width; ix++, i++) {
          if (patch.cells[i] < 0) continue;
          minX = Math.min(minX, originX_m + ix * r);
          maxX = Math.max(maxX, originX_m + (ix + 1) * r);
          minY = Math.min(minY, originY_m + iy * r);
          maxY = Math.max(maxY, originY_m + (iy + 1) * r);
        }
    const before = this.#bounds;
    if (minX > maxX) return false;
    this.#bounds = { minX, minY, maxX, maxY };
    return before === undefined || minX < before.minX || minY < before.minY || maxX > before.maxX || maxY > before.maxY;
  }
}
