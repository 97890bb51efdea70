import { cos, type Rng, type SE2, sin } from '@homebound/math';
import type { CameraModel } from '@homebound/robot';
import { type DepthNoise, depthDeviation } from './depthNoise.ts';
import type { Tilt } from './floorPlane.ts';

/** For tests: things by their formulas, world frame, m. All stand on the floor unless `z0` lifts them. */
export type TestThing =
  | {
      shape: 'box';
      x: number;
      y: number;
      yaw?: number;
      sizeX: number;
      sizeY: number;
      sizeZ: number;
      z0?: number;
      black?: true;
    }
  | { shape: 'cylinder'; x: number; y: number; radius: number; sizeZ: number; z0?: number }
  | { shape: 'cord'; x1: number; y1: number; x2: number; y2: number; radius: number }
  | { shape: 'dome'; x: number; y: number; radiusX: number; radiusY: number; sizeZ: number };

export interface TestScene {
  readonly things: readonly TestThing[];
  /** Where the floor is missing, as corners, and how deep the next one lies. */
  readonly holes?: readonly { x0: number; x1: number; y0: number; y1: number; deep: number }[];
  /** Share of the pixels in which a glossy floor shows what is mirrored in it, and of those in which it shows nothing. */
  readonly gloss?: { mirrored: number; missing: number };
}

/** Of a vacuum: 160 x 120, 75° wide, at its front edge, turned down by 17°. */
export const testCamera: CameraModel = {
  width_px: 160,
  height_px: 120,
  fx_px: 104.3,
  fy_px: 104.3,
  cx_px: 79.5,
  cy_px: 59.5,
  distortion: [0, 0, 0, 0, 0],
  mount: { x_m: 0.155, y_m: 0, z_m: 0.065, pitchDown_rad: 0.3 },
};

const NEAR_M = 0.12;
const FAR_M = 2;

/**
 * A depth picture by casting a ray through each pixel: the oracle that the eye is held to. It shares no arithmetic with it: rays are turned by rotation
 * matrices, the lens is inverted by Newton's steps on a numeric derivative.
 */
export function renderDepth(
  scene: TestScene,
  T_world_base: SE2,
  { model = testCamera, tilt = { pitch_rad: 0, roll_rad: 0 }, noise, rng }: RenderOptions = {},
): Float32Array {
  const depth = new Float32Array(model.width_px * model.height_px);
  const { eye, rayAt } = viewOf(model, T_world_base, tilt);
  for (let v = 0, i = 0; v < model.height_px; v++)
    for (let u = 0; u < model.width_px; u++, i++) depth[i] = measured(scene, eye, rayAt(u, v), noise, rng);
  return depth;
}

/** Where a camera is in the world, and the rays through its pixels, 1 m along the view. */
export function viewOf(
  model: CameraModel,
  T_world_base: SE2,
  tilt: Tilt,
): { eye: Vector; rayAt: (u: number, v: number) => Vector } {
  const { x_m, y_m, z_m, pitchDown_rad } = model.mount;
  const toWorld = (v: Vector): Vector => turnZ(turnX(turnY(v, tilt.pitch_rad), tilt.roll_rad), T_world_base.theta);
  const mount = toWorld([x_m, y_m, z_m]);
  const rayAt = (u: number, v: number): Vector => {
    const [x, y] = rayOf(model, u, v);
    // From the optical axes to the base's, level: z ahead, x to the right, y down; then turned down.
    return toWorld(turnY([1, -x, -y], pitchDown_rad));
  };
  return { eye: [mount[0] + T_world_base.x, mount[1] + T_world_base.y, mount[2]], rayAt };
}

/** The camera of a vacuum with a laser: a fan 4.5 cm below it that meets the floor 0.43 m ahead of it. */
export const testLaser = {
  ...testCamera,
  width_px: 320,
  height_px: 240,
  fx_px: 208.5,
  fy_px: 208.5,
  cx_px: 159.5,
  cy_px: 119.5,
  mount: { ...testCamera.mount, z_m: 0.075 },
  fan: { z_m: 0.03, pitchDown_rad: 0.07 },
};

