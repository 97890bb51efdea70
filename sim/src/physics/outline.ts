import { cos, type SE2, sin } from '@homebound/math';
import type { Shape } from '../world.ts';

/** One shape as the plane sees it, in the frame it was asked for: a closed polygon, or a circle. */
export type Outline =
  | { readonly kind: 'polygon'; readonly points: Float64Array }
  | { readonly kind: 'circle'; readonly x_m: number; readonly y_m: number; readonly radius_m: number };

/** The outline of a shape after moving it by a pose: T_a_solid gives it in frame a. Polygons run counter-clockwise. */
export function outlineOf(shape: Shape, T_a_solid: SE2): Outline {
  const c = cos(T_a_solid.theta);
  const s = sin(T_a_solid.theta);
  if (shape.kind === 'cylinder') {
    const x_m = T_a_solid.x + c * shape.x_m - s * shape.y_m;
    const y_m = T_a_solid.y + s * shape.x_m + c * shape.y_m;
    return { kind: 'circle', x_m, y_m, radius_m: shape.radius_m };
  }
  const own = shape.kind === 'box' ? boxCorners(shape) : shape.outline;
  const points = new Float64Array(own.length);
  for (let i = 0; i < own.length; i += 2) {
    points[i] = T_a_solid.x + c * own[i] - s * own[i + 1];
    points[i + 1] = T_a_solid.y + s * own[i] + c * own[i + 1];
  }
  return { kind: 'polygon', points };
}

function boxCorners(box: Extract<Shape, { kind: 'box' }>): Float64Array {
  const c = cos(box.yaw_rad);
  const s = sin(box.yaw_rad);
  const hx = box.sizeX_m / 2;
  const hy = box.sizeY_m / 2;
  const corners = [-hx, -hy, hx, -hy, hx, hy, -hx, hy];
  const points = new Float64Array(8);
  for (let i = 0; i < 8; i += 2) {
    points[i] = box.x_m + c * corners[i] - s * corners[i + 1];
    points[i + 1] = box.y_m + s * corners[i] + c * corners[i + 1];
  }
  return points;
}

/** Largest gap allowed between a circle and the polygon that stands for it. */
const CIRCLE_SAGITTA_M = 0.0005;

/** A polygon for any outline; a circle becomes one whose corners lie within half a millimetre around it. */
export function polygonOf(outline: Outline): Float64Array {
  if (outline.kind === 'polygon') return outline.points;
  const r = outline.radius_m;
  // sagitta = r (1 - cos(pi / n)), about r pi^2 / (2 n^2)
  const n = Math.max(8, Math.ceil(Math.PI * Math.sqrt(r / (2 * CIRCLE_SAGITTA_M))));
  const points = new Float64Array(2 * n);
  for (let k = 0; k < n; k++) {
    points[2 * k] = outline.x_m + r * cos((2 * Math.PI * k) / n);
    points[2 * k + 1] = outline.y_m + r * sin((2 * Math.PI * k) / n);
  }
  return points;
}

/** Whether a point lies inside a simple polygon (even-odd rule). */
export function polygonContains(points: Float64Array, x: number, y: number): boolean {
  let inside = false;
  const n = points.length;
  for (let i = 0, j = n - 2; i < n; j = i, i += 2) {
    const yi = points[i + 1];
    const yj = points[j + 1];
    if (yi > y !== yj > y && x < ((points[j] - points[i]) * (y - yi)) / (yj - yi) + points[i]) inside = !inside;
  }
  return inside;
}

/** Whether a point lies inside an outline. */
export function outlineContains(outline: Outline, x: number, y: number): boolean {
  if (outline.kind === 'polygon') return polygonContains(outline.points, x, y);
  const dx = x - outline.x_m;
  const dy = y - outline.y_m;
  return dx * dx + dy * dy <= outline.radius_m * outline.radius_m;
}
