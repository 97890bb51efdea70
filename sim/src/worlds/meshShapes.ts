import type { Material, Shape } from '../world.ts';
import type { Mesh } from './collada.ts';
import { convexHull, signedArea } from './polygon.ts';
import { apply3, type Pose3 } from './pose3.ts';

/** Sloped bodies are cut at these heights: where the body's band and the lidar's plane are, finely; above, coarsely. */
const LEVELS_M = [0.02, 0.06, 0.095, 0.15, 0.25, 0.4, 0.7, 1.2, 2];
/** Corners nearer than this are one, and a body is convex when none of its corners stands out by more, m. */
const WELD_M = 0.0005;
const CONVEX_M = 0.002;
/** An upright face becomes a wall of this thickness. */
const SKIN_M = 0.002;
/** What is lower is the floor itself, m. */
const FLOOR_M = 0.004;

/**
 * The upright shapes of a mesh, in the frame of its solid. Bodies in it that are convex become prisms, one where they are
 * straight, else one for each slice of height; faces of the others stand as thin walls, hollow inside: the robot and the
 * lidar meet the outside only.
 * @param scale of the mesh along its own axes
 */
export function meshShapes(
  { corners, triangles }: Mesh,
  T_solid_mesh: Pose3,
  scale: readonly number[],
  material: Material,
): Shape[] {
  const placed: Corner[] = [];
  for (let i = 0; i < corners.length; i += 3)
    placed.push(apply3(T_solid_mesh, [scale[0] * corners[i], scale[1] * corners[i + 1], scale[2] * corners[i + 2]]));
  const faces: Face[] = [];
  for (let i = 0; i < triangles.length; i += 3)
    faces.push([placed[triangles[i]], placed[triangles[i + 1]], placed[triangles[i + 2]]]);
  return bodiesOf(faces).flatMap((body) => {
    const shapes = isConvexBody(body) ? slices(body, material) : body.flatMap((face) => slices([face], material));
    return shapes.filter(({ z1_m }) => z1_m > FLOOR_M);
  });
}

type Corner = readonly [number, number, number];
type Face = readonly [Corner, Corner, Corner];

/** Faces that share corners, as bodies of their own. */
function bodiesOf(faces: readonly Face[]): Face[][] {
  const parent: number[] = [];
  const find = (a: number): number => {
    let root = a;
    while (parent[root] !== root) root = parent[root];
    parent[a] = root;
    return root;
  };
  const cornerOf = new Map<string, number>();
  const idOf = (corner: Corner): number => {
    const key = corner.map((v) => Math.round(v / WELD_M)).join(' ');
    const id = cornerOf.get(key) ?? cornerOf.size;
    if (id === cornerOf.size) {
      cornerOf.set(key, id);
      parent.push(id);
    }
    return id;
  };
  const firsts = faces.map((face) => {
    const [a, b, c] = face.map(idOf);
    parent[find(b)] = find(a);
    parent[find(c)] = find(a);
    return a;
  });
  const bodies = new Map<number, Face[]>();
  for (const [i, face] of faces.entries()) {
    const root = find(firsts[i]);
    const body = bodies.get(root);
    if (body === undefined) bodies.set(root, [face]);
    else body.push(face);
  }
  return [...bodies.values()];
}

/** Whether each face has all the body on one side of its plane, and the body has a volume. */
function isConvexBody(body: readonly Face[]): boolean {
  const corners = body.flat();
  let thickest = 0;
  for (const [a, b, c] of body) {
    const n = normal(a, b, c);
    if (n === undefined) continue;
    let [low, high] = [0, 0];
    for (const p of corners) {
      const d = n[0] * (p[0] - a[0]) + n[1] * (p[1] - a[1]) + n[2] * (p[2] - a[2]);
      low = Math.min(low, d);
      high = Math.max(high, d);
    }
    if (low < -CONVEX_M && high > CONVEX_M) return false;
    thickest = Math.max(thickest, high - low);
  }
  return body.length >= 4 && thickest > CONVEX_M;
}

/** Unit normal of a face; undefined when it has no area. */
function normal(a: Corner, b: Corner, c: Corner): Corner | undefined {
  const [ux, uy, uz] = [b[0] - a[0], b[1] - a[1], b[2] - a[2]];
  const [vx, vy, vz] = [c[0] - a[0], c[1] - a[1], c[2] - a[2]];
  const n: Corner = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
  const length = Math.sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]);
  return length < 1e-9 ? undefined : [n[0] / length, n[1] / length, n[2] / length];
}

/** The prisms around a convex body or a single face: one when it is as wide everywhere, else one a slice of height. */
function slices(body: readonly Face[], material: Material): Shape[] {
  let [z0, z1] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const face of body)
    for (const [, , z] of face) {
      z0 = Math.min(z0, z);
      z1 = Math.max(z1, z);
    }
  const whole = footprint(body, z0, z1);
  if (whole === undefined) return [];
  const ends = [footprint(body, z0, z0 + 1e-4), footprint(body, z1 - 1e-4, z1)];
  const isStraight = ends.every((end) => end !== undefined && signedArea(end) > 0.98 * signedArea(whole));
  const levels = isStraight ? [] : LEVELS_M.filter((level) => level > z0 + 1e-3 && level < z1 - 1e-3);
  const cuts = [z0, ...levels, z1];
  return cuts.slice(1).flatMap((to, k): Shape[] => {
    const outline = footprint(body, cuts[k], to);
    return outline === undefined ? [] : [{ kind: 'prism', outline, z0_m: cuts[k], z1_m: to, material }];
  });
}

/** Hull of what of the faces lies between two heights, seen from above; upright faces get a skin. */
function footprint(body: readonly Face[], low: number, high: number): Float64Array | undefined {
  const points: number[] = [];
  for (const face of body) clip(face, low, high, points);
  if (points.length < 4) return undefined;
  const hull = convexHull(points);
  if (hull.length >= 6 && signedArea(hull) > 1e-6) return hull;
  return skin(points);
}

/** A thin wall along points in a line; undefined when they are one point. */
function skin(points: readonly number[]): Float64Array | undefined {
  let [from, to, longest] = [0, 0, 0];
  for (let i = 0; i < points.length; i += 2)
    for (let j = 0; j < i; j += 2) {
      const d2 =
        (points[i] - points[j]) * (points[i] - points[j]) +
        (points[i + 1] - points[j + 1]) * (points[i + 1] - points[j + 1]);
      if (d2 <= longest) continue;
      longest = d2;
      from = j;
      to = i;
    }
  if (longest < WELD_M * WELD_M) return undefined;
  const half = SKIN_M / 2 / Math.sqrt(longest);
  const nx = -(points[to + 1] - points[from + 1]) * half;
  const ny = (points[to] - points[from]) * half;
  const [ax, ay, bx, by] = [points[from], points[from + 1], points[to], points[to + 1]];
  return Float64Array.of(ax - nx, ay - ny, bx - nx, by - ny, bx + nx, by + ny, ax + nx, ay + ny);
}

/** Adds x, y of the corners that a face has between two heights: its own, and where its edges cross them. */
function clip(face: Face, low: number, high: number, points: number[]): void {
  for (let i = 0; i < 3; i++) {
    const a = face[i];
    const b = face[(i + 1) % 3];
    if (a[2] >= low && a[2] <= high) points.push(a[0], a[1]);
    for (const z of [low, high]) {
      if (a[2] < z === b[2] < z) continue;
      const share = (z - a[2]) / (b[2] - a[2]);
      points.push(a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]));
    }
  }
}
