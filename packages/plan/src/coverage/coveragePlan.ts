import type { Point } from '../space/findPath.ts';
import type { FreeSpace } from '../space/freeSpace.ts';
import { defaultMotion, type MotionLimits } from './motionTime.ts';

export interface CoverageOptions {
  /** Limits of the body, for times and the choice of directions and order. */
  readonly motion?: MotionLimits;
  /** Share of the cleanable floor that is worth sweeping: walls are followed as closely as this takes. Default: `worthSweeping`. */
  readonly wantedShare?: number;
  /** What a square metre left unswept is worth in driving time, s/m², to begin with; `improve` fits it to `wantedShare`. */
  readonly areaPrice_spm2?: number;
  /**
   * What a metre of way is worth in time beyond the time it takes, s/m: floor swept twice, wear, energy. On homes it costs no
   * time up to about 12: what is not driven twice need not be driven.
   */
  readonly metre_s?: number;
  /** Lane directions tried in each room, over half a turn. */
  readonly directions?: number;
  /** Overlap of neighbouring lanes as a share of the brush's width. */
  readonly overlap?: number;
  /** Edges longer than this are followed before the lanes; shorter ones (table legs) are left to lanes and patches, m. */
  readonly minEdge_m?: number;
  /** Time that leaving a room for another one must save at least, s: rooms are left unfinished only when that pays. */
  readonly roomChange_s?: number;
  /** Time that following a wall before the inside of its room is done must save at least, s; 0 leaves the order to the way. */
  readonly edgeBefore_s?: number;
}

/**
 * Share of the floor that is worth sweeping by a brush: as a narrower one takes more way for each square metre, it leaves the
 * last ones sooner. On homes this is where length and coverage both have room to spare: 99.33 % at 0.30 m, 99.0 % at 0.20 m.
 */
export function worthSweeping(brushWidth_m: number): number {
  return 1 - 0.002 / brushWidth_m;
}

export const defaultCoverage: Required<Omit<CoverageOptions, 'wantedShare'>> = {
  motion: defaultMotion,
  areaPrice_spm2: 1000,
  metre_s: 12,
  directions: 12,
  overlap: 0.01,
  minEdge_m: 3,
  roomChange_s: 8,
  edgeBefore_s: 10,
};

export interface CoverageRequest {
  readonly space: FreeSpace;
  /** Floor that the brush has already swept, shape of the space; non-zero = swept. */
  readonly covered?: Uint8Array;
  /** Where the robot is, map frame. */
  readonly from: { readonly x: number; readonly y: number; readonly theta?: number };
  /** Room of each cell of the space, 0 = none. Rooms are cleaned one after the other. Left out: all is one room. */
  readonly rooms?: { readonly labels: Int16Array };
  /** Floor to sweep, shape of the space, non-zero = wanted; the way there may lead over the rest. Left out: all of it. */
  readonly within?: Uint8Array;
  /** Rooms in the order wanted; those not named follow, nearest first. */
  readonly roomOrder?: readonly number[];
  /** Where the robot goes afterwards (its dock), map frame, m: the tour had better end near there. */
  readonly end?: Point;
  /** Lane direction asked for a room (along floorboards, across the first pass), rad; undefined leaves the choice to the planner. */
  readonly laneAngle_rad?: (room: number) => number | undefined;
  readonly options?: CoverageOptions;
}

/** A stretch of the plan. `travel` joins two strokes over floor that need not be swept. */
export interface Stroke {
  readonly kind: 'perimeter' | 'lane' | 'patch' | 'travel';
  /** Way of base_link, interleaved x, y in m, map frame; at least two points. Each stroke begins where the last one ends. */
  readonly path: Float64Array;
  /** Id of the room it serves, 0 = none. */
  readonly room: number;
}

export interface CoveragePlan {
  /** From the robot on; empty when nothing is left that is worth a stroke. */
  readonly strokes: readonly Stroke[];
  readonly length_m: number;
  /** Length of the travel strokes, part of `length_m`. */
  readonly travel_m: number;
  /** Expected time, stopping for each turn above 10°, s. */
  readonly time_s: number;
  /** Share of the cleanable floor that will have been swept, what was covered before included; 1 when there is none. */
  readonly coveredShare: number;
}

/** Planning that can stop at any time: there is a plan from the beginning, and it gets better. */
export interface CoverageWork {
  /** The best plan so far; usable at once. */
  readonly plan: CoveragePlan;
  /** Works on for about 10 ms. Returns false when nothing more can be gained. */
  improve(): boolean;
}

/** All strokes of a plan as one polyline, interleaved x, y in m, without repeated points. */
export function concatenate(strokes: readonly Stroke[]): Float64Array {
  const points: number[] = [];
  for (const { path } of strokes)
    for (let i = 0; i < path.length; i += 2)
      if (points.length === 0 || points.at(-2) !== path[i] || points.at(-1) !== path[i + 1])
        points.push(path[i], path[i + 1]);
  return Float64Array.from(points);
}
