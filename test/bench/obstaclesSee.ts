// Part `see`: scene S7, its twelve things placed, turned and coloured by seed, in another light each time, on wood, tiles, checks, stripes, gloss and a rug; the
// simulated camera with its noise, the gyro's tilt, the eye and the obstacle map; where the robot is, is true. It drives at 0.3 m/s straight at each thing
// from several sides, knowing nothing at the start of each drive. A thing is found where an outline comes within 3.5 cm of it, and stays (a cable, of
// the very place that the body would touch first); the distance is that of the body's front edge to touching it. Then things that touch a wall or a cupboard,
// driven along it (3 cm off) and at it; then the same floors without things, in lanes and along the walls. A threshold is driven over, so it does not count as
// found; what is told of a wall's foot is none.
//   --seeds N (20)  --first N (1)  --sides N (3) drives to each thing  --walls N (8) rooms with things at walls  --bare N (4) seeds of each bare floor
//   --camera depth|laser|rgbd|rgb
//   --floors LIST  --mount drawn|told (drawn: by seed up to 1° in pitch and roll and 3 mm in height beside what the eye is told)
//   --jobs N (1)  --json FILE  --out DIR for a picture of each miss and each ghost
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { cameraRigs, initPhysics, type LaneFloor, laneFloors } from '@homebound/sim';
import { endingSignal, inOrder, runJobs } from '../../packages/cli/src/batch/jobPool.ts';
import { benchArgs, endBench } from './benchArgs.ts';
import { type Bar, barLine, fixed, percent } from './cleanSet.ts';
import type { Approach, SeeResult } from './obstaclesSeeDrive.ts';
import { drawScene } from './obstaclesSeePicture.ts';
import type { Mounts } from './obstaclesSeeRig.ts';
import { bareRun, laneRun } from './obstaclesSeeRun.ts';
import { wallRun } from './obstaclesSeeWall.ts';

const { values: args } = benchArgs({
  options: {
    part: { type: 'string' },
    seeds: { type: 'string', default: '20' },
    first: { type: 'string', default: '1' },
    sides: { type: 'string', default: '3' },
    walls: { type: 'string', default: '8' },
    bare: { type: 'string', default: '4' },
    camera: { type: 'string', default: 'depth' },
    floors: { type: 'string', default: laneFloors.join(',') },
    mount: { type: 'string', default: 'drawn' },
    jobs: { type: 'string', default: '1' },
    json: { type: 'string' },
    out: { type: 'string' },
    /** One world, its result as JSON on standard output: what the benchmark calls itself with. */
    one: { type: 'string' },
  },
});
/** Before the body is there: known while its front edge is still so far away, m. */
const END_CLEAR_M = 0.04;
const camera =
  (Object.keys(cameraRigs) as (keyof typeof cameraRigs)[]).find((name) => name === args.camera) ??
  endBench(`--camera ${args.camera}: there are ${Object.keys(cameraRigs).join(', ')}`);
const floors = args.floors
  .split(',')
  .map(
    (name) =>
      laneFloors.find((floor) => floor === name) ?? endBench(`--floors ${name}: there are ${laneFloors.join(', ')}`),
  );
const mounts: Mounts =
  args.mount === 'drawn' || args.mount === 'told' ? args.mount : endBench(`--mount ${args.mount}: drawn or told`);
if (args.one !== undefined) await runOne(args.one);
else await runAll();

/** `lane:SEED:FLOOR`, `wall:SEED:FLOOR` or `bare:SEED:FLOOR`. */
async function runOne(name: string): Promise<void> {
  await initPhysics();
  const [what, seed, floor] = name.split(':');
  const { out } = args;
  if (out !== undefined) mkdirSync(out, { recursive: true });
  const draw = out === undefined ? undefined : drawScene(out);
  const result =
    what === 'bare'
      ? bareRun(Number(seed), floor as LaneFloor, camera, mounts, draw)
      : what === 'wall'
        ? wallRun(Number(seed), floor as LaneFloor, camera, mounts, draw)
        : laneRun(Number(seed), floor as LaneFloor, camera, mounts, whole(args.sides), draw);
  console.log(JSON.stringify(result));
}

