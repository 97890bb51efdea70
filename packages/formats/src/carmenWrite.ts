import { between, compose, type SE2 } from '@homebound/math';
import type { CarmenRecord, LoggedScan } from './carmen.ts';

const rad = Math.PI / 180;
/** Angles closer than this are one: a hundredth of a beam of the finest lidar. */
const SAME_RAD = 1e-5;
const HOST = 'homebound';

/**
 * A robot's log as CARMEN text, for other SLAM systems and for `readCarmen`, in the order given.
 *
 * A scan becomes a FLASER line when that says all of it (180 or 181 beams of 1°, 360 or 361 of 0.5°, from -90° on, laser at
 * base_link), else a ROBOTLASER1 line, which carries angles, maximum range and mounting. Poses and stamps have 6 decimals,
 * readings 3. "No return" (+Inf) is written as the maximum range, invalid (NaN) and too close (-Inf) as 0. CARMEN knows one
 * stamp a scan: take the bend of a scan on the move out before (de-skew). Speeds are the mean since the record before.
 *
 * Remissions are left out. A FLASER reader takes the largest reading of the log as "no return": have one in it.
 *
 * Throws RangeError for numbers that are not finite, and for a scan with "no return" but without a maximum range.
 * Source: CARMEN logger file format.
 */
export function writeCarmen(records: Iterable<CarmenRecord>): string {
  const lines: string[] = ['# CARMEN log; ODOM x y theta tv rv accel ipc_stamp host logger_stamp'];
  let start_s: number | undefined;
  let before: CarmenRecord | undefined;
  for (const record of records) {
    start_s ??= record.stamp_s;
    checkPose(record);
    const stamps = `${record.stamp_s.toFixed(6)} ${HOST} ${(record.stamp_s - start_s).toFixed(6)}`;
    const speeds = meanSpeeds(before, record);
    if (record.kind === 'odometry') lines.push(`ODOM ${pose(record.T_odom_base)} ${speeds} 0 ${stamps}`);
    else if (isFlaser(record)) lines.push(`${flaser(record)} ${stamps}`);
    else lines.push(`${robotLaser(record, speeds)} ${stamps}`);
    before = record;
  }
  return `${lines.join('\n')}\n`;
}

/** Whether the reader's habit (see `readCarmen`) gives back the scan's angles and mounting from its count of beams alone. */
function isFlaser({ ranges_m, angleMin_rad, angleIncrement_rad, T_base_lidar }: LoggedScan): boolean {
  const n = ranges_m.length;
  const step_rad = n === 180 || n === 181 ? rad : n === 360 || n === 361 ? 0.5 * rad : 0;
  const { x, y, theta } = T_base_lidar;
  return (
    step_rad > 0 &&
    x === 0 &&
    y === 0 &&
    theta === 0 &&
    Math.abs(angleMin_rad + 90 * rad) < SAME_RAD &&
    Math.abs(angleIncrement_rad - step_rad) * n < SAME_RAD
  );
}

/** `FLASER n r1..rn x y theta odom_x odom_y odom_theta` */
function flaser(scan: LoggedScan): string {
  const T = pose(scan.T_odom_base);
  return `FLASER ${scan.ranges_m.length} ${readings(scan)} ${T} ${T}`;
}

/**
 * `ROBOTLASER1 type start_angle field_of_view angular_resolution maximum_range accuracy remission_mode n r1..rn 0
 * laser_x laser_y laser_theta robot_x robot_y robot_theta tv rv forward_safety side_safety turn_axis`
 */
function robotLaser(scan: LoggedScan, speeds: string): string {
  const { ranges_m, angleMin_rad, angleIncrement_rad, rangeMax_m, T_odom_base, T_base_lidar } = scan;
  const n = ranges_m.length;
  const field_rad = angleIncrement_rad * (n - 1);
  const maximum_m = Number.isFinite(rangeMax_m) ? rangeMax_m : largest(ranges_m);
  return (
    `ROBOTLASER1 0 ${angleMin_rad} ${field_rad} ${angleIncrement_rad} ${maximum_m} 0.01 0 ${n} ${readings(scan)} 0 ` +
    `${pose(compose(T_odom_base, T_base_lidar))} ${pose(T_odom_base)} ${speeds} 0 0 0`
  );
}

function readings({ ranges_m, rangeMax_m, stamp_s }: LoggedScan): string {
  const words: string[] = [];
  for (const r of ranges_m) {
    if (r === Number.POSITIVE_INFINITY && !Number.isFinite(rangeMax_m))
      throw new RangeError(
        `Cannot write CARMEN: the scan at ${stamp_s} s has beams without return, so its rangeMax_m must be finite, got ${rangeMax_m}`,
      );
    if (r === Number.POSITIVE_INFINITY) words.push(`${rangeMax_m}`);
    else words.push(r > 0 ? r.toFixed(3) : '0');
  }
  return words.join(' ');
}

function largest(ranges_m: Float32Array): number {
  let max_m = 0;
  for (const r of ranges_m) if (r > max_m) max_m = r;
  // A reading at the maximum would read back as "no return".
  return max_m + 1;
}

function pose({ x, y, theta }: SE2): string {
  return `${x.toFixed(6)} ${y.toFixed(6)} ${theta.toFixed(6)}`;
}

/** Speed along the base's x and yaw rate since the record before, `tv rv`; zeros for the first. */
function meanSpeeds(before: CarmenRecord | undefined, { stamp_s, T_odom_base }: CarmenRecord): string {
  const dt = before === undefined ? 0 : stamp_s - before.stamp_s;
  if (before === undefined || dt <= 0) return '0 0';
  const moved = between(before.T_odom_base, T_odom_base);
  return `${(moved.x / dt).toFixed(6)} ${(moved.theta / dt).toFixed(6)}`;
}

function checkPose({ kind, stamp_s, T_odom_base: { x, y, theta } }: CarmenRecord): void {
  if (!Number.isFinite(stamp_s + x + y + theta))
    throw new RangeError(
      `Cannot write CARMEN: stamp and pose of the ${kind} must be finite, got (${x}, ${y}, ${theta}) at ${stamp_s} s`,
    );
}
