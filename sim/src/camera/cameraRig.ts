import { tan } from '@homebound/math';
import type { CameraModel, CameraRig } from '@homebound/robot';
import type { RoomLight } from '../world.ts';
import type { DepthProfile } from './depthPicture.ts';
import type { MountError } from './mountError.ts';

export const cameraNames = ['depth', 'rgbd', 'rgb', 'laser'] as const;
export type CameraName = (typeof cameraNames)[number];

export interface CameraOptions {
  /** What the camera tells of itself. */
  readonly rig: CameraRig;
  /** Default: it sits as it tells. */
  readonly mountError?: MountError;
  /** Pictures a second, 50 divided by a whole number; default 10. */
  readonly rate_hz?: number;
  /** Absent: the world's, or lamps all over it. */
  readonly light?: RoomLight;
  /** Parts of the depth camera's profile that differ from the default. */
  readonly depth?: Partial<DepthProfile>;
}

const DEGREE = Math.PI / 180;

/** A pinhole of a size and a horizontal angle of view. */
export function pinhole(
  width_px: number,
  height_px: number,
  hfov_rad: number,
  mount: CameraModel['mount'],
  distortion: CameraModel['distortion'] = [0, 0, 0, 0, 0],
): CameraModel {
  const f = width_px / 2 / tan(hfov_rad / 2);
  return {
    width_px,
    height_px,
    fx_px: f,
    fy_px: f,
    cx_px: (width_px - 1) / 2,
    cy_px: (height_px - 1) / 2,
    distortion,
    mount,
  };
}

/** In the bumper's window. */
const mount = { x_m: 0.155, y_m: 0, z_m: 0.065, pitchDown_rad: 17.5 * DEGREE };
const both = pinhole(160, 120, 75 * DEGREE, mount, [-0.05, 0.01, 0.0005, -0.0005, 0]);

/** The rigs of a vacuum: what a camera of each name has. */
export const cameraRigs: Readonly<Record<CameraName, CameraRig>> = {
  depth: { depth: both },
  rgbd: { color: both, depth: both },
  rgb: { color: both },
  laser: {
    laser: {
      ...pinhole(640, 240, 75 * DEGREE, { ...mount, z_m: 0.03, pitchDown_rad: -5.5 * DEGREE }),
      fan: { z_m: 0.075, pitchDown_rad: 6.8 * DEGREE },
    },
  },
};
