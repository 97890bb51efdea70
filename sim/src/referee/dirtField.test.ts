import { defaultGeometry } from '@homebound/robot';
import { initPhysics } from '../physics/planarWorld.ts';
import { createSimulator } from '../simulator.ts';
import { rectangle, walls, worldOf } from '../testWorlds.ts';
import { DirtField } from './dirtField.ts';

beforeAll(initPhysics);

test('one pass lifts 92 % off hard floor, half off a carpet, and nothing elsewhere', () => {
  const carpet = { name: 'carpet', outline: rectangle(2, 0, 4, 2), height_m: 0, surface: 'lowPile' } as const;
  const world = worldOf(walls(4, 2), [carpet], { x: 0.5, y: 1, theta: 0 });
  const simulator = createSimulator({ world, seed: 1, noise: 'none' });
  const dirt = new DirtField({ world, geometry: defaultGeometry, seed: 1 });
  simulator.onStep((truth) => dirt.update(truth));
  // 8 m² at 2 g/m², heaps of 0.3 m
  expect(Math.abs(dirt.initial_g - 16)).toBeLessThan(4);
  const cell = (x: number, y: number) =>
    Math.floor((y - dirt.frame.originY_m) / 0.02) * dirt.frame.width + Math.floor((x - dirt.frame.originX_m) / 0.02);
  const places = [cell(1.5, 1.05), cell(2.8, 1.05), cell(1.5, 1.35)];
  const before = places.map((index) => dirt.density_gpm2[index]);
  simulator.body.clean({ fan: 1, mainBrush: 1, sideBrush: 1 });
  simulator.body.poll(3);
  for (let k = 151; k <= 151 + 500; k++) {
    simulator.body.drive({ v_mps: 0.28, w_radps: 0 });
    simulator.body.poll(k / 50);
  }
  const left = places.map((index, i) => dirt.density_gpm2[index] / before[i]);
  expect(left[0]).toBeCloseTo(0.08, 3);
  expect(left[1]).toBeCloseTo(0.5, 3);
  expect(left[2]).toBe(1);
  expect(dirt.initial_g - dirt.remaining_g).toBeCloseTo(dirt.lifted_g, 3);
});

test('the side brush takes half of its strip along, and what it flings away is not lost', () => {
  const world = worldOf(walls(4, 2), [], { x: 0.5, y: 1, theta: 0 });
  const simulator = createSimulator({ world, seed: 1, noise: 'none' });
  const dirt = new DirtField({ world, geometry: defaultGeometry, seed: 1 });
  simulator.onStep((truth) => dirt.update(truth));
  // The strip runs right of the robot, from the main brush's end at 0.1 m to the bristles' tips at 0.09 + 0.0527 m.
  const row = Math.floor((1 - 0.12 - dirt.frame.originY_m) / 0.02) * dirt.frame.width;
  const strip = () => {
    let sum = 0;
    for (let x = 1; x < 3; x += 0.02) sum += dirt.density_gpm2[row + Math.floor((x - dirt.frame.originX_m) / 0.02)];
    return sum;
  };
  const before = strip();
  simulator.body.clean({ fan: 1, mainBrush: 1, sideBrush: 1 });
  simulator.body.poll(3);
  for (let k = 151; k <= 151 + 500; k++) {
    simulator.body.drive({ v_mps: 0.28, w_radps: 0 });
    simulator.body.poll(k / 50);
  }
  // Half is taken along, a tenth of the rest is flung out, and a little of that falls back in.
  expect(strip() / before).toBeGreaterThan(0.42);
  expect(strip() / before).toBeLessThan(0.5);
  expect(dirt.initial_g - dirt.remaining_g).toBeCloseTo(dirt.lifted_g, 3);
});
