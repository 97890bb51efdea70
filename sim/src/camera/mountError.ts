/** How a camera sits otherwise than its rig tells: nose down, left side up and higher are positive. */
export interface MountError {
  readonly pitch_rad: number;
  readonly roll_rad: number;
  readonly height_m: number;
}

export const noMountError: MountError = { pitch_rad: 0, roll_rad: 0, height_m: 0 };
