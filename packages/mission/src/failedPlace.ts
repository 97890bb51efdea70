import { hypot, type MapWarp } from '@homebound/math';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Failures nearer to each other than this are at one place, m: the body's reach. */
const NEAR_M = 0.3;
/** Failures at one place after which it is left alone for a while, and so much floor around it, m: half a doorway. */
const MANY_TIMES = 3;
const WIDE_BERTH_M = 0.25;
/** m of a stroke that each further failure at one place leaves out. */
const SKIP_M = 0.2;

/** Where the last drive failed and how often it did there in a row: the more often, the more of that place is left alone. Map frame. */
export class FailedPlace {
  #at: Point | undefined;
  /** Failures there after the first. */
  #again = 0;

  clear(): void {
    this.#at = undefined;
    this.#again = 0;
  }

  /** The map was corrected. */
  moveWith(warp: MapWarp): void {
    this.#at = this.#at && warp.movePoint(this.#at.x, this.#at.y);
  }

  /** A drive failed with the robot here. Failures that creep along count as at the place of the first. */
  failedAt({ x, y }: Point): void {
    const isSame = this.#at !== undefined && hypot(x - this.#at.x, y - this.#at.y) < NEAR_M;
    this.#again = isSame ? this.#again + 1 : 0;
    if (!isSame) this.#at = { x, y };
  }

  /** m of the plan to leave out: none the first time, then more and more, so that the robot gets on. */
  get skip_m(): number {
    return SKIP_M * this.#again;
  }

  /** m of floor around the spot that are to be kept clear; undefined while the spot itself is enough. */
  get berth_m(): number | undefined {
    return this.#again >= MANY_TIMES ? WIDE_BERTH_M : undefined;
  }
}
