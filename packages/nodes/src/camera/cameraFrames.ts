import { cos, sin } from '@homebound/math';
import type { geometry_msgs } from '@homebound/messages';
import type { CameraModel, CameraRig } from '@homebound/robot';
import { header } from '../convert.ts';
import { frames } from '../frames.ts';

/** What each camera of a rig sees is told in its optical frame: z along the view, x to the right, y down (REP-103). */
export const opticalFrames = {
  color: 'camera_color_optical_frame',
  depth: 'camera_depth_optical_frame',
  laser: 'camera_laser_optical_frame',
} as const satisfies Record<keyof CameraRig, string>;

const CAMERA = 'camera_link';

/** Where the cameras look, for tf_static: camera_link at the first of them, x along its view, and an optical frame for each. */
export function cameraFrames(stamp_s: number, rig: CameraRig): geometry_msgs.TransformStamped[] {
  const kinds = (['color', 'depth', 'laser'] as const).filter((kind) => rig[kind] !== undefined);
  if (kinds.length === 0) return [];
  const { mount } = rig[kinds[0]] as CameraModel;
  const transform = (parent: string, child: string, at: CameraModel['mount'], rotation: geometry_msgs.Quaternion) => ({
    header: header(stamp_s, parent),
    child_frame_id: child,
    transform: { translation: { x: at.x_m, y: at.y_m, z: at.z_m }, rotation },
  });
  // All hang on base_footprint, whose poses mounts are: tf wants a tree, and no chain of roundings.
  const hung = kinds.map((kind) => {
    const at = (rig[kind] as CameraModel).mount;
    return transform(frames.base, opticalFrames[kind], at, opticalRotation(at.pitchDown_rad));
  });
  return [transform(frames.base, CAMERA, mount, pitched(mount.pitchDown_rad)), ...hung];
}

/** Nose down is positive about y. */
function pitched(pitchDown_rad: number): geometry_msgs.Quaternion {
  return { x: 0, y: sin(pitchDown_rad / 2), z: 0, w: cos(pitchDown_rad / 2) };
}

/** The same after the turn from x ahead, y left, z up to z ahead, x right, y down: the quaternion (-1/2, 1/2, -1/2, 1/2). */
function opticalRotation(pitchDown_rad: number): geometry_msgs.Quaternion {
  const { y: s, w: c } = pitched(pitchDown_rad);
  // (c + s j) (1/2 - i/2 + j/2 - k/2)
  return { x: (-c - s) / 2, y: (c + s) / 2, z: (s - c) / 2, w: (c - s) / 2 };
}
