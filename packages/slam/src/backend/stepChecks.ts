import { between, hypot, type SE2 } from '@homebound/math';
import { OccupancyMap, type OccupancyMapOptions } from '../map/occupancyMap.ts';
import { keyCloud } from './keyCloud.ts';
import type { KeyFrame } from './keyFrame.ts';
import type { KeyGraph } from './keyGraph.ts';
import { isClear, isSame, LoopSearch } from './loopSearch.ts';
import type { LoopOptions } from './options.ts';
import { PlaceTarget } from './placeTarget.ts';
import type { StoredScan } from './storedScan.ts';

/** A step between key frames and how sure it is. */
export interface MeasuredStep {
  readonly from: number;
  readonly to: number;
  readonly T_from_to: SE2;
  /** Frame of `from`, row-major [3, 3]. */
  readonly covariance: Float64Array;
}

/** A step that odometry contradicts, as the match has it. */
export interface DoubtfulStep extends MeasuredStep {
  /** How far it lies from odometry. */
  readonly leap: SE2;
  /** What was seen on arriving at its end, and the key frames where the robot was before. */
  readonly scan: StoredScan;
  readonly before: readonly number[];
}

/** Half the side of what was seen before, and the room beside a leap that is searched. */
const RADIUS_M = 16;
const BESIDE_M = 0.3;
const BESIDE_RAD = 0.1;

/**
 * Measures steps again that odometry contradicts: against what was seen just before only, not against the whole map, where an
 * old wall may stand beside its place.
 */
export class StepChecks {
  readonly #options: LoopOptions;
  readonly #keys: readonly KeyFrame[];
  readonly #graph: KeyGraph;
  readonly #map: OccupancyMap;
  readonly #waiting: DoubtfulStep[] = [];
  #search: LoopSearch | undefined;

  constructor(
    options: LoopOptions,
    mapOptions: Partial<OccupancyMapOptions>,
    keys: readonly KeyFrame[],
    graph: KeyGraph,
  ) {
    this.#options = options;
    this.#map = new OccupancyMap(mapOptions);
    this.#keys = keys;
    this.#graph = graph;
  }

  get isIdle(): boolean {
    return this.#waiting.length === 0;
  }

  push(step: DoubtfulStep): void {
    this.#waiting.push(step);
  }

  /** One slice. Returns a step when it is known better now; none when what was seen before does not tell. */
  advance(budget: number): MeasuredStep | undefined {
    const step = this.#waiting[0];
    this.#search ??= this.#begin(step);
    if (!this.#search.advance(budget)) return undefined;
    const measured = this.#judge(step, this.#search);
    this.#search = undefined;
    this.#waiting.shift();
    return measured;
  }

  #begin({ from, T_from_to, leap, scan, before }: DoubtfulStep): LoopSearch {
    const { graph } = this.#graph;
    const T_map_from = graph.pose(from);
    const members = [...new Set(before)]
      .sort((a, b) => a - b)
      .map((key) => ({ key, T_mid_key: between(T_map_from, graph.pose(key)) }))
      .filter(({ T_mid_key: { x, y } }) => hypot(x, y) < RADIUS_M);
    this.#map.clear();
    const target = new PlaceTarget(this.#map, this.#keys, members, RADIUS_M);
    return new LoopSearch(target, keyCloud([{ scan, T_ref_base: scan.T_key_base }]), {
      T_old_new: T_from_to,
      halfWidth_m: hypot(leap.x, leap.y) + BESIDE_M,
      halfTurn_rad: Math.abs(leap.theta) + BESIDE_RAD,
    });
  }

  /** A first measurement that fits as well as any is confirmed: it was made with a fuller map. */
  #judge({ from, to, T_from_to, covariance }: DoubtfulStep, search: LoopSearch): MeasuredStep | undefined {
    const best = search.result();
    if (best === undefined) return undefined;
    const first = search.refine(T_from_to);
    const isAsGood = first.fit > best.fit - this.#options.minMargin;
    if (isAsGood && isSame(first.T, T_from_to)) return { from, to, T_from_to, covariance };
    if (best.weakDirection_rad !== undefined || !isClear(best, false, this.#options)) return undefined;
    return { from, to, T_from_to: best.T_old_new, covariance: best.covariance };
  }
}
