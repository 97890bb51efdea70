import { createRng } from '@homebound/math';
import { CleaningMotors } from './cleaningMotors.ts';

const DT = 0.02;

function motors(): CleaningMotors {
  const all = new CleaningMotors(0, createRng(1));
  all.command({ fan: 0.5, mainBrush: 1, sideBrush: 1 });
  return all;
}

function run(all: CleaningMotors, time_s: number): CleaningMotors {
  for (let k = 0; k < time_s / DT; k++) all.step(DT, 'hard');
  return all;
}

test('a caught brush lets go after so many reversals of a second, and turns again', () => {
  const all = run(motors(), 2);
  all.jam('mainBrush', 2);
  expect(run(all, 0.1)).toMatchObject({ mainBrush: 0, mainBrushJammed: true, sideBrushJammed: false });
  for (const isFree of [false, true]) {
    all.command({ fan: 0, mainBrush: -1, sideBrush: 0 });
    // Too short, and once for long.
    expect(run(all, 0.9).mainBrushJammed).toBe(true);
    expect(run(all, 1.2).mainBrushJammed).toBe(!isFree);
    all.command({ fan: 0.5, mainBrush: 1, sideBrush: 1 });
    run(all, 2);
  }
  expect(all.mainBrush).toBeGreaterThan(0.95);
});

test('hair round the axle holds until someone clears it; levels are refused outside what a motor can do', () => {
  const all = motors();
  all.jam('sideBrush', Number.POSITIVE_INFINITY);
  all.command({ fan: 0, mainBrush: 0, sideBrush: -1 });
  expect(run(all, 30).sideBrushJammed).toBe(true);
  all.clearJam('sideBrush');
  expect(run(all, 3).sideBrush).toBeLessThan(-0.95);
  expect(() => all.command({ fan: -0.1, mainBrush: 0, sideBrush: 0 })).toThrow('fan must be in [0, 1], got -0.1');
  expect(() => all.command({ fan: 0, mainBrush: -1.1, sideBrush: 0 })).toThrow('mainBrush must be in [-1, 1]');
});

test('the dust bin is told with the motors', () => {
  const all = motors();
  expect(all.record(1)).toMatchObject({ binMissing: false, binFull: false });
  all.bin = 'full';
  expect(all.record(2)).toMatchObject({ binMissing: false, binFull: true });
});
