import type { GridFrame } from '@homebound/grid';
import { createRng, MapWarp } from '@homebound/math';
import { type BinaryMessage, decodeFrame } from './decodeFrame.ts';
import { decodeText, type TextMessage } from './decodeText.ts';
import { applyGridPatch, type Grid, isSnapshot } from './gridPatch.ts';
import { LiveView, type ViewReader } from './liveView.ts';
import { type Hello, unknownStatus } from './status.ts';

const hello: Hello = {
  type: 'hello',
  protocol: 1,
  robot: 'Homebound',
  mode: 'simulation',
  place: 'studio',
  body: { radius_m: 0.17, lidarX_m: 0, brushWidth_m: 0.2 },
  commands: [],
};
const frame: GridFrame = { width: 100, height: 70, resolution_m: 0.05, originX_m: 0, originY_m: 0 };

function drain(reader: ViewReader): (TextMessage | BinaryMessage)[] {
  const messages: (TextMessage | BinaryMessage)[] = [];
  for (let m = reader.next(5); m !== undefined; m = reader.next(5))
    messages.push(typeof m === 'string' ? decodeText(m) : decodeFrame(m));
  return messages;
}

const sock = {
  id: 4,
  kind: 'soft',
  outline: [0, 0, 1, 0, 1, 1],
  berth_m: 0.05,
  reason: 'A sock.',
  isDismissed: false,
} as const;

test('a new reader is greeted, then told everything once', () => {
  const view = new LiveView(hello);
  view.grid('map', 1, frame, new Int8Array(7000).fill(-1));
  view.pose(1, { x: 1, y: 2, theta: 0 }, new Float64Array(9));
  view.status(1, { state: 'cleaning', reason: 'Cleaning the kitchen', battery: { level: 0.9, charging: false } });
  const reader = view.reader();
  const [first, second, ...rest] = drain(reader);
  expect(first).toEqual(hello);
  expect(second).toMatchObject({ type: 'status', stamp_s: 1, wall_s: 5, state: 'cleaning' });
  expect(rest.map((m) => m.type)).toEqual(['map', 'pose']);
  expect(drain(reader)).toEqual([]);
});

test('a reader that slept gets the latest of each kind, not what it missed', () => {
  const view = new LiveView(hello);
  const reader = view.reader();
  drain(reader);
  for (let i = 0; i < 1000; i++) {
    view.pose(i, { x: i, y: 0, theta: 0 }, new Float64Array(9));
    view.scan(i, [i, 0]);
    view.status(i, { coverage: i / 1000 });
  }
  const messages = drain(reader);
  expect(messages.length).toBe(3);
  expect(messages).toContainEqual(expect.objectContaining({ type: 'pose', T_map_base: { x: 999, y: 0, theta: 0 } }));
  expect(messages).toContainEqual(expect.objectContaining({ type: 'status', coverage: 0.999 }));
});

test('readers of any pace end with the same grid as the robot, through growth, change and reset', () => {
  const rng = createRng(3);
  const view = new LiveView(hello);
  const readers = [1, 3, 7].map((pace) => ({
    pace,
    reader: view.reader(),
    held: undefined as Grid | undefined,
    cells: 0,
  }));
  const data = new Int8Array(7000).fill(-1);
  const catchUp = (one: (typeof readers)[number]): void => {
    for (const message of drain(one.reader)) {
      if (message.type !== 'map') continue;
      one.held = applyGridPatch(one.held, message.patch);
      one.cells += message.patch.cells.length;
    }
  };
  for (let step = 0; step < 100; step++) {
    // A blot of 8 × 8 changes, as under a scan; the caller's array is reused, so the view must have copied it.
    const ix = rng.int(92);
    const iy = rng.int(62);
    for (let dy = 0; dy < 8; dy++) data.fill(rng.int(100), (iy + dy) * 100 + ix, (iy + dy) * 100 + ix + 8);
    view.grid('map', step, step < 50 ? frame : { ...frame, originX_m: -2 }, data);
    if (step === 80) view.clear();
    for (const one of readers) if (step % one.pace === 0) catchUp(one);
  }
  for (const one of readers) {
    catchUp(one);
    expect(one.held?.originX_m).toBe(-2);
    expect(one.held?.data).toEqual(data);
  }
  // Deltas are worth it: an 8 × 8 blot touches at most 4 of the tiles of 32 × 32; whole grids would be 103 × 7000.
  expect(readers[0].cells).toBeLessThan(4 * 7000 + 100 * 4 * 1024);
});

