import type { HandSpeeds } from './handInput.ts';

export interface HandPorts {
  send(speeds: HandSpeeds): Promise<{ readonly accepted: boolean; readonly reason: string }>;
  /** Calls again and again until it is cancelled. */
  every(period_ms: number, act: () => void): () => void;
  /** The robot would not; told once for each time that somebody takes hold. */
  refused(reason: string): void;
}

/** So often an input is said while the stick is held, ms: 12.5 times a second. The robot stops 0.20 s after the last one. */
const PERIOD_MS = 80;
/** Inputs without an answer; more are not sent, and the robot stops: who sees it late is not to steer it. */
const MOST_UNANSWERED = 4;

/** Says what the stick asks for again and again while it is held, and zero when it is let go. */
export class HandSender {
  readonly #ports: HandPorts;
  #speeds: HandSpeeds | undefined;
  #cancel: (() => void) | undefined;
  #unanswered = 0;
  #isRefused = false;

  constructor(ports: HandPorts) {
    this.#ports = ports;
  }

  /** Whether it is held. */
  get isHeld(): boolean {
    return this.#speeds !== undefined;
  }

  /** Somebody holds the stick there; zero counts as held, not as let go. */
  hold(speeds: HandSpeeds): void {
    const isFirst = !this.isHeld;
    this.#speeds = speeds;
    if (!isFirst) return;
    this.#isRefused = false;
    this.#say();
    this.#cancel = this.#ports.every(PERIOD_MS, () => this.#say());
  }

  /** The stick is let go, or nobody can tell any more whether it is held. */
  release(): void {
    if (!this.isHeld) return;
    this.#cancel?.();
    this.#speeds = undefined;
    void this.#ports.send({ v_mps: 0, w_radps: 0 });
  }

  #say(): void {
    if (this.#speeds === undefined || this.#isRefused || this.#unanswered >= MOST_UNANSWERED) return;
    this.#unanswered++;
    void this.#ports.send(this.#speeds).then(({ accepted, reason }) => {
      this.#unanswered--;
      if (accepted || this.#isRefused || !this.isHeld) return;
      this.#isRefused = true;
      this.#ports.refused(reason);
    });
  }
}
