/**
 * How far the body is from an ideal one. Figures of `realistic` are those of a mid-class vacuum; where a maker or a
 * paper gives them, the field says so, the rest is an engineering estimate. The profiles after it each make one thing bad.
 */
export interface NoiseProfile {
  readonly wheels: {
    /** Standard deviation of the ratio of the wheels' diameters around 1 (UMBmark's E_d). */
    readonly diameterRatio: number;
    /** Standard deviation of the ratio of true to nominal wheel base around 1 (UMBmark's E_b). */
    readonly base: number;
    /** Standard deviation of the common scale of both wheels around 1. */
    readonly scale: number;
    /** Random way of a wheel on hard floor and on pile, m per square root of a metre. */
    readonly hard_mpsqrtm: number;
    readonly pile_mpsqrtm: number;
    /** Mean share of a wheel's way that is lost to slip. */
    readonly hardSlip: number;
    readonly lowPileSlip: number;
    readonly highPileSlip: number;
    /** Share of the way by which the pile carries the robot along `pileYaw_rad`. */
    readonly pileDrift: number;
    /** Way per count of the encoder, m; 0 for no steps. Create 3: 508.8 counts a turn. */
    readonly tick_m: number;
  };
  readonly imu: {
    /** Standard deviation of one gyro sample; times `brushFactor` while the main brush turns. */
    readonly gyro_radps: number;
    readonly brushFactor: number;
    /** Standard deviation of the rate at rest after switching on: what is left after the maker's calibration. */
    readonly turnOnBias_radps: number;
    /** Random walk of that rate, rad/s per square root of a second. */
    readonly biasWalk_radpsqrts: number;
    /** Standard deviation of the gyro's scale around 1. */
    readonly scale: number;
    readonly accel_mps2: number;
    readonly accelBias_mps2: number;
  };
  /** Black, glass and mirror surfaces, grazing rays, mixed pixels and dropouts act on the lidar; false: every ray is ideal. */
  readonly lidarOptics: boolean;
  /** Factor on the lidar profile's own spread and bias. */
  readonly lidarSpread: number;
  /** Standard deviation of a lidar turn's duration, as a share. */
  readonly lidarSpin: number;
  /** Standard deviation of the wall sensor, m. */
  readonly wallSensor_m: number;
  /** Factor on the noise of cameras, and whether anything is missing in a depth picture; 0: pictures are ideal. */
  readonly camera: number;
  /** Jams of the main brush per hour of turning on high pile; a tenth of that elsewhere. */
  readonly jamsPerHour: number;
}

const realistic = {
  wheels: {
    diameterRatio: 0.003,
    base: 0.015,
    scale: 0.01,
    hard_mpsqrtm: 0.0025,
    pile_mpsqrtm: 0.007,
    hardSlip: 0.005,
    lowPileSlip: 0.02,
    highPileSlip: 0.04,
    pileDrift: 0.02,
    tick_m: 0.000444,
  },
  // BMI160 at 100 Hz: 1.0 mrad/s; 8 deg/h wander; turn-on 0.5 deg/s as an ICM-42688 has it.
  imu: {
    gyro_radps: 0.001,
    brushFactor: 5,
    turnOnBias_radps: 0.0087,
    biasWalk_radpsqrts: 1e-5,
    scale: 0.01,
    accel_mps2: 0.02,
    accelBias_mps2: 0.1,
  },
  lidarOptics: true,
  lidarSpread: 1,
  lidarSpin: 0.005,
  wallSensor_m: 0.003,
  camera: 1,
  jamsPerHour: 0.05,
} satisfies NoiseProfile;

export const noiseProfiles = {
  realistic,
  /** Worn, dirty wheels: unequal, off scale, spinning; the gyro is as ever. */
  badWheels: {
    ...realistic,
    wheels: {
      ...realistic.wheels,
      diameterRatio: 0.015,
      base: 0.04,
      scale: 0.03,
      hard_mpsqrtm: 0.01,
      pile_mpsqrtm: 0.02,
      hardSlip: 0.03,
      lowPileSlip: 0.06,
      highPileSlip: 0.1,
    },
  },
  /** Deep rugs, if the world has any, carry the robot sideways and swallow way: no wheel or gyro feels it. */
  rugDrift: {
    ...realistic,
    wheels: { ...realistic.wheels, pile_mpsqrtm: 0.015, lowPileSlip: 0.04, highPileSlip: 0.08, pileDrift: 0.06 },
  },
  /** A cheap gyro: 1.1 deg/s off after switching on, wandering by 0.3 deg/s in ten minutes, 3 % of scale. */
  gyroBias: {
    ...realistic,
    imu: { ...realistic.imu, gyro_radps: 0.002, turnOnBias_radps: 0.02, biasWalk_radpsqrts: 2e-4, scale: 0.03 },
  },
  none: {
    wheels: {
      diameterRatio: 0,
      base: 0,
      scale: 0,
      hard_mpsqrtm: 0,
      pile_mpsqrtm: 0,
      hardSlip: 0,
      lowPileSlip: 0,
      highPileSlip: 0,
      pileDrift: 0,
      tick_m: 0,
    },
    imu: {
      gyro_radps: 0,
      brushFactor: 1,
      turnOnBias_radps: 0,
      biasWalk_radpsqrts: 0,
      scale: 0,
      accel_mps2: 0,
      accelBias_mps2: 0,
    },
    lidarOptics: false,
    lidarSpread: 0,
    lidarSpin: 0,
    wallSensor_m: 0,
    camera: 0,
    jamsPerHour: 0,
  },
} as const satisfies Record<string, NoiseProfile>;