async function runAll(): Promise<void> {
  const first = whole(args.first);
  const named = (what: string, n: number): string[] =>
    Array.from({ length: n }, (_, k) => `${what}:${first + k}:${floors[k % floors.length]}`);
  const lanes = [...named('lane', whole(args.seeds)), ...named('wall', whole(args.walls))];
  const bare = floors.flatMap((floor) =>
    Array.from({ length: whole(args.bare) }, (_, k) => `bare:${first + k}:${floor}`),
  );
  const results: SeeResult[] = [];
  const onEnd = inOrder<SeeResult>(({ name, result, problem }) => {
    console.log(result === undefined ? `${name} ${problem}` : line(result));
    if (result !== undefined) results.push(result);
  });
  await runJobs<SeeResult>([...lanes, ...bare], { jobs: whole(args.jobs), onEnd, signal: endingSignal() });
  const bars = barsOf(results);
  for (const bar of bars) console.log(barLine(bar));
  if (args.json === undefined) return;
  mkdirSync(dirname(resolve(args.json)), { recursive: true });
  const told = results.map(({ looks_ms: _looks, maps_ms: _maps, ...rest }) => rest);
  const report = { part: 'see', camera, mounts, bars: bars.map(({ write: _write, ...bar }) => bar), results: told };
  writeFileSync(args.json, `${JSON.stringify(report, null, 1)}\n`);
}

function line({ seed, floor, approaches, ghosts, seen_m2 }: SeeResult): string {
  const late = approaches.filter(({ found_m, placed_m }) => found_m < 0.25 || placed_m < 0);
  const missed = late.map(
    ({ thing, found_m, placed_m }) =>
      `${thing} ${found_m < 0 ? 'never' : `${(100 * found_m).toFixed(0)} cm`}${placed_m < 0 ? ', elsewhere' : ''}`,
  );
  return [
    `${floor.padEnd(8)} ${String(seed).padStart(3)}`,
    `${String(approaches.length).padStart(3)} drives`,
    `${seen_m2.toFixed(1)} m²`,
    missed.length === 0 ? '' : `late: ${missed.join(', ')}`,
    ghosts.length === 0 ? '' : `ghosts: ${ghosts.join('; ')}`,
  ].join('  ');
}

