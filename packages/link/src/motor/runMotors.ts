import type { BodySign, CleaningCommand, RobotBody } from '@homebound/robot';
import type { Link, LinkEnd } from '../link.ts';
import { LinkError } from '../linkError.ts';
import { type ListenOptions, listenLink } from '../listenLink.ts';
import { type BodyClock, bodyTime } from './bodyClock.ts';
import { readCommand } from './commandMessage.ts';
import { defaultGuard, type GuardLimits, type Held, MotorGuard } from './motorGuard.ts';
import { helloHead } from './motorHello.ts';
import { recordMessage } from './recordMessage.ts';

/** 50 Hz, as the body measures. */
const PERIOD_S = 0.02;
/** A process that was held up drives its body through the time that it missed, up to this; a jump beyond is left out. */
const MAX_CATCH_UP_S = 1;
/**
 * A mind says each second what the lamps are to show. So long after its last word the camera's lamp goes out, s: the camera shut itself 0.5 s
 * after it, and a mind that begins anew within this time says itself whether one that stands still counts as open.
 */
const LAMP_S = 5;
/** A mind that wishes more than this between two steps is broken. It is 20 Hz of speeds and now and then a level. */
const MAX_COMMANDS_A_STEP = 50;

export interface MotorOptions extends Omit<ListenOptions, 'maxLinks'> {
  readonly body: RobotBody;
  readonly clock: BodyClock;
  readonly guard?: GuardLimits;
  /** Told each time that the motors begin or end to do otherwise than the mind says, and of its coming and going. */
  readonly onHeld?: (held: Held, stamp_s: number) => void;
  readonly onMind?: (link: Link) => void;
  readonly onMindGone?: (end: LinkEnd) => void;
  /** After each step: for whoever writes down how a simulated body did. */
  readonly onStep?: (stamp_s: number, guard: MotorGuard) => void;
}

export interface Motors {
  /** Stops wheels and brushes, then the link. */
  close(): Promise<void>;
  /** Rejects when the body fails: its port is gone. The body then stops by itself. */
  readonly failed: Promise<never>;
}

/**
 * Drives a body for a mind in another process, in steps of 20 ms. There is one place from which the body is told a speed, and the guard
 * stands before it; as each step tells one, a body also stops by its own time limit when this process is held up.
 */
export async function runMotors(options: MotorOptions): Promise<Motors> {
  const { body, clock, guard: limits = defaultGuard, onMind, onMindGone } = options;
  const guard = new MotorGuard(limits);
  let mind: Link | undefined;
  let commands = 0;
  const stepper = new Stepper(options, guard, (message, bytes) => mind?.send(message, bytes));
  const server = await listenLink({ ...options, maxLinks: 1 }, (link) => {
    mind = link;
    link.send(helloHead({ geometry: body.geometry, commandTimeout_s: limits.commandTimeout_s, clock }));
    onMind?.(link);
    return {
      message(message) {
        if (++commands > MAX_COMMANDS_A_STEP)
          throw new LinkError('refused', `Cannot take commands: at most ${MAX_COMMANDS_A_STEP} in ${PERIOD_S} s`);
        const command = readCommand(message);
        if (command.kind === 'sign') stepper.sign(command);
        else guard.command(command, bodyTime(clock));
      },
      closed(end) {
        mind = undefined;
        guard.forget();
        onMindGone?.(end);
      },
    };
  });
  const loop = everyStep(() => {
    commands = 0;
    stepper.catchUp(bodyTime(clock));
  }, PERIOD_S / clock.rate);
  return {
    failed: loop.failed,
    async close() {
      loop.end();
      guard.forget();
      // Nobody is left who could have the camera open.
      if (mind === undefined) stepper.dim();
      try {
        stepper.step(bodyTime(clock));
      } finally {
        await server.close();
      }
    },
  };
}

/** One body through time: measure, tell the mind, decide, tell the motors. */
class Stepper {
  readonly #options: MotorOptions;
  readonly #guard: MotorGuard;
  readonly #send: (head: object, bytes: Uint8Array) => void;
  #at_s: number;
  #levels: CleaningCommand | undefined;
  #held: Held;
  #sign: BodySign | undefined;
  #signed_s = Number.NEGATIVE_INFINITY;

  constructor(options: MotorOptions, guard: MotorGuard, send: (head: object, bytes: Uint8Array) => void) {
    this.#options = options;
    this.#guard = guard;
    this.#send = send;
    this.#at_s = bodyTime(options.clock);
  }

  sign(sign: BodySign): void {
    this.#sign = sign;
    this.#signed_s = this.#at_s;
    this.#options.body.sign(sign);
  }

  /** A lamp that burns for a mind that is gone would be believed by nobody in the end. */
  dim(): void {
    if (this.#sign?.camera === true) this.sign({ ...this.#sign, camera: false });
  }

  /** In steps, so that no more than one of them passes between a reason to stop and the stop, however late this process is. */
  catchUp(now_s: number): void {
    if (now_s - this.#at_s > MAX_CATCH_UP_S) this.#at_s = now_s - MAX_CATCH_UP_S;
    while (this.#at_s + PERIOD_S <= now_s) this.step(this.#at_s + PERIOD_S);
  }

  step(now_s: number): void {
    const { body, onHeld, onStep } = this.#options;
    this.#at_s = now_s;
    if (now_s - this.#signed_s > LAMP_S) this.dim();
    const records = body.poll(now_s);
    this.#guard.sense(records);
    const { drive, clean, held } = this.#guard.step(now_s);
    body.drive(drive);
    if (!sameLevels(clean, this.#levels)) body.clean(clean);
    this.#levels = clean;
    if (held !== this.#held) onHeld?.(held, now_s);
    this.#held = held;
    onStep?.(now_s, this.#guard);
    for (const record of records) {
      const { head, bytes } = recordMessage(record);
      this.#send(head, bytes);
    }
  }
}

function sameLevels(a: CleaningCommand, b: CleaningCommand | undefined): boolean {
  return a.fan === b?.fan && a.mainBrush === b.mainBrush && a.sideBrush === b.sideBrush;
}

/** Calls `step` at a steady pace that lateness does not shift. */
function everyStep(step: () => void, period_s: number): { end: () => void; failed: Promise<never> } {
  let fail: (error: unknown) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => {}); // whoever wants to know asks
  const start_ms = performance.now();
  let count = 0;
  let timer: ReturnType<typeof setTimeout>;
  const next = (): void => {
    count = Math.max(count + 1, Math.floor((performance.now() - start_ms) / (period_s * 1000)));
    timer = setTimeout(run, start_ms + count * period_s * 1000 - performance.now());
  };
  const run = (): void => {
    try {
      step();
      next();
    } catch (error) {
      fail(error);
    }
  };
  next();
  return { end: () => clearTimeout(timer), failed };
}
