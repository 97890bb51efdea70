/** An opening between two rooms; two rooms may have several. */
export interface Door {
  /** Id of the room on the other side. */
  readonly to: number;
  /** The middle of the opening, map frame, m. */
  readonly x: number;
  readonly y: number;
  readonly width_m: number;
}

export interface Room {
  /** 1, 2, …; the value of its cells in `labels`. */
  readonly id: number;
  readonly area_m2: number;
  /** Its most open point: farthest from all walls, map frame, m. */
  readonly centre: { readonly x: number; readonly y: number };
  readonly doors: readonly Door[];
}

export interface RoomMap {
  /**
   * Room of each cell of the map. Furniture that stands free belongs to its room. 0 = none: walls, unknown, and floor that
   * was seen only from afar, through a window or an open door.
   */
  readonly labels: Int16Array;
  readonly rooms: readonly Room[];
}
