import type { NearPoints } from './nearPoints.ts';

/** m ahead of the robot that is looked at: far enough to give way before the wall is reached. */
const AHEAD = 0.3;
const BEHIND = -0.03;
/** m; what reaches deeper into the swept strip than this is in the way, not beside it. */
const TOO_DEEP = 0.05;
/** m behind the nearest point within which points belong to the same wall: four times the noise of a return. */
const SAME_WALL = 0.04;

/** Room to either side of a body that drives straight on, m; negative when it would scrape, +Inf where nothing is near. */
export interface SideRoom {
  readonly left_m: number;
  readonly right_m: number;
}

/**
 * Distance from the body's flanks to what stands beside the way, by the mean of the points of the nearest wall: the
 * nearest single point would be some sigma too near.
 * @param points returns in the base frame
 * @param ahead_m looks no farther ahead than this
 */
export function sideRoom(points: NearPoints, bodyRadius_m: number, ahead_m: number): SideRoom {
  return {
    left_m: roomOn(1, points, bodyRadius_m, Math.min(AHEAD, ahead_m)),
    right_m: roomOn(-1, points, bodyRadius_m, Math.min(AHEAD, ahead_m)),
  };
}

function roomOn(side: 1 | -1, points: NearPoints, R: number, ahead: number): number {
  const { xy, n } = points;
  let nearest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 2 * n; i += 2) {
    const y = side * xy[i + 1];
    if (y < nearest && y > R - TOO_DEEP && xy[i] > BEHIND && xy[i] < ahead) nearest = y;
  }
  if (nearest === Number.POSITIVE_INFINITY) return nearest;
  let sum = 0;
  let count = 0;
  for (let i = 0; i < 2 * n; i += 2) {
    const y = side * xy[i + 1];
    if (y < nearest || y > nearest + SAME_WALL || xy[i] <= BEHIND || xy[i] >= ahead) continue;
    sum += y;
    count++;
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
