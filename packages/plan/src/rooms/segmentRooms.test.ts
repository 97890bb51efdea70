import type { OccupancyGrid } from '@homebound/grid';
import { cos, createRng, sin } from '@homebound/math';
import { blankMap, fillRectangle, flatMap } from '../space/sampleMaps.ts';
import type { RoomMap } from './segment/roomMap.ts';
import { segmentRooms } from './segmentRooms.ts';

/** Rooms (rectangles x, y, width, depth in m) cut out of solid wall, with doors and things given likewise. */
function plan(
  size: readonly [number, number],
  rooms: readonly Box[],
  doors: readonly Box[],
  things: readonly Box[] = [],
): OccupancyGrid {
  const map = blankMap(size[0], size[1]);
  const draw = ([x, y, w, h]: Box, value: number) => {
    const [x0, y0] = [map.originX_m + x, map.originY_m + y];
    fillRectangle(map, x0, y0, x0 + w, y0 + h, value);
  };
  for (const [x, y, w, h] of rooms) draw([x - 0.1, y - 0.1, w + 0.2, h + 0.2], 100);
  for (const box of [...rooms, ...doors]) draw(box, 0);
  for (const box of things) draw(box, 100);
  return map;
}
type Box = readonly [number, number, number, number];

function labelAt(map: OccupancyGrid, { labels }: RoomMap, x: number, y: number): number {
  const ix = Math.floor(x / map.resolution_m);
  const iy = Math.floor(y / map.resolution_m);
  return labels[iy * map.width + ix];
}

/** Area-weighted mean over the rooms of one segmentation of the best intersection over union in the other. */
function agreement(a: RoomMap, b: RoomMap): number {
  const sizes = (labels: Int16Array) => labels.reduce((n, id) => n.set(id, (n.get(id) ?? 0) + 1), new Map());
  const [inA, inB] = [sizes(a.labels), sizes(b.labels)];
  const both = new Map<string, number>();
  a.labels.forEach((id, i) => {
    const key = `${id} ${b.labels[i]}`;
    both.set(key, (both.get(key) ?? 0) + 1);
  });
  let sum = 0;
  let all = 0;
  for (const { id } of a.rooms) {
    const ious = b.rooms.map((other) => {
      const n = both.get(`${id} ${other.id}`) ?? 0;
      return n / (inA.get(id) + inB.get(other.id) - n);
    });
    sum += inA.get(id) * Math.max(0, ...ious);
    all += inA.get(id);
  }
  return sum / all;
}

/** Walls a cell thicker here and there and floor that flickers: two maps of one home. */
function noisy(map: OccupancyGrid, seed: number): OccupancyGrid {
  const rng = createRng(seed);
  const data = map.data.slice();
  for (let i = map.width; i < data.length - map.width; i++) {
    const nextToWall = [1, -1, map.width, -map.width].some((step) => map.data[i + step] === 100);
    if (map.data[i] === 0 && rng.uniform() < (nextToWall ? 0.2 : 0.001)) data[i] = nextToWall ? 100 : -1;
  }
  return { ...map, data };
}

const left: Box = [0.3, 0.3, 4, 3.5];
const right: Box = [4.4, 0.3, 3.5, 3.5];

test('two rooms meet in their doorway, and the border is straight across it', () => {
  const map = plan([8.2, 4.1], [left, right], [[4.3, 1, 0.1, 0.85]]);
  const found = segmentRooms(map);
  expect(found.rooms.map(({ doors }) => doors.map(({ to }) => to))).toEqual([[2], [1]]);
  const [door] = found.rooms[0].doors;
  expect(door.width_m).toBeCloseTo(0.85, 0.9);
  expect(door.x - map.originX_m).toBeCloseTo(4.35, 0.9);
  expect(door.y - map.originY_m).toBeCloseTo(1.425, 1);
  // Inside 4 x 3.5 m; the opening rounds corners, which belong to the room all the same.
  expect(found.rooms[0].area_m2).toBeGreaterThan(13.6);
  for (let y = 0.35; y < 3.8; y += 0.05) {
    expect(labelAt(map, found, 4.2, y)).toBe(1);
    expect(labelAt(map, found, 4.5, y)).toBe(2);
  }
});

test('a half-open and a closed door part rooms as an open one does', () => {
  const halfOpen = plan([8.2, 4.1], [left, right], [[4.3, 1, 0.1, 0.85]], [[4.4, 1.8, 0.6, 0.05]]);
  const closed = plan([8.2, 4.1], [left, right], []);
  expect(segmentRooms(halfOpen).rooms).toHaveLength(2);
  const apart = segmentRooms(closed);
  expect(apart.rooms.map(({ doors }) => doors)).toEqual([[], []]);
});

test('an open plan and an L-shaped room are one room each', () => {
  const open = plan([8.2, 4.1], [[0.3, 0.3, 7.6, 3.5]], [], [[3.5, 0.3, 0.3, 0.4]]);
  expect(segmentRooms(open).rooms).toHaveLength(1);
  const corner = plan(
    [8.2, 6.2],
    [
      [0.3, 0.3, 7.6, 3],
      [0.3, 0.3, 3.6, 5.6],
    ],
    [[0.3, 0.3, 7.6, 3]],
  );
  expect(segmentRooms(corner).rooms).toHaveLength(1);
});