test('one patch carries all changed tiles, joined, and nothing else', () => {
  const view = new LiveView(hello);
  const data = new Uint8Array(7000);
  view.grid('coverage', 0, frame, data);
  const reader = view.reader();
  drain(reader);
  data[0] = 1; // tile (0, 0)
  data[40] = 1; // tile (1, 0)
  data[33 * 100] = 1; // tile (0, 1)
  data[34 * 100 + 63] = 1; // tile (1, 1)
  data[69 * 100 + 99] = 1; // tile (3, 2): the corner, 4 × 6 cells
  view.grid('coverage', 1, frame, data);
  const [message, ...rest] = drain(reader);
  expect(rest).toEqual([]);
  if (message.type !== 'coverage') throw new Error(`expected coverage, got ${message.type}`);
  expect(isSnapshot(message.patch)).toBe(false);
  expect(message.patch.rects).toEqual([
    { ix: 0, iy: 0, width: 64, height: 64 },
    { ix: 96, iy: 64, width: 4, height: 6 },
  ]);
  view.grid('coverage', 2, frame, data);
  expect(drain(reader)).toEqual([]);
});

test('the trail is sent once, then only its new end; a replaced one is sent whole', () => {
  const view = new LiveView(hello);
  const reader = view.reader();
  drain(reader);
  const trail = (): [number, number[]][] =>
    drain(reader).map((m) => (m.type === 'trail' ? [m.first, [...m.points]] : [-1, []]));
  view.extendTrail(1, [0, 0, 1, 0]);
  view.extendTrail(2, [2, 0]);
  expect(trail()).toEqual([[0, [0, 0, 1, 0, 2, 0]]]);
  view.extendTrail(3, [3, 0]);
  expect(trail()).toEqual([[3, [3, 0]]]);
  view.replaceTrail(4, [0, 1, 1, 1, 2, 1, 3, 1]);
  view.extendTrail(5, [4, 1]);
  expect(trail()).toEqual([[0, [0, 1, 1, 1, 2, 1, 3, 1, 4, 1]]]);
  view.replaceTrail(6, []);
  expect(trail()).toEqual([[0, []]]);
});

test('a trail past 200,000 points is thinned to every second one, and sent anew', () => {
  const view = new LiveView(hello);
  const points = Float64Array.from({ length: 400_000 }, (_, i) => Math.floor(i / 2));
  view.extendTrail(1, points);
  const reader = view.reader();
  drain(reader);
  view.extendTrail(2, [7, 7]);
  const [message] = drain(reader);
  if (message.type !== 'trail') throw new Error(`expected a trail, got ${message.type}`);
  expect(message.first).toBe(0);
  expect(message.points.length).toBe(200_002);
  expect([...message.points.slice(0, 6), ...message.points.slice(-4)]).toEqual([
    0, 0, 2, 2, 4, 4, 199_998, 199_998, 7, 7,
  ]);
});

test('trail, lines, rooms, dock and target move with a corrected map; a correction of nothing is no news', () => {
  const view = new LiveView(hello);
  view.extendTrail(1, [0, 0, 1, 0, Number.NaN, Number.NaN, 2, 0]);
  view.lines('path', 1, [0, 0, 4, 0]);
  view.rooms([{ id: 1, name: 'Kitchen', outline: [0, 0, 1, 0, 1, 1] }]);
  view.obstacles([sock], []);
  view.status(1, { dock: { x: 1, y: 0, theta: 0 }, target: { x: 0, y: 2 } });
  const reader = view.reader();
  drain(reader);
  view.moveWith(2, new MapWarp([3, 3, 3], [3, 3, 3]));
  expect(drain(reader)).toEqual([]);
  // A quarter turn to the left and 10 m on: (x, y) is (10 - y, x).
  view.moveWith(2, new MapWarp([0, 0, 0], [10, 0, Math.PI / 2]));
  view.extendTrail(3, [7, 7]);
  const messages = drain(reader);
  const points = (type: string): number[] =>
    messages.flatMap((m) =>
      m.type === type && 'points' in m ? Array.from(m.points, (v) => Math.round(1e3 * v) / 1e3) : [],
    );
  expect(points('trail')).toEqual([10, 0, 10, 1, Number.NaN, Number.NaN, 10, 2, 7, 7]);
  expect(points('path')).toEqual([10, 0, 10, 4]);
  const rooms = messages.find((m) => m.type === 'rooms');
  expect(rooms?.rooms[0].outline.map((v) => Math.round(v))).toEqual([10, 0, 10, 1, 9, 1]);
  const lying = messages.find((m) => m.type === 'obstacles');
  expect(lying?.obstacles[0].outline.map((v) => Math.round(v))).toEqual([10, 0, 10, 1, 9, 1]);
  const status = messages.find((m) => m.type === 'status');
  expect(status?.dock?.x).toBeCloseTo(10, 9);
  expect(status?.dock?.theta).toBeCloseTo(Math.PI / 2, 9);
  expect(status?.target?.x).toBeCloseTo(8, 9);
});

