import type { ButtonRecord } from '@homebound/robot';

/** What heard of a press has done what it does for it when the graph is so much later, s: a hop between nodes takes some ms. */
const DONE_S = 0.1;

/**
 * Tells the motors' process which presses need not be told to a next mind. That of `reset` is one as soon as it is in here: what it deletes, it deletes but
 * once, whatever becomes of this mind. Others are when the nodes have done with them and `kept` says that it is on the disk; where that fails, never.
 */
export class ActedOn {
  readonly #kept: () => Promise<unknown>;
  readonly #tell: (press: ButtonRecord) => void;
  #waiting: { readonly press: ButtonRecord; readonly due_s: number }[] = [];

  constructor(kept: () => Promise<unknown>, tell: (press: ButtonRecord) => void) {
    this.#kept = kept;
    this.#tell = tell;
  }

  /** Presses that go to the nodes now; stamps on the body's clock, `now_s` on the graph's. */
  polled(presses: readonly ButtonRecord[], now_s: number): void {
    for (; this.#waiting[0]?.due_s <= now_s; this.#waiting.shift()) {
      const { press } = this.#waiting[0];
      this.#kept().then(
        () => this.#tell(press),
        () => {},
      );
    }
    for (const press of presses)
      if (press.button === 'reset') this.#tell(press);
      else this.#waiting.push({ press, due_s: now_s + DONE_S });
  }
}
