import { angleDiff, driveArc, exp, identity, type Rng, type SE2 } from '@homebound/math';
import type { Truth } from './buildingsDrive.ts';

/** How a robot's wheels err. Headings per way in degrees per metre. */
export interface OdometryProfile {
  /** Reported way over true way. */
  readonly scale: number;
  /** Standard deviation of that ratio, which wanders over 1 m of way. */
  readonly scaleSigma: number;
  /** Heading gained on a straight: mean, and deviation of what wanders about it over 3 m of way. */
  readonly heading_degPerM: number;
  readonly headingSigma_degPerM: number;
  /** Reported turn over true turn: mean, and deviation of what wanders about it over 90 degrees. */
  readonly turn: number;
  readonly turnSigma: number;
  /** Now and then (so often per metre) a wheel slips for 1.5 m and the heading runs off by this. */
  readonly slipsPerM: number;
  readonly slip_degPerM: number;
  /** Driving back is reported as driving ahead. */
  readonly reverseAsForward: boolean;
}

/**
 * `aces`, `intel` and `fr079`: heading errors per metre and turn ratios as measured on those logs' short relations (median and 5 to
 * 95 % spread on straights: aces 0.3 ± 3 (half of it the relations' own noise), intel -3 ± 3, fr079 -1 ± 5 °/m; turns 0.8 to 1.3 in
 * all). `csail`, `killian`, `hospital`: chosen so that the raw errors come near the published ones (1.68 m / 5.1°, 50 m / 9.3°,
 * 0.6 m / 0.6°).
 */
export const odometryProfiles = {
  aces: profile({ scaleSigma: 0.02, heading_degPerM: 0.3, headingSigma_degPerM: 1.2, turn: 1.01, turnSigma: 0.03 }),
  intel: profile({
    scale: 1.02,
    scaleSigma: 0.04,
    heading_degPerM: -3,
    headingSigma_degPerM: 2.5,
    turn: 0.97,
    turnSigma: 0.08,
    slipsPerM: 0.03,
    slip_degPerM: 9,
  }),
  fr079: profile({
    scale: 0.98,
    scaleSigma: 0.04,
    heading_degPerM: -1,
    headingSigma_degPerM: 3.5,
    turn: 0.985,
    turnSigma: 0.08,
    reverseAsForward: true,
  }),
  csail: profile({ scaleSigma: 0.03, heading_degPerM: 0.03, headingSigma_degPerM: 0.4, turnSigma: 0.01 }),
  killian: profile({ scaleSigma: 0.02, heading_degPerM: 0.03, headingSigma_degPerM: 0.25, turnSigma: 0.004 }),
  hospital: profile({ scale: 1.004, scaleSigma: 0.02, headingSigma_degPerM: 0.03, turnSigma: 0.001 }),
} satisfies Record<string, OdometryProfile>;

function profile(given: Partial<OdometryProfile>): OdometryProfile {
  return {
    scale: 1,
    scaleSigma: 0,
    heading_degPerM: 0,
    headingSigma_degPerM: 0,
    turn: 1,
    turnSigma: 0,
    slipsPerM: 0,
    slip_degPerM: 0,
    reverseAsForward: false,
    ...given,
  };
}

const SCALE_LENGTH_M = 1;
const HEADING_LENGTH_M = 3;
const TURN_LENGTH_RAD = Math.PI / 2;
const SLIP_LENGTH_M = 1.5;
const rad = Math.PI / 180;

/** What the wheels report for a true motion: a pose for each of its ticks, from the origin on. */
export function odometryOf({ T_world_base, way_m }: Truth, given: OdometryProfile, rng: Rng): SE2[] {
  const scale = new Wander(given.scale, given.scaleSigma, SCALE_LENGTH_M, rng);
  const heading = new Wander(given.heading_degPerM, given.headingSigma_degPerM, HEADING_LENGTH_M, rng);
  const turnRatio = new Wander(given.turn, given.turnSigma, TURN_LENGTH_RAD, rng);
  let T: SE2 = identity;
  let slipLeft_m = 0;
  let slip_degPerM = 0;
  return T_world_base.map((T_world, i) => {
    if (i === 0) return T;
    const way = way_m[i];
    const length = Math.abs(way);
    const turn = angleDiff(T_world.theta, T_world_base[i - 1].theta);
    if (slipLeft_m <= 0 && rng.uniform() < given.slipsPerM * length) {
      slipLeft_m = SLIP_LENGTH_M;
      slip_degPerM = (rng.uniform() < 0.5 ? -1 : 1) * given.slip_degPerM;
    }
    slipLeft_m -= length;
    const drift_rad = (heading.next(length) + (slipLeft_m > 0 ? slip_degPerM : 0)) * rad * length;
    const reported = (given.reverseAsForward ? length : way) * scale.next(length);
    T = driveArc(T, reported, turn * turnRatio.next(Math.abs(turn)) + drift_rad, 1);
    return T;
  });
}

/** A value that wanders about its mean (Ornstein and Uhlenbeck) as way is covered, with a given correlation length. */
class Wander {
  readonly #mean: number;
  readonly #sigma: number;
  readonly #length: number;
  readonly #rng: Rng;
  #off: number;

  constructor(mean: number, sigma: number, length: number, rng: Rng) {
    this.#mean = mean;
    this.#sigma = sigma;
    this.#length = length;
    this.#rng = rng;
    this.#off = sigma * rng.normal();
  }

  next(way: number): number {
    if (way > 0 && this.#sigma > 0) {
      const keep = exp(-way / this.#length);
      this.#off = keep * this.#off + this.#sigma * Math.sqrt(1 - keep * keep) * this.#rng.normal();
    }
    return this.#mean + this.#off;
  }
}
