import type { ScanRecord } from '@homebound/robot';

/** Turns looked for to either side: more than a robot does between two scans, less than where a room looks alike again. */
const MAX_TURN_RAD = 1.5;
/** Two ranges that differ by more say no more than that they differ: corners, people, the way driven. */
const MAX_DIFFERENCE_M = 0.25;
/** At least this share of the beams must have returned in both scans. */
const MIN_SHARE = 0.3;
/** So many beams tell the turn as well as all: every second of 360, every fourth of 720. */
const BEAMS = 180;
/** The best turn must differ by so much less than the typical one: in a round room all turns look alike. */
const CLEAR = 0.7;

/**
 * How far a lidar has turned since its scan before, from their ranges alone: the shift by which one scan fits the other
 * best. Needs no prior and no map; the way between the scans must be short against the ranges.
 */
export class ScanTurn {
  #before: ScanRecord | undefined;
  #costs = new Float64Array(0);

  /** The turn since the last scan given, rad; `undefined` for the first one, for other beams, and when the scans don't say. */
  next(scan: ScanRecord): number | undefined {
    const before = this.#before;
    this.#before = scan;
    if (before === undefined || !isAlike(before, scan)) return undefined;
    const step_rad = Math.abs(scan.angleIncrement_rad);
    const n = scan.ranges_m.length;
    const wraps = Math.abs(n * step_rad - 2 * Math.PI) < 1.5 * step_rad;
    const reach = Math.min(Math.floor(MAX_TURN_RAD / step_rad), n - 1);
    if (this.#costs.length !== 2 * reach + 1) this.#costs = new Float64Array(2 * reach + 1);
    const costs = this.#costs;
    for (let shift = -reach; shift <= reach; shift++)
      costs[shift + reach] = difference(before.ranges_m, scan.ranges_m, shift, wraps);
    const best = lowestInside(costs);
    const typical = Float64Array.from(costs).sort()[reach];
    if (best === undefined || !(costs[best] < CLEAR * typical)) return undefined;
    const shift_rad = (best - reach + vertex(costs, best)) * scan.angleIncrement_rad;
    // A lidar that turns while it sweeps meets a landmark earlier or later: shift (1 + turn / 2 pi) = turn.
    const sweep_rad = 2 * Math.PI * Math.sign(scan.angleIncrement_rad);
    return scan.timeIncrement_s > 0 ? shift_rad / (1 - shift_rad / sweep_rad) : shift_rad;
  }
}

function isAlike(a: ScanRecord, b: ScanRecord): boolean {
  return (
    a.ranges_m.length === b.ranges_m.length &&
    a.angleMin_rad === b.angleMin_rad &&
    a.angleIncrement_rad === b.angleIncrement_rad
  );
}

/** Mean difference of the ranges when beam i is held against beam i + shift of the scan before; worst when too few returned. */
function difference(before: Float32Array, now: Float32Array, shift: number, wraps: boolean): number {
  const n = now.length;
  const stride = Math.max(1, Math.floor(n / BEAMS));
  let sum = 0;
  let count = 0;
  const first = wraps ? 0 : Math.max(0, -shift);
  const end = wraps ? n : Math.min(n, n - shift);
  for (let i = first; i < end; i += stride) {
    let j = i + shift;
    if (j >= n) j -= n;
    else if (j < 0) j += n;
    const d = Math.abs(now[i] - before[j]);
    // No return in either makes d infinite or NaN: it says nothing.
    if (!(d < Number.POSITIVE_INFINITY)) continue;
    sum += Math.min(d, MAX_DIFFERENCE_M);
    count++;
  }
  return count * stride >= MIN_SHARE * n ? sum / count : MAX_DIFFERENCE_M;
}

/** The lowest entry; `undefined` at a border, where the true lowest may lie outside. */
function lowestInside(costs: Float64Array): number | undefined {
  let best = 0;
  for (let i = 1; i < costs.length; i++) if (costs[i] < costs[best]) best = i;
  return best > 0 && best < costs.length - 1 ? best : undefined;
}

/** Where a parabola through an entry and its neighbours is lowest, from that entry, in [-0.5, 0.5]. */
function vertex(costs: Float64Array, at: number): number {
  const bend = costs[at - 1] - 2 * costs[at] + costs[at + 1];
  return bend > 0 ? (0.5 * (costs[at - 1] - costs[at + 1])) / bend : 0;
}
