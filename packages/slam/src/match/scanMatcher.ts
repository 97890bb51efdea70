import type { ScanPoints } from '@homebound/lidar';
import type { SE2 } from '@homebound/math';
import type { OccupancyMap } from '../map/occupancyMap.ts';
import { defaultMatchOptions, type MatchOptions } from '../options.ts';
import { type Alignment, align, type PosePrior } from './align.ts';
import { type MatchEvidence, weighEvidence } from './evidence.ts';
import { searchWindow } from './search.ts';

/** A pose for a scan, with the evidence for it. */
export interface ScanMatch extends Alignment, MatchEvidence {
  /** Whether the scan is believed; when false `T_map_base` is the prediction. */
  readonly matched: boolean;
  readonly searched: boolean;
}

/** How many places of the search are refined. */
const CANDIDATES = 3;
/** A searched place must beat the gradient's by this share of inliers: in a tie the one near odometry stays. */
const MARGIN = 0.05;
/** With less of the scan than this in seen space there is too little to judge by, and nothing to search in. */
const MIN_OVERLAP = 0.2;

/** Matches scans to a map in two stages: gradient from the prediction; if in doubt, a search around it, then gradient again. */
export class ScanMatcher {
  readonly #map: OccupancyMap;
  readonly #options: MatchOptions;

  constructor(map: OccupancyMap, options: Partial<MatchOptions> = {}) {
    this.#map = map;
    this.#options = { ...defaultMatchOptions, ...options };
  }

  match(points: ScanPoints, prior: PosePrior): ScanMatch {
    const first = this.#tryFrom(points, prior, prior.T_map_base);
    const isInDoubt = first.inlierRatio < this.#options.doubtBelow && first.overlap >= MIN_OVERLAP;
    if (!isInDoubt) return { ...first, matched: true, searched: false };
    const best = this.#search(points, prior, first);
    const matched = best.inlierRatio >= this.#options.refuseBelow;
    return { ...best, T_map_base: matched ? best.T_map_base : prior.T_map_base, matched, searched: true };
  }

  #search(points: ScanPoints, prior: PosePrior, first: Alignment & MatchEvidence): Alignment & MatchEvidence {
    // A place far from odometry must be judged by the scan: the prior is let out to the window's size.
    const { search_m, search_rad } = this.#options;
    const wide = {
      ...prior,
      sigma_m: Math.max(prior.sigma_m, search_m),
      sigma_rad: Math.max(prior.sigma_rad, search_rad),
    };
    const places = searchWindow(this.#map, points.pts_base, points.hits, prior.T_map_base, this.#options, CANDIDATES);
    let best = first;
    let needed = first.inlierRatio + MARGIN;
    for (const T_map_base of places) {
      const found = this.#tryFrom(points, wide, T_map_base);
      if (found.inlierRatio < needed) continue;
      best = found;
      needed = found.inlierRatio;
    }
    return best;
  }

  #tryFrom(points: ScanPoints, prior: PosePrior, start: SE2): Alignment & MatchEvidence {
    const alignment = align(this.#map, points.pts_base, points.hits, prior, this.#options, start);
    const { pts_base, hits } = points;
    return { ...alignment, ...weighEvidence(this.#map, pts_base, hits, alignment.T_map_base, this.#options.inlier_m) };
  }
}
