import { checkPace, PaceMeter, type Stepping, type TimeControl, type Timer } from '@homebound/graph';
import { rosgraph_msgs, toStamp } from '@homebound/messages';
import { ClockSeat } from './clockSeat.ts';
import { rosQos } from './qos.ts';
import type { Rcl, RclNode, RclPublisher } from './rcl.ts';
import { type Clocks, type GraphTime, setClocks } from './time.ts';
import { TimerQueue } from './timers.ts';

/** This process makes the time: it holds the simulated body, and everyone else sets `use_sim_time`. */
export interface ClockOwner {
  /** Simulated seconds a second, at first. */
  readonly pace: number;
  /** How far time moves at once, s: also the period of `/clock` and the shortest timer. */
  readonly step_s: number;
  /** Time to find out whether somebody else publishes `/clock`, s of real time. Default 1. */
  readonly look_s?: number;
}

/** What the clock needs of the graph that it is attached to. */
export interface ClockParts {
  readonly rcl: Rcl;
  readonly clocks: Clocks;
  /** Told when time has begun anew. */
  readonly onRestart: () => void;
  /** Told once, in words, that the clock is somebody else's: time does not begin, or ends. */
  readonly onRefused: (reason: string) => void;
}

/** Steps that a late process makes up for at once. A longer burst would overrun the queues of all who listen. */
const MAX_BEHIND = 3;

/**
 * Simulated time that this process makes and publishes on `/clock`, alone: it begins when nobody else was found there.
 * It starts at 0 and skips no step; where the machine is too slow, time runs slower than the pace.
 */
export class OwnedClock implements GraphTime, TimeControl {
  readonly step_s: number;
  private readonly look_ms: number;
  private readonly timers = new TimerQueue();
  private readonly meter = new PaceMeter();
  private currentPace: number;
  private origin_s = 0;
  private steps = 0;
  private next_ms = 0;
  private paused = false;
  private stepping: { left: number; done: number; readonly onStep: (completed: number) => void } | undefined;
  private parts: ClockParts | undefined;
  private seat: ClockSeat | undefined;
  private publisher: RclPublisher | undefined;
  private waiting: (() => void)[] | undefined = [];
  private tickId: NodeJS.Timeout | undefined;

  constructor({ pace, step_s, look_s = 1 }: ClockOwner) {
    if (!(step_s > 0)) throw new RangeError(`Cannot own /clock: its step must be > 0 s, got ${step_s}`);
    this.currentPace = followable(pace);
    this.step_s = step_s;
    this.look_ms = look_s * 1000;
    this.timers.advance(0);
  }

  /** Begins, through a node of the graph, as soon as nobody else was found to publish `/clock`. */
  attach(node: RclNode, parts: ClockParts): void {
    this.parts = parts;
    this.seat = new ClockSeat(node, {
      onFree: () => this.begin(node, parts),
      onTaken: (reason) => {
        this.close();
        parts.onRefused(reason);
      },
    });
    this.seat.take(this.look_ms);
  }

  now_s(): number {
    return this.timers.now_s;
  }

  every(period_s: number, callback: () => void): Timer {
    return this.timers.every(period_s, callback);
  }

  whenKnown(callback: () => void): void {
    if (this.waiting) this.waiting.push(callback);
    else callback();
  }

  get pace(): number {
    return this.currentPace;
  }
  set pace(pace: number) {
    this.currentPace = followable(pace);
    this.arm();
  }

  get measuredPace(): number {
    return this.isPaused ? 0 : this.meter.pace;
  }

  get isPaused(): boolean {
    return this.paused;
  }

  pause(): void {
    this.paused = true;
    this.stepping = undefined;
    this.meter.reset();
    clearTimeout(this.tickId);
  }

  play(): void {
    this.paused = false;
    this.arm();
  }

  step(steps: number, onStep: (completed: number) => void): Stepping {
    if (!this.paused) throw new Error('Cannot step: time is not paused');
    const stepping = { left: steps, done: 0, onStep };
    this.play();
    this.stepping = stepping;
    return {
      cancel: () => {
        if (this.stepping === stepping) this.pause();
      },
    };
  }

  restart(at_s = 0): void {
    this.origin_s = at_s;
    this.steps = 0;
    this.meter.reset();
    this.publish();
    this.timers.advance(at_s);
    this.parts?.onRestart();
  }

  close(): void {
    clearTimeout(this.tickId);
    this.seat?.leave();
    this.parts = undefined;
  }

  private begin(node: RclNode, { rcl }: ClockParts): void {
    const { waiting } = this;
    const qos = rosQos(rcl, { depth: 10, reliability: 'reliable', durability: 'volatile' });
    this.publisher = node.createPublisher(rosgraph_msgs.Clock.name, '/clock', { qos });
    this.waiting = undefined;
    for (const callback of waiting ?? []) callback();
    if (!this.paused) this.arm();
  }

  /** The next step is due one tick from now. */
  private arm(): void {
    if (this.waiting || this.paused || !this.parts) return;
    this.next_ms = performance.now() + this.tick_ms;
    this.meter.reset();
    this.wait();
  }

  private get tick_ms(): number {
    return (this.step_s * 1000) / this.currentPace;
  }

  private wait(): void {
    clearTimeout(this.tickId);
    this.tickId = setTimeout(() => this.tick(), this.next_ms - performance.now());
  }

  private tick(): void {
    const now_ms = performance.now();
    this.next_ms = Math.max(this.next_ms, now_ms - MAX_BEHIND * this.tick_ms);
    while (this.next_ms <= now_ms && !this.paused && this.parts) {
      this.next_ms += this.tick_ms;
      this.move();
    }
    if (!this.paused && this.parts) this.wait();
  }

  private move(): void {
    this.steps += 1;
    this.publish();
    this.timers.advance(this.time_s);
    this.meter.note(performance.now() / 1000, this.now_s());
    const { stepping } = this;
    if (!stepping) return;
    stepping.done += 1;
    stepping.left -= 1;
    if (stepping.left === 0) this.pause();
    stepping.onStep(stepping.done);
  }

  private get time_s(): number {
    return this.origin_s + this.steps * this.step_s;
  }

  private publish(): void {
    const { parts, publisher } = this;
    if (!parts || !publisher) return;
    const clock = toStamp(this.time_s);
    setClocks(parts.clocks, clock, parts.rcl);
    publisher.publish(Buffer.from(rosgraph_msgs.Clock.encode({ clock })));
  }
}

/** Throws RangeError for a pace at which no time passes, or that nobody can follow. */
function followable(pace: number): number {
  if (checkPace(pace) === Number.POSITIVE_INFINITY)
    throw new RangeError(
      'Cannot set the pace of time to Infinity: whoever listens on a ROS graph needs time to follow',
    );
  return pace;
}
