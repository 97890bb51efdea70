import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hypot } from '@homebound/math';
import { defaultGeometry } from '@homebound/robot';
import { readSdf, truthMap } from '@homebound/sim';
import { farPlace } from './farPlace.ts';
import { projectRoot } from './projectRoot.ts';

const world = readSdf(readFileSync(join(projectRoot(), 'sim', 'worlds', 'studio.sdf'), 'utf8'));

test('the place is on floor that the robot fits on, 2 m off or more, another for each seed and the same for the same', () => {
  const map = truthMap(world, defaultGeometry, 'body');
  const places = [1, 2, 3, 4, 5, 6].map((seed) => farPlace(world, world.T_world_start, seed));
  for (const { x, y } of places) {
    expect(hypot(x - world.T_world_start.x, y - world.T_world_start.y)).toBeGreaterThanOrEqual(2);
    const reach = Math.ceil(defaultGeometry.bodyRadius_m / map.resolution_m);
    for (let dy = -reach; dy <= reach; dy++)
      for (let dx = -reach; dx <= reach; dx++) {
        if (hypot(dx, dy) > reach) continue;
        const ix = Math.floor((x - map.originX_m) / map.resolution_m) + dx;
        const iy = Math.floor((y - map.originY_m) / map.resolution_m) + dy;
        expect(map.data[iy * map.width + ix]).toBe(0);
      }
  }
  expect(new Set(places.map(({ x }) => x)).size).toBe(6);
  expect(farPlace(world, world.T_world_start, 3)).toEqual(places[2]);
});
