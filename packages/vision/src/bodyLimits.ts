import { defaultGeometry, type RobotGeometry } from '@homebound/robot';

/** What of a body decides where its eye looks, and what is in its way; base_footprint, m. */
export interface BodyLimits {
  /** The body's front edge: looks begin here. */
  readonly front_m: number;
  /** What reaches higher the lidar sees too, by more than heights are off: it is the map's, and told by nobody else. */
  readonly lidarSees_m: number;
  /** What hangs lower stops the robot. */
  readonly overhang_m: number;
}

const ABOVE_LIDAR_M = 0.007;
const ABOVE_BODY_M = 0.01;

/** Throws RangeError for a body without front or height, or with a lidar below the floor. */
export function limitsOf({ bodyRadius_m, bodyHeight_m, lidar }: RobotGeometry): BodyLimits {
  if (!(bodyRadius_m > 0 && bodyHeight_m > 0 && lidar.z_m > 0))
    throw new RangeError(
      `Cannot look ahead of body: radius, height and lidar must be > 0 m, got ${bodyRadius_m}, ${bodyHeight_m}, ${lidar.z_m}`,
    );
  return {
    front_m: bodyRadius_m,
    lidarSees_m: lidar.z_m + ABOVE_LIDAR_M,
    overhang_m: bodyHeight_m + ABOVE_BODY_M,
  };
}

export const defaultLimits: BodyLimits = limitsOf(defaultGeometry);
