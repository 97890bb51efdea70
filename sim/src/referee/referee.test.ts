import { createRng } from '@homebound/math';
import { defaultGeometry } from '@homebound/robot';
import { initPhysics } from '../physics/planarWorld.ts';
import { createSimulator, type Simulator } from '../simulator.ts';
import { box, rectangle, roomWorld, walls, worldOf } from '../testWorlds.ts';
import type { World } from '../world.ts';
import { squaredDistance } from './distance.ts';
import { groundTruth } from './groundTruth.ts';
import { Referee } from './referee.ts';
import { coverageCell } from './sweptFloor.ts';

beforeAll(initPhysics);

const start = { x: 1, y: 1, theta: 0 };

function judged(world: World) {
  const simulator = createSimulator({ world, seed: 1, noise: 'none' });
  const referee = new Referee({ world, geometry: defaultGeometry });
  referee.update(simulator.truth());
  simulator.onStep((truth) => referee.update(truth));
  return { simulator, referee };
}

function drive(simulator: Simulator, v_mps: number, w_radps: number, seconds: number): void {
  const from = simulator.truth().stamp_s;
  for (let k = 1; k <= Math.round(seconds * 50); k++) {
    simulator.body.drive({ v_mps, w_radps });
    simulator.body.poll(from + k / 50);
  }
}

test('the distance transform agrees with looking at every pair of cells (seed 3)', () => {
  const rng = createRng(3);
  const width = 37;
  const height = 23;
  const marked = Uint8Array.from({ length: width * height }, () => (rng.uniform() < 0.02 ? 1 : 0));
  const fast = squaredDistance(marked, width, height);
  for (let i = 0; i < marked.length; i++) {
    let best = Number.POSITIVE_INFINITY;
    for (let j = 0; j < marked.length; j++) {
      if (marked[j] === 0) continue;
      const dx = (i % width) - (j % width);
      const dy = Math.floor(i / width) - Math.floor(j / width);
      best = Math.min(best, dx * dx + dy * dy);
    }
    expect(fast[i]).toBe(best);
  }
});

test('the reachable floor of an empty room has the area of the formula', () => {
  const { free, reachable } = groundTruth(roomWorld(4, 3, start), defaultGeometry, 0.01);
  const area = (mask: Uint8Array) => mask.reduce((sum, value) => sum + value, 0) * 1e-4;
  expect(area(free)).toBeCloseTo(12, 6);
  // Body 0.17, half a brush 0.10: a rim of 0.07 is out of reach, and corners are rounded with radius 0.10.
  const expected = (4 - 0.14) * (3 - 0.14) - (4 - Math.PI) * 0.1 * 0.1;
  expect(Math.abs(area(reachable) - expected)).toBeLessThan(0.003);
});

test('a room behind a gap narrower than the body is free floor but out of reach', () => {
  const inner = [box('a', { x: 2, y: 0.6, theta: 0 }, 0.1, 1.2), box('b', { x: 2, y: 1.75, theta: 0 }, 0.1, 0.5)];
  const { free, reachable } = groundTruth(roomWorld(4, 2, start, inner), defaultGeometry, 0.01);
  const sum = (mask: Uint8Array) => mask.reduce((total, value) => total + value, 0);
  // Gap 1.2 .. 1.5 m: 0.3 < 0.34.
  expect(sum(free)).toBeGreaterThan(77000);
  expect(sum(reachable)).toBeLessThan(0.5 * sum(free));
});

test('what hangs higher than the body, what is climbed and what is pushed do not block; drops and steps do', () => {
  const hanging = box('shelf', { x: 2, y: 1, theta: 0 }, 0.4, 0.4, { z0_m: 0.1, z1_m: 0.5 });
  const cable = box('cable', { x: 3, y: 1, theta: 0 }, 0.01, 1, { z1_m: 0.006 });
  const toy = box('toy', { x: 4, y: 1, theta: 0 }, 0.2, 0.2, { mobility: 'movable', mass_kg: 0.3, z1_m: 0.2 });
  const hole = { name: 'hole', outline: rectangle(5, 0.5, 5.5, 1.5), height_m: -0.2, surface: 'hard' } as const;
  const stage = { name: 'stage', outline: rectangle(6, 0.5, 6.5, 1.5), height_m: 0.05, surface: 'hard' } as const;
  const world = worldOf([...walls(8, 2), hanging, cable, toy], [hole, stage], start);
  const { frame, free } = groundTruth(world, defaultGeometry, 0.01);
  const at = (x: number, y: number) =>
    free[Math.floor((y - frame.originY_m) / 0.01) * frame.width + Math.floor((x - frame.originX_m) / 0.01)];
  expect([at(2, 1), at(3, 1), at(4, 1), at(7.5, 1)]).toEqual([1, 1, 1, 1]);
  expect([at(5.2, 1), at(6.2, 1)]).toEqual([0, 0]);
});

