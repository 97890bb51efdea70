import type { ObstacleKind } from '@homebound/vision';

/** A picture of an obstacle: a crop, as PNG. */
export interface ObstaclePicture {
  readonly id: string;
  /** The obstacle's own number, for as long as the robot is awake. */
  readonly obstacle: number;
  readonly kind: ObstacleKind;
  /** A detector's word; empty when none named it. */
  readonly label: string;
  /** Where it lay in the map. */
  readonly x_m: number;
  readonly y_m: number;
  readonly png: Uint8Array;
}

/** Where pictures of obstacles go, if the household wants any. */
export interface PictureKeeper {
  /** For how many days an admin wants them kept; 0 is off. */
  readonly keep_days: number;
  newId(): string;
  /** @param mapName of the map that its place is in; empty while that is not saved */
  keep(picture: ObstaclePicture, mapName: string): void;
  /** The obstacle is gone, or none. */
  drop(id: string): void;
}
