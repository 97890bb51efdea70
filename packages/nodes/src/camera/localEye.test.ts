import type { CameraRig, EyeMotion, ImuRecord } from '@homebound/robot';
import { LocalEye, type LocalEyeOptions } from './localEye.ts';
import { TestCamera, testModel, testSight } from './testCamera.ts';

const still: ImuRecord = {
  kind: 'imu',
  stamp_s: 0,
  wx_radps: 0,
  wy_radps: 0,
  wz_radps: 0,
  ax_mps2: 0,
  ay_mps2: 0,
  az_mps2: 9.81,
};

/** An eye on a body that drives at a speed, polled every 0.04 s. */
class Look {
  readonly camera: TestCamera;
  readonly sight = testSight();
  readonly eye: LocalEye;
  now_s = 0;
  v_mps = 0.3;
  x_m = 0;
  wy_radps = 0;
  readonly stamps_s: number[] = [];
  hasOdometry = true;

  constructor(options: LocalEyeOptions = {}, rig?: CameraRig) {
    this.camera = new TestCamera(rig);
    this.eye = new LocalEye(this.camera, () => this.sight, options);
  }

  run(duration_s: number): void {
    for (const end_s = this.now_s + duration_s; this.now_s < end_s - 1e-9; ) {
      const odometry: EyeMotion['odometry'][number][] = [];
      const imu: ImuRecord[] = [];
      for (let k = 0; k < 2; k++) {
        this.now_s += 0.02;
        this.x_m += 0.02 * this.v_mps;
        if (this.hasOdometry) odometry.push({ stamp_s: this.now_s, T_odom_base: { x: this.x_m, y: 0, theta: 0 } });
        imu.push({ ...still, stamp_s: this.now_s, wy_radps: this.wy_radps });
      }
      for (const { stamp_s } of this.eye.poll(this.now_s, { odometry, imu })) this.stamps_s.push(stamp_s);
    }
  }
}

function looking(options: LocalEyeOptions = {}): Look {
  const look = new Look(options);
  look.run(0.2);
  look.eye.open();
  return look;
}

test('T-CAM: shut, it gives no look and holds no picture', () => {
  const look = new Look();
  look.run(1);
  expect([look.stamps_s, look.eye.frames]).toEqual([[], []]);
  look.eye.open();
  look.run(1);
  expect(look.stamps_s.length).toBeGreaterThan(8);
  look.eye.close();
  expect(look.eye.frames).toEqual([]);
  const seen = look.stamps_s.length;
  look.run(1);
  expect(look.stamps_s).toHaveLength(seen);
});

test('T-CAM: what a sight keeps is forgotten when the camera shuts, by order or by itself', () => {
  const look = looking();
  let forgotten = 0;
  look.sight.forget = () => void forgotten++;
  look.run(0.5);
  expect(forgotten).toBe(0);
  look.eye.close();
  look.run(0.5);
  expect(forgotten).toBe(1);
  look.eye.open();
  look.run(0.5);
  look.camera.close();
  look.run(0.5);
  expect(forgotten).toBe(2);
});

test('each picture is placed where the body was at its stamp', () => {
  const look = looking();
  look.run(2);
  expect(look.sight.bodies).toHaveLength(look.stamps_s.length);
  look.stamps_s.forEach((stamp_s, k) => {
    expect(look.sight.bodies[k].T_odom_base.x).toBeCloseTo(0.3 * stamp_s, 9);
  });
});

test('a threshold rocks the tilt, a bias of the gyro does not', () => {
  const look = looking();
  look.wy_radps = 0.02;
  look.run(30);
  const before = look.sight.bodies.at(-1)?.tilt.pitch_rad ?? Number.NaN;
  expect(Math.abs(before)).toBeLessThan(0.004);
  // 0.1 rad nose up within 0.2 s.
  look.wy_radps = 0.02 - 0.5;
  look.run(0.2);
  look.wy_radps = 0.02;
  look.run(0.12);
  expect(look.sight.bodies.at(-1)?.tilt.pitch_rad).toBeCloseTo(before - 0.1, 1.8);
});

test('a camera that hangs is told while the body moves, and its pictures are not looked at', () => {
  const look = looking();
  look.run(1);
  look.camera.fault = 'frozen';
  const before = look.stamps_s.length;
  look.run(1);
  expect(look.stamps_s.length - before).toBeLessThanOrEqual(1);
  expect(look.eye.health).toMatchObject({ fault: 'The camera gives the same picture again and again.' });
  expect(look.eye.health.frozen).toBeGreaterThanOrEqual(8);
  look.camera.fault = 'none';
  look.run(0.5);
  expect(look.eye.health.fault).toBe('');
});

