// SLAM in simulated homes, judged by the truth: 12 homes x 3 lidars x 3 kinds of bad odometry, each a tour of some 12 minutes.
//   npm run bench:home -- [--data DIR] [--only paper_03,paper_05] [--lidar ld19] [--noise rugDrift] [--quick] [--jobs N]
//                         [--json FILE] [--pictures DIR] [--export DIR]
//   npm run bench:home -- --kidnap [--trials 100] [--only …] [--lidar …] [--noise …] [--jobs N] [--json FILE]
//   npm run bench:home -- --lifelong [--runs 100] [--only paper_11] [--lidar …] [--noise …] [--json FILE]
// A run fails when its ATE is above 0.15 m, second walls are above 1 % of the map's, or it ends lost. The map frame is the
// base's pose at the start, without any fit. Walls: mean end points of well-seen cells of 2.5 cm to the nearest true surface.
// --kidnap: the map that a tour left is stored; the robot wakes up at random places of it, and is carried off at work, and has to say
// within 60 s of driving about where it is: within 0.10 m and 5 degrees of where the tour's own poses put the true place in the map.
// --quick: three homes with one lidar and one noise. --export writes the same runs as CARMEN logs with relations from the
// truth (DIR/NAME/NAME.log.gz, DIR/NAME/NAME.relations.gz), which `bench:slam -- --data DIR` and other systems can be scored on.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { initPhysics } from '@homebound/sim';
import { inOrder, runJobs } from '../../packages/cli/src/batch/jobPool.ts';
import { benchArgs, endBench } from './benchArgs.ts';
import { caseName, chooseCases, type HomeCase, oneAHome } from './homeCases.ts';
import { type ExportedRun, exportHome } from './homeExport.ts';
import { type HomeKidnaps, runHomeKidnaps } from './homeKidnap.ts';
import { printKidnapHeader, printKidnapSummary, printKidnaps } from './homeKidnapTable.ts';
import { runLifelong } from './homeLifelong.ts';
import { printLifelongHeader, printLifelongRun, printLifelongSummary } from './homeLifelongTable.ts';
import { homePicture } from './homePicture.ts';
import { type HomeResult, runHome } from './homeRun.ts';
import { printHeader, printResult, printSummary, summarise } from './homeTable.ts';

const { values: args } = benchArgs({
  options: {
    data: { type: 'string', default: process.env.HOMEBOUND_DATA ?? '../shared/data' },
    only: { type: 'string' },
    lidar: { type: 'string' },
    noise: { type: 'string' },
    quick: { type: 'boolean', default: false },
    jobs: { type: 'string', default: '2' },
    json: { type: 'string' },
    pictures: { type: 'string' },
    export: { type: 'string' },
    kidnap: { type: 'boolean', default: false },
    trials: { type: 'string', default: '100' },
    lifelong: { type: 'boolean', default: false },
    runs: { type: 'string', default: '100' },
    /** One case, its result as JSON on standard output: what the benchmark calls itself with. */
    one: { type: 'string' },
  },
});
const data = resolve(args.data);
if (!existsSync(join(data, 'homes')))
  endBench(`there is no folder ${join(data, 'homes')}; name its parent with --data`);
const jobs = wholeNumber(args.jobs, '--jobs');
const cases = casesAsked();
if (args.lifelong) await lifelong();
else if (args.one !== undefined && args.kidnap) await kidnapOne(find(args.one));
else if (args.kidnap) await kidnapAll();
else if (args.one !== undefined && args.export !== undefined) await exportOne(args.export, find(args.one));
else if (args.export !== undefined) await exportAll();
else if (args.one !== undefined) await runOne(find(args.one));
else await runAll();

/** Each case in a process of its own; results come in the order of the cases. Returns the names of those that broke off. */
async function runCases<T>(onResult: (result: T) => void): Promise<string[]> {
  const broken: string[] = [];
  const onEnd = inOrder<T>(({ name, result, problem }) => {
    if (result !== undefined) return onResult(result);
    console.error(`${name} ${problem}`);
    broken.push(name);
  });
  await runJobs<T>(cases.map(caseName), { jobs, onEnd });
  return broken;
}

