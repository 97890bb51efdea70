import { cos, type Rng, type SE2, sin } from '@homebound/math';
import type { RobotGeometry } from '@homebound/robot';
import type { FloorPatch } from '../world.ts';
import { FALL_DEPTH_M, type FloorField } from './floorField.ts';

/** Where the caster stands ahead of the axle (Create 3). */
const CASTER_X_M = 0.125;
/** Time in which wheels and body follow a step in the floor: the wheel rolls up it, its spring gives. */
const FOLLOW_S = 0.08;
/** Steps lower than this are rolled over without a burst of slip. */
const SMOOTH_STEP_M = 0.003;
/** Slip while climbing the highest step that the robot manages; in proportion below it. */
const CLIMB_SLIP = 0.5;

/** Share of a pile's height that is left under the feet. */
const PILE_UNDER_LOAD = 0.6;

/** How the body stands on the floor: the heights of its three feet and the tilt that follows, and whether a wheel has fallen. */
export class Stance {
  floorLeft: FloorPatch;
  floorRight: FloorPatch;
  /** Heights of the feet, m. */
  leftZ_m = 0;
  rightZ_m = 0;
  casterZ_m = 0;
  /** REP-103: nose down and left side up are positive. */
  pitch_rad = 0;
  roll_rad = 0;
  fallenLeft = false;
  fallenRight = false;
  /** Share of each wheel's way lost while it climbs. */
  leftSlip = 0;
  rightSlip = 0;
  readonly #floor: FloorField;
  readonly #geometry: RobotGeometry;
  readonly #rng: Rng | undefined;
  #leftClimb_m = 0;
  #rightClimb_m = 0;

  /** @param rng for the slip while climbing; absent: climbs cost nothing */
  constructor(floor: FloorField, geometry: RobotGeometry, rng: Rng | undefined) {
    this.#floor = floor;
    this.#geometry = geometry;
    this.#rng = rng;
    this.floorLeft = floor.patchAt(0, 0);
    this.floorRight = this.floorLeft;
  }

  get fallen(): boolean {
    return this.fallenLeft || this.fallenRight;
  }

  /** Height of base_link's origin over the bare floor, m. */
  get z_m(): number {
    return 0.5 * (this.leftZ_m + this.rightZ_m);
  }

  /** Height of the body's underside reference plane (through the feet) at a point of base_link, m. */
  heightAt(x_base: number, y_base: number): number {
    return this.z_m - x_base * this.pitch_rad + y_base * this.roll_rad;
  }

  /** Sets the robot down, level at once. */
  place(T_world_base: SE2): void {
    this.#look(T_world_base);
    this.leftZ_m = footing(this.floorLeft);
    this.rightZ_m = footing(this.floorRight);
    this.fallenLeft = false;
    this.fallenRight = false;
    this.leftSlip = 0;
    this.rightSlip = 0;
    this.casterZ_m = this.#casterFloor(T_world_base);
    this.#tilt();
  }

  /** Follows the floor for one time step. */
  step(T_world_base: SE2, dt: number, moved_m: number): void {
    const before = { left: footing(this.floorLeft), right: footing(this.floorRight) };
    this.#look(T_world_base);
    const left = footing(this.floorLeft);
    const right = footing(this.floorRight);
    if (left < before.left - FALL_DEPTH_M) this.fallenLeft = true;
    if (right < before.right - FALL_DEPTH_M) this.fallenRight = true;
    this.#leftClimb_m = this.#climb(left - before.left, this.#leftClimb_m, moved_m);
    this.#rightClimb_m = this.#climb(right - before.right, this.#rightClimb_m, moved_m);
    this.leftSlip = this.#slip(this.#leftClimb_m, left - before.left, this.leftSlip);
    this.rightSlip = this.#slip(this.#rightClimb_m, right - before.right, this.rightSlip);
    const follow = dt / (FOLLOW_S + dt);
    // A fallen wheel hangs at the end of its travel.
    const lowest = Math.max(before.left, before.right, 0) - 0.03;
    this.leftZ_m += follow * (Math.max(left, lowest) - this.leftZ_m);
    this.rightZ_m += follow * (Math.max(right, lowest) - this.rightZ_m);
    // Over an edge the caster hangs in the air: the body stays level until the wheels follow.
    const casterFloor = Math.max(this.#casterFloor(T_world_base), this.z_m - FALL_DEPTH_M / 4);
    this.casterZ_m += follow * (casterFloor - this.casterZ_m);
    this.#tilt();
  }

  #look({ x, y, theta }: SE2): void {
    const half = 0.5 * this.#geometry.wheelBase_m;
    const ox = half * sin(theta);
    const oy = half * cos(theta);
    this.floorLeft = this.#floor.patchAt(x - ox, y + oy);
    this.floorRight = this.#floor.patchAt(x + ox, y - oy);
  }

  #casterFloor({ x, y, theta }: SE2): number {
    return footing(this.#floor.patchAt(x + CASTER_X_M * cos(theta), y + CASTER_X_M * sin(theta)));
  }

  #tilt(): void {
    // The caster stands ahead: caster higher = nose up = negative pitch. Angles are small: tan and angle are one.
    this.pitch_rad = (this.z_m - this.casterZ_m) / CASTER_X_M;
    this.roll_rad = (this.leftZ_m - this.rightZ_m) / this.#geometry.wheelBase_m;
  }

  /** Way left to climb. A wheel of radius r rolls sqrt(2 r h) while it rises by h. */
  #climb(rise_m: number, left_m: number, moved_m: number): number {
    if (rise_m > SMOOTH_STEP_M) return Math.sqrt(2 * this.#geometry.wheelRadius_m * rise_m);
    return Math.max(0, left_m - Math.abs(moved_m));
  }

  #slip(climb_m: number, rise_m: number, before: number): number {
    if (climb_m === 0 || this.#rng === undefined) return 0;
    if (rise_m <= SMOOTH_STEP_M) return before;
    return Math.min(0.9, CLIMB_SLIP * (rise_m / this.#geometry.maxClimb_m) * (0.5 + this.#rng.uniform()));
  }
}

/** Height at which a foot stands on a patch. */
function footing({ surface, height_m }: FloorPatch): number {
  return surface === 'hard' ? height_m : PILE_UNDER_LOAD * height_m;
}
