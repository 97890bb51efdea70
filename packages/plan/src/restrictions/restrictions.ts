/** Corners in order, interleaved x, y, map frame, m; closed by itself, either way round. */
export type Area = readonly number[];
/** x0, y0, x1, y1, map frame, m. */
export type Line = readonly [number, number, number, number];

/** A step in the floor between rooms. */
export interface Threshold {
  readonly line: Line;
  /** Unknown when absent: the robot tries. */
  readonly height_m?: number;
}

/** What a household forbids and warns of: plain data, map frame. */
export interface Restrictions {
  /** The body never enters. */
  readonly noGo: readonly Area[];
  /** The body does not enter with a mop on. */
  readonly noMop: readonly Area[];
  /** The body never crosses. */
  readonly walls: readonly Line[];
  readonly thresholds: readonly Threshold[];
}

export const noRestrictions: Restrictions = { noGo: [], noMop: [], walls: [], thresholds: [] };
