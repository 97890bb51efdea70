import { LocalEye } from '@homebound/nodes';
import type { ImuRecord } from '@homebound/robot';
import { cameraRigs, createSimulator, initPhysics, type MountError, obstacleLane } from '@homebound/sim';
import { Eye } from '@homebound/vision';

beforeAll(initPhysics);

const DEGREE = Math.PI / 180;

/** A simulated body whose camera sits otherwise than it tells stands for 2 s, and drives straight for as long; nothing is heard but wheels, gyro and pictures. */
function drive(mountError: MountError): { eye: Eye; health: LocalEye['health']; views: number } {
  const world = { ...obstacleLane('bare', { seed: 3, things: [] }), T_world_start: { x: 0.4, y: 0.55, theta: 0 } };
  const { body, onStep, free } = createSimulator({ world, seed: 3, camera: { rig: cameraRigs.depth, mountError } });
  const { camera } = body;
  if (camera === undefined) throw new Error('no camera');
  const eye = new Eye(camera.rig);
  const local = new LocalEye(camera, () => eye);
  local.open();
  let odometry: Parameters<LocalEye['poll']>[1]['odometry'][number][] = [];
  onStep(({ stamp_s, T_world_base }) => odometry.push({ stamp_s, T_odom_base: T_world_base }));
  let views = 0;
  for (let k = 1; k <= 40; k++) {
    body.drive({ v_mps: k > 20 ? 0.3 : 0, w_radps: 0 });
    const imu = body.poll(0.1 * k).filter((record): record is ImuRecord => record.kind === 'imu');
    views += local.poll(0.1 * k, { odometry, imu }).length;
    odometry = [];
  }
  const { health } = local;
  free();
  return { eye, health, views };
}

test.each([
  [1, -1, 0.003],
  [-3, 2, -0.008],
  [3.5, -3, 0],
])(
  'a camera %p° lower, %p° rolled and %p m higher than it tells is told by the floor in 2 s of driving',
  (pitch, roll, height_m) => {
    const { eye, health, views } = drive({ pitch_rad: pitch * DEGREE, roll_rad: roll * DEGREE, height_m });
    expect(eye.mount?.isLevelled).toBe(true);
    expect(eye.mount?.pitch_rad).toBeCloseTo(pitch * DEGREE, 2.3);
    expect(eye.mount?.roll_rad).toBeCloseTo(roll * DEGREE, 2.3);
    expect([health.refused, health.fault, health.looks]).toEqual([0, '', views]);
    expect(views).toBeGreaterThan(35);
  },
);

test.each([
  [8, 0],
  [-7, 0],
  [0, 0.05],
])('one that sits %p° and %p m off is no mount: no look is given, and the fault says so', (pitch, height_m) => {
  const { health, views } = drive({ pitch_rad: pitch * DEGREE, roll_rad: 0, height_m });
  expect([views, health.looks]).toEqual([0, 0]);
  expect(health.refused).toBeGreaterThan(35);
  expect(health.fault).toMatch(/does not find the floor/);
});