/** The picture of a laser's line: a bell round each point of the fan that the camera sees, on a floor that is a little bright. */
export function renderLaser(scene: TestScene, T_world_base: SE2, tilt: Tilt, rng: Rng): Uint8Array {
  const { width_px, height_px, fx_px, fy_px, cx_px, cy_px, mount, fan } = testLaser;
  const light = new Float64Array(width_px * height_px);
  const toWorld = (v: Vector): Vector => turnZ(turnX(turnY(v, tilt.pitch_rad), tilt.roll_rad), T_world_base.theta);
  const toBody = (v: Vector): Vector => turnY(turnX(turnZ(v, -T_world_base.theta), -tilt.roll_rad), -tilt.pitch_rad);
  const from = toWorld([mount.x_m, mount.y_m, fan.z_m]);
  const laser: Vector = [from[0] + T_world_base.x, from[1] + T_world_base.y, from[2]];
  const seen = toWorld([mount.x_m, mount.y_m, mount.z_m]);
  const eye: Vector = [seen[0] + T_world_base.x, seen[1] + T_world_base.y, seen[2]];
  for (let k = -600; k <= 600; k++) {
    const ray = toWorld(turnY([1, k / 800, 0], fan.pitchDown_rad));
    const { t } = firstHit(scene, laser, ray);
    if (!(t < FAR_M)) continue;
    const point: Vector = [laser[0] + t * ray[0], laser[1] + t * ray[1], laser[2] + t * ray[2]];
    const sight: Vector = [point[0] - eye[0], point[1] - eye[1], point[2] - eye[2]];
    if (firstHit(scene, eye, sight).t < 0.98) continue;
    const optical = turnY(toBody(sight), -mount.pitchDown_rad);
    const u = Math.round(cx_px - (fx_px * optical[1]) / optical[0]);
    const row = cy_px - (fy_px * optical[2]) / optical[0];
    const bright = (40 / (t * t + 0.1)) * (1 + 0.3 * rng.normal());
    for (let v = Math.ceil(row - 3); v <= row + 3; v++)
      if (u >= 0 && u < width_px && v >= 0 && v < height_px)
        light[v * width_px + u] += bright / (1 + (v - row) * (v - row) * (v - row) * (v - row));
  }
  return Uint8Array.from(light, (value) => Math.max(0, Math.min(255, Math.round(value + 4 + 2 * rng.normal()))));
}

export interface RenderOptions {
  readonly model?: CameraModel;
  readonly tilt?: Tilt;
  readonly noise?: DepthNoise;
  readonly rng?: Rng;
}

export type Vector = [number, number, number];

function measured(scene: TestScene, eye: Vector, ray: Vector, noise?: DepthNoise, rng?: Rng): number {
  let { t, thing } = firstHit(scene, eye, ray);
  if (thing !== undefined && thing.shape === 'box' && thing.black) return Number.NaN;
  if (thing === undefined && scene.gloss !== undefined && rng !== undefined) {
    const chance = rng.uniform();
    if (chance < scene.gloss.missing) return Number.NaN;
    if (chance < scene.gloss.missing + scene.gloss.mirrored) {
      const at: Vector = [eye[0] + t * ray[0], eye[1] + t * ray[1], 1e-9];
      t += firstHit(scene, at, [ray[0], ray[1], -ray[2]]).t;
    }
  }
  const z = noise !== undefined && rng !== undefined ? t + depthDeviation(noise, t) * rng.normal() : t;
  return z < NEAR_M ? Number.NEGATIVE_INFINITY : z > FAR_M ? Number.POSITIVE_INFINITY : z;
}

/** The first surface that a ray meets, at `t` times the ray. */
export function firstHit(scene: TestScene, eye: Vector, ray: Vector): { t: number; thing?: TestThing } {
  let t = Number.POSITIVE_INFINITY;
  let thing: TestThing | undefined;
  if (ray[2] < 0) {
    t = -eye[2] / ray[2];
    const x = eye[0] + t * ray[0];
    const y = eye[1] + t * ray[1];
    const hole = scene.holes?.find(({ x0, x1, y0, y1 }) => x > x0 && x < x1 && y > y0 && y < y1);
    if (hole !== undefined) t = -(eye[2] + hole.deep) / ray[2];
  }
  for (const candidate of scene.things) {
    const hit = hitOf(candidate, eye, ray);
    if (hit < t) {
      t = hit;
      thing = candidate;
    }
  }
  return { t, thing };
}

