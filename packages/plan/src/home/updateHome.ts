import type { GridFrame } from '@homebound/grid';
import type { MapWarp } from '@homebound/math';
import { moveRestrictions } from '../restrictions/moveRestrictions.ts';
import { noRestrictions, type Restrictions } from '../restrictions/restrictions.ts';
import { moveBooks } from '../rooms/moveRooms.ts';
import type { RoomBook } from '../rooms/roomBook.ts';
import { startBook, updateBooks } from '../rooms/updateRooms.ts';
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
 * Throws RangeError when labels and frame do not fit.
 */
export function updateHome(plan: HomePlan, labels: ArrayLike<number>, frame: GridFrame, warp?: MapWarp): HomePlan {
  return withStates(plan, updateBooks(booksOf(plan), labels, frame, warp), warp);
}

/** The plan in a corrected map's frame. Everything that remembers map coordinates moves with the map; so does this. */
export function moveHome(plan: HomePlan, warp: MapWarp): HomePlan {
  return warp.isIdentity ? plan : withStates(plan, moveBooks(booksOf(plan), warp), warp);
}

/** The book as it is and in all states of the history. */
function booksOf({ rooms, past, future }: HomePlan): RoomBook[] {
  return [rooms, ...[...past, ...future].map((state) => state.rooms)];
}

/** The plan with other books in the order of `booksOf`, and its restrictions moved. */
function withStates({ past, future, restrictions }: HomePlan, books: readonly RoomBook[], warp?: MapWarp): HomePlan {
  const moved = (shapes: Restrictions) => (warp === undefined ? shapes : moveRestrictions(shapes, warp));
  const state = <S extends HomeState>(old: S, k: number): S => ({
    ...old,
    rooms: books[k],
    restrictions: moved(old.restrictions),
  });
  return {
    rooms: books[0],
    restrictions: moved(restrictions),
    past: past.map((old, k) => state(old, 1 + k)),
    future: future.map((old, k) => state(old, 1 + past.length + k)),
  };
}
