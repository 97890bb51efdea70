import { cos, type SE2, sin } from '@homebound/math';
import type { CameraModel } from '@homebound/robot';
import type { Tilt } from '../lidar/lidarSensor.ts';
import { type MountError, noMountError } from './mountError.ts';

/** Where a camera is and how it looks: the axes of its optical frame (right, down, ahead) in the world frame. */
export interface Eye {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly right: readonly [number, number, number];
  readonly down: readonly [number, number, number];
  readonly ahead: readonly [number, number, number];
}

/** The eye of a body that stands at a place, tilted: turned by yaw, pitch and roll in that order, all of REP-103; in it the camera may sit askew. */
export function eyeOf(
  mount: CameraModel['mount'],
  { x, y, theta }: SE2,
  { z_m, pitch_rad, roll_rad }: Tilt,
  error: MountError = noMountError,
): Eye {
  const [ct, st] = [cos(theta), sin(theta)];
  const [cp, sp] = [cos(pitch_rad), sin(pitch_rad)];
  const [cr, sr] = [cos(roll_rad), sin(roll_rad)];
  /** From the body's frame to the world's. */
  const turn = (a: number, b: number, c: number): [number, number, number] => {
    const [ly, lz] = [cr * b - sr * c, sr * b + cr * c];
    const [px, pz] = [cp * a + sp * lz, -sp * a + cp * lz];
    return [ct * px - st * ly, st * px + ct * ly, pz];
  };
  const at = turn(mount.x_m, mount.y_m, mount.z_m + error.height_m);
  const [cd, sd] = [cos(mount.pitchDown_rad + error.pitch_rad), sin(mount.pitchDown_rad + error.pitch_rad)];
  const [ce, se] = [cos(error.roll_rad), sin(error.roll_rad)];
  return {
    x: x + at[0],
    y: y + at[1],
    z: z_m + at[2],
    right: turn(0, -ce, -se),
    down: turn(-sd, se * cd, -ce * cd),
    ahead: turn(cd, se * sd, -ce * sd),
  };
}
