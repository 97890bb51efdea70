import type { CommandSink } from '@homebound/wire';
import { type DeadManEvent, type DeadManStep, deadMan, nobodyDrives } from './deadMan.ts';

/** Step of the switch's timer, ms. */
const tick_ms = 20;
/** A pause of this length makes the next input a new drive in the log, s. */
const newDrive_s = 30;

export interface ManualDrivePorts {
  readonly commands: CommandSink;
  readonly now_s: () => number;
  /** Who began to drive, for the log. */
  readonly began: (by: string) => void;
  /** Calls again and again until it is cancelled; the system's timer when absent. */
  readonly every?: (period_ms: number, act: () => void) => () => void;
}

function systemTimer(period_ms: number, act: () => void): () => void {
  const timer = setInterval(act, period_ms);
  return () => clearInterval(timer);
}

/** Carries the speeds of who drives by hand to the robot, and zero when they stay out. The timer runs only meanwhile. */
export class ManualDrive {
  readonly #ports: ManualDrivePorts;
  #state = nobodyDrives;
  #cancel: (() => void) | undefined;
  /** Told whenever somebody begins or ends to drive. */
  onChange: () => void = () => {};
  #last: { readonly by: string; readonly at_s: number } | undefined;

  constructor(ports: ManualDrivePorts) {
    this.#ports = ports;
  }

  get driver(): string | undefined {
    return this.#state.driver;
  }

  get isOff(): boolean {
    return this.#state.isOff;
  }

  /** One input of who is called `by`. */
  input(
    by: string,
    v_mps: number,
    w_radps: number,
    answer: (accepted: boolean, reason: string) => void,
    token?: string,
  ): void {
    const { act, reason = '' } = this.#step({ type: 'input', by, isZero: v_mps === 0 && w_radps === 0 });
    if (act === 'refuse') return answer(false, reason);
    if (act === 'stop') return answer(true, '');
    const at_s = this.#ports.now_s();
    if (this.#last?.by !== by || at_s - this.#last.at_s > newDrive_s) this.#ports.began(by);
    this.#last = { by, at_s };
    const heard = (accepted: boolean, why: string): void => {
      if (!accepted) this.gone(by);
      answer(accepted, why);
    };
    this.#ports.commands({ command: 'drive', v_mps, w_radps }, heard, token);
  }

  gone(by: string): void {
    this.#step({ type: 'gone', by });
  }

  /** Ends driving by hand and keeps it off until `on`. */
  off(): void {
    this.#step({ type: 'off' });
  }

  on(): void {
    this.#step({ type: 'on' });
  }

  #step(event: DeadManEvent): DeadManStep {
    const before = this.#state.driver;
    const step = deadMan(this.#state, event, this.#ports.now_s());
    this.#state = step.state;
    if (step.act === 'stop') this.#ports.commands({ command: 'drive', v_mps: 0, w_radps: 0 }, () => {});
    const { driver } = step.state;
    if (driver !== before) this.onChange();
    if (driver === undefined) {
      this.#cancel?.();
      this.#cancel = undefined;
    } else {
      const { every = systemTimer } = this.#ports;
      this.#cancel ??= every(tick_ms, () => this.#step({ type: 'tick' }));
    }
    return step;
  }
}
