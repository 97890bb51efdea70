import { deflateSync, gzipSync } from 'node:zlib';
import zstd from '@foxglove/wasm-zstd';
import { LocalGraph, recordGraph } from '@homebound/graph';
import { homebound_interfaces } from '@homebound/messages';
import { addRobot, floorSight, LocalEye } from '@homebound/nodes';
import { createSimulator, initPhysics, readSdf, type Simulator } from '@homebound/sim';
import { encode } from 'fast-png';
import { zstdCompression, zstdReady } from '../../packages/cli/src/zstd.ts';
import { markedHome, markOf } from './markedHome.ts';
import { MarkFinder } from './markFinder.ts';
import { unpacked } from './unpacked.ts';

/** The mark is found in pictures of a room that shows it, however they are written down; and a recording with pictures in it is told from one without. */
const mark = markOf(4711);
const finder = new MarkFinder(mark);
const [WIDTH, HEIGHT] = [160, 120];

beforeAll(async () => {
  await Promise.all([initPhysics(), zstdReady]);
});

function simulated(startX_m: number, startY_m: number, yaw_rad: number): Simulator {
  const world = readSdf(markedHome(mark));
  const T_world_start = { x: startX_m, y: startY_m, theta: yaw_rad };
  return createSimulator({ world: { ...world, T_world_start }, seed: 3, camera: 'rgbd' });
}

/** A colour picture from each place, made once. */
const taken = new Map<string, Uint8Array>();
function picture(...pose: readonly [number, number, number]): Uint8Array {
  const known = taken.get(pose.join()) ?? take(...pose);
  taken.set(pose.join(), known);
  return known;
}

function take(x_m: number, y_m: number, yaw_rad: number): Uint8Array {
  const { body } = simulated(x_m, y_m, yaw_rad);
  body.camera?.open();
  body.poll(0.3);
  const frame = body.camera?.poll(0.3).find(({ kind }) => kind === 'color');
  if (frame === undefined) throw new Error('no picture came');
  return Uint8Array.from(frame.data);
}

/** From near and far, straight and aslant, from 0.3 to 1.8 m. */
const poses: readonly (readonly [number, number, number])[] = [
  [1.1, 1.1, 0],
  [1.6, 1.1, 0.3],
  [0.5, 1.1, 0.1],
  [1.1, 0.6, 1.2],
  [1.1, 1.5, 2.4],
  [0.7, 0.7, -2.5],
  [1.7, 1.7, -1.9],
  [1.1, 1.1, -0.7],
];
const pixels = (rgb: Uint8Array, of: (r: number, g: number, b: number) => readonly number[]): Uint8Array =>
  Uint8Array.from(
    Array.from({ length: rgb.length / 3 }, (_, p) => of(rgb[3 * p], rgb[3 * p + 1], rgb[3 * p + 2])).flat(),
  );
const plane = (rgb: Uint8Array, c: number): Uint8Array => pixels(rgb, (...values) => [values[c]]);
const luma = (r: number, g: number, b: number): number => Math.round(0.299 * r + 0.587 * g + 0.114 * b);
const blue = (r: number, g: number, b: number): number => Math.round(128 - 0.168736 * r - 0.331264 * g + 0.5 * b);
const red = (r: number, g: number, b: number): number => Math.round(128 + 0.5 * r - 0.418688 * g - 0.081312 * b);

/** Two pixels share their chroma, as cameras send it. */
function yuyv(rgb: Uint8Array): Uint8Array {
  const out = new Uint8Array((2 * rgb.length) / 3);
  for (let p = 0; p < rgb.length / 3; p++) {
    const [r, g, b] = rgb.subarray(3 * p, 3 * p + 3);
    out[2 * p] = luma(r, g, b);
    out[2 * p + 1] = p % 2 === 0 ? blue(r, g, b) : red(r, g, b);
  }
  return out;
}

/** Every second pixel, or the mean of four. */
function halved(rgb: Uint8Array, isMean: boolean): Uint8Array {
  const out = new Uint8Array(rgb.length / 4);
  for (let v = 0, at = 0; v < HEIGHT; v += 2)
    for (let u = 0; u < WIDTH; u += 2)
      for (let c = 0; c < 3; c++) {
        const values = [0, 1, WIDTH, WIDTH + 1].map((step) => rgb[3 * (v * WIDTH + u + step) + c]);
        out[at++] = isMean ? Math.round(values.reduce((sum, value) => sum + value) / 4) : values[0];
      }
  return out;
}

const mirrored = (rgb: Uint8Array): Uint8Array => {
  const out = new Uint8Array(rgb.length);
  for (let p = 0; p < rgb.length / 3; p++) {
    const row = Math.floor(p / WIDTH);
    out.set(rgb.subarray(3 * p, 3 * p + 3), 3 * (row * WIDTH + WIDTH - 1 - (p - row * WIDTH)));
  }
  return out;
};
const bytesOf = (numbers: Float32Array): Uint8Array => new Uint8Array(numbers.buffer);

