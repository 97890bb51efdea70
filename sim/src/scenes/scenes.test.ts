import { defaultGeometry } from '@homebound/robot';
import { initPhysics } from '../physics/planarWorld.ts';
import { groundTruth } from '../referee/groundTruth.ts';
import { createSimulator } from '../simulator.ts';
import { scene, sceneAbout, sceneNames } from './scenes.ts';

beforeAll(initPhysics);

const areaOf = (name: string) => {
  const world = scene(name);
  if (world === undefined) throw new Error(`no scene ${name}`);
  const { centres, free } = groundTruth(world, defaultGeometry, 0.02);
  const sum = (mask: Uint8Array) => mask.reduce((n, value) => n + value, 0) * 0.0004;
  return { free_m2: sum(free), centres_m2: sum(centres) };
};

test.each(sceneNames)('%s can be undocked from and docked at, and its world runs', (name) => {
  const world = scene(name);
  if (world === undefined) throw new Error(`no scene ${name}`);
  expect(sceneAbout(name).length).toBeGreaterThan(10);
  const simulator = createSimulator({ world, seed: 1 });
  simulator.body.poll(0.5);
  expect(simulator.truth().docked).toBe(true);
  for (let k = 26; k < 26 + 100; k++) {
    simulator.body.drive({ v_mps: -0.2, w_radps: 0 });
    simulator.body.poll(k / 50);
  }
  // 2 s at 0.2 m/s, less the start
  const { x, y } = world.T_world_dock;
  const { T_world_base, fallen, contacts } = simulator.truth();
  expect(Math.hypot(T_world_base.x - x, T_world_base.y - y)).toBeGreaterThan(0.3);
  expect(fallen).toBe(false);
  expect(contacts).toEqual([]);
});

test('S1 is 20 m² of floor', () => {
  expect(areaOf('S1').free_m2).toBeCloseTo(20, 0);
  // A disc of 0.17 m: 4.66 x 3.66 m
  expect(areaOf('S1').centres_m2).toBeCloseTo(17.06, 0);
});

test('S3: all three rooms are in reach over their thresholds', () => {
  // corridor 6 x 0.8, rooms 1.93 + 1.95 + 1.92 m by 2 m, doors 0.8 x 0.1
  expect(areaOf('S3').free_m2).toBeCloseTo(4.8 + 11.6 + 0.24, 0);
});

test('S4 hangs together: of 107 m² inside its walls, three quarters are left between the furniture', () => {
  const { free_m2 } = areaOf('S4');
  expect(free_m2).toBeGreaterThan(75);
  expect(free_m2).toBeLessThan(100);
});

test('S11: from one floor there is no way to the other', () => {
  expect(areaOf('S11').free_m2).toBeLessThan(28);
});

test('other names are no scenes', () => {
  expect(scene('S13')).toBeUndefined();
  expect(scene('toString')).toBeUndefined();
});
