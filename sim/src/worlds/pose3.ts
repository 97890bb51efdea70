import { cos, sin } from '@homebound/math';

/** A pose in space: translation in m and a rotation matrix, row-major. `T_a_b` takes points from b to a. */
export interface Pose3 {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly R: readonly number[];
}

export const identity3: Pose3 = { x: 0, y: 0, z: 0, R: [1, 0, 0, 0, 1, 0, 0, 0, 1] };

/** Roll about x, then pitch about y, then yaw about z, all fixed axes: R = Rz · Ry · Rx, as SDF and URDF mean it. */
export function fromEuler(x: number, y: number, z: number, roll: number, pitch: number, yaw: number): Pose3 {
  const [cr, sr, cp, sp, cy, sy] = [cos(roll), sin(roll), cos(pitch), sin(pitch), cos(yaw), sin(yaw)];
  const R = [
    cy * cp,
    cy * sp * sr - sy * cr,
    cy * sp * cr + sy * sr,
    sy * cp,
    sy * sp * sr + cy * cr,
    sy * sp * cr - cy * sr,
    -sp,
    cp * sr,
    cp * cr,
  ];
  return { x, y, z, R };
}

/** From a quaternion, which need not have length 1 but must not be 0. */
export function fromQuaternion(x: number, y: number, z: number, q: readonly [number, number, number, number]): Pose3 {
  const length = Math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
  const [qx, qy, qz, qw] = q.map((v) => v / length);
  const R = [
    1 - 2 * (qy * qy + qz * qz),
    2 * (qx * qy - qz * qw),
    2 * (qx * qz + qy * qw),
    2 * (qx * qy + qz * qw),
    1 - 2 * (qx * qx + qz * qz),
    2 * (qy * qz - qx * qw),
    2 * (qx * qz - qy * qw),
    2 * (qy * qz + qx * qw),
    1 - 2 * (qx * qx + qy * qy),
  ];
  return { x, y, z, R };
}

/** The point of frame b in frame a. */
export function apply3(T_a_b: Pose3, p: readonly [number, number, number]): [number, number, number] {
  const { x, y, z, R } = T_a_b;
  return [
    x + R[0] * p[0] + R[1] * p[1] + R[2] * p[2],
    y + R[3] * p[0] + R[4] * p[1] + R[5] * p[2],
    z + R[6] * p[0] + R[7] * p[1] + R[8] * p[2],
  ];
}

/** T_a_c = compose3(T_a_b, T_b_c). */
export function compose3(T_a_b: Pose3, T_b_c: Pose3): Pose3 {
  const A = T_a_b.R;
  const B = T_b_c.R;
  const R = Array.from({ length: 9 }, (_, i) => {
    const row = i - (i % 3);
    return A[row] * B[i % 3] + A[row + 1] * B[3 + (i % 3)] + A[row + 2] * B[6 + (i % 3)];
  });
  const [x, y, z] = apply3(T_a_b, [T_b_c.x, T_b_c.y, T_b_c.z]);
  return { x, y, z, R };
}

/** T_b_a from T_a_b. */
export function inverse3(T_a_b: Pose3): Pose3 {
  const { x, y, z, R } = T_a_b;
  const turned: Pose3 = { x: 0, y: 0, z: 0, R: [R[0], R[3], R[6], R[1], R[4], R[7], R[2], R[5], R[8]] };
  const [bx, by, bz] = apply3(turned, [-x, -y, -z]);
  return { x: bx, y: by, z: bz, R: turned.R };
}
