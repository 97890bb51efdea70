import type { BodySign, ButtonRecord, CleaningCommand, RobotBody, SensorRecord } from '@homebound/robot';
import type { Link, LinkEnd } from '../link.ts';
import { LinkError } from '../linkError.ts';
import { type ListenOptions, listenLink } from '../listenLink.ts';
import { type BodyClock, bodyTime } from './bodyClock.ts';
import { readCommand } from './commandMessage.ts';
import { HeldPresses, isPrivacy } from './heldPresses.ts';
import { defaultGuard, type GuardLimits, type Held, MotorGuard } from './motorGuard.ts';
import { helloHead, motorLimits } from './motorHello.ts';
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
  /** A mind has done what a press of a button asks for, and keeps it. */
  readonly onHeard?: (press: ButtonRecord) => void;
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
  const { body, clock, guard: limits = defaultGuard, onMind, onMindGone, onHeard } = options;
  const guard = new MotorGuard(limits);
  const presses = new HeldPresses();
  let mind: Link | undefined;
  /** Commands that are still taken in this step: what waited while this process itself was held up is none too many. */
  let room = MAX_COMMANDS_A_STEP;
  const send = (record: SensorRecord): void => {
    const { head, bytes } = recordMessage(record);
    mind?.send(head, bytes);
  };
  const tell = (record: SensorRecord): void => {
    send(record);
    if (record.kind !== 'button') return;
    presses.pressed(record);
    if (mind === undefined && isPrivacy(record)) stepper.answer();
  };
  const stepper = new Stepper(options, guard, tell);
  const go = (): void => {
    const steps = stepper.catchUp(bodyTime(clock));
    if (steps > 0) room = MAX_COMMANDS_A_STEP * steps;
  };
  const server = await listenLink({ ...motorLimits, ...options, maxLinks: 1 }, (link) => {
    mind = link;
    link.send(helloHead({ geometry: body.geometry, commandTimeout_s: limits.commandTimeout_s, clock }));
    for (const press of presses.due(bodyTime(clock))) send(press);
    onMind?.(link);
    return {
      message(message) {
        if (room < 1) go();
        if (--room < 0)
          throw new LinkError('refused', `Cannot take commands: at most ${MAX_COMMANDS_A_STEP} in ${PERIOD_S} s`);
        const command = readCommand(message);
        if (command.kind === 'sign') stepper.sign(command);
        else if (command.kind === 'heard') for (const press of presses.heard(command)) onHeard?.(press);
        else guard.command(command, bodyTime(clock));
      },
      closed(end) {
        mind = undefined;
        guard.forget();
        if (presses.isPrivate) stepper.answer();
        onMindGone?.(end);
      },
    };
  });
  const loop = everyStep(go, PERIOD_S / clock.rate);
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
  readonly #tell: (record: SensorRecord) => void;
  #at_s: number;
  #levels: CleaningCommand | undefined;
  #held: Held;
  #sign: BodySign | undefined;
  #signed_s = Number.NEGATIVE_INFINITY;

  constructor(options: MotorOptions, guard: MotorGuard, tell: (record: SensorRecord) => void) {
    this.#options = options;
    this.#guard = guard;
    this.#tell = tell;
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

  answer(): void {
    // Who pressed privacy is to see that it was heard, also without a mind. The lamp stays with the camera, which shuts itself.
    const { chirps = 0, camera = false } = this.#sign ?? {};
    this.#sign = { reason: 'private', chirps: chirps + 1, tune: 'off', camera };
    this.#options.body.sign(this.#sign);
  }

  /** In steps, so that no more than one of them passes between a reason to stop and the stop, however late this process is: so many */
  catchUp(now_s: number): number {
    if (now_s - this.#at_s > MAX_CATCH_UP_S) this.#at_s = now_s - MAX_CATCH_UP_S;
    let steps = 0;
    for (; this.#at_s + PERIOD_S <= now_s; steps++) this.step(this.#at_s + PERIOD_S);
    return steps;
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
    for (const record of records) this.#tell(record);
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
