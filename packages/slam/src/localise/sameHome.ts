import { between, compose, cos, hypot, inverse, type SE2, sin } from '@homebound/math';
import type { OccupancyMap } from '../map/occupancyMap.ts';
import { TILE_SIDE } from '../map/tileMap.ts';
import { align } from '../match/align.ts';
import type { MatchOptions } from '../options.ts';
import { isNear } from './hypothesis.ts';
import { samplePoints } from './samplePoints.ts';

/** A place on one of several maps. */
export interface MapPlace {
  readonly mapIndex: number;
  readonly T_map_base: SE2;
}

/** Walls and furniture of a map are compared by so many points. */
const POINTS = 1000;
/** Things within this of each other are one: two maps of a home bend by some centimetres. */
const SAME_M = 0.1;
/** With less agreement before the maps are laid on each other precisely they are not of one home. */
const MIN_ROUGH = 0.4;
/**
 * Of what both maps know so much must be the same, seen from either. Of four homes, each mapped twice with other loose furniture
 * (a box for 6 m²), the maps agreed by 0.88 to 0.96; different homes laid on each other by 0.53 at most.
 */
const MIN_SAME = 0.8;
/** So much of one of the maps at least must be known to the other: two maps may share a corner of a home. */
const MIN_SHARED = 0.6;
/** How far apart two places lead that mean the same. */
const SIGMA_M = 0.1;
const SIGMA_RAD = 0.05;
/** Ways to lay two maps on each other that lead farther apart than bent maps do. */
const ELSEWHERE_M = 1;
const ELSEWHERE_RAD = 0.35;
/** Ways to lay maps on each other that are remembered: a few for each pair. */
const MAX_OVERLAYS = 200;

/** How two maps agree when they are laid on each other in one way. */
interface Overlay {
  readonly a: number;
  readonly b: number;
  readonly T_b_a: SE2;
  /** Share of what both know that is the same; 0 when they are not of one home. */
  readonly same: number;
}

/**
 * Tells maps of one home from floors that only look alike. A household that begins its map anew has two of them; both explain
 * all that the robot sees, wherever it drives, and neither ever stands out.
 */
export class SameHome {
  readonly #maps: readonly OccupancyMap[];
  readonly #match: MatchOptions;
  readonly #walls: (Float64Array | undefined)[];
  readonly #overlays: Overlay[] = [];

  constructor(maps: readonly OccupancyMap[], match: MatchOptions) {
    this.#maps = maps;
    this.#match = match;
    this.#walls = maps.map(() => undefined);
  }

  /**
   * Whether two places are one: near each other on one map, or on two maps of one home, which agree as a whole when laid on each
   * other there, and better than in any other way tried: a home may look much the same turned by 180°.
   */
  isSamePlace(a: MapPlace, b: MapPlace): boolean {
    if (a.mapIndex === b.mapIndex) return isNear(a.T_map_base, b.T_map_base);
    if (a.mapIndex > b.mapIndex) return this.isSamePlace(b, a);
    const all = this.#overlays.filter((o) => o.a === a.mapIndex && o.b === b.mapIndex);
    const known = all.find(({ T_b_a }) => isNear(compose(T_b_a, a.T_map_base), b.T_map_base));
    const { same } = known ?? this.#lay(a, b);
    return same > 0 && !all.some((other) => other.same > same && leadsElsewhere(other, a, b));
  }

  #lay(a: MapPlace, b: MapPlace): Overlay {
    const T_guess = compose(b.T_map_base, inverse(a.T_map_base));
    const overlay = { a: a.mapIndex, b: b.mapIndex, ...this.#agreement(a.mapIndex, b.mapIndex, T_guess) };
    if (this.#overlays.push(overlay) > MAX_OVERLAYS) this.#overlays.shift();
    return overlay;
  }

  #agreement(a: number, b: number, T_guess: SE2): Pick<Overlay, 'T_b_a' | 'same'> {
    const walls = this.#wallsOf(a);
    const n = walls.length / 2;
    if (sameness(this.#maps[b], walls, T_guess).same < MIN_ROUGH) return { T_b_a: T_guess, same: 0 };
    const prior = { T_map_base: T_guess, sigma_m: SIGMA_M, sigma_rad: SIGMA_RAD };
    const noNormals = new Float64Array(2 * n);
    const T_b_a = align(this.#maps[b], walls, noNormals, n, prior, this.#match, T_guess).T_map_base;
    const ab = sameness(this.#maps[b], walls, T_b_a);
    const ba = sameness(this.#maps[a], this.#wallsOf(b), inverse(T_b_a));
    const same = Math.min(ab.same, ba.same);
    const isOneHome = same >= MIN_SAME && Math.max(ab.shared, ba.shared) >= MIN_SHARED;
    return { T_b_a, same: isOneHome ? same : 0 };
  }

  #wallsOf(mapIndex: number): Float64Array {
    this.#walls[mapIndex] ??= wallsOf(this.#maps[mapIndex]);
    return this.#walls[mapIndex];
  }
}

function leadsElsewhere({ T_b_a }: Overlay, a: MapPlace, b: MapPlace): boolean {
  const { x, y, theta } = between(b.T_map_base, compose(T_b_a, a.T_map_base));
  return hypot(x, y) > ELSEWHERE_M || Math.abs(theta) > ELSEWHERE_RAD;
}

/** Middles of occupied cells, spread evenly, m, interleaved. */
function wallsOf({ tiles }: OccupancyMap): Float64Array {
  const { nearest, resolution_m } = tiles;
  const coordinates = tiles.tileCoordinates();
  const pts: number[] = [];
  for (let k = 0; k < coordinates.length; k += 2) {
    const minIx = coordinates[k] * TILE_SIDE;
    const minIy = coordinates[k + 1] * TILE_SIDE;
    const first = tiles.at(minIx, minIy);
    for (let i = 0; i < TILE_SIDE * TILE_SIDE; i++)
      if (nearest[first + i] === 0)
        pts.push(
          (minIx + (i % TILE_SIDE) + 0.5) * resolution_m,
          (minIy + Math.floor(i / TILE_SIDE) + 0.5) * resolution_m,
        );
  }
  return samplePoints(Float64Array.from(pts), pts.length / 2, POINTS);
}

/** Share of the points that another map knows anything of, and of those the share that it has as well. */
function sameness(
  { tiles, rings }: OccupancyMap,
  pts: Float64Array,
  T: SE2,
): { readonly shared: number; readonly same: number } {
  const { nearest, counts } = tiles;
  const inv = 1 / tiles.resolution_m;
  const near = SAME_M * inv;
  const c = cos(T.theta);
  const s = sin(T.theta);
  let shared = 0;
  let same = 0;
  for (let i = 0; i < pts.length; i += 2) {
    const x = T.x + c * pts[i] - s * pts[i + 1];
    const y = T.y + s * pts[i] + c * pts[i + 1];
    const at = tiles.at(Math.floor(x * inv), Math.floor(y * inv));
    const isSame = rings.distance[nearest[at]] <= near;
    if (isSame || counts[at] !== 0) shared++;
    if (isSame) same++;
  }
  return { shared: pts.length === 0 ? 0 : (2 * shared) / pts.length, same: shared === 0 ? 0 : same / shared };
}
