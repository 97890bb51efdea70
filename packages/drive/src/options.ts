import type { RobotGeometry } from '@homebound/robot';

/** How the room drives. Speeds and accelerations stay below the body's own limits, which `RobotGeometry` carries. */
export interface DriveOptions {
  /** m/s²; comfort, and it keeps the wheels from slipping. The body may do 0.9. */
  readonly acceleration_mps2: number;
  /** m/s²; what planned stops count on. Less than the body has, so that a late step can still be made up. */
  readonly deceleration_mps2: number;
  /** m/s³; three control steps from rest to full acceleration. */
  readonly jerk_mps3: number;
  /** rad/s of a turn in place: a 5 Hz lidar still sees every corner twice in a quarter turn. */
  readonly turnRate_radps: number;
  readonly turnAcceleration_radps2: number;
  /** s from a command to its effect; commands are computed for the pose that the robot has by then. */
  readonly actuationDelay_s: number;
  /** s without a safety or odometry record after which the wheels stop. */
  readonly staleAfter_s: number;
  /** s after the first ray of the last scan after which they stop too: the robot would drive blind. */
  readonly lidarStaleAfter_s: number;
  /** s that such silence may last before the task is given up as `lost`. */
  readonly lostAfter_s: number;
  /** rad; corners sharper than this, with no room for an arc, are taken by stopping and turning in place. */
  readonly sharpCorner_rad: number;
  /** m at which other corners are passed, rolled through on an arc. */
  readonly cornerCut_m: number;
  /** m between the nearest and farthest point that the robot steers at, by speed. */
  readonly minSteerAhead_m: number;
  readonly maxSteerAhead_m: number;
  /** m by which curves may be cut. */
  readonly cut_m: number;
  /** m of the way ahead that is checked against the lidar. */
  readonly lookAhead_m: number;
  /** m/s across the contact surface that a touch may have: half of what counts as a hard contact. */
  readonly touchSpeed_mps: number;
  /** m by which the body is taken to be larger when looking ahead: what pose, lidar and braking are off together. */
  readonly bodyMargin_m: number;
  /** m before a predicted contact within which the speed is down at the touching speed. */
  readonly slowZone_m: number;
  /** m; a return that reaches deeper than this into the swept disc blocks the way, a shallower one may be a wall's noise. */
  readonly grazeDepth_m: number;
  /** m kept to what blocks the way. */
  readonly stopGap_m: number;
  /** s that the way may stay blocked. */
  readonly blockedPatience_s: number;
  /** m of a leg that may be left undone when its end can't be reached: lanes end at walls. */
  readonly shortOfEnd_m: number;
  /** s for which places are remembered that no sensor sees in time: cliffs, and what was bumped but the lidar misses. */
  readonly remember_s: number;
  /** s for what the side met: it may have been somebody's shoe. */
  readonly rememberLow_s: number;
  /** m, m/s: how slowly the robot goes this near to something unseen that it bumped. */
  readonly unseenWithin_m: number;
  readonly unseenSpeed_mps: number;
  /** m, m/s: the same for a cliff; and this near to one it backs nowhere but where it came from. */
  readonly cliffWithin_m: number;
  readonly cliffSpeed_mps: number;
  /** m that a bump is backed off. */
  readonly backOff_m: number;
  /** m that a cliff is backed off, the way the robot came; up to 0.08 of it were rolled while braking. */
  readonly cliffBackOff_m: number;
  readonly backSpeed_mps: number;
  /** m of air kept to what the lidar sees beside the way. */
  readonly air_m: number;
  /** m that the way leaves the path to come up to a wall, to that air: farther on the right, where the side brush is. */
  readonly closeUpRight_m: number;
  readonly closeUpLeft_m: number;
  /** s without progress before the robot counts as stuck. */
  readonly stuckAfter_s: number;
  /** How often it tries to get free before it says `stuck`. */
  readonly unstickAttempts: number;
  /** m between the body and the wall while following it. */
  readonly wallGap_m: number;
  readonly dockAttempts: number;
  /** rad; both beams are seen this far to either side of the dock's centre line. */
  readonly dockBothBeams_rad: number;
  /** m from the docked base_link on to the beams' emitters. */
  readonly dockEmitter_m: number;
}

export const defaultDriveOptions: DriveOptions = {
  acceleration_mps2: 0.8,
  deceleration_mps2: 0.6,
  jerk_mps3: 8,
  turnRate_radps: 1.8,
  turnAcceleration_radps2: 5,
  actuationDelay_s: 0.05,
  staleAfter_s: 0.2,
  lidarStaleAfter_s: 1,
  lostAfter_s: 2,
  sharpCorner_rad: 0.87,
  cornerCut_m: 0.02,
  minSteerAhead_m: 0.07,
  maxSteerAhead_m: 0.2,
  cut_m: 0.004,
  lookAhead_m: 0.5,
  touchSpeed_mps: 0.05,
  bodyMargin_m: 0.005,
  slowZone_m: 0.06,
  grazeDepth_m: 0.029,
  stopGap_m: 0.015,
  blockedPatience_s: 1.5,
  shortOfEnd_m: 0.06,
  remember_s: 3600,
  rememberLow_s: 900,
  unseenWithin_m: 0.3,
  unseenSpeed_mps: 0.09,
  cliffWithin_m: 0.5,
  cliffSpeed_mps: 0.2,
  backOff_m: 0.06,
  cliffBackOff_m: 0.16,
  backSpeed_mps: 0.1,
  air_m: 0.004,
  closeUpRight_m: 0.05,
  closeUpLeft_m: 0.03,
  stuckAfter_s: 6,
  unstickAttempts: 4,
  wallGap_m: 0.015,
  dockAttempts: 8,
  dockBothBeams_rad: 0.087,
  dockEmitter_m: 0.19,
};

/** The defaults with overrides laid over them. Throws RangeError on a number that is not > 0 or that the body can't do. */
export function driveOptions(geometry: RobotGeometry, overrides: Partial<DriveOptions> = {}): DriveOptions {
  for (const [name, value] of Object.entries(overrides)) {
    if (!(name in defaultDriveOptions)) throw new RangeError(`Cannot set drive option ${name}: there is none`);
    if (!(value > 0 && value < Number.POSITIVE_INFINITY))
      throw new RangeError(`Cannot set drive option ${name}: must be > 0, got ${value}`);
  }
  const options = { ...defaultDriveOptions, ...overrides };
  return {
    ...options,
    acceleration_mps2: Math.min(options.acceleration_mps2, geometry.maxAcceleration_mps2),
    deceleration_mps2: Math.min(options.deceleration_mps2, geometry.maxAcceleration_mps2),
    turnRate_radps: Math.min(options.turnRate_radps, geometry.maxYawRate_radps),
    turnAcceleration_radps2: Math.min(options.turnAcceleration_radps2, geometry.maxYawAcceleration_radps2),
  };
}
