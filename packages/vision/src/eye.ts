import type { SE2 } from '@homebound/math';
import {
  type CameraFrame,
  type CameraRig,
  defaultGeometry,
  type FloorRecord,
  type RobotGeometry,
} from '@homebound/robot';
import { limitsOf } from './bodyLimits.ts';
import { ColorEye } from './colorEye.ts';
import { DepthEye } from './depthEye.ts';
import type { Tilt } from './floorPlane.ts';
import { LaserEye } from './laserEye.ts';

/** Where the body was, and how it leaned, when a picture was taken. */
export interface BodyAt {
  readonly T_odom_base: SE2;
  readonly tilt: Tilt;
  /** It drives straight on level ground, as wheels and gyro tell: what the floor says then is how the camera sits. Absent: nobody knows. */
  readonly isSteady?: boolean;
}

/** In which of a rig's pictures the floor is looked for: depth, else the laser's line, else colour. */
export function lookedAt({ depth, laser }: CameraRig): CameraFrame['kind'] {
  return depth !== undefined ? 'depth' : laser !== undefined ? 'laser' : 'color';
}

/** Finds the floor in the pictures of a rig: by depth where there is depth, else by the laser's line, else by colour alone. */
export class Eye {
  readonly #depth: DepthEye | undefined;
  readonly #laser: LaserEye | undefined;
  readonly #color: ColorEye | undefined;

  /** Throws RangeError for a rig without anything that the floor can be found in, and a body that cannot be. */
  constructor({ depth, laser, color }: CameraRig, geometry: RobotGeometry = defaultGeometry) {
    const limits = limitsOf(geometry);
    if (depth !== undefined) this.#depth = new DepthEye(depth, { limits, ...(depth.noise && { noise: depth.noise }) });
    else if (laser !== undefined) this.#laser = new LaserEye(laser, limits);
    else if (color !== undefined) this.#color = new ColorEye(color, limits);
    else throw new RangeError('Cannot look at the floor: the camera has neither depth nor a laser nor colour');
  }

  /** How the camera sits otherwise than it is told, as its depth pictures have shown; undefined where there are none. */
  get mount(): DepthEye['mount'] | undefined {
    return this.#depth?.mount;
  }

  /** The camera was shut: pictures that were kept are wiped. */
  forget(): void {
    this.#color?.forget();
  }

  /** A look at the floor, in base_footprint; undefined for pictures of another kind, and for one that cannot be trusted. */
  look(frame: CameraFrame, { T_odom_base, tilt, isSteady }: BodyAt): FloorRecord | undefined {
    if (frame.kind === 'depth') return this.#depth?.look(frame.data, frame.stamp_s, tilt, isSteady);
    if (frame.kind === 'laser') return this.#laser?.look(frame.data, frame.stamp_s, tilt, T_odom_base);
    return this.#color?.look(frame.data, frame.stamp_s, tilt, T_odom_base);
  }
}
