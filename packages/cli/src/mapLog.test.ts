import type { LogRecord } from './mapLog.ts';
import { mapLog } from './mapLog.ts';

/** A robot that drives along x at 0.3 m/s; its scans take `scan_s`. */
function drive(scan_s: number): LogRecord[] {
  const beams = 360;
  const at = (stamp_s: number) => ({ x: 0.3 * stamp_s, y: 0, theta: 0 });
  const odometry = Array.from({ length: 101 }, (_, i): LogRecord => {
    const stamp_s = i / 50;
    return { kind: 'odometry', stamp_s, T_odom_base: at(stamp_s) };
  });
  const scan: LogRecord = {
    kind: 'scan',
    stamp_s: 1,
    angleMin_rad: -Math.PI,
    angleIncrement_rad: (2 * Math.PI) / beams,
    timeIncrement_s: scan_s / beams,
    scanTime_s: scan_s,
    rangeMin_m: 0.1,
    rangeMax_m: 10,
    ranges_m: new Float32Array(beams).fill(2),
    intensities: new Float32Array(0),
    T_base_lidar: { x: 0, y: 0, theta: 0 },
  };
  return [...odometry, scan].sort((a, b) => a.stamp_s - b.stamp_s);
}

test.each([0, 0.2])('the pose of a scan of %f s is the one at its own stamp', (scan_s) => {
  const { online, refused } = mapLog(drive(scan_s), { resolution_m: 0.05, input: 'drive' });
  expect(refused).toBe(0);
  expect(online).toHaveLength(1);
  expect(online[0].stamp_s).toBe(1);
  expect(online[0].T.x).toBeCloseTo(0.3, 3);
});