function hitOf(thing: TestThing, eye: Vector, ray: Vector): number {
  switch (thing.shape) {
    case 'box': {
      const yaw = thing.yaw ?? 0;
      const o = turnZ([eye[0] - thing.x, eye[1] - thing.y, eye[2] - (thing.z0 ?? 0)], -yaw);
      const d = turnZ(ray, -yaw);
      return slabs(o, d, [-thing.sizeX / 2, -thing.sizeY / 2, 0], [thing.sizeX / 2, thing.sizeY / 2, thing.sizeZ]);
    }
    case 'cylinder': {
      const z0 = thing.z0 ?? 0;
      return quadric(
        [(eye[0] - thing.x) / thing.radius, (eye[1] - thing.y) / thing.radius, 0],
        [ray[0] / thing.radius, ray[1] / thing.radius, 0],
        (t) => eye[2] + t * ray[2] >= z0 && eye[2] + t * ray[2] <= z0 + thing.sizeZ,
      );
    }
    case 'dome':
      return quadric(
        [(eye[0] - thing.x) / thing.radiusX, (eye[1] - thing.y) / thing.radiusY, eye[2] / thing.sizeZ],
        [ray[0] / thing.radiusX, ray[1] / thing.radiusY, ray[2] / thing.sizeZ],
        (t) => eye[2] + t * ray[2] >= 0,
      );
    default: {
      const length = Math.sqrt(
        (thing.x2 - thing.x1) * (thing.x2 - thing.x1) + (thing.y2 - thing.y1) * (thing.y2 - thing.y1),
      );
      const along: Vector = [(thing.x2 - thing.x1) / length, (thing.y2 - thing.y1) / length, 0];
      const from: Vector = [eye[0] - thing.x1, eye[1] - thing.y1, eye[2] - thing.radius];
      const flat = (v: Vector): Vector => {
        const a = v[0] * along[0] + v[1] * along[1];
        return [(v[0] - a * along[0]) / thing.radius, (v[1] - a * along[1]) / thing.radius, v[2] / thing.radius];
      };
      return quadric(flat(from), flat(ray), (t) => {
        const a = (from[0] + t * ray[0]) * along[0] + (from[1] + t * ray[1]) * along[1];
        return a >= 0 && a <= length;
      });
    }
  }
}

/** First t > 0 at which |o + t d| is 1 and the point is part of the thing. */
function quadric(o: Vector, d: Vector, isPart: (t: number) => boolean): number {
  const a = d[0] * d[0] + d[1] * d[1] + d[2] * d[2];
  const b = o[0] * d[0] + o[1] * d[1] + o[2] * d[2];
  const c = o[0] * o[0] + o[1] * o[1] + o[2] * o[2] - 1;
  const root = b * b - a * c;
  if (root < 0) return Number.POSITIVE_INFINITY;
  for (const t of [(-b - Math.sqrt(root)) / a, (-b + Math.sqrt(root)) / a]) if (t > 1e-6 && isPart(t)) return t;
  return Number.POSITIVE_INFINITY;
}

function slabs(o: Vector, d: Vector, low: Vector, high: Vector): number {
  let enter = 1e-6;
  let leave = Number.POSITIVE_INFINITY;
  for (let k = 0; k < 3; k++) {
    const t1 = (low[k] - o[k]) / d[k];
    const t2 = (high[k] - o[k]) / d[k];
    enter = Math.max(enter, Math.min(t1, t2));
    leave = Math.min(leave, Math.max(t1, t2));
  }
  return enter < leave ? enter : Number.POSITIVE_INFINITY;
}

/** The ray (x, y, 1) seen at a pixel. */
function rayOf(model: CameraModel, u: number, v: number): [number, number] {
  const [k1, k2, p1, p2, k3] = model.distortion;
  const bent = (x: number, y: number): [number, number] => {
    const r2 = x * x + y * y;
    const radial = 1 + k1 * r2 + k2 * r2 * r2 + k3 * r2 * r2 * r2;
    const xd = x * radial + 2 * p1 * x * y + p2 * (r2 + 2 * x * x);
    const yd = y * radial + p1 * (r2 + 2 * y * y) + 2 * p2 * x * y;
    return [xd * model.fx_px + model.cx_px - u, yd * model.fy_px + model.cy_px - v];
  };
  let x = (u - model.cx_px) / model.fx_px;
  let y = (v - model.cy_px) / model.fy_px;
  if (model.distortion.every((k) => k === 0)) return [x, y];
  for (let step = 0; step < 8; step++) {
    const [e, f] = bent(x, y);
    const [ex, fx] = bent(x + 1e-6, y).map((value, i) => (value - [e, f][i]) / 1e-6);
    const [ey, fy] = bent(x, y + 1e-6).map((value, i) => (value - [e, f][i]) / 1e-6);
    const det = ex * fy - ey * fx;
    x -= (e * fy - f * ey) / det;
    y -= (f * ex - e * fx) / det;
  }
  return [x, y];
}

/** Rotations about the axes by the right hand: a positive one about y brings x down. */
function turnX([x, y, z]: Vector, angle: number): Vector {
  const c = cos(angle);
  const s = sin(angle);
  return [x, c * y - s * z, s * y + c * z];
}

function turnY([x, y, z]: Vector, angle: number): Vector {
  const c = cos(angle);
  const s = sin(angle);
  return [c * x + s * z, y, -s * x + c * z];
}

function turnZ([x, y, z]: Vector, angle: number): Vector {
  const c = cos(angle);
  const s = sin(angle);
  return [c * x - s * y, s * x + c * y, z];
}