async function runAll(): Promise<void> {
  const results: HomeResult[] = [];
  printHeader();
  const broken = await runCases<HomeResult>((result) => {
    results.push(result);
    printResult(result);
  });
  printSummary(results);
  if (broken.length > 0) console.log(`${broken.length} runs broke off: ${broken.join(', ')}`);
  if (args.json !== undefined)
    writeFileSync(args.json, `${JSON.stringify({ summary: summarise(results), broken, results }, null, 1)}\n`);
  if (broken.length > 0) process.exitCode = 1;
}

async function runOne(which: HomeCase): Promise<void> {
  await initPhysics();
  const run = runHome(data, which);
  if (args.pictures !== undefined) {
    mkdirSync(args.pictures, { recursive: true });
    writeFileSync(join(args.pictures, `${run.result.name}.png`), homePicture(run));
  }
  console.log(JSON.stringify(run.result));
}

async function exportAll(): Promise<void> {
  const broken = await runCases<Omit<ExportedRun, 'log' | 'relations'>>(({ name, scans, relationCount }) =>
    console.log(`${name.padEnd(31)} ${scans} scans, ${relationCount} relations`),
  );
  if (broken.length > 0) endBench(`${broken.length} runs broke off: ${broken.join(', ')}`);
}

async function exportOne(folder: string, which: HomeCase): Promise<void> {
  await initPhysics();
  const { log, relations, ...rest } = exportHome(data, which);
  const own = join(folder, rest.name);
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, `${rest.name}.log.gz`), gzipSync(log));
  writeFileSync(join(own, `${rest.name}.relations.gz`), gzipSync(relations));
  console.log(JSON.stringify(rest));
}

async function kidnapAll(): Promise<void> {
  const results: HomeKidnaps[] = [];
  printKidnapHeader();
  const broken = await runCases<HomeKidnaps>((result) => {
    results.push(result);
    printKidnaps(result);
  });
  printKidnapSummary(results);
  if (args.json !== undefined) writeFileSync(args.json, `${JSON.stringify({ broken, results }, null, 1)}\n`);
  if (broken.length > 0) endBench(`${broken.length} runs broke off: ${broken.join(', ')}`);
}

async function kidnapOne(which: HomeCase): Promise<void> {
  await initPhysics();
  console.log(JSON.stringify(runHomeKidnaps(data, which, wholeNumber(args.trials, '--trials'))));
}

/** A series on the first case chosen; paper_11, of 97 m², unless one is named. */
async function lifelong(): Promise<void> {
  await initPhysics();
  const [which] = cases;
  console.log(`lifelong ${caseName(which)}: ${args.runs} runs on one SLAM`);
  printLifelongHeader();
  const result = runLifelong(data, which, wholeNumber(args.runs, '--runs'), printLifelongRun);
  printLifelongSummary(result);
  if (args.json !== undefined) writeFileSync(args.json, `${JSON.stringify(result, null, 1)}\n`);
}

function casesAsked(): HomeCase[] {
  const only = args.only ?? (args.lifelong ? 'paper_11' : undefined);
  for (const home of only?.split(',') ?? [])
    if (!existsSync(join(data, 'homes', `${home}.yaml`)))
      endBench(`there is no home ${home}.yaml in ${join(data, 'homes')}`);
  try {
    return args.kidnap ? oneAHome({ ...args, only }) : chooseCases({ ...args, only });
  } catch (error) {
    return endBench((error as Error).message);
  }
}

function wholeNumber(text: string, option: string): number {
  const value = Number(text);
  return Number.isInteger(value) && value >= 1 ? value : endBench(`${option} must be a whole number > 0, got ${text}`);
}

function find(name: string): HomeCase {
  return cases.find((c) => caseName(c) === name) ?? endBench(`there is no run ${name} among those chosen`);
}
