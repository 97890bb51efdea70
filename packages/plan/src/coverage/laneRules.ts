import { driveTime, type MotionLimits, turnTime } from './motionTime.ts';

/** How lanes are laid. */
export interface LaneRules {
  /** Number of directions tried over half a turn. */
  readonly directions: number;
  /** The first of them, rad. */
  readonly mainDirection_rad: number;
  /** Largest distance between neighbouring lanes as a share of the brush's width. */
  readonly pitchShare: number;
  /** Idle stretches of a lane up to this long are driven through, m. */
  readonly maxIdle_m: number;
  /** Lane pieces that would sweep less are left to the patches, m². */
  readonly minGain_m2: number;
  /** What a missed square metre is worth in driving time, s/m². */
  readonly areaPrice_spm2: number;
  /** A gap in a lane is driven round when the way round is at most this much longer than the gap, m. */
  readonly maxDetour_m: number;
}

/** How many lanes cover so much floor across them, m. */
export function laneCount(extent: number, brush: number, rules: LaneRules): number {
  return Math.max(1, 1 + Math.ceil((extent - brush) / (brush * rules.pitchShare) - 1e-6));
}

/** Time for a lane and the change to the next one, two quarter turns and a hop of one brush width, s. */
export function laneTime(length_m: number, brush: number, limits: MotionLimits): number {
  return driveTime(length_m, limits) + 2 * turnTime(Math.PI / 2, limits) + driveTime(brush, limits);
}
