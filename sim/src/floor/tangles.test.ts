import { createRng } from '@homebound/math';
import { defaultGeometry, type MotorRecord } from '@homebound/robot';
import { setDown } from '../homes/furniture/piece.ts';
import { cable } from '../objects/smallThings.ts';
import { initPhysics } from '../physics/planarWorld.ts';
import { createSimulator } from '../simulator.ts';
import { roomWorld } from '../testWorlds.ts';
import { Tangles } from './tangles.ts';

beforeAll(initPhysics);

const lead = (tangles: number) => ({
  ...setDown(cable(1, 0.006, createRng(1)), 'lead', { x: 2, y: 1, theta: 0 }),
  tangles,
});
const worldWith = (tangles: number) => roomWorld(4, 3, { x: 1, y: 1.3, theta: 0 }, [lead(tangles)]);

test('each passage throws the dice once: a chance of a quarter catches a quarter of the time', () => {
  const tangles = new Tangles(worldWith(0.25), defaultGeometry, createRng(3));
  let caught = 0;
  for (let pass = 0; pass < 400; pass++)
    for (let x = 1; x < 3; x += 0.006) if (tangles.catches({ x, y: 1.3, theta: 0 }) > 0) caught++;
  // 400 passes: 100 expected, a standard deviation of 8.7
  expect(Math.abs(caught - 100)).toBeLessThan(30);
});

test('beside the cord and over floor nothing is caught', () => {
  const tangles = new Tangles(worldWith(1), defaultGeometry, createRng(3));
  for (let x = 0.2; x < 1.6; x += 0.006) expect(tangles.catches({ x, y: 1.3, theta: 0 })).toBe(0);
});

test('a cord in the brush stops it and is told; backwards it lets go', () => {
  const simulator = createSimulator({ world: worldWith(1), seed: 1 });
  simulator.body.clean({ fan: 0.5, mainBrush: 1, sideBrush: 0 });
  const last = (): MotorRecord => {
    let found: MotorRecord | undefined;
    for (const record of records) if (record.kind === 'motors') found = record;
    if (found === undefined) throw new Error('no motor record');
    return found;
  };
  let records = simulator.body.poll(1);
  expect(last().mainBrushJammed).toBe(false);
  for (let k = 51; k <= 51 + 200; k++) {
    simulator.body.drive({ v_mps: 0.25, w_radps: 0 });
    records = [...records, ...simulator.body.poll(k / 50)];
  }
  expect(simulator.truth().T_world_base.x).toBeGreaterThan(1.9);
  expect(last()).toMatchObject({ mainBrushJammed: true, mainBrush: 0 });
  // Standing on floor, two reversals of more than a second: each cord lets go.
  simulator.control.place({ x: 3.4, y: 2.5, theta: 0 });
  for (const [mainBrush, until_s] of [
    [-1, 7],
    [0, 8],
    [-1, 10],
  ]) {
    simulator.body.clean({ fan: 0, mainBrush, sideBrush: 0 });
    records = simulator.body.poll(until_s);
  }
  expect(last().mainBrushJammed).toBe(false);
});
