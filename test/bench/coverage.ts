// Coverage plans judged on the truth at 1 cm, beside published peers and the project's bars.
//   npm run bench:coverage -- [--data DIR] [--json FILE] [--out DIR] [--sets homes,byrooms,furnished,empty,segments,online]
//     [--brush 0.3,0.2] [--filter TEXT] [--every N] [--jobs N] [--pictures]
// homes: each as one region, as the peers were measured; byrooms: room by room, as the robot does; furnished, empty: true rooms of
// 3 to 60 m² of office plans; segments: 18 rooms that makers' robots drove in; online: homes with things that the map does not show.
// --filter keeps maps whose name contains the text, --every each Nth; --pictures draws all maps, not the worst of each set only.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { inOrder, runJobs } from '../../packages/cli/src/batch/jobPool.ts';
import { benchArgs, endBench } from './benchArgs.ts';
import { type Measured, measure, summarise } from './coverageBars.ts';
import type { BenchMap } from './coverageMaps.ts';
import { type OnlineRow, runOnline } from './coverageOnline.ts';
import { writePictures } from './coveragePicture.ts';
import { type CoverageRow, type Judged, runCoverage } from './coverageRun.ts';
import { type CoverageSet, coverageSets, setKeys } from './coverageSets.ts';
import { printBars, printOnline, printRow, printSummary, printTitle } from './coverageTable.ts';

const { values: args } = benchArgs({
  options: {
    data: { type: 'string', default: process.env.HOMEBOUND_DATA ?? '../shared/data' },
    json: { type: 'string' },
    out: { type: 'string', default: 'runs/bench-coverage' },
    brush: { type: 'string', default: '0.3,0.2' },
    sets: { type: 'string', default: setKeys.join(',') },
    filter: { type: 'string', default: '' },
    every: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '2' },
    pictures: { type: 'boolean', default: false },
    /** One set, its rows as JSON on standard output: what the benchmark calls itself with. */
    one: { type: 'string' },
  },
});
const RADIUS_M = 0.17;
const data = resolve(args.data);
const every = wholeNumber(args.every, '--every');
const brushes = args.brush.split(',').map(Number);
const keys = args.sets.split(',');
const stray = keys.find((key) => !(setKeys as readonly string[]).includes(key));
if (!existsSync(join(data, 'homes')))
  endBench(`there is no folder ${join(data, 'homes')}; name its parent with --data`);
if (!brushes.every((w) => w > 0 && w < 1)) endBench(`--brush ${args.brush}: expected widths in m, as in 0.3,0.2`);
if (stray !== undefined) endBench(`--sets ${stray}: there are ${setKeys.join(', ')}`);
const sets = coverageSets(keys, brushes);
if (args.one !== undefined) console.log(JSON.stringify(runSet(find(args.one))));
else await runAll();

/** What a set gives: judged plans, or homes driven with things in the way. */
interface SetResult {
  readonly rows: readonly CoverageRow[];
  readonly online: readonly OnlineRow[];
  readonly pictures: readonly string[];
}

async function runAll(): Promise<void> {
  const measured: Measured[] = [];
  const told: unknown[] = [];
  const onEnd = inOrder<SetResult>(({ name, result, problem }) => {
    if (result === undefined) return console.error(`${name} ${problem}`);
    measured.push(...tell(find(name), result));
    told.push({ set: name, ...(result.rows.length > 0 && summarise(result.rows)), ...result });
  });
  await runJobs(
    sets.map(({ name }) => name),
    { jobs: wholeNumber(args.jobs, '--jobs'), onEnd },
  );
  printBars(measured);
  if (args.json === undefined) return;
  mkdirSync(dirname(resolve(args.json)), { recursive: true });
  writeFileSync(args.json, `${JSON.stringify({ sets: told, bars: measured }, null, 1)}\n`);
}

function tell({ name, byRooms, isListed }: CoverageSet, { rows, online, pictures }: SetResult): Measured[] {
  if (online.length > 0) printOnline(online);
  if (rows.length === 0) return [];
  printTitle(`${name} m brush${byRooms ? ', room by room' : ''}: body ${RADIUS_M} m, no margin`);
  if (isListed) for (const row of rows) printRow(row);
  printSummary(name, summarise(rows));
  if (pictures.length > 0) console.log(`  pictures: ${pictures.join(' ')}`);
  return measure(name, summarise(rows));
}

function runSet(set: CoverageSet): SetResult {
  const maps = set
    .maps(data)
    .filter(({ name }) => name.includes(args.filter))
    .filter((_, k) => k % every === 0);
  const body = { radius_m: RADIUS_M, brush_m: set.brush_m };
  if (set.key !== 'online') return judgeAll(set, maps);
  return { rows: [], online: maps.map((map, k) => runOnline(map, body, k + 1)), pictures: [] };
}

/** Plans and judges the maps of a set; draws the one with the least coverage and the one that takes longest for what it is. */
function judgeAll({ name, brush_m, byRooms }: CoverageSet, maps: readonly BenchMap[]): SetResult {
  const rows: CoverageRow[] = [];
  let [leastCovered, slowest]: (Judged | undefined)[] = [];
  for (const map of maps) {
    const judged = runCoverage(map, { body: { radius_m: RADIUS_M, brush_m }, byRooms });
    if (judged === undefined) continue;
    rows.push(judged.row);
    if (args.pictures) writePictures(args.out, `${name}_${judged.row.name}`, judged);
    if (!(judged.row.coverage >= (leastCovered?.row.coverage ?? 2))) leastCovered = judged;
    if (!(judged.row.timeRatio <= (slowest?.row.timeRatio ?? 0))) slowest = judged;
  }
  const draw = (kind: string, judged: Judged | undefined) =>
    judged ? writePictures(args.out, `${name}_${kind}`, judged) : [];
  return { rows, online: [], pictures: [...draw('least_covered', leastCovered), ...draw('slowest', slowest)] };
}

function find(name: string): CoverageSet {
  return sets.find((set) => set.name === name) ?? endBench(`there is no set ${name}`);
}

function wholeNumber(text: string, option: string): number {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 ? value : endBench(`${option} ${text}: expected a whole number from 1`);
}
