import type { SignReason } from './bodySign.ts';
import type { BodyButtonName } from './buttons.ts';

/** What the body's sensors say. Every record carries the time of measurement in s of the graph's clock. */

/**
 * One turn of the lidar. Beam i points to `angleMin_rad + i * angleIncrement_rad` in the lidar frame and was taken at
 * `stamp_s + i * timeIncrement_s`: the stamp is that of the first ray. A lidar that turns clockwise has a negative increment.
 * The strength of the returns is left out on purpose: from how it trembles speech in the room can be heard (Sami et al. 2020).
 */
export interface ScanRecord {
  readonly kind: 'scan';
  readonly stamp_s: number;
  readonly angleMin_rad: number;
  readonly angleIncrement_rad: number;
  readonly timeIncrement_s: number;
  readonly scanTime_s: number;
  readonly rangeMin_m: number;
  readonly rangeMax_m: number;
  /** m; REP-117: +Inf no return, NaN invalid, -Inf too close. */
  readonly ranges_m: Float32Array;
}

/** Way rolled by each wheel since start, m, forward positive; nominal wheel radius. */
export interface WheelRecord {
  readonly kind: 'wheels';
  readonly stamp_s: number;
  readonly left_m: number;
  readonly right_m: number;
}

/** Gyro and accelerometer in base_link, rad/s and m/s² (gravity included: at rest z is +9.81). */
export interface ImuRecord {
  readonly kind: 'imu';
  readonly stamp_s: number;
  readonly wx_radps: number;
  readonly wy_radps: number;
  readonly wz_radps: number;
  readonly ax_mps2: number;
  readonly ay_mps2: number;
  readonly az_mps2: number;
}

/** Bumper zones, cliffs, wheel drops and the wall sensor: what the reflexes read. */
export interface SafetyRecord {
  readonly kind: 'safety';
  readonly stamp_s: number;
  readonly bumpLeft: boolean;
  readonly bumpCentre: boolean;
  readonly bumpRight: boolean;
  /** True where the floor is missing. */
  readonly cliffSideLeft: boolean;
  readonly cliffFrontLeft: boolean;
  readonly cliffFrontRight: boolean;
  readonly cliffSideRight: boolean;
  readonly wheelDropLeft: boolean;
  readonly wheelDropRight: boolean;
  /** m to the wall on the right; +Inf when nothing is near. */
  readonly wallDistance_m: number;
}

/** The dock's beams and the charging contacts. Facing the dock, green is on the left and red on the right. */
export interface DockRecord {
  readonly kind: 'dock';
  readonly stamp_s: number;
  readonly greenBeam: boolean;
  readonly redBeam: boolean;
  readonly forceField: boolean;
  readonly docked: boolean;
}

export interface BatteryRecord {
  readonly kind: 'battery';
  readonly stamp_s: number;
  readonly voltage_V: number;
  /** Negative while discharging. */
  readonly current_A: number;
  /** In [0, 1]. */
  readonly charge: number;
  readonly capacity_Ah: number;
}

/** The cleaning motors as they are, brushes below 0 turning backwards; and the dust bin. */
export interface MotorRecord {
  readonly kind: 'motors';
  readonly stamp_s: number;
  readonly fan: number;
  readonly mainBrush: number;
  readonly sideBrush: number;
  readonly mainBrushJammed: boolean;
  readonly sideBrushJammed: boolean;
  /** False too where the body can't tell. */
  readonly binMissing: boolean;
  readonly binFull: boolean;
}

/** A button that goes down (`held_s` 0), or has been held for one of `buttonMarks_s`. */
export interface ButtonRecord {
  readonly kind: 'button';
  readonly stamp_s: number;
  readonly button: BodyButtonName;
  readonly held_s: number;
}

/**
 * What light and chirp do, as the body knows it: from the current of the lamp where it can measure that, else as it was told. Said on
 * change and at least every 0.2 s: who drives by hand is obeyed, and a camera is open, only while this says that the room is told.
 */
export interface SignRecord {
  readonly kind: 'sign';
  readonly stamp_s: number;
  /** `dark`: nothing is shown. */
  readonly shows: SignReason | 'dark';
  /** Count of the last chirp that sounded. */
  readonly chirps: number;
  /** The camera's lamp burns. False too on a body that has none. */
  readonly camera: boolean;
}

export type SensorRecord =
  | ScanRecord
  | WheelRecord
  | ImuRecord
  | SafetyRecord
  | DockRecord
  | BatteryRecord
  | MotorRecord
  | ButtonRecord
  | SignRecord;
