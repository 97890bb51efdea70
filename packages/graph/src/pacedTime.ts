import type { LocalGraph } from './localGraph.ts';
import type { Pace } from './pace.ts';
import { checkPace, type Stepping, type TimeControl } from './timeControl.ts';

/**
 * The time of a LocalGraph that a `Pace` runs, for whoever steers it. It cannot be set back: a simulation that begins
 * anew takes a new graph. A pace of Infinity is as fast as the machine can.
 */
export class PacedTime implements TimeControl {
  readonly step_s: number;
  readonly #graph: LocalGraph;
  readonly #pace: Pace;

  constructor(graph: LocalGraph, pace: Pace, step_s: number) {
    this.#graph = graph;
    this.#pace = pace;
    this.step_s = step_s;
  }

  now_s(): number {
    return this.#graph.now_s();
  }

  get pace(): number {
    return this.#pace.speed === 'free' ? Number.POSITIVE_INFINITY : this.#pace.speed;
  }
  set pace(pace: number) {
    this.#pace.speed = checkPace(pace) === Number.POSITIVE_INFINITY ? 'free' : pace;
  }

  get measuredPace(): number {
    return this.#pace.measuredSpeed;
  }

  get isPaused(): boolean {
    return this.#pace.paused;
  }

  pause(): void {
    this.#pace.paused = true;
  }

  play(): void {
    this.#pace.paused = false;
  }

  step(steps: number, onStep: (completed: number) => void): Stepping {
    if (!this.isPaused) throw new Error('Cannot step: time is not paused');
    const graph = this.#graph;
    const from_ns = graph.now_ns();
    let completed = 0;
    let isOpen = true;
    const next = (): void => {
      const due_ns = from_ns + BigInt(Math.round((completed + 1) * this.step_s * 1e9));
      graph.at(due_ns, () => {
        if (!isOpen) return;
        completed++;
        if (completed < steps) next();
        else this.pause();
        onStep(completed);
      });
    };
    next();
    this.play();
    return {
      cancel: () => {
        isOpen = false;
        this.pause();
      },
    };
  }
}