test('a straight line sweeps its length times the width of the brush', () => {
  const { simulator, referee } = judged(roomWorld(4, 2, start));
  simulator.body.clean({ fan: 0, mainBrush: 1, sideBrush: 0 });
  drive(simulator, 0.3, 0, 6);
  const way = simulator.truth().T_world_base.x - 1;
  const score = referee.score();
  expect(score.path_m).toBeCloseTo(way, 4);
  // The last stroke of up to 8 mm is not drawn yet.
  expect(Math.abs(score.sweptArea_m2 - way * 0.2)).toBeLessThan(0.2 * 0.012);
  expect(score.coverage).toBeCloseTo(score.sweptArea_m2 / score.reachableArea_m2, 9);
  expect(score.lambda).toBeCloseTo((way * 0.2) / score.reachableArea_m2, 4);
  // The brush needs 0.03 s to start.
  expect(score.cleanedCoverage).toBeGreaterThan(0.98 * score.coverage);
  const counts = [0, 0, 0, 0, 0];
  for (const value of referee.coveragePicture().data) counts[value]++;
  expect(counts[coverageCell.swept] * 1e-4).toBeCloseTo(score.sweptArea_m2, 9);
});

test('a turn on the spot sweeps the disc that the brush ends draw', () => {
  const world = roomWorld(4, 2, { x: 1.0037, y: 1.0012, theta: 0 });
  const { simulator, referee } = judged(world);
  drive(simulator, 0, 1.5, 6);
  // Brush ends at (0.03, +-0.1): radius^2 = 0.0109; the disc of radius 0.03 inside its line stays unswept.
  const expected = Math.PI * (0.0109 - 0.0009);
  expect(Math.abs(referee.score().sweptArea_m2 - expected)).toBeLessThan(0.0012);
});

test('contacts: a bump at full speed is hard, a touch at 0.05 m/s is not, leaning on is one contact', () => {
  const run = (speed: number) => {
    const { simulator, referee } = judged(roomWorld(2, 2, start));
    drive(simulator, speed, 0, 0.83 / speed + 3);
    const { contacts, hardContacts, stuck_s } = referee.score();
    return { contacts, hardContacts, stuck: stuck_s > 2 };
  };
  expect(run(0.3)).toEqual({ contacts: 1, hardContacts: 1, stuck: true });
  expect(run(0.08)).toEqual({ contacts: 1, hardContacts: 0, stuck: true });
});

test('hard contacts are told apart: a wall, a chair, a slipper, a door that somebody moves', () => {
  const movable = { mobility: 'movable', z1_m: 0.3 } as const;
  const chair = box('chair', { x: 1.5, y: 1, theta: 0 }, 0.2, 0.3, { ...movable, mass_kg: 2 });
  const slipper = box('slipper', { x: 1.5, y: 1, theta: 0 }, 0.2, 0.1, { ...movable, mass_kg: 0.2 });
  const chest = box('chest', { x: 1.5, y: 1, theta: 0 }, 0.2, 0.3, { ...movable, mass_kg: 80 });
  const gate = { kind: 'door', name: 'gate', T_world_hinge: { x: 1.6, y: 0.6, theta: Math.PI / 2 } } as const;
  const run = (world: World) => {
    const { simulator, referee } = judged(world);
    drive(simulator, 0.3, 0, 2.5);
    const { hardContacts, hardContactsByKind } = referee.score();
    expect(hardContacts).toBe(1);
    return Object.entries(hardContactsByKind).filter(([, count]) => count === 1)[0][0];
  };
  const withThing = (thing: ReturnType<typeof box>) => roomWorld(6, 2, start, [thing]);
  expect(run(withThing(chair))).toBe('heavy');
  expect(run(withThing(slipper))).toBe('light');
  expect(run(withThing(chest))).toBe('fixed');
  expect(run(roomWorld(1.8, 2, start))).toBe('fixed');
  const door = { ...gate, width_m: 0.8, angle_rad: 0, moves: [] };
  expect(run({ ...roomWorld(6, 2, start), actors: [door] })).toBe('actor');
});