test('the same picture of a body that stands still is no fault', () => {
  const look = new Look();
  look.v_mps = 0;
  look.camera.fault = 'frozen';
  look.run(0.2);
  look.eye.open();
  look.run(2);
  expect(look.eye.health).toMatchObject({ frozen: 0, fault: '' });
  expect(look.stamps_s.length).toBeGreaterThan(15);
});

test('a camera whose pictures cannot be read says why', () => {
  const look = looking();
  look.run(1);
  look.camera.fault = 'silent';
  look.camera.unreadable = 'The pictures cannot be read: they are cut off';
  look.run(0.2);
  expect(look.eye.health.fault).toBe('The pictures cannot be read: they are cut off');
  look.camera.unreadable = '';
  look.run(2);
  expect(look.eye.health.fault).toBe('The camera gives no pictures.');
});

test('missing pictures are counted, and a camera that gives none is told', () => {
  const look = looking();
  look.run(1);
  expect(look.eye.health.dropped).toBe(0);
  look.camera.fault = 'dropping';
  look.run(5);
  expect(look.eye.health.dropped).toBeGreaterThanOrEqual(9);
  expect(look.eye.health.dropped).toBeLessThanOrEqual(10);
  look.camera.fault = 'silent';
  look.run(2);
  expect(look.eye.health.fault).toBe('The camera gives no pictures.');
});

test('a floor that is never where it could be is counted, and after two seconds told; then no look is given', () => {
  const look = looking();
  look.run(1);
  const { looks } = look.eye.health;
  const seen = look.stamps_s.length;
  const sees = look.sight.look;
  look.sight.look = () => undefined;
  look.run(1.9);
  expect(look.eye.health.fault).toBe('');
  look.run(0.5);
  expect(look.eye.health).toMatchObject({ looks, fault: expect.stringMatching(/does not find the floor/) });
  expect(look.eye.health.refused).toBeGreaterThan(20);
  expect(look.stamps_s).toHaveLength(seen);
  look.sight.look = sees;
  look.run(0.2);
  expect(look.eye.health.fault).toBe('');
  look.eye.close();
  look.eye.open();
  expect(look.eye.health.refused).toBe(0);
});

test('pictures in which nobody looks for the floor are no refusals', () => {
  const look = new Look({}, { color: testModel, depth: testModel });
  look.run(0.2);
  look.eye.open();
  look.sight.look = () => undefined;
  look.camera.kind = 'color';
  look.run(3);
  expect(look.eye.health).toMatchObject({ looks: 0, refused: 0, fault: '' });
});

test('without odometry the camera is heard, nothing is looked at, and what is missing is told', () => {
  const look = looking();
  look.run(1);
  look.hasOdometry = false;
  look.run(3);
  const seen = look.stamps_s.length;
  expect(look.eye.health.fault).toMatch(/there is no odometry/);
  look.run(1);
  expect(look.stamps_s).toHaveLength(seen);
  look.camera.fault = 'silent';
  look.run(2);
  expect(look.eye.health.fault).toBe('The camera gives no pictures.');
  look.camera.fault = 'none';
  look.hasOdometry = true;
  look.run(0.4);
  expect(look.eye.health.fault).toBe('');
  expect(look.stamps_s.length).toBeGreaterThan(seen);
});

test("the device's own count of lost pictures goes before gaps in the stamps", () => {
  const look = looking();
  look.camera.fault = 'dropping';
  look.camera.lost = 2;
  look.run(5);
  expect(look.eye.health.dropped).toBe(2);
});

test('a look that costs more than its share is taken less often', () => {
  let clock_s = 0;
  // Asked before and after each look: 0.09 s a look, a share of 0.3, so every 0.3 s.
  const look = looking({ clock_s: () => (clock_s += 0.09) });
  look.run(6);
  expect(look.stamps_s.length).toBeGreaterThanOrEqual(18);
  expect(look.stamps_s.length).toBeLessThanOrEqual(22);
  expect(look.eye.health.looks_hz).toBeCloseTo(1 / 0.3, 0.3);
  expect(look.eye.health.cost_s).toBeCloseTo(0.09, 6);
});
