import { ScanProjector } from '@homebound/lidar';
import { createRng, type SE2 } from '@homebound/math';
import { OccupancyMap } from '../map/occupancyMap.ts';
import { defaultMatchOptions } from '../options.ts';
import { box, takeScan, type Wall } from '../testRoom.ts';
import { SameHome } from './sameHome.ts';

/** Four rooms around a cross of walls with a door in each. */
const walls: readonly Wall[] = [
  ...box(-4, -3, 4, 3),
  [0, -3, 0, -1.9],
  [0, -1.1, 0, 1.1],
  [0, 1.9, 0, 3],
  [-4, 0, -2.4, 0],
  [-1.6, 0, 1.6, 0],
  [2.4, 0, 4, 0],
];
const chests = [...box(-3.9, 1, -3.2, 2), ...box(2, 2.2, 3, 2.9), ...box(0.1, -2.9, 0.8, -2.3)];
const movedChests = [...box(-3.9, 1, -3.2, 2), ...box(3.2, 1, 3.9, 2), ...box(-0.9, -2.9, -0.1, -2.3)];
/** The storey above: the same walls outside, others inside. */
const upstairs: readonly Wall[] = [
  ...box(-4, -3, 4, 3),
  [-4, -1, 1, -1],
  [2, -1, 4, -1],
  [-1, -1, -1, 2],
  ...box(1.5, 0.3, 3.5, 2.3),
];
const start: SE2 = { x: 0, y: 0, theta: 0 };

function mapOf(seen: readonly Wall[]): OccupancyMap {
  const map = new OccupancyMap();
  const projector = new ScanProjector();
  const rng = createRng(1);
  for (let x = -3.6; x <= 3.6; x += 0.6)
    for (let y = -2.6; y <= 2.6; y += 0.65) {
      const T = { x, y, theta: 0.3 };
      map.insert(projector.project(takeScan(seen, () => T, 0, rng))!, T);
    }
  return map;
}

/** Asks both ways: whichever place is named first. */
function areOne(same: SameHome, T_b_a: SE2): boolean {
  const a = { mapIndex: 0, T_map_base: start };
  const b = { mapIndex: 1, T_map_base: T_b_a };
  const answer = same.isSamePlace(b, a);
  expect(same.isSamePlace(a, b)).toBe(answer);
  return answer;
}

test('a home whose chests were moved is the same home where the maps lie on each other, and nowhere else', () => {
  const same = new SameHome([mapOf([...walls, ...chests]), mapOf([...walls, ...movedChests])], defaultMatchOptions);
  expect(areOne(same, { x: 0.06, y: -0.05, theta: 0.02 })).toBe(true);
  expect(areOne(same, { x: 4, y: 0, theta: 0 })).toBe(false);
  // The walls are the same turned by 180°, but for the chests.
  expect(areOne(same, { x: 0, y: 0, theta: Math.PI })).toBe(false);
});

test('the storey above, with the same walls outside, is not the same home', () => {
  const same = new SameHome([mapOf([...walls, ...chests]), mapOf(upstairs)], defaultMatchOptions);
  expect(areOne(same, start)).toBe(false);
});

test('on one map two places are one when they are near each other', () => {
  const same = new SameHome([mapOf(walls)], defaultMatchOptions);
  const at = (x: number, theta: number) => ({ mapIndex: 0, T_map_base: { x, y: 0, theta } });
  expect(same.isSamePlace(at(0, 0), at(0.2, 0.1))).toBe(true);
  expect(same.isSamePlace(at(0, 0), at(0.4, 0))).toBe(false);
  expect(same.isSamePlace(at(0, 0), at(0, 0.2))).toBe(false);
});
