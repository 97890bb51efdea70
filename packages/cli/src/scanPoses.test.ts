import { between, compose, driveArc, identity, type SE2 } from '@homebound/math';
import { defaultSlamOptions, type ScanResult, type SlamUpdate } from '@homebound/slam';
import { ScanPoses } from './scanPoses.ts';

/** The robot drives a circle of 1 m at 0.5 m/s; its odometry frame stands elsewhere than the map's. */
const T_map_odom: SE2 = { x: 1, y: -2, theta: 0.7 };
const T_odom_at = (stamp_s: number): SE2 => driveArc(identity, 0.5, 0.5, stamp_s);
const T_map_at = (stamp_s: number): SE2 => compose(T_map_odom, T_odom_at(stamp_s));

/** Of an answer, all that matters here: the scan was taken, and its last beam was then. */
const taken = (stamp_s: number): ScanResult => ({ ok: true, stamp_s }) as SlamUpdate;

function started(): { poses: ScanPoses; slam: { T_map_odom: SE2 | undefined; options: typeof defaultSlamOptions } } {
  const slam = { T_map_odom, options: defaultSlamOptions };
  const poses = new ScanPoses(slam);
  for (let i = 0; i <= 500; i++) poses.addOdometry(i / 100, T_odom_at(i / 100));
  return { poses, slam };
}

function expectPose(T: SE2, wanted: SE2, digits: number): void {
  const off = between(wanted, T);
  for (const part of [off.x, off.y, off.theta]) expect(part).toBeCloseTo(0, digits);
}

test('a scan is placed at its own stamp, not at its last beam', () => {
  const { poses } = started();
  poses.note(1, taken(1.2));
  expectPose(poses.online[0].T, T_map_at(1), 5);
  const placed = [{ stamp_s: 1.2, T: T_map_at(1.2) }];
  expectPose(poses.final(placed)[0].T, T_map_at(1), 5);
});

test('a refused scan gets the pose that odometry gives it, before and after corrections', () => {
  const { poses } = started();
  poses.note(1, taken(1));
  poses.note(1.5, undefined);
  poses.note(2, taken(2));
  poses.note(2.5, undefined);
  expectPose(poses.online[1].T, T_map_at(1.5), 5);
  // All of it was found to lie elsewhere: what was refused moves along.
  const T_new_map: SE2 = { x: -3, y: 1, theta: -1.1 };
  const placed = [1, 2].map((stamp_s) => ({ stamp_s, T: compose(T_new_map, T_map_at(stamp_s)) }));
  const final = poses.final(placed);
  expect(final.map(({ stamp_s }) => stamp_s)).toEqual([1, 1.5, 2, 2.5]);
  for (const { stamp_s, T } of final) expectPose(T, compose(T_new_map, T_map_at(stamp_s)), 5);
});

test('what a correction changed between two scans is spread over those refused between them', () => {
  const { poses } = started();
  poses.note(1, taken(1));
  for (const stamp_s of [1.25, 1.5, 1.75]) poses.note(stamp_s, undefined);
  poses.note(2, taken(2));
  const shifted = (T: SE2, x: number): SE2 => ({ ...T, x: T.x + x });
  const final = poses.final([
    { stamp_s: 1, T: T_map_at(1) },
    { stamp_s: 2, T: shifted(T_map_at(2), 0.4) },
  ]);
  // 0.4 m in equal parts: 0, 0.1, 0.2, 0.3, 0.4
  for (const [i, { stamp_s, T }] of final.entries()) expectPose(T, shifted(T_map_at(stamp_s), 0.1 * i), 5);
});

test('what was known then stays so when the map is corrected later', () => {
  const { poses, slam } = started();
  poses.note(1, taken(1));
  slam.T_map_odom = { x: 0, y: 0, theta: 0 };
  poses.note(2, taken(2));
  expectPose(poses.online[0].T, T_map_at(1), 5);
  expectPose(poses.online[1].T, T_odom_at(2), 5);
});

test('a scan outside odometry stands where odometry begins or ends, and is counted', () => {
  const { poses } = started();
  poses.note(-1, undefined);
  poses.note(1, taken(1));
  poses.note(9, undefined);
  expect(poses.outside).toBe(2);
  const [before, , after] = poses.final([{ stamp_s: 1, T: T_map_at(1) }]);
  expectPose(before.T, T_map_at(0), 5);
  expectPose(after.T, T_map_at(5), 5);
});

test('while SLAM is lost odometry goes on; where it finds itself later counts for the scans before', () => {
  const { poses, slam } = started();
  poses.note(1, taken(1));
  slam.T_map_odom = undefined;
  poses.note(2, undefined);
  expectPose(poses.online[1].T, T_map_at(2), 5);
  // Carried off at 1.5 s, found at 3 s: the scan at 2 s is then known to be over there.
  const T_new_map: SE2 = { x: 4, y: 1, theta: 2 };
  const [, lost] = poses.final([
    { stamp_s: 1, T: T_map_at(1) },
    ...[2, 3].map((stamp_s) => ({ stamp_s, T: compose(T_new_map, T_map_at(stamp_s)) })),
  ]);
  expectPose(lost.T, compose(T_new_map, T_map_at(2)), 5);
});

test('a log of which no scan could be placed has the poses that odometry gave', () => {
  const { poses } = started();
  poses.note(1, undefined);
  expect(poses.final([])).toEqual(poses.online);
});
