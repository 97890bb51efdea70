import { createRng, exp, log, type Rng } from '@homebound/math';
import type { ConnectionCosts, TourStop } from './connections.ts';
import { cheapestFollowers, nearestFirst } from './followers.ts';

export interface TourStep {
  readonly index: number;
  readonly reversed: boolean;
}

/** Longest runs of strokes that are moved, and turned round. */
const MAX_MOVE = 8;
const MAX_TURN = 50;

/** Interleaved path from its last point to its first. */
export function reversedPath(path: Float64Array): Float64Array {
  const out = new Float64Array(path.length);
  for (let i = 0; i < path.length; i += 2) {
    out[i] = path[path.length - 2 - i];
    out[i + 1] = path[path.length - 1 - i];
  }
  return out;
}

/**
 * An order of strokes, and which way each is driven, that needs little time between them: nearest first, then simulated
 * annealing. A move brings a stroke and one of its cheapest followers together, by moving a run of strokes (Or-opt, the run
 * turned round or not) or by turning the part between them round (2-opt). Deterministic: random numbers have a fixed seed.
 * Source: Kirkpatrick, Gelatt, Vecchi, Science 1983; Or's thesis, 1976; Croes, Operations Research 1958.
 */
export class Tour {
  readonly #stops: readonly TourStop[];
  readonly #costs: ConnectionCosts;
  readonly #count: number;
  readonly #followers: readonly number[][];
  readonly #rng: Rng;
  /** Directed strokes 2 i (as it is) or 2 i + 1 (reversed) between the start and the end, both -1. */
  readonly #order: Int32Array;
  readonly #place: Int32Array;
  readonly #scratch: Int32Array;
  #best: Int32Array;
  #bestCost: number;
  #cost: number;

