import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createRng } from '@homebound/math';
import { defaultGeometry } from '@homebound/robot';
import type { HitKind } from '@homebound/sim';
import { median } from '../../packages/cli/src/batch/batchTable.ts';
import { batchWorld } from '../../packages/cli/src/batch/batchWorld.ts';
import { runCleaning } from '../../packages/cli/src/batch/cleaningRun.ts';
import { type MissedFloor, missedFloor } from './cleanMissed.ts';
import { TrueWay, writeSwept } from './cleanPicture.ts';
import { type Bar, type CleanResult, type CleanSet, ending, fixed, percent } from './cleanSet.ts';

const RUNS = 200;
const MAX_TIME_S = 10 * 3600;

/** Generated homes on the real floor plans, each run another seed: unknown map, clutter, people, one forced recharge. */
export const homesSet: CleanSet = {
  title:
    'generated homes, unknown map, clutter, people, one forced recharge (unless another number is asked for, 200 runs)',
  cases({ data }, count = RUNS) {
    const folder = join(data, 'homes');
    if (!existsSync(folder))
      throw new RangeError(`Cannot clean homes: there is no ${folder}; name its parent with --data`);
    const plans = readdirSync(folder)
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => file.slice(0, -'.yaml'.length));
    // In an order that mixes sizes and sources, so that few runs are a fair sample of all.
    const place = (plan: string): number => createRng(1).fork(plan).uniform();
    plans.sort((a, b) => place(a) - place(b));
    return Array.from({ length: count }, (_, k) => `homes/${plans[k % plans.length]}#${k + 1}`);
  },
  run({ data, out }, name) {
    const [plan, seed] = name.slice('homes/'.length).split('#');
    const { world } = batchWorld(`home:${join(data, 'homes', `${plan}.yaml`)}`, Number(seed));
    const way = new TrueWay(0.02);
    const options = { world, seed: Number(seed), recharge: true, maxTime_s: MAX_TIME_S, watch: way.follow };
    let missed: MissedFloor = { rim: 0, inside: 0, pieces: [] };
    const figures = runCleaning(options, (home) => {
      missed = missedFloor(home.referee);
      writeSwept(out, name, home, { world, geometry: defaultGeometry, way });
    });
    const parts = missed.pieces.map(({ area_m2, x, y }, k) => ({ name: `missed ${k + 1}`, own: { area_m2, x, y } }));
    return { name, figures, own: { missedRim: missed.rim, missedInside: missed.inside }, parts };
  },
  line({ name, figures, own }) {
    const { score: s, simulated_s, cost, recharges } = figures;
    return [
      `${name.padEnd(20)} ${s.reachableArea_m2.toFixed(0).padStart(4)} m²`,
      `A_brush ${percent(s.coverage)} (missed at the rim ${percent(own.missedRim)}, inside ${percent(own.missedInside)})`,
      `free ${percent(s.brushedFreeFloor)} (main brush ${percent(s.coverageFreeFloor)})`,
      `edge ${percent(s.wallBandCoverage)}`,
      `λ ${s.lambda.toFixed(2)}`,
      `${(simulated_s / 60).toFixed(0).padStart(3)} min`,
      `${s.hardContacts} hits`,
      `${recharges} recharges`,
      `ATE ${(100 * figures.trajectoryError_m).toFixed(1)} cm`,
      `${(simulated_s / cost.cpu_s).toFixed(0)} x`,
      ending(figures),
    ].join('  ');
  },
  bars: homesBars,
};

function homesBars(results: readonly CleanResult[]): Bar[] {
  const sum = (of: (r: CleanResult) => number): number => results.reduce((total, r) => total + of(r), 0);
  const mid = (of: (r: CleanResult) => number): number => median(results.map(of));
  const rescues = sum(({ figures }) => (figures.docked ? 0 : 1));
  const floor_m2 = sum(({ figures }) => figures.score.reachableArea_m2);
  const hits = sum(({ figures }) => figures.score.hardContacts) / floor_m2;
  const hitsOf = (kind: HitKind, what: string): Bar => ({
    what: `  of these with ${what}`,
    value: sum(({ figures }) => figures.score.hardContactsByKind[kind]) / floor_m2,
    write: fixed(3),
  });
  return [
    { what: `rescues in ${results.length} runs`, value: rescues, bar: 1, isGood: 'atMost', write: fixed(0) },
    {
      what: 'jobs given up, docked',
      value: sum(({ figures: f }) => (f.docked && !f.finished ? 1 : 0)),
      write: fixed(0),
    },
    { what: 'falls', value: sum((r) => r.figures.score.cliffFalls), bar: 0, isGood: 'atMost', write: fixed(0) },
    share(
      'coverage of A_brush, median',
      mid((r) => r.figures.score.coverage),
      0.97,
      0.985,
    ),
    share(
      'of free floor by both brushes, median',
      mid((r) => r.figures.score.brushedFreeFloor),
      0.92,
      0.95,
    ),
    {
      what: '  of which the brushes can touch, from where the body fits',
      value: mid((r) => r.figures.score.touchableFreeFloor),
      write: percent,
    },
    { what: '  by the main brush alone', value: mid((r) => r.figures.score.coverageFreeFloor), write: percent },
    {
      what: '    which can touch, from where the body fits',
      value: mid(({ figures: { score } }) => score.reachableArea_m2 / score.freeArea_m2),
      write: percent,
    },
    share(
      'edge band within 30 mm of walls, median',
      mid((r) => r.figures.score.wallBandCoverage),
      0.8,
      0.9,
    ),
    { what: 'of A_brush missed within 35 mm of its rim', value: mid((r) => r.own.missedRim), write: percent },
    { what: 'of A_brush missed inside', value: mid((r) => r.own.missedInside), write: percent },
    { what: 'length ratio', value: mid((r) => r.figures.score.lambda), write: fixed(2) },
    { what: 'hard contacts per m²', value: hits, bar: 0.05, moonshot: 0.01, isGood: 'atMost', write: fixed(3) },
    hitsOf('fixed', 'what stands firm'),
    hitsOf('heavy', 'things from 0.3 kg that it pushes'),
    hitsOf('light', 'lighter things'),
    hitsOf('actor', 'people, pets, moving doors'),
  ];
}

function share(what: string, value: number, bar: number, moonshot: number): Bar {
  return { what, value, bar, moonshot, isGood: 'atLeast', write: percent };
}
