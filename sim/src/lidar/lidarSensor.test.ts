import { createRng, identity } from '@homebound/math';
import { defaultGeometry, type ScanRecord } from '@homebound/robot';
import { FloorField } from '../floor/floorField.ts';
import { noiseProfiles } from '../noise.ts';
import { box, walls, worldOf } from '../testWorlds.ts';
import type { Material, World } from '../world.ts';
import { type LidarName, lidarProfiles } from './lidarProfile.ts';
import { LidarSensor } from './lidarSensor.ts';
import { RayScene } from './rayScene.ts';

const centre = { x: 2, y: 2, theta: 0 };

/** Takes `n` scans at rest. */
function scans(world: World, n: number, lidar: LidarName, pitch_rad = 0, noise = noiseProfiles.realistic as object) {
  const floor = new FloorField(world, 0.02);
  const scene = new RayScene(world, floor, new Float64Array(), defaultGeometry.lidar.z_m);
  const profile = lidarProfiles[lidar];
  const sensor = new LidarSensor(
    profile,
    defaultGeometry.lidar,
    noise as typeof noiseProfiles.realistic,
    scene,
    createRng(4),
    0,
  );
  const out: ScanRecord[] = [];
  sensor.sweep(-1, (n + 0.5) / profile.rate_hz, centre, centre, { z_m: 0, pitch_rad, roll_rad: 0 }, out);
  return out.slice(0, n);
}

const room = worldOf(walls(4, 4), [], centre);

function statistics(values: number[]) {
  const mean = values.reduce((a, b) => a + b) / values.length;
  return { mean, sd: Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length) };
}

test.each([
  // At 2 m: sqrt(2^2 + (0.8 * 4)^2) = 3.8 mm, 0.01 m, 6 + 4 (in squares: 7.2) mm
  ['lds02rr', 0.0038, 0.03],
  ['gazebo', 0.01, 0],
  ['ld19', 0.0072, 0.01],
] as const)('%s at 2 m spreads by %f m and loses %f of its rays', (name, sigma_m, dropout) => {
  const ahead = scans(room, 1000, name).map(({ ranges_m }) => ranges_m[ranges_m.length / 2]);
  const seen = ahead.filter(Number.isFinite);
  const { mean, sd } = statistics(seen);
  expect(Math.abs(sd / sigma_m - 1)).toBeLessThan(0.2);
  expect(Math.abs(mean - 2)).toBeLessThan(0.05);
  expect(Math.abs(1 - seen.length / 1000 - dropout)).toBeLessThan(0.015);
});

const pane = (material: Material) =>
  worldOf([...walls(4, 4), box('p', { x: 3, y: 2, theta: 0 }, 0.01, 1, { material })], [], centre);

test('glass 5 degrees and more off its normal shows what is behind it, sometimes nothing', () => {
  const at20 = scans(pane({ kind: 'glass', reflectivity: 0.9 }), 200, 'gazebo').map(({ ranges_m }) => ranges_m[200]);
  const through = at20.filter(Number.isFinite);
  // The wall behind at 2 m / cos 20 deg; two faces of the pane let 0.85^2 = 0.72 pass.
  expect(statistics(through).mean).toBeCloseTo(2 / Math.cos((20 * Math.PI) / 180), 1);
  expect(Math.abs(through.length / 200 - 0.72)).toBeLessThan(0.1);
  // Straight on the pane shines back.
  const at0 = scans(pane({ kind: 'glass', reflectivity: 0.9 }), 50, 'gazebo').map(({ ranges_m }) => ranges_m[180]);
  expect(statistics(at0).mean).toBeCloseTo(0.995, 1);
});

test('a mirror shows the room behind the robot, as far again', () => {
  const ahead = scans(pane({ kind: 'mirror', reflectivity: 0.9 }), 50, 'gazebo').map(({ ranges_m }) => ranges_m[181]);
  // 0.995 m to the mirror and 2.995 m back to the west wall
  expect(statistics(ahead).mean).toBeCloseTo(3.99, 1);
});

test('black is not seen from afar', () => {
  const black: Material = { kind: 'black', reflectivity: 0.05 };
  const far = worldOf([box('w', { x: 5.5, y: 2, theta: 0 }, 0.1, 2, { material: black })], [], centre);
  const near = worldOf([box('w', { x: 4, y: 2, theta: 0 }, 0.1, 2, { material: black })], [], centre);
  // 0.45 of 6 m is 2.7 m
  expect(scans(far, 20, 'lds02rr').every(({ ranges_m }) => Number.isNaN(ranges_m[180]))).toBe(true);
  expect(scans(near, 20, 'lds02rr').some(({ ranges_m }) => ranges_m[180] > 1.8)).toBe(true);
});

test('nose down, the rays ahead end on the floor; nose up, they pass over what is low', () => {
  // 0.09 m over the floor at 4 degrees: 1.29 m
  const [down] = scans(room, 1, 'gazebo', 0.07, noiseProfiles.none);
  expect(down.ranges_m[180]).toBeCloseTo(0.09 / 0.07, 2);
  expect(down.ranges_m[0]).toBeCloseTo(2, 5);
  const low = worldOf([...walls(4, 4), box('shoe', { x: 3.5, y: 2, theta: 0 }, 0.1, 1, { z1_m: 0.12 })], [], centre);
  expect(scans(low, 1, 'gazebo', 0, noiseProfiles.none)[0].ranges_m[180]).toBeCloseTo(1.45, 5);
  expect(scans(low, 1, 'gazebo', -0.07, noiseProfiles.none)[0].ranges_m[180]).toBeCloseTo(2, 5);
});

test('REP-117: too near is -Infinity, nothing there is +Infinity', () => {
  const world = worldOf([box('w', { x: 2.2, y: 2, theta: 0 }, 0.2, 0.2)], [], identity);
  const [scan] = scans(world, 1, 'lds02rr', 0, noiseProfiles.none);
  expect(scan.ranges_m[180]).toBe(Number.NEGATIVE_INFINITY);
  expect(scan.ranges_m[0]).toBe(Number.POSITIVE_INFINITY);
});
