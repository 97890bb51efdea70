import { cos, type Rng, type SE2, sin } from '@homebound/math';
import type { RobotGeometry } from '@homebound/robot';
import type { RayScene } from '../lidar/rayScene.ts';

/** Height of the wall sensor over the floor. */
const HEIGHT_M = 0.04;

/** Distance to the wall beside the body, m; +Infinity when it is beyond the sensor's range. */
export function wallDistance(
  scene: RayScene,
  mount: RobotGeometry['wallSensor'],
  T_world_base: SE2,
  sigma_m: number,
  rng: Rng,
): number {
  const c = cos(T_world_base.theta);
  const s = sin(T_world_base.theta);
  const ox = T_world_base.x + c * mount.x_m - s * mount.y_m;
  const oy = T_world_base.y + s * mount.x_m + c * mount.y_m;
  const yaw = T_world_base.theta + mount.yaw_rad;
  const { range_m, material } = scene.cast(ox, oy, cos(yaw), sin(yaw), 0, mount.range_m, HEIGHT_M, 0);
  if (material === undefined) return Number.POSITIVE_INFINITY;
  return sigma_m === 0 ? range_m : Math.max(0, range_m + sigma_m * rng.normal());
}