function barsOf(results: readonly SeeResult[]): Bar[] {
  const told = results.flatMap(({ approaches }) => approaches);
  const all = told.filter(({ at }) => at === 'open');
  const atWalls = told.filter(({ at }) => at !== 'open');
  const isCable = ({ thing }: Approach): boolean => thing === 'cable';
  const large = all.filter((a) => !isCable(a) && a.side_m >= 0.03 && a.height_m >= 0.02);
  const small = all.filter((a) => !isCable(a) && a.side_m >= 0.02 && a.height_m >= 0.02);
  const flat = all.filter((a) => !isCable(a) && !small.includes(a));
  const cables = all.filter(isCable);
  const share = (of: readonly Approach[], at_m: number): number =>
    of.filter(({ found_m }) => found_m >= at_m).length / Math.max(1, of.length);
  const looks = results.flatMap(({ looks_ms }) => looks_ms).sort((a, b) => a - b);
  const maps = results.flatMap(({ maps_ms }) => maps_ms).sort((a, b) => a - b);
  const sum = (of: (result: SeeResult) => number): number => results.reduce((total, result) => total + of(result), 0);
  const ms = (q: number): number => looks[Math.min(looks.length - 1, Math.floor(q * looks.length))] ?? 0;
  const ghostsOn = (on: readonly SeeResult[]): number =>
    on.reduce((n, { ghosts }) => n + ghosts.length, 0) /
    Math.max(
      1e-9,
      on.reduce((n, { seen_m2 }) => n + seen_m2, 0),
    );
  return [
    {
      what: `3 cm x 3 cm and up (2 cm high or more), found at 0.35 m, of ${large.length}`,
      value: share(large, 0.35),
      bar: 0.98,
      write: percent,
    },
    {
      what: `2 cm x 2 cm and up (2 cm high or more), found at 0.25 m, of ${small.length}`,
      value: share(small, 0.25),
      bar: 0.95,
      write: percent,
    },
    {
      what: `cable of 5 to 7 mm, found before the body is there, of ${cables.length}`,
      value: cables.filter(({ placed_m }) => placed_m >= END_CLEAR_M).length / Math.max(1, cables.length),
      bar: 0.99,
      write: percent,
    },
    { what: 'obstacles that are none, a m²', value: ghostsOn(results), bar: 0.02, isGood: 'atMost', write: fixed(3) },
    { what: 'a look, median, ms', value: ms(0.5), bar: 10, isGood: 'atMost', write: fixed(2) },
    { what: 'a look, of 95 in 100, ms', value: ms(0.95), write: fixed(2) },
    {
      what: 'into the map, and what lies there, median, ms',
      value: maps[Math.floor(maps.length / 2)] ?? 0,
      write: fixed(2),
    },
    { what: `looks refused, of ${looks.length}`, value: sum(({ refused }) => refused), write: fixed(0) },
    {
      what: 'straight drive until the camera is levelled, longest, s',
      value: Math.max(...results.map(({ levelled_s }) => levelled_s)),
      write: fixed(1),
    },
    {
      what: `lower than 2 cm or narrower, found at 0.15 m, of ${flat.length}`,
      value: share(flat, 0.15),
      write: percent,
    },
    {
      what: `against a wall or furniture, found at 0.15 m, of ${atWalls.length}`,
      value: share(atWalls, 0.15),
      write: percent,
    },
    ...[...new Set(atWalls.map(({ thing, at }) => `${thing}, ${at === 'along' ? 'driven along' : 'driven at'}`))]
      .sort()
      .map((row): Bar => {
        const own = atWalls.filter(
          ({ thing, at }) => row === `${thing}, ${at === 'along' ? 'driven along' : 'driven at'}`,
        );
        const kinds = [...new Set(own.map(({ kind }) => kind))].filter((kind) => kind !== '').join(', ');
        const what = `  ${row}: at 0.15 m, of ${own.length}; as ${kinds}`;
        return { what, value: share(own, 0.15), write: percent };
      }),
    ...[...new Set(all.map(({ thing }) => thing))].sort().map((thing): Bar => {
      const own = all.filter((a) => a.thing === thing);
      const placed = own.filter(({ placed_m }) => placed_m >= END_CLEAR_M).length / own.length;
      const middle = own.map(({ found_m }) => found_m).sort((a, b) => a - b)[Math.floor(own.length / 2)];
      const kinds = [...new Set(own.map(({ kind }) => kind))].filter((kind) => kind !== '').join(', ');
      const what = `  ${thing}: at 0.35 m ${percent(share(own, 0.35))}, at 0.25 m ${percent(share(own, 0.25))}, at all ${percent(share(own, 0))}, where it would be touched ${percent(placed)}, of ${own.length}; as ${kinds}; median m`;
      return { what, value: middle, write: fixed(2) };
    }),
    ...floors.map(
      (floor): Bar => ({
        what: `  ${floor}: obstacles that are none, a m²`,
        value: ghostsOn(results.filter((r) => r.floor === floor)),
        write: fixed(3),
      }),
    ),
  ];
}

function whole(text: string): number {
  const value = Number(text);
  return Number.isInteger(value) && value >= 0 ? value : endBench(`${text}: expected a whole number`);
}
