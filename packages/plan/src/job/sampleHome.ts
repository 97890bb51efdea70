import type { OccupancyGrid } from '@homebound/grid';
import { freeSpace } from '../space/freeSpace.ts';
import { blankMap, fillRectangle } from '../space/sampleMaps.ts';
import type { JobPlan, JobRequest } from './jobPlan.ts';
import { startJob } from './planJob.ts';

/**
 * A home for tests, 9 × 5 m at 5 cm, origin (-1.3, 0.7): kitchen (1) and bedroom (2) either side of a hall (3), doors of
 * 0.9 m. Not part of the door.
 *
 *     +-------+---+---------+
 *     |   1   | 3     2     |
 *     |         3 |         |
 *     +-------+---+---------+
 */
export function sampleHome(): OccupancyGrid {
  const map = blankMap(9, 5, 0);
  const wall = (x0: number, y0: number, x1: number, y1: number) =>
    fillRectangle(map, map.originX_m + x0, map.originY_m + y0, map.originX_m + x1, map.originY_m + y1, 100);
  wall(0, 0, 9, 0.1);
  wall(0, 4.9, 9, 5);
  wall(0, 0, 0.1, 5);
  wall(8.9, 0, 9, 5);
  wall(3.5, 0, 3.6, 1);
  wall(3.5, 1.9, 3.6, 5);
  wall(5, 0, 5.1, 3);
  wall(5, 3.9, 5.1, 5);
  // A table's four legs in the kitchen.
  for (const [x, y] of [
    [1.5, 2],
    [2.5, 2],
    [1.5, 3],
    [2.5, 3],
  ])
    wall(x, y, x + 0.05, y + 0.05);
  return map;
}

/** Where things are in the sample home, from its lower left corner. */
export function at(x_m: number, y_m: number): { x: number; y: number; theta: number } {
  return { x: -1.3 + x_m, y: 0.7 + y_m, theta: 0 };
}

export const sampleRooms = [{ id: 1, name: 'kitchen' }, { id: 2, name: 'bedroom' }, { id: 3 }];

/** A request for the sample home; the robot stands in the hall, where its dock is. */
export function sampleRequest(
  request: Partial<JobRequest> = {},
  map = sampleHome(),
): JobRequest & { readonly space: NonNullable<JobRequest['space']> } {
  const { width, height, resolution_m } = map;
  const labels = new Int16Array(width * height);
  for (let i = 0; i < labels.length; i++) {
    const x = ((i % width) + 0.5) * resolution_m;
    labels[i] = x < 3.55 ? 1 : x > 5.05 ? 2 : 3;
  }
  const from = request.from ?? at(4.3, 1);
  const space = request.space ?? freeSpace(map, { keepOut: request.keepOut, from });
  return { map, rooms: { labels, rooms: sampleRooms }, dock: at(4.3, 0.5), ...request, from, space };
}

/** The first plan of a whole job: `planJob` without the time to better it. */
export function quickPlan(request: JobRequest): JobPlan {
  const work = startJob(request);
  while (!work.plan.isWhole) work.improve();
  return work.plan;
}