test('a reader hears that the map moved before anything that moved; one who comes later does not', () => {
  const view = new LiveView(hello);
  view.extendTrail(1, [0, 0, 1, 0]);
  const data = new Int8Array(7000);
  data[10 * 100 + 20] = 1;
  view.grid('coverage', 1, frame, data);
  const reader = view.reader();
  drain(reader);
  for (let i = 0; i < 5; i++) view.scan(i, [1, 1]); // its turn comes next
  view.moveWith(2, new MapWarp([0, 0, 0], [0.5, 0.25, 0]));
  const messages = drain(reader);
  expect(messages[0]).toEqual({ type: 'mapMoved', stamp_s: 2 });
  const coverage = messages.find((m) => m.type === 'coverage');
  if (coverage?.type !== 'coverage') throw new Error('expected coverage');
  const held = applyGridPatch({ ...frame, data: data.slice() }, coverage.patch);
  // 10 cells to the right and 5 up.
  expect(held?.data.indexOf(1)).toBe(15 * 100 + 30);
  expect(held?.data.lastIndexOf(1)).toBe(15 * 100 + 30);
  expect(drain(view.reader()).some((m) => m.type === 'mapMoved')).toBe(false);
});

test('a lost robot has no pose, no scan and no path, also for somebody new, until it is found', () => {
  const view = new LiveView(hello);
  view.pose(1, { x: 1, y: 2, theta: 0 }, new Float64Array(9));
  view.scan(1, [1, 1]);
  view.lines('path', 1, [0, 0, 1, 1]);
  const reader = view.reader();
  drain(reader);
  view.placeLost(2);
  view.placeLost(3); // said again it is no news
  for (const messages of [drain(reader), drain(view.reader()).slice(1)]) {
    expect(messages.some((m) => m.type === 'pose')).toBe(false);
    expect(messages).toContainEqual(expect.objectContaining({ type: 'status', stamp_s: 2, isLost: true }));
    for (const m of messages) if ('points' in m) expect(m.points).toHaveLength(0);
  }
  view.pose(4, { x: 5, y: 2, theta: 0 }, new Float64Array(9));
  const found = drain(reader);
  expect(found).toContainEqual(expect.objectContaining({ type: 'pose', T_map_base: { x: 5, y: 2, theta: 0 } }));
  expect(found.find((m) => m.type === 'status')).not.toHaveProperty('isLost');
});

test('clear leaves nothing of the old home but the speed of time: who looks is greeted anew, who comes later learns nothing', () => {
  const view = new LiveView(hello);
  view.status(90, { state: 'finished', coverage: 1, dock: { x: 1, y: 2, theta: 0 }, speed: 20 });
  view.grid('map', 90, frame, new Int8Array(7000));
  view.grid('coverage', 90, frame, new Uint8Array(7000));
  view.pose(90, { x: 3, y: 4, theta: 0 }, new Float64Array(9));
  view.rooms([{ id: 1, name: 'Kitchen', outline: [0, 0, 1, 0, 1, 1] }]);
  view.obstacles([sock], []);
  view.extendTrail(90, [1, 1]);
  view.lines('plan', 90, [1, 1, 2, 2]);
  const reader = view.reader();
  drain(reader);
  view.clear();
  const left = [
    expect.objectContaining({ type: 'hello' }),
    { type: 'status', wall_s: 5, stamp_s: 0, ...unknownStatus, speed: 20 },
  ];
  expect(drain(reader)).toEqual(left);
  expect(drain(view.reader())).toEqual(left);
  view.extendTrail(1, [5, 5]);
  expect(drain(reader)).toContainEqual(expect.objectContaining({ type: 'trail', first: 0 }));
});

test('a kind with constant news starves no other', () => {
  const view = new LiveView(hello);
  const reader = view.reader();
  drain(reader);
  view.scan(0, [1, 1]);
  view.extendTrail(0, [1, 1]);
  const types: string[] = [];
  for (let i = 0; i < 4; i++) {
    view.pose(i, { x: i, y: 0, theta: 0 }, new Float64Array(9));
    const message = reader.next(0);
    if (message instanceof Uint8Array) types.push(decodeFrame(message).type);
  }
  expect(types).toEqual(['pose', 'trail', 'scan', 'pose']);
});

test('what cannot be shown is refused when it is handed in, not when somebody looks', () => {
  const view = new LiveView(hello);
  expect(() => view.grid('map', 0, frame, new Int8Array(3))).toThrow('3 cells are not 100 × 70');
  expect(() => view.extendTrail(0, [1, Number.NaN])).toThrow('Cannot extend trail frame: point 0 is (1, NaN)');
  expect(() => view.scan(0, [1, Number.POSITIVE_INFINITY])).toThrow('point 0');
  expect(() => view.grid('map', 0, { ...frame, resolution_m: Number.NaN }, new Int8Array(7000))).toThrow('resolution');
  expect(() => view.status(0, { coverage: Number.NaN })).toThrow('coverage must be a finite number in 0..1');
  expect(() => view.rooms([{ id: 1, name: 'Hall', outline: [1] }])).toThrow('outline must be pairs');
  expect(view.statusAt(0).coverage).toBe(0);
});
