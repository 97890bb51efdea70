import type { ExpectedFloor, Tilt } from './floorPlane.ts';

/** So far a camera may sit otherwise than it is told, in pitch and in roll (5°), and in height, m: what is farther off is no mount. */
export const MOST_TURN_RAD = 0.0873;
export const MOST_OFF_M = 0.025;
/** Looks from which the mount is first told, and how many of them must agree with their median so well, rad. */
const FIRST_LOOKS = 10;
const AGREEING = 8;
const AGREES_RAD = 0.005;
/** A floor that is so much higher or lower than told may be a rug: only what is beyond is the mount at once, m. */
const RUG_M = 0.01;
/** Later a look has twice the say that it had in a mean of all, and this at least; a larger step than these is not believed. */
const SAY = 2;
const LEARNED = 0.02;
const MOST_STEP_RAD = 0.005;
const MOST_STEP_M = 0.001;
/** The floor is nowhere in so many looks of a body that drives: the camera was bent, and is levelled anew. */
const LOST_LOOKS = 50;

/**
 * How a camera sits otherwise than it is told, by the floor, in looks of a body that drives straight on level ground: at once from the first looks, if they
 * agree; then slowly (steps of limited size: it goes to the median), so that a lean of some seconds that no gyro tells moves it little.
 */
export class MountLevel {
  /** More than told: nose down and left side up are positive. */
  pitch_rad = 0;
  roll_rad = 0;
  /** How much higher the floor under the camera is than told. */
  height_m = 0;
  isLevelled = false;
  readonly #x_m: number;
  readonly #y_m: number;
  #first: { readonly pitch: number; readonly roll: number; readonly height: number }[] = [];
  #looks = 0;
  #lost = 0;

  /** @param x_m, y_m where the camera is in base_footprint */
  constructor(x_m: number, y_m: number) {
    this.#x_m = x_m;
    this.#y_m = y_m;
  }

  /** The floor in base_footprint as it is to be seen by a body that leans so. */
  expectInto(out: ExpectedFloor, tilt: Tilt): void {
    out.ahead = tilt.pitch_rad + this.pitch_rad;
    out.aside = -tilt.roll_rad - this.roll_rad;
    // A camera that is turned turns about itself.
    out.base_m = this.height_m - this.pitch_rad * this.#x_m + this.roll_rad * this.#y_m;
  }

  /** How far a floor is from where the rig and the tilt say, in units of what a mount may be off. */
  excess(floor: Readonly<ExpectedFloor>, tilt: Tilt): number {
    const { pitch, roll, height } = this.#offOf(floor, tilt);
    return Math.max(Math.abs(pitch), Math.abs(roll), (MOST_TURN_RAD / MOST_OFF_M) * Math.abs(height)) / MOST_TURN_RAD;
  }

  /** What a body that drives straight on level ground saw of the floor. */
  learn(floor: Readonly<ExpectedFloor>, tilt: Tilt): void {
    this.#lost = 0;
    const off = this.#offOf(floor, tilt);
    if (!this.isLevelled) return this.#begin(off);
    const gain = Math.max(LEARNED, SAY / ++this.#looks);
    this.pitch_rad = within(this.pitch_rad + gain * within(off.pitch - this.pitch_rad, MOST_STEP_RAD), MOST_TURN_RAD);
    this.roll_rad = within(this.roll_rad + gain * within(off.roll - this.roll_rad, MOST_STEP_RAD), MOST_TURN_RAD);
    this.height_m = within(this.height_m + LEARNED * within(off.height - this.height_m, MOST_STEP_M), MOST_OFF_M);
  }

  /** It saw no floor where there must be one. */
  lose(): void {
    if (!this.isLevelled || ++this.#lost < LOST_LOOKS) return;
    this.pitch_rad = 0;
    this.roll_rad = 0;
    this.height_m = 0;
    this.isLevelled = false;
    this.#lost = 0;
  }

  #begin(off: { readonly pitch: number; readonly roll: number; readonly height: number }): void {
    this.#first.push(off);
    if (this.#first.length < FIRST_LOOKS) return;
    const pitch = median(this.#first.map((look) => look.pitch));
    const roll = median(this.#first.map((look) => look.roll));
    const agreeing = this.#first.filter(
      (look) => Math.abs(look.pitch - pitch) < AGREES_RAD && Math.abs(look.roll - roll) < AGREES_RAD,
    );
    if (agreeing.length < AGREEING) {
      this.#first.shift();
      return;
    }
    const height = median(this.#first.map((look) => look.height));
    this.pitch_rad = pitch;
    this.roll_rad = roll;
    this.height_m = height - within(height, RUG_M);
    this.isLevelled = true;
    this.#looks = FIRST_LOOKS;
    this.#first = [];
  }

  #offOf({ ahead, aside, base_m }: Readonly<ExpectedFloor>, tilt: Tilt) {
    const pitch = ahead - tilt.pitch_rad;
    const roll = -aside - tilt.roll_rad;
    return { pitch, roll, height: base_m + pitch * this.#x_m - roll * this.#y_m };
  }
}

function within(value: number, most: number): number {
  return Math.max(-most, Math.min(most, value));
}

/** Of at least one. */
function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}
