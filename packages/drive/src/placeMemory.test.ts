import { PlaceMemory } from './placeMemory.ts';

const at = (x: number, y: number, theta = 0) => ({ x, y, theta });

test('places are seen from the robot, and forgotten after their time', () => {
  const memory = new PlaceMemory(100);
  memory.add({ x: 1, y: 1 }, 0);
  memory.add({ x: 3, y: 0 }, 50);
  const near = memory.seenFrom(at(1, 0, Math.PI / 2), 1.5, 60);
  // One metre ahead of a robot that looks along +y.
  expect(near.n).toBe(1);
  expect([near.xy[0], near.xy[1]].map((v) => Math.round(1e9 * v) / 1e9)).toEqual([1, 0]);
  expect(memory.seenFrom(at(1, 0), 1.5, 101).n).toBe(0);
  expect(memory.isNear(at(3, 0.2), 0.3, 101)).toBe(true);
});

test('a place that was pushed lies where it came to rest', () => {
  const memory = new PlaceMemory(100);
  memory.add({ x: 1, y: 0 }, 0);
  memory.moveLast({ x: 1.05, y: 0.01 });
  expect([...memory.linkLast(1)]).toEqual([1.05, 0.01]);
});

test('a place that the body comes over was pushed: it lies at its edge, to be careful at; a bump makes it one to go round', () => {
  const memory = new PlaceMemory(100);
  memory.add({ x: 1, y: 0 }, 0);
  memory.push(at(0.8, 0), 0.15);
  expect(memory.seenFrom(at(0.5, 0), 1, 1).n).toBe(1);
  memory.push(at(0.9, 0), 0.15);
  expect(memory.seenFrom(at(0.5, 0), 1, 1).n).toBe(0);
  expect(memory.seenFrom(at(0.5, 0), 1, 1, true).xy[0]).toBeCloseTo(0.55);
  memory.moveLast({ x: 1.1, y: 0 });
  expect(memory.seenFrom(at(0.5, 0), 1, 1).n).toBe(1);
});

test('a place is pushed to a side by a body that meets it off its middle, and along for 40 cm at most', () => {
  const memory = new PlaceMemory(100);
  memory.add({ x: 1, y: 0.1 }, 0);
  memory.add({ x: 1, y: 0 }, 0);
  for (let x = 0.8; x < 2; x += 0.01) memory.push(at(x, 0), 0.15);
  const { xy } = memory.seenFrom(at(0, 0), 9, 1, true);
  expect(xy[1]).toBeGreaterThan(0.149);
  expect(xy[0]).toBeLessThan(1.4);
  expect(xy[2]).toBeCloseTo(1.4, 1);
});

test('places less than 65 cm apart are one bar; those farther off are not', () => {
  const memory = new PlaceMemory(100);
  memory.add({ x: 0, y: 0 }, 0);
  memory.add({ x: 0, y: 1 }, 0);
  memory.add({ x: 0.2, y: 0 }, 1);
  const laid = [...memory.linkLast(1)].map((v) => Math.round(1e6 * v) / 1e6);
  expect(laid).toEqual([0.2, 0, 0.15, 0, 0.1, 0, 0.05, 0]);
  expect(memory.seenFrom(at(0.1, 0), 0.5, 2).n).toBe(5);
});

test('a place is firm once it was met on two visits', () => {
  const memory = new PlaceMemory(100);
  memory.add({ x: 0, y: 0 }, 0);
  memory.add({ x: 0.05, y: 0 }, 3);
  expect(memory.lastIsFirm).toBe(false);
  memory.add({ x: 0.05, y: 0.05 }, 40);
  expect(memory.lastIsFirm).toBe(true);
});

test('a place is not firm because the thing was pushed there', () => {
  const memory = new PlaceMemory(100);
  memory.add({ x: 0, y: 0 }, 0);
  for (let x = -0.2; x < 0.05; x += 0.01) memory.push(at(x, 0), 0.15);
  memory.add({ x: 0.2, y: 0 }, 40);
  expect(memory.lastIsFirm).toBe(false);
});

test('three touches on a line across the ways into it are a wall; a thing that was pushed along is none', () => {
  const wall = new PlaceMemory(100);
  const firm = [0, 0.2, 0.42].map((y, i) => {
    wall.add({ x: 1, y }, i, { x: 0.84, y: y + 0.05 });
    return wall.lastIsFirm;
  });
  expect(firm).toEqual([false, false, true]);
  const slipper = new PlaceMemory(100);
  for (const x of [1, 1.15, 1.3]) slipper.add({ x, y: 0 }, x, { x: x - 0.16, y: 0.04 });
  expect(slipper.lastIsFirm).toBe(false);
});
