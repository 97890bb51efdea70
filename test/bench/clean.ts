// Whole homes cleaned in closed loop: simulator, SLAM, planner, mission and drive; scored by the referee from the true pose.
//   npm run bench:clean -- [--set homes,vendor,oomwoo,nogo] [--runs N] [--filter TEXT] [--jobs N] [--data DIR] [--json FILE] [--out DIR]
//     [--resume FILE]
// homes: generated homes on the real floor plans, each run another seed. vendor: the 18 segments that makers' robots drove.
// oomwoo: OOMWOO's two rooms by its own meter. nogo: areas to keep out of. Each set says in its file what it is.
// --runs: so many homes (200), seeds of the living room (20), no-go runs (100). --out: a picture of what was really swept for each run.
// --resume: keeps each run there as soon as it ends, and does not do again those that it holds; for one state of the code.
// What a run gives depends on its name alone. Speed is of all processes together: let nothing else run beside.
import { existsSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { initPhysics } from '@homebound/sim';
import { endingSignal, inOrder, type JobOutcome, runJobs } from '../../packages/cli/src/batch/jobPool.ts';
import { RunsFile } from '../../packages/cli/src/batch/runsFile.ts';
import { benchArgs, endBench } from './benchArgs.ts';
import { homesSet } from './cleanHomes.ts';
import { noGoSet } from './cleanNoGo.ts';
import { oomwooSet } from './cleanOomwoo.ts';
import { type Bar, barLine, type CleanResult, type CleanSet, fixed, type RunPlace } from './cleanSet.ts';
import { vendorSet } from './cleanVendor.ts';

const sets: Readonly<Record<string, CleanSet>> = {
  homes: homesSet,
  vendor: vendorSet,
  oomwoo: oomwooSet,
  nogo: noGoSet,
};

const { values: args } = benchArgs({
  options: {
    set: { type: 'string', default: Object.keys(sets).join(',') },
    runs: { type: 'string' },
    filter: { type: 'string', default: '' },
    jobs: { type: 'string', default: String(availableParallelism()) },
    data: { type: 'string', default: process.env.HOMEBOUND_DATA ?? '../shared/data' },
    json: { type: 'string' },
    out: { type: 'string' },
    resume: { type: 'string' },
    /** One run, its result as JSON on standard output: what the benchmark calls itself with. */
    one: { type: 'string' },
  },
});
const place: RunPlace = { data: resolve(args.data), out: args.out };
if (!existsSync(join(place.data, 'homes')))
  endBench(`there is no ${join(place.data, 'homes')}; name its parent with --data`);
const jobs = wholeNumber(args.jobs, '--jobs');
const signal = args.one === undefined ? endingSignal() : new AbortController().signal;
const count = args.runs === undefined ? undefined : wholeNumber(args.runs, '--runs');
if (args.one !== undefined) await runOne(args.one);
else await runAll(args.set.split(','));

interface SetReport {
  readonly set: string;
  readonly results: readonly CleanResult[];
  readonly broken: readonly string[];
  readonly bars: readonly Omit<Bar, 'write'>[];
}

async function runAll(names: readonly string[]): Promise<void> {
  const kept = args.resume === undefined ? undefined : new RunsFile<CleanResult>(resolve(args.resume));
  const reports: SetReport[] = [];
  for (const name of names) if (!signal.aborted) reports.push(await runSet(name, setCalled(name), kept));
  if (args.json !== undefined) writeFileSync(args.json, `${JSON.stringify(reports, null, 1)}\n`);
  if (signal.aborted) process.exitCode = 130;
  else if (reports.some(({ broken }) => broken.length > 0)) process.exitCode = 1;
}

async function runSet(name: string, set: CleanSet, kept?: RunsFile<CleanResult>): Promise<SetReport> {
  console.log(`${name}: ${set.title}`);
  const chosen = set.cases(place, count).filter((run) => run.includes(args.filter));
  const results = chosen.flatMap((run) => kept?.done.get(run) ?? []);
  for (const result of results) console.log(set.line(result));
  const started_ms = performance.now();
  const left = chosen.filter((run) => kept?.done.has(run) !== true);
  const { fresh, broken } = await runRest(left, set, kept);
  const wall_s = (performance.now() - started_ms) / 1000;
  results.push(...fresh);
  results.sort((a, b) => chosen.indexOf(a.name) - chosen.indexOf(b.name));
  const speed = fresh.length === 0 ? [] : [speedBar(fresh, wall_s)];
  const bars = results.length === 0 ? [] : [...set.bars(results), ...speed];
  for (const bar of bars) console.log(barLine(bar));
  console.log(`  ${results.length} runs, ${fresh.length} of them in these ${(wall_s / 60).toFixed(1)} minutes`);
  if (broken.length > 0) console.log(`  ${broken.length} broke off`);
  return { set: name, results, broken, bars: bars.map(({ write: _write, ...bar }) => bar) };
}

async function runRest(
  names: readonly string[],
  set: CleanSet,
  kept?: RunsFile<CleanResult>,
): Promise<{ readonly fresh: CleanResult[]; readonly broken: string[] }> {
  const fresh: CleanResult[] = [];
  const broken: string[] = [];
  const tell = inOrder<CleanResult>(({ name, result, problem }) =>
    console.log(result === undefined ? `${name} ${problem}` : set.line(result)),
  );
  const onEnd = (outcome: JobOutcome<CleanResult>): void => {
    const { name, result } = outcome;
    if (signal.aborted && result === undefined) return;
    if (result === undefined) broken.push(name);
    else {
      fresh.push(result);
      kept?.add(result);
    }
    tell(outcome);
  };
  await runJobs<CleanResult>(names, { jobs, onEnd, signal });
  return { fresh, broken };
}

/** Home-hours per wall-hour of this machine, all processes together. */
function speedBar(results: readonly CleanResult[], wall_s: number): Bar {
  const simulated_s = results.reduce((sum, { figures }) => sum + figures.simulated_s, 0);
  return {
    what: `simulated hours an hour, ${jobs} processes`,
    value: simulated_s / wall_s,
    bar: 120,
    moonshot: 300,
    isGood: 'atLeast',
    write: fixed(0),
  };
}

async function runOne(name: string): Promise<void> {
  await initPhysics();
  console.log(JSON.stringify(setCalled(name.split('/')[0]).run(place, name)));
}

function setCalled(name: string): CleanSet {
  return sets[name] ?? endBench(`there is no set ${name}; there are ${Object.keys(sets).join(', ')}`);
}

function wholeNumber(text: string, option: string): number {
  const value = Number(text);
  return Number.isInteger(value) && value >= 1 ? value : endBench(`${option} must be a whole number > 0, got ${text}`);
}
