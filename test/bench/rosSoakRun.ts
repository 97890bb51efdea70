import { setTimeout as delay } from 'node:timers/promises';
import { createRng } from '@homebound/math';
import type { RosBench } from './rosBench.ts';
import { wordsOf } from './rosClean.ts';
import { executable, oneEach } from './rosStack.ts';

/** As launch/robot.launch.py has it. */
const RESPAWN_MS = 1000;
const LOOK_MS = 10_000;
const SAY_EVERY = 3;
/** Of the job under way when the time is over, s. */
const LAST_JOB_S = 1800;
export const PAGE = ['-p', 'viewer:port:=18989'];

interface Kill {
  readonly at_s: number;
  readonly name: string;
  readonly signal: string;
  readonly how: string;
}

interface Job {
  readonly state: string;
  readonly reason: string;
  readonly docked: boolean;
  /** By the robot's own word: the referee counts what all jobs swept together. */
  readonly coverage: number;
  readonly ended_s: number;
}

/** Jobs one after the other, and whoever kills. */
export class SoakRun {
  readonly bench: RosBench;
  isOver = false;
  readonly #kills: Kill[] = [];
  readonly #jobs: Job[] = [];
  readonly #pss_mb: number[] = [];
  readonly #random: () => number;
  readonly #every_s: number;
  readonly #began_ms = performance.now();

  constructor(bench: RosBench, seed: number, every_s: number) {
    this.bench = bench;
    this.#every_s = every_s;
    const rng = createRng(seed);
    this.#random = () => rng.uniform();
  }

  get #now_s(): number {
    return (performance.now() - this.#began_ms) / 1000;
  }

  /** Job after job until the time is over, then the last one to its end. */
  async goOn(duration_s: number): Promise<void> {
    const end_s = this.#now_s + duration_s;
    const killing = this.#killUntil(end_s);
    const looking = this.#look();
    do await this.#job(end_s + LAST_JOB_S);
    while (this.#now_s < end_s && this.#jobs.at(-1)?.docked === true);
    this.isOver = true;
    await Promise.all([killing, looking]);
  }

  async #job(limit_s: number): Promise<void> {
    const { bench } = this;
    await bench.clean();
    await bench.until('the job is under way', 60, () => !bench.isOver && bench.ear.mission?.state !== 'idle');
    while (!bench.isOver && this.#now_s < limit_s) await delay(200);
    await delay(3000); // the last word about the truth
    const { state = '', reason = '', coverage = 0 } = bench.ear.mission ?? {};
    const { docked = false } = bench.score ?? {};
    this.#jobs.push({ state, reason, docked, coverage, ended_s: this.#now_s });
    console.log(`job ${this.#jobs.length}: ${state}${docked ? ', docked' : ', NOT docked'}: ${reason}`);
  }

  async #killUntil(end_s: number): Promise<void> {
    const { stack } = this.bench;
    const victims = [...oneEach, 'viewer'];
    for (;;) {
      // Between half and one and a half times the mean.
      const next_s = this.#now_s + this.#every_s * (0.5 + this.#random());
      const name = victims[Math.floor(this.#random() * victims.length)];
      const signal = this.#random() < 0.5 ? 'SIGKILL' : 'SIGTERM';
      while (this.#now_s < next_s && !this.isOver) await delay(200);
      if (this.isOver || this.#now_s >= end_s) return;
      const how = await stack.kill(name, signal);
      this.#kills.push({ at_s: Math.round(this.#now_s), name, signal, how });
      await delay(RESPAWN_MS);
      if (!this.isOver) stack.start(executable(name, ...(name === 'viewer' ? PAGE : [])));
    }
  }

  async #look(): Promise<void> {
    for (let looks = 0; !this.isOver; looks++) {
      for (let waited_ms = 0; waited_ms < LOOK_MS && !this.isOver; waited_ms += 200) await delay(200);
      const figures = this.bench.stack.figures();
      let sum_mb = 0;
      for (const [name, { pss_mb }] of figures) if (name !== 'simulator') sum_mb += pss_mb;
      // One that is just being started again would make the sum too small.
      if (figures.size === oneEach.length + 2) this.#pss_mb.push(sum_mb);
      if (looks % SAY_EVERY === 0)
        console.log(
          `${this.#now_s.toFixed(0).padStart(5)} s, ${this.#kills.length} kills, ${sum_mb.toFixed(0)} MB: ${wordsOf(this.bench)}`,
        );
    }
  }

  figures() {
    const third = Math.floor(this.#pss_mb.length / 3);
    const thirds = [0, 1, 2].map((i) => mean(this.#pss_mb.slice(i * third, (i + 1) * third)));
    return {
      jobs: this.#jobs,
      isDocked: this.#jobs.length > 0 && this.#jobs.every(({ state, docked }) => state === 'finished' && docked),
      falls: this.bench.score?.cliffFalls ?? Number.NaN,
      simulated_s: this.bench.score?.stamp_s ?? 0,
      kills: this.#kills.length,
      killsByNode: tally(this.#kills.map(({ name, signal }) => `${name} ${signal}`)),
      ends: tally(this.#kills.map(({ signal, how }) => `${signal}: ${how}`)),
      pss_mb: thirds,
      growth: thirds[2] / thirds[1] - 1,
    };
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names.toSorted()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
