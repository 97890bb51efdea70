// Coverage plans judged on the truth at 1 cm, beside published peers and the project's bars.
//   npm run bench:coverage -- [--data DIR] [--json FILE] [--out DIR] [--brush 0.3,0.2] [--sets homes,rooms,segments,online]
//     [--filter TEXT] [--every N] [--pictures]
// --filter keeps maps whose name contains the text, --every each Nth; --pictures draws all maps, not the worst of each set.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { measure, summarise } from './coverageBars.ts';
import { type BenchMap, homes, offices, roomsOf, segments } from './coverageMaps.ts';
import { type OnlineRow, runOnline } from './coverageOnline.ts';
import { writePictures } from './coveragePicture.ts';
import { type CoverageRow, type Judged, runCoverage } from './coverageRun.ts';
import { printBars, printOnline, printRow, printSummary, printTitle } from './coverageTable.ts';

const { values: args } = parseArgs({
  options: {
    data: { type: 'string', default: process.env.HOMEBOUND_DATA ?? '../shared/data' },
    json: { type: 'string' },
    out: { type: 'string', default: 'runs/bench-coverage' },
    brush: { type: 'string', default: '0.3,0.2' },
    sets: { type: 'string', default: 'homes,rooms,segments,online' },
    filter: { type: 'string', default: '' },
    every: { type: 'string', default: '1' },
    pictures: { type: 'boolean', default: false },
  },
});
const RADIUS_M = 0.17;
const wanted = args.sets.split(',');
const brushes = args.brush.split(',').map(Number);
const every = Number(args.every);
if (!brushes.every((w) => w > 0 && w < 1)) throw new RangeError(`--brush ${args.brush}: widths in m, as in 0.3,0.2`);
if (!(Number.isInteger(every) && every > 0)) throw new RangeError(`--every ${args.every}: a whole number from 1`);

interface SetResult {
  readonly set: string;
  readonly rows: readonly CoverageRow[];
}

/** Plans and judges the maps of a set; draws the one with the least coverage and the one with the longest way. */
function runSet(name: string, maps: readonly BenchMap[], brush_m: number, byRooms: boolean): SetResult | undefined {
  const set = `${name} ${brush_m}`;
  const kept = maps.filter((map) => map.name.includes(args.filter)).filter((_, k) => k % every === 0);
  if (kept.length === 0) return undefined;
  printTitle(`${set} m brush${byRooms ? ', room by room' : ''}: body ${RADIUS_M} m, no margin`);
  const rows: CoverageRow[] = [];
  let [leastCovered, slowest]: (Judged | undefined)[] = [];
  for (const map of kept) {
    const judged = runCoverage(map, { body: { radius_m: RADIUS_M, brush_m }, byRooms });
    if (judged === undefined) continue;
    const { row } = judged;
    rows.push(row);
    if (maps.length < 60) printRow(row);
    if (args.pictures) writePictures(args.out, `${set}_${row.name}`, judged);
    if (!(row.coverage >= (leastCovered?.row.coverage ?? 2))) leastCovered = judged;
    if (!(row.timeRatio <= (slowest?.row.timeRatio ?? 0))) slowest = judged;
  }
  if (rows.length === 0) return undefined;
  printSummary(set, summarise(rows));
  if (leastCovered) console.log(`  least covered: ${writePictures(args.out, `${set}_worst`, leastCovered).join(' ')}`);
  if (slowest) console.log(`  slowest:       ${writePictures(args.out, `${set}_slowest`, slowest).join(' ')}`);
  return { set, rows };
}

function runHomesOnline(maps: readonly BenchMap[]): readonly OnlineRow[] {
  const rows = maps
    .filter(({ name }) => name.includes(args.filter))
    .filter((_, k) => k % (3 * every) === 0)
    .map((map, k) => runOnline(map, { radius_m: RADIUS_M, brush_m: 0.2 }, k + 1));
  if (rows.length > 0) printOnline(rows);
  return rows;
}

const results: SetResult[] = [];
const run = (...parameters: Parameters<typeof runSet>) => {
  const result = runSet(...parameters);
  if (result) results.push(result);
};
const allHomes = homes(args.data);
if (allHomes.length === 0) console.error(`No homes under ${args.data}; give --data DIR`);
for (const brush_m of brushes) {
  if (wanted.includes('homes')) {
    run('homes', allHomes, brush_m, false);
    run('homes by rooms', allHomes, brush_m, true);
  }
  if (wanted.includes('rooms')) {
    run('furnished rooms', offices(args.data, true).flatMap(roomsOf), brush_m, false);
    run('empty rooms', offices(args.data, false).flatMap(roomsOf), brush_m, false);
  }
}
if (wanted.includes('segments')) run('vendor segments', segments(args.data), 0.2, false);
const online = wanted.includes('online') ? runHomesOnline(allHomes) : [];
const measured = results.flatMap(({ set, rows }) => measure(set, summarise(rows)));
printBars(measured);
if (args.json) {
  mkdirSync(dirname(args.json), { recursive: true });
  const sets = results.map(({ set, rows }) => ({ set, ...summarise(rows), rows }));
  writeFileSync(args.json, `${JSON.stringify({ sets, online, bars: measured }, null, 1)}\n`);
}
