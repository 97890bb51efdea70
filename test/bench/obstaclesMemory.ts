// Part `memory`: what the robot's processes weigh. The built command runs as in a household, `homebound serve --camera rgbd` with a learned detector; the
// camera is switched on and a home is cleaned at the clock's pace. Counted are the processes that a robot has: camera, mind and gateway. The motors'
// holds the simulator here and is told beside; `serve` itself is systemd's work on a robot.
//   --minutes N (5)  --models DIR of the detector (detector; none: without one)  --world W (apartment)  --json FILE
// resident (RSS): all pages, shared ones in each process anew; share (PSS): shared ones divided by who shares them; own: no other process has them;
// anonymous: heaps and buffers, as against pages of programs and libraries. Bar: the resident sum in every second from the first minute on.
// Linux, and who may read /proc/PID/smaps_rollup of processes that no other program of their user may look into: root.
import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { benchArgs, endBench } from './benchArgs.ts';
import { type Bar, barLine } from './cleanSet.ts';
import { HouseholdRobot } from './obstaclesMemoryRobot.ts';
import { type MemoryFigures, memoryFigures, processFigures } from './procFigures.ts';

const BAR_MB = 250;
/** All have started, and the first map is there, s. */
const SETTLED_S = 60;
const counted = ['camera', 'mind', 'gateway'];
const columns = ['rss_mb', 'pss_mb', 'own_mb', 'anonymous_mb'] as const;

const { values: args } = benchArgs({
  options: {
    part: { type: 'string' },
    minutes: { type: 'string', default: '5' },
    models: { type: 'string', default: 'detector' },
    world: { type: 'string', default: 'apartment' },
    json: { type: 'string' },
  },
});
const duration_s = 60 * Number(args.minutes);
if (!(duration_s > SETTLED_S)) endBench(`--minutes ${args.minutes}: needs more than ${SETTLED_S / 60}`);

const robot = await HouseholdRobot.begin(args.world, args.models === 'none' ? undefined : args.models);
try {
  const { pids } = robot;
  const cpu0 = Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, cpuOf(pid)]));
  const looks: Record<string, MemoryFigures>[] = [];
  const began_ms = performance.now();
  for (let s = 1; s <= duration_s; s++) {
    await delay(began_ms + 1000 * s - performance.now());
    const look = Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, lookAt(name, pid)]));
    if (s > SETTLED_S) looks.push(look);
  }
  const rows = Object.keys(pids).map((name) => rowOf(name, looks, (cpuOf(pids[name]) - cpu0[name]) / duration_s));
  report(rows, sumOf(looks), await robot.state());
} finally {
  await robot.end();
}

interface Row {
  readonly name: string;
  /** Medians over the looks. */
  readonly median: MemoryFigures;
  readonly most_mb: number;
  readonly cpu: number;
}

function lookAt(name: string, pid: number): MemoryFigures {
  const figures = memoryFigures(pid);
  if (figures === undefined)
    throw new Error(
      `${name} (${pid}) is gone (on a machine with other work the mind is dropped when it is silent for 1 s), or may not be looked into: run this as root`,
    );
  return figures;
}

function cpuOf(pid: number): number {
  return processFigures(pid)?.cpu_s ?? Number.NaN;
}

function rowOf(name: string, looks: readonly Record<string, MemoryFigures>[], cpu: number): Row {
  const own = looks.map((look) => look[name]);
  return { name, median: medians(own), most_mb: Math.max(...own.map(({ rss_mb }) => rss_mb)), cpu };
}

/** The processes that count, added up look by look. */
function sumOf(looks: readonly Record<string, MemoryFigures>[]): Row {
  const sums = looks.map(
    (look) =>
      Object.fromEntries(
        columns.map((column) => [column, counted.reduce((sum, name) => sum + look[name][column], 0)]),
      ) as unknown as MemoryFigures,
  );
  return {
    name: counted.join(' + '),
    median: medians(sums),
    most_mb: Math.max(...sums.map(({ rss_mb }) => rss_mb)),
    cpu: Number.NaN,
  };
}

function medians(looks: readonly MemoryFigures[]): MemoryFigures {
  const middle = (column: (typeof columns)[number]): number =>
    looks.map((look) => look[column]).sort((a, b) => a - b)[looks.length >> 1];
  return Object.fromEntries(columns.map((column) => [column, middle(column)])) as unknown as MemoryFigures;
}

function report(rows: readonly Row[], sum: Row, state: { cleanedArea_m2: number; camera: { isOpen: boolean } }): void {
  const { cleanedArea_m2, camera } = state;
  // A robot that stands about with its eye shut weighs less.
  if (!(cleanedArea_m2 > 0 && camera.isOpen)) throw new Error(`it was to clean and look: ${JSON.stringify(state)}`);
  console.log('MB, medians       resident  most     share    own      anonymous  CPU, cores');
  for (const { name, median, most_mb, cpu } of [...rows, sum]) {
    const cells = [median.rss_mb, most_mb, median.pss_mb, median.own_mb, median.anonymous_mb];
    const shown = cells.map((value) => value.toFixed(1).padEnd(9)).join('');
    console.log(`${name.slice(0, 17).padEnd(18)}${shown}  ${Number.isNaN(cpu) ? '' : cpu.toFixed(2)}`);
  }
  const bar: Bar = {
    what: 'camera, mind and gateway, resident at most, MB',
    value: sum.most_mb,
    bar: BAR_MB,
    isGood: 'atMost',
    write: (value) => value.toFixed(1),
  };
  console.log(barLine(bar));
  if (args.json === undefined) return;
  const { write: _write, ...told } = bar;
  writeFileSync(
    args.json,
    `${JSON.stringify({ part: 'memory', duration_s, bars: [told], rows, sum, cleanedArea_m2 }, null, 1)}\n`,
  );
}