describe('two rooms of 2 x 2 m with a moving door between', () => {
  const jambs = [
    box('south', { x: 2, y: 0.3, theta: 0 }, 0.1, 0.6),
    box('north', { x: 2, y: 1.7, theta: 0 }, 0.1, 0.6),
  ];
  const open_rad = Math.PI / 2;
  /** The score after 200 s of a robot that only stands there, on its side of a door that opens and shuts at such times. */
  const scoreOf = (angle_rad: number, moves: readonly { at_s: number; angle_rad: number }[]) => {
    const T_world_hinge = { x: 2, y: 0.6, theta: Math.PI / 2 };
    const door = { kind: 'door', name: 'door', T_world_hinge, width_m: 0.8, angle_rad, moves } as const;
    const { simulator, referee } = judged({ ...roomWorld(4.1, 2, start, jambs), actors: [door] });
    simulator.body.poll(200);
    const { reachableArea_m2, behindDoors_m2 } = referee.score();
    return { reachable: reachableArea_m2, behind: behindDoors_m2 };
  };
  const opens = { at_s: 50, angle_rad: open_rad };
  const shuts = (at_s: number) => ({ at_s, angle_rad: 0 });

  test('shut all the time, or open for less than a minute: the room behind does not count, and is told of', () => {
    const shut = scoreOf(0, []);
    // 1.95 x 2 m less 0.07 m along each wall: 1.81 * 1.86 = 3.37; behind it as much, a passage of 0.66 x 0.24 and its flares.
    expect(Math.abs(shut.reachable - 3.37)).toBeLessThan(0.1);
    expect(Math.abs(shut.behind - 3.53)).toBeLessThan(0.2);
    expect(scoreOf(0, [opens, shuts(100)])).toEqual(shut);
  });

  test('open for a minute, now or later: it counts, but for the floor behind the open leaf', () => {
    const open = scoreOf(open_rad, []);
    // 2 * 3.37 + 0.16, and along both sides of a leaf of 0.8 m nothing within 0.07 m of it
    expect(Math.abs(open.reachable - (6.9 - 0.8 * 0.18))).toBeLessThan(0.2);
    const shut = scoreOf(0, []);
    expect(open.reachable + open.behind).toBeCloseTo(shut.reachable + shut.behind, 6);
    expect(scoreOf(0, [opens, shuts(120)])).toEqual(open);
    expect(scoreOf(open_rad, [shuts(70)])).toEqual(open);
  });
});

test('a fall is counted once, and being carried sweeps nothing', () => {
  const hole = { name: 'hole', outline: rectangle(3, 0, 4, 2), height_m: -0.2, surface: 'hard' } as const;
  const { simulator, referee } = judged(worldOf(walls(6, 2), [hole], start));
  drive(simulator, 0.3, 0, 9);
  expect(referee.score().cliffFalls).toBe(1);
  const swept = referee.score().sweptArea_m2;
  simulator.control.place({ x: 5, y: 1, theta: 0 });
  simulator.body.poll(10);
  expect(referee.score().sweptArea_m2).toBe(swept);
  expect(referee.score().cliffFalls).toBe(1);
});

test('the truth map shows what each sense meets', () => {
  const sofa = box('sofa', { x: 3, y: 1, theta: 0 }, 1, 1, { z0_m: 0.092, z1_m: 0.5 });
  const { referee } = judged(roomWorld(5, 2, start, [sofa]));
  const at = (sense: 'body' | 'lidar', x: number, y: number) => {
    const map = referee.truthMap(sense);
    return map.data[Math.floor((y - map.originY_m) / 0.02) * map.width + Math.floor((x - map.originX_m) / 0.02)];
  };
  // The sofa begins at 92 mm: above the lidar's plane at 90, below the body's top at 95.
  expect([at('body', 3, 1), at('lidar', 3, 1)]).toEqual([100, 0]);
  expect([at('body', -0.05, 1), at('body', 1, 1), at('body', -0.2, 1)]).toEqual([100, 0, -1]);
});
