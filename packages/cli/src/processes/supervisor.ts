import { type ChildProcess, spawn } from 'node:child_process';

/** A process that is kept running. */
export interface Plan {
  readonly name: string;
  /** File of JavaScript. */
  readonly script: string;
  readonly args: readonly string[];
}

export interface SupervisorOptions {
  /** In the order in which they begin; they end the other way round. */
  readonly plans: readonly Plan[];
  readonly warn: (text: string) => void;
  /** s until one that has crashed is started anew for the first time; 0.25 when absent. */
  readonly firstPause_s?: number;
  /** What a process exits with at its first start when starting it anew would not help. */
  readonly hopelessExit?: number;
  /** What a process exits with that ends because another one did, which is told of; it is started anew in silence. */
  readonly anewExit?: number;
}

/** Doubled each time, up to the longest. */
const FIRST_PAUSE_S = 0.25;
const LONGEST_PAUSE_S = 10;
/** One that ran for so long is well: its next crash is a first one, s. */
const WELL_S = 30;
/** So many crashes of one process, each right after its start, are no bad luck. */
const MOST_QUICK = 5;
const QUICK_S = 5;
/** One that is told to end and does not is killed after this, s. */
const END_S = 10;

/** Keeps processes running: starts those that crash anew, ever more slowly, and ends all of them in order. */
export class Supervisor {
  readonly #children: readonly Child[];
  #ending: Promise<void> | undefined;
  readonly #over: Promise<boolean>;
  #tellOver!: (isWell: boolean) => void;

  constructor(options: SupervisorOptions) {
    this.#over = new Promise((tell) => {
      this.#tellOver = tell;
    });
    const giveUp = (name: string): void => {
      options.warn(`a part of the robot (${name}) does not keep running, so all of it ends; see above for why`);
      void this.#end(false);
    };
    this.#children = options.plans.map((plan) => new Child(plan, options, giveUp));
  }

  /** Numbers of the processes that run now, by name. */
  get pids(): Readonly<Record<string, number | undefined>> {
    return Object.fromEntries(this.#children.map(({ plan, pid }) => [plan.name, pid]));
  }

  /** @returns whether it ended because it was told to, and not because a process could not be kept running */
  run(): Promise<boolean> {
    for (const child of this.#children) child.start();
    return this.#over;
  }

  end(): void {
    void this.#end(true);
  }

  #end(isWell: boolean): Promise<void> {
    this.#ending ??= this.#endAll().then(() => this.#tellOver(isWell));
    return this.#ending;
  }

  async #endAll(): Promise<void> {
    for (const child of this.#children) child.keepDown();
    for (const child of [...this.#children].reverse()) await child.end();
  }
}

class Child {
  readonly plan: Plan;
  readonly #options: SupervisorOptions;
  readonly #giveUp: (name: string) => void;
  #process: ChildProcess | undefined;
  #isKept = true;
  #again: ReturnType<typeof setTimeout> | undefined;
  #pause_s: number;
  #quick = 0;
  #starts = 0;

  constructor(plan: Plan, options: SupervisorOptions, giveUp: (name: string) => void) {
    this.plan = plan;
    this.#options = options;
    this.#giveUp = giveUp;
    this.#pause_s = this.#firstPause_s;
  }

  get #firstPause_s(): number {
    return this.#options.firstPause_s ?? FIRST_PAUSE_S;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  start(): void {
    const began_s = performance.now() / 1000;
    this.#starts++;
    const { script, args } = this.plan;
    // Its standard input ends with this process, however that ends: no robot is left without somebody to end it.
    const child = spawn(process.execPath, [...nodeOptions(), script, ...args], {
      stdio: ['pipe', 'inherit', 'inherit'],
      env: ownEnvironment(),
    });
    child.stdin?.on('error', () => {}); // it may end first
    child.on('error', (error) =>
      this.#options.warn(`a part of the robot (${this.plan.name}) could not be started: ${error.message}`),
    );
    child.on('close', (code, signal) => {
      this.#process = undefined;
      if (!this.#isKept) return;
      // It has said why.
      if (this.#starts === 1 && code !== null && code === this.#options.hopelessExit) this.#giveUp(this.plan.name);
      else this.#ended(signal ?? code, performance.now() / 1000 - began_s);
    });
    this.#process = child;
  }

  keepDown(): void {
    this.#isKept = false;
    clearTimeout(this.#again);
  }

  async end(): Promise<void> {
    const child = this.#process;
    if (child === undefined) return;
    const gone = new Promise((done) => child.once('close', done));
    child.kill('SIGTERM');
    const late = setTimeout(() => {
      this.#options.warn(`a part of the robot (${this.plan.name}) did not end by itself and was killed`);
      child.kill('SIGKILL');
    }, 1000 * END_S);
    await gone;
    clearTimeout(late);
  }

  #ended(how: NodeJS.Signals | number | null, ran_s: number): void {
    this.#quick = ran_s < QUICK_S ? this.#quick + 1 : 0;
    if (this.#quick >= MOST_QUICK) return this.#giveUp(this.plan.name);
    if (ran_s > WELL_S) this.#pause_s = this.#firstPause_s;
    if (how === null || how !== this.#options.anewExit) {
      const why = typeof how === 'string' ? how : `code ${how}`;
      this.#options.warn(
        `a part of the robot (${this.plan.name}, ${why}) failed; it starts again in ${this.#pause_s} s`,
      );
    }
    this.#again = setTimeout(() => this.start(), 1000 * this.#pause_s);
    this.#pause_s = Math.min(LONGEST_PAUSE_S, 2 * this.#pause_s);
  }
}

/** As in the services: no inspector by a signal, where this Node can promise that (elsewhere the process itself sees to it); young memory of 12 MB at most. */
function nodeOptions(): string[] {
  const inspector = process.allowedNodeEnvironmentFlags.has('--disable-sigusr1') ? ['--disable-sigusr1'] : [];
  return [...inspector, '--max-semi-space-size=4'];
}

/** Nothing by which Node could be made to show what it works with. */
function ownEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('NODE_')));
}
