// Part `avoid`: rooms of 5 m by 4 with a cable, a sock, a shoe, pet waste, a power strip and a toy car, each room another seed, cleaned in closed loop
// on eight floors in turn, with the whole stack: simulator, camera, vision, SLAM, planner, mission and drive. Judged from the true pose: a pass is a stretch in which the body's
// edge is within 25 cm of a thing; touched: the body, or the turning side brush, over it; driven over: by more than 1 cm.
//   --runs N (20)  --eye depth|none (depth)  --jobs N (1)  --json FILE  --out DIR for a picture of each room  --first N (1) the first seed
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { initPhysics } from '@homebound/sim';
import { endingSignal, inOrder, runJobs } from '../../packages/cli/src/batch/jobPool.ts';
import { benchArgs, endBench } from './benchArgs.ts';
import { type Bar, barLine, fixed, percent } from './cleanSet.ts';
import { type AvoidResult, avoidRun, type EyeName, eyes } from './obstaclesAvoidRun.ts';
import { floorOf, thingKinds } from './obstaclesAvoidWorld.ts';

const { values: args } = benchArgs({
  options: {
    part: { type: 'string' },
    runs: { type: 'string', default: '20' },
    first: { type: 'string', default: '1' },
    eye: { type: 'string', default: 'depth' },
    jobs: { type: 'string', default: '1' },
    json: { type: 'string' },
    out: { type: 'string' },
    /** One run, its result as JSON on standard output: what the benchmark calls itself with. */
    one: { type: 'string' },
  },
});
const eye = eyes.find((name) => name === args.eye) ?? endBench(`--eye ${args.eye}: there are ${eyes.join(', ')}`);
if (args.one !== undefined) {
  await initPhysics();
  console.log(JSON.stringify(avoidRun(Number(args.one), eye as EyeName, args.out)));
} else await runAll();

async function runAll(): Promise<void> {
  const seeds = Array.from({ length: whole(args.runs) }, (_, k) => String(whole(args.first) + k));
  const results: AvoidResult[] = [];
  const onEnd = inOrder<AvoidResult>(({ name, result, problem }) => {
    console.log(result === undefined ? `${name} ${problem}` : line(result));
    if (result !== undefined) results.push(result);
  });
  await runJobs<AvoidResult>(seeds, { jobs: whole(args.jobs), onEnd, signal: endingSignal() });
  const bars = barsOf(results);
  for (const bar of bars) console.log(barLine(bar));
  if (args.json === undefined) return;
  mkdirSync(dirname(resolve(args.json)), { recursive: true });
  const told = { part: 'avoid', eye, bars: bars.map(({ write: _write, ...bar }) => bar), results };
  writeFileSync(args.json, `${JSON.stringify(told, null, 1)}\n`);
}

function line({
  seed,
  passes,
  coverage,
  missedBeyondBerths,
  missedBlind,
  ghosts,
  simulated_s,
  cpu_s,
  state,
  reason,
}: AvoidResult): string {
  const touches = passes.filter(({ touched }) => touched);
  return [
    `room ${String(seed).padStart(3)} ${floorOf(seed).padEnd(7)}`,
    `${String(passes.length).padStart(3)} passes`,
    `touched ${touches.length}${touches.length === 0 ? '' : ` (${touches.map((p) => `${p.thing} ${p.approach} ${(100 * p.nearest_m).toFixed(1)} cm at ${p.at_s.toFixed(0)} s`).join(', ')})`}`,
    `A_brush ${percent(coverage)}`,
    `missed beyond berths ${percent(missedBeyondBerths)}, blind ${percent(missedBlind)}`,
    `${ghosts} ghosts`,
    `${(simulated_s / 60).toFixed(1)} min at ${(simulated_s / cpu_s).toFixed(1)} x`,
    `${state}: ${reason}`,
  ].join('  ');
}

function barsOf(results: readonly AvoidResult[]): Bar[] {
  const passes = results.flatMap((result) => result.passes);
  const share = (of: typeof passes): number => of.filter(({ touched }) => touched).length / Math.max(1, of.length);
  const grave = passes.filter(({ thing }) => thing === 'cable' || thing === 'petWaste');
  const mean = (of: (result: AvoidResult) => number): number =>
    results.reduce((sum, result) => sum + of(result), 0) / Math.max(1, results.length);
  return [
    { what: `touched, of ${passes.length} passes`, value: share(passes), bar: 0.02, isGood: 'atMost', write: percent },
    {
      what: `driven over cable or pet waste, of ${grave.length} passes`,
      value: grave.filter(({ drivenOver }) => drivenOver).length,
      bar: 0,
      isGood: 'atMost',
      write: fixed(0),
    },
    {
      what: 'A_brush lost beyond the berths, mean: missed there by an eye less missed there without one',
      value: mean(({ missedBeyondBerths, missedBlind }) => missedBeyondBerths - missedBlind),
      bar: 0.03,
      isGood: 'atMost',
      write: percent,
    },
    { what: 'A_brush, mean', value: mean(({ coverage }) => coverage), write: percent },
    { what: 'jobs not finished', value: results.filter(({ state }) => state !== 'finished').length, write: fixed(0) },
    { what: 'ghosts a room', value: mean(({ ghosts }) => ghosts), write: fixed(2) },
    ...thingKinds.map((kind): Bar => {
      const own = passes.filter(({ thing }) => thing === kind);
      return { what: `  ${kind}: touched, of ${own.length} passes`, value: share(own), write: percent };
    }),
    ...[...new Set(passes.map(({ approach }) => approach))].sort().map((approach): Bar => {
      const own = passes.filter((pass) => pass.approach === approach);
      return { what: `  ${approach}: touched, of ${own.length} passes`, value: share(own), write: percent };
    }),
  ];
}

function whole(text: string): number {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 ? value : endBench(`${text}: expected a whole number from 1`);
}
