import { OBSTACLE_M } from './depthPixels.ts';

/** Heights over the floor, m: what the line shows beside noise, and what is a drop. */
export const THIN_M = 0.0023;
export const DROP_M = -0.04;
/** Points of one thing in successive profiles lie no more columns apart: a cord may lie askew. */
const LINKED_COLUMNS = 24;
/** Neighbours whose rows differ by less lie on one line, px. */
const SAME_PX = 2;
/** What is higher or deeper shows in so many of five columns beside each other, itself among them, at heights that differ by less, m. */
const FEWEST_BESIDE = 3;
const BESIDE_M = 0.012;

/** Of a profile, the point higher than the floor whose column is nearest to that of `i`; -1: there is none near. */
export function nearestRaised(profile: Float64Array, i: number): number {
  for (let off = 0; off <= 3 * LINKED_COLUMNS; off += 3) {
    if (profile[i + off + 2] > THIN_M) return i + off;
    if (profile[i - off + 2] > THIN_M) return i - off;
  }
  return -1;
}

/** What is high, or deep, in one column and not beside it is no part of the line. */
export function dropLonely(profile: Float64Array): void {
  const isLonely = (i: number): boolean => {
    const h = profile[i + 2];
    if (h < OBSTACLE_M && h > DROP_M) return false;
    let beside = 0;
    for (let k = i - 6; k <= i + 6; k += 3) if (Math.abs(profile[k + 2] - h) < BESIDE_M) beside++;
    return beside < FEWEST_BESIDE;
  };
  const lonely: number[] = [];
  for (let i = 0; i < profile.length; i += 3) if (isLonely(i)) lonely.push(i);
  for (const i of lonely) profile.fill(Number.NaN, i, i + 3);
}

/** Each row becomes the mean of its own and its neighbours', where these lie on the same line. */
export function smooth(out: Float64Array, rows: Float64Array): void {
  for (let u = 0; u < rows.length; u++) {
    let sum = 0;
    let count = 0;
    for (let k = Math.max(0, u - 1); k <= Math.min(rows.length - 1, u + 1); k++) {
      if (!(Math.abs(rows[k] - rows[u]) < SAME_PX)) continue;
      sum += rows[k];
      count++;
    }
    out[u] = count === 0 ? Number.NaN : sum / count;
  }
}
