import { join, resolve } from 'node:path';
import { type CameraName, initPhysics } from '@homebound/sim';
import cliProgress from 'cli-progress';
import { CliError } from '../errors.ts';
import { type Figures, HeadlessRun } from '../headlessRun.ts';
import { detectorIn } from '../keenSight.ts';
import { runLive } from '../liveRun.ts';
import type { Kidnap } from '../simulatedHome.ts';
import { loadWorld } from '../worlds.ts';
import { zstdReady } from '../zstd.ts';

export interface SimulateOptions {
  readonly world: string;
  readonly seed: number;
  readonly headless?: boolean;
  readonly out?: string;
  readonly port: number;
  readonly speed: string;
  readonly maxTime: number;
  readonly resolution?: number;
  readonly kidnap?: Kidnap;
  readonly camera?: CameraName;
  readonly detector?: string;
  readonly home?: string;
  readonly recording: boolean;
  readonly json?: boolean;
}

export async function simulate(options: SimulateOptions): Promise<void> {
  const world = loadWorld(options.world, options.seed);
  for (const warning of world.warnings) process.stderr.write(`warning: ${world.name}: ${warning}\n`);
  await Promise.all([initPhysics(), zstdReady]);
  const speed = options.speed === 'max' ? 'max' : Number(options.speed);
  if (speed !== 'max' && !(speed > 0 && speed <= 1000))
    throw new CliError(`--speed must be a factor in (0, 1000] or max, got ${options.speed}`);
  if (!options.headless) {
    const { seed, port, resolution: resolution_m, kidnap, camera, home } = options;
    if (options.detector !== undefined && camera !== 'rgbd' && camera !== 'rgb')
      throw new CliError('--detector needs --camera rgbd or rgb');
    const detector = options.detector === undefined ? undefined : await detectorIn(options.detector);
    return runLive({ world, seed, port, speed, resolution_m, kidnap, camera, detector, home });
  }
  if (options.detector !== undefined)
    throw new CliError(
      '--detector is for the browser: its words come in their own time, and a headless run would not repeat to the bit',
    );
  const stamp = new Date().toISOString().replace(/[:.]/g, '-').slice(0, 19);
  const folder = resolve(options.out ?? join('runs', `${world.name}-${options.seed}-${stamp}`));
  const run = await HeadlessRun.begin({
    world,
    seed: options.seed,
    folder,
    maxTime_s: options.maxTime,
    resolution_m: options.resolution,
    kidnap: options.kidnap,
    camera: options.camera,
    home: options.home,
    isRecording: options.recording,
    linkLatest: options.out === undefined,
  });
  const bar = new cliProgress.SingleBar({
    stream: process.stderr,
    format: `${world.name} |{bar}| {percentage} % covered, {time} simulated, {speedup}× real time, {state}`,
    hideCursor: true,
    noTTYOutput: false,
  });
  bar.start(100, 0, { time: '0:00', speedup: '-', state: 'idle' });
  const figures = await run.toEnd((p) =>
    bar.update(p.coverage * 100, { time: clock(p.simulated_s), speedup: p.speedup.toFixed(0), state: p.state }),
  );
  bar.stop();
  if (options.json) process.stdout.write(`${JSON.stringify(figures)}\n`);
  else process.stdout.write(`${figures.summary.reason}\n${table(figures, folder)}\n`);
  process.exitCode = figures.interrupted ? 130 : figures.summary.finished ? 0 : 1;
}

function clock(seconds: number): string {
  const s = Math.floor(seconds);
  return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, '0')}`;
}

function table({ summary: s, timing: t }: Figures, folder: string): string {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const rows: [string, string][] = [
    ['world, seed', `${s.world}, ${s.seed}`],
    ['finished', s.finished ? 'yes' : 'no'],
    ['docked', s.docked ? 'yes' : 'no'],
    ['coverage of what the brush can touch', percent(s.coverage)],
    ['  of all free floor', percent(s.coverageFreeFloor)],
    ['  along edges', percent(s.edgeCoverage)],
    ['driven', `${s.path_m.toFixed(1)} m (length ratio ${s.lambda.toFixed(2)})`],
    ['simulated time', clock(s.simulated_s)],
    ['pose error at the end', `${(100 * s.endPoseError_m).toFixed(1)} cm`],
    ['falls', String(s.cliffFalls)],
    ['hard contacts', String(s.hardContacts)],
    ['speed', `${t.speedup.toFixed(0)} × real time (${t.wall_s.toFixed(1)} s, ${t.peakRss_mb.toFixed(0)} MB)`],
    ['hash', s.hash],
    ['run folder', folder],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}
