import type { Restrictions } from '../restrictions/restrictions.ts';
import type { CutLine, KeptSettings, RoomBook } from '../rooms/roomBook.ts';
import type { RoomType } from '../rooms/roomTypes.ts';

/** Rooms and restrictions of a floor, as they are at one time. */
export interface HomeState {
  readonly rooms: RoomBook;
  readonly restrictions: Restrictions;
}

/** One thing that a person changes. */
export type HomeEdit =
  /** The larger part keeps number, name and settings. */
  | { readonly kind: 'split'; readonly room: number; readonly line: CutLine }
  /** The first named keeps number, name and settings. */
  | { readonly kind: 'merge'; readonly rooms: readonly number[] }
  | { readonly kind: 'rename'; readonly room: number; readonly name: string }
  | { readonly kind: 'setType'; readonly room: number; readonly type: RoomType }
  /** `undefined` takes the settings away. */
  | { readonly kind: 'setSettings'; readonly room: number; readonly settings: KeptSettings | undefined }
  /** Takes a room that is not seen any more out of the book. */
  | { readonly kind: 'forget'; readonly room: number }
  /** All restrictions at once: what is not in it is lifted. */
  | { readonly kind: 'restrict'; readonly restrictions: Restrictions };

/** A state that can be had back, and the edit that led away from it. */
export interface PastState extends HomeState {
  readonly edit: HomeEdit['kind'];
}

/** What a household keeps of one floor, with one history of edits for rooms and restrictions together; plain data. */
export interface HomePlan extends HomeState {
  /** What `undo` goes back to, oldest first. */
  readonly past: readonly PastState[];
  /** What `redo` goes on to, the next one last. */
  readonly future: readonly PastState[];
}
