import type { SE2 } from '@homebound/math';
import type { CameraFrame, CameraRig, FloorRecord } from '@homebound/robot';
import { DepthEye, type Tilt } from '@homebound/vision';

/** Where the body was when a picture was taken. */
export interface BodyAt {
  readonly T_odom_base: SE2;
  readonly tilt: Tilt;
}

/** What finds the floor in pictures. Undefined: nothing in this one that could be trusted. */
export interface FloorSight {
  look(frame: CameraFrame, body: BodyAt): FloorRecord | undefined;
}

/** What finds the floor in the pictures of a rig, by vision. Throws RangeError for a rig without anything that it can be found in. */
export function floorSight(rig: CameraRig): FloorSight {
  if (rig.depth === undefined) throw new RangeError('Cannot look at the floor: the camera has no depth');
  const depth = new DepthEye(rig.depth);
  return {
    look: (frame, { tilt }) => (frame.kind === 'depth' ? depth.look(frame.data, frame.stamp_s, tilt) : undefined),
  };
}
