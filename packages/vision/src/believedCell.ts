/** A believed cell of the map, as it is grouped. */
export interface BelievedCell {
  readonly cx: number;
  readonly cy: number;
  readonly evidence: number;
  readonly height_m: number;
  /** Index in `votes` of what was seen most. */
  readonly vote: number;
  /** Above 0: looks from nearby showed it wider than a cord; below 0: as narrow; 0: there was none. */
  readonly wide: number;
  readonly owner: number;
  readonly hit_s: number;
}

/** Cells of one thing. */
export type CellGroup = readonly BelievedCell[];
