import { angleDiff, between, hypot, type SE2 } from '@homebound/math';
import { judgePlace, type PlaceEvidence, type SeenCloud } from '../localise/judgePlace.ts';
import type { PlaceSearch, SearchWindow } from '../localise/placeSearch.ts';
import { align } from '../match/align.ts';
import { poseUncertainty } from '../match/covariance.ts';
import { defaultMatchOptions } from '../options.ts';
import type { LoopOptions } from './options.ts';
import type { PlaceTarget } from './placeTarget.ts';
import { withFloor } from './turnCovariance.ts';

/** Where a key frame stands seen from an old one, if the place is the same. */
export interface LoopMatch {
  readonly T_old_new: SE2;
  /** Frame of the old key frame, row-major [3, 3]. */
  readonly covariance: Float64Array;
  readonly evidence: PlaceEvidence;
  /** What explains less what contradicts, at most 1; and the same of the best distinctly other place in the window. */
  readonly fit: number;
  readonly rivalFit: number;
  readonly weakDirection_rad: number | undefined;
}

/** Where the new key frame is expected, seen from the old one, and how far around it is searched. */
export interface LoopWindow {
  readonly T_old_new: SE2;
  readonly halfWidth_m: number;
  readonly halfTurn_rad: number;
  /** Places that score less than this share of the best are no rivals; 0.8 when absent. */
  readonly minShareOfBest?: number;
}

/** Places of the coarse search that are refined and compared. */
const PLACES = 6;
/** So many of them in a slice: some milliseconds each. */
const REFINED_AT_ONCE = 2;
/** Two refined places nearer than this are the same. */
const SAME_M = 0.25;
const SAME_RAD = 0.1;
/** Errors that all points of two visits share: range scale, a door left ajar, the cells of the map. */
const FLOOR_M = 0.015;
const FLOOR_RAD = 0.004;

/** Compares one cloud with one place: coarse search in the window, the best few refined and weighed against each other. */
export class LoopSearch {
  readonly #target: PlaceTarget;
  readonly #cloud: SeenCloud;
  readonly #window: LoopWindow;
  #search: PlaceSearch | undefined;
  readonly #tried: Refined[] = [];

  constructor(target: PlaceTarget, cloud: SeenCloud, window: LoopWindow) {
    this.#target = target;
    this.#cloud = cloud;
    this.#window = window;
  }

  /** One slice of drawing the target, of the search or of weighing its places, for about `budget` reads of the map; true when it is over. */
  advance(budget: number): boolean {
    const target = this.#target;
    if (!target.isComplete) {
      target.advance();
      return false;
    }
    if (this.#search === undefined) {
      if (target.finder.prepare(this.#within, budget)) this.#search = this.#begin();
      return false;
    }
    if (!this.#search.isDone) {
      this.#search.advance(budget);
      return false;
    }
    const { places } = this.#search;
    const end = Math.min(places.length, this.#tried.length + REFINED_AT_ONCE);
    for (let i = this.#tried.length; i < end; i++) this.#tried.push(this.refine(places[i].T_map_base));
    if (end < places.length) return false;
    target.rest();
    return true;
  }

  #begin(): PlaceSearch {
    const { minShareOfBest = 0.8 } = this.#window;
    return this.#target.finder.begin(this.#cloud.pts_base, this.#cloud.n, {
      within: this.#within,
      count: PLACES,
      minScore: 0.3,
      minShareOfBest,
    });
  }

  get #within(): SearchWindow {
    const { T_old_new, halfWidth_m, halfTurn_rad } = this.#window;
    return { T_map_guess: T_old_new, halfWidth_m, halfTurn_rad };
  }

  /** The best place with the evidence for it; `undefined` when the cloud fits nowhere in the window. */
  result(): LoopMatch | undefined {
    const tried = [...this.#tried].sort((a, b) => b.fit - a.fit);
    const best = tried[0];
    if (best === undefined) return undefined;
    const rival = tried.find(({ T }) => !isSame(T, best.T));
    const { covariance, weakDirection_rad } = poseUncertainty(best.information, this.#prior);
    withFloor(covariance, FLOOR_M, FLOOR_RAD);
    return {
      T_old_new: best.T,
      covariance,
      evidence: best.evidence,
      fit: best.fit,
      rivalFit: rival?.fit ?? 0,
      weakDirection_rad,
    };
  }

  get #prior() {
    const { T_old_new, halfWidth_m, halfTurn_rad } = this.#window;
    return { T_map_base: T_old_new, sigma_m: Math.max(0.1, halfWidth_m), sigma_rad: Math.max(0.05, halfTurn_rad) };
  }

  /** The place that a start leads to, and how well the cloud fits there; once the search is over. */
  refine(start: SE2): Refined {
    const { pts_base, normals_base, n } = this.#cloud;
    const { map } = this.#target;
    const { T_map_base: T, information } = align(
      map,
      pts_base,
      normals_base,
      n,
      this.#prior,
      defaultMatchOptions,
      start,
    );
    const evidence = judgePlace(map, this.#cloud, T);
    const { explained, crisp, inFree, throughWalls } = evidence;
    return { T, information, evidence, fit: 0.5 * (explained + crisp) - inFree - 0.5 * throughWalls };
  }
}

/** A place after refinement. */
export interface Refined {
  readonly T: SE2;
  readonly information: Float64Array;
  readonly evidence: PlaceEvidence;
  readonly fit: number;
}

/** In a tight window nothing else can be meant: half the view is enough, if this share of it fits. */
const TIGHT_OVERLAP = 0.5;
const TIGHT_SHARE = 0.7;

/** Whether a match may be believed, by itself; what else is known speaks later. */
export function isClear({ fit, rivalFit, evidence }: LoopMatch, wide: boolean, options: LoopOptions): boolean {
  const { overlap } = evidence;
  if (fit - rivalFit < options.minMargin) return false;
  if (!wide) return overlap >= TIGHT_OVERLAP && fit >= TIGHT_SHARE * overlap;
  return fit >= options.minFit && overlap >= options.minOverlap;
}

/** Whether two places are the same but for what an alignment may wander. */
export function isSame(a: SE2, b: SE2): boolean {
  const { x, y } = between(a, b);
  return hypot(x, y) < SAME_M && Math.abs(angleDiff(a.theta, b.theta)) < SAME_RAD;
}
