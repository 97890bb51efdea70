import { angleDiff, type SE2, wrapAngle } from '@homebound/math';

/** A corrected map takes this long to come in, s: short enough to wait for, long enough to be seen as a move. */
const DURATION_S = 0.6;
/** Up to here hardly anything is seen of the new picture: a further correction joins in. */
const JOINS_UNTIL = 0.25;

/** How far the drawing has come from the map as it was to the map as it is; each in [0, 1]. */
export interface Progress {
  /** Share of the way that what moves has gone. */
  readonly way: number;
  /** Opacity of the old picture, which lies below; it goes when the new one hides it. */
  readonly before: number;
  /** Opacity of the new picture. */
  readonly now: number;
}

/** Part of the map's drawing that does not jump when the map is corrected. */
export interface Mover {
  /** Keeps what is drawn now: from there it moves to what is set next. */
  hold(): void;
  /** Draws the progress; at the end what was held is given back. */
  progress(progress: Progress): void;
}

/** Smootherstep: it begins and ends so gently that what comes a moment late is not missed. */
export function eased(t: number): number {
  const u = Math.min(1, Math.max(0, t));
  return u * u * u * (10 - 15 * u + 6 * u * u);
}

/**
 * The picture at a share t of the time. The new one comes in over the old one and hides it before that goes: were both half
 * there, the ground would shine through.
 */
export function progressAt(t: number): Progress {
  return { way: eased(t), before: 1 - eased(2 * t - 1), now: eased(2 * t) };
}

export const ARRIVED: Progress = progressAt(1);

/** The pose at a share of the way between two, turning the short way round. */
export function mixPose(from: SE2, to: SE2, way: number): SE2 {
  return {
    x: from.x + way * (to.x - from.x),
    y: from.y + way * (to.y - from.y),
    theta: wrapAngle(from.theta + way * angleDiff(to.theta, from.theta)),
  };
}

/** The move from an old map to the corrected one, in time. */
export class Transition {
  readonly #movers: readonly Mover[];
  readonly #wantsMotion: () => boolean;
  /** Share of the time; undefined while nothing moves. */
  #t: number | undefined;

  /** @param wantsMotion false for a person who wants little of it: then all is at its new place at once */
  constructor(movers: readonly Mover[], wantsMotion: () => boolean) {
    this.#movers = movers;
    this.#wantsMotion = wantsMotion;
  }

  get isOn(): boolean {
    return this.#t !== undefined;
  }

  /** The map moved: what comes next is drawn in the new one. */
  begin(): void {
    if (!this.#wantsMotion() || (this.#t !== undefined && this.#t < JOINS_UNTIL)) return;
    for (const mover of this.#movers) mover.hold();
    this.#t = 0;
  }

  /** Draws the next frame's state. The frame after `begin` still shows the old picture, whatever the time since the last one. */
  step(dt_s: number): void {
    if (this.#t === undefined) return;
    const progress = progressAt(this.#t);
    for (const mover of this.#movers) mover.progress(progress);
    this.#t = this.#t < 1 ? Math.min(1, this.#t + dt_s / DURATION_S) : undefined;
  }

  /** All is at its new place at once. */
  end(): void {
    if (this.#t === undefined) return;
    for (const mover of this.#movers) mover.progress(ARRIVED);
    this.#t = undefined;
  }
}
