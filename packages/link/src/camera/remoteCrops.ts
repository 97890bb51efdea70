import type { CropSource, CropWish, ObstacleCrop } from '@homebound/robot';
import type { Message } from '../frames.ts';
import type { Link } from '../link.ts';
import { LinkError } from '../linkError.ts';
import { monotonic_s } from '../motor/bodyClock.ts';
import { readCrop, wishMessage } from './cropMessages.ts';

/** A crop may be on its way for so long after it is no longer wanted, s. */
const ON_ITS_WAY_S = 5;
/** Crops at once and a second: an eye that is well makes two a second. */
const BURST = 16;
const PACE_HZ = 4;
/** Crops that nobody fetches. */
const MOST_WAITING = 16;

/** The mind's end of the crops: an eye in another process is told what is wanted, and nothing else that it sends is taken. */
export class RemoteCrops implements CropSource {
  tellsPeople = false;
  #link: Link | undefined;
  /** When an obstacle was last wanted, s. */
  readonly #wanted_s = new Map<number, number>();
  #wanted: ReadonlySet<number> = new Set();
  #waiting: ObstacleCrop[] = [];
  #tokens = BURST;
  #counted_s = monotonic_s();

  reached(link: Link, tellsPeople: boolean): void {
    this.#link = link;
    this.tellsPeople = tellsPeople;
  }

  /** What is wanted is told anew to whoever comes next: its eye begins with nothing. */
  lost(): void {
    this.#link = undefined;
    this.tellsPeople = false;
    this.#wanted = new Set();
    this.#waiting = [];
    this.#wanted_s.clear();
  }

  want(wishes: readonly CropWish[]): void {
    const now_s = monotonic_s();
    for (const [obstacle, at_s] of this.#wanted_s) if (now_s - at_s > ON_ITS_WAY_S) this.#wanted_s.delete(obstacle);
    for (const { obstacle } of wishes) this.#wanted_s.set(obstacle, now_s);
    const wanted = new Set(wishes.map(({ obstacle }) => obstacle));
    this.#waiting = this.#waiting.filter(({ obstacle }) => wanted.has(obstacle));
    const isNothing = wanted.size === 0 && this.#wanted.size === 0;
    this.#wanted = wanted;
    if (isNothing) return;
    const { head, bytes } = wishMessage(wishes);
    this.#link?.send(head, bytes);
  }

  taken(): readonly ObstacleCrop[] {
    const taken = this.#waiting;
    this.#waiting = [];
    return taken;
  }

  /** Throws LinkError `refused` for what is no crop, for one that nobody asked for, and for too many. */
  take(message: Message): void {
    const crop = readCrop(message);
    if (!this.#wanted_s.has(crop.obstacle))
      throw new LinkError('refused', `Cannot take a crop of obstacle ${crop.obstacle}: nobody asked for it`);
    const now_s = monotonic_s();
    this.#tokens = Math.min(BURST, this.#tokens + PACE_HZ * (now_s - this.#counted_s));
    this.#counted_s = now_s;
    if (this.#tokens < 1) throw new LinkError('refused', `Cannot take crops: more than ${PACE_HZ} a second came`);
    this.#tokens--;
    // One that was on its way when the wish ended.
    if (!this.#wanted.has(crop.obstacle)) return;
    if (this.#waiting.length < MOST_WAITING) this.#waiting.push(crop);
  }
}
