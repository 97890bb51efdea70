import type { SE2 } from '@homebound/math';
import type { Tilt } from './floorPlane.ts';

/** Columns within this of the expected floor say where it is, m; the level is known before to the first, its roll to the second. */
const GATE_M = 0.007;
const PRIOR_BASE_M = 0.003;
const PRIOR_SLOPE = 0.003;
/** Of a column's height, m; errors of columns have causes in common: all count as this many. */
const DEVIATION_M = 0.0006;
const INDEPENDENT_COLUMNS = 20;
const ITERATIONS = 4;
/** Heights in which the line's level is looked for, m: to each side, and in steps. */
const LEVELS_M = 0.06;
const STEP_M = 0.004;
/** And slopes aside beside the gyro's, rad, and by what one must show more of the line than a smaller one. */
const ROLLS = 6;
const ROLL_STEP = 0.01;
const CLEARLY = 1.2;
const BINS = 2 * Math.round(LEVELS_M / STEP_M) + 1;
/** Share of the columns that show a line, and of the picture's, that make a level. */
const SHARE_OF_SEEN = 0.6;
const SHARE_OF_ALL = 0.4;
/** A level that is higher than expected all the way for so far is floor, m: a threshold is not so wide. */
const FLOOR_AFTER_M = 0.3;
/** A lean that lasts is forgotten by the gyro's filter in this time, and so is what it was off by, s. */
const LEVEL_S = 2;

/**
 * Where the floor is in profiles of a laser's line. One line says nothing of how the body leans along the view, and the gyro knows no leaning that it did
 * not feel begin (switched on half on a rug). So a line that is straight over the view and is at another height than was expected is floor: at once in the first
 * picture and where it is lower, for nothing is lower than the floor; where it is higher, when it has stayed so.
 */
export class LaserLevel {
  /** What the tilt's slopes are off by, ahead and aside; undefined before the first picture with a line. */
  #off: { ahead: number; aside: number } | undefined;
  #stamp_s = 0;
  #raised_m = 0;
  #last: SE2 | undefined;
  readonly #bins = new Uint16Array(BINS);

