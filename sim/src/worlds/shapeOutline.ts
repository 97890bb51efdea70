import { compose, cos, type SE2, sin, transformInto } from '@homebound/math';
import type { Shape } from '../world.ts';

/** Corners of the polygon drawn around a circle: at 24 it is at most 0.9 % wider. */
const circleCorners = 24;

/** The footprint of a shape in the frame `a` of its solid's pose: convex, counter-clockwise, interleaved x, y. */
export function shapeOutline(shape: Shape, T_a_solid: SE2): Float64Array {
  if (shape.kind === 'prism') {
    const out = new Float64Array(shape.outline.length);
    transformInto(out, T_a_solid, shape.outline, out.length / 2);
    return out;
  }
  if (shape.kind === 'box') {
    const [hx, hy] = [shape.sizeX_m / 2, shape.sizeY_m / 2];
    const corners = Float64Array.of(-hx, -hy, hx, -hy, hx, hy, -hx, hy);
    transformInto(corners, compose(T_a_solid, { x: shape.x_m, y: shape.y_m, theta: shape.yaw_rad }), corners, 4);
    return corners;
  }
  const radius_m = shape.radius_m / cos(Math.PI / circleCorners);
  const { x, y } = compose(T_a_solid, { x: shape.x_m, y: shape.y_m, theta: 0 });
  return Float64Array.from({ length: 2 * circleCorners }, (_, i) => {
    const angle = (2 * Math.PI * (i >> 1)) / circleCorners;
    return (i & 1) === 0 ? x + radius_m * cos(angle) : y + radius_m * sin(angle);
  });
}
