import type { ScanPoints } from '@homebound/lidar';
import { between, cos, hypot, type SE2, sin } from '@homebound/math';
import { castRay, flat } from '../testRoom.ts';
import { type KeyFrame, keepScan } from './keyFrame.ts';
import { KeyGraph } from './keyGraph.ts';
import { defaultLoopOptions } from './options.ts';
import { type MeasuredStep, StepChecks } from './stepChecks.ts';
import { type StoredScan, storeScan } from './storedScan.ts';

const BEAMS = 360;
const covariance = Float64Array.of(1e-5, 0, 0, 0, 1e-5, 0, 0, 0, 1e-6);

function look(T: SE2): StoredScan {
  const pts_base = new Float64Array(2 * BEAMS);
  for (let i = 0; i < BEAMS; i++) {
    const angle = (2 * Math.PI * i) / BEAMS;
    const range = castRay(flat, T.x, T.y, cos(T.theta + angle), sin(T.theta + angle));
    pts_base[2 * i] = range * cos(angle);
    pts_base[2 * i + 1] = range * sin(angle);
  }
  const origins_base = new Float64Array(2 * BEAMS);
  const points: ScanPoints = { stamp_s: 0, hits: BEAMS, misses: 0, invalid: 0, pts_base, origins_base };
  return storeScan(points, { x: 0, y: 0, theta: 0 }, 12);
}

/** Four key frames on a way through the hall, and a fifth that the match put `off` its place; measured again. */
function check(off: SE2): { readonly step: MeasuredStep | undefined; readonly T_true: SE2 } {
  const way = [0, 1, 2, 3, 4].map((i) => ({ x: -0.2 + 0.5 * i, y: 1, theta: 0.1 * i }));
  const keys: KeyFrame[] = [];
  const graph = new KeyGraph();
  for (const T of way) {
    const key = { stamp_s: keys.length, T_map_key: T, scans: [] };
    keepScan(key, look(T), 12, 300);
    keys.push(key);
    graph.addKey(T);
  }
  const T_true = between(way[3], way[4]);
  const T_from_to = { x: T_true.x + off.x, y: T_true.y + off.y, theta: T_true.theta + off.theta };
  const checks = new StepChecks(defaultLoopOptions, {}, keys, graph);
  checks.push({ from: 3, to: 4, T_from_to, covariance, leap: off, scan: keys[4].scans[0], before: [0, 1, 2, 3] });
  let step: MeasuredStep | undefined;
  while (!checks.isIdle) step = checks.advance(1_000_000) ?? step;
  return { step, T_true };
}

test('a step that leapt onto something else is measured against what was seen just before', () => {
  const { step, T_true } = check({ x: -0.3, y: 0.4, theta: 0.15 });
  expect(step).toMatchObject({ from: 3, to: 4 });
  const { x, y, theta } = between(T_true, step!.T_from_to);
  expect(hypot(x, y)).toBeLessThan(0.02);
  expect(Math.abs(theta)).toBeLessThan(0.01);
});

test('one that was right, while wheels slipped, stays as it was measured', () => {
  const { step, T_true } = check({ x: 0, y: 0, theta: 0 });
  expect(step!.T_from_to).toEqual(T_true);
  expect(step!.covariance).toBe(covariance);
});