  /**
   * Turns heights over a level body's plane into heights over the floor: as the tilt says, but for its level and its roll, which the columns near it say
   * too (iteratively re-weighted, Tukey's biweight).
   * @param profile  x, y, z in base_footprint by column, shape [width, 3]; z is changed; x is NaN where there is no line
   */
  apply(profile: Float64Array, stamp_s: number, tilt: Tilt, T_odom_base: SE2): void {
    const way_m = this.#wayTo(T_odom_base);
    const isFirst = this.#off === undefined;
    const left = 1 - Math.min(1, Math.max(0, stamp_s - this.#stamp_s) / LEVEL_S);
    this.#stamp_s = stamp_s;
    const ahead = left * (this.#off?.ahead ?? 0);
    const aside = left * (this.#off?.aside ?? 0);
    if (!isFirst) this.#off = { ahead, aside };
    const slope = { ahead: tilt.pitch_rad + ahead, aside: aside - tilt.roll_rad };
    // Half of a rug looks like a lean aside: only what was there before the first picture may be one.
    const found = this.#levelOf(profile, slope.ahead, slope.aside, isFirst ? ROLLS : 0);
    if (found !== undefined) {
      const { level_m, x_m } = found;
      this.#raised_m = level_m > GATE_M ? this.#raised_m + way_m : 0;
      if (isFirst || level_m < -GATE_M || this.#raised_m > FLOOR_AFTER_M) {
        this.#off = { ahead: ahead + level_m / x_m, aside: aside + found.aside };
        this.#raised_m = 0;
      }
    }
    const off = this.#off ?? { ahead, aside };
    takeOut(profile, tilt.pitch_rad + off.ahead, off.aside - tilt.roll_rad);
  }

  #wayTo(T: SE2): number {
    const last = this.#last ?? T;
    this.#last = T;
    return Math.sqrt((T.x - last.x) * (T.x - last.x) + (T.y - last.y) * (T.y - last.y));
  }

  /** The height at which most of the line lies, what it slopes aside more than was said, and how far ahead it is; undefined where it is not straight. */
  #levelOf(profile: Float64Array, ahead: number, aside0: number, rolls: number) {
    let most = 0;
    let best = { bin: 0, aside: 0 };
    const seen = this.#count(profile, ahead, aside0);
    for (let k = 0; k <= 2 * rolls; k++) {
      // The smallest first: 0, 1, -1, 2, -2.
      const aside = ROLL_STEP * (k % 2 === 0 ? -k / 2 : (k + 1) / 2);
      if (k > 0) this.#count(profile, ahead, aside0 + aside);
      for (let bin = 1; bin < BINS - 1; bin++) {
        const count = this.#bins[bin - 1] + this.#bins[bin] + this.#bins[bin + 1];
        // Another slope must say it clearly.
        if (count <= (aside === best.aside ? most : CLEARLY * most)) continue;
        most = count;
        best = { bin, aside };
      }
    }
    if (most < SHARE_OF_SEEN * seen || most < (SHARE_OF_ALL * profile.length) / 3) return undefined;
    const aside = aside0 + best.aside;
    let [sum, x, count] = [0, 0, 0];
    for (let i = 0; i < profile.length; i += 3) {
      const h = profile[i + 2] - ahead * profile[i] - aside * profile[i + 1];
      if (!(Math.abs(binOf(h) - best.bin) <= 1)) continue;
      sum += h;
      x += profile[i];
      count++;
    }
    return { level_m: sum / count, aside: best.aside, x_m: x / count };
  }

  /** Puts the columns' heights over a slope into bins. @returns how many columns show a line */
  #count(profile: Float64Array, ahead: number, aside: number): number {
    const bins = this.#bins.fill(0);
    let seen = 0;
    for (let i = 0; i < profile.length; i += 3) {
      if (Number.isNaN(profile[i])) continue;
      seen++;
      const bin = binOf(profile[i + 2] - ahead * profile[i] - aside * profile[i + 1]);
      if (bin >= 0 && bin < BINS) bins[bin]++;
    }
    return seen;
  }
}

function binOf(h_m: number): number {
  return Math.round((h_m + LEVELS_M) / STEP_M);
}

/** Takes level and slopes out of a profile's heights. */
function takeOut(profile: Float64Array, ahead: number, aside0: number): void {
  let base = 0;
  let aside = aside0;
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    let [a, b, d, e, f, weights] = [0, 0, 0, 0, 0, 0];
    for (let i = 0; i < profile.length; i += 3) {
      const rest = profile[i + 2] - ahead * profile[i];
      const share = (rest - aside * profile[i + 1] - base) / GATE_M;
      if (!(share * share < 1)) continue;
      const weight = (1 - share * share) * (1 - share * share);
      weights += weight;
      a += weight;
      b += weight * profile[i + 1];
      d += weight * profile[i + 1] * profile[i + 1];
      e += weight * rest;
      f += weight * profile[i + 1] * rest;
    }
    const gain = Math.min(1, INDEPENDENT_COLUMNS / Math.max(1, weights)) / (DEVIATION_M * DEVIATION_M);
    const A00 = gain * a + 1 / (PRIOR_BASE_M * PRIOR_BASE_M);
    const A11 = gain * d + 1 / (PRIOR_SLOPE * PRIOR_SLOPE);
    const A01 = gain * b;
    const b1 = gain * f + aside0 / (PRIOR_SLOPE * PRIOR_SLOPE);
    const det = A00 * A11 - A01 * A01;
    base = (gain * e * A11 - A01 * b1) / det;
    aside = (A00 * b1 - A01 * gain * e) / det;
  }
  for (let i = 0; i < profile.length; i += 3) profile[i + 2] -= ahead * profile[i] + aside * profile[i + 1] + base;
}
