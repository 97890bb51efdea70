import type { Rng } from '@homebound/math';
import type { DriveCommand, RobotGeometry } from '@homebound/robot';
import type { NoiseProfile } from '../noise.ts';
import type { FloorPatch } from '../world.ts';

/** Way over which a wheel's random slip stays about the same: the floor's texture, a tile, a crumb. */
const SLIP_LENGTH_M = 0.05;

/** A body stops by itself when no command came for this long. */
export const COMMAND_TIMEOUT_S = 0.5;

/**
 * Motors and wheels: what was commanded becomes wheel turns within the limits of speed and acceleration, and wheel turns
 * become a way over the floor with the errors of a real drive. The motors' control is taken as perfect: the encoders see
 * the wheels turn as wanted, and what slips is what the odometry does not see.
 */
export class DriveTrain {
  /** Nominal speed of base_link that the wheels turn at. */
  v_mps = 0;
  w_radps = 0;
  /** Way turned by each wheel, true, m at nominal radius. */
  left_m = 0;
  right_m = 0;
  /** Way over the floor of the last step: along the heading, m, and turned, rad. */
  forward_m = 0;
  turn_rad = 0;
  readonly #geometry: RobotGeometry;
  readonly #noise: NoiseProfile['wheels'];
  readonly #rng: Rng;
  readonly #leftScale: number;
  readonly #rightScale: number;
  readonly #trueBase_m: number;
  // Random slip of each wheel, in standard deviations.
  #leftRandom = 0;
  #rightRandom = 0;
  #command: DriveCommand = { v_mps: 0, w_radps: 0 };
  #commandAge_s = Number.POSITIVE_INFINITY;

  constructor(geometry: RobotGeometry, noise: NoiseProfile['wheels'], rng: Rng) {
    this.#geometry = geometry;
    this.#noise = noise;
    this.#rng = rng;
    const scale = 1 + noise.scale * rng.normal();
    const halfRatio = 0.5 * noise.diameterRatio * rng.normal();
    this.#leftScale = scale * (1 - halfRatio);
    this.#rightScale = scale * (1 + halfRatio);
    this.#trueBase_m = geometry.wheelBase_m * (1 + noise.base * rng.normal());
  }

  command(command: DriveCommand): void {
    const { v_mps, w_radps } = command;
    if (!Number.isFinite(v_mps) || !Number.isFinite(w_radps))
      throw new RangeError(`Cannot drive: speeds must be finite, got v ${v_mps} m/s, w ${w_radps} rad/s`);
    const { maxSpeed_mps, maxYawRate_radps } = this.#geometry;
    this.#command = { v_mps: clamp(v_mps, maxSpeed_mps), w_radps: clamp(w_radps, maxYawRate_radps) };
    this.#commandAge_s = 0;
  }

  /** Stops at once, as after being set down. */
  halt(): void {
    this.v_mps = 0;
    this.w_radps = 0;
    this.#commandAge_s = Number.POSITIVE_INFINITY;
  }

  /**
   * Turns the wheels for one time step.
   * @param leftSlip,rightSlip share of each wheel's way lost beyond the floor's own slip, in [0, 1]
   */
  step(dt: number, floorLeft: FloorPatch, floorRight: FloorPatch, leftSlip: number, rightSlip: number): void {
    const geometry = this.#geometry;
    const stale = this.#commandAge_s >= COMMAND_TIMEOUT_S;
    this.#commandAge_s += dt;
    const wantedV = stale ? 0 : this.#command.v_mps;
    const wantedW = stale ? 0 : this.#command.w_radps;
    this.v_mps += clamp(wantedV - this.v_mps, geometry.maxAcceleration_mps2 * dt);
    this.w_radps += clamp(wantedW - this.w_radps, geometry.maxYawAcceleration_radps2 * dt);
    const half = 0.5 * geometry.wheelBase_m;
    const left = (this.v_mps - this.w_radps * half) * dt;
    const right = (this.v_mps + this.w_radps * half) * dt;
    this.left_m += left;
    this.right_m += right;
    this.#leftRandom = this.#wander(this.#leftRandom, left);
    this.#rightRandom = this.#wander(this.#rightRandom, right);
    const leftWay = this.#wayOf(left * this.#leftScale, floorLeft, leftSlip, this.#leftRandom);
    const rightWay = this.#wayOf(right * this.#rightScale, floorRight, rightSlip, this.#rightRandom);
    this.forward_m = 0.5 * (leftWay + rightWay);
    this.turn_rad = (rightWay - leftWay) / this.#trueBase_m;
  }

  /** First-order noise along the way: variance 1, forgotten over SLIP_LENGTH_M. */
  #wander(value: number, rolled_m: number): number {
    if (rolled_m === 0 || this.#noise.hard_mpsqrtm === 0) return value;
    const keep = 1 / (1 + Math.abs(rolled_m) / SLIP_LENGTH_M);
    return keep * value + Math.sqrt(1 - keep * keep) * this.#rng.normal();
  }

  #wayOf(rolled_m: number, floor: FloorPatch, extraSlip: number, random: number): number {
    const noise = this.#noise;
    const onHard = floor.surface === 'hard';
    const slip = onHard ? noise.hardSlip : floor.surface === 'lowPile' ? noise.lowPileSlip : noise.highPileSlip;
    const spread = onHard ? noise.hard_mpsqrtm : noise.pile_mpsqrtm;
    // A share s of the way, correlated over L, adds up to a variance of 2 L s^2 per metre: s = spread / sqrt(2 L).
    const share = (spread / Math.sqrt(2 * SLIP_LENGTH_M)) * random;
    return rolled_m * (1 - slip) * (1 - extraSlip) * (1 + share);
  }
}

function clamp(value: number, limit: number): number {
  return value > limit ? limit : Math.max(value, -limit);
}
