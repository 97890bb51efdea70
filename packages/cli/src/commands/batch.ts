import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import cliProgress from 'cli-progress';
import { BatchFolder } from '../batch/batchFolder.ts';
import {
  type BatchConditions,
  type BatchResult,
  type BatchRun,
  batchRuns,
  checkConditions,
  executeRun,
  runName,
} from '../batch/batchRun.ts';
import { resultLine, summarise, summaryText } from '../batch/batchTable.ts';
import { batchWorld } from '../batch/batchWorld.ts';
import { endingSignal, runJobs } from '../batch/jobPool.ts';
import { CliError } from '../errors.ts';

export interface BatchOptions {
  readonly worlds: readonly string[];
  readonly seeds: readonly number[];
  readonly knownMap?: boolean;
  readonly recharge?: boolean;
  readonly noise: string;
  readonly lidar: string;
  readonly maxTime: number;
  readonly jobs?: number;
  readonly out?: string;
  readonly json?: boolean;
  /** One run, its result as JSON on standard output: what the batch calls itself with. */
  readonly one?: string;
}

/** Runs worlds × seeds on all cores; exit code 0 only when every robot came home and none fell. */
export async function batch(options: BatchOptions): Promise<void> {
  const conditions: BatchConditions = {
    knowsMap: options.knownMap === true,
    recharge: options.recharge === true,
    noise: options.noise,
    lidar: options.lidar,
    maxTime_s: options.maxTime,
  };
  checkConditions(conditions);
  const runs = batchRuns(options.worlds, options.seeds);
  if (options.one !== undefined) {
    const run = runs.find((r) => runName(r) === options.one);
    if (run === undefined) throw new CliError(`There is no run ${options.one} in this batch`);
    process.stdout.write(`${JSON.stringify(await executeRun(run, conditions))}\n`);
    return;
  }
  // A world that is not there is said before anything runs.
  for (const world of options.worlds) batchWorld(world, options.seeds[0]);
  const stamp = new Date().toISOString().replace(/[:.]/g, '-').slice(0, 19);
  const path = resolve(options.out ?? join('runs', `batch-${stamp}`));
  await runAll(runs, new BatchFolder(path, conditions), options);
  process.stderr.write(`${path}\n`);
}

async function runAll(runs: readonly BatchRun[], folder: BatchFolder, options: BatchOptions): Promise<void> {
  const names = runs.map(runName);
  const left = names.filter((name) => !folder.runs.done.has(name));
  const signal = endingSignal();
  const bar = progressBar(names.length, names.length - left.length);
  const broken: string[] = [];
  const started_ms = performance.now();
  await runJobs<BatchResult>(left, {
    jobs: options.jobs ?? availableParallelism(),
    signal,
    onEnd: ({ name, result, problem }) => {
      if (signal.aborted && result === undefined) return;
      if (result !== undefined) folder.runs.add(result);
      else broken.push(name);
      bar.note(result !== undefined ? resultLine(result) : `${name} broke off: ${problem}`);
    },
  });
  bar.stop();
  const wall_s = (performance.now() - started_ms) / 1000;
  const results = names.flatMap((name) => folder.runs.done.get(name) ?? []);
  const summary = summarise(results);
  folder.writeTable(names, summary);
  if (options.json === true) process.stdout.write(`${JSON.stringify({ summary, broken, results })}\n`);
  else if (results.length > 0) process.stdout.write(`${summaryText(summary, wall_s)}\n`);
  for (const name of broken) process.stderr.write(`${name} broke off; start the batch again for another try\n`);
  const allWell = broken.length === 0 && summary.rescues === 0 && summary.falls === 0;
  process.exitCode = signal.aborted ? 130 : allWell ? 0 : 1;
}

/** A bar on a terminal, with a line for each run above it. */
function progressBar(total: number, done: number): { note(text: string): void; stop(): void } {
  const bar = new cliProgress.SingleBar({
    stream: process.stderr,
    format: 'batch |{bar}| {value} of {total} runs, {duration_formatted}, {eta_formatted} left',
    hideCursor: true,
    noTTYOutput: false,
  });
  bar.start(total, done);
  return {
    note(text) {
      if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
      process.stderr.write(`${text}\n`);
      bar.increment();
    },
    stop: () => bar.stop(),
  };
}
