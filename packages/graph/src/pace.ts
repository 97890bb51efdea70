import type { LocalGraph } from './localGraph.ts';
import { PaceMeter } from './paceMeter.ts';

/** What a pace needs of the platform. */
export interface PaceHost {
  /** A clock that never jumps or runs back, s. */
  now_s(): number;
  sleep(duration_s: number): Promise<void>;
  /** Lets the host serve sockets and signals, and comes back as soon as it can. */
  pause(): Promise<void>;
}

/** `free` is as fast as the machine can; a number is that many times real time: 1 with hardware. */
export type Speed = number | 'free';

export interface PaceOptions {
  readonly speed: Speed;
  /** Work between two pauses, s of the host's clock. */
  readonly slice_s?: number;
  /** Longest sleep, and so the step in which an idle graph's time moves, s of the host's clock. */
  readonly tick_s?: number;
  /** How far the graph may fall behind before the lost time is written off instead of caught up with, s of the host's clock. */
  readonly maxLag_s?: number;
  /**
   * The host's time at which the graph's is 0, for a graph that keeps to another's clock: what it is behind when `run` begins is caught up with. Absent, it
   * goes on from where both are then.
   */
  readonly zero_s?: number;
  /** Told how much was written off: the machine is too slow for this speed. */
  readonly onSlip?: (lag_s: number) => void;
}

/** Timers of hosts have ms. */
const shortestSleep_s = 0.001;
/** In a pause what is sent within this time still arrives: one hop takes 1 ns, and somebody may want to go on. */
const instant_s = 1e-6;

/**
 * Runs a LocalGraph against the host's clock. Speed and pause can be changed while it runs; the order of events never
 * depends on it, only the virtual time at which outside commands come in. In a pause they still come in, and are answered.
 */
export class Pace {
  private readonly graph: LocalGraph;
  private readonly host: PaceHost;
  private readonly slice_s: number;
  private readonly tick_s: number;
  private readonly maxLag_s: number;
  private readonly zero_s: number | undefined;
  private readonly onSlip: ((lag_s: number) => void) | undefined;
  private currentSpeed: Speed;
  private readonly meter = new PaceMeter();
  private isPaused = false;
  private stopped = false;
  /** Host time and graph time that belong together. */
  private anchor = { host_s: 0, graph_s: 0 };

  constructor(graph: LocalGraph, host: PaceHost, options: PaceOptions) {
    this.graph = graph;
    this.host = host;
    this.slice_s = options.slice_s ?? 0.01;
    this.tick_s = options.tick_s ?? 0.01;
    this.maxLag_s = options.maxLag_s ?? 0.25;
    this.zero_s = options.zero_s;
    this.onSlip = options.onSlip;
    this.currentSpeed = checkSpeed(options.speed);
  }

  get speed(): Speed {
    return this.currentSpeed;
  }
  set speed(speed: Speed) {
    this.currentSpeed = checkSpeed(speed);
    this.reanchor();
  }

  /** Graph seconds a second of the host's clock over the last second; 0 in a pause. */
  get measuredSpeed(): number {
    return this.isPaused ? 0 : this.meter.pace;
  }

  get paused(): boolean {
    return this.isPaused;
  }
  set paused(paused: boolean) {
    this.isPaused = paused;
    this.reanchor();
  }

  /** Ends `run` soon; the graph stays as it is. */
  stop(): void {
    this.stopped = true;
  }

  /**
   * Runs until `isDone` (asked after every event), `stop` or the graph's shutdown. Free running ends also when nothing is
   * to come.
   */
  async run(isDone: () => boolean = () => false): Promise<void> {
    this.stopped = false;
    this.graph.start();
    if (this.zero_s === undefined) this.reanchor();
    else this.anchor = { host_s: this.zero_s, graph_s: 0 };
    while (!this.stopped && !this.graph.isDown && !isDone()) {
      if (this.isPaused) {
        this.settle();
        await this.host.sleep(this.tick_s);
      } else if (this.currentSpeed === 'free') {
        const end = this.advance(Number.POSITIVE_INFINITY, isDone);
        if (end === 'idle') return;
        await this.host.pause();
      } else await this.tick(this.currentSpeed, isDone);
    }
  }

  private async tick(speed: number, isDone: () => boolean): Promise<void> {
    const { graph, host, anchor } = this;
    const target_s = anchor.graph_s + (host.now_s() - anchor.host_s) * speed;
    const lag_s = (target_s - graph.now_s()) / speed;
    if (lag_s > this.maxLag_s) {
      this.onSlip?.(lag_s);
      this.reanchor();
      return;
    }
    const end = this.advance(target_s, isDone);
    if (end === 'done') return;
    const next_s = graph.next_s() ?? Number.POSITIVE_INFINITY;
    if (end === 'slice' || next_s <= target_s) await host.pause();
    else await host.sleep(Math.min(Math.max((next_s - target_s) / speed, shortestSleep_s), this.tick_s));
  }

  /** Runs what belongs to the instant of the pause: calls and their answers. */
  private settle(): void {
    const { graph } = this;
    for (;;) {
      const next_s = graph.next_s();
      if (next_s === undefined || next_s - graph.now_s() > instant_s || !this.isPaused || this.stopped) return;
      graph.step();
    }
  }

  /** Runs events up to `end_s` for at most a slice. */
  private advance(end_s: number, isDone: () => boolean): 'idle' | 'slice' | 'done' {
    const { graph, host } = this;
    const stop_s = host.now_s() + this.slice_s;
    for (let events = 1; ; events++) {
      const next_s = graph.next_s();
      if (next_s === undefined || next_s > end_s) break;
      graph.step();
      if (isDone() || this.stopped || this.isPaused) return 'done';
      if (events % 64 === 0 && host.now_s() >= stop_s) {
        this.meter.note(host.now_s(), graph.now_s());
        return 'slice';
      }
    }
    if (end_s !== Number.POSITIVE_INFINITY && end_s > graph.now_s()) graph.runUntil(end_s);
    this.meter.note(host.now_s(), graph.now_s());
    return 'idle';
  }

  private reanchor(): void {
    this.anchor = { host_s: this.host.now_s(), graph_s: this.graph.now_s() };
    if (this.isPaused) this.meter.reset();
  }
}

function checkSpeed(speed: Speed): Speed {
  if (speed !== 'free' && !(speed > 0 && speed < 1e6))
    throw new RangeError(`Cannot run at speed ${speed}: it must be 'free' or a number > 0`);
  return speed;
}
