/** How an area is cleaned; what is absent is left to the robot. */
export interface AreaSettings {
  /** Once, twice, or twice across each other. */
  readonly passes?: '1' | '2' | 'crossed';
  /** Power of fan and brushes, in [0, 1]. */
  readonly levels?: { readonly fan: number; readonly mainBrush: number; readonly sideBrush: number };
  readonly edgesOnly?: boolean;
}

/** A job for some of the home; with neither rooms nor zones it is the whole home. */
export interface CleanCommand {
  readonly command: 'clean';
  /** Ids, cleaned in this order. */
  readonly rooms?: readonly number[];
  /** Map frame, m, interleaved x, y. */
  readonly zones?: readonly { readonly polygon: readonly number[]; readonly settings?: AreaSettings }[];
  /** Of the job: they hold where a zone has none. */
  readonly settings?: AreaSettings;
}

/** One change of the rooms. `line` is x0, y0, x1, y1 in the map frame, m. */
export type RoomEdit =
  | { readonly edit: 'split'; readonly room: number; readonly line: readonly number[] }
  | { readonly edit: 'merge'; readonly rooms: readonly number[] }
  | { readonly edit: 'rename'; readonly room: number; readonly name: string }
  | { readonly edit: 'undo' | 'redo' };

export interface EditRoomsCommand {
  readonly command: 'editRooms';
  readonly change: RoomEdit;
}
