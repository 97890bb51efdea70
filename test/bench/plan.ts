// Coverage plans and rooms, judged on the truth at 1 cm, next to published peers on the same maps.
//   npm run bench:plan -- [--data DIR] [--json FILE] [--pictures DIR] [--brush 0.3,0.2] [--only paper_02,extra_05] [--quick]
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { mapPicture } from '@homebound/formats';
import { type CoveragePlan, concatenate, freeSpace, planCoverage, type RoomMap, segmentRooms } from '@homebound/plan';
import { TruthFloor, type Verdict } from './planJudge.ts';
import { type BenchMap, homes, type Office, offices, roomsOf } from './planMaps.ts';

const { values: args } = parseArgs({
  options: {
    data: { type: 'string', default: process.env.HOMEBOUND_DATA ?? '../shared/data' },
    json: { type: 'string' },
    pictures: { type: 'string' },
    brush: { type: 'string', default: '0.3,0.2' },
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
  },
});
const only = args.only?.split(',');
const RADIUS_M = 0.17;

interface Row extends Verdict {
  readonly name: string;
  readonly rooms: number;
  /** CPU of the first and of a second call for free space, rooms and plan together, ms. */
  readonly firstCpu_ms: number;
  readonly againCpu_ms: number;
}

/** Peers on the same maps (R 0.17 m), from the reference document: coverage %, λ, m² per minute. */
const peers: Record<string, [string, number, number, number][]> = {
  'homes 0.3': [
    ['ipa boustrophedon', 97.0, 3.12, 0.65],
    ['ipa energy functional', 96.8, 1.7, 1.32],
    ['nobleo Spiral-STC', 65.4, 0.87, 2.09],
    ['our 150-line prototype', 98.7, 1.62, 1.37],
  ],
  'furnished rooms 0.3': [
    ['ipa boustrophedon', 99.57, 2.31, 1.04],
    ['ipa energy functional', 97.47, 1.4, 1.87],
    ['nobleo Spiral-STC', 81.72, 0.91, 2.87],
    ['our 150-line prototype', 98.82, 1.31, 2.06],
  ],
  'furnished rooms 0.2': [
    ['ipa boustrophedon', 98.85, 1.86, 0.97],
    ['ipa energy functional', 94.47, 1.09, 1.59],
    ['our 150-line prototype', 98.76, 1.23, 1.54],
  ],
};

function cpu_ms(): number {
  return process.cpuUsage().user / 1000;
}

/** Plans a map twice (the second time with warm code), judges the plan, draws it when asked. */
function run({ name, map }: BenchMap, brush_m: number, divide: boolean): Row | undefined {
  const body = { radius_m: RADIUS_M, brush_m };
  const truth = new TruthFloor(map, body);
  // A body that fits nowhere, or only where there is no room to speak of, is no case.
  if (truth.brushableCells < 10_000) return undefined;
  const solve = (): { plan: CoveragePlan; rooms: RoomMap | undefined } => {
    const space = freeSpace(map, { robotRadius_m: RADIUS_M, margin_m: 0, brushWidth_m: brush_m, maxSpeck_cells: 0 });
    const start = space.standable.indexOf(1);
    const from = {
      x: space.originX_m + ((start % space.width) + 0.5) * space.resolution_m,
      y: space.originY_m + (Math.floor(start / space.width) + 0.5) * space.resolution_m,
    };
    const rooms = divide ? segmentRooms(map) : undefined;
    return { plan: planCoverage({ space, from, rooms }), rooms };
  };
  const t0 = cpu_ms();
  const { plan, rooms } = solve();
  const t1 = cpu_ms();
  solve();
  const t2 = cpu_ms();
  const verdict = truth.judge(concatenate(plan.strokes), body);
  if (args.pictures) {
    mkdirSync(args.pictures, { recursive: true });
    const lanes = plan.strokes.map(({ kind, path }) => ({ kind, points: path }));
    const file = `${name.replaceAll('/', '_')}_${brush_m * 100}.png`;
    writeFileSync(join(args.pictures, file), mapPicture(map, { rooms: rooms?.labels, lanes }));
  }
  return { name, ...verdict, rooms: rooms?.rooms.length ?? 1, firstCpu_ms: t1 - t0, againCpu_ms: t2 - t1 };
}

function line(cells: readonly (string | number)[]): void {
  console.log(cells.map((c, i) => (i === 0 ? String(c).padEnd(24) : String(c).padStart(9))).join(' '));
}

function showRow(r: Row): void {
  line([
    r.name,
    r.brushable_m2.toFixed(1),
    (100 * r.coverage).toFixed(2),
    r.lengthRatio.toFixed(2),
    r.m2PerMin.toFixed(2),
    r.turnsPer_m2.toFixed(2),
    r.invalidPoses,
    r.largestMiss_m2.toFixed(3),
    r.againCpu_ms.toFixed(0),
    r.rooms,
  ]);
}

/** Area-weighted totals, the way the reference adds up its peers. */
function total(rows: readonly Row[]) {
  const area = rows.reduce((s, r) => s + r.brushable_m2, 0);
  const covered = rows.reduce((s, r) => s + r.brushable_m2 * r.coverage, 0);
  const time = rows.reduce((s, r) => s + r.time_s, 0);
  const sorted = rows.map((r) => r.againCpu_ms).sort((a, b) => a - b);
  return {
    maps: rows.length,
    area_m2: area,
    coverage: covered / area,
    worstCoverage: Math.min(...rows.map((r) => r.coverage)),
    lengthRatio: rows.reduce((s, r) => s + r.lengthRatio * r.brushable_m2, 0) / area,
    m2PerMin: covered / (time / 60),
    invalidPoses: rows.reduce((s, r) => s + r.invalidPoses, 0),
    medianCpu_ms: sorted[sorted.length >> 1],
    worstCpu_ms: sorted[sorted.length - 1],
    worstFirstCpu_ms: Math.max(...rows.map((r) => r.firstCpu_ms)),
  };
}

