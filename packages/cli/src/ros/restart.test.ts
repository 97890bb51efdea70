import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { restartFrom } from './restart.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'homebound-restart-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const from = (path = folder) => restartFrom({ RUNTIME_DIRECTORY: path })!;
const left = { stamp_s: 3, T_map_odom: { x: 1, y: 2, theta: 0.5 } };

test('without a folder of a supervisor nothing is kept', () => {
  expect(restartFrom({})).toBeUndefined();
  expect(restartFrom({ RUNTIME_DIRECTORY: '' })).toBeUndefined();
});

test('what a process left is there for the next one, once', () => {
  const before = from();
  expect(before.checkpoints.slam!.take()).toBeUndefined();
  before.checkpoints.slam!.keep({ ...left, stamp_s: 2 });
  before.checkpoints.slam!.keep(left);
  const after = from();
  expect(after.checkpoints.slam!.take()).toEqual(left);
  expect(after.checkpoints.slam!.take()).toBeUndefined();
  expect(after.checkpoints.mission!.take()).toBeUndefined();
});

test('typed arrays come back as they were', () => {
  const pose = { x: 0, y: 0, theta: 0 };
  const wheels = { kind: 'wheels', stamp_s: 1, left_m: 2, right_m: 3 } as const;
  from().checkpoints.odometry!.keep({ ...wheels, T_odom_base: pose, covariance: Float64Array.of(1, 2, 3) });
  expect(from().checkpoints.odometry!.take()!.covariance).toEqual(Float64Array.of(1, 2, 3));
});

test('half a file, or another thing, is nothing to go on from', () => {
  from().checkpoints.slam!.keep(left);
  const [file] = readdirSync(folder);
  writeFileSync(join(folder, file), Uint8Array.of(0xff, 0x0f, 0x6f));
  expect(from().checkpoints.slam!.take()).toBeUndefined();
});

test('what was switched off stays so; half a file of that is an error, and no leave', () => {
  const off = { isOff: true, atRobot: true, cameraIsOn: false };
  expect(from().privacy.load()).toBeUndefined();
  from().privacy.save(off);
  expect(from().privacy.load()).toEqual(off);
  writeFileSync(join(folder, 'privacy.checkpoint'), Uint8Array.of(0xff, 0x0f, 0x6f));
  expect(() => from().privacy.load()).toThrow('cannot be read');
});

test('nobody else can read it; of systemd’s list it is the first', () => {
  const inner = join(folder, 'own');
  restartFrom({ RUNTIME_DIRECTORY: `${inner}:/elsewhere` })!.checkpoints.slam!.keep(left);
  expect(statSync(inner).mode & 0o777).toBe(0o700);
  expect(statSync(join(inner, 'slam.checkpoint')).mode & 0o777).toBe(0o600);
});
