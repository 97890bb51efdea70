import type { ScanPoints } from '@homebound/lidar';
import { between, compose, cos, hypot, type SE2, sin } from '@homebound/math';
import { box, castRay, type Wall } from '../testRoom.ts';
import { BackEnd } from './backEnd.ts';
import { defaultBackEndOptions } from './options.ts';

const BEAMS = 180;
/** A corridor around a block, with niches and pillars that tell its sides apart. */
const ring: readonly Wall[] = [
  ...box(-1.5, -1.5, 15.5, 9.5),
  ...box(1.5, 1.5, 12.5, 6.5),
  ...box(4, -1.5, 5, -0.9),
  ...box(15, 2, 15.5, 3.2),
  ...box(8, 8.8, 9.5, 9.5),
  ...box(-1.5, 4, -0.8, 4.6),
  ...box(2, -1.5, 2.4, -1.1),
];

function look(T: SE2, stamp_s: number): ScanPoints {
  const pts_base = new Float64Array(2 * BEAMS);
  for (let i = 0; i < BEAMS; i++) {
    const angle = (2 * Math.PI * i) / BEAMS;
    const range = castRay(ring, T.x, T.y, cos(T.theta + angle), sin(T.theta + angle));
    pts_base[2 * i] = range * cos(angle);
    pts_base[2 * i + 1] = range * sin(angle);
  }
  return { stamp_s, hits: BEAMS, misses: 0, invalid: 0, pts_base, origins_base: new Float64Array(2 * BEAMS) };
}

/** Rounds of the ring in steps of 0.25 m, turning at the corners. */
function drive(metres: number): SE2[] {
  const poses: SE2[] = [{ x: 0, y: 0, theta: 0 }];
  let leg_m = 0;
  let side = 0;
  for (let i = 0; i < metres / 0.25; i++) {
    const turns = leg_m >= (side % 2 === 0 ? 14 : 8);
    poses.push(compose(poses.at(-1)!, { x: turns ? 0 : 0.25, y: 0, theta: turns ? Math.PI / 2 : 0 }));
    leg_m = turns ? 0 : leg_m + 0.25;
    if (turns) side++;
  }
  return poses;
}

test('a place that left the map is not taken for where the robot is, though a loop ties it', () => {
  const backEnd = new BackEnd(defaultBackEndOptions, {});
  const add = (x: number, sigma_m: number) => {
    const variance = sigma_m * sigma_m;
    const covariance = Float64Array.of(variance, 0, 0, 0, variance, 0, 0, 0, 1e-6);
    const T_map_base = { x, y: 0, theta: 0 };
    backEnd.addScan({ points: look(T_map_base, backEnd.keys.length), T_map_base, covariance, seesAllRound: true });
    while (!backEnd.isIdle) backEnd.work();
  };
  add(0, 0.01);
  expect(backEnd.isDrawnWhole).toBe(true);
  // Farther off than `retire_m`: the first place is not matched to any more.
  add(0.6, 0.5);
  expect(backEnd.isDrawnWhole).toBe(false);
  const tied = Float64Array.of(1e-4, 0, 0, 0, 1e-4, 0, 0, 0, 1e-6);
  backEnd.graph.addLink('loop', 0, 1, { x: 0.6, y: 0, theta: 0 }, tied);
  add(0.05, 0.01);
  expect(backEnd.keys).toHaveLength(3);
  // One that is in the map is.
  add(0.62, 0.01);
  expect(backEnd.here).toBe(1);
});

test('a ring that drift left open is closed at the end, and the map is drawn anew', () => {
  const way = drive(62);
  const backEnd = new BackEnd(defaultBackEndOptions, {});
  const covariance = Float64Array.of(4e-4, 0, 0, 0, 4e-4, 0, 0, 0, 1e-5);
  let T_map_base = way[0];
  let corrections = 0;
  let worst = 0;
  way.forEach((T, i) => {
    const moved = i === 0 ? { x: 0, y: 0, theta: 0 } : between(way[i - 1], T);
    T_map_base = compose(T_map_base, { ...moved, theta: moved.theta + 0.0003 });
    worst = Math.max(worst, hypot(T_map_base.x - T.x, T_map_base.y - T.y));
    backEnd.addScan({ points: look(T, i), T_map_base, covariance, seesAllRound: true });
    while (!backEnd.isIdle) {
      const correction = backEnd.work();
      if (correction === undefined) continue;
      corrections++;
      T_map_base = compose(correction.T_after_before, T_map_base);
    }
  });
  backEnd.settle();
  while (!backEnd.isIdle) backEnd.work();
  expect(worst).toBeGreaterThan(0.2);
  expect(corrections).toBeGreaterThan(0);
  expect(backEnd.loops.accepted).toBeGreaterThan(2);
  // A key frame's stamp tells where on the way it was set.
  const off = backEnd.keys.map(({ stamp_s, T_map_key: T }) => hypot(T.x - way[stamp_s].x, T.y - way[stamp_s].y));
  expect(Math.max(...off)).toBeLessThan(0.12);
});
