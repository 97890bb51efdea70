import { cos, type SE2, sin } from '@homebound/math';
import type { CameraModel } from '@homebound/robot';
import type { FloorLooks } from './floorLooks.ts';
import type { LevelPicture } from './pictureRing.ts';

/** What lies under the middle of the body is floor, within this, m. */
const UNDER_M = 0.13;
/** The picture is taken when its floor under the body starts so near to its camera, m along the view: before, most of it was out of its view. */
const FROM_M = 0.08;
const TO_M = 0.5;
const STRIDE = 2;

/**
 * Learns what the floor looks like from the body's own track, the surest word on what is free: in the oldest picture that was not used yet, what the
 * body stands on now.
 */
export function learnTrack(
  looks: FloorLooks,
  kept: readonly LevelPicture[],
  { width_px, height_px, fx_px, fy_px, cx_px, cy_px, mount }: CameraModel,
  T_odom_base: SE2,
): void {
  const picture = kept.findLast(({ isLearned }) => !isLearned);
  if (picture === undefined) return;
  const dx = T_odom_base.x - picture.x;
  const dy = T_odom_base.y - picture.y;
  const ct = cos(picture.theta);
  const st = sin(picture.theta);
  // The body's middle, from the camera of then.
  const ahead = ct * dx + st * dy;
  const aside = ct * dy - st * dx;
  if (ahead < FROM_M + UNDER_M) return;
  picture.isLearned = true;
  const c = cos(mount.pitchDown_rad);
  const s = sin(mount.pitchDown_rad);
  for (let v = 0; v < height_px; v += STRIDE) {
    const ny = (v - cy_px) / fy_px;
    const t = picture.z / (s + c * ny);
    const x = t * (c - s * ny);
    if (!(t > 0 && x > FROM_M && x < TO_M && Math.abs(x - ahead) < UNDER_M)) continue;
    for (let u = 0; u < width_px; u += STRIDE) {
      const at = v * width_px + u;
      if (Number.isNaN(picture.detail[at])) continue;
      const off = (-t * (u - cx_px)) / fx_px - aside;
      if ((x - ahead) * (x - ahead) + off * off < UNDER_M * UNDER_M) looks.add(picture.colours[at]);
    }
  }
  looks.learn();
}
