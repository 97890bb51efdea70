import type { CameraFrame, CameraRig, CropSource, FloorRecord, RobotGeometry } from '@homebound/robot';
import { type BodyAt, Eye } from '@homebound/vision';

/** What finds the floor in pictures. Undefined: nothing in this one that could be trusted. */
export interface FloorSight {
  look(frame: CameraFrame, body: BodyAt): FloorRecord | undefined;
  /** The camera was shut: no picture stays. Absent where none is kept. */
  forget?(): void;
  /** Of one that could tell that a person is in a picture. */
  readonly crops?: CropSource;
}

/**
 * What finds the floor in the pictures of a rig, by vision.
 * @param geometry  of the body that the rig is on; absent: the default one's
 * Throws RangeError for a rig without anything that it can be found in.
 */
export function floorSight(rig: CameraRig, geometry?: RobotGeometry): FloorSight {
  return new Eye(rig, geometry);
}
