/**
 * What decides how something on the floor is passed. By shape: `cable` is long and thin, `low` is small, below 6 cm and was not there before (it may be a
 * pet's mess), `thing` is anything else that stands on the floor, `threshold` is long and 1 to 2 cm high, `drop` has no floor, `overhang` hangs lower than the
 * robot is high. By a detector's word, where it fits and asks for no less care: `shoe`, `soft` (a sock), `toy`, `person`, `pet`.
 */
export const obstacleKinds = [
  'cable',
  'low',
  'thing',
  'threshold',
  'drop',
  'overhang',
  'shoe',
  'soft',
  'toy',
  'person',
  'pet',
] as const;
export type ObstacleKind = (typeof obstacleKinds)[number];

/** Something on the floor that was seen often enough to be believed. */
export interface Obstacle {
  /** Stays with it while it is known. */
  readonly id: number;
  readonly kind: ObstacleKind;
  /** The surest word of a detector for it, whether it decides the kind or not; empty when none named it. */
  readonly label: string;
  /** In [0, 1]. */
  readonly confidence: number;
  /** Hull in the map frame, counter-clockwise, m, interleaved x, y; a single cell has four corners. A cable's holds where it may go on unseen, too. */
  readonly outline_map: Float64Array;
  readonly height_m: number;
  readonly firstSeen_s: number;
  readonly lastSeen_s: number;
}
