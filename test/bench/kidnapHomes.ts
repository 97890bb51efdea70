// Kidnaps in the real homes:
//   npm run bench:kidnap -- [--only paper_01,…] [--trials 100] [--mode plain|moved|foreign|floors|half]
//     [--lidar lds02rr] [--resolution 0.025] [--drawnOff 0.005] [--budget N] [--limit 60]
//     [--seed 1] [--json FILE]
// The stored map is drawn by a tour through the home with noisy scans. Then the robot is put down at random places, any
// heading, and looks around until it knows where it is. Modes: `moved` has other furniture than when the map was made, and
// two people; `foreign` only the map of another home (every answer is wrong); `floors` three homes' maps at once;
// `half` a map of the home's left half only.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { decodeMap, readMapYaml } from '@homebound/formats';
import type { OccupancyGrid } from '@homebound/grid';
import { createRng, type Rng, type SE2 } from '@homebound/math';
import { type LidarName, lidarProfiles } from '@homebound/sim';
import type { OccupancyMap } from '../../packages/slam/src/map/occupancyMap.ts';
import { benchArgs, endBench } from './benchArgs.ts';
import { type KidnapResult, kidnapTrial } from './kidnap.ts';
import { FreeFloor, furnish, LidarRobot, randomFurniture, tourMap } from './kidnapWorld.ts';

const { values } = benchArgs({
  options: {
    data: { type: 'string' },
    only: { type: 'string', default: '' },
    trials: { type: 'string', default: '100' },
    mode: { type: 'string', default: 'plain' },
    lidar: { type: 'string', default: 'lds02rr' },
    resolution: { type: 'string', default: '0.025' },
    budget: { type: 'string', default: '4e6' },
    limit: { type: 'string', default: '60' },
    /** How far off each scan of the map is drawn, m; 0.4 rad per m. */
    drawnOff: { type: 'string', default: '0.005' },
    /** One box for so many m² in `moved`. */
    boxes: { type: 'string', default: '12' },
    seed: { type: 'string', default: '1' },
    json: { type: 'string' },
  },
});
const folder = join(resolve(values.data ?? process.env.HOMEBOUND_DATA ?? '../shared/data'), 'homes');
if (!existsSync(folder)) endBench(`there is no folder ${folder}; name the data's folder with --data`);
const modes = ['plain', 'moved', 'foreign', 'floors', 'half'] as const;
const mode =
  modes.find((name) => name === values.mode) ?? endBench(`--mode is one of ${modes.join(', ')}, not ${values.mode}`);
if (!(values.lidar in lidarProfiles))
  endBench(`--lidar is one of ${Object.keys(lidarProfiles).join(', ')}, not ${values.lidar}`);
const profile = lidarProfiles[values.lidar as LidarName];

interface Home {
  readonly name: string;
  readonly rng: Rng;
  readonly robot: LidarRobot;
  readonly map: OccupancyMap;
}

const names = readdirSync(folder)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.slice(0, -5))
  .filter((name) => (values.only === '' ? name.startsWith('paper_') : values.only.split(',').includes(name)))
  .sort();
if (names.length === 0) endBench(`${folder} holds no home named ${values.only}`);
const needsAll = mode === 'foreign' || mode === 'floors';
const made = new Map<string, Home>();
if (needsAll) for (const name of names) made.set(name, makeHome(name));

const all: (KidnapResult & { home: string })[] = [];
console.log('home      m²   right wrong refused   time mean p95 max s   error mean max m   cpu mean s  worst scan ms');
for (const name of names) {
  const home = made.get(name) ?? makeHome(name);
  const results = kidnaps(home);
  print(name, home.robot.floor, results);
  all.push(...results.map((result) => ({ home: name, ...result })));
}
print('all', undefined, all);
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ settings: values, all }, null, 1)}\n`);

function kidnaps(home: Home): KidnapResult[] {
  const { robot, rng } = home;
  const others = names.filter((other) => other !== home.name).map((other) => made.get(other)?.map);
  return Array.from({ length: Number(values.trials) }, (_, k) => {
    const other = (i: number) => others[(k + i) % others.length]!;
    const maps = mode === 'foreign' ? [other(0)] : mode === 'floors' ? [other(0), home.map, other(1)] : [home.map];
    robot.place(robot.floor.randomPose(rng));
    const mapIndex = maps.indexOf(home.map);
    return kidnapTrial({
      robot,
      maps,
      truth: () => (mapIndex < 0 ? undefined : { mapIndex, T_map_base: robot.T_world_base }),
      limit_s: Number(values.limit),
      budget: Number(values.budget),
      mayDrive: true,
    });
  });
}

function makeHome(name: string): Home {
  const yaml = readMapYaml(readFileSync(join(folder, `${name}.yaml`), 'utf8'), name);
  const grid = decodeMap(yaml, readFileSync(join(folder, yaml.image)), yaml.image);
  const rng = createRng(Number(values.seed)).fork(name);
  const mapper = robotIn(grid, rng, 'before', 0);
  const robot = mode === 'moved' ? robotIn(grid, rng, 'after', 2) : mapper;
  const map = tourMap(mapper, rng.fork('tour'), {
    resolution_m: Number(values.resolution),
    drawnOff_m: Number(values.drawnOff),
    drawnOff_rad: 0.4 * Number(values.drawnOff),
    isVisited: mode === 'half' ? leftHalf(mapper.floor) : () => true,
  });
  return { name, rng, robot, map };
}

function robotIn(grid: OccupancyGrid, rng: Rng, when: string, people: number): LidarRobot {
  const furniture = mode === 'moved' ? randomFurniture(new FreeFloor(grid), Number(values.boxes), rng.fork(when)) : [];
  const odometry = { way: 0.02 * rng.normal(), turn: 0.01 * rng.normal() };
  return new LidarRobot(new FreeFloor(furnish(grid, furniture)), rng.fork('robot'), { odometry, profile, people });
}

/** Places left of the middle one. */
function leftHalf({ cells, grid }: FreeFloor): (T: SE2) => boolean {
  const columns = Array.from(cells, (cell) => cell % grid.width).sort((a, b) => a - b);
  const middle = grid.originX_m + columns[columns.length >> 1] * grid.resolution_m;
  return (T) => T.x < middle;
}

function print(name: string, floor: FreeFloor | undefined, results: readonly KidnapResult[]): void {
  const count = (outcome: string) => results.filter((r) => r.outcome === outcome).length;
  const answered = results.filter((r) => r.outcome !== 'refused');
  const times = answered.map((r) => r.time_s).sort((a, b) => a - b);
  const errors = results.filter((r) => r.outcome === 'right').map((r) => r.error_m);
  const area = floor && floor.cells.length * floor.grid.resolution_m * floor.grid.resolution_m;
  const f = (value: number | undefined, digits: number) =>
    value === undefined || !Number.isFinite(value) ? '-' : value.toFixed(digits);
  console.log(
    [
      name.padEnd(9),
      (area === undefined ? '' : f(area, 0)).padStart(3),
      `${count('right')}`.padStart(6),
      `${count('wrong')}`.padStart(5),
      `${count('refused')}`.padStart(7),
      `     ${f(mean(times), 2)} ${f(times[Math.floor(0.95 * times.length)], 2)} ${f(times.at(-1), 1)}`.padEnd(24),
      `${f(mean(errors), 4)} ${f(Math.max(...errors), 3)}`.padEnd(18),
      f(mean(results.map((r) => r.cpu_s)), 3).padEnd(11),
      f(1000 * Math.max(...results.map((r) => r.worstScan_s)), 0),
    ].join(' '),
  );
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
}
