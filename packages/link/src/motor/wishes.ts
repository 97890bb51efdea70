import type { HeardCommand, MotorCommand, SignCommand } from './commandMessage.ts';

export type Wish = MotorCommand | SignCommand | HeardCommand;

export interface WishesOptions {
  readonly send: (wish: Wish) => void;
  /** Time between two sendings, s of this machine's. */
  readonly space_s: number;
  /** s of a clock that does not jump. */
  readonly now_s: () => number;
  /** Calls once, after so long, s; returns what cancels it. */
  readonly after: (delay_s: number, act: () => void) => () => void;
}

/**
 * What a mind asks of the motors, on its way: at once when the last is a while ago, and else of each kind the newest alone. A mind that was held up catches up
 * with all that it would have wished meanwhile, a second's worth of it in some ms: only the last counts, as each has a stamp of what was known.
 */
export class Wishes {
  readonly #options: WishesOptions;
  readonly #waiting = new Map<string, Wish>();
  #sent_s = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | undefined;

  constructor(options: WishesOptions) {
    this.#options = options;
  }

  add(wish: Wish): void {
    const { now_s, after, space_s } = this.#options;
    const kind = wish.kind === 'heard' ? wish.button : wish.kind;
    // In the order of what is newest.
    this.#waiting.delete(kind);
    this.#waiting.set(kind, wish);
    if (this.#cancel !== undefined) return;
    const wait_s = this.#sent_s + space_s - now_s();
    if (wait_s > 0) this.#cancel = after(wait_s, () => this.flush());
    else this.flush();
  }

  /** Sends what waits. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#sent_s = this.#options.now_s();
    for (const wish of this.#waiting.values()) this.#options.send(wish);
    this.#waiting.clear();
  }
}
