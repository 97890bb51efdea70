import { between, compose, cos, hypot, type SE2, sin } from '@homebound/math';
import { defaultGeometry } from '@homebound/robot';
import type { Shape, Solid, World } from '@homebound/sim';
import { outlineOf, polygonOf } from '../../sim/src/physics/outline.ts';
import { distanceToSolid } from './obstaclesAvoidMeter.ts';

/** What the body sweeps to each side, and some room, m. */
export const CORRIDOR_M = defaultGeometry.bodyRadius_m + 0.02;
const SPACING_M = 0.005;

/** A dome is told by its outline at this share of its height: below, it is as thin as a wrinkle. */
const DOME_SHARE = 0.3;

/** Points on the outlines of what there is of a solid to be seen, world frame, interleaved, no farther apart than 5 mm. */
export function outlinePoints({ shapes, seen = shapes, T_world_solid }: Solid): Float64Array {
  const points: number[] = [];
  for (const shape of seen) {
    const outline = seenOutline(shape, T_world_solid);
    for (let i = 0, j = outline.length - 2; i < outline.length; j = i, i += 2) {
      const [dx, dy] = [outline[i] - outline[j], outline[i + 1] - outline[j + 1]];
      const steps = Math.max(1, Math.ceil(hypot(dx, dy) / SPACING_M));
      for (let k = 0; k < steps; k++) points.push(outline[j] + (dx * k) / steps, outline[j + 1] + (dy * k) / steps);
    }
  }
  return Float64Array.from(points);
}

function seenOutline(shape: Shape, T_world_solid: SE2): Float64Array {
  if (shape.kind !== 'box' || shape.rounded !== 'dome') return polygonOf(outlineOf(shape, T_world_solid));
  const reach = Math.sqrt(1 - DOME_SHARE * DOME_SHARE) / 2;
  const T_world_shape = compose(T_world_solid, { x: shape.x_m, y: shape.y_m, theta: shape.yaw_rad });
  const outline = new Float64Array(48);
  for (let k = 0; k < 24; k++) {
    const x = reach * shape.sizeX_m * cos((k * Math.PI) / 12);
    const y = reach * shape.sizeY_m * sin((k * Math.PI) / 12);
    const at = compose(T_world_shape, { x, y, theta: 0 });
    outline.set([at.x, at.y], 2 * k);
  }
  return outline;
}

/** The point of some that a robot going straight ahead touches first, and how far its front edge still is from it, m. */
export function firstTouch(
  points_world: Float64Array,
  T_world_base: SE2,
): { x: number; y: number; clear_m: number } | undefined {
  const radius = defaultGeometry.bodyRadius_m;
  let first: { x: number; y: number; clear_m: number } | undefined;
  for (let i = 0; i < points_world.length; i += 2) {
    const [x, y] = [points_world[i], points_world[i + 1]];
    const seen = between(T_world_base, { x, y, theta: 0 });
    if (Math.abs(seen.y) > CORRIDOR_M || seen.x < 0) continue;
    const edge = Math.sqrt(Math.max(0, radius * radius - seen.y * seen.y));
    const clear_m = seen.x - edge;
    if (first === undefined || clear_m < first.clear_m) first = { x, y, clear_m };
  }
  return first;
}

/** Whether the way from a pose straight ahead for so long is free of solids, by the body's width and some room. */
export function isWayClear(T_world_base: SE2, length_m: number, solids: readonly Solid[]): boolean {
  for (let s = 0; s <= length_m; s += 0.04) {
    const { x, y } = compose(T_world_base, { x: s, y: 0, theta: 0 });
    for (const solid of solids)
      if (distanceToSolid(solid, solid.T_world_solid, x, y) < defaultGeometry.bodyRadius_m + 0.03) return false;
  }
  return true;
}

/** m from a point to a convex outline, 0 inside. */
export function distanceToOutline(outline: Float64Array, x: number, y: number): number {
  let least = Number.POSITIVE_INFINITY;
  let isInside = true;
  for (let i = 0, j = outline.length - 2; i < outline.length; j = i, i += 2) {
    const [ex, ey] = [outline[i] - outline[j], outline[i + 1] - outline[j + 1]];
    const [dx, dy] = [x - outline[j], y - outline[j + 1]];
    if (ex * dy - ey * dx < 0) isInside = false;
    const t = Math.max(0, Math.min(1, (dx * ex + dy * ey) / Math.max(1e-12, ex * ex + ey * ey)));
    least = Math.min(least, hypot(dx - t * ex, dy - t * ey));
  }
  return isInside ? 0 : least;
}

/** m from an outline to the nearest of some solids, by its corners and its middle. */
export function distanceToAny(outline: Float64Array, solids: readonly Solid[]): number {
  const points = [...outline];
  let [mx, my] = [0, 0];
  for (let i = 0; i < outline.length; i += 2) {
    mx += (2 * outline[i]) / outline.length;
    my += (2 * outline[i + 1]) / outline.length;
  }
  points.push(mx, my);
  let least = Number.POSITIVE_INFINITY;
  for (const solid of solids)
    for (let i = 0; i < points.length; i += 2)
      least = Math.min(least, distanceToSolid(solid, solid.T_world_solid, points[i], points[i + 1]));
  return least;
}

/** The smaller side of a solid as seen from above, of its largest part, and how far it stands out of the floor that it lies in, m. */
export function sizeOf(solid: Solid, { floor }: World): { side_m: number; height_m: number } {
  let side_m = 0;
  const { x, y } = solid.T_world_solid;
  const under = floor.filter(({ outline }) => distanceToOutline(outline, x, y) === 0);
  const floor_m = under.at(-1)?.height_m ?? 0;
  let height_m = 0;
  for (const shape of solid.shapes) {
    height_m = Math.max(height_m, shape.z1_m - floor_m);
    if (shape.kind === 'box') side_m = Math.max(side_m, Math.min(shape.sizeX_m, shape.sizeY_m));
    if (shape.kind === 'cylinder') side_m = Math.max(side_m, 2 * shape.radius_m);
  }
  return { side_m, height_m };
}
