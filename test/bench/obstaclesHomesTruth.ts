import { hypot, type SE2 } from '@homebound/math';
import { defaultGeometry } from '@homebound/robot';
import { type CoveragePicture, coverageCell, type Shape, type Solid, type World } from '@homebound/sim';
import { outlineOf, polygonOf } from '../../sim/src/physics/outline.ts';

/**
 * What an obstacle that was told really is: something that the lidar looks over, something that hangs low, something that the lidar sees anyhow, the rim of
 * a rug or a threshold, or nothing.
 */
export type ToldAs = 'low' | 'overhang' | 'standing' | 'rim' | 'ghost';

/** What was told, world frame. */
export interface Told {
  readonly kind: string;
  readonly outline: Float64Array;
  readonly berth_m: number;
  readonly as: ToldAs;
}

/** m within which an obstacle's outline must lie of what it is. */
const NEAR_M = 0.06;
/** What begins lower than this stands on the floor, m. */
const STANDS_M = 0.02;
/** Floor lower than this is a drop, m. */
const HOLE_M = -0.04;
/** Small things: no higher, and no longer than this, m. */
const SMALL_HIGH_M = 0.15;
const SMALL_LONG_M = 0.5;

interface Part {
  readonly solid: Solid;
  readonly shape: Shape;
  readonly is: 'low' | 'overhang' | 'standing';
}

/** What there is in a home that a camera may tell. */
export class HomeTruth {
  readonly #parts: readonly Part[];
  readonly #rims: readonly Float64Array[];
  readonly #holes: readonly Float64Array[];

  constructor(world: World) {
    this.#parts = world.solids.flatMap((solid) =>
      solid.shapes.flatMap((shape) => {
        const is = whatIs(shape);
        return is === undefined ? [] : [{ solid, shape, is }];
      }),
    );
    this.#rims = world.floor.map(({ outline }) => outline);
    this.#holes = world.floor.filter(({ height_m }) => height_m < HOLE_M).map(({ outline }) => outline);
  }

  /** @param outline world frame */
  as(kind: string, outline: Float64Array, loose: ReadonlyMap<string, SE2>): ToldAs {
    if (kind === 'drop' && this.#holes.some((hole) => apart(outline, hole) < NEAR_M)) return 'low';
    const isNear = (wanted: Part['is']): boolean =>
      this.#parts.some(({ solid, shape, is }) => {
        const T = loose.get(solid.name) ?? solid.T_world_solid;
        return is === wanted && apart(outline, polygonOf(outlineOf(shape, T))) < NEAR_M;
      });
    for (const is of ['low', 'overhang', 'standing'] as const) if (isNear(is)) return is;
    return this.#rims.some((rim) => apart(outline, rim, true) < NEAR_M) ? 'rim' : 'ghost';
  }
}

/**
 * Share of A_brush that was missed though a brush of a body that keeps the berths of what really lies there reaches it: nothing nearer than R + berth less half
 * a brush is swept.
 */
export function missedBeyondBerths(picture: CoveragePicture, told: readonly Told[]): number {
  const { data, width, originX_m, originY_m, resolution_m } = picture;
  const reach_m = defaultGeometry.bodyRadius_m - defaultGeometry.mainBrush.width_m / 2;
  const real = told.filter(({ as, berth_m }) => berth_m > 0 && (as === 'low' || as === 'overhang'));
  let all = 0;
  let missed = 0;
  for (let i = 0; i < data.length; i++) {
    if (data[i] !== coverageCell.missed && data[i] !== coverageCell.swept) continue;
    all++;
    if (data[i] !== coverageCell.missed) continue;
    const x = originX_m + ((i % width) + 0.5) * resolution_m;
    const y = originY_m + (Math.floor(i / width) + 0.5) * resolution_m;
    if (!real.some(({ outline, berth_m }) => distance(outline, x, y) < reach_m + berth_m)) missed++;
  }
  return missed / Math.max(1, all);
}

/** Small things that are to be left alone, by their kind: what is pushed, and cords. */
export function smallThing({ name, mobility, tangles, shapes }: Solid): string | undefined {
  if (mobility !== 'movable' && tangles === undefined) return undefined;
  const isSmall = shapes.every(({ z1_m }) => z1_m < SMALL_HIGH_M);
  const isCord = tangles !== undefined;
  const isLong = shapes.some((shape) => shape.kind === 'box' && Math.max(shape.sizeX_m, shape.sizeY_m) > SMALL_LONG_M);
  return isCord || (isSmall && !isLong) ? name.replace(/[\s_]*\d+$/, '') : undefined;
}

function whatIs({ z0_m, z1_m }: Shape): Part['is'] | undefined {
  const { lidar, bodyHeight_m } = defaultGeometry;
  if (z0_m >= bodyHeight_m) return undefined;
  if (z0_m >= STANDS_M) return 'overhang';
  return z1_m > lidar.z_m ? 'standing' : 'low';
}

/** m between two convex outlines, or between one and the rim alone of another polygon. */
function apart(a: Float64Array, b: Float64Array, rimOnly = false): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < a.length; i += 2) {
    const j = (i + 2) % a.length;
    const n = Math.max(1, Math.ceil(hypot(a[j] - a[i], a[j + 1] - a[i + 1]) / 0.01));
    for (let k = 0; k < n; k++) {
      const [x, y] = [a[i] + ((a[j] - a[i]) * k) / n, a[i + 1] + ((a[j + 1] - a[i + 1]) * k) / n];
      least = Math.min(least, distance(b, x, y, rimOnly));
    }
  }
  if (!rimOnly) for (let i = 0; i < b.length; i += 2) least = Math.min(least, distance(a, b[i], b[i + 1]));
  return least;
}

/** m from a point to a convex polygon; 0 inside, unless only the rim counts. */
function distance(points: Float64Array, x: number, y: number, rimOnly = false): number {
  let least = Number.POSITIVE_INFINITY;
  let isInside = points.length >= 6;
  for (let i = 0, j = points.length - 2; i < points.length; j = i, i += 2) {
    const [ex, ey] = [points[i] - points[j], points[i + 1] - points[j + 1]];
    const [dx, dy] = [x - points[j], y - points[j + 1]];
    if (ex * dy - ey * dx < 0) isInside = false;
    const length2 = ex * ex + ey * ey;
    const t = length2 > 0 ? Math.max(0, Math.min(1, (dx * ex + dy * ey) / length2)) : 0;
    least = Math.min(least, hypot(dx - t * ex, dy - t * ey));
  }
  return isInside && !rimOnly ? 0 : least;
}
