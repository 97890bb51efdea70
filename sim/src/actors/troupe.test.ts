import { initPhysics } from '../physics/planarWorld.ts';
import { Referee } from '../referee/referee.ts';
import { createSimulator } from '../simulator.ts';
import { roomWorld } from '../testWorlds.ts';
import type { World } from '../world.ts';
import type { Actor, Walker } from './actor.ts';

beforeAll(initPhysics);

const ann: Walker = {
  kind: 'person',
  name: 'ann',
  speed_mps: 0.8,
  startsAfter_s: 1,
  legs: [
    { way: Float64Array.of(1, 1, 5, 1), rest_s: 2 },
    { way: Float64Array.of(5, 1, 1, 1), rest_s: 2 },
  ],
};
const room = (actors: readonly Actor[], x = 3, y = 3): World => ({ ...roomWorld(6, 4, { x, y, theta: 0 }), actors });
const start = (world: World) => createSimulator({ world, seed: 1, noise: 'none' });
const middle = (simulator: ReturnType<typeof start>) => {
  const [left, right] = ['ann left', 'ann right'].map((name) => simulator.truth().looseSolids.get(name));
  if (left === undefined || right === undefined) throw new Error('ann has lost a leg');
  return { x: (left.x + right.x) / 2, y: (left.y + right.y) / 2 };
};

test('a person rests, walks 4 m at 0.8 m/s, rests and comes back', () => {
  const simulator = start(room([ann]));
  simulator.body.poll(1 + 2.5); // 1 s of rest, 2.5 s of 0.8 m/s
  expect(middle(simulator).x).toBeCloseTo(1 + 2.5 * 0.8, 1);
  simulator.body.poll(1 + 5 + 1); // 4 m take 5 s; resting
  expect(middle(simulator).x).toBeCloseTo(5, 1);
  simulator.body.poll(1 + 5 + 2 + 2.5);
  expect(middle(simulator).x).toBeCloseTo(5 - 2.5 * 0.8, 1);
});

test('before a robot in the way a person stops in time, turns back after 5 s, and touches nobody', () => {
  const world = room([ann], 3, 1);
  const simulator = start(world);
  const referee = new Referee({ world, geometry: simulator.body.geometry });
  simulator.onStep((truth) => referee.update(truth));
  simulator.body.poll(5);
  // 0.25 m of person, 0.17 m of robot, 0.06 m of manners
  expect(middle(simulator).x).toBeCloseTo(3 - 0.48, 1);
  simulator.body.poll(5 + 5 + 2);
  expect(middle(simulator).x).toBeLessThan(1.5);
  expect(referee.score().actorContacts).toBe(0);
});

test('the lidar sees shins, and a robot that drives into somebody is told apart from one that hits a wall', () => {
  const world = room([{ ...ann, startsAfter_s: 1000 }], 2, 1);
  const simulator = start({ ...world, T_world_start: { x: 2, y: 1, theta: Math.PI } });
  const referee = new Referee({ world, geometry: simulator.body.geometry });
  simulator.onStep((truth) => referee.update(truth));
  const scan = simulator.body.poll(1).find((record) => record.kind === 'scan');
  if (scan?.kind !== 'scan') throw new Error('no scan');
  // Legs stand at y = 0.9 and 1.1, with a radius of 0.05 m; the nearest wall ahead is 2 m off.
  const ahead = [...scan.ranges_m].filter((range) => range > 0.9 && range < 1);
  expect(ahead.length).toBeGreaterThan(2);
  for (let k = 51; k < 51 + 300; k++) {
    simulator.body.drive({ v_mps: 0.2, w_radps: 0 });
    simulator.body.poll(k / 50);
  }
  const { contacts, actorContacts, hardActorContacts } = referee.score();
  expect(contacts).toBe(0);
  expect(actorContacts).toBeGreaterThan(0);
  expect(hardActorContacts).toBeGreaterThan(0);
});

test('a pet lies until the robot passes, follows it with a gap, and goes home again', () => {
  const cat: Walker = { ...ann, kind: 'pet', name: 'cat', followsRobot: true, startsAfter_s: 1000, speed_mps: 0.6 };
  const simulator = start(room([cat], 1.6, 1));
  const place = () => simulator.truth().looseSolids.get('cat') ?? { x: Number.NaN, y: Number.NaN };
  for (let k = 1; k < 50 * 12; k++) {
    simulator.body.drive({ v_mps: 0.25, w_radps: 0 });
    simulator.body.poll(k / 50);
  }
  const robot = simulator.truth().T_world_base;
  expect(robot.x).toBeGreaterThan(4);
  expect(robot.x - place().x).toBeGreaterThan(0.6);
  expect(robot.x - place().x).toBeLessThan(0.8);
  simulator.body.poll(12 + 40 + 10);
  expect(place().x).toBeCloseTo(1, 1);
});

test('a door swings when it is time, and waits for a robot in its way', () => {
  const door: Actor = {
    kind: 'door',
    name: 'door',
    T_world_hinge: { x: 2, y: 2, theta: 0 },
    width_m: 0.8,
    angle_rad: 0,
    moves: [{ at_s: 2, angle_rad: Math.PI / 2 }],
  };
  const angle = (simulator: ReturnType<typeof start>) => simulator.truth().looseSolids.get('door')?.theta ?? Number.NaN;
  const free = start(room([door], 4, 3));
  free.body.poll(1.9);
  expect(angle(free)).toBe(0);
  free.body.poll(2 + 2.1); // 90 degrees at 0.8 rad/s take 1.96 s
  expect(angle(free)).toBeCloseTo(Math.PI / 2, 6);
  const barred = start(room([door], 2.5, 2.5));
  barred.body.poll(10);
  expect(angle(barred)).toBeLessThan(Math.PI / 4);
  expect(barred.truth().contacts).toHaveLength(0);
  expect(barred.truth().T_world_base.x).toBeCloseTo(2.5, 3);
});

test('actors are part of the world: the same run twice, to the last bit', () => {
  const run = () => {
    const simulator = start(room([ann]));
    return JSON.stringify(simulator.body.poll(8));
  };
  expect(run()).toBe(run());
});

test('a walker without a way is refused by name', () => {
  expect(() => start(room([{ ...ann, legs: [] }]))).toThrow('Cannot let ann walk');
});
