import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OccupancyGrid } from '@homebound/grid';
import { defaultGeometry, type RobotGeometry } from '@homebound/robot';
import { extrudeMap, readSdf, type World } from '@homebound/sim';
import { median } from '../../packages/cli/src/batch/batchTable.ts';
import { runCleaning } from '../../packages/cli/src/batch/cleaningRun.ts';
import type { SimulatedHome } from '../../packages/cli/src/simulatedHome.ts';
import { loadMap } from '../../packages/cli/src/worlds.ts';
import { OomwooMeter, oomwooBody } from './cleanOomwooMeter.ts';
import { TrueWay, writeSwept } from './cleanPicture.ts';
import { type Bar, type CleanResult, type CleanSet, ending, fixed, percent } from './cleanSet.ts';

const SEEDS = 20;
const MAX_TIME_S = 2 * 3600;
const STRIDE_M = 0.01;

/** Ours with OOMWOO's size and speed, and a brush as wide as the disc that its meter takes for one. */
const geometry: RobotGeometry = {
  ...defaultGeometry,
  bodyRadius_m: oomwooBody.bodyRadius_m,
  maxSpeed_mps: oomwooBody.speed_mps,
  mainBrush: { ...defaultGeometry.mainBrush, width_m: 2 * oomwooBody.cleaningRadius_m },
};

/** OOMWOO's two rooms by OOMWOO's meter. The map is known: a run before, not scored, made it. */
export const oomwooSet: CleanSet = {
  title: "OOMWOO's rooms by its own meter, its robot's size and speed, map known; theirs: Gazebo and Nav2",
  cases: (_place, seeds = SEEDS) => [
    'oomwoo/test_room#1',
    ...Array.from({ length: seeds }, (_, k) => `oomwoo/living_room#${k + 1}`),
  ],
  run({ data, out }, name) {
    const [room, seed] = name.slice('oomwoo/'.length).split('#');
    const folder = join(data, 'worlds', 'oomwoo');
    const map = loadMap(join(folder, `${room}.yaml`));
    const world = room === 'test_room' ? testRoom(folder) : livingRoom(map);
    const meter = new OomwooMeter(map, world.T_world_start);
    const way = new TrueWay(STRIDE_M);
    const watch = (home: SimulatedHome): void => way.follow(home, (stamp_s, x, y) => meter.add(stamp_s, x, y));
    const options = { world, seed: Number(seed), geometry, knowsMap: true, maxTime_s: MAX_TIME_S, watch };
    const figures = runCleaning(options, (home) => writeSwept(out, name, home, { world, geometry, way }));
    return { name, figures, own: { ...meter.figures() } };
  },
  line({ name, figures, own }) {
    const crossing =
      own.timeAt90_s === undefined
        ? 'never 90 %'
        : `90 % after ${own.timeAt90_s.toFixed(0)} s at efficiency ${own.efficiencyAt90.toFixed(3)}`;
    return `${name.padEnd(24)} ${percent(own.coverage)}  ${crossing}, ${own.efficiencyAtEnd.toFixed(3)} at the end, revisit ${own.revisit.toFixed(3)}  ${ending(figures)}`;
  },
  bars(results) {
    const inTest = results.filter(({ name }) => name.startsWith('oomwoo/test_room'));
    const inLiving = results.filter(({ name }) => name.startsWith('oomwoo/living_room'));
    return [
      ...(inTest.length > 0 ? testRoomBars(inTest) : []),
      ...(inLiving.length > 0 ? livingRoomBars(inLiving) : []),
    ];
  },
};

function testRoom(folder: string): World {
  const path = join(folder, 'test_room.world');
  return readSdf(readFileSync(path, 'utf8'), { input: path });
}

function livingRoom(map: OccupancyGrid): World {
  return extrudeMap(map, { name: 'living_room' });
}

function testRoomBars(results: readonly CleanResult[]): Bar[] {
  const mid = (of: (own: CleanResult['own']) => number): number => median(results.map(({ own }) => of(own)));
  const never = Number.POSITIVE_INFINITY;
  const high = { isGood: 'atLeast' } as const;
  const low = { isGood: 'atMost' } as const;
  return [
    { what: 'test_room: coverage (97.0 % theirs)', value: mid((o) => o.coverage), bar: 0.99, ...high, write: percent },
    {
      what: 'efficiency at 90 % (0.878)',
      value: mid((o) => o.efficiencyAt90 ?? 0),
      bar: 0.92,
      ...high,
      write: fixed(3),
    },
    { what: 'seconds to 90 % (806)', value: mid((o) => o.timeAt90_s ?? never), bar: 740, ...low, write: fixed(0) },
    { what: 'revisit (0.276)', value: mid((o) => o.revisit), bar: 0.2, ...low, write: fixed(3) },
  ];
}

function livingRoomBars(results: readonly CleanResult[]): Bar[] {
  const worst = Math.min(...results.map(({ own }) => own.coverage));
  const reached = results.filter(({ own }) => own.coverage >= 0.95).length;
  const all = results.length;
  return [
    {
      what: 'living_room: runs of >= 95 % (theirs: 50-85 %)',
      value: reached,
      bar: all,
      isGood: 'atLeast',
      write: fixed(0),
    },
    { what: 'worst run', value: worst, bar: 0.95, moonshot: 0.98, isGood: 'atLeast', write: percent },
  ];
}
