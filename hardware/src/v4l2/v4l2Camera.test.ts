import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CameraModel } from '@homebound/robot';
import { TestVideo } from './testVideo.ts';
import { V4l2Camera } from './v4l2Camera.ts';
import { bufferBytes, calls, controls, fourcc, fourccName, SIZES } from './videoAbi.ts';
import { linuxVideo, VideoError } from './videoSystem.ts';

const model: CameraModel = {
  ...{ width_px: 4, height_px: 2, fx_px: 4, fy_px: 4, cx_px: 1.5, cy_px: 0.5 },
  distortion: [0, 0, 0, 0, 0],
  mount: { x_m: 0.15, y_m: 0, z_m: 0.06, pitchDown_rad: 0.3 },
};
const camera = (system: TestVideo, rig: V4l2Camera['rig'] = { depth: model }) =>
  new V4l2Camera({ path: '/dev/video9', rig, system, stampOf: (s) => s - 100, monotonic_s: () => 142 });
/** Depth of one distance everywhere, in rows of 12 bytes. */
const depthOf = (mm: number): Uint8Array => {
  const bytes = new Uint8Array(24);
  for (let k = 0; k < 12; k++) new DataView(bytes.buffer).setUint16(2 * k, mm, true);
  return bytes;
};

test('numbers of calls and sizes are those of linux/videodev2.h (printed by a C compiler, x86-64)', () => {
  expect(Object.values(calls)).toEqual([
    2154321408, 3234878981, 3222558216, 3227014665, 3227014671, 3227014673, 1074026002, 1074026003, 3234616854,
    3221771804,
  ]);
  expect(Object.values(SIZES)).toEqual([104, 208, 20, 88, 4, 204, 8]);
  expect([fourcc('YUYV'), fourccName(fourcc('Z16 '))]).toEqual([0x56595559, 'Z16 ']);
});

test('it opens, gives pictures with the stamp of their exposure, and shuts: the device, its stream and its memory', () => {
  const system = new TestVideo();
  const eye = camera(system);
  expect([eye.isOpen, eye.poll(1000), system.log]).toEqual([false, [], []]);
  eye.open();
  eye.open();
  expect([eye.isOpen, system.isOpen, system.isStreaming, system.mapped]).toEqual([true, true, true, 4]);
  expect(eye.poll(1000)).toEqual([]);
  system.expose(depthOf(500), 141.25);
  system.expose(depthOf(750), 141.35);
  // The later one is not asked for yet.
  const [first, ...more] = eye.poll(41.3);
  expect([first.kind, first.stamp_s, [...first.data], more]).toEqual(['depth', 41.25, Array(8).fill(0.5), []]);
  expect(eye.poll(42)[0].data[7]).toBe(0.75);
  eye.close();
  expect([eye.isOpen, system.isOpen, system.isStreaming, system.mapped]).toEqual([false, false, false, 0]);
  expect(first.data.every((value) => value === 0)).toBe(true);
});

test('buffers go round for ever, also when pictures come faster than they are asked for', () => {
  const system = new TestVideo();
  const eye = camera(system);
  eye.open();
  for (let k = 1; k <= 100; k++) {
    while (system.expose(depthOf(k), 100 + k));
    expect(eye.poll(1000)[0].data[0]).toBeCloseTo(k / 1000, 6);
  }
});

test('pictures that the driver calls broken, or that are cut off, are left out, and their buffers given back', () => {
  const system = new TestVideo();
  const eye = camera(system);
  eye.open();
  for (let k = 0; k < 10; k++) {
    system.flags = k % 2 === 0 ? 0x2040 : 0x2000;
    expect(system.expose(k % 2 === 0 ? depthOf(9) : depthOf(9).subarray(0, 11), 141)).toBe(true);
    expect(eye.poll(1000)).toEqual([]);
  }
  system.flags = 0;
  system.expose(depthOf(9), 5);
  // Stamped with another clock: when it came counts.
  expect(eye.poll(1000)[0].stamp_s).toBe(42);
});

test.each([
  ['open', 'ENOENT', /no such camera; is it plugged in/],
  ['open', 'EACCES', /the group video may/],
  ['S_FMT', 'EBUSY', /another program has it/],
  ['QUERYCAP', 'ENOTTY', /it is no camera/],
  ['STREAMON', 'EIO', /EIO/],
  ['map', 'ENOMEM', /ENOMEM/],
])('a camera that fails at %s with %s says why, and leaves nothing open', (call, code, words) => {
  const system = new TestVideo();
  const eye = camera(system);
  system.fails = { [call]: code };
  expect(() => eye.open()).toThrow(words);
  expect([eye.isOpen, system.isOpen, system.mapped]).toEqual([false, false, 0]);
  system.fails = {};
  eye.open();
  expect(eye.isOpen).toBe(true);
});

test('a camera that is pulled out is shut, and opens again when it is back', () => {
  const system = new TestVideo();
  const eye = camera(system);
  eye.open();
  system.fails = { DQBUF: 'ENODEV', STREAMOFF: 'ENODEV' };
  expect(eye.poll(1000)).toEqual([]);
  expect([eye.isOpen, system.isOpen]).toEqual([false, false]);
  system.fails = { open: 'ENODEV' };
  expect(() => eye.open()).toThrow('is it plugged in?');
  system.fails = {};
  eye.open();
  expect(eye.isOpen).toBe(true);
});

