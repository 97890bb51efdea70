import { FormatError } from '@homebound/formats';
import type { Stepping, TimeControl } from '@homebound/graph';
import type { World } from '../world.ts';
import { Refused } from './refused.ts';
import type { SimulationRun } from './simulationRun.ts';
import { refusalOf } from './spawn.ts';

export type RunState = 'stopped' | 'playing' | 'paused' | 'quitting' | 'noWorld';

/** How a simulation begins. */
export type InitialState = 'playing' | 'paused' | 'stopped';

/** What a reset sets back. */
export interface ResetScope {
  /** The clock, to 0: all nodes start anew. */
  readonly time: boolean;
  /** Poses and speeds. */
  readonly state: boolean;
  /** What was spawned is taken out. */
  readonly spawned: boolean;
}

export interface MachineParts {
  readonly run: SimulationRun;
  /** Absent where somebody else makes the time: then nothing here stops or steps it. */
  readonly time: TimeControl | undefined;
  /** Ends the process. */
  readonly quit: (() => void) | undefined;
  /** Told after every change. */
  readonly onChange: () => void;
}

/** Longest stretch of steps in one call: a day. */
const MOST_STEPS = 50 * 86_400;

/**
 * Whether a simulation plays, and what may follow upon what: stopped (at the start, time at 0), playing, paused, without
 * a world, quitting. Throws Refused for what is not possible now, with nothing changed.
 */
export class SimulationMachine {
  readonly #parts: MachineParts;
  #state: RunState = 'playing';
  #stepping: Stepping | undefined;

  constructor(parts: MachineParts, initial: InitialState) {
    this.#parts = parts;
    if (initial === 'playing') return;
    this.#time.pause();
    this.#state = initial;
  }

  get state(): RunState {
    return this.#state;
  }

  get canSteer(): boolean {
    return this.#parts.time !== undefined;
  }

  /** Whether time can be set back to 0. */
  get canRestart(): boolean {
    return this.#parts.time?.restart !== undefined;
  }

  /** Never called with the state that it is in. */
  set(target: RunState): void {
    if (target === 'noWorld') throw new Refused('wrongState', 'that state comes from unload_world alone');
    if (this.#state === 'quitting') throw new Refused('wrongState', 'the simulator is closing');
    if (target === 'quitting') return this.#quit();
    this.#beSteady();
    const time = this.#time;
    if (target === 'stopped') {
      if (!time.restart) throw new Refused('unsupported', 'time cannot be set back here, so it is paused, not stopped');
      time.pause();
      this.#parts.run.restart();
      time.restart();
    } else if (target === 'paused') time.pause();
    else time.play();
    this.#go(target);
  }

  reset(scope: ResetScope): void {
    this.#beSteady();
    const { run, time } = this.#parts;
    if (scope.time && !time?.restart)
      throw new Refused('unsupported', 'time cannot be set back here: reset state and spawned (6)');
    if (scope.time && scope.state && scope.spawned) run.restart();
    else {
      if (scope.spawned) run.removeSpawned();
      if (scope.state) run.resetState();
      if (scope.time) run.resetTime();
    }
    if (scope.time) time?.restart?.();
  }

  /**
   * Moves time by exactly so many steps and pauses again.
   * @param onStep told after each; the last one with `steps` itself
   * @returns what ends it before
   */
  step(steps: number, onStep: (completed: number) => void): () => void {
    this.#beSteady();
    if (this.#state !== 'paused')
      throw new Refused('failed', `the simulation is ${this.#state}, not paused: pause it first`);
    if (!(steps >= 1 && steps <= MOST_STEPS))
      throw new Refused('failed', `steps must be in [1, ${MOST_STEPS}], got ${steps}`);
    const stepping = this.#time.step(steps, (completed) => {
      if (completed === steps) this.#stepping = undefined;
      onStep(completed);
    });
    this.#stepping = stepping;
    return () => {
      if (this.#stepping !== stepping) return;
      this.#stepping = undefined;
      stepping.cancel();
    };
  }

  /** Takes another world; it is stopped then, at time 0. */
  load(read: () => World | undefined, uri: string, seed: number): void {
    const time = this.#time;
    this.#notStepping();
    if (!time.restart) throw new Refused('unsupported', 'worlds are not changed here: time cannot be set back');
    const world = readWorld(read);
    if (world === undefined) throw new Refused('notFound', `there is no world ${uri}: get_available_worlds lists them`);
    this.#parts.run.begin(world, seed, uri);
    time.pause();
    time.restart();
    this.#go('stopped');
  }

  unload(): void {
    this.#beSteady();
    this.#time.pause();
    this.#parts.run.end();
    this.#go('noWorld');
  }

  #quit(): void {
    const { quit, run } = this.#parts;
    if (!quit) throw new Refused('unsupported', 'this simulator is not ended from here');
    this.#stepping?.cancel();
    this.#parts.time?.pause();
    run.end();
    this.#go('quitting');
    quit();
  }

  #notStepping(): void {
    if (this.#stepping) throw new Refused('wrongState', 'it is stepping: wait for its end, or cancel it');
  }

  #beSteady(): void {
    this.#notStepping();
    if (this.#state === 'noWorld') throw new Refused('wrongState', 'no world is loaded: call load_world first');
  }

  get #time(): TimeControl {
    if (this.#parts.time) return this.#parts.time;
    throw new Refused('unsupported', 'another process makes the time of this graph (/clock): ask there');
  }

  #go(state: RunState): void {
    this.#state = state;
    this.#parts.onChange();
  }
}

function readWorld(read: () => World | undefined): World | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof FormatError) throw new Refused(refusalOf(error), error.message);
    if (error instanceof Refused) throw error;
    throw new Refused('failed', error instanceof Error ? error.message : String(error));
  }
}
