/** A believed cell of the map, as it is grouped. */
export interface BelievedCell {
  readonly cx: number;
  readonly cy: number;
  readonly evidence: number;
  readonly height_m: number;
  /** Index in `votes` of what was seen most. */
  readonly vote: number;
  /** Whether what lies there was seen to be wider than a cord. */
  readonly isWide: boolean;
  readonly owner: number;
  readonly hit_s: number;
}

/** Cells of one thing. */
export type CellGroup = readonly BelievedCell[];
