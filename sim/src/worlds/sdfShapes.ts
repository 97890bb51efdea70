import { FormatError } from '@homebound/formats';
import { atan2, cos, sin } from '@homebound/math';
import type { Material, Shape } from '../world.ts';
import { meshShapes } from './meshShapes.ts';
import { convexHull, counterClockwise, isConvex, triangulate } from './polygon.ts';
import { apply3, type Pose3 } from './pose3.ts';
import { checkChildren } from './sdfElements.ts';
import type { SdfReading } from './sdfReading.ts';
import { childOf, childrenOf, numbersOf, type XmlElement } from './xml.ts';

/** An axis counts as upright or level within this much of 1 - |cos|: 1 - 1e-6 is 1.4 mrad, so 1.57 for π/2 still does. */
const levelTolerance = 1e-6;
/** Corners of a circle where it must become a polygon, and slices of a body that is round in height. */
const circleCorners = 16;
const slices = 4; // even: one boundary is the equator

/**
 * The shapes of one `<geometry>`, in the frame of its solid. Upright and level bodies are exact, round ones (sphere, cone,
 * caps) are stacks of four discs around them, and anything tilted is the upright prism of its footprint, with a warning.
 * @param T_solid_shape  pose of the geometry in the solid's frame, which is level
 * @returns none for a floor plane, `empty`, and what was warned about
 */
export function shapesOf(
  geometry: XmlElement,
  T_solid_shape: Pose3,
  material: Material,
  reading: Pick<SdfReading, 'input' | 'warnings' | 'mesh'>,
): Shape[] {
  const { input, warnings } = reading;
  checkChildren(geometry, input, warnings);
  const body = geometry.children.find((child) => !child.tag.includes(':'));
  if (body === undefined || body.tag === 'empty') return [];
  checkChildren(body, input, warnings);
  const context: Context = { T: T_solid_shape, material, input, warnings, body };
  const size = (tag: string, count: number) => sizesOf(context, tag, count);
  switch (body.tag) {
    case 'box':
      return box(context, size('size', 3));
    case 'cylinder':
      return cylinder(context, size('radius', 1)[0], size('length', 1)[0]);
    case 'sphere': {
      const [r] = size('radius', 1);
      return lathe({ ...context, T: { ...T_solid_shape, R: [1, 0, 0, 0, 1, 0, 0, 0, 1] } }, r, r, -r, r, sphereProfile);
    }
    case 'ellipsoid': {
      const [rx, ry, rz] = size('radii', 3);
      return lathe(context, rx, ry, -rz, rz, sphereProfile);
    }
    case 'cone': {
      const [r] = size('radius', 1);
      const [length] = size('length', 1);
      return lathe(context, r, r, -length / 2, length / 2, (t) => (1 - t) / 2);
    }
    case 'capsule': {
      const [r] = size('radius', 1);
      const half = size('length', 1)[0] / 2;
      const straight = half / (half + r);
      return lathe(context, r, r, -half - r, half + r, (t) => {
        const overCap = Math.max(0, Math.abs(t) - straight) / (1 - straight);
        return sphereProfile(overCap);
      });
    }
    case 'polyline':
      return polyline(context);
    case 'mesh':
      return mesh(context, reading);
    default:
      return plane(context);
  }
}

interface Context {
  readonly T: Pose3;
  readonly material: Material;
  readonly input: string;
  readonly warnings: string[];
  readonly body: XmlElement;
}

/** Share of the full radius at height t in [-1, 1]. */
const sphereProfile = (t: number) => Math.sqrt(Math.max(0, 1 - t * t));

function sizesOf({ body, input }: Context, tag: string, count: number): number[] {
  const element = childOf(body, tag);
  if (element === undefined) throw new FormatError('missing', input, `needs <${tag}>`, body.path);
  const sizes = numbersOf(element, input, count);
  if (!sizes.every((size) => size > 0))
    throw new FormatError('malformed', input, `should be > 0, got ${element.text}`, element.path);
  return sizes;
}

const isVertical = (cosine: number) => Math.abs(cosine) > 1 - levelTolerance;

function box(context: Context, size: readonly number[]): Shape[] {
  const { T, material } = context;
  // The axis of the box that points up or down, if any; the other two are then level.
  const up = [0, 1, 2].find((k) => isVertical(T.R[6 + k]));
  if (up === undefined) return tilted(context, boxCorners(size));
  const ix = up === 0 ? 1 : 0;
  const iy = up === 2 ? 1 : 2;
  const half = size[up] / 2;
  return [
    {
      kind: 'box',
      x_m: T.x,
      y_m: T.y,
      yaw_rad: atan2(T.R[3 + ix], T.R[ix]),
      sizeX_m: size[ix],
      sizeY_m: size[iy],
      z0_m: T.z - half,
      z1_m: T.z + half,
      material,
    },
  ];
}

function boxCorners(size: readonly number[]): [number, number, number][] {
  const signs = [-0.5, 0.5];
  return signs.flatMap((i) =>
    signs.flatMap((j) => signs.map((k): [number, number, number] => [i * size[0], j * size[1], k * size[2]])),
  );
}

function cylinder(context: Context, radius: number, length: number): Shape[] {
  const { T, material } = context;
  if (isVertical(T.R[8]))
    return [
      {
        kind: 'cylinder',
        x_m: T.x,
        y_m: T.y,
        radius_m: radius,
        z0_m: T.z - length / 2,
        z1_m: T.z + length / 2,
        material,
      },
    ];
  return tilted(context, [...ring(radius, radius, -length / 2), ...ring(radius, radius, length / 2)]);
}

