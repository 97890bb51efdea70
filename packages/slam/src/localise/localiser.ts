import type { ScanPoints } from '@homebound/lidar';
import { between, compose, type SE2 } from '@homebound/math';
import type { OccupancyMap } from '../map/occupancyMap.ts';
import { align } from '../match/align.ts';
import { poseUncertainty } from '../match/covariance.ts';
import { defaultMatchOptions, type MatchOptions } from '../options.ts';
import { type AcceptOptions, type Doubt, decide, defaultAcceptOptions, isWhereExpected } from './decide.ts';
import { fitOf, type Hypothesis } from './hypothesis.ts';
import { judgePlace, type SeenCloud } from './judgePlace.ts';
import { LocalCloud, type LocalCloudOptions } from './localCloud.ts';
import { PlaceFinder } from './placeFinder.ts';
import type { Place, PlaceSearch } from './placeSearch.ts';
import { type MapPlace, SameHome } from './sameHome.ts';

export type Localisation =
  | {
      readonly kind: 'located';
      readonly mapIndex: number;
      readonly T_map_base: SE2;
      readonly covariance: Float64Array;
      /** How much less the best other place on any map fits, as a share, at most 0.35: what fits worse is not looked for. */
      readonly margin: number;
      readonly best: Hypothesis;
      /** Whether it was only found where odometry told, and shows too little for anything else. */
      readonly isExpected: boolean;
    }
  | {
      readonly kind: 'unsure';
      readonly reason: Doubt;
      readonly margin: number;
      readonly hypotheses: readonly Hypothesis[];
    };

export interface LocaliserOptions {
  readonly cloud: Partial<LocalCloudOptions>;
  readonly match: Partial<MatchOptions>;
  readonly accept: Partial<AcceptOptions>;
  /** Places that a search gives for each map, and places that are kept from scan to scan. */
  readonly places: number;
  readonly hypotheses: number;
  /** Clouds with fewer points are not searched for. */
  readonly minPoints: number;
}

export const defaultLocaliserOptions: LocaliserOptions = {
  cloud: {},
  match: {},
  accept: {},
  places: 10,
  hypotheses: 10,
  minPoints: 30,
};

/** How far a place on the grid of tries, and one predicted by odometry, may be off. */
const FOUND_SIGMA = { m: 0.15, rad: 0.06 };
const KEPT_SIGMA = { m: 0.08, rad: 0.05 };
/** A place this much below the best is let go. */
const HOPELESS = 0.45;
/** Of two maps of one home the newer counts while it explains this share of what the older does: it may not be whole yet. */
const NEWER_SHARE = 0.9;
/** A search gives places down to this score, and this share of its best. */
const MIN_SCORE = 0.4;
const MIN_SHARE = 0.75;
/** So many of the best places are weighed with every scan; the others when there is something new to see. */
const CONTENDERS = 3;
/** A round begins with every new scan kept; after so many rounds with every second, and so on. */
const ROUNDS_PER_PATIENCE = 5;
const MAX_PATIENCE = 4;

/**
 * Finds the robot on one of several stored maps without a guess: scan by scan it gathers what is seen, searches all maps
 * for it, carries the places found along by odometry, and says where the robot is once one place stands out.
 *
 * Nothing waits for the search: `addScan` weighs what is known, `work` searches for as long as it is given. Give it the
 * same scans and budgets and it gives the same answers, bit for bit. An answer is good for its scan: the next one confirms
 * it or takes it back. The maps must not change meanwhile. Of several maps of one home it takes the last one handed in that
 * explains what is seen: rooms and restrictions of the map that was begun last are those that hold.
 */
export class Localiser {
  readonly #maps: readonly OccupancyMap[];
  readonly #options: LocaliserOptions;
  readonly #match: MatchOptions;
  readonly #accept: AcceptOptions;
  readonly #sameHome: SameHome;
  readonly #finders: (PlaceFinder | undefined)[];
  #cloud: LocalCloud;
  #seen: SeenCloud | undefined;
  #T_local_base: SE2 = { x: 0, y: 0, theta: 0 };
  #hypotheses: Hypothesis[] = [];
  // The round of searches under way: one map after the other, for the cloud as it was when the round began.
  #round: Round | undefined;
  /** Scans kept since the last round began. */
  #unsearched = 0;
  #rounds = 0;
  #scans = 0;
  #expectedAtFirst: MapPlace | undefined;
  #expected: Hypothesis | undefined;

