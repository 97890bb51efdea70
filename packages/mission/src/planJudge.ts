import type { FreeSpace, JobStroke } from '@homebound/plan';
import { lengthOfAll } from './polyline.ts';
import { areaOf } from './reach.ts';

/** From this share on the floor is nearly clean; the shares of a plan's way that must sweep before and after. */
const CLEAN_SHARE = 0.97;
const WORTH_SHARE_DIRTY = 0.04;
const WORTH_SHARE_CLEAN = 0.12;
/** Plans in a row that may come to nothing: a person stood in the way. Nearly clean, what is left lies behind glass, more likely. */
const MAX_IDLE_PLANS = 5;
const MAX_IDLE_PLANS_LATE = 3;
const LATE_SHARE = 0.9;
/** So little floor is not worth another plan, m², nor so little for each metre of its way, m²: a lane sweeps 0.2. */
const CRUMB_M2 = 0.1;
const CRUMB_M2_PER_M = 0.003;

/** When is a plan stale, and is a new one worth its drive? Remembers the last one and what came of it. */
export class PlanJudge {
  readonly #staleArea_m2: number;
  /** The known floor when the last plan was made, m². */
  #floor_m2 = Number.NaN;
  #achieved_m2 = 0;
  #way_m = 0;
  #idlePlans = 0;
  #isExhausted = false;

  /** @param staleArea_m2  growth of the known floor that makes a plan stale */
  constructor(staleArea_m2: number) {
    this.#staleArea_m2 = staleArea_m2;
  }

  /** The last plan found nothing that is worth a drive. */
  get isExhausted(): boolean {
    return this.#isExhausted;
  }

  /** A new job begins. */
  clear(): void {
    this.#floor_m2 = Number.NaN;
    this.#achieved_m2 = 0;
    this.#way_m = 0;
    this.#idlePlans = 0;
    this.#isExhausted = false;
  }

  /** What was planned for is no longer so: the next plan gets its chance. */
  planAnew(): void {
    this.#isExhausted = false;
  }

  isStale(space: FreeSpace, isDriven: boolean): boolean {
    const growth_m2 = areaOf(space.cleanable, space.resolution_m) - this.#floor_m2;
    if (isDriven) return !(this.#isExhausted && Math.abs(growth_m2) < CRUMB_M2);
    // What is lost is left out as the plan is driven: a new one would begin the lanes anew.
    return !(growth_m2 < this.#staleArea_m2);
  }

  /**
   * What earlier plans left are crumbs: they are driven for where they lie close together, the more so the cleaner the floor is.
   * @param coverage     share of the job's floor that is clean or given up, as the robot believes
   * @param achieved_m2  floor swept so far, what was swept twice counted twice
   */
  accepts(strokes: readonly JobStroke[], space: FreeSpace, coverage: number, achieved_m2: number): boolean {
    const swept_m = lengthOfAll(strokes.filter(({ kind }) => kind !== 'travel'));
    const way_m = lengthOfAll(strokes);
    const share = coverage < CLEAN_SHARE ? WORTH_SHARE_DIRTY : WORTH_SHARE_CLEAN;
    const isWorthIt = strokes.length > 0 && swept_m >= share * way_m;
    const isIdle = achieved_m2 < this.#achieved_m2 + Math.max(CRUMB_M2, CRUMB_M2_PER_M * this.#way_m);
    this.#idlePlans = isIdle ? this.#idlePlans + 1 : 0;
    this.#achieved_m2 = achieved_m2;
    this.#way_m = way_m;
    this.#floor_m2 = areaOf(space.cleanable, space.resolution_m);
    const maxIdle = coverage < LATE_SHARE ? MAX_IDLE_PLANS : MAX_IDLE_PLANS_LATE;
    this.#isExhausted = !isWorthIt || this.#idlePlans > maxIdle;
    return !this.#isExhausted;
  }
}
