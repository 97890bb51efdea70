import { cpus } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { type Spread, spreadOf } from './loadFigures.ts';
import { RosBench } from './rosBench.ts';
import { type Beginning, grouped, oneEach, RosStack } from './rosStack.ts';

export interface CostOptions {
  readonly world: string;
  readonly seed: number;
  /** s, real time, that is measured. */
  readonly measure_s: number;
  /** Simulated time of the job before, s: the map has its size then. */
  readonly warmUp_s: number;
  /** Pace of that. */
  readonly pace: number;
  /** s, real time, between the two: others on the machine come to rest. */
  readonly settle_s: number;
  readonly isGrouped: boolean;
  readonly begin: Beginning;
  readonly log: (text: string) => void;
}

export interface Cost {
  readonly processes: Readonly<Record<string, { cpu_percent: number; pss_mb: number; most_pss_mb: number }>>;
  /** All but the simulator, which is no part of a robot. */
  readonly robot: { readonly cpu_percent: number; readonly pss_mb: number; readonly most_pss_mb: number };
  readonly scanToPose: Spread;
  readonly poseToCommand: Spread;
  readonly scanToCommand: Spread;
  readonly scans_hz: number;
  /** Scans without a pose. */
  readonly lost: number;
  readonly map: RosBench['ear']['map'];
  readonly measured_s: number;
  /** Simulated seconds a second while it was measured. */
  readonly pace: number;
  readonly machine: string;
}

const LOOK_MS = 2000;
const SCAN_HZ = 10;
const CELL_M = 0.05;

/** Processor, memory and latency of a robot at work, at the clock's pace: 10 scans of 360 beams a second, cells of 5 cm. */
export async function measureCost(options: CostOptions): Promise<Cost> {
  const { world, seed, pace, log } = options;
  const bench = await RosBench.begin(new RosStack({}, options.begin));
  try {
    const names = [...(options.isGrouped ? grouped : oneEach), 'viewer'];
    await bench.wake({ world, seed, pace, scanRate_hz: SCAN_HZ }, names, [
      '-p',
      `slam:resolution:=${CELL_M}`,
      '-p',
      'viewer:port:=18988',
    ]);
    await bench.clean();
    const warm_s = options.warmUp_s + (bench.score?.stamp_s ?? 0);
    const limit_s = (5 * options.warmUp_s) / pace + 60;
    await bench.until('the map grows', limit_s, () => (bench.score?.stamp_s ?? 0) >= warm_s || bench.isOver);
    const why = await bench.ear.setPace(1);
    if (why !== '') throw new Error(`The pace was refused: ${why}`);
    log(
      `warm: ${bench.ear.mission?.state}, map ${bench.ear.map?.seen_m2.toFixed(0)} m²; measuring ${options.measure_s} s`,
    );
    await delay(1000 * options.settle_s);
    return await measured(bench, options.measure_s);
  } finally {
    await bench.end();
  }
}

async function measured(bench: RosBench, measure_s: number): Promise<Cost> {
  const { stack, ear } = bench;
  const first = stack.figures();
  const began_ms = performance.now();
  const scansBefore = ear.scans;
  const posesBefore = ear.poses;
  const pss = new Map<string, number[]>();
  ear.isMeasuring = true;
  while (performance.now() - began_ms < 1000 * measure_s) {
    await delay(LOOK_MS);
    for (const [name, { pss_mb }] of stack.figures()) pss.set(name, [...(pss.get(name) ?? []), pss_mb]);
  }
  ear.isMeasuring = false;
  const last = stack.figures();
  const lasted_s = (performance.now() - began_ms) / 1000;
  const processes: Record<string, { cpu_percent: number; pss_mb: number; most_pss_mb: number }> = {};
  for (const [name, { cpu_s }] of last) {
    const looks = pss.get(name) ?? [];
    processes[name] = {
      cpu_percent: (100 * (cpu_s - (first.get(name)?.cpu_s ?? 0))) / lasted_s,
      pss_mb: looks.reduce((sum, x) => sum + x, 0) / looks.length,
      most_pss_mb: Math.max(...looks),
    };
  }
  const ours = Object.entries(processes).filter(([name]) => name !== 'simulator');
  const sum = (of: (p: Cost['robot']) => number): number => ours.reduce((total, [, p]) => total + of(p), 0);
  const scans = ear.scans - scansBefore;
  return {
    processes,
    robot: {
      cpu_percent: sum((p) => p.cpu_percent),
      pss_mb: sum((p) => p.pss_mb),
      most_pss_mb: sum((p) => p.most_pss_mb),
    },
    scanToPose: spreadOf(ear.latencies.scanToPose_ms),
    poseToCommand: spreadOf(ear.latencies.poseToCommand_ms),
    scanToCommand: spreadOf(ear.latencies.scanToCommand_ms),
    scans_hz: scans / lasted_s,
    lost: scans - (ear.poses - posesBefore),
    map: ear.map,
    measured_s: lasted_s,
    pace: bench.score?.pace ?? Number.NaN,
    machine: `${cpus().length} × ${cpus()[0]?.model ?? '?'}, Node ${process.version}`,
  };
}
