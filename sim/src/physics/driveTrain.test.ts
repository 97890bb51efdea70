import { createRng } from '@homebound/math';
import { defaultGeometry } from '@homebound/robot';
import { noiseProfiles } from '../noise.ts';
import type { FloorPatch } from '../world.ts';
import { DriveTrain } from './driveTrain.ts';

const bare: FloorPatch = { name: 'bare', outline: new Float64Array(), height_m: 0, surface: 'hard' };
const carpet: FloorPatch = { ...bare, surface: 'lowPile' };

test.each([
  [bare, 0.0025],
  [carpet, 0.007],
])('each wheel wanders off by the planted spread per square root of a metre (%#)', (floor, spread) => {
  const ideal = { ...noiseProfiles.realistic.wheels, diameterRatio: 0, base: 0, scale: 0 };
  const drive = new DriveTrain(defaultGeometry, ideal, createRng(2));
  // 2 m at 0.3 m/s and steps of 6 mm, 300 times: the wheels' difference has the variance of both.
  const differences: number[] = [];
  for (let run = 0; run < 300; run++) {
    let turned = 0;
    for (let k = 0; k < 333; k++) {
      drive.command({ v_mps: 0.3, w_radps: 0 });
      drive.step(0.02, floor, floor, 0, 0);
      turned += drive.turn_rad;
    }
    differences.push(turned * defaultGeometry.wheelBase_m);
  }
  const measured = Math.sqrt(differences.reduce((sum, d) => sum + d * d, 0) / differences.length);
  expect(Math.abs(measured / (spread * Math.sqrt(2 * 2)) - 1)).toBeLessThan(0.15);
});

test('speed and acceleration stay within the limits of the body', () => {
  const drive = new DriveTrain(defaultGeometry, noiseProfiles.none.wheels, createRng(1));
  drive.command({ v_mps: 5, w_radps: -9 });
  drive.step(0.02, bare, bare, 0, 0);
  expect(drive.v_mps).toBeCloseTo(0.9 * 0.02, 9);
  expect(drive.w_radps).toBeCloseTo(-7.7 * 0.02, 9);
  for (let k = 0; k < 24; k++) drive.step(0.02, bare, bare, 0, 0);
  expect([drive.v_mps, drive.w_radps]).toEqual([0.3, -1.9]);
});
