import { cos, sin } from '@homebound/math';
import { outlineOf } from '../physics/outline.ts';
import type { Shape } from '../world.ts';
import type { Faces } from './faces.ts';

const ORIGIN = { x: 0, y: 0, theta: 0 };
/** Largest gap between a round body and the faces that stand for it. */
const SAGITTA_M = 0.0001;
/** Of half an ellipsoid. */
const DOME_RINGS = 5;

type Rounding = NonNullable<Box['rounded']>;

/** Adds a shape's faces, in the frame of its solid, as one group. What lies on the floor has no underside. */
export function addShape(faces: Faces, shape: Shape, look: number, label: number): void {
  const { z0_m, z1_m } = shape;
  if (shape.kind === 'box' && shape.rounded !== undefined) addRounded(faces, shape, shape.rounded, look, label);
  else {
    const outline = outlineOf(shape, ORIGIN);
    addPrism(faces, outline.kind === 'circle' ? circle(outline) : outline.points, z0_m, z1_m, look, label);
  }
  faces.endGroup(shape.material.kind === 'glass');
}

function addPrism(faces: Faces, points: Float64Array, z0: number, z1: number, look: number, label: number): void {
  const n = points.length;
  const top: number[] = [];
  const bottom: number[] = [];
  for (let i = 0; i < n; i += 2) {
    const [x, y] = [points[i], points[i + 1]];
    const [xNext, yNext] = [points[(i + 2) % n], points[(i + 3) % n]];
    faces.add([x, y, z0, xNext, yNext, z0, xNext, yNext, z1, x, y, z1], look, label);
    top.push(x, y, z1);
    bottom.unshift(x, y, z0);
  }
  faces.add(top, look, label);
  if (z0 > 0) faces.add(bottom, look, label);
}

/** sagitta = r (1 - cos(pi / n)), about r pi² / (2 n²). */
function corners(radius_m: number): number {
  return Math.max(10, Math.ceil(Math.PI * Math.sqrt(radius_m / (2 * SAGITTA_M))));
}

function circle({ x_m, y_m, radius_m }: { x_m: number; y_m: number; radius_m: number }): Float64Array {
  const n = corners(radius_m);
  const points = new Float64Array(2 * n);
  for (let k = 0; k < n; k++) {
    points[2 * k] = x_m + radius_m * cos((2 * Math.PI * k) / n);
    points[2 * k + 1] = y_m + radius_m * sin((2 * Math.PI * k) / n);
  }
  return points;
}

type Box = Extract<Shape, { kind: 'box' }>;

function addRounded(faces: Faces, box: Box, rounded: Rounding, look: number, label: number): void {
  const c = cos(box.yaw_rad);
  const s = sin(box.yaw_rad);
  const hx = box.sizeX_m / 2;
  const hy = box.sizeY_m / 2;
  const height = box.z1_m - box.z0_m;
  /** From shares of the half sizes, and of the height from z0, to the solid's frame. */
  const at = (ax: number, ay: number, az: number): number[] => [
    box.x_m + c * hx * ax - s * hy * ay,
    box.y_m + s * hx * ax + c * hy * ay,
    box.z0_m + height * az,
  ];
  const n = corners(rounded === 'roll' ? Math.max(hy, height / 2) : Math.max(hx, hy));
  const circle = Array.from({ length: n + 1 }, (_, k) => [cos((2 * Math.PI * k) / n), sin((2 * Math.PI * k) / n)]);
  if (rounded === 'roll') {
    const [near, far]: [number[], number[]] = [[], []];
    for (let k = 0; k < n; k++) {
      const [y, z] = [circle[k][0], 0.5 + 0.5 * circle[k][1]];
      const [yNext, zNext] = [circle[k + 1][0], 0.5 + 0.5 * circle[k + 1][1]];
      faces.add([...at(-1, y, z), ...at(-1, yNext, zNext), ...at(1, yNext, zNext), ...at(1, y, z)], look, label);
      far.push(...at(1, y, z));
      near.unshift(...at(-1, y, z));
    }
    faces.add(far, look, label);
    faces.add(near, look, label);
    return;
  }
  // Rings from the floor, or from the lower pole, to the upper pole; each as wide as `w`, at height `z`.
  const rings = rounded === 'dome' ? DOME_RINGS : 2 * DOME_RINGS;
  const ring = (r: number): [number, number] => {
    const a = (0.5 * Math.PI * (r - rings)) / DOME_RINGS + 0.5 * Math.PI;
    const w = r === rings || (r === 0 && rounded === 'ball') ? 0 : cos(a);
    return [w, rounded === 'dome' ? sin(a) : 0.5 + 0.5 * sin(a)];
  };
  for (let r = 0; r < rings; r++) {
    const [w, z] = ring(r);
    const [wNext, zNext] = ring(r + 1);
    for (let k = 0; k < n; k++) {
      const [[x, y], [xNext, yNext]] = [circle[k], circle[k + 1]];
      const quad = w === 0 ? at(0, 0, z) : [...at(w * x, w * y, z), ...at(w * xNext, w * yNext, z)];
      if (wNext === 0) quad.push(...at(0, 0, zNext));
      else quad.push(...at(wNext * xNext, wNext * yNext, zNext), ...at(wNext * x, wNext * y, zNext));
      faces.add(quad, look, label);
    }
  }
}
