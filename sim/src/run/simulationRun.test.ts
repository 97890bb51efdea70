import type { SensorRecord } from '@homebound/robot';
import { initPhysics } from '../physics/planarWorld.ts';
import { Referee } from '../referee/referee.ts';
import { box, roomWorld } from '../testWorlds.ts';
import { Entities } from './entities.ts';
import { SimulationRun } from './simulationRun.ts';
import { spawn } from './spawn.ts';

beforeAll(initPhysics);

const start = { x: 1, y: 1, theta: 0 };
const crate = box('crate', { x: 3, y: 1, theta: 0 }, 0.3, 0.3, { mobility: 'movable', mass_kg: 1 });

function runIn(solids = [crate]): SimulationRun {
  const run = new SimulationRun();
  run.begin(roomWorld(5, 2, start, solids), 7);
  return run;
}

/** Drives ahead for a time, polled at 50 Hz; time goes on from `from_s`. */
function drive(run: SimulationRun, seconds: number, from_s = 0): SensorRecord[] {
  const records: SensorRecord[] = [];
  for (let k = 1; k <= Math.round(seconds * 50); k++) {
    run.body.drive({ v_mps: 0.3, w_radps: 0 });
    records.push(...run.body.poll(from_s + k / 50));
  }
  return records;
}

const wish = {
  mayRename: false,
  uri: '',
  resource: '',
  namespace: '',
  name: '',
  T_world_entity: { x: 2, y: 1.6, theta: 0 },
};

test('begun anew it gives the same bits, whatever was done to it before', () => {
  const run = runIn();
  const first = JSON.stringify(drive(run, 4));
  expect(first.length).toBeGreaterThan(1e5);
  spawn(run, new Entities(run), { ...wish, uri: 'homebound://chair' });
  run.placeRobot({ x: 2, y: 0.5, theta: 1 });
  drive(run, 1, 4);
  run.restart();
  expect(JSON.stringify(drive(run, 4)) === first).toBe(true);
  expect(run.spawned.size).toBe(0);
});

test('a clock that jumps back begins the world anew by itself', () => {
  const run = runIn();
  const first = JSON.stringify(drive(run, 2));
  drive(run, 1, 2);
  run.body.poll(0);
  expect(JSON.stringify(drive(run, 2)) === first).toBe(true);
});

test('the clock alone set back: stamps from 0 on, the robot where it was', () => {
  const run = runIn();
  drive(run, 4);
  const { x } = run.simulator.truth().T_world_base;
  run.resetTime();
  expect(run.simulator.truth()).toMatchObject({ stamp_s: 0, T_world_base: { x } });
  const records = drive(run, 1);
  expect(records[0].stamp_s).toBeCloseTo(0.02, 9);
  const scans = records.filter(({ kind }) => kind === 'scan');
  expect(scans.map(({ stamp_s }) => Math.round(stamp_s * 10) / 10).slice(0, 4)).toEqual([0, 0.2, 0.4, 0.6]);
});

test('a body that wakes late in the time of somebody else wakes then, and does not live through all of it', () => {
  const run = runIn();
  expect(run.body.poll(1000).map(({ stamp_s }) => stamp_s)).toEqual(expect.arrayContaining([1000]));
  expect(run.simulator.truth().stamp_s).toBeCloseTo(1000, 9);
  expect(run.body.poll(1000.1).length).toBeGreaterThan(10);
});

test('the state set back: the robot, what it pushed, and what was spawned or taken out', () => {
  const run = runIn();
  const entities = new Entities(run);
  const ball = spawn(run, entities, { ...wish, uri: 'homebound://ball' });
  entities.setState(ball, { T_world_entity: { x: 4, y: 1.5, theta: 0 }, vx_mps: 0, vy_mps: 0, w_radps: 0 });
  drive(run, 9);
  expect(entities.state('crate').T_world_entity.x).toBeGreaterThan(3.1);
  entities.remove('crate');
  expect(entities.has('crate')).toBe(false);
  run.resetState();
  expect(entities.state('robot').T_world_entity).toEqual(start);
  expect(entities.state('crate').T_world_entity).toEqual({ x: 3, y: 1, theta: 0 });
  expect(entities.state(ball).T_world_entity).toEqual(wish.T_world_entity);
  run.removeSpawned();
  expect(entities.has(ball)).toBe(false);
  drive(run, 1, 9);
  expect(entities.state('crate').T_world_entity).toEqual({ x: 3, y: 1, theta: 0 });
});

