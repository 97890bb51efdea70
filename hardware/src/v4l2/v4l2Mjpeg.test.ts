import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { CameraModel } from '@homebound/robot';
import { JpegDecoder } from '../pictures/jpeg/jpegDecoder.ts';
import { TestVideo } from './testVideo.ts';
import { V4l2Camera } from './v4l2Camera.ts';
import { fourcc } from './videoAbi.ts';

const { width, height, pictures } = JSON.parse(
  gunzipSync(readFileSync(new URL('../pictures/jpeg/testPictures.json.gz', import.meta.url))).toString(),
) as { width: number; height: number; pictures: Record<string, { jpeg: string }> };
const jpeg = Uint8Array.from(Buffer.from(pictures['4:2:2'].jpeg, 'base64'));

const modelOf = (width_px: number, height_px: number): CameraModel => ({
  ...{ width_px, height_px, fx_px: 30, fy_px: 30, cx_px: 17, cy_px: 9 },
  distortion: [0, 0, 0, 0, 0],
  mount: { x_m: 0.15, y_m: 0, z_m: 0.06, pitchDown_rad: 0.3 },
});

/** A camera whose pictures are wanted so many times smaller, on a driver that has these formats of the full size. */
function open(scale: 1 | 2 | 4, formats: readonly string[]): { system: TestVideo; eye: V4l2Camera } {
  const system = new TestVideo();
  system.formats = formats.map((name) => ({
    ...{ width, height, fourcc: fourcc(name), stride: name === 'MJPG' ? 0 : 2 * width },
    size: 2 * width * height,
  }));
  const rig = { color: modelOf(width / scale, height / scale) };
  const eye = new V4l2Camera({ path: '/dev/video9', rig, system, stampOf: (s) => s, monotonic_s: () => 0 });
  eye.open();
  return { system, eye };
}

test.each([1, 2, 4] as const)('a camera with MJPEG alone gives pictures, also %p times as large', (scale) => {
  const { system, eye } = open(scale, ['H264', 'MJPG']);
  system.expose(jpeg, 1);
  const [frame] = eye.poll(10);
  const expected = new Uint8Array((3 * width * height) / (scale * scale));
  new JpegDecoder(width, height, scale).decode(expected, jpeg);
  expect([frame.kind, frame.stamp_s]).toEqual(['color', 1]);
  expect(frame.data).toEqual(expected);
  eye.close();
  expect(frame.data.every((value) => value === 0)).toBe(true);
});

test('pictures that are not compressed are asked for first', () => {
  const { system } = open(1, ['MJPG', 'YUYV']);
  expect(system.format.fourcc).toBe(fourcc('YUYV'));
});

test('damaged pictures are left out; many in a row are told in words, until one is whole', () => {
  const { system, eye } = open(1, ['MJPG']);
  for (let k = 1; k <= 9; k++) {
    system.expose(jpeg.subarray(0, 50 * k), k);
    expect(eye.poll(100)).toEqual([]);
  }
  expect(eye.unreadable).toBe('');
  system.expose(jpeg.subarray(0, -20), 10);
  expect(eye.poll(100)).toEqual([]);
  expect(eye.unreadable).toBe("The camera's pictures cannot be read: Cannot read JPEG: it is cut off");
  system.expose(jpeg, 11);
  expect(eye.poll(100).length).toBe(1);
  expect(eye.unreadable).toBe('');
});
