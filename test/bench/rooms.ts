// Rooms found on maps, next to rooms that people and makers drew, and to the same map's rooms under noise.
//   npm run bench:rooms -- [--data DIR] [--json FILE] [--out DIR]
// Pictures of the worst maps (theirs left, ours right) go to --out.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { segmentRooms } from '@homebound/plan';
import { benchArgs } from './benchArgs.ts';
import { FURNISHINGS, homeMaps, noisyMap, officePlans, type RoomCase, vendorMaps } from './roomsMaps.ts';
import { drawBeside } from './roomsPicture.ts';
import { figuresOf, type RoomFigures, type RoomScores, scoreRooms } from './roomsScore.ts';

const { values: args } = benchArgs({
  options: {
    data: { type: 'string', default: process.env.HOMEBOUND_DATA ?? '../shared/data' },
    json: { type: 'string' },
    out: { type: 'string' },
  },
});
const PICTURES = 4;

/** Peers on 20 plans of this kind (12 of which are these) as the reference document has them: seconds are wall time. */
const peers: Record<string, [string, number, number, number, number, number, number, number, number][]> = {
  '': [
    ['ipa morphological', 0.75, 76, 63.5, 97.2, 90.2, 0.82, 400, 4000],
    ['ipa distance', 0.778, 79.8, 65, 95.2, 89.9, 0.89, 900, 7000],
    ['ipa Voronoi', 0.891, 89.5, 83.1, 94.8, 96.2, 1.36, 13_900, 95_000],
    ['Sharif et al. 2023', 0.8, 88, 74.3, 82.9, 94.7, 1.41, 8700, 72_000],
  ],
  _furnitures: [
    ['ipa morphological', 0.628, 65.2, 46.1, 83.6, 91.9, 1.06, 1500, 10_000],
    ['ipa distance', 0.562, 54.8, 27.1, 74.6, 89.6, 1.37, 3600, 29_000],
    ['ipa Voronoi', 0.807, 85.9, 75, 87.1, 95.5, 1.5, 52_900, 532_000],
    ['Sharif et al. 2023', 0.75, 86.6, 58.2, 77.8, 94.7, 1.43, 8100, 64_000],
  ],
};

interface Result {
  readonly name: string;
  readonly cpu_ms: number;
  readonly scores: RoomScores;
}

/** CPU of a second call, with warm code. */
function solve(map: RoomCase['map']): { labels: Int16Array; cpu_ms: number } {
  segmentRooms(map);
  const begin = process.cpuUsage().user;
  const { labels } = segmentRooms(map);
  return { labels, cpu_ms: (process.cpuUsage().user - begin) / 1000 };
}

function line(name: string, cells: readonly (string | number)[]): void {
  console.log(`${name.padEnd(44)} ${cells.map((cell) => String(cell).padStart(8)).join(' ')}`);
}

function header(title: string): void {
  console.log('');
  line(title, ['rooms', 'IoU', '>0.5 %', '>0.8 %', 'recall', 'precis.', 'per room', 'ms', 'worst']);
}

function show(name: string, results: readonly Result[]): RoomFigures & { meanCpu_ms: number; worstCpu_ms: number } {
  const f = figuresOf(results.map(({ scores }) => scores));
  const times = results.map(({ cpu_ms }) => cpu_ms);
  const meanCpu_ms = times.reduce((a, b) => a + b, 0) / times.length;
  const worstCpu_ms = Math.max(...times);
  const percent = (share: number) => (100 * share).toFixed(1);
  const shares = [f.above05, f.above08, f.recall, f.precision].map(percent);
  line(name, [
    f.rooms,
    f.meanIou.toFixed(3),
    ...shares,
    f.foundPerRoom.toFixed(2),
    meanCpu_ms.toFixed(0),
    worstCpu_ms.toFixed(0),
  ]);
  return { ...f, meanCpu_ms, worstCpu_ms };
}

/** Scores maps with drawn rooms; draws those on which the least share of rooms is found. */
function run(title: string, cases: readonly RoomCase[]): Result[] {
  const found = cases.map(({ map }) => solve(map));
  const results = cases.map(({ name, truth }, k) => {
    const { labels, cpu_ms } = found[k];
    return { name, cpu_ms, scores: scoreRooms(truth, labels) };
  });
  if (args.out === undefined) return results;
  mkdirSync(args.out, { recursive: true });
  const share = ({ scores: { ious } }: Result) => ious.filter((v) => v > 0.8).length / ious.length;
  const worst = results.map((_, k) => k).sort((p, q) => share(results[p]) - share(results[q]));
  for (const k of worst.slice(0, PICTURES)) {
    const file = `${title.replaceAll(' ', '_')}_${cases[k].name}.png`;
    drawBeside(join(args.out, file), cases[k].map, cases[k].truth, found[k].labels);
  }
  return results;
}

function benchOffices() {
  return FURNISHINGS.map((furnishing) => {
    const title = `offices${furnishing.replaceAll('_', ' ') || ' empty'}`;
    const results = run(title, officePlans(args.data, furnishing));
    if (results.length === 0) return undefined;
    header(title);
    for (const result of results) show(`  ${result.name}`, [result]);
    const total = show(`homebound (${results.length} plans)`, results);
    for (const [name, iou, ...figures] of peers[furnishing] ?? []) line(`${name} (20 plans)`, ['', iou, ...figures]);
    return { title, total, plans: results };
  });
}

/** Both ways: makers' rooms found by us, ours found by them. */
function benchVendors() {
  const cases = vendorMaps(args.data);
  if (cases.length === 0) return undefined;
  header('vacuums’ own maps');
  const theirs = run('vendor', cases);
  for (const result of theirs) show(`  ${result.name}`, [result]);
  const ours = cases.map(({ name, map, truth }) => {
    const { labels, cpu_ms } = solve(map);
    return { name, cpu_ms, scores: scoreRooms(labels, truth) };
  });
  return {
    theirs: show('makers’ rooms found by us', theirs),
    ours: show('our rooms found by the makers', ours),
    maps: theirs,
  };
}

/** The rooms of one noisy version of a home, searched in another's. */
function benchStability() {
  const results = homeMaps(args.data).map(({ name, map }) => {
    const first = segmentRooms(noisyMap(map, 1)).labels;
    const { labels, cpu_ms } = solve(noisyMap(map, 2));
    return { name, cpu_ms, scores: scoreRooms(first, labels) };
  });
  if (results.length === 0) return undefined;
  header('stability: two noisy maps of a home');
  return { total: show(`${results.length} homes`, results), homes: results };
}

const result = { offices: benchOffices(), vendors: benchVendors(), stability: benchStability() };
if (args.json) writeFileSync(args.json, `${JSON.stringify(result, null, 1)}\n`);