/** Ways to write a picture down. */
const ways: Readonly<Record<string, (rgb: Uint8Array) => Uint8Array>> = {
  'red, green, blue': (rgb) => rgb,
  'blue, green, red': (rgb) => pixels(rgb, (r, g, b) => [b, g, r]),
  'with opacity': (rgb) => pixels(rgb, (r, g, b) => [r, g, b, 255]),
  'a plane of each': (rgb) => Buffer.concat([0, 1, 2].map((c) => plane(rgb, c))),
  'one channel': (rgb) => plane(rgb, 1),
  gray: (rgb) => pixels(rgb, (...values) => [luma(...values)]),
  YUYV: yuyv,
  'every second pixel': (rgb) => halved(rgb, false),
  'the mean of four': (rgb) => halved(rgb, true),
  mirrored,
  'cut into': (rgb) => rgb.slice(3 * WIDTH * 20 + 101, -3 * WIDTH * 20),
  'numbers to 1': (rgb) => bytesOf(Float32Array.from(rgb, (value) => value / 255)),
  'numbers from -1 to 1, plane by plane': (rgb) =>
    bytesOf(Float32Array.from(Buffer.concat([0, 1, 2].map((c) => plane(rgb, c))), (value) => (value * 2) / 255 - 1)),
  'gray numbers': (rgb) => bytesOf(Float32Array.from(pixels(rgb, (...values) => [luma(...values)]))),
};

test.each(Object.entries(ways))('T-CAM: a mark on the walls is found in pictures written down as %s', (_, way) => {
  const found = poses.filter((pose) => finder.count(way(picture(...pose))) > 0).length;
  expect(found).toBeGreaterThanOrEqual(5);
  // As it would lie in memory or in a file: anywhere.
  const bytes = Buffer.concat([Buffer.from('somewhere'), way(picture(...poses[0])), Buffer.from('else')]);
  expect(finder.count(bytes)).toBeGreaterThan(0);
});

const packers: Readonly<Record<string, (rgb: Uint8Array) => Uint8Array>> = {
  PNG: (rgb) => encode({ width: WIDTH, height: HEIGHT, data: rgb, channels: 3, depth: 8 }),
  gzip: (rgb) => gzipSync(rgb),
  zlib: (rgb) => deflateSync(rgb),
  Zstandard: (rgb) => Uint8Array.from(zstd.compress(Buffer.from(rgb), 3)),
  base64: (rgb) => Buffer.from(Buffer.from(rgb).toString('base64')),
  hexadecimal: (rgb) => Buffer.from(Buffer.from(rgb).toString('hex')),
  'a list of numbers': (rgb) => Buffer.from(JSON.stringify([...rgb])),
};

test.each(Object.entries(packers))('T-CAM: a marked picture is found where it was packed as %s', (_, pack) => {
  const bytes = Buffer.concat([Buffer.from('{"head":"'), pack(picture(...poses[0])), Buffer.from('"}, and so on')]);
  expect(finder.count(bytes)).toBe(0);
  expect([...unpacked(bytes)].some((plain) => finder.count(plain) > 0)).toBe(true);
});

test('T-CAM: another mark is not taken for it, nor is noise', () => {
  const other = new MarkFinder(markOf(4712));
  for (const pose of poses) expect(other.count(picture(...pose))).toBe(0);
  let state = 1;
  const noise = Uint8Array.from({ length: 2 ** 22 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state >>> 24;
  });
  expect(finder.count(noise)).toBe(0);
});

/** A recording of a robot that works in the marked room with its camera open, packed as a run's is. @param topics  all but pictures when absent */
function recorded(topics?: readonly string[]): Buffer {
  const { body } = simulated(1.1, 1.1, 0);
  const graph = new LocalGraph();
  const cameraIsOn = { load: () => ({ isOff: false, atRobot: false, cameraIsOn: true }), save: () => {} };
  const eye = body.camera && new LocalEye(body.camera, floorSight);
  addRobot(graph, body, { camera: { publish_images: true } }, undefined, cameraIsOn, eye);
  const parts: Uint8Array[] = [];
  const options = { compression: zstdCompression, ...(topics && { topics }) };
  const recorder = recordGraph(graph, { write: (bytes) => void parts.push(bytes.slice()) }, options);
  graph.runFor(1);
  graph.outside.client(homebound_interfaces.MissionCommand, 'mission_command').call({ command: 'start' }, () => {});
  graph.runFor(12);
  recorder.close();
  graph.shutdown();
  return Buffer.concat(parts);
}

const isIn = (bytes: Buffer): boolean => [bytes, ...unpacked(bytes)].some((plain) => finder.count(plain) > 0);

test('T-CAM: a recording of a run with a camera holds looks, and no mark of a picture', () => {
  const bytes = recorded();
  expect([...unpacked(bytes)].some((plain) => Buffer.from(plain).includes('floor_view'))).toBe(true);
  expect(isIn(bytes)).toBe(false);
});

test('T-CAM, planted fault: a recording with pictures in it is found', () => {
  expect(isIn(recorded(['camera/color/image_raw']))).toBe(true);
});
