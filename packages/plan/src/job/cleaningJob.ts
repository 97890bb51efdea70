import type { CleaningCommand } from '@homebound/robot';

/** Once, the same way twice, or twice with the second lanes across the first. */
export type Passes = 1 | 2 | 'crossed';

/** More is no direction that anybody means: degrees, perhaps; and far out sine and cosine are worth nothing. */
export const MAX_LANE_ANGLE_RAD = 2 * Math.PI;

/** How floor is to be cleaned. What is absent is taken from the job, and there from the defaults. */
export interface AreaSettings {
  readonly passes?: Passes;
  /** Levels of the cleaning motors, each in [0, 1]. */
  readonly levels?: Partial<CleaningCommand>;
  /** Direction of the lanes of the first pass, map frame, rad; the one that takes the least time when absent. */
  readonly laneAngle_rad?: number;
  /** Only along walls and furniture. */
  readonly edgesOnly?: boolean;
}

export interface RoomSettings extends AreaSettings {
  readonly room: number;
  /** Left out of jobs that do not name it. */
  readonly skip?: boolean;
}

/** Floor inside a polygon. */
export interface CleaningZone extends AreaSettings {
  /** Corners in order, interleaved x, y, map frame, m; closed by itself, at least three, edges that do not cross. */
  readonly polygon: ArrayLike<number>;
}

/** Floor around a point: where something was spilled. */
export interface CleaningSpot extends AreaSettings {
  /** Map frame, m. */
  readonly x: number;
  readonly y: number;
  /** 0.5 m when absent. */
  readonly radius_m?: number;
}

/**
 * What a person wants cleaned; plain data. Rooms, zones and spots may be mixed. With none of them it is the whole home.
 * The job's own settings hold where a room, zone or spot has none.
 */
export interface CleaningJob extends AreaSettings {
  /** Ids of rooms, cleaned in this order. Zones and spots are taken in where they cost the least way. */
  readonly rooms?: readonly number[];
  readonly zones?: readonly CleaningZone[];
  readonly spots?: readonly CleaningSpot[];
  readonly roomSettings?: readonly RoomSettings[];
}
