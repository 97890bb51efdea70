import { acos, atan2, type SE2 } from '@homebound/math';
import type { tf2_msgs } from '@homebound/messages';
import type { ScanRecord } from '@homebound/robot';

/** A rigid motion of space: the rotation row-major, [3, 3], the way in m. Named like `SE2`: `T_a_b` is frame b in frame a. */
interface SE3 {
  readonly R: readonly number[];
  readonly t: readonly number[];
}

const identity3: SE3 = { R: [1, 0, 0, 0, 1, 0, 0, 0, 1], t: [0, 0, 0] };

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
 * The frames of a log, as far as they are fixed to each other. The first transform of a frame counts: what moves on the
 * robot (a lidar on a lift) is taken where it was then. Names are compared without a leading slash, as in ROS 1.
 */
export class FrameTree {
  readonly #parents = new Map<string, { readonly parent: string; readonly T_parent_child: SE3 }>();

  add(message: tf2_msgs.TFMessage): void {
    for (const { header, child_frame_id, transform } of message.transforms) {
      const child = plain(child_frame_id);
      if (this.#parents.has(child)) continue;
      const { translation: t, rotation: q } = transform;
      this.#parents.set(child, {
        parent: plain(header.frame_id),
        T_parent_child: { R: rotationOf(q), t: [t.x, t.y, t.z] },
      });
    }
  }

  /**
   * Where a laser sits on the base.
   * @param odom frame that the base moves in: no chain leads through it
   */
  laserPlace(base: string, laser: string, odom: string): LaserPlace | NoLaserPlace {
    const T_base_laser = this.#between(plain(base), plain(laser), plain(odom));
    if (T_base_laser === undefined) return { reason: 'unknown' };
    const { R, t } = T_base_laser;
    // The laser's z axis in the base is the last column, its x axis the first.
    const tilt_rad = acos(Math.min(1, Math.abs(R[8])));
    if (tilt_rad > MAX_TILT) return { reason: 'tilted', tilt_rad };
    return { T_base_lidar: { x: t[0], y: t[1], theta: atan2(R[3], R[0]) }, isUpsideDown: R[8] < 0 };
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

/** An upside-down lidar's scan as one of an upright lidar at the same place: beams mirrored, in the order they were taken. */
export function asSeenFromAbove(scan: ScanRecord): ScanRecord {
  return { ...scan, angleMin_rad: -scan.angleMin_rad, angleIncrement_rad: -scan.angleIncrement_rad };
}

function plain(frame: string): string {
  return frame.replace(/^\//, '');
}

function rotationOf(q: { readonly x: number; readonly y: number; readonly z: number; readonly w: number }): number[] {
  const { x, y, z, w } = q;
  return [
    1 - 2 * (y * y + z * z),
    2 * (x * y - z * w),
    2 * (x * z + y * w),
    2 * (x * y + z * w),
    1 - 2 * (x * x + z * z),
    2 * (y * z - x * w),
    2 * (x * z - y * w),
    2 * (y * z + x * w),
    1 - 2 * (x * x + y * y),
  ];
}

function rotate([a, b, c, d, e, f, g, h, i]: readonly number[], [x, y, z]: readonly number[]): number[] {
  return [a * x + b * y + c * z, d * x + e * y + f * z, g * x + h * y + i * z];
}

function compose3(T_a_b: SE3, T_b_c: SE3): SE3 {
  const R = [0, 1, 2].map((column) =>
    rotate(
      T_a_b.R,
      [0, 3, 6].map((row) => T_b_c.R[row + column]),
    ),
  );
  const t = rotate(T_a_b.R, T_b_c.t);
  return { R: [0, 1, 2].flatMap((row) => R.map((column) => column[row])), t: t.map((v, i) => v + T_a_b.t[i]) };
}

function inverse3({ R, t }: SE3): SE3 {
  const turned = [R[0], R[3], R[6], R[1], R[4], R[7], R[2], R[5], R[8]];
  return { R: turned, t: rotate(turned, t).map((v) => -v) };
}
