import type { Walker } from '../actors/actor.ts';
import { initPhysics } from '../physics/planarWorld.ts';
import { box, roomWorld } from '../testWorlds.ts';
import { Entities } from './entities.ts';
import { SimulationRun } from './simulationRun.ts';

beforeAll(initPhysics);

const ann: Walker = {
  kind: 'person',
  name: 'ann',
  speed_mps: 0.8,
  startsAfter_s: 0,
  legs: [{ way: Float64Array.of(3, 2, 4, 2), rest_s: 1 }],
};
const crate = box('crate', { x: 2.5, y: 1, theta: 0 }, 0.4, 0.2, { mobility: 'movable', mass_kg: 1, z1_m: 0.5 });

function home(): { run: SimulationRun; entities: Entities } {
  const run = new SimulationRun();
  run.begin({ ...roomWorld(5, 3, { x: 1, y: 1, theta: 0 }, [crate]), actors: [ann] }, 1);
  return { run, entities: new Entities(run) };
}
/** As a node polls. */
function live(run: SimulationRun, to_s: number): void {
  for (let k = Math.round(run.simulator.truth().stamp_s * 50) + 1; k <= to_s * 50; k++) run.body.poll(k / 50);
}
const at = (x: number, y: number, theta = 0) => ({ T_world_entity: { x, y, theta }, vx_mps: 0, vy_mps: 0, w_radps: 0 });

test('everything has one name: a person is one and not two legs', () => {
  const { entities } = home();
  expect(entities.names()).toEqual(['robot', 'ann', 'crate', 'wallSouth', 'wallNorth', 'wallWest', 'wallEast']);
  expect(['robot', 'ann', 'crate', 'wallEast'].map((name) => entities.info(name).category)).toEqual([
    'robot',
    'human',
    'object',
    'staticObject',
  ]);
});

test('bounds are those of the thing in its own frame, however it stands', () => {
  const { entities } = home();
  entities.setState('crate', at(2.5, 1, 0.7));
  const { low, high } = entities.bounds('crate');
  for (const [i, size] of [0.2, 0.1].entries())
    expect([-low[i], high[i]]).toEqual([expect.closeTo(size), expect.closeTo(size)]);
  expect([low[2], high[2]]).toEqual([0, 0.5]);
  expect(entities.bounds('robot').high[0]).toBe(0.17);
});

test('a thing slides from where it was set down at the speed that it was given', () => {
  const { run, entities } = home();
  entities.setState('crate', { ...at(3, 1), vx_mps: 0.5 });
  expect(entities.state('crate')).toMatchObject({ vx_mps: 0.5 });
  run.body.poll(0.4);
  // v^2 / (2 mu g) = 0.25 / (2 * 0.5 * 9.81) = 2.5 cm
  expect(entities.state('crate').T_world_entity.x).toBeCloseTo(3.025, 2);
  expect(entities.state('crate').vx_mps).toBe(0);
});

test('a person who is set down stands there, until the world is set back', () => {
  const { run, entities } = home();
  live(run, 1);
  entities.setState('ann', at(2, 2.5, 1));
  live(run, 5);
  expect(entities.state('ann').T_world_entity).toEqual({ x: 2, y: 2.5, theta: 1 });
  expect(entities.state('ann').vx_mps).toBeCloseTo(0, 3);
  const { low, high } = entities.boundsInWorld('ann');
  expect(2 > low[0] && 2 < high[0] && 2.5 > low[1] && 2.5 < high[1]).toBe(true);
  run.resetState();
  expect(entities.state('ann').T_world_entity).toEqual({ x: 3, y: 2, theta: 0 });
  live(run, 6);
  expect(entities.state('ann').T_world_entity.x).toBeCloseTo(3.8, 1);
});

test.each([
  ['a wall', 'wallEast', at(2, 2), 'wallEast stands firm'],
  ['the robot into a wall', 'robot', at(4.9, 1), 'wallEast is in the way there'],
  ['the robot into a thing', 'robot', at(2.4, 1), 'crate is in the way there'],
  ['a thing onto the robot', 'crate', at(1.1, 1), 'the robot stands there, at (1.00, 1.00)'],
  ['a person onto the robot', 'ann', at(1, 1.1), 'the robot stands there'],
  ['anything out of the world', 'crate', at(1e6, 0), 'is out of the world'],
  ['a robot that shall fly off', 'robot', { ...at(1, 2), vx_mps: 1 }, 'robot moves by itself or stands firm'],
  ['nobody', 'eve', at(1, 2), 'there is no entity "eve"'],
])('%s is not moved, and nothing has changed', (_what, name, to, reason) => {
  const { entities } = home();
  const before = entities.names().map((each) => entities.state(each));
  expect(() => entities.setState(name, to)).toThrow(reason);
  expect(entities.names().map((each) => entities.state(each))).toEqual(before);
});

test('what belongs to the world cannot be deleted', () => {
  const { entities } = home();
  for (const name of ['robot', 'ann', 'wallEast']) expect(() => entities.remove(name)).toThrow(name);
  entities.remove('crate');
  expect(entities.has('crate')).toBe(false);
});
