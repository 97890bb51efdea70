import { cos, sin } from '@homebound/math';
import type { CameraModel } from '@homebound/robot';
import type { LevelPicture } from './pictureRing.ts';

/** Floor is at most so much nearer than it was in the other picture, and so much farther: else the two don't show the same detail. */
const MOST_SCALE = 1.6;
const LEAST_SCALE = 0.6;
/** The nearest depth may come nearer still in the other picture, but not behind its camera. */
const BEFORE = 0.2;

/** Where a camera's turn and shift put a ray (x, y, 1) of the present picture in a kept one: q = m (x, y, 1) + t / depth, in its optical axes. */
export interface PictureWarp {
  readonly picture: LevelPicture;
  /** Shape [3, 3]. */
  readonly m: Float64Array;
  readonly t: Float64Array;
}

export function pictureWarp(now: LevelPicture, picture: LevelPicture, { mount }: CameraModel): PictureWarp {
  const c = cos(mount.pitchDown_rad);
  const s = sin(mount.pitchDown_rad);
  const ct = cos(now.theta - picture.theta);
  const st = sin(now.theta - picture.theta);
  const dx = now.x - picture.x;
  const dy = now.y - picture.y;
  const ck = cos(picture.theta);
  const sk = sin(picture.theta);
  const shift = [ck * dx + sk * dy, ck * dy - sk * dx, now.z - picture.z];
  // Optical axes in the level base's: x is (0, -1, 0), y is (-s, 0, -c), z is (c, 0, -s).
  const axes = [
    [0, -1, 0],
    [-s, 0, -c],
    [c, 0, -s],
  ];
  const m = new Float64Array(9);
  const t = new Float64Array(3);
  for (const [i, [ax, ay, az]] of axes.entries()) {
    t[i] = ax * shift[0] + ay * shift[1] + az * shift[2];
    for (const [k, [bx, by, bz]] of axes.entries())
      m[3 * i + k] = ax * (ct * bx - st * by) + ay * (st * bx + ct * by) + az * bz;
  }
  return { picture, m, t };
}

/** px in the kept picture between two depths, 1/m, of pixel (u, v); 0 where they can't be compared. The first is the floor's. */
export function spreadOf(
  { m, t }: PictureWarp,
  { fx_px, fy_px, cx_px, cy_px }: CameraModel,
  u: number,
  v: number,
  floorW: number,
  nearW: number,
): number {
  const x = (u - cx_px) / fx_px;
  const y = (v - cy_px) / fy_px;
  const qx = m[0] * x + m[1] * y + m[2];
  const qy = m[3] * x + m[4] * y + m[5];
  const qz = m[6] * x + m[7] * y + m[8];
  const atFloor = qz + floorW * t[2];
  const atNear = qz + nearW * t[2];
  if (!(atFloor > LEAST_SCALE && atFloor < MOST_SCALE && atNear > BEFORE)) return 0;
  const du = fx_px * ((qx + nearW * t[0]) / atNear - (qx + floorW * t[0]) / atFloor);
  const dv = fy_px * ((qy + nearW * t[1]) / atNear - (qy + floorW * t[1]) / atFloor);
  return Math.sqrt(du * du + dv * dv);
}