test('a camera that gives another size or format than its rig has is refused by both', () => {
  const system = new TestVideo();
  system.formats = [{ ...system.format, width: 640, fourcc: fourcc('MJPG') }];
  expect(() => camera(system).open()).toThrow('gives 640 x 2 MJPG, and its rig wants 4 x 2 Z16');
  expect(() => camera(system, { color: model }).open()).toThrow(
    'wants 4 x 2 YUYV or 4 x 2 MJPG or 8 x 4 MJPG or 16 x 8 MJPG',
  );
  expect(system.isOpen).toBe(false);
  expect(() => camera(system, { depth: model, color: model })).toThrow('must be of one camera, got color, depth');
  expect(() => camera(system, {})).toThrow('got none');
});

test('colour and brightness come as the robot has them', () => {
  for (const [kind, length, value] of [
    // 1.164 * (128 - 16) = 130, and no tint.
    ['color', 24, 130],
    ['laser', 8, 128],
  ] as const) {
    const system = new TestVideo();
    system.formats = [{ width: 4, height: 2, fourcc: fourcc('YUYV'), stride: 8, size: 16 }];
    const rig = { color: { color: model }, laser: { laser: { ...model, fan: { z_m: 0.03, pitchDown_rad: 0.05 } } } };
    const eye = camera(system, rig[kind]);
    eye.open();
    system.expose(new Uint8Array(16).fill(128), 141);
    const [frame] = eye.poll(1000);
    expect([frame.kind, frame.data.length, frame.data[0], frame.data[length - 1]]).toEqual([
      kind,
      length,
      value,
      value,
    ]);
  }
});

test('a camera faster than it is to be is looked at as often as asked, whatever its rate', () => {
  for (const [rate_hz, taken] of [
    [30, 10],
    [15, 7.5],
    [10, 10],
    [12, 12],
  ]) {
    const system = new TestVideo();
    const eye = camera(system);
    eye.open();
    expect(system.rate_hz).toBe(10);
    let count = 0;
    for (let k = 0; k < 20 * rate_hz; k++) {
      system.expose(depthOf(500), 200 + k / rate_hz);
      count += eye.poll(1000).length;
    }
    expect(Math.abs(count / 20 - taken)).toBeLessThan(0.1);
  }
});

test('pictures that are lost are counted by the number of the driver, over its end too; those thrown away on purpose are not', () => {
  const system = new TestVideo();
  const eye = camera(system);
  eye.open();
  let now_s = 200;
  const see = (pictures: number, period_s = 0.1): void => {
    for (let k = 0; k < pictures; k++) {
      now_s += period_s;
      system.expose(depthOf(9), now_s);
      eye.poll(1000);
    }
  };
  system.sequence = 2 ** 32 - 10;
  see(20);
  see(30, 1 / 30);
  expect(eye.lost).toBe(0);
  // Eight pictures for four buffers while nobody asks.
  for (let k = 0; k < 7; k++) system.expose(depthOf(9), now_s + 0.1 * k);
  now_s += 0.7;
  see(3);
  expect(eye.lost).toBe(4);
  system.flags = 0x2040;
  see(2);
  system.flags = 0x2000;
  see(1);
  expect(eye.lost).toBe(6);
  // Begun anew.
  system.sequence = 3;
  see(3);
  expect(eye.lost).toBe(6);
  system.sequenceStep = 0;
  see(2);
  expect(eye.lost).toBeUndefined();
  eye.close();
  system.sequenceStep = 1;
  eye.open();
  see(3);
  expect(eye.lost).toBe(0);
});

test('it keeps its rate in dim light, and is told of the mains', () => {
  for (const [mains_hz, value] of [
    [undefined, 3],
    [50, 1],
    [60, 2],
  ] as const) {
    const system = new TestVideo();
    const options = { path: '/dev/video9', rig: { depth: model }, system, stampOf: (s: number) => s };
    new V4l2Camera({ ...options, monotonic_s: () => 0, ...(mains_hz && { mains_hz }) }).open();
    expect([...system.set]).toEqual([
      [controls.POWER_LINE_FREQUENCY, value],
      [controls.EXPOSURE_AUTO_PRIORITY, 0],
    ]);
  }
  const plain = new TestVideo();
  plain.fails = { S_CTRL: 'EINVAL', S_PARM: 'ENOTTY' };
  const eye = camera(plain);
  eye.open();
  expect(eye.isOpen).toBe(true);
});

const onLinux = process.platform === 'linux' ? test : (test.skip as typeof test);

onLinux('the kernel itself: what is no camera is told by name, and memory of a file is shared and given back', () => {
  const system = linuxVideo();
  const fd = system.open('/dev/null');
  expect(() => system.ioctl(fd, calls.QUERYBUF, bufferBytes(0))).toThrow(VideoError);
  expect(() => system.ioctl(fd, calls.QUERYCAP, new Uint8Array(104))).toThrow('ENOTTY');
  expect(() => system.map(fd, 4096, 0)).toThrow(/mmap: E/);
  system.close(fd);
  expect(() => system.open('/dev/no-such-video')).toThrow(expect.objectContaining({ code: 'ENOENT' }));
  const folder = mkdtempSync(join(tmpdir(), 'homebound-video-'));
  writeFileSync(join(folder, 'file'), Buffer.alloc(8192, 7));
  const file = system.open(join(folder, 'file'));
  const memory = system.map(file, 4096, 4096);
  expect([memory.length, memory[0], memory[4095]]).toEqual([4096, 7, 7]);
  system.unmap(memory);
  system.close(file);
  rmSync(folder, { recursive: true });
  const real = new V4l2Camera({
    path: '/dev/null',
    rig: { depth: model },
    system,
    stampOf: (s) => s,
    monotonic_s: () => 0,
  });
  expect(() => real.open()).toThrow('/dev/null: it is no camera');
});
