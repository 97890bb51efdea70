import type { OccupancyGrid } from '@homebound/grid';
import { ScanProjector } from '@homebound/lidar';
import { createRng, type SE2 } from '@homebound/math';
import { defaultSlamOptions } from '../options.ts';
import { flat, takeScan } from '../testRoom.ts';
import { Floor } from './floor.ts';

/** As `toEqual` would, which takes long over 60,000 cells. */
function areSame(a: OccupancyGrid | undefined, b: OccupancyGrid): boolean {
  const { data, ...frame } = b;
  expect(a).toMatchObject(frame);
  return a?.data.length === data.length && data.every((value, i) => value === a.data[i]);
}

test('the grid given out is the one that is read anew, whatever was drawn since (seed 5)', () => {
  const floor = new Floor(defaultSlamOptions);
  expect(floor.grid()).toBeUndefined();
  const projector = new ScanProjector();
  const rng = createRng(5);
  for (let k = 0; k < 30; k++) {
    // Along the hall and through the door: the map grows at first, and later only changes.
    const T: SE2 = { x: -2 + 0.1 * k, y: 0.85, theta: 0.3 * k };
    floor.draw(projector.project(takeScan(flat, () => T, 0, rng))!, T);
    if (k % 3 === 2) floor.draw(projector.project(takeScan(flat, () => T, 0, rng))!, T);
    if (k % 4 === 3) continue;
    const content = floor.map.content()!;
    expect(areSame(floor.grid(), floor.region(content))).toBe(true);
    // Nobody else's copy changes with the map.
    const given = floor.grid()!;
    given.data.fill(7);
    expect(areSame(floor.grid(), floor.region(content))).toBe(true);
  }
});
