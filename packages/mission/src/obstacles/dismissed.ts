import { hypot, type MapWarp } from '@homebound/math';
import { type Dismissal, mostDismissals } from '@homebound/plan';
import type { Obstacle, ObstacleKind } from '@homebound/vision';

/** m beyond the half of its size within which what is seen later is the same: outlines grow and shrink as it is seen. */
const BESIDE_M = 0.1;
/** Heights of one thing differ by so much as it is seen from here and there: m, and a share of its height. */
const HEIGHT_M = 0.01;
const HEIGHT_SHARE = 0.25;
/** What is called one today may be called another tomorrow, as it is seen better. */
const lying: ReadonlySet<string> = new Set(['thing', 'threshold', 'shoe', 'soft', 'toy'] satisfies ObstacleKind[]);
/** What may turn out to be one of those; not the other way round: what must not come under a brush is to be dismissed by its own name. */
const feared: ReadonlySet<string> = new Set(['cable', 'low'] satisfies ObstacleKind[]);

interface Place {
  readonly x: number;
  readonly y: number;
  readonly radius_m: number;
}

/**
 * Where a person said that there is no obstacle. It holds for the place and for what was there: something of another kind or height is an obstacle
 * again. Map frame.
 */
export class Dismissed {
  #all: readonly Dismissal[] = [];
  #nextId = 1;
  #version = 0;

  get all(): readonly Dismissal[] {
    return this.#all;
  }

  /** Goes up with each change. */
  get version(): number {
    return this.#version;
  }

  /** Those of the map that the robot is in. */
  adopt(kept: readonly Dismissal[]): void {
    this.#set(kept.slice(-mostDismissals));
    this.#nextId = kept.reduce((next, { id }) => Math.max(next, id + 1), 1);
  }

  add(obstacle: Obstacle): void {
    const { kind, height_m } = obstacle;
    const one = { id: this.#nextId++, kind, height_m, ...placeOf(obstacle) };
    this.#set([...this.#all, one].slice(-mostDismissals));
  }

  /** What was said of this one is taken back. */
  remove(obstacle: Obstacle): void {
    this.#set(this.#all.filter((one) => !covers(one, obstacle)));
  }

  /** @returns whether there was such a one */
  recall(id: number): boolean {
    const left = this.#all.filter((one) => one.id !== id);
    if (left.length === this.#all.length) return false;
    this.#set(left);
    return true;
  }

  has(obstacle: Obstacle): boolean {
    return this.#all.some((one) => covers(one, obstacle));
  }

  /** The map was corrected. */
  moveWith(warp: MapWarp): void {
    if (this.#all.length > 0) this.#set(this.#all.map((one) => ({ ...one, ...warp.movePoint(one.x, one.y) })));
  }

  clear(): void {
    this.adopt([]);
  }

  #set(all: readonly Dismissal[]): void {
    this.#all = all;
    this.#version++;
  }
}

/** Whether what is seen is what was dismissed: it lies within its place, as a bigger thing there is another one, and is of its kind and height. */
function covers(one: Dismissal, obstacle: Obstacle): boolean {
  const { x, y, radius_m } = placeOf(obstacle);
  const isThere = hypot(one.x - x, one.y - y) + radius_m <= one.radius_m + BESIDE_M;
  const isSameKind =
    one.kind === obstacle.kind || (lying.has(obstacle.kind) && (lying.has(one.kind) || feared.has(one.kind)));
  const differs_m = Math.abs(one.height_m - obstacle.height_m);
  return isThere && isSameKind && differs_m <= HEIGHT_M + HEIGHT_SHARE * Math.abs(one.height_m);
}

/** The circle around the middle of its outline. */
export function placeOf({ outline_map }: Pick<Obstacle, 'outline_map'>): Place {
  const n = outline_map.length >> 1;
  let x = 0;
  let y = 0;
  for (let i = 0; i < 2 * n; i += 2) {
    x += outline_map[i] / n;
    y += outline_map[i + 1] / n;
  }
  let radius_m = 0;
  for (let i = 0; i < 2 * n; i += 2) radius_m = Math.max(radius_m, hypot(outline_map[i] - x, outline_map[i + 1] - y));
  return { x, y, radius_m };
}
