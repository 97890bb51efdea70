import type { NearPoints } from './nearPoints.ts';
import { type PathRows, ROW_M } from './pathRows.ts';
import { SideBounds } from './sideBounds.ts';
import { pursuitCurvature } from './steer.ts';
import { TURN_WINDOW } from './trackedPath.ts';

/** m; places across a row that are weighed against each other, and how far to either side they go. */
const STEP_M = 0.02;
const SIDE_STEPS = 12;
const PLACES = 2 * SIDE_STEPS + 1;
/** Most places that the way may shift from one row to the next: 56°. */
const MAX_SHIFT = 3;

// Costs per row: of being off the path and of shifting per cm², of being nearer to something than the wanted air per cm, of
// driving over a place where something unseen was felt. 24 cm off the path cost 12 a row: what can be gone round is.
const OFF_PATH = 0.02;
const SHIFTING = 0.5;
const TOO_NEAR = 25;
const FELT = 200;
/** Rows before the end that may be out of reach: 8 cm. */
const END_ROWS = 2;
/** m that a body may be nearer than its radius before a place counts as impassable: what lidar and poses are off together. */
const GRAZE_M = 0.011;
/** m of air to what was felt, at least: it is known to some cm only. */
const FELT_AIR_M = 0.009;
/** m beyond the wanted air within which a place is as good as any. */
const INDIFFERENT_M = 0.005;

/** Pull to the wished offset against that of the neighbouring rows, and sweeps of relaxation: it forgets over 7 cm. */
const PULL = 0.3;
const SWEEPS = 12;

/** m that an arc to the steering target may be nearer to what stands beside the way than the way is. */
const SLACK_M = 0.002;
const FIRST_SLACK_M = 0.005;

/** What the way keeps to its sides. */
export interface SideWish {
  readonly bodyRadius_m: number;
  /** m of air to what is beside the way. */
  readonly air_m: number;
  /** m that the way leaves the path to come up to a wall on the right and on the left, to that air. */
  readonly closeUpRight_m: number;
  readonly closeUpLeft_m: number;
}

/**
 * The way of a round body past what stands on and beside its path: an offset to the left for each row across the path.
 * First by dynamic programming over a coarse raster of offsets, which decides on which side each thing is passed; then
 * relaxed like a rubber band between what remains to its left and right, to the millimetre. Where there is no way at all it
 * leads up to what blocks it.
 */
export class WayRound {
  /** m to the left of the path, for each row. */
  readonly offset_m: Float64Array;
  /** Squared distance of each place to the nearest point that is seen, and that was felt. */
  readonly #seen2: Float64Array;
  readonly #felt2: Float64Array;
  readonly #cost: Float64Array;
  readonly #shift: Int8Array;
  /** How far to the right and left each row may go, for both. */
  readonly #seen: SideBounds;
  readonly #felt: SideBounds;

  constructor(maxRows: number) {
    this.offset_m = new Float64Array(maxRows);
    this.#seen2 = new Float64Array(maxRows * PLACES);
    this.#felt2 = new Float64Array(maxRows * PLACES);
    this.#cost = new Float64Array(maxRows * PLACES);
    this.#shift = new Int8Array(maxRows * PLACES);
    this.#seen = new SideBounds(maxRows);
    this.#felt = new SideBounds(maxRows);
  }

