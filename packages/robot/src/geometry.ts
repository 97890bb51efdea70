/**
 * The body's shape and limits, all in the frame base_footprint: origin on the floor midway between the drive wheels,
 * x forward, y left, z up; m, rad, s. The default is a Create 3 class round vacuum.
 */
export interface RobotGeometry {
  /** Radius of the round body. */
  readonly bodyRadius_m: number;
  /** Height of the highest point (the lidar turret): what the robot can pass under is higher. */
  readonly bodyHeight_m: number;
  readonly wheelBase_m: number;
  readonly wheelRadius_m: number;
  readonly maxSpeed_mps: number;
  readonly maxYawRate_radps: number;
  readonly maxAcceleration_mps2: number;
  readonly maxYawAcceleration_radps2: number;
  readonly mainBrush: { readonly width_m: number; readonly x_m: number };
  /** The disc that the side brush sweeps on open floor. */
  readonly sideBrush: { readonly x_m: number; readonly y_m: number; readonly radius_m: number };
  readonly lidar: { readonly x_m: number; readonly y_m: number; readonly z_m: number; readonly yaw_rad: number };
  /** Where each cliff sensor looks at the floor. */
  readonly cliffs: {
    readonly sideLeft: { readonly x_m: number; readonly y_m: number };
    readonly frontLeft: { readonly x_m: number; readonly y_m: number };
    readonly frontRight: { readonly x_m: number; readonly y_m: number };
    readonly sideRight: { readonly x_m: number; readonly y_m: number };
  };
  /** The wall sensor: where it sits, which way it looks, how far it sees. */
  readonly wallSensor: {
    readonly x_m: number;
    readonly y_m: number;
    readonly yaw_rad: number;
    readonly range_m: number;
  };
  /** The highest step that the wheels climb. */
  readonly maxClimb_m: number;
}

export const defaultGeometry: RobotGeometry = {
  bodyRadius_m: 0.17,
  bodyHeight_m: 0.095,
  wheelBase_m: 0.233,
  wheelRadius_m: 0.03575,
  maxSpeed_mps: 0.3,
  maxYawRate_radps: 1.9,
  maxAcceleration_mps2: 0.9,
  maxYawAcceleration_radps2: 7.7,
  mainBrush: { width_m: 0.2, x_m: 0.03 },
  // Hub front right under the body. The tips reach 10 mm past the right flank, 0.09 + 0.09 = 0.17 + 0.01, and as far past the
  // front; they bend at a wall.
  sideBrush: { x_m: 0.09, y_m: -0.09, radius_m: 0.09 },
  lidar: { x_m: 0, y_m: 0, z_m: 0.09, yaw_rad: 0 },
  cliffs: {
    sideLeft: { x_m: 0.06, y_m: 0.145 },
    frontLeft: { x_m: 0.16, y_m: 0.045 },
    frontRight: { x_m: 0.16, y_m: -0.045 },
    sideRight: { x_m: 0.06, y_m: -0.145 },
  },
  wallSensor: { x_m: 0.04, y_m: -0.165, yaw_rad: -Math.PI / 2, range_m: 0.2 },
  maxClimb_m: 0.02,
};