test('a corridor with six doors is one room among seven', () => {
  const rooms = [0, 1, 2].flatMap((k): Box[] => [
    [0.3 + 3.1 * k, 0.3, 3, 3],
    [0.3 + 3.1 * k, 4.7, 3, 3],
  ]);
  const doors = [0, 1, 2].flatMap((k): Box[] => [
    [1 + 3.1 * k, 3.3, 0.8, 0.1],
    [1.6 + 3.1 * k, 4.6, 0.8, 0.1],
  ]);
  const map = plan([9.9, 8], [...rooms, [0.3, 3.4, 9.2, 1.2]], doors);
  const found = segmentRooms(map);
  expect(found.rooms).toHaveLength(7);
  const corridor = labelAt(map, found, 1, 4);
  for (let x = 0.4; x < 9.4; x += 0.1) expect(labelAt(map, found, x, 4)).toBe(corridor);
  expect(found.rooms[corridor - 1].doors).toHaveLength(6);
});

test('furniture divides no room and what stands free belongs to it', () => {
  const things: Box[] = [
    [1.2, 1.2, 2, 1.4], // a bed that stands free
    [5.2, 1, 0.05, 0.05],
    [6.2, 1, 0.05, 0.05],
    [5.2, 1.8, 0.05, 0.05],
    [6.2, 1.8, 0.05, 0.05], // a table's legs
    [4.4, 3.2, 1.8, 0.6], // a wardrobe
    [7.4, 0.3, 0.5, 0.5],
  ];
  const empty = plan([8.2, 4.1], [left, right], [[4.3, 1, 0.1, 0.85]]);
  const map = plan([8.2, 4.1], [left, right], [[4.3, 1, 0.1, 0.85]], things);
  const found = segmentRooms(map);
  expect(found.rooms).toHaveLength(2);
  expect(labelAt(map, found, 2.2, 1.9)).toBe(1);
  expect(agreement(segmentRooms(empty), found)).toBeGreaterThan(0.93);
});

test('rays that leave through a window make no room and add nothing to one', () => {
  const map = plan([14, 4.1], [left, right], [[4.3, 1, 0.1, 0.85]]);
  const clean = segmentRooms(map);
  const leaking = { ...map, data: map.data.slice() };
  // A fan of beams from inside the right room through its 1.5 m window, over 5 m; unknown between them.
  for (let bearing = -20; bearing <= 20; bearing += 1) {
    const theta = (bearing / 180) * Math.PI;
    for (let s = 1.5; s < 7; s += 0.02) {
      const [x, y] = [6.2 + s * cos(theta), 2 + s * sin(theta)];
      const cell = Math.floor(y / 0.05) * map.width + Math.floor(x / 0.05);
      if (y > 0.3 && y < 3.8 && x < 13.9) leaking.data[cell] = 0;
    }
  }
  const found = segmentRooms(leaking);
  expect(found.rooms).toHaveLength(2);
  expect(agreement(clean, found)).toBeGreaterThan(0.95);
});

test.each([1, 2, 3])('two noisy maps of one home have the same rooms (seed %i)', (seed) => {
  const home = flatMap();
  const [a, b] = [segmentRooms(noisy(home, seed)), segmentRooms(noisy(home, seed + 100))];
  expect(a.rooms).toHaveLength(5);
  expect(b.rooms).toHaveLength(5);
  // Cells of wall noise belong to no room, some 3 % of each map; the strip behind the bed may go to either of its rooms.
  expect(agreement(a, b)).toBeGreaterThan(0.9);
});

test('a map of half the cell size has the same rooms', () => {
  const coarse = flatMap();
  const { width, height, resolution_m } = coarse;
  const data = new Int8Array(4 * width * height);
  for (let iy = 0; iy < 2 * height; iy++)
    for (let ix = 0; ix < 2 * width; ix++) data[iy * 2 * width + ix] = coarse.data[(iy >> 1) * width + (ix >> 1)];
  const fine = { ...coarse, width: 2 * width, height: 2 * height, resolution_m: resolution_m / 2, data };
  const [a, b] = [segmentRooms(coarse), segmentRooms(fine)];
  expect(b.rooms).toHaveLength(a.rooms.length);
  const halved = a.labels.map((_, i) => b.labels[4 * (i - (i % width)) + 2 * (i % width)]);
  expect(halved).toEqual(a.labels);
});

test('maps without floor have no rooms; maps and options that make no sense are refused', () => {
  const map = blankMap(3, 2);
  expect(segmentRooms(map).rooms).toEqual([]);
  expect(() => segmentRooms({ ...map, width: 7 })).toThrow('Cannot segment map: 7 x 40 cells wanted, got 2400');
  expect(() => segmentRooms(map, { minRoom_m2: 0 })).toThrow('minRoom_m2 must be > 0, got 0');
});
