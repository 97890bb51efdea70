import { pow } from '@homebound/math';
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
  worthSweeping,
} from './coveragePlan.ts';
import { type MotionLimits, pathTime, weighMetres } from './motionTime.ts';
import { PassCounts } from './passCounts.ts';
import { type Piece, planPieces } from './pieces.ts';
import { WayPolish } from './polish.ts';
import { provePlan } from './provePlan.ts';
import { joinPieces, type TourEffort } from './route.ts';
import { SweepRaster } from './sweepRaster.ts';
import { trimStrokes } from './trim.ts';

/** Corners of a way that are polished in one slice of work, about 10 ms. */
const CORNERS_A_SLICE = 100;
/** The missed share falls with the price to this power, and polishing raises it so much: measured on homes. */
const MISSED_BY_PRICE = 0.75;
const MISSED_BY_POLISH = 1.3;
const MAX_PRICE_SPM2 = 8000;

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
  readonly #motion: MotionLimits;
  /** As asked for, but the motion, which weighs metres. */
  #options: Required<CoverageOptions>;
  readonly #raster: SweepRaster;
  /** Floor to be swept, before anything is planned. */
  readonly #wanted: Uint8Array;
  readonly #search: GridSearch;
  readonly #steps: Generator<void>;
  #strokes: readonly Stroke[] = [];
  /** Wanted floor that they leave, m². */
  #missing_m2 = 0;
  /** The strokes that were last proven to be valid. */
  #proven: readonly Stroke[] | undefined;
  #cost_s = Number.POSITIVE_INFINITY;
  /** While corners are being polished; its way is taken when somebody asks for it, and in the end. */
  #polish: WayPolish | undefined;

  constructor(request: CoverageRequest) {
    checkShapes(request);
    this.#request = request;
    const wantedShare = worthSweeping(request.space.brushWidth_m);
    const options = { ...defaultCoverage, wantedShare, ...request.options };
    this.#motion = options.motion;
    this.#options = { ...options, motion: weighMetres(options.motion, options.metre_s) };
    this.#raster = new SweepRaster(request.space, request.covered, request.within);
    this.#wanted = this.#raster.todo.slice();
    this.#search = new GridSearch(request.space);
    const pieces = this.#pieces();
    this.#adopt(this.#join(pieces, { moves: 60, hot_s: 0.3 }));
    this.#steps = this.#improvements(pieces);
  }

  get plan(): CoveragePlan {
    if (this.#polish !== undefined) this.#take(this.#polish.strokes);
    this.#prove();
    const cleanable_m2 = this.#raster.cleanableCells * this.#raster.cellArea_m2;
    return {
      strokes: this.#strokes,
      length_m: this.#strokes.reduce((sum, s) => sum + pathLength(s.path), 0),
      travel_m: this.#strokes.reduce((sum, s) => (s.kind === 'travel' ? sum + pathLength(s.path) : sum), 0),
      time_s: pathTime(concatenate(this.#strokes), this.#motion),
      coveredShare: cleanable_m2 === 0 ? 1 : 1 - this.#missing_m2 / cleanable_m2,
    };
  }

  improve(): boolean {
    return this.#steps.next().done !== true;
  }

  *#improvements(pieces: readonly Piece[]): Generator<void> {
    const price = this.#fittingPrice();
    const isFit = price > this.#options.areaPrice_spm2 / 1.2 && price < this.#options.areaPrice_spm2 * 1.2;
    this.#options = { ...this.#options, areaPrice_spm2: price };
    this.#cost_s = this.#costOf(this.#strokes, this.#missing_m2);
    this.#adopt(this.#join(isFit ? pieces : this.#pieces(), { moves: 400, hot_s: 1.5 }));
    yield;
    this.#adopt(this.#join(this.#trimmed(), { moves: 200, hot_s: 0.5 }, true));
    yield;
    const counts = new PassCounts(this.#raster, this.#wanted);
    this.#polish = new WayPolish(this.#request.space, this.#strokes, counts, this.#options.motion, price);
    while (!this.#polish.isThrough) {
      this.#polish.improve(CORNERS_A_SLICE);
      yield;
    }
    this.#take(this.#polish.strokes);
    this.#polish = undefined;
  }

  /** Nothing is handed out that does not pass the proof: strokes that fail are dropped; a way that fails still ends before. */
  #prove(): void {
    if (this.#strokes === this.#proven) return;
    const { space } = this.#request;
    const { failed } = provePlan(space, this.#strokes);
    if (failed.length > 0) {
      const sound = this.#strokes.filter((stroke, k) => isSweep(stroke) && !failed.includes(k)) as Piece[];
      const joined = this.#join(sound, { moves: 0, hot_s: 1 }, true);
      const [first = joined.length] = provePlan(space, joined).failed;
      this.#take(joined.slice(0, first));
    }
    this.#proven = this.#strokes;
  }

  #pieces(): Piece[] {
    this.#raster.todo.set(this.#wanted);
    return planPieces(this.#request.space, this.#raster, this.#request, this.#options, this.#search);
  }

  #join(pieces: readonly Piece[], effort: TourEffort, isOrdered = false): Stroke[] {
    return joinPieces(this.#request, pieces, this.#options, effort, this.#search, isOrdered);
  }

  /** The strokes that are worth driving. What travel sweeps does not count: it goes elsewhere when a stroke is dropped. */
  #trimmed(): Piece[] {
    const { motion, areaPrice_spm2 } = this.#options;
    const sweeping = this.#strokes.filter(isSweep);
    const step_m = this.#raster.frame.resolution_m;
    return trimStrokes(sweeping, this.#countsOf(sweeping), { limits: motion, areaPrice_spm2, step_m });
  }

  /** The price of floor at which about the wanted share gets swept, from what the first plan misses at its price. */
  #fittingPrice(): number {
    const { areaPrice_spm2, wantedShare } = this.#options;
    const cleanable_m2 = this.#raster.cleanableCells * this.#raster.cellArea_m2;
    if (cleanable_m2 === 0) return areaPrice_spm2;
    // Stroke by stroke: what is swept on travel or by turning between strokes goes elsewhere later.
    const { missing_m2 } = this.#countsOf(this.#strokes);
    const missedShare = (missing_m2 / cleanable_m2) * MISSED_BY_POLISH;
    const ratio = pow(missedShare / (1 - wantedShare), 1 / MISSED_BY_PRICE);
    return Math.min(MAX_PRICE_SPM2, Math.max(areaPrice_spm2 / 2, areaPrice_spm2 * ratio));
  }

  /** Takes a way when it is better than the one there is. */
  #adopt(strokes: readonly Stroke[]): void {
    const missing_m2 = this.#missedBy(strokes);
    const cost_s = this.#costOf(strokes, missing_m2);
    if (cost_s >= this.#cost_s) return;
    this.#cost_s = cost_s;
    this.#take(strokes, missing_m2);
  }

  #take(strokes: readonly Stroke[], missing_m2 = this.#missedBy(strokes)): void {
    this.#strokes = strokes;
    this.#missing_m2 = missing_m2;
  }

  /** Time to drive a way plus the price of the floor that it misses, s. */
  #costOf(strokes: readonly Stroke[], missing_m2: number): number {
    const { motion, areaPrice_spm2 } = this.#options;
    return pathTime(concatenate(strokes), motion) + missing_m2 * areaPrice_spm2;
  }

  #missedBy(strokes: readonly Stroke[]): number {
    return this.#countsOf([{ path: concatenate(strokes) }]).missing_m2;
  }

  #countsOf(strokes: readonly { readonly path: Float64Array }[]): PassCounts {
    const counts = new PassCounts(this.#raster, this.#wanted);
    for (const { path } of strokes) counts.add(path);
    return counts;
  }
}

function isSweep(stroke: Stroke): stroke is Stroke & Piece {
  return stroke.kind !== 'travel';
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
