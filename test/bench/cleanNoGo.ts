import { join } from 'node:path';
import { cellX, cellY } from '@homebound/grid';
import { createRng, hypot, type Rng } from '@homebound/math';
import { defaultGeometry } from '@homebound/robot';
import { Referee, type World } from '@homebound/sim';
import { batchWorld } from '../../packages/cli/src/batch/batchWorld.ts';
import { runCleaning } from '../../packages/cli/src/batch/cleaningRun.ts';
import { cleanHome, keepOut } from '../../packages/cli/src/batch/requests.ts';
import { TrueWay, writeSwept } from './cleanPicture.ts';
import { type Bar, type CleanResult, type CleanSet, ending, fixed, percent } from './cleanSet.ts';

const RUNS = 100;
const MAX_TIME_S = 4 * 3600;
/** Small homes: a hundred runs are to end in an hour. */
const plans = ['paper_01', 'paper_03', 'paper_08', 'paper_09'];
const AREAS = 3;
/** No area this near to the dock, m: a robot that wakes in one cannot obey. */
const DOCK_CLEAR_M = 1;

/** Generated homes that the robot has mapped, with areas drawn into the map that it is told to keep out of: how much of them its body is over. */
export const noGoSet: CleanSet = {
  title: `${AREAS} random no-go areas in generated homes, map known`,
  cases: (_place, count = RUNS) => Array.from({ length: count }, (_, k) => `nogo/${plans[k % plans.length]}#${k + 1}`),
  run({ data, out }, name) {
    const [plan, seed] = name.slice('nogo/'.length).split('#');
    const { world } = batchWorld(`home:${join(data, 'homes', `${plan}.yaml`)}`, Number(seed));
    const noGo = randomAreas(world, createRng(Number(seed)).fork('no-go'));
    const way = new TrueWay(0.02);
    const asked = keepOut(noGo, world, cleanHome);
    const options = {
      world,
      seed: Number(seed),
      knowsMap: true,
      noGo,
      asked,
      maxTime_s: MAX_TIME_S,
      watch: way.follow,
    };
    const figures = runCleaning(options, (home) =>
      writeSwept(out, name, home, { world, geometry: defaultGeometry, way, areas: noGo }),
    );
    return { name, figures, own: { entered_cm2: 1e4 * figures.score.noGoEntered_m2 } };
  },
  line: ({ name, figures, own }) =>
    `${name.padEnd(20)} entered ${own.entered_cm2.toFixed(0).padStart(4)} cm²  A_brush with the areas ${percent(figures.score.coverage)}  ${ending(figures)}`,
  bars: noGoBars,
};

function noGoBars(results: readonly CleanResult[]): Bar[] {
  const entered = results.map(({ own }) => own.entered_cm2);
  const total = entered.reduce((sum, value) => sum + value, 0);
  const rescues = results.filter(({ figures }) => !figures.docked).length;
  const low = { isGood: 'atMost', write: fixed(0) } as const;
  return [
    { what: `no-go entry by the body in ${results.length} runs, cm²`, value: total, bar: 0, ...low },
    { what: 'worst run, cm²', value: Math.max(...entered), ...low },
    { what: 'runs that entered', value: entered.filter((value) => value > 0).length, ...low },
    { what: 'rescues', value: rescues, ...low },
  ];
}

/** Turned rectangles with a middle on floor that the robot can reach. */
function randomAreas(world: World, rng: Rng): Float64Array[] {
  const { frame, centres } = new Referee({ world, geometry: defaultGeometry }).ground;
  const areas: Float64Array[] = [];
  for (let tries = 0; areas.length < AREAS && tries < 10000; tries++) {
    const x = frame.originX_m + rng.uniform() * frame.width * frame.resolution_m;
    const y = frame.originY_m + rng.uniform() * frame.height * frame.resolution_m;
    if (centres[cellY(frame, y) * frame.width + cellX(frame, x)] === 0) continue;
    const [long_m, wide_m] = [0.4 + 1.2 * rng.uniform(), 0.3 + 0.7 * rng.uniform()];
    const fromDock_m = hypot(x - world.T_world_dock.x, y - world.T_world_dock.y) - hypot(long_m, wide_m) / 2;
    if (fromDock_m < DOCK_CLEAR_M) continue;
    areas.push(rectangle(x, y, long_m, wide_m, Math.PI * rng.uniform()));
  }
  return areas;
}

function rectangle(x: number, y: number, long_m: number, wide_m: number, yaw: number): Float64Array {
  const [ux, uy] = [(long_m / 2) * Math.cos(yaw), (long_m / 2) * Math.sin(yaw)];
  const [vx, vy] = [(-wide_m / 2) * Math.sin(yaw), (wide_m / 2) * Math.cos(yaw)];
  return Float64Array.of(
    ...[x - ux - vx, y - uy - vy, x + ux - vx, y + uy - vy],
    ...[x + ux + vx, y + uy + vy, x - ux + vx, y - uy + vy],
  );
}
