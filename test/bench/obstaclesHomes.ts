// Part `homes`: whole homes cleaned in closed loop with the depth camera, and the same homes blind: what the eye costs and what it saves. Judged from the
// truth: A_brush, what of it was missed beyond the berths of what really lies there, time, passes of small things and touches, ghosts.
//   --homes LIST (S2,S3,S6,S9,S12,apartment; any name that `homebound simulate` takes, home: too)  --seeds N (1)  --first N (1)
//   --jobs N (1)  --json FILE  --out DIR for a picture and the log of each run
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { initPhysics } from '@homebound/sim';
import { endingSignal, inOrder, runJobs } from '../../packages/cli/src/batch/jobPool.ts';
import { benchArgs, endBench } from './benchArgs.ts';
import { type Bar, barLine, fixed, percent } from './cleanSet.ts';
import { type HomeResult, type HomeRun, homeResult } from './obstaclesHomesRun.ts';

const { values: args } = benchArgs({
  options: {
    part: { type: 'string' },
    homes: { type: 'string', default: 'S2,S3,S6,S9,S12,apartment' },
    seeds: { type: 'string', default: '1' },
    first: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '1' },
    json: { type: 'string' },
    out: { type: 'string' },
    /** One home and seed, its result as JSON on standard output: what the benchmark calls itself with. */
    one: { type: 'string' },
  },
});
const HEAD =
  'home             A_brush blind, seeing   missed beyond berths   min            touched of passes  called off  doubled, ghosts';

if (args.one !== undefined) {
  const at = args.one.lastIndexOf('#');
  await initPhysics();
  console.log(JSON.stringify(homeResult(args.one.slice(0, at), Number(args.one.slice(at + 1)), args.out)));
} else await runAll();

async function runAll(): Promise<void> {
  const seeds = Array.from({ length: whole(args.seeds) }, (_, k) => whole(args.first) + k);
  const runs = args.homes.split(',').flatMap((home) => seeds.map((seed) => `${home}#${seed}`));
  const results: HomeResult[] = [];
  const broken: string[] = [];
  console.log(HEAD);
  const onEnd = inOrder<HomeResult>(({ name, result, problem }) => {
    console.log(result === undefined ? `${name} ${problem}` : line(result));
    if (result === undefined) broken.push(name);
    else results.push(result);
  });
  await runJobs<HomeResult>(runs, { jobs: whole(args.jobs), onEnd, signal: endingSignal() });
  const bars = barsOf(results, broken.length);
  for (const bar of bars) console.log(barLine(bar));
  if (args.json === undefined) return;
  mkdirSync(dirname(resolve(args.json)), { recursive: true });
  const told = { part: 'homes', bars: bars.map(({ write: _write, ...bar }) => bar), broken, results };
  writeFileSync(args.json, `${JSON.stringify(told, null, 1)}\n`);
}

function line({ home, seed, blind, seeing, told }: HomeResult): string {
  const both = (of: (run: HomeRun) => string): string => `${of(blind)} → ${of(seeing)}`;
  const of = (...as: readonly string[]): number => told.filter((one) => as.includes(one.as)).length;
  const ends = [blind, seeing]
    .filter(({ state }) => state !== 'finished')
    .map(({ state, reason }) => `${state}: ${reason}`);
  const touches = seeing.touched.map(({ thing, approach, at_s }) => `${thing} ${approach} ${at_s.toFixed(0)} s`);
  return [
    `${home} ${seed}`.padEnd(15),
    both(({ coverage }) => percent(coverage)).padEnd(22),
    both((run) => percent(run.missedBeyondBerths)).padEnd(21),
    both(({ simulated_s }) => (simulated_s / 60).toFixed(1)).padEnd(13),
    both(({ touched, passes }) => `${touched.length}/${passes}`).padEnd(17),
    String(seeing.calledOff).padEnd(10),
    `${of('standing')}, ${of('ghost', 'rim')}`,
    ...ends,
    ...(touches.length > 0 && touches.length < 6 ? [`(${touches.join(', ')})`] : []),
  ].join('  ');
}

function barsOf(results: readonly HomeResult[], broken: number): Bar[] {
  const worst = (of: (result: HomeResult) => number): number => Math.max(...results.map(of), 0);
  const passes = results.reduce((sum, { seeing }) => sum + seeing.passes, 0);
  const touches = results.flatMap(({ seeing }) => seeing.touched);
  const unfinished = results.filter(({ seeing, blind }) => seeing.state !== 'finished' && blind.state === 'finished');
  return [
    {
      what: 'A_brush lost beyond the berths, the worst: missed there by an eye less missed there without one',
      value: worst(({ seeing, blind }) => seeing.missedBeyondBerths - blind.missedBeyondBerths),
      bar: 0.03,
      isGood: 'atMost',
      write: percent,
    },
    {
      what: 'time with an eye by time without, the worst',
      value: worst(({ seeing, blind }) => seeing.simulated_s / blind.simulated_s),
      bar: 1.3,
      isGood: 'atMost',
      write: fixed(2),
    },
    {
      what: `touched, of ${passes} passes of small things`,
      value: touches.length / Math.max(1, passes),
      bar: 0.02,
      isGood: 'atMost',
      write: percent,
    },
    {
      what: 'driven over cords',
      value: touches.filter(({ thing, drivenOver }) => drivenOver && thing === 'cable').length,
      bar: 0,
      isGood: 'atMost',
      write: fixed(0),
    },
    {
      what: 'ghosts a m² of floor, the worst',
      value: worst(({ ghosts_pm2 }) => ghosts_pm2),
      bar: 0.02,
      isGood: 'atMost',
      write: fixed(3),
    },
    {
      what: 'finished blind, and not with an eye, or broken off',
      value: unfinished.length + broken,
      bar: 0,
      isGood: 'atMost',
      write: fixed(0),
    },
  ];
}

function whole(text: string): number {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 ? value : endBench(`${text}: expected a whole number from 1`);
}