function bench(title: string, maps: readonly BenchMap[], brush_m: number, divide: boolean, each: boolean) {
  console.log(`\n${title}, brush ${brush_m} m, body ${RADIUS_M} m, no margin`);
  line(['map', 'm²', 'cov %', 'λ', 'm²/min', 'turns/m²', 'invalid', 'miss m²', 'CPU ms', 'rooms']);
  const rows: Row[] = [];
  for (const map of maps) {
    const row = run(map, brush_m, divide);
    if (row === undefined) continue;
    rows.push(row);
    if (each) showRow(row);
  }
  if (rows.length === 0) return undefined;
  const sum = total(rows);
  line([
    `homebound (${sum.maps})`,
    sum.area_m2.toFixed(0),
    (100 * sum.coverage).toFixed(2),
    sum.lengthRatio.toFixed(2),
    sum.m2PerMin.toFixed(2),
    '',
    sum.invalidPoses,
    '',
    sum.medianCpu_ms.toFixed(0),
  ]);
  console.log(
    `  worst map ${(100 * sum.worstCoverage).toFixed(2)} %; CPU worst ${sum.worstCpu_ms.toFixed(0)} ms, cold ${sum.worstFirstCpu_ms.toFixed(0)} ms`,
  );
  for (const [name, coverage, ratio, rate] of peers[`${title} ${brush_m}`] ?? [])
    line([name, '', coverage.toFixed(2), ratio.toFixed(2), rate.toFixed(2)]);
  return { title, brush_m, total: sum, rows };
}

/** Best IoU of each true room of at least 1 m² with any found one. */
function roomScores({ map, truth, truthSizes }: Office) {
  const t = cpu_ms();
  const { labels, rooms } = segmentRooms(map);
  const ms = cpu_ms() - t;
  const found = new Map<number, number>();
  const both = new Map<number, number>();
  for (let i = 0; i < truth.length; i++) {
    if (labels[i] === 0) continue;
    found.set(labels[i], (found.get(labels[i]) ?? 0) + 1);
    if (truth[i] > 0) both.set(truth[i] * 65536 + labels[i], (both.get(truth[i] * 65536 + labels[i]) ?? 0) + 1);
  }
  const best = new Float64Array(truthSizes.length);
  for (const [key, n] of both) {
    const label = Math.floor(key / 65536);
    best[label] = Math.max(best[label], n / (truthSizes[label] + (found.get(key % 65536) ?? 0) - n));
  }
  const ious = [...best].filter((_, label) => label > 0 && truthSizes[label] >= 400);
  return { ious, ms, found: rooms.length };
}

function benchRooms(furnished: boolean) {
  const scores = offices(args.data, furnished).map((office) => ({ name: office.name, ...roomScores(office) }));
  if (scores.length === 0) return undefined;
  const ious = scores.flatMap((s) => s.ious);
  const share = (limit: number) => ious.filter((v) => v > limit).length / ious.length;
  const result = {
    furnished,
    rooms: ious.length,
    meanIoU: ious.reduce((a, b) => a + b, 0) / ious.length,
    above05: share(0.5),
    above08: share(0.8),
    segmentsPerRoom: scores.reduce((s, x) => s + x.found, 0) / ious.length,
    meanCpu_ms: scores.reduce((s, x) => s + x.ms, 0) / scores.length,
    worstCpu_ms: Math.max(...scores.map((s) => s.ms)),
  };
  console.log(
    `rooms of ${scores.length} ${furnished ? 'furnished' : 'empty'} offices: mean IoU ${result.meanIoU.toFixed(3)}, ` +
      `IoU > 0.5 ${(100 * result.above05).toFixed(1)} %, IoU > 0.8 ${(100 * result.above08).toFixed(1)} % of ${result.rooms}; ` +
      `${result.segmentsPerRoom.toFixed(2)} segments a room; CPU mean ${result.meanCpu_ms.toFixed(0)} ms, worst ${result.worstCpu_ms.toFixed(0)} ms` +
      ` (ipa Voronoi on 20 plans: ${furnished ? '75.0' : '83.1'} % above 0.8, ${furnished ? '53' : '14'} s)`,
  );
  return result;
}

const pick = (maps: BenchMap[]) =>
  only ? maps.filter((m) => only.includes(m.name)) : args.quick ? maps.slice(0, 6) : maps;
const results: unknown[] = [];
const allHomes = pick(homes(args.data));
if (allHomes.length === 0 && only === undefined) console.error(`No homes under ${args.data}; give --data DIR`);
for (const brush of args.brush.split(',').map(Number)) {
  results.push(bench('homes', allHomes, brush, true, true));
  if (only) continue;
  const rooms = offices(args.data, true).flatMap(roomsOf);
  results.push(bench('furnished rooms', args.quick ? rooms.slice(0, 20) : rooms, brush, false, false));
}
if (!only) results.push(benchRooms(false), benchRooms(true));
if (args.json) writeFileSync(args.json, `${JSON.stringify(results.filter(Boolean), null, 1)}\n`);
