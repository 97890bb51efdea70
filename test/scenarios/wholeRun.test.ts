import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTrajectory } from '@homebound/formats';
import { homebound, temporaryFolder } from '../helpers/homebound.ts';

interface Printed {
  summary: Record<string, number | string | boolean>;
  timing: Record<string, number>;
}

async function run(folder: string, seed: number, world = 'studio'): Promise<Printed> {
  const { code, out, err } = await homebound(
    'simulate',
    '--headless',
    '--world',
    world,
    '--seed',
    String(seed),
    '--out',
    folder,
    '--json',
  );
  if (code !== 0) throw new Error(`exit code ${code}: ${err.slice(-500)}`);
  return JSON.parse(out);
}

const first = join(temporaryFolder(), 'run');
let printed: Printed;
beforeAll(async () => {
  printed = await run(first, 3);
});

test('a home is cleaned from the dock to the dock, without a fall', () => {
  expect(printed.summary).toMatchObject({ world: 'studio', seed: 3, finished: true, docked: true, cliffFalls: 0 });
  expect(printed.summary.coverage).toBeGreaterThan(0.9);
  expect(printed.summary.endPoseError_m).toBeLessThan(0.1);
});

test('the run folder holds what its contract says', () => {
  for (const name of [
    'options.json',
    'summary.json',
    'timing.json',
    'truth.csv',
    'estimate.csv',
    'truth_map.pgm',
    'truth_map.yaml',
    'map.pgm',
    'map.yaml',
    'map.png',
    'coverage.png',
    'recording.mcap',
    'metadata.yaml',
  ])
    expect([name, existsSync(join(first, name))]).toEqual([name, true]);
  expect(JSON.parse(readFileSync(join(first, 'summary.json'), 'utf8'))).toEqual(printed.summary);
  expect(JSON.parse(readFileSync(join(first, 'options.json'), 'utf8'))).toMatchObject({
    world: 'studio',
    seed: 3,
    R_m: 0.17,
    w_m: 0.2,
  });
  const truth = readTrajectory(readFileSync(join(first, 'truth.csv'), 'utf8'));
  const rate_hz = (truth.length - 1) / (truth[truth.length - 1].stamp_s - truth[0].stamp_s);
  expect(rate_hz).toBeGreaterThanOrEqual(20);
});

test('the same seed gives the same summary, another seed another run', async () => {
  const again = await run(join(temporaryFolder(), 'run'), 3);
  expect(again.summary).toEqual(printed.summary);
  const other = await run(join(temporaryFolder(), 'run'), 4);
  expect(other.summary.hash).not.toBe(printed.summary.hash);
});

test('the recording replays to the same bits', async () => {
  const { code, out } = await homebound('replay', first, '--json');
  expect(code).toBe(0);
  const result = JSON.parse(out);
  expect(result.same).toBe(true);
  // 5 scans a second, each with its pose
  expect(result.poses).toBeGreaterThan(4.5 * Number(printed.summary.simulated_s));
});

test('a run with a map of other cells replays to the same bits too', async () => {
  const folder = join(temporaryFolder(), 'run');
  const coarse = ['--resolution', '0.05', '--max-time', '40'];
  await homebound('simulate', '--headless', '--world', 'studio', '--seed', '3', ...coarse, '--out', folder, '--json');
  const { code, out } = await homebound('replay', folder, '--json');
  expect(JSON.parse(out)).toMatchObject({ same: true });
  expect(code).toBe(0);
});

test('a run with a camera, what it told of the floor and what was made of it, replays to the same bits', async () => {
  const folder = join(temporaryFolder(), 'run');
  const lane = ['--world', 'S7', '--seed', '1', '--camera', 'depth', '--max-time', '60'];
  await homebound('simulate', '--headless', ...lane, '--out', folder, '--json');
  const { code, out } = await homebound('replay', folder, '--json');
  expect(JSON.parse(out)).toMatchObject({ same: true });
  expect(code).toBe(0);
});

test('the folder alone scores as the referee did', async () => {
  const { code, out } = await homebound('score', first, '--json');
  expect(code).toBe(0);
  const score = JSON.parse(out);
  // The referee sees 50 Hz and a 1 cm truth, the folder has 25 Hz and 2 cm.
  expect(Math.abs(score.coverage - Number(printed.summary.coverage))).toBeLessThan(0.01);
  expect(Math.abs(score.path_m / Number(printed.summary.path_m) - 1)).toBeLessThan(0.01);
  expect(score.worst_m).toBeLessThan(0.15);
});

test('an apartment with an open stair: nobody falls, little is missed, nothing is rammed', async () => {
  const { summary } = await run(join(temporaryFolder(), 'run'), 1, 'apartment');
  expect(summary).toMatchObject({ finished: true, docked: true, cliffFalls: 0 });
  expect(summary.coverage).toBeGreaterThan(0.9);
  expect(summary.endPoseError_m).toBeLessThan(0.1);
  // Things below the lidar's plane are found by touching them: the desk chair's feet and the lamp's.
  expect(summary.hardContacts).toBeLessThan(15);
});