/** A body that is round in height: a stack of discs, each as wide as the body is anywhere in its slice. */
function lathe(
  context: Context,
  rx: number,
  ry: number,
  z0: number,
  z1: number,
  profile: (t: number) => number,
): Shape[] {
  const { T, material } = context;
  const share = (i: number) => (2 * i) / slices - 1;
  if (!isVertical(T.R[8])) {
    const rings = Array.from({ length: slices + 1 }, (_, i) => {
      const r = profile(share(i));
      return ring(r * rx, r * ry, z0 + ((z1 - z0) * i) / slices);
    });
    return tilted(context, rings.flat());
  }
  const up = T.R[8] > 0 ? 1 : -1;
  const yaw = atan2(T.R[3], T.R[0]);
  return Array.from({ length: slices }, (_, i): Shape => {
    // Profiles have one hump, at a boundary between slices, so a slice is widest at one of its ends.
    const widest = Math.max(profile(share(i)), profile(share(i + 1)));
    const ends = [T.z + up * (z0 + ((z1 - z0) * i) / slices), T.z + up * (z0 + ((z1 - z0) * (i + 1)) / slices)];
    const height = { z0_m: Math.min(...ends), z1_m: Math.max(...ends), material };
    if (rx === ry) return { kind: 'cylinder', x_m: T.x, y_m: T.y, radius_m: widest * rx, ...height };
    const outline = ring(widest * rx, widest * ry, 0).flatMap(([x, y]) => [
      T.x + cos(yaw) * x - up * sin(yaw) * y,
      T.y + sin(yaw) * x + up * cos(yaw) * y,
    ]);
    return { kind: 'prism', outline: counterClockwise(outline), ...height };
  });
}

/** Corners of an ellipse that lies around it, not inside. */
function ring(rx: number, ry: number, z: number): [number, number, number][] {
  const grow = 1 / cos(Math.PI / circleCorners);
  return Array.from({ length: circleCorners }, (_, i) => {
    const angle = (2 * Math.PI * i) / circleCorners;
    return [grow * rx * cos(angle), grow * ry * sin(angle), z];
  });
}

/** A mesh is read when its file is at hand and is COLLADA; otherwise a warning names it. */
function mesh({ T, material, body, input, warnings }: Context, { mesh: find }: Pick<SdfReading, 'mesh'>): Shape[] {
  const uri = childOf(body, 'uri')?.text ?? '';
  const scale = childOf(body, 'scale');
  const found = /\.dae$/i.test(uri) ? find(uri) : undefined;
  if (found === undefined) {
    warnings.push(`${body.path} is not simulated: ${uri} is no COLLADA file at hand`);
    return [];
  }
  return meshShapes(found, T, scale === undefined ? [1, 1, 1] : numbersOf(scale, input, 3), material);
}

/** SDF extrudes a polyline upwards from its own z = 0. */
function polyline(context: Context): Shape[] {
  const { T, material, body, input } = context;
  const points = childrenOf(body, 'point').flatMap((point) => numbersOf(point, input, 2));
  const [height] = sizesOf(context, 'height', 1);
  const n = points.length / 2;
  if (n > 1 && points[0] === points[2 * n - 2] && points[1] === points[2 * n - 1]) points.length -= 2;
  if (points.length < 6) throw new FormatError('malformed', input, 'needs at least three <point>', body.path);
  if (!isVertical(T.R[8])) {
    const corners = Array.from({ length: points.length / 2 }, (_, i) => [points[2 * i], points[2 * i + 1]]);
    return tilted(
      context,
      corners.flatMap(([x, y]): [number, number, number][] => [
        [x, y, 0],
        [x, y, height],
      ]),
    );
  }
  const moved = Array.from({ length: points.length / 2 }, (_, i) => apply3(T, [points[2 * i], points[2 * i + 1], 0]));
  const outline = counterClockwise(moved.flatMap((point) => point.slice(0, 2)));
  const parts = isConvex(outline) ? [outline] : triangulate(outline);
  if (parts === undefined) throw new FormatError('malformed', input, 'the outline crosses itself', body.path);
  const far = T.z + T.R[8] * height;
  return parts.map((part) => ({
    kind: 'prism',
    outline: part,
    z0_m: Math.min(T.z, far),
    z1_m: Math.max(T.z, far),
    material,
  }));
}

/** A level plane at the floor is the floor that is always there; others are not simulated. */
function plane({ T, body, input, warnings }: Context): Shape[] {
  const normal = childOf(body, 'normal');
  const [nx, ny, nz] = normal === undefined ? [0, 0, 1] : numbersOf(normal, input, 3);
  const up = T.R[6] * nx + T.R[7] * ny + T.R[8] * nz;
  if (!(up > 0.999 && Math.abs(T.z) < 0.02))
    warnings.push(`${body.path} is not simulated: only the level floor at z = 0 is`);
  return [];
}

/** The upright prism around the footprint of a tilted body. */
function tilted({ T, material, body, warnings }: Context, corners: readonly [number, number, number][]): Shape[] {
  const points = corners.map((corner) => apply3(T, corner));
  const heights = points.map(([, , z]) => z);
  warnings.push(`${body.path} is tilted: simulated as the upright block of its footprint`);
  return [
    {
      kind: 'prism',
      outline: convexHull(points.flatMap((point) => point.slice(0, 2))),
      z0_m: Math.min(...heights),
      z1_m: Math.max(...heights),
      material,
    },
  ];
}
