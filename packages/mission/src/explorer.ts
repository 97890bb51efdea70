import type { OccupancyGrid } from '@homebound/grid';
import { hypot, type MapWarp } from '@homebound/math';
import { type FreeSpace, findFrontiers, findPath } from '@homebound/plan';
import { lengthOf } from './polyline.ts';

/** View points closer than this are the same one, m. */
const SAME_PLACE_M = 0.3;
/** How often one is looked from. */
const MAX_VISITS = 2;
/** A way shorter than this leads nowhere new, m. */
const SHORTEST_M = 0.05;

interface Visit {
  readonly x: number;
  readonly y: number;
  readonly times: number;
}

/** Leads to the borders of the known floor, the nearest first, to each twice at most: so exploring ends. Map frame. */
export class Explorer {
  #visits: Visit[] = [];

  clear(): void {
    this.#visits = [];
  }

  /** The map was corrected. */
  moveWith(warp: MapWarp): void {
    this.#visits = this.#visits.map((visit) => ({ ...visit, ...warp.movePoint(visit.x, visit.y) }));
  }

  /** The way to the next border, which counts as looked at from now on; undefined when there is none left. */
  wayOn(
    map: OccupancyGrid,
    space: FreeSpace,
    from: { readonly x: number; readonly y: number },
  ): Float64Array | undefined {
    for (const { view } of findFrontiers(map, space, from)) {
      if (!this.#visit(view.x, view.y)) continue;
      const way = findPath(space, from, view);
      if (way.ok && lengthOf(way.path) >= SHORTEST_M) return way.path;
    }
    return undefined;
  }

  /** Counts a visit; false when there were enough already. */
  #visit(x: number, y: number): boolean {
    const k = this.#visits.findIndex((v) => hypot(v.x - x, v.y - y) < SAME_PLACE_M);
    if (k < 0) {
      this.#visits.push({ x, y, times: 1 });
      return true;
    }
    const visit = this.#visits[k];
    if (visit.times >= MAX_VISITS) return false;
    this.#visits[k] = { ...visit, times: visit.times + 1 };
    return true;
  }
}
