import { atan2, cos, type SE2, sin } from '@homebound/math';
import type { geometry_msgs } from '@homebound/messages';
import { Refused } from '../run/refused.ts';

/** What is set down stands upright on the floor: so far from it, m, and so far from upright. */
const OFF_FLOOR_M = 0.05;
const UPRIGHT = 0.9995; // cosine of 1.8 degrees
const UNIT_WITHIN = 0.01;

export function poseMessage({ x, y, theta }: SE2): geometry_msgs.Pose {
  return { position: { x, y, z: 0 }, orientation: { x: 0, y: 0, z: sin(theta / 2), w: cos(theta / 2) } };
}

/** A pose on the floor. Throws Refused for one that floats, leans, or has no unit quaternion. */
export function poseOnFloor({ position: p, orientation: q }: geometry_msgs.Pose): SE2 {
  const norm = q.x * q.x + q.y * q.y + q.z * q.z + q.w * q.w;
  if (!(Math.abs(norm - 1) < UNIT_WITHIN))
    throw new Refused('invalidPose', `its quaternion has length ${Math.sqrt(norm).toFixed(3)}, not 1`);
  if (!(Math.abs(p.z) < OFF_FLOOR_M))
    throw new Refused('invalidPose', `z is ${p.z} m: things stand on the floor, at 0`);
  // The third column of the rotation is where its z points to.
  if (1 - 2 * (q.x * q.x + q.y * q.y) < UPRIGHT)
    throw new Refused('invalidPose', 'it leans: what is set down stands upright, turned about z alone');
  return { x: p.x, y: p.y, theta: atan2(2 * (q.w * q.z + q.x * q.y), 1 - 2 * (q.y * q.y + q.z * q.z)) };
}
