import { createRng, hypot, type SE2 } from '@homebound/math';
import { freeSpace, isStandable } from '@homebound/plan';
import { defaultGeometry } from '@homebound/robot';
import { truthMap, type World } from '@homebound/sim';

/** m of air around a robot that is set down, and from where it was to where it is carried at least. */
const AIR_M = 0.1;
const FAR_M = 2;
const TRIES = 10_000;

/** A place on the free floor of a home, far from another; the farthest of many in a home that is too small. World frame. */
export function farPlace(world: World, { x, y }: SE2, seed: number): SE2 {
  const map = truthMap(world, defaultGeometry, 'body');
  const space = freeSpace(map, {
    robotRadius_m: defaultGeometry.bodyRadius_m,
    margin_m: AIR_M,
    from: world.T_world_start,
    maxSpeck_cells: 0,
  });
  const rng = createRng(seed).fork('carried off');
  let farthest: SE2 = world.T_world_start;
  for (let k = 0; k < TRIES; k++) {
    const at = {
      x: map.originX_m + rng.uniform() * map.width * map.resolution_m,
      y: map.originY_m + rng.uniform() * map.height * map.resolution_m,
      theta: 2 * Math.PI * (rng.uniform() - 0.5),
    };
    if (!isStandable(space, at.x, at.y)) continue;
    if (hypot(at.x - x, at.y - y) >= FAR_M) return at;
    if (hypot(at.x - x, at.y - y) > hypot(farthest.x - x, farthest.y - y)) farthest = at;
  }
  return farthest;
}