test('a robot that is set elsewhere hangs for half a second, then stands; the referee sees no way in between', () => {
  const run = runIn([]);
  const referee = new Referee({ world: run.world!, geometry: run.geometry });
  run.simulator.onStep((truth) => referee.update(truth));
  run.body.poll(0.1);
  const swept = referee.score().sweptArea_m2;
  // Nearer than a jump that it would take for a carried robot by its length alone.
  run.placeRobot({ x: 1.08, y: 1, theta: 0 });
  expect(run.simulator.truth().T_world_base).toEqual({ x: 1.08, y: 1, theta: 0 });
  const safety = (at_s: number) => run.body.poll(at_s).findLast((record) => record.kind === 'safety');
  expect(safety(0.5)).toMatchObject({ wheelDropLeft: true, wheelDropRight: true });
  expect(safety(1)).toMatchObject({ wheelDropLeft: false, wheelDropRight: false });
  expect(referee.score()).toMatchObject({ sweptArea_m2: swept, path_m: 0 });
});

test('hands, or a clock that is set, are no way: the referee begins a new stroke', () => {
  const run = runIn([]);
  const referee = new Referee({ world: run.world!, geometry: run.geometry });
  run.simulator.onStep((truth) => referee.update(truth));
  const { control } = run.simulator;
  run.body.poll(0.1);
  // Nearer than the 10 cm from which on a way would be too long for one step.
  control.place({ x: 1.08, y: 1, theta: 0 });
  run.body.poll(0.2);
  expect(referee.score().sweptArea_m2).toBe(0);
  control.restartTime(0);
  run.body.poll(0.1);
  expect(referee.score()).toMatchObject({ stamp_s: expect.closeTo(0.1, 9), sweptArea_m2: 0, path_m: 0 });
});

test('the floor under a thing that was spawned does not count as missed', () => {
  const run = runIn([]);
  const referee = new Referee({ world: run.world!, geometry: run.geometry });
  run.simulator.onStep((truth) => referee.update(truth));
  run.body.poll(0.1);
  const before = referee.score().reachableArea_m2;
  spawn(run, new Entities(run), { ...wish, uri: 'homebound://night_stand', T_world_entity: { x: 3, y: 1, theta: 0 } });
  run.body.poll(0.2);
  // 0.45 x 0.4 m, and the strip of 7 cm around it that no centred brush touches.
  expect(before - referee.score().reachableArea_m2).toBeGreaterThan(0.18);
  expect(before - referee.score().reachableArea_m2).toBeLessThan(0.45);
});

test('without a world the body is silent', () => {
  const run = new SimulationRun();
  expect(run.body.poll(1)).toEqual([]);
  expect(() => run.simulator).toThrow('no world is loaded');
});

test('an open camera sees the next world as well, and nothing without one', () => {
  const run = new SimulationRun();
  run.wear('depth');
  const { camera } = run.body;
  camera?.open();
  expect(camera?.poll(1)).toEqual([]);
  const seesAt = (seconds: number) => {
    run.body.poll(seconds);
    return camera?.poll(seconds).map(({ kind }) => kind);
  };
  run.begin(roomWorld(5, 2, start), 7);
  expect(seesAt(0.2)).toEqual(['depth', 'depth']);
  run.begin(roomWorld(4, 2, start), 7);
  expect(seesAt(0.1)).toEqual(['depth']);
  run.end();
  expect(camera?.poll(1)).toEqual([]);
  camera?.close();
  run.begin(roomWorld(4, 2, start), 7);
  expect(seesAt(0.1)).toEqual([]);
});
