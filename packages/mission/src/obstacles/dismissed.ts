import { hypot, type MapWarp } from '@homebound/math';
import { type Dismissal, mostDismissals } from '@homebound/plan';
import type { Obstacle, ObstacleKind } from '@homebound/vision';

/** m beyond the half of its size within which what is seen later is the same: outlines grow and shrink as it is seen. */
const BESIDE_M = 0.1;
/** Heights of one thing differ by so much as it is seen from here and there: m, and a share of its height. */
const HEIGHT_M = 0.01;
const HEIGHT_SHARE = 0.4;
/** What was dismissed when a part of it was seen grows by so much, m: then something else lies beside it. */
const GROWS_M = 0.2;
/** Grown by less it is the same, m. */
const STEP_M = 0.02;
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
  /** By dismissal the obstacle that it was said of, while that is known, and the size that it then had, m. */
  readonly #said = new Map<number, { readonly obstacle: number; readonly radius_m: number }>();
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
    this.#said.clear();
    this.#set(kept.slice(-mostDismissals));
    this.#nextId = kept.reduce((next, { id }) => Math.max(next, id + 1), 1);
  }

  add(obstacle: Obstacle): void {
    const { kind, height_m } = obstacle;
    const place = placeOf(obstacle);
    const one = { id: this.#nextId++, kind, height_m, ...place };
    this.#said.set(one.id, { obstacle: obstacle.id, radius_m: place.radius_m });
    this.#set([...this.#all, one].slice(-mostDismissals));
  }

  /** What was said of this one is taken back. */
  remove(obstacle: Obstacle): void {
    const isOf = (one: Dismissal): boolean => this.#said.get(one.id)?.obstacle === obstacle.id || covers(one, obstacle);
    this.#set(this.#all.filter((one) => !isOf(one)));
  }

  /** @returns whether there was such a one */
  recall(id: number): boolean {
    const left = this.#all.filter((one) => one.id !== id);
    if (left.length === this.#all.length) return false;
    this.#set(left);
    return true;
  }

  /** Whether it was dismissed. What was said of one that is still known holds for all of it, as more of it is seen. */
  has(obstacle: Obstacle): boolean {
    return this.#all.some((one) => this.#grows(one, obstacle) || covers(one, obstacle));
  }

  #grows(one: Dismissal, obstacle: Obstacle): boolean {
    const said = this.#said.get(one.id);
    if (said?.obstacle !== obstacle.id || !isSameKind(one, obstacle)) return false;
    const place = placeOf(obstacle);
    const off_m = hypot(one.x - place.x, one.y - place.y);
    if (off_m > one.radius_m + place.radius_m || place.radius_m > said.radius_m + GROWS_M) return false;
    const { height_m } = obstacle;
    const isMore = place.radius_m > one.radius_m + STEP_M || height_m > one.height_m + STEP_M;
    if (isMore) this.#set(this.#all.map((other) => (other === one ? { ...one, ...place, height_m } : other)));
    return true;
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
    for (const id of this.#said.keys()) if (!all.some((one) => one.id === id)) this.#said.delete(id);
  }
}

function isSameKind({ kind }: Dismissal, seen: Obstacle): boolean {
  return kind === seen.kind || (lying.has(seen.kind) && (lying.has(kind) || feared.has(kind)));
}

/** Whether what is seen is what was dismissed: it lies within its place, as a bigger thing there is another one, and is of its kind and height. */
function covers(one: Dismissal, obstacle: Obstacle): boolean {
  const { x, y, radius_m } = placeOf(obstacle);
  const isThere = hypot(one.x - x, one.y - y) + radius_m <= one.radius_m + BESIDE_M;
  const differs_m = Math.abs(one.height_m - obstacle.height_m);
  return isThere && isSameKind(one, obstacle) && differs_m <= HEIGHT_M + HEIGHT_SHARE * Math.abs(one.height_m);
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
