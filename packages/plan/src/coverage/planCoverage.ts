import { pathLength } from '../space/findPath.ts';
import { GridSearch } from '../space/gridSearch.ts';
import {
  type CoverageOptions,
  type CoveragePlan,
  type CoverageRequest,
  type CoverageWork,
  concatenate,
  defaultCoverage,
  type Stroke,
} from './coveragePlan.ts';

export {
  type CoverageOptions,
  type CoveragePlan,
  type CoverageRequest,
  type CoverageWork,
  concatenate,
  type Stroke,
} from './coveragePlan.ts';

import { pathTime } from './motionTime.ts';
import { PassCounts } from './passCounts.ts';
import { remainingBlobs } from './patches.ts';
import { type Piece, planPieces } from './pieces.ts';
import { joinPieces } from './route.ts';
import { SweepRaster } from './sweepRaster.ts';
import { trimStrokes } from './trim.ts';

/**
 * Begins a coverage plan: `plan` is there at once and valid; call `improve` while there is time.
 * @throws RangeError when a mask does not have the space's shape
 */
export function startCoverage(request: CoverageRequest): CoverageWork {
  return new Work(request);
}

/** The best plan: `startCoverage`, improved to the end. Deterministic; throws as it does. */
export function planCoverage(request: CoverageRequest): CoveragePlan {
  const work = startCoverage(request);
  while (work.improve());
  return work.plan;
}

class Work implements CoverageWork {
  readonly #request: CoverageRequest;
  readonly #options: Required<CoverageOptions>;
  readonly #raster: SweepRaster;
  /** Floor to be swept, before anything is planned. */
  readonly #wanted: Uint8Array;
  readonly #search: GridSearch;
  readonly #steps: Generator<void>;
  #strokes: readonly Stroke[];
  #cost = Number.POSITIVE_INFINITY;

  constructor(request: CoverageRequest) {
    checkShapes(request);
    this.#request = request;
    this.#options = { ...defaultCoverage, ...request.options };
    this.#raster = new SweepRaster(request.space, request.covered, request.within);
    this.#wanted = this.#raster.todo.slice();
    this.#search = new GridSearch(request.space);
    const pieces = planPieces(request.space, this.#raster, request, this.#options, this.#search);
    this.#strokes = [];
    this.#adopt(joinPieces(request, pieces, this.#options, { moves: 60, hot_s: 0.3 }, this.#search));
    this.#steps = this.#improvements(pieces);
  }

  get plan(): CoveragePlan {
    const { motion, minPatch_m2 } = this.#options;
    const counts = this.#countsOf(this.#strokes);
    const cleanable_m2 = this.#raster.cleanableCells * this.#raster.cellArea_m2;
    counts.missingInto(this.#raster.todo);
    return {
      strokes: this.#strokes,
      length_m: this.#strokes.reduce((sum, s) => sum + pathLength(s.path), 0),
      travel_m: this.#strokes.reduce((sum, s) => (s.kind === 'travel' ? sum + pathLength(s.path) : sum), 0),
      time_s: pathTime(concatenate(this.#strokes), motion),
      coveredShare: cleanable_m2 === 0 ? 1 : 1 - counts.missing_m2 / cleanable_m2,
      uncoveredBlobs: remainingBlobs(this.#raster, Math.min(0.001, minPatch_m2)).map(({ x, y, area_m2 }) => ({
        x,
        y,
        area_m2,
      })),
    };
  }

  improve(): boolean {
    return this.#steps.next().done !== true;
  }

  *#improvements(pieces: readonly Piece[]): Generator<void> {
    const options = this.#options;
    this.#adopt(joinPieces(this.#request, pieces, options, { moves: 400, hot_s: 1.5 }, this.#search));
    yield;
    const rules = {
      limits: options.motion,
      areaPrice_spm2: options.areaPrice_spm2,
      step_m: this.#raster.frame.resolution_m,
    };
    // What travel sweeps does not count: it goes elsewhere as soon as a stroke is dropped.
    const sweeping = this.#strokes.filter((stroke) => stroke.kind !== 'travel') as Piece[];
    const kept = trimStrokes(sweeping, this.#countsOf(sweeping), rules);
    this.#adopt(joinPieces(this.#request, kept, options, { moves: 200, hot_s: 0.5 }, this.#search, true));
  }

  /** Takes a way when it is better than the one there is: time to drive plus the price of what is missed. */
  #adopt(strokes: readonly Stroke[]): boolean {
    const missed_s = this.#countsOf(strokes).missing_m2 * this.#options.areaPrice_spm2;
    const cost = pathTime(concatenate(strokes), this.#options.motion) + missed_s;
    if (cost >= this.#cost) return false;
    this.#cost = cost;
    this.#strokes = strokes;
    return true;
  }

  #countsOf(strokes: readonly { readonly path: Float64Array }[]): PassCounts {
    const counts = new PassCounts(this.#raster, this.#wanted);
    for (const { path } of strokes) counts.add(path);
    return counts;
  }
}

function checkShapes({ space, covered, within, rooms }: CoverageRequest): void {
  const cells = space.width * space.height;
  if (covered && covered.length !== cells)
    throw new RangeError(`Cannot plan coverage: covered must have ${cells} cells, got ${covered.length}`);
  if (within && within.length !== cells)
    throw new RangeError(`Cannot plan coverage: within must have ${cells} cells, got ${within.length}`);
  if (rooms && rooms.labels.length !== cells)
    throw new RangeError(`Cannot plan coverage: rooms.labels must have ${cells} cells, got ${rooms.labels.length}`);
}
