import { hypot } from '@homebound/math';
import { initPhysics } from '../physics/planarWorld.ts';
import { Referee } from '../referee/referee.ts';
import { createSimulator } from '../simulator.ts';
import { box, roomWorld } from '../testWorlds.ts';
import type { World } from '../world.ts';
import type { Actor, Walker } from './actor.ts';
import { toSegment } from './elbowRoom.ts';

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

test('before a robot in the way a person stops in time, turns back after 3 s, and touches nobody', () => {
  const world = room([ann], 3, 1);
  const simulator = start(world);
  const referee = new Referee({ world, geometry: simulator.body.geometry });
  simulator.onStep((truth) => referee.update(truth));
  simulator.body.poll(5);
  // 0.25 m of person, 0.17 m of robot, 0.06 m of manners
  expect(middle(simulator).x).toBeCloseTo(3 - 0.48, 1);
  simulator.body.poll(5 + 5 + 2);
  expect(middle(simulator).x).toBeLessThan(1.5);
  expect(referee.score().contacts).toBe(0);
});

/** Pushes on with 0.3 m/s for 12 s, and says for how long at most it touched somebody without a pause of 0.3 s. */
function pushOn(simulator: ReturnType<typeof start>, name: string): number {
  let longest_s = 0;
  let since_s = 0;
  let last_s = Number.NEGATIVE_INFINITY;
  for (let now_s = 0.02; now_s <= 12; now_s += 0.02) {
    simulator.body.drive({ v_mps: 0.3, w_radps: 0 });
    simulator.body.poll(now_s);
    if (!simulator.truth().contacts.some((contact) => contact.name.startsWith(name))) continue;
    if (now_s - last_s > 0.3) since_s = now_s;
    last_s = now_s;
    longest_s = Math.max(longest_s, now_s - since_s);
  }
  return longest_s;
}

/** It was touched, and not for longer than its patience and a step take. */
function expectGaveWay(touched_s: number): void {
  expect(touched_s).toBeGreaterThan(1);
  expect(touched_s).toBeLessThan(3.3);
}

test('who rests and has the robot at the feet steps away from it, and comes back when it has gone', () => {
  const simulator = start(room([{ ...ann, startsAfter_s: 1000 }], 0.35, 1));
  expectGaveWay(pushOn(simulator, 'ann'));
  expect(hypot(middle(simulator).x - 1, middle(simulator).y - 1)).toBeGreaterThan(0.29);
  simulator.control.place({ x: 5, y: 3, theta: 0 });
  simulator.body.poll(12 + 20);
  expect(hypot(middle(simulator).x - 1, middle(simulator).y - 1)).toBeLessThan(0.1);
});

test('who has no way back from the robot, or is about to set out into it, steps aside as well', () => {
  const simulator = start(room([ann], 1.5, 1)); // her leg leads over the robot, and begins here
  simulator.body.poll(1 + 3 + 2);
  const { x, y } = middle(simulator);
  // 0.17 m of robot, 0.25 m of person, 0.3 m between
  expect(hypot(x - 1.5, y - 1)).toBeGreaterThan(0.7);
  simulator.control.lift();
  simulator.body.poll(40);
  expect(middle(simulator).x).toBeGreaterThan(1.5);
});

test('who is pinned in a niche strides over the robot', () => {
  const niche = [box('left', { x: 1, y: 0.6, theta: 0 }, 1.2, 0.3), box('right', { x: 1, y: 1.4, theta: 0 }, 1.2, 0.3)];
  const back = box('back', { x: 0.5, y: 1, theta: 0 }, 0.3, 1);
  const world = {
    ...roomWorld(6, 4, { x: 1.5, y: 1, theta: Math.PI }, [...niche, back]),
    actors: [{ ...ann, startsAfter_s: 1000 }],
  };
  const simulator = start(world);
  expectGaveWay(pushOn(simulator, 'ann'));
  expect(middle(simulator).x).toBeGreaterThan(simulator.truth().T_world_base.x + 0.5);
});

test('a lying cat gets up and leaves the robot that pushes it', () => {
  const cat: Walker = { ...ann, kind: 'pet', name: 'cat', startsAfter_s: 1000 };
  const simulator = start(room([cat], 0.4, 1));
  expectGaveWay(pushOn(simulator, 'cat'));
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
  const { contacts, contactsByKind, hardContacts, hardContactsByKind } = referee.score();
  expect(contacts).toBe(contactsByKind.actor);
  expect(hardContacts).toBe(hardContactsByKind.actor);
  expect(hardContacts).toBeGreaterThan(0);
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

test('people open the door that is shut before them, and it shuts behind them; a cat turns back', () => {
  const door: Actor = {
    kind: 'door',
    name: 'door',
    T_world_hinge: { x: 3, y: 0.6, theta: Math.PI / 2 },
    width_m: 0.8,
    angle_rad: 0,
    moves: [{ at_s: 1000, angle_rad: -Math.PI / 2 }],
  };
  const simulator = start(room([door, { ...ann, legs: ann.legs.map((leg) => ({ ...leg, rest_s: 20 })) }], 5.5, 3));
  let nearest_m = Number.POSITIVE_INFINITY;
  let widest_rad = 0;
  simulator.onStep((truth) => {
    const theta = truth.looseSolids.get('door')?.theta ?? Number.NaN;
    widest_rad = Math.max(widest_rad, Math.PI / 2 - theta);
    const { x, y } = middle(simulator);
    nearest_m = Math.min(nearest_m, toSegment(x - 3, y - 0.6, 0.8 * Math.cos(theta), 0.8 * Math.sin(theta)));
  });
  simulator.body.poll(1 + 5 + 2);
  expect(widest_rad).toBeCloseTo(Math.PI / 2, 6);
  expect(middle(simulator).x).toBeCloseTo(5, 1);
  expect(nearest_m).toBeGreaterThan(0.19);
  simulator.body.poll(1 + 5 + 2 + 15);
  expect(simulator.truth().looseSolids.get('door')?.theta).toBeCloseTo(Math.PI / 2, 6);
  const cat: Walker = { ...ann, kind: 'pet', name: 'cat', speed_mps: 0.6 };
  const shut = start(room([door, cat], 5.5, 3));
  let farthest = 0;
  shut.onStep((truth) => {
    farthest = Math.max(farthest, truth.looseSolids.get('cat')?.x ?? Number.NaN);
  });
  shut.body.poll(1 + 4 + 5 + 4);
  expect(farthest).toBeCloseTo(3 - 0.2, 1);
  expect(shut.truth().looseSolids.get('cat')?.x).toBeLessThan(1.5);
  expect(shut.truth().looseSolids.get('door')?.theta).toBeCloseTo(Math.PI / 2, 6);
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