  /** @param expected where the robot stands at the first scan if odometry is right, when it was not in the air */
  constructor(maps: readonly OccupancyMap[], options: Partial<LocaliserOptions> = {}, expected?: MapPlace) {
    if (maps.length === 0) throw new RangeError('Cannot localise: there is no map');
    this.#maps = maps;
    this.#options = { ...defaultLocaliserOptions, ...options };
    this.#match = { ...defaultMatchOptions, ...this.#options.match };
    this.#accept = { ...defaultAcceptOptions, ...this.#options.accept };
    this.#cloud = new LocalCloud(this.#options.cloud);
    this.#sameHome = new SameHome(maps, this.#match);
    this.#finders = maps.map(() => undefined);
    this.#expectedAtFirst = expected;
  }

  /**
   * Takes a scan and weighs the places known so far with it.
   * @param T_local_base the base when the scan ended, in a frame in which it moves smoothly: odometry, or better the frame
   *   of a small map that is drawn while the robot is lost
   */
  addScan(points: ScanPoints, T_local_base: SE2): Localisation {
    const moved = between(this.#T_local_base, T_local_base);
    const isNew = this.#cloud.add(points, T_local_base);
    if (isNew) this.#unsearched++;
    this.#T_local_base = T_local_base;
    this.#seen = this.#cloud.cloud();
    const predicted = this.#hypotheses.map((h, i): Hypothesis => {
      const T_map_base = compose(h.T_map_base, moved);
      const isWeighed = isNew || i < CONTENDERS;
      return isWeighed ? this.#weigh(h.mapIndex, T_map_base, KEPT_SIGMA, h) : { ...h, T_map_base };
    });
    this.#keepBest(predicted);
    this.#followExpected(moved);
    return this.state;
  }

  /** Forgets all but the maps: the robot was carried off again. */
  restart(): void {
    this.#cloud = new LocalCloud(this.#options.cloud);
    this.#seen = undefined;
    this.#hypotheses = [];
    this.#round = undefined;
    this.#unsearched = 0;
    this.#rounds = 0;
    this.#scans = 0;
    this.#expected = undefined;
    this.#expectedAtFirst = undefined;
  }

  /**
   * Goes on searching.
   * @param budget reads of the maps, 2 to 8 ns each; what is searched is built within it, at first
   * @returns whether there is nothing left to search for the scans taken so far
   */
  work(budget: number): boolean {
    const seen = this.#seen;
    if (this.#round === undefined) {
      if (!this.#isDue || seen === undefined || seen.n < this.#options.minPoints) return true;
      this.#unsearched = 0;
      this.#round = { seen, T_local_base: this.#T_local_base, mapIndex: 0, search: undefined, bestScore: 0, found: [] };
    }
    if (this.#searchMap(this.#round, budget)) {
      const round = this.#round;
      this.#round = undefined;
      this.#finish(round);
    }
    return this.#round === undefined && !this.#isDue;
  }

  /** A place that was not found at first is looked for ever less often: most likely it is on no map. */
  get #isDue(): boolean {
    return this.#unsearched >= Math.min(MAX_PATIENCE, 1 + Math.floor(this.#rounds / ROUNDS_PER_PATIENCE));
  }

  /** What is known as of the last scan. */
  get state(): Localisation {
    if (this.#seen === undefined || this.#seen.n < this.#options.minPoints)
      return { kind: 'unsure', reason: 'tooFewPoints', margin: 0, hypotheses: this.#hypotheses };
    const [best, second] = this.#hypotheses;
    const { doubt, margin } = decide(best, second, this.#cloud.way_m, this.#rounds, this.#accept);
    if (doubt === undefined) return located(best, margin, false);
    const expected = this.#expected;
    if (expected !== undefined && isWhereExpected(expected, this.#scans, this.#rounds))
      return located(expected, 0, true);
    return { kind: 'unsure', reason: doubt, margin, hypotheses: this.#hypotheses };
  }

  #followExpected(moved: SE2): void {
    const start = this.#expectedAtFirst;
    if (start === undefined) return;
    this.#scans++;
    const T_map_base = this.#expected === undefined ? start.T_map_base : compose(this.#expected.T_map_base, moved);
    this.#expected = this.#weigh(start.mapIndex, T_map_base, KEPT_SIGMA, this.#expected);
  }

  /** Searches the round's current map; returns whether all are done. */
  #searchMap(round: Round, budget: number): boolean {
    const { mapIndex, seen } = round;
    this.#finders[mapIndex] ??= new PlaceFinder(this.#maps[mapIndex]);
    const finder = this.#finders[mapIndex];
    if (round.search === undefined && !finder.prepare(undefined, budget)) return false;
    round.search ??= finder.begin(seen.pts_base, seen.n, {
      count: this.#options.places,
      minScore: Math.max(MIN_SCORE, MIN_SHARE * round.bestScore),
      minShareOfBest: MIN_SHARE,
    });
    if (!round.search.advance(budget)) return false;
    for (const place of round.search.places) {
      round.found.push({ mapIndex, ...place });
      round.bestScore = Math.max(round.bestScore, place.score);
    }
    round.search = undefined;
    return ++round.mapIndex === this.#maps.length;
  }

  /** Takes over what a round found, moved on to where the robot is now. */
  #finish(round: Round): void {
    this.#rounds++;
    const moved = between(round.T_local_base, this.#T_local_base);
    const found = round.found.map(({ mapIndex, T_map_base }) =>
      this.#weigh(mapIndex, compose(T_map_base, moved), FOUND_SIGMA, undefined),
    );
    this.#keepBest([...this.#hypotheses, ...found]);
    const [best] = this.#hypotheses;
    if (best !== undefined) this.#hypotheses[0] = { ...best, ledRounds: best.ledRounds + 1 };
  }

  /** Refines a place with all that was seen and weighs it. */
  #weigh(
    mapIndex: number,
    T_map_guess: SE2,
    sigma: { m: number; rad: number },
    before: Hypothesis | undefined,
  ): Hypothesis {
    const map = this.#maps[mapIndex];
    const seen = this.#seen!;
    const prior = { T_map_base: T_map_guess, sigma_m: sigma.m, sigma_rad: sigma.rad };
    const { T_map_base, information } = align(
      map,
      seen.pts_base,
      seen.normals_base,
      seen.n,
      prior,
      this.#match,
      T_map_guess,
    );
    const evidence = judgePlace(map, seen, T_map_base);
    return {
      mapIndex,
      T_map_base,
      covariance: poseUncertainty(information, prior).covariance,
      ...evidence,
      fit: fitOf(evidence),
      ledSince_m: before?.ledSince_m ?? Number.POSITIVE_INFINITY,
      ledRounds: before?.ledRounds ?? 0,
    };
  }

  /** The best places, each once, best first; who leads now and did not before starts to count. */
  #keepBest(candidates: readonly Hypothesis[]): void {
    const sorted = [...candidates].sort((a, b) => b.fit - a.fit || b.ledRounds - a.ledRounds);
    const kept: Hypothesis[] = [];
    for (const h of sorted) {
      if (kept.length === this.#options.hypotheses || h.fit < sorted[0].fit - HOPELESS) break;
      const twin = kept.findIndex((k) => this.#sameHome.isSamePlace(k, h));
      if (twin < 0) kept.push(h);
      else kept[twin] = ofTwins(kept[twin], h);
    }
    this.#hypotheses = kept.map((h, i) => {
      if (i > 0) return { ...h, ledSince_m: Number.POSITIVE_INFINITY, ledRounds: 0 };
      return { ...h, ledSince_m: Math.min(h.ledSince_m, this.#cloud.way_m) };
    });
  }
}

function located(best: Hypothesis, margin: number, isExpected: boolean): Localisation {
  const { mapIndex, T_map_base, covariance } = best;
  return { kind: 'located', mapIndex, T_map_base, covariance, margin, best, isExpected };
}

interface Round {
  readonly seen: SeenCloud;
  readonly T_local_base: SE2;
  mapIndex: number;
  search: PlaceSearch | undefined;
  bestScore: number;
  readonly found: (Place & { readonly mapIndex: number })[];
}

/** One of two hypotheses that mean the same place: the better one, but of a home with two maps the one on the newer. */
function ofTwins(better: Hypothesis, other: Hypothesis): Hypothesis {
  const isNewer = other.mapIndex > better.mapIndex && other.fit >= NEWER_SHARE * better.fit;
  // The one found again is the one that was led by before.
  const { ledSince_m, ledRounds } = other.ledSince_m < better.ledSince_m ? other : better;
  return { ...(isNewer ? other : better), ledSince_m, ledRounds };
}
