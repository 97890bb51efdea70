import type { CameraRig } from '@homebound/robot';
import { DepthEye } from '@homebound/vision';
import type { FloorSight } from './floorEye.ts';

/** What finds the floor in the pictures of a rig, by vision. Throws RangeError for a rig without anything that it can be found in. */
export function floorSight(rig: CameraRig): FloorSight {
  if (rig.depth === undefined) throw new RangeError('Cannot look at the floor: the camera has no depth');
  const depth = new DepthEye(rig.depth);
  return {
    look: (frame, { tilt }) => (frame.kind === 'depth' ? depth.look(frame.data, frame.stamp_s, tilt) : undefined),
  };
}
