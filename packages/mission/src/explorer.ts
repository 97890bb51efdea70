import type { OccupancyGrid } from '@homebound/grid';
import { hypot, type MapWarp } from '@homebound/math';
import { type FreeSpace, findFrontiers, findPath, type Point } from '@homebound/plan';
import { firstPart, lengthOf } from './polyline.ts';

/** View points closer than this are the same one, m. */
const SAME_PLACE_M = 0.3;
/**
 * What is not seen from a view point is not seen from one so near to it either, m: a black wall, a pane. Of wide borders first,
 * since lanes will lead past the rest.
 */
const SEEN_FROM_M = { wide: 1, any: 0.5 } as const;
/** The place that it set out for may shift so far as more of the border is seen, m. */
const SAME_TARGET_M = 0.6;
/** How often the robot sets out for a place and comes no nearer. It looks from there once: what it did not see then, it will see when it cleans there. */
const MAX_STARTS = 4;
/** A way shorter than this leads nowhere new, m. */
const SHORTEST_M = 0.05;
/** Way driven before it looks whether there is still something to see, m: a border is mostly seen from afar. */
const PIECE_M = 2;
/** It has come nearer to a place when the way there is so much shorter, m. */
const NEARER_M = 1;
/** A border at least so long is more than a nook behind furniture, m: it shows a room, or much of one. */
const WIDE_M = 0.6;
/** One shorter than this shows next to nothing that the body could enter, m: its diameter is 0.34. */
const NARROW_M = 0.45;

interface Visit {
  readonly x: number;
  readonly y: number;
  readonly isSeen: boolean;
  /** Times that it set out and had come no nearer since the time before. */
  readonly starts: number;
  /** Length of the shortest way there so far, m. */
  readonly left_m: number;
}

/** Leads to the borders of the known floor, the nearest first, to each a few times at most: so exploring ends. Map frame. */
export class Explorer {
  #visits: Visit[] = [];
  #target: Point | undefined;

  clear(): void {
    this.#visits = [];
    this.#target = undefined;
  }

  /** The map was corrected. */
  moveWith(warp: MapWarp): void {
    this.#visits = this.#visits.map((visit) => ({ ...visit, ...warp.movePoint(visit.x, visit.y) }));
    this.#target = this.#target && warp.movePoint(this.#target.x, this.#target.y);
  }

  /**
   * The way towards the next border; undefined when there is none left.
   * @param onlyWide  leaves out nooks: they will be seen when the robot cleans beside them
   */
  wayOn(map: OccupancyGrid, space: FreeSpace, from: Point, onlyWide: boolean): Float64Array | undefined {
    const minLength_m = onlyWide ? WIDE_M : NARROW_M;
    const views = findFrontiers(map, space, from, { minLength_m }).map(({ view }) => view);
    // On to where it set out for, as long as there is something to see: else two borders take turns in being the nearest.
    const target = views.find((view) => isNear(view, this.#target, SAME_TARGET_M));
    for (const view of target === undefined ? views : [target, ...views]) {
      const way = findPath(space, from, view);
      const left_m = way.ok ? lengthOf(way.path) : 0;
      if (!way.ok || left_m < SHORTEST_M || !this.#counts(view, left_m, onlyWide)) continue;
      this.#target = view;
      return firstPart(way.path, PIECE_M);
    }
    return undefined;
  }

  /** Counts that it sets out for a place, and whether the next piece of way gets there; false when that was often enough. */
  #counts(view: Point, left_m: number, onlyWide: boolean): boolean {
    const seenFrom_m = onlyWide ? SEEN_FROM_M.wide : SEEN_FROM_M.any;
    const isKnown = (visit: Visit): boolean => isOver(visit) && isNear(visit, view, seenFrom_m);
    if (this.#visits.some(isKnown)) return false;
    let k = this.#visits.findIndex((visit) => isNear(visit, view, SAME_PLACE_M));
    if (k < 0) k = this.#visits.push({ ...view, isSeen: false, starts: 0, left_m: Number.POSITIVE_INFINITY }) - 1;
    const visit = this.#visits[k];
    const isNearer = left_m < visit.left_m - NEARER_M;
    this.#visits[k] = {
      ...visit,
      isSeen: left_m <= PIECE_M,
      starts: isNearer ? visit.starts : visit.starts + 1,
      left_m: Math.min(left_m, visit.left_m),
    };
    return true;
  }
}

/** Nothing more is to be had from there. */
function isOver({ isSeen, starts }: Visit): boolean {
  return isSeen || starts >= MAX_STARTS;
}

function isNear(a: Point, b: Point | undefined, within_m: number): boolean {
  return b !== undefined && hypot(a.x - b.x, a.y - b.y) < within_m;
}
