import {
  acos,
  compose3,
  identity3,
  inverse3,
  planar,
  type SE2,
  type SE3,
  unitQuaternion,
  upright,
} from '@homebound/math';
import type { tf2_msgs } from '@homebound/messages';
import type { ScanRecord } from '@homebound/robot';
import { plainFrame } from './frames.ts';

/** rad: a beam that leaves by more than this meets floor or ceiling within 3 m of a lidar 25 cm up. */
const MAX_TILT = 0.087;

/** Where a laser sits on the robot, as a flat map needs it. */
export interface LaserPlace {
  readonly T_base_lidar: SE2;
  /** It hangs upside down: its beams run the other way round, see `asSeenFromAbove`. */
  readonly isUpsideDown: boolean;
}

/** Why there is no place: no chain of transforms, or a laser that looks up or down by so many rad. */
export type NoLaserPlace = { readonly reason: 'unknown' } | { readonly reason: 'tilted'; readonly tilt_rad: number };

/**
 * The frames of a robot, as far as they are fixed to each other. The first transform of a frame counts: what moves on the
 * robot (a lidar on a lift) is taken where it was then. Names are compared without a leading slash, as in ROS 1.
 */
export class LaserFrames {
  readonly #parents = new Map<string, { readonly parent: string; readonly T_parent_child: SE3 }>();

  /** Takes the transforms of a message on tf or tf_static; one whose quaternion is none is left out. */
  add(message: tf2_msgs.TFMessage): void {
    for (const { header, child_frame_id, transform } of message.transforms) {
      const child = plainFrame(child_frame_id);
      if (this.#parents.has(child)) continue;
      const q = unitQuaternion(transform.rotation);
      if (q === undefined) continue;
      this.#parents.set(child, {
        parent: plainFrame(header.frame_id),
        T_parent_child: { t: transform.translation, q },
      });
    }
  }

  /**
   * Where a laser sits on the base.
   * @param odom frame that the base moves in: no chain leads through it
   */
  laserPlace(base: string, laser: string, odom: string): LaserPlace | NoLaserPlace {
    const T_base_laser = this.#between(plainFrame(base), plainFrame(laser), plainFrame(odom));
    if (T_base_laser === undefined) return { reason: 'unknown' };
    const up = upright(T_base_laser);
    const tilt_rad = acos(Math.min(1, Math.abs(up)));
    if (tilt_rad > MAX_TILT) return { reason: 'tilted', tilt_rad };
    return { T_base_lidar: planar(T_base_laser), isUpsideDown: up < 0 };
  }

  /** T_a_b through the first frame that both hang from. */
  #between(a: string, b: string, odom: string): SE3 | undefined {
    const above_a = this.#above(a, odom);
    for (const [frame, T_frame_b] of this.#above(b, odom)) {
      const T_frame_a = above_a.get(frame);
      if (T_frame_a !== undefined) return compose3(inverse3(T_frame_a), T_frame_b);
    }
    return undefined;
  }

  /** A frame and those that it hangs from up to `odom`, nearest first, each with the frame's pose in it. */
  #above(frame: string, odom: string): Map<string, SE3> {
    const above = new Map([[frame, identity3]]);
    let T_top_frame = identity3;
    for (let link = this.#parents.get(frame); link !== undefined; link = this.#parents.get(link.parent)) {
      if (link.parent === odom || above.has(link.parent)) break;
      T_top_frame = compose3(link.T_parent_child, T_top_frame);
      above.set(link.parent, T_top_frame);
    }
    return above;
  }
}

/** In words; what to do about it depends on who asks. */
export function whyNoLaserPlace(place: NoLaserPlace, laser: string, base: string): string {
  if (place.reason === 'unknown') return `no transform leads from ${base} to ${laser}`;
  const degrees = ((place.tilt_rad * 180) / Math.PI).toFixed(0);
  return `the laser ${laser} is tilted by ${degrees}° on ${base}; a flat map needs a level one`;
}

/** An upside-down lidar's scan as one of an upright lidar at the same place: beams mirrored, in the order they were taken. */
export function asSeenFromAbove(scan: ScanRecord): ScanRecord {
  return { ...scan, angleMin_rad: -scan.angleMin_rad, angleIncrement_rad: -scan.angleIncrement_rad };
}
