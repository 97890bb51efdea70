import type { OccupancyGrid } from '@homebound/grid';
import { defaultGeometry } from '@homebound/robot';
import { HomeFloor } from './homeFloor.ts';
import { Household } from './household.ts';
import { areaOf, type Floor } from './reach.ts';

const at = { x: 1, y: 1, theta: 0 };
const CELL_M = 0.025;

/** Two rooms of 2 m by 2 m side by side, and a gap of so many cells in the wall between them. */
function home(gap_cells: number): HomeFloor {
  const frame = { width: 164, height: 80, resolution_m: CELL_M, originX_m: 0, originY_m: 0 };
  const data = new Int8Array(frame.width * frame.height);
  for (let iy = 0; iy < 80; iy++)
    if (iy < 30 || iy >= 30 + gap_cells) data.fill(100, iy * frame.width + 80, iy * frame.width + 84);
  const map: OccupancyGrid = { ...frame, data };
  const floor = new HomeFloor(defaultGeometry, { margin_m: 0.01 }, new Household());
  floor.setMap(map);
  return floor;
}

function reached_m2(floor: HomeFloor): number {
  const { space } = floor.floorAt(at, 0) as Floor;
  return areaOf(space.cleanable, space.resolution_m);
}

test('a gap that the map draws 1 cm too narrow is tried when all else is done, and no sooner', () => {
  const floor = home(14);
  const before_m2 = reached_m2(floor);
  expect(before_m2).toBeLessThan(4);
  expect(floor.mayTryNecks(at, floor.floorAt(at, 0) as Floor, 0)).toBe(true);
  expect(reached_m2(floor)).toBeGreaterThan(before_m2 + 3);
  // Once is enough; the next job begins without.
  expect(floor.mayTryNecks(at, floor.floorAt(at, 0) as Floor, 0)).toBe(false);
  floor.beginJob();
  expect(reached_m2(floor)).toBe(before_m2);
});

test('a gap in which the body can never fit is not tried, and one that is open needs no trying', () => {
  for (const gap_cells of [10, 20]) {
    const floor = home(gap_cells);
    const before_m2 = reached_m2(floor);
    expect(floor.mayTryNecks(at, floor.floorAt(at, 0) as Floor, 0)).toBe(false);
    expect(reached_m2(floor)).toBe(before_m2);
  }
});
