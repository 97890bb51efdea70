import { cellX, cellY, centreX, centreY, connectedComponents } from '@homebound/grid';
import { hypot, type MapWarp } from '@homebound/math';
import type { FreeSpace, Point } from '@homebound/plan';
import { areaOf } from './reach.ts';

/** Floor that the robot could reach and now can't. */
export interface LostPart {
  /** Where the way there ends now: the nearest place to look from, map frame, m. */
  readonly x: number;
  readonly y: number;
  /** A point in it. */
  readonly inside: Point;
  readonly area_m2: number;
}

interface Look {
  readonly x: number;
  readonly y: number;
  times: number;
}

/** Less is a chair that was moved, no room that was shut, m². */
const LEAST_M2 = 1;
/** Places to look from that are nearer than this are the same, m, and each is looked from so often. */
const SAME_PLACE_M = 0.6;
const MAX_LOOKS = 2;

/**
 * Remembers what could be reached in this job, so that a door that was shut meanwhile is seen as one: the robot finishes
 * elsewhere, comes back to look again, and in the end can say which floor it could not enter. Map frame.
 */
export class LostFloor {
  #best: FreeSpace | undefined;
  #best_m2 = 0;
  #looks: Look[] = [];

  clear(): void {
    this.#best = undefined;
    this.#best_m2 = 0;
    this.#looks = [];
  }

  /** The map was corrected: what could be reached is learnt again; looks are remembered. */
  moveWith(warp: MapWarp): void {
    this.#best = undefined;
    this.#best_m2 = 0;
    this.#looks = this.#looks.map((look) => ({ ...look, ...warp.movePoint(look.x, look.y) }));
  }

  /** What can be reached now. */
  heard(space: FreeSpace): void {
    const now_m2 = areaOf(space.cleanable, space.resolution_m);
    // What grew less than it was is remembered as it was: the floor behind the door counts on.
    if (now_m2 < this.#best_m2 - LEAST_M2) return;
    this.#best = space;
    this.#best_m2 = now_m2;
  }

  /** Floor that was in reach and no longer is, the largest part first. */
  parts(space: FreeSpace): LostPart[] {
    const best = this.#best;
    if (best === undefined || best === space) return [];
    const lost = lostCells(best, space);
    const { labels, sizes } = connectedComponents(lost, space.width, space.height, 8);
    const parts: LostPart[] = [];
    for (let k = 1; k < sizes.length; k++) {
      const area_m2 = sizes[k] * space.resolution_m * space.resolution_m;
      if (area_m2 < LEAST_M2) continue;
      const view = nearestView(space, labels, k);
      if (view !== undefined) parts.push({ ...view, area_m2 });
    }
    return parts.sort((a, b) => b.area_m2 - a.area_m2);
  }

  /** Whether it is worth driving to a place to look again; counts as a look from now on. */
  mayLook({ x, y }: LostPart): boolean {
    const known = this.#looks.find((look) => hypot(look.x - x, look.y - y) < SAME_PLACE_M);
    const look = known ?? { x, y, times: 0 };
    if (known === undefined) this.#looks.push(look);
    return look.times++ < MAX_LOOKS;
  }
}

/** Cells of the new space on which the robot could stand before, and now can't get to. */
function lostCells(before: FreeSpace, now: FreeSpace): Uint8Array {
  const lost = new Uint8Array(now.standable.length);
  for (let iy = 0, i = 0; iy < now.height; iy++)
    for (let ix = 0; ix < now.width; ix++, i++) {
      if (now.standable[i] !== 0) continue;
      const jx = cellX(before, centreX(now, ix));
      const jy = cellY(before, centreY(now, iy));
      if (jx < 0 || jy < 0 || jx >= before.width || jy >= before.height) continue;
      lost[i] = before.standable[jy * before.width + jx];
    }
  return lost;
}

/** The standable cell in the middle of those beside a lost part: where the way ends. Undefined when the part touches nothing that is in reach. */
function nearestView(
  space: FreeSpace,
  labels: Int32Array,
  part: number,
): Pick<LostPart, 'x' | 'y' | 'inside'> | undefined {
  const { width } = space;
  const rim: Point[] = [];
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] !== part) continue;
    const beside = [i - 1, i + 1, i - width, i + width].find((j) => space.standable[j] === 1);
    if (beside !== undefined) rim.push(pointOf(space, beside));
  }
  const x = rim.reduce((sum, at) => sum + at.x, 0) / rim.length;
  const y = rim.reduce((sum, at) => sum + at.y, 0) / rim.length;
  const off = (at: Point): number => hypot(at.x - x, at.y - y);
  if (rim.length === 0) return undefined;
  const middle = rim.reduce((best, at) => (off(at) < off(best) ? at : best));
  return { ...middle, inside: pointOf(space, labels.indexOf(part)) };
}

function pointOf(space: FreeSpace, cell: number): Point {
  const ix = cell % space.width;
  return { x: centreX(space, ix), y: centreY(space, (cell - ix) / space.width) };
}