  /**
   * @param from_m where the robot is beside the first row, m to the left
   * @param seen   what the lidar sees, and lines that must not be crossed, in the frame of the rows: never driven into
   * @param felt   where something unseen was bumped, known to some cm: avoided as long as there is another way
   */
  find(rows: PathRows, from_m: number, seen: readonly NearPoints[], felt: NearPoints, wish: SideWish): void {
    const { bodyRadius_m, air_m, closeUpLeft_m, closeUpRight_m } = wish;
    const reach_m = bodyRadius_m + air_m;
    const widest_m = reach_m + Math.max(closeUpLeft_m, closeUpRight_m);
    this.#seen2.fill(Number.POSITIVE_INFINITY);
    this.#felt2.fill(Number.POSITIVE_INFINITY);
    // Farther off than this, a place costs nothing.
    const count_m = reach_m - INDIFFERENT_M;
    const feltReach_m = bodyRadius_m + Math.max(air_m, FELT_AIR_M);
    let any = measure(rows, felt, feltReach_m - INDIFFERENT_M, widest_m, this.#felt2);
    for (const points of seen) if (measure(rows, points, count_m, widest_m, this.#seen2)) any = true;
    this.#seen.clear();
    this.#felt.clear();
    if (!any) {
      this.offset_m.fill(0);
      return;
    }
    this.#choose(rows.n, from_m, wish);
    for (const points of seen) this.#seen.add(rows, points, reach_m, this.offset_m);
    this.#seen.giveBendsAir(rows);
    this.#felt.add(rows, felt, feltReach_m, this.offset_m);
    this.#relax(rows.n, from_m, wish);
  }

  /**
   * A curvature so near to the wanted one that the arc passes what stands beside the way before its target: the straight line to
   * a point past a leg cuts the leg.
   */
  passing(curvature: number, rows: PathRows, ahead_m: number): number {
    const { low, high } = this.#seen;
    const last = Math.min(rows.n - 1, Math.ceil(ahead_m / ROW_M));
    let least = Number.NEGATIVE_INFINITY;
    let most = Number.POSITIVE_INFINITY;
    for (let k = 1; k <= last; k++) {
      // A millimetre off in the first row is a lot of curvature.
      const slack_m = k === 1 ? FIRST_SLACK_M : SLACK_M;
      if (low[k] > Number.NEGATIVE_INFINITY) least = Math.max(least, curvatureTo(rows, k, low[k] - slack_m));
      if (high[k] < Number.POSITIVE_INFINITY) most = Math.min(most, curvatureTo(rows, k, high[k] + slack_m));
    }
    return least > most ? curvature : Math.min(Math.max(curvature, least), most);
  }

  /** The sharpest turn of the way that is not the path's own, rad over the path's turn window. */
  sharpestShift(rows: number): number {
    const d = this.offset_m;
    let sharpest = 0;
    for (let k = 1; k + 1 < rows; k++) sharpest = Math.max(sharpest, Math.abs(d[k - 1] - 2 * d[k] + d[k + 1]));
    return (sharpest / ROW_M) * (TURN_WINDOW / ROW_M);
  }

  /**
   * The cheapest chain of places from the robot to the last row. Where none leads there, the robot stays on its path and is
   * stopped by what is in the way; only the last rows of all may be out of reach, where a path ends before a wall.
   */
  #choose(rows: number, from_m: number, wish: SideWish): void {
    const cost = this.#cost;
    cost.fill(Number.POSITIVE_INFINITY, 0, PLACES);
    cost[clampPlace(Math.round(from_m / STEP_M)) + SIDE_STEPS] = 0;
    let last = 0;
    while (last + 1 < rows && this.#extend(last + 1, wish)) last++;
    this.offset_m.fill(0);
    if (last + END_ROWS < rows - 1) return;
    let j = 0;
    for (let i = 1; i < PLACES; i++) if (cost[last * PLACES + i] < cost[last * PLACES + j]) j = i;
    this.offset_m.fill((j - SIDE_STEPS) * STEP_M, last, rows);
    for (let k = last; k > 0; k--) {
      j -= this.#shift[k * PLACES + j];
      this.offset_m[k - 1] = (j - SIDE_STEPS) * STEP_M;
    }
  }

  /** The cost of each place of a row, by the cheapest way there. False when none can be reached. */
  #extend(k: number, { bodyRadius_m, air_m }: SideWish): boolean {
    const cost = this.#cost;
    let any = false;
    for (let j = 0; j < PLACES; j++) {
      let best = Number.POSITIVE_INFINITY;
      let bestShift = 0;
      for (let shift = -MAX_SHIFT; shift <= MAX_SHIFT; shift++) {
        const before = j - shift;
        if (before < 0 || before >= PLACES) continue;
        const c = cost[(k - 1) * PLACES + before] + SHIFTING * 1e4 * STEP_M * STEP_M * shift * shift;
        if (c >= best) continue;
        best = c;
        bestShift = shift;
      }
      const off_m = (j - SIDE_STEPS) * STEP_M;
      const at = k * PLACES + j;
      cost[at] = best + OFF_PATH * 1e4 * off_m * off_m + this.#nearCost(at, bodyRadius_m, air_m);
      this.#shift[at] = bestShift;
      if (cost[at] < Number.POSITIVE_INFINITY) any = true;
    }
    return any;
  }

  #nearCost(at: number, bodyRadius_m: number, air_m: number): number {
    const wanted_m = bodyRadius_m + air_m - INDIFFERENT_M;
    // Only places that are too near to what was felt have a distance to it.
    const felt = this.#felt2[at] < Number.POSITIVE_INFINITY ? FELT : 0;
    const d2 = this.#seen2[at];
    if (d2 >= wanted_m * wanted_m) return felt;
    const d = Math.sqrt(d2);
    return d < bodyRadius_m - GRAZE_M ? Number.POSITIVE_INFINITY : felt + TOO_NEAR * 100 * (wanted_m - d);
  }

  #relax(rows: number, from_m: number, wish: SideWish): void {
    const d = this.offset_m;
    d[0] = from_m;
    for (let sweep = 0; sweep < SWEEPS; sweep++) {
      for (let k = 1; k < rows; k++) {
        const low = this.#seen.low[k];
        const high = this.#seen.high[k];
        const neighbours = k + 1 < rows ? d[k - 1] + d[k + 1] : d[k - 1];
        const weight = k + 1 < rows ? 2 : 1;
        const wanted = (neighbours + PULL * wished(low, high, wish)) / (weight + PULL);
        // What is seen last: it is known better than what was felt.
        d[k] = clampBetween(clampBetween(wanted, this.#felt.low[k], this.#felt.high[k]), low, high);
      }
    }
  }
}

/**
 * Lowers the squared distances of places to their nearest point, as far as they are within `count_m`.
 * @returns whether a point is within `reach_m` of a place
 */
function measure(rows: PathRows, { xy, n }: NearPoints, count_m: number, reach_m: number, out: Float64Array): boolean {
  const side_m = SIDE_STEPS * STEP_M;
  let any = false;
  for (let k = 1; k < rows.n; k++) {
    const x = rows.x[k];
    const y = rows.y[k];
    const ux = rows.ux[k];
    const uy = rows.uy[k];
    const middle = k * PLACES + SIDE_STEPS;
    for (let i = 0; i < 2 * n; i += 2) {
      const dx = xy[i] - x;
      const dy = xy[i + 1] - y;
      const along = dx * ux + dy * uy;
      if (along >= reach_m || along <= -reach_m) continue;
      const across = dy * ux - dx * uy;
      if (across >= side_m + reach_m || across <= -side_m - reach_m) continue;
      any ||= isAnyWithin(along, across, reach_m);
      if (along < count_m && along > -count_m) lower(middle, along, across, count_m, out);
    }
  }
  return any;
}

/** Whether one of a row's places is within reach of a point. */
function isAnyWithin(along: number, across: number, reach_m: number): boolean {
  const half = Math.sqrt(reach_m * reach_m - along * along);
  const first = Math.max(-SIDE_STEPS, Math.ceil((across - half) / STEP_M));
  return first <= Math.min(SIDE_STEPS, Math.floor((across + half) / STEP_M));
}

/** The places of the row whose middle is `middle`. */
function lower(middle: number, along: number, across: number, reach_m: number, out: Float64Array): void {
  const along2 = along * along;
  const half = Math.sqrt(reach_m * reach_m - along2);
  const first = Math.max(-SIDE_STEPS, Math.ceil((across - half) / STEP_M));
  const last = Math.min(SIDE_STEPS, Math.floor((across + half) / STEP_M));
  for (let j = first; j <= last; j++) {
    const beside = j * STEP_M - across;
    const d2 = along2 + beside * beside;
    if (d2 < out[middle + j]) out[middle + j] = d2;
  }
}

/** Of the arc through a place of a row. */
function curvatureTo({ x, y, ux, uy }: PathRows, k: number, offset_m: number): number {
  return pursuitCurvature(x[k] - offset_m * uy[k], y[k] + offset_m * ux[k]);
}

/** Into a range, or to its middle when it is none. */
function clampBetween(value: number, low: number, high: number): number {
  return low > high ? 0.5 * (low + high) : Math.min(Math.max(value, low), high);
}

/** Up to the wall on the right when it is near, else to the one on the left, else the path itself. */
function wished(low: number, high: number, { closeUpRight_m, closeUpLeft_m }: SideWish): number {
  if (low >= -closeUpRight_m) return low;
  return high <= closeUpLeft_m ? high : 0;
}

function clampPlace(j: number): number {
  return j > SIDE_STEPS ? SIDE_STEPS : Math.max(j, -SIDE_STEPS);
}
