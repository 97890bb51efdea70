import type { OccupancyGrid } from '@homebound/grid';
import { hypot, MapWarp } from '@homebound/math';
import { defaultLevels, type FreeSpace, freeSpace, type JobStroke } from '@homebound/plan';
import { lengthOf } from './polyline.ts';
import type { Floor } from './reach.ts';
import { StrokeQueue } from './strokeQueue.ts';

/** A hall of 5 m by 3 m with its corner at (-0.5, -0.5), and what stands in it: x, y of 10 cm squares. */
function hall(...things: [number, number][]): FreeSpace {
  const frame = { width: 280, height: 220, resolution_m: 0.025, originX_m: -1.2, originY_m: -1.2 };
  const data = new Int8Array(frame.width * frame.height).fill(100);
  for (let iy = 0; iy < frame.height; iy++)
    for (let ix = 0; ix < frame.width; ix++) {
      const x = -1.2 + (ix + 0.5) * 0.025;
      const y = -1.2 + (iy + 0.5) * 0.025;
      const inside = Math.min(x + 0.5, 4.5 - x, y + 0.5, 2.5 - y) > 0;
      const onThing = things.some(([tx, ty]) => Math.max(Math.abs(x - tx), Math.abs(y - ty)) < 0.05);
      if (inside && !onThing) data[iy * frame.width + ix] = 0;
    }
  const map: OccupancyGrid = { ...frame, data };
  return freeSpace(map, { from: { x: 0, y: 0 } });
}

const lane = (y: number, more: Partial<JobStroke> = {}): JobStroke => ({
  kind: 'lane',
  path: Float64Array.of(0, y, 4, y),
  room: 1,
  area: 0,
  pass: 1,
  brushOn: true,
  levels: defaultLevels,
  ...more,
});
const back = (y: number): JobStroke => lane(y, { path: Float64Array.of(4, y, 0, y) });
const at = (space: FreeSpace, x: number, y: number): Floor => ({
  space,
  from: { x, y, theta: 0 },
  way: [],
  squared: (path) => path,
});
/** Drives so many m of a path, a centimetre at a time; where it ends. */
function drive(queue: StrokeQueue, path: Float64Array, length_m: number): { x: number; y: number } {
  let left = length_m;
  let end = { x: path[0], y: path[1] };
  for (let i = 2; i < path.length && left > 0; i += 2) {
    const dx = path[i] - path[i - 2];
    const dy = path[i + 1] - path[i - 1];
    const length = hypot(dx, dy);
    for (let s = 0; s <= Math.min(length, left); s += 0.01) {
      end = { x: path[i - 2] + (s * dx) / length, y: path[i - 1] + (s * dy) / length };
      // Poses are good to a centimetre.
      queue.heard(end.x, end.y + 0.01);
    }
    left -= length;
  }
  return end;
}

test('interrupted in the middle of a lane it goes on at that very place, and with the rest of the plan after it', () => {
  const space = hall();
  const queue = new StrokeQueue();
  queue.adopt([lane(0), back(0.18), lane(0.36)]);
  const taken = queue.take(at(space, 0, 0), 100);
  expect(taken?.strokes.length).toBe(3);
  // The first lane of 4 m, the hop of 0.18 m, and 1.5 m back.
  const stop = drive(queue, taken?.path as Float64Array, 5.68);
  expect(stop.x).toBeCloseTo(2.5, 1);
  queue.interrupted();
  // From the dock, wherever that is.
  const again = queue.take(at(space, 3.5, 2), 100);
  expect(again?.strokes.map(({ path }) => [path[0].toFixed(1), path[1].toFixed(2)])).toEqual([
    ['2.5', '0.18'],
    ['0.0', '0.36'],
  ]);
  const [rest] = again?.strokes ?? [];
  expect(Math.abs(rest.path[0] - stop.x)).toBeLessThan(0.02);
  expect([...rest.path.subarray(-2)]).toEqual([0, 0.18]);
});

test('a corrected map moves the breakpoint with it', () => {
  const queue = new StrokeQueue();
  queue.adopt([lane(0), back(0.18)]);
  const taken = queue.take(at(hall(), 0, 0), 100);
  drive(queue, taken?.path as Float64Array, 3);
  queue.moveWith(new MapWarp([0, 0, 0], [0.2, 0.1, 0]));
  queue.interrupted();
  const again = queue.take(at(hall(), 0, 1), 100);
  expect(again?.strokes[0].path[0]).toBeCloseTo(3.2, 1);
  expect(again?.strokes[0].path[1]).toBeCloseTo(0.1, 9);
});

test('something unknown on a lane: round it and back to the lane, and no more of the plan is changed', () => {
  const queue = new StrokeQueue();
  queue.adopt([lane(0.5), back(0.68)]);
  drive(queue, queue.take(at(hall(), 0, 0.5), 100)?.path as Float64Array, 1.5);
  queue.interrupted();
  const space = hall([2, 0.42]);
  const round = queue.take(at(space, 1.5, 0.5), 100);
  const strokes = round?.strokes ?? [];
  expect(strokes.length).toBeGreaterThan(1);
  const onLane = strokes.filter(({ path }) => path[1] === 0.5);
  expect(onLane.at(-1)?.path.subarray(-2)).toEqual(Float64Array.of(4, 0.5));
  // All but what the body can't get at: 2 · (0.18 + 0.05) m of the first lane at most.
  const lost = 2.5 - onLane.reduce((sum, { path }) => sum + lengthOf(path), 0);
  expect(lost).toBeGreaterThan(0.1);
  expect(lost).toBeLessThan(0.5);
  for (let i = 0; i < (round?.path.length ?? 0); i += 2)
    expect(hypot((round?.path[i] ?? 0) - 2, (round?.path[i + 1] ?? 0) - 0.42)).toBeGreaterThan(0.17);
});

test('what no way leads to now is passed over and keeps its turn', () => {
  const queue = new StrokeQueue();
  queue.adopt([lane(0), back(0.18)]);
  // Things across the hall at x = 2, a foot apart: no way through.
  const shut = hall(...Array.from({ length: 10 }, (_, k): [number, number] => [2, -0.4 + 0.3 * k]));
  const taken = queue.take(at(shut, 0, 0), 100);
  expect(taken?.strokes.every(({ path }) => Math.max(path[0], path[path.length - 2]) < 2)).toBe(true);
  queue.arrived();
  const open = queue.take(at(hall(), 0, 0), 100);
  expect(open?.strokes.length).toBe(2);
  expect(open?.strokes.every(({ path }) => Math.min(path[0], path[path.length - 2]) > 2)).toBe(true);
});

test('strokes of another pass or at other levels are another leg; a stroke off the floor is left out', () => {
  const queue = new StrokeQueue();
  const quiet = { ...defaultLevels, fan: 0.2 };
  queue.adopt([lane(0), back(0.18), lane(0.36, { levels: quiet }), back(0.54), lane(9)]);
  const space = hall();
  const sizes = [];
  for (let floor = at(space, 0, 0); ; ) {
    const taken = queue.take(floor, 100);
    if (taken === undefined) break;
    sizes.push(taken.strokes.length);
    queue.arrived();
    floor = at(space, taken.path.at(-2) as number, taken.path.at(-1) as number);
  }
  expect(sizes).toEqual([2, 1, 1]);
  expect(queue.isEmpty).toBe(true);
});
