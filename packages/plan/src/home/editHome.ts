import { checkRestrictions } from '../restrictions/checkRestrictions.ts';
import { checkSituation, type Situation } from '../restrictions/checkSituation.ts';
import type { Restrictions } from '../restrictions/restrictions.ts';
import { mergeRooms } from '../rooms/mergeRooms.ts';
import { forgetRoom, renameRoom, setRoomSettings, setRoomType } from '../rooms/nameRooms.ts';
import type { RoomBook } from '../rooms/roomBook.ts';
import { splitRoom } from '../rooms/splitRoom.ts';
import type { HomeEdit, HomePlan, HomeState, PastState } from './homePlan.ts';

/** Edits that can be taken back. */
const MAX_PAST = 20;

/**
 * The plan with one thing changed, which `undo` takes back.
 * @param situation  what restrictions are checked against; without it only their shapes are
 * Throws RangeError for an edit that makes no sense, saying what to do; the plan stays as it is.
 */
export function editHome(plan: HomePlan, edit: HomeEdit, situation?: Situation): HomePlan {
  const { rooms, restrictions } = plan;
  const past = [...plan.past, { rooms, restrictions, edit: edit.kind }].slice(-MAX_PAST);
  if (edit.kind === 'restrict') return { rooms, restrictions: checked(edit.restrictions, situation), past, future: [] };
  return { rooms: editRooms(rooms, edit), restrictions, past, future: [] };
}

function checked(restrictions: Restrictions, situation: Situation | undefined): Restrictions {
  checkRestrictions(restrictions);
  if (situation !== undefined) checkSituation(restrictions, situation);
  return restrictions;
}

function editRooms(book: RoomBook, edit: Exclude<HomeEdit, { kind: 'restrict' }>): RoomBook {
  switch (edit.kind) {
    case 'split':
      return splitRoom(book, edit.room, edit.line);
    case 'merge':
      return mergeRooms(book, edit.rooms);
    case 'rename':
      return renameRoom(book, edit.room, edit.name);
    case 'setType':
      return setRoomType(book, edit.room, edit.type);
    case 'setSettings':
      return setRoomSettings(book, edit.room, edit.settings);
    case 'forget':
      return forgetRoom(book, edit.room);
  }
}

/** Takes the last edit back. Throws RangeError when there is none. */
export function undo(plan: HomePlan): HomePlan {
  const last = plan.past.at(-1);
  if (last === undefined) throw new RangeError('Cannot undo: nothing has been changed since the map was loaded');
  return { ...wentTo(last, plan), past: plan.past.slice(0, -1), future: [...plan.future, leftBehind(plan, last)] };
}

/** Does again what `undo` took back last. Throws RangeError when there is nothing. */
export function redo(plan: HomePlan): HomePlan {
  const next = plan.future.at(-1);
  if (next === undefined) throw new RangeError('Cannot redo: nothing was taken back since the last change');
  return { ...wentTo(next, plan), past: [...plan.past, leftBehind(plan, next)], future: plan.future.slice(0, -1) };
}

/** A state of the past, but for the numbers given out since: they are not given again. */
function wentTo({ rooms, restrictions }: HomeState, plan: HomePlan): HomeState {
  return { rooms: { ...rooms, nextId: Math.max(rooms.nextId, plan.rooms.nextId) }, restrictions };
}

function leftBehind({ rooms, restrictions }: HomeState, { edit }: PastState): PastState {
  return { rooms, restrictions, edit };
}
