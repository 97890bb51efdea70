import type { LinkEnd, Peer } from '@homebound/link';

/** A mind that wakes anew, or is started anew, is back within this; only one that is not is told of, ms. */
const BACK_MS = 3000;

export interface MindWatchOptions {
  readonly say: (text: string) => void;
  readonly warn: (text: string) => void;
  /** Calls once, later, unless it is cancelled. */
  readonly after: (delay_ms: number, act: () => void) => () => void;
}

/** What the motors' process tells people of the mind's comings and goings: nothing while all is as it should be. */
export class MindWatch {
  readonly #options: MindWatchOptions;
  #peer: Peer | undefined;
  #cancel: (() => void) | undefined;
  #isMissed = false;

  constructor(options: MindWatchOptions) {
    this.#options = options;
  }

  came(peer: Peer): void {
    this.#peer = peer;
    this.#cancel?.();
    if (this.#isMissed) this.#options.say('The robot thinks again.');
    this.#isMissed = false;
  }

  gone(end: LinkEnd): void {
    // An orderly end needs no words, whatever comes next; one that was not is for whoever looks into it.
    if (end.reason !== 'closedThere' && end.reason !== 'closedHere')
      this.#options.warn(`the mind was cut off: ${'error' in end ? String(end.error) : end.reason}`);
    this.#cancel?.();
    this.#cancel = this.#options.after(BACK_MS, () => {
      this.#isMissed = true;
      this.#options.warn('the robot stands still: its mind is gone, and is waited for');
    });
  }

  /** A program that was not let at the motors. */
  refused(reason: string, peer: Peer | undefined): void {
    // The mind itself, which comes back before its last link is closed, and tries again.
    if (reason === 'full' && peer !== undefined && peer.pid === this.#peer?.pid) return;
    this.#options.warn(
      `turned away from the motors: process ${peer?.pid ?? '?'} of user ${peer?.uid ?? '?'} (${reason})`,
    );
  }

  close(): void {
    this.#cancel?.();
  }
}
