import type { NearPoints } from './nearPoints.ts';

/** m; what reaches deeper into the swept strip than this is in the way, not beside it. */
const TOO_DEEP = 0.05;
/**
 * m behind the nearest point within which points are averaged. All of a straight wall seen with 3 mm of noise; little more
 * than the edge itself at an outer corner, where a wider mean would promise room that is not there.
 */
const SAME_WALL = 0.015;

/** Room to either side of a body on its way, m; negative where it would scrape, +Inf where nothing is near. */
export interface SideRoom {
  readonly left_m: number;
  readonly right_m: number;
}

/**
 * Distance from the body's flanks to what stands beside its way, by the mean of the points of the nearest wall on each
 * side: the nearest single point would be some sigma too near.
 * @param way polyline from the robot on, m, interleaved, in the frame of the points; first `nWay` points
 */
export function sideRoom(way: Float64Array, nWay: number, points: NearPoints, bodyRadius_m: number): SideRoom {
  return {
    left_m: roomOn(1, way, nWay, points, bodyRadius_m),
    right_m: roomOn(-1, way, nWay, points, bodyRadius_m),
  };
}

function roomOn(side: 1 | -1, way: Float64Array, nWay: number, points: NearPoints, R: number): number {
  const { xy, n } = points;
  let nearest = Number.POSITIVE_INFINITY;
  let sum = 0;
  let count = 0;
  // Two passes over the same loop: the nearest point, then the mean of those within a wall's thickness of it.
  for (let pass = 0; pass < 2; pass++) {
    for (let k = 0; k + 1 < nWay; k++) {
      const ax = way[2 * k];
      const ay = way[2 * k + 1];
      let ux = way[2 * k + 2] - ax;
      let uy = way[2 * k + 3] - ay;
      const length = Math.sqrt(ux * ux + uy * uy);
      if (length < 1e-6) continue;
      ux /= length;
      uy /= length;
      for (let i = 0; i < 2 * n; i += 2) {
        const px = xy[i] - ax;
        const py = xy[i + 1] - ay;
        const along = px * ux + py * uy;
        const beside = side * (py * ux - px * uy);
        if (along < 0 || along > length || beside < R - TOO_DEEP) continue;
        if (pass === 0) {
          if (beside < nearest) nearest = beside;
        } else if (beside <= nearest + SAME_WALL) {
          sum += beside;
          count++;
        }
      }
    }
    if (nearest === Number.POSITIVE_INFINITY) return nearest;
  }
  return sum / count - R;
}

/**
 * How far to move sideways, m, left positive: as near to the wish as the room on both sides allows, and to the middle
 * where it is too narrow for either.
 */
export function yieldTo(wish_m: number, room: SideRoom, air_m: number): number {
  const most = room.left_m - air_m;
  const least = air_m - room.right_m;
  if (least > most) return 0.5 * (least + most);
  return Math.min(Math.max(wish_m, least), most);
}
