import { compose, hypot, type MapWarp, type SE2 } from '@homebound/math';
import type { FloorRecord, SeenThing } from '@homebound/robot';

/** Something that a detector named, in the map frame. */
export interface NamedThing {
  readonly id: number;
  readonly label: string;
  readonly score: number;
  readonly x: number;
  readonly y: number;
  readonly radius_m: number;
  readonly height_m: number;
  readonly deviation_m: number;
  readonly looks: number;
  readonly firstSeen_s: number;
  readonly lastSeen_s: number;
}

const SAME_M = 0.25;
/** Names are kept for 10 minutes, at most so many. */
const KEEP_S = 600;
const MOST = 200;
/** Share of a new place in the remembered one, when it has not moved. */
const FRESH = 0.4;

/** What a detector said, put together over looks: one entry for each thing. */
export class NamedThings {
  #things: NamedThing[] = [];
  readonly #newId: () => number;

  constructor(newId: () => number) {
    this.#newId = newId;
  }

  all(): readonly NamedThing[] {
    return this.#things;
  }

  /** What was said of something whose middle is that of an outline, or as near to it as a detector errs; the surest first. */
  at(outline_map: Float64Array): readonly NamedThing[] {
    let x = 0;
    let y = 0;
    for (let i = 0; i < outline_map.length; i += 2) {
      x += (2 * outline_map[i]) / outline_map.length;
      y += (2 * outline_map[i + 1]) / outline_map.length;
    }
    return this.#things
      .filter((thing) => hypot(thing.x - x, thing.y - y) < thing.radius_m + thing.deviation_m)
      .sort((a, b) => b.score - a.score);
  }

  add({ things, stamp_s }: FloorRecord, T_map_base: SE2): void {
    for (const seen of things) this.#addOne(seen, stamp_s, T_map_base);
    if (things.length > 0)
      this.#things = this.#things.filter(({ lastSeen_s }) => stamp_s - lastSeen_s < KEEP_S).slice(-MOST);
  }

  moveWith(warp: MapWarp): void {
    this.#things = this.#things.map((thing) => ({ ...thing, ...warp.movePoint(thing.x, thing.y) }));
  }

  #addOne(seen: SeenThing, stamp_s: number, T_map_base: SE2): void {
    const { x, y } = compose(T_map_base, { x: seen.x_m, y: seen.y_m, theta: 0 });
    const { label, score, radius_m, height_m, deviation_m } = seen;
    const sight = { label, radius_m, height_m, deviation_m, lastSeen_s: stamp_s };
    const reach = SAME_M + deviation_m;
    const k = this.#things.findIndex((known) => known.label === label && hypot(known.x - x, known.y - y) < reach);
    if (k < 0) {
      this.#things.push({ id: this.#newId(), ...sight, score, x, y, looks: 1, firstSeen_s: stamp_s });
      return;
    }
    const known = this.#things[k];
    this.#things[k] = {
      ...known,
      ...sight,
      score: Math.max(score, 0.9 * known.score),
      x: known.x + FRESH * (x - known.x),
      y: known.y + FRESH * (y - known.y),
      looks: known.looks + 1,
    };
  }
}
