import type { ImuRecord } from '@homebound/robot';
import { BodyTrack } from './bodyTrack.ts';

/** A body whose wheels and gyro are heard at 50 Hz; its gyro's samples may come late. */
class Body {
  readonly track = new BodyTrack();
  now_s = 0;
  v_mps = 0.3;
  w_radps = 0;
  wy_radps = 0;
  isHeard = true;
  readonly at = { x: 0, y: 0, theta: 0 };

  run(duration_s: number): this {
    for (const end_s = this.now_s + duration_s; this.now_s < end_s - 1e-9; ) {
      this.now_s += 0.02;
      this.at.x += 0.02 * this.v_mps * Math.cos(this.at.theta);
      this.at.y += 0.02 * this.v_mps * Math.sin(this.at.theta);
      this.at.theta += 0.02 * this.w_radps;
      this.track.moved(this.now_s, { ...this.at });
      if (this.isHeard) this.track.turned(imu(this.now_s, this.wy_radps));
    }
    return this;
  }

  get isSteady(): boolean {
    return this.track.at(this.now_s)?.isSteady === true;
  }
}

function imu(stamp_s: number, wy_radps: number): ImuRecord {
  return { kind: 'imu', stamp_s, wx_radps: 0, wy_radps, wz_radps: 0, ax_mps2: 0, ay_mps2: 0, az_mps2: 9.81 };
}

test('between two samples of the gyro the body leans by what lies between, and not by the older one', () => {
  const body = new Body().run(10);
  body.wy_radps = 0.5;
  body.run(0.1);
  // 0.5 rad/s for 0.02 s: 10 mrad, twice what makes a floor unsure.
  const [a, b] = [0.02, 0].map((ago_s) => body.track.leaning(body.now_s - ago_s).tilt.pitch_rad);
  expect(b - a).toBeGreaterThan(0.009);
  for (const share of [0.25, 0.5, 0.75])
    expect(body.track.leaning(body.now_s - 0.02 * (1 - share)).tilt.pitch_rad).toBeCloseTo(a + share * (b - a), 9);
});

test('a gyro that has fallen silent says nothing: the body is taken to be level', () => {
  const body = new Body().run(10);
  body.wy_radps = -0.5;
  body.run(0.1);
  expect(body.track.leaning(body.now_s).tilt.pitch_rad).toBeLessThan(-0.04);
  body.isHeard = false;
  body.run(0.2);
  expect(body.track.leaning(body.now_s).tilt.pitch_rad).toBe(0);
});

test('samples at 400 Hz are remembered as long as such at 50 Hz', () => {
  const track = new BodyTrack();
  for (let k = 0; k < 4000; k++) track.turned(imu(k / 400, k / 400 > 9.2 ? 0.5 : 0));
  // 0.1 s after it began to turn, which was 0.7 s ago: 0.05 rad, less what was forgotten since.
  expect(track.leaning(9.3).tilt.pitch_rad).toBeGreaterThan(0.04);
  expect(track.leaning(9.3).tilt.pitch_rad).toBeLessThan(0.05);
});

test('a body is steady when it has driven straight for half a second, level for two', () => {
  const body = new Body().run(1.9);
  expect(body.isSteady).toBe(false);
  expect(body.run(0.3).isSteady).toBe(true);
  expect(body.run(20).isSteady).toBe(true);
});

test.each<[string, Partial<Body>, Partial<Body>]>([
  ['stands', {}, { v_mps: 0 }],
  ['turns', {}, { w_radps: 0.3 }],
  ['has just begun to drive', { v_mps: 0 }, { v_mps: 0.3 }],
  ['has no gyro any more', {}, { isHeard: false }],
  ['has just rocked', { wy_radps: 0.5 }, { wy_radps: 0 }],
  ['was set down elsewhere', {}, { at: { x: 9, y: 0, theta: 0 } }],
])('one that %s is not', (_, first, then) => {
  const body = new Body().run(20);
  expect(body.isSteady).toBe(true);
  Object.assign(body, first);
  body.run(0.4);
  Object.assign(body, then);
  body.run(0.3);
  expect(body.isSteady).toBe(false);
});

test('one of which nobody tells how it drives is not', () => {
  const track = new BodyTrack();
  for (let k = 0; k < 500; k++) track.turned(imu(k / 50, 0));
  expect([track.at(9), track.leaning(9).isSteady]).toEqual([undefined, false]);
});
