import type { GridFrame } from '@homebound/grid';
import type { MapWarp } from '@homebound/math';
import { moveRestrictions } from '../restrictions/moveRestrictions.ts';
import { noRestrictions, type Restrictions } from '../restrictions/restrictions.ts';
import { moveRooms, startBook, updateRooms } from '../rooms/updateRooms.ts';
import type { HomePlan, HomeState } from './homePlan.ts';

/** The plan of a home that none is kept of. Its rooms are numbered once: begin it when the first map is whole. */
export function startHome(
  labels: ArrayLike<number>,
  frame: GridFrame,
  restrictions: Restrictions = noRestrictions,
): HomePlan {
  return { rooms: startBook(labels, frame), restrictions, past: [], future: [] };
}

/**
 * The plan brought up to date with a map that was divided anew, its history too.
 * @param labels  room of each cell of the frame in any numbering, 0 = none: `segmentRooms(map).labels`
 * @param warp    how the map's frame moved since; one anchor for a map made anew
 */
export function updateHome(plan: HomePlan, labels: ArrayLike<number>, frame: GridFrame, warp?: MapWarp): HomePlan {
  const { past, future, restrictions } = warp === undefined ? plan : withRestrictionsMoved(plan, warp);
  let rooms = updateRooms(plan.rooms, labels, frame, { warp });
  const updated = <S extends HomeState>(state: S): S => {
    const then = updateRooms(state.rooms, labels, frame, { warp, like: rooms });
    // A number given to a room of a past state alone is given to no other one.
    rooms = { ...rooms, nextId: Math.max(rooms.nextId, then.nextId) };
    return { ...state, rooms: then };
  };
  const history = { past: past.map(updated), future: future.map(updated) };
  return { rooms, restrictions, ...history };
}

/** The plan in a corrected map's frame. Everything that remembers map coordinates moves with the map; so does this. */
export function moveHome(plan: HomePlan, warp: MapWarp): HomePlan {
  if (warp.isIdentity) return plan;
  const moved = <S extends HomeState>(state: S): S => ({ ...state, rooms: moveRooms(state.rooms, warp) });
  const { past, future, ...now } = withRestrictionsMoved(plan, warp);
  return { ...moved(now), past: past.map(moved), future: future.map(moved) };
}

function withRestrictionsMoved(plan: HomePlan, warp: MapWarp): HomePlan {
  const moved = <S extends HomeState>(state: S): S => ({
    ...state,
    restrictions: moveRestrictions(state.restrictions, warp),
  });
  const { past, future, ...now } = plan;
  return { ...moved(now), past: past.map(moved), future: future.map(moved) };
}
