/** What one model of lidar does. Ranges in m, at full turning speed. */
export interface LidarProfile {
  readonly beams: number;
  readonly rate_hz: number;
  readonly rangeMin_m: number;
  readonly rangeMax_m: number;
  /** Spread of a range r: sqrt(a^2 + (b r)^2 + (c r^2)^2), m. */
  readonly sigmaConstant_m: number;
  readonly sigmaLinear: number;
  readonly sigmaSquare_pm: number;
  /** Standard deviations of the fixed error of one device: a constant, and a share of the range. */
  readonly biasConstant_m: number;
  readonly biasLinear: number;
  /** Step of the reported ranges, m; `quantumSquare_pm` r^2 when that is larger (triangulation). */
  readonly quantum_m: number;
  readonly quantumSquare_pm: number;
  /** Share of rays lost for no visible reason. */
  readonly dropout: number;
  /** Width of a ray, rad: rays half on an edge give mixed ranges. */
  readonly beamWidth_rad: number;
  /** Share of the greatest range at which a surface of 5 % reflectivity is still seen. */
  readonly blackRange: number;
}

const DEGREE = Math.PI / 180;

/** Neato XV-11 and Roborock LDS02RR: 300 turns a minute, triangulation, so the spread grows with the square of the range. */
const lds02rr: LidarProfile = {
  beams: 360,
  rate_hz: 5,
  rangeMin_m: 0.15,
  rangeMax_m: 6,
  sigmaConstant_m: 0.002,
  sigmaLinear: 0,
  sigmaSquare_pm: 0.0008,
  biasConstant_m: 0.002,
  biasLinear: 0.004,
  quantum_m: 0.001,
  quantumSquare_pm: 0.0002,
  dropout: 0.03,
  beamWidth_rad: 0.5 * DEGREE,
  blackRange: 0.45,
};

/** Lidars by name; sources in the room's README. */
export const lidarProfiles = {
  lds02rr,
  xv11: lds02rr,
  /** LDROBOT LD19: time of flight, 450 rays at 10 Hz. */
  ld19: {
    ...lds02rr,
    beams: 450,
    rate_hz: 10,
    rangeMin_m: 0.02,
    rangeMax_m: 12,
    sigmaConstant_m: 0.006,
    sigmaLinear: 0.002,
    sigmaSquare_pm: 0,
    biasConstant_m: 0.008,
    biasLinear: 0,
    quantumSquare_pm: 0,
    dropout: 0.01,
  },
  /** HLS-LFCD2 of the TurtleBot 3: 3.5 % of the range as three sigma. */
  lds01: {
    ...lds02rr,
    rangeMin_m: 0.12,
    rangeMax_m: 3.5,
    sigmaConstant_m: 0.0033,
    sigmaLinear: 0.012,
    sigmaSquare_pm: 0,
    biasConstant_m: 0.005,
    biasLinear: 0.015,
    quantumSquare_pm: 0,
    dropout: 0.02,
  },
  /** Roborock LDS01RR: time of flight, 4 mm near, 13 mm at 9.5 m, steps of 8 mm. */
  lds01rr: {
    ...lds02rr,
    rangeMin_m: 0.15,
    rangeMax_m: 9,
    sigmaConstant_m: 0.004,
    sigmaLinear: 0.0013,
    sigmaSquare_pm: 0,
    biasConstant_m: 0.007,
    biasLinear: 0.003,
    quantum_m: 0.008,
    quantumSquare_pm: 0,
    dropout: 0.01,
  },
  /** The plain sensor of a Gazebo world: 10 mm of Gaussian noise, nothing else. */
  gazebo: {
    ...lds02rr,
    rangeMin_m: 0.12,
    rangeMax_m: 12,
    sigmaConstant_m: 0.01,
    sigmaSquare_pm: 0,
    biasConstant_m: 0,
    biasLinear: 0,
    quantum_m: 0,
    quantumSquare_pm: 0,
    dropout: 0,
    beamWidth_rad: 0,
    blackRange: 1,
  },
} as const satisfies Record<string, LidarProfile>;

export type LidarName = keyof typeof lidarProfiles;

/** Throws RangeError unless the profile makes sense. */
export function checkLidar(profile: LidarProfile): LidarProfile {
  if (!Number.isInteger(profile.beams) || profile.beams < 1)
    throw new RangeError(`Cannot build lidar: beams must be a whole number > 0, got ${profile.beams}`);
  if (!(profile.rate_hz > 0)) throw new RangeError(`Cannot build lidar: rate must be > 0 Hz, got ${profile.rate_hz}`);
  if (!(profile.rangeMin_m >= 0 && profile.rangeMax_m > profile.rangeMin_m))
    throw new RangeError(
      `Cannot build lidar: need 0 <= rangeMin < rangeMax, got ${profile.rangeMin_m} and ${profile.rangeMax_m} m`,
    );
  return profile;
}
