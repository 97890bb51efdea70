import { hypot } from '@homebound/math';
import { type Outline, outlineContains, outlineOf } from '../physics/outline.ts';
import type { PlanarWorld } from '../physics/planarWorld.ts';
import type { Solid, World } from '../world.ts';

/** People and pets step over what is lower, and are not hindered by what hangs higher, m. */
const STEPPED_OVER_M = 0.03;
const HEAD_M = { person: 1.7, pet: 0.35 } as const;
/** Floor this much lower is a stair that nobody steps on backwards, m. */
const DROP_M = -0.04;

/** What stands about a place, at the moment of asking: how much room there is to step aside. */
export class ElbowRoom {
  readonly #near: readonly Outline[];

  /**
   * @param reach_m what is farther from the place is left out
   * @param own     name of the actor who asks: it is not in its own way
   */
  constructor(
    world: Pick<World, 'solids' | 'floor'>,
    physics: PlanarWorld,
    place: { readonly x: number; readonly y: number },
    reach_m: number,
    kind: keyof typeof HEAD_M,
    own: string,
  ) {
    const near: Outline[] = [];
    const take = (outline: Outline): void => {
      if (distanceTo(outline, place.x, place.y) < reach_m) near.push(outline);
    };
    const stand = ({ shapes }: Solid, T: Solid['T_world_solid']): void => {
      for (const shape of shapes)
        if (shape.z0_m < HEAD_M[kind] && shape.z1_m > STEPPED_OVER_M) take(outlineOf(shape, T));
    };
    for (const solid of world.solids) if (!physics.loose.has(solid.name)) stand(solid, solid.T_world_solid);
    for (const [name, { solid, T_world_solid }] of physics.loose)
      if (name !== own && !name.startsWith(`${own} `)) stand(solid, T_world_solid);
    for (const { outline, height_m } of world.floor) if (height_m < DROP_M) take({ kind: 'polygon', points: outline });
    this.#near = near;
  }

  /** Distance from a place to what stands nearest, m; 0 inside of something. */
  around(x: number, y: number): number {
    let nearest = Number.POSITIVE_INFINITY;
    for (const outline of this.#near) nearest = Math.min(nearest, distanceTo(outline, x, y));
    return nearest;
  }
}

/** From a point to an outline, m; 0 inside of it. */
export function distanceTo(outline: Outline, x: number, y: number): number {
  if (outline.kind === 'circle') return Math.max(0, hypot(x - outline.x_m, y - outline.y_m) - outline.radius_m);
  if (outlineContains(outline, x, y)) return 0;
  const { points } = outline;
  let nearest = Number.POSITIVE_INFINITY;
  for (let i = 0, j = points.length - 2; i < points.length; j = i, i += 2)
    nearest = Math.min(
      nearest,
      toSegment(x - points[j], y - points[j + 1], points[i] - points[j], points[i + 1] - points[j + 1]),
    );
  return nearest;
}

/** From a point to the segment from the origin to (ex, ey). */
export function toSegment(x: number, y: number, ex: number, ey: number): number {
  const square = ex * ex + ey * ey;
  const share = square === 0 ? 0 : Math.max(0, Math.min(1, (x * ex + y * ey) / square));
  return hypot(x - share * ex, y - share * ey);
}