  /** @param order  strokes in an order to begin with; left out: nearest first */
  constructor(
    stops: readonly TourStop[],
    costs: ConnectionCosts,
    order: readonly number[] = nearestFirst(stops, costs),
  ) {
    this.#stops = stops;
    this.#costs = costs;
    this.#count = stops.length;
    this.#order = Int32Array.from([-1, ...order, -1]);
    this.#place = new Int32Array(stops.length);
    this.#scratch = new Int32Array(stops.length + 2);
    this.#index(1, stops.length);
    this.#followers = cheapestFollowers(stops, costs);
    this.#rng = createRng(1);
    this.#cost = 0;
    for (let k = 0; k <= this.#count; k++) this.#cost += this.#between(this.#order[k], this.#order[k + 1]);
    this.#best = this.#order.slice();
    this.#bestCost = this.#cost;
  }

  get steps(): TourStep[] {
    const steps: TourStep[] = [];
    for (let k = 1; k <= this.#count; k++)
      steps.push({ index: this.#best[k] >> 1, reversed: (this.#best[k] & 1) === 1 });
    return steps;
  }

  /** Time between the strokes of the best order so far, s. */
  get cost_s(): number {
    return this.#bestCost;
  }

  /** Tries so many moves while the temperature falls from `hot_s` to `cold_s`: what a worse order may cost more. */
  anneal(moves: number, hot_s: number, cold_s: number): void {
    if (this.#count < 2 || moves === 0) return;
    const factor = exp(log(cold_s / hot_s) / moves);
    let temperature = hot_s;
    for (let k = 0; k < moves; k++, temperature *= factor) {
      this.#tryMove(-temperature * log(Math.max(1e-9, this.#rng.uniform())));
      if (this.#cost >= this.#bestCost - 1e-6) continue;
      this.#bestCost = this.#cost;
      this.#best.set(this.#order);
    }
  }

  #tryMove(limit_s: number): void {
    const i = Math.floor(this.#rng.uniform() * (this.#count + 1));
    const list = this.#followers[this.#order[i] < 0 ? this.#costs.nodes : this.#order[i]];
    if (list.length === 0) return;
    const b = list[Math.floor(this.#rng.uniform() * list.length)];
    const j = this.#place[b >> 1];
    if (j === i) return;
    const isAsIs = this.#order[j] === b;
    if (this.#rng.uniform() < 0.6) this.#tryRun(i, j, isAsIs, limit_s);
    else if (!isAsIs && j > i && j - i <= MAX_TURN) this.#tryTurn(i, j, limit_s);
  }

  /** Moves a run that begins with the stroke at j behind position i; turned round, the run ends with it. */
  #tryRun(i: number, j: number, isAsIs: boolean, limit_s: number): void {
    const order = this.#order;
    const length = 1 + Math.floor(this.#rng.uniform() * this.#rng.uniform() * MAX_MOVE);
    const first = isAsIs ? j : Math.max(1, j - length + 1);
    const last = isAsIs ? Math.min(this.#count, j + length - 1) : j;
    if (i >= first && i <= last) return;
    const inner = isAsIs ? 0 : this.#turnCost(first, last);
    if (inner === Number.POSITIVE_INFINITY) return;
    const head = isAsIs ? order[first] : order[last] ^ 1;
    const tail = isAsIs ? order[last] : order[first] ^ 1;
    if (i === first - 1) {
      if (!isAsIs) this.#tryTurn(i, last, limit_s);
      return;
    }
    const delta =
      inner +
      this.#between(order[first - 1], order[last + 1]) -
      this.#between(order[first - 1], order[first]) -
      this.#between(order[last], order[last + 1]) +
      this.#between(order[i], head) +
      this.#between(tail, order[i + 1]) -
      this.#between(order[i], order[i + 1]);
    if (delta > limit_s) return;
    this.#cost += delta;
    this.#moveRun(first, last, i, !isAsIs);
  }

  /** Turns the strokes at i + 1 … j round. */
  #tryTurn(i: number, j: number, limit_s: number): void {
    const order = this.#order;
    const inner = this.#turnCost(i + 1, j);
    if (inner === Number.POSITIVE_INFINITY) return;
    const delta =
      inner +
      this.#between(order[i], order[j] ^ 1) +
      this.#between(order[i + 1] ^ 1, order[j + 1]) -
      this.#between(order[i], order[i + 1]) -
      this.#between(order[j], order[j + 1]);
    if (delta > limit_s) return;
    this.#cost += delta;
    for (let k = i + 1; k <= j; k++) this.#scratch[k] = order[i + 1 + j - k] ^ 1;
    for (let k = i + 1; k <= j; k++) order[k] = this.#scratch[k];
    this.#index(i + 1, j);
  }

  /** What the connections inside a run cost more when it is driven the other way; infinite when it must not be. */
  #turnCost(first: number, last: number): number {
    const order = this.#order;
    let sum = 0;
    for (let k = first; k <= last; k++) {
      if (!this.#stops[order[k] >> 1].reversible) return Number.POSITIVE_INFINITY;
      if (k > first) sum += this.#between(order[k] ^ 1, order[k - 1] ^ 1) - this.#between(order[k - 1], order[k]);
    }
    return sum;
  }

  #moveRun(first: number, last: number, i: number, isTurned: boolean): void {
    const order = this.#order;
    const run = this.#scratch;
    const count = last - first + 1;
    for (let k = 0; k < count; k++) run[k] = isTurned ? order[last - k] ^ 1 : order[first + k];
    if (i < first) {
      for (let k = first - 1; k > i; k--) order[k + count] = order[k];
      for (let k = 0; k < count; k++) order[i + 1 + k] = run[k];
      this.#index(i + 1, last);
    } else {
      for (let k = last + 1; k <= i; k++) order[k - count] = order[k];
      for (let k = 0; k < count; k++) order[i + 1 - count + k] = run[k];
      this.#index(first, i);
    }
  }

  #index(first: number, last: number): void {
    for (let k = first; k <= last; k++) this.#place[this.#order[k] >> 1] = k;
  }

  #between(a: number, b: number): number {
    return a < 0 && b < 0 ? 0 : this.#costs.between(a, b);
  }
}
