import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createRosGraph, type RosGraph, rosIsSourced } from '@homebound/ros';
import { endBench } from './benchArgs.ts';
import type { TrueScore } from './rosBody.ts';
import { RosEar } from './rosEar.ts';
import { bodyProgram, executable, RosStack, type Scene } from './rosStack.ts';

/** Phases in which a job is over. */
const ENDED = ['finished', 'stopped', 'stuck'];
const START_S = 60;

/** A simulated robot of several processes, and an outsider who hears it and asks it. */
export class RosBench {
  readonly stack: RosStack;
  readonly ear = new RosEar();
  /** By the truth, as the simulator's process told last. */
  score: TrueScore | undefined;
  readonly #graph: RosGraph;

  private constructor(graph: RosGraph, stack: RosStack) {
    this.#graph = graph;
    this.stack = stack;
  }

  /** Ends the process with one line where there is no ROS 2. Builds the executables when they are older than their sources. */
  static async begin(stack: RosStack = new RosStack()): Promise<RosBench> {
    if (!rosIsSourced()) endBench('needs ROS 2: run `source /opt/ros/<distro>/setup.bash` in this shell first');
    const built = spawnSync(process.execPath, [join('tools', 'build.mjs')], { encoding: 'utf8' });
    if (built.status !== 0) endBench(`the executables cannot be built: ${built.stderr}`);
    const graph = await createRosGraph({ handleSignals: false }).catch((error: Error) => endBench(error.message));
    const bench = new RosBench(graph, stack);
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => void bench.end().finally(() => process.exit(130)));
    graph.add(bench.ear.node);
    return bench;
  }

  /** Starts simulator and nodes, and waits until the robot knows where it is. */
  async wake(scene: Scene, names: readonly string[], ros: readonly string[] = []): Promise<void> {
    this.stack.start(bodyProgram(scene), (score) => {
      this.score = score as TrueScore;
    });
    for (const name of names) this.stack.start(executable(name, ...ros));
    await this.until('a map, a place in it and a mission', START_S, () => {
      const { ear } = this;
      return ear.map !== undefined && ear.poses > 5 && ear.mission !== undefined;
    });
  }

  /** Asks for a whole clean until it is taken. */
  async clean(): Promise<void> {
    let why = '';
    for (let i = 0; i < 10; i++) {
      why = await this.ear.say('start');
      if (why === '') return;
      await delay(1000);
    }
    throw new Error(`The job was refused: ${why}`);
  }

  get isOver(): boolean {
    return ENDED.includes(this.ear.mission?.state ?? '');
  }

  /** Throws Error with the processes' last words when it does not become so within `limit_s`. */
  async until(what: string, limit_s: number, check: () => boolean): Promise<void> {
    const end_ms = performance.now() + 1000 * limit_s;
    while (!check()) {
      if (performance.now() > end_ms)
        throw new Error(`Not within ${limit_s} s: ${what}\n${this.stack.log.slice(-20).join('\n')}`);
      await delay(100);
    }
  }

  /** @returns processes that had to be killed */
  async end(): Promise<string[]> {
    const stubborn = await this.stack.end();
    this.#graph.shutdown();
    await this.#graph.closed;
    return stubborn;
  }
}
