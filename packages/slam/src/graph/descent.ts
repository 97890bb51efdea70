import type { Equations } from './equations.ts';

/** So many Gauss-Newton steps in a row may raise the cost: round a long loop the way down often leads over a hill. */
const MAX_STRAYED = 3;
/** Damping after the first failure, as a share of the diagonal; then 10 times up or down. */
const FIRST_DAMPING = 1e-4;
const MAX_DAMPING = 1e8;
/** A chi2 that means nothing, so that edges that agree to the last bit end too. */
const NO_COST = 1e-3;

/**
 * The way down from one start: Gauss-Newton, with Levenberg and Marquardt's damping once that fails. It always knows the best
 * poses that it came through.
 */
export class Descent {
  readonly best: Float64Array;
  bestCost: number;
  readonly #equations: Equations;
  readonly #tolerance: number;
  readonly #poses: Float64Array;
  #damping = 0;
  #strayed = 0;

  /** @param tolerance  converged when a step promises to lower the cost by less than this share of it */
  constructor(equations: Equations, start: Float64Array, tolerance: number) {
    this.#equations = equations;
    this.#tolerance = tolerance;
    this.#poses = start.slice();
    this.best = start.slice();
    this.bestCost = equations.cost(start).cost;
  }

  /** One iteration. @returns why it ended, undefined while it goes on */
  step(): 'converged' | 'stuck' | undefined {
    if (!this.#keepIfBest(this.#equations.linearise(this.#poses)) && this.#isLost()) this.#goBack();
    const promised = this.#equations.move(this.#poses, this.#damping);
    if (promised === undefined) this.#damp();
    else if (promised <= this.#tolerance * (this.bestCost + NO_COST)) {
      this.#keepIfBest(this.#equations.cost(this.#poses).cost);
      return 'converged';
    }
    return this.#damping > MAX_DAMPING ? 'stuck' : undefined;
  }

  #keepIfBest(cost: number): boolean {
    if (!(cost <= this.bestCost)) return false;
    const isLower = cost < this.bestCost;
    this.best.set(this.#poses);
    this.bestCost = cost;
    this.#strayed = 0;
    if (isLower) this.#damping = this.#damping > FIRST_DAMPING ? 0.1 * this.#damping : 0;
    return true;
  }

  /** Whether it's no use to go on from poses that cost more than the best. Damped steps are to lead down at once. */
  #isLost(): boolean {
    return ++this.#strayed > MAX_STRAYED || this.#damping > 0;
  }

  #goBack(): void {
    this.#damp();
    this.#poses.set(this.best);
    this.#equations.linearise(this.#poses);
  }

  #damp(): void {
    this.#damping = Math.max(FIRST_DAMPING, 10 * this.#damping);
    this.#strayed = 0;
  }
}
