import { MapWarp } from '@homebound/math';
import { type FloorKind, type FloorRecord, floorKinds } from '@homebound/robot';
import type { Obstacle } from './obstacle.ts';
import { ObstacleMap } from './obstacleMap.ts';
import { TestDrive } from './testDrive.ts';
import type { TestScene, TestThing } from './testScene.ts';

const box = (x: number, y: number, sizeX: number, sizeY: number, sizeZ: number): TestThing => ({
  shape: 'box',
  x,
  y,
  sizeX,
  sizeY,
  sizeZ,
});

function centre({ outline_map }: Obstacle): { x: number; y: number } {
  const n = outline_map.length / 2;
  let [x, y] = [0, 0];
  for (let i = 0; i < outline_map.length; i += 2) {
    x += outline_map[i] / n;
    y += outline_map[i + 1] / n;
  }
  return { x, y };
}

type Area = readonly [FloorKind, number, number, number, number, number];

const ysOf = ({ outline_map }: Obstacle): number[] => [...outline_map].filter((_, i) => i % 2 === 1);

/** A look of 50 x 50 cells of 2 cm from (0, 0) on: floor, but for what is painted. */
function painted(stamp_s: number, ...areas: readonly Area[]): FloorRecord {
  const kinds = new Uint8Array(2500).fill(floorKinds.indexOf('floor'));
  const heights_mm = new Int16Array(2500);
  for (const [kind, x0, x1, y0, y1, mm] of areas)
    for (let iy = Math.round(y0 / 0.02); iy < Math.round(y1 / 0.02); iy++)
      for (let ix = Math.round(x0 / 0.02); ix < Math.round(x1 / 0.02); ix++) {
        kinds[iy * 50 + ix] = floorKinds.indexOf(kind);
        heights_mm[iy * 50 + ix] = mm;
      }
  const frame = { resolution_m: 0.02, width: 50, height: 50, originX_m: 0, originY_m: 0 };
  return { kind: 'floor', stamp_s, ...frame, kinds, heights_mm, things: [] };
}

const here = { x: 0, y: 0, theta: 0 };

function after(looks: number, ...areas: readonly Area[]): ObstacleMap {
  const map = new ObstacleMap();
  for (let k = 0; k < looks; k++) map.add(painted(10 + 0.1 * k, ...areas), here);
  return map;
}

test.each<[string, TestThing, string]>([
  ['a shoe', box(1, 0.05, 0.28, 0.1, 0.09), 'thing'],
  ['a brick of a toy', box(1, 0, 0.032, 0.016, 0.01), 'low'],
  ["a pet's mess", { shape: 'dome', x: 1, y: 0.02, radiusX: 0.045, radiusY: 0.02, sizeZ: 0.03 }, 'low'],
  ['a cord', { shape: 'cord', x1: 1, y1: -0.4, x2: 1.1, y2: 0.4, radius: 0.003 }, 'cable'],
  ['a threshold', box(1, 0, 0.05, 1, 0.014), 'threshold'],
  ['a sofa', { shape: 'box', x: 1.2, y: 0, sizeX: 0.4, sizeY: 0.8, sizeZ: 0.3, z0: 0.07 }, 'overhang'],
])('%s is found on the way there, once, with its kind', (_name, thing, kind) => {
  const drive = new TestDrive(1, { x: 0, y: 0, theta: 0 });
  // Until 0.22 m before it: the bumper at 0.17 m.
  const found = drive.drive(0.6 / 0.3, { things: [thing] });
  expect(found.map((obstacle) => obstacle.kind)).toEqual([kind]);
  expect(Math.abs(centre(found[0]).x - 1)).toBeLessThan(0.15);
});

test('stairs down are a drop', () => {
  const scene: TestScene = { things: [], holes: [{ x0: 1, x1: 3, y0: -2, y1: 2, deep: 0.18 }] };
  const found = new TestDrive(1, here).drive(2, scene);
  expect(found.length).toBeGreaterThan(0);
  for (const obstacle of found) {
    expect(obstacle.kind).toBe('drop');
    expect(Math.min(...obstacle.outline_map.filter((_, i) => i % 2 === 0))).toBeGreaterThan(0.97);
  }
});

test('bare floor and rugs are nothing, for as long as one likes', () => {
  const rug = box(1.3, 0, 0.9, 1, 0.009);
  for (let seed = 0; seed < 4; seed++)
    expect(new TestDrive(seed, here).drive(2.4, { things: seed % 2 ? [] : [rug] })).toEqual([]);
});

test('rugs that lie askew are nothing', () => {
  for (let k = 0; k < 8; k++) {
    const rug: TestThing = { shape: 'box', x: 1.1, y: 0.3, yaw: 0.4 * k, sizeX: 0.8, sizeY: 1.1, sizeZ: 0.009 };
    expect([k, new TestDrive(k, here).drive(1.4, { things: [rug] })]).toEqual([k, []]);
  }
});

test('walls are left to the lidar, a sock before one is not', () => {
  const wall = box(1.2, 0, 0.1, 2, 1);
  const drive = new TestDrive(2, here);
  expect(drive.drive(2, { things: [wall] })).toEqual([]);
  const found = new TestDrive(2, here).drive(2, { things: [wall, box(1.09, 0.05, 0.1, 0.12, 0.025)] });
  expect(found).toHaveLength(1);
  expect(centre(found[0]).y).toBeCloseTo(0.05, 1);
});

test('what lies along what the lidar sees is told, a speck of it is not', () => {
  const wall = ['obstacle', 0.6, 0.64, 0.1, 0.9, 300] as const;
  expect(after(10, [...wall], ['obstacle', 0.58, 0.6, 0.3, 0.32, 60]).obstacles(11)).toEqual([]);
  expect(after(10, [...wall], ['obstacle', 0.58, 0.6, 0.3, 0.34, 30]).obstacles(11)).toMatchObject([{ kind: 'low' }]);
  expect(after(10, [...wall], ['thin', 0.56, 0.58, 0.3, 0.5, 6]).obstacles(11)).toMatchObject([{ kind: 'cable' }]);
  expect(after(10, [...wall], ['obstacle', 0.48, 0.6, 0.3, 0.5, 60]).obstacles(11)).toMatchObject([{ height_m: 0.06 }]);
});

// 3 cm off the body's right side: the robot follows it.
const followed = box(1, -0.25, 4, 0.1, 2);
test.each<[string, TestThing]>([
  ["a pet's mess touches it", { shape: 'dome', x: 1, y: -0.18, radiusX: 0.045, radiusY: 0.02, sizeZ: 0.03 }],
  ["a pet's mess lies 1 cm off it", { shape: 'dome', x: 1, y: -0.17, radiusX: 0.045, radiusY: 0.02, sizeZ: 0.03 }],
  ['a toy of 3 cm touches it', box(1, -0.185, 0.03, 0.03, 0.03)],
])('along a wall nothing is told but what lies there: %s', (_name, thing) => {
  const drive = new TestDrive(4, { x: 0.1, y: 0, theta: 0 });
  expect(drive.drive(0.7, { things: [followed] })).toEqual([]);
  const told = drive.drive(1, { things: [followed, thing] });
  expect(told).toMatchObject([{ kind: 'low', height_m: expect.closeTo(0.03, 2) }]);
  expect(Math.abs(centre(told[0]).x - 1)).toBeLessThan(0.02);
});

test('a toy just behind the front of a sofa that the robot fits under is told', () => {
  const sofa: TestThing = { shape: 'box', x: 1.4, y: 0, sizeX: 0.8, sizeY: 1.6, sizeZ: 0.5, z0: 0.12 };
  const told = new TestDrive(1, here).drive(1.8, { things: [sofa, box(1.05, 0, 0.03, 0.06, 0.03)] });
  expect(told).toMatchObject([{ kind: 'low' }]);
});

test('the wall behind a sofa, of which its front shows the foot alone, is no thing', () => {
  const sofa: TestThing = { shape: 'box', x: 1.35, y: 0, sizeX: 0.5, sizeY: 3, sizeZ: 0.5, z0: 0.07 };
  const told = new TestDrive(1, here).drive(2, { things: [sofa, box(1.65, 0, 0.1, 4, 2)] });
  expect(new Set(told.map(({ kind }) => kind))).toEqual(new Set(['overhang']));
});

test('who stands before a wall so near that its top is out of the picture tells nothing of its foot', () => {
  const drive = new TestDrive(1, { x: 0.6, y: 0, theta: 0 });
  const wall: TestScene = { things: [box(1.25, 0, 0.1, 3, 2)] };
  drive.drive(1, wall);
  expect(drive.drive(2, wall, 0)).toEqual([]);
});

test.each<[string, number, number, string[]]>([
  ['one cell of 30 hangs', 0.42, 0.46, ['thing']],
  ['six of 30 hang', 0.52, 0.46, []],
  ['most hangs', 0.6, 0.6, ['overhang']],
])('a thing of which %s over it up to where the lidar is', (_what, x1, y1, kinds) => {
  const told = after(10, ['obstacle', 0.4, 0.6, 0.4, 0.46, 70], ['overhang', 0.4, x1, 0.44, y1, 200]);
  expect(told.obstacles(11).map(({ kind }) => kind)).toEqual(kinds);
});

test.each([
  [11, 'low'],
  [16, 'low'],
  [20, 'obstacle'],
] as const)('a threshold of %i mm between the feet of two walls is one thing, and is climbed', (mm, kind) => {
  const told = after(
    10,
    ['obstacle', 0, 0.08, 0.4, 0.56, 180],
    ['obstacle', 0.92, 1, 0.4, 0.56, 180],
    ['obstacle', 0.08, 0.12, 0.42, 0.54, 97],
    ['obstacle', 0.88, 0.92, 0.42, 0.54, 97],
    [kind, 0.12, 0.88, 0.42, 0.54, mm],
  ).obstacles(11);
  expect(told).toMatchObject([{ kind: 'threshold' }]);
});

test('a rug as thick as a threshold is climbed, a book is gone round', () => {
  expect(after(10, ['low', 0.2, 0.8, 0.2, 0.7, 15]).obstacles(11)).toMatchObject([{ kind: 'threshold' }]);
  expect(after(10, ['low', 0.4, 0.6, 0.4, 0.55, 18]).obstacles(11)).toMatchObject([{ kind: 'low' }]);
});

test("a corner of a rug that is seen alone is the rug's, wherever the map moves it; what lies beside or on it is not", () => {
  const rug = ['floor', 0.3, 0.9, 0.3, 0.9, 10] as const;
  const corner = ['low', 0.28, 0.34, 0.28, 0.34, 11] as const;
  const map = after(10, [...rug]);
  const look = (k: number, ...area: Parameters<typeof painted>[1]): readonly Obstacle[] => {
    for (let i = 0; i < 10; i++) map.add(painted(20 + 3 * k + 0.1 * i, [...rug], area), here);
    return map.obstacles(22 + 3 * k);
  };
  expect(look(0, ...corner)).toEqual([]);
  expect(look(1, 'low', 0.56, 0.62, 0.56, 0.62, 12)).toHaveLength(1);
  expect(look(2, 'low', 0.1, 0.16, 0.1, 0.16, 11)).toHaveLength(2);
  // What lay near by was looked at again, and is gone.
  expect(look(3, 'low', 0.28, 0.34, 0.6, 0.66, 16).map(({ height_m }) => height_m)).toEqual([0.012, 0.016]);
  // Without the rug it is a thing.
  expect(after(10, [...corner]).obstacles(11)).toHaveLength(1);
  const moved = after(10, [...rug], [...corner]);
  moved.moveWith(new MapWarp([0, 0, 0], [0.4, -0.2, 0]));
  expect(moved.obstacles(11)).toEqual([]);
});

test('a bar of 0.4 m at a wall is what is seen of a threshold; in the open it is a keyboard', () => {
  const bar = ['obstacle', 0.1, 0.5, 0.4, 0.54, 20] as const;
  expect(after(10, [...bar], ['obstacle', 0.04, 0.08, 0.3, 0.9, 300]).obstacles(11)).toMatchObject([
    { kind: 'threshold' },
  ]);
  expect(after(10, [...bar]).obstacles(11)).toMatchObject([{ kind: 'low' }]);
});

test.each([
  ['higher than wheels climb', 26],
  ['higher at one end', 12],
])('a bar that is %s is none', (_what, mm) => {
  const told = after(10, ['obstacle', 0.1, 0.46, 0.4, 0.5, mm], ['obstacle', 0.46, 0.8, 0.4, 0.5, 22]).obstacles(11);
  expect(told.map(({ kind }) => kind)).not.toContain('threshold');
});

test('a threshold whose middle looks like floor stays one, and its pieces are one thing', () => {
  const map = after(4, ['low', 0.12, 0.88, 0.42, 0.54, 11]);
  expect(map.obstacles(10.5)).toMatchObject([{ kind: 'threshold' }]);
  // Both its ends are shorter than a threshold must be to be taken for one.
  for (let k = 0; k < 12; k++)
    map.add(painted(11 + 0.1 * k, ['low', 0.12, 0.34, 0.42, 0.54, 11], ['low', 0.64, 0.88, 0.42, 0.54, 11]), here);
  const told = map.obstacles(13);
  expect(told).toMatchObject([{ kind: 'threshold' }]);
  expect(Math.max(...told[0].outline_map) - Math.min(...told[0].outline_map)).toBeGreaterThan(0.4);
});

test.each<[string, TestThing]>([
  ["flat and of a pet's", { shape: 'dome', x: 0.95, y: 0.28, radiusX: 0.045, radiusY: 0.03, sizeZ: 0.018 }],
  ['a brick', box(0.95, 0.28, 0.032, 0.032, 0.015)],
])('what lies 15 cm beyond a thick mat is no part of it, though it is as high: %s', (_name, thing) => {
  // A mat of 16 mm, to 0.1 m: all of it is seen.
  const scene: TestScene = { things: [box(0.95, -0.25, 0.2, 0.7, 0.016), thing] };
  const drive = new TestDrive(4, here);
  let told: readonly Obstacle[] = [];
  for (const y of [-0.35, -0.05, 0.25]) {
    drive.T_map_base = { x: 0.1, y, theta: 0 };
    told = drive.drive(1.6, scene);
  }
  expect(told.map(({ kind }) => kind).sort()).toEqual(['low', 'threshold']);
  expect(Math.max(...told.filter(({ kind }) => kind === 'threshold').flatMap(ysOf))).toBeLessThan(0.15);
});

test.each<[string, Area, string]>([
  ['a cord 10 cm past its end', ['thin', 0.82, 0.84, 0.36, 0.5, 7], 'cable'],
  ['a cord 2 cm past its end', ['thin', 0.76, 0.78, 0.36, 0.5, 7], 'cable'],
  ['something as wide, 10 cm past its end', ['low', 0.82, 0.9, 0.4, 0.5, 9], 'low'],
  ['something 2 cm beside it', ['low', 0.3, 0.4, 0.52, 0.58, 9], 'low'],
])('a bar of 9 mm and %s are two', (_name, area, kind) => {
  const told = after(10, ['low', 0.12, 0.72, 0.4, 0.5, 9], area).obstacles(11);
  expect(told.map((obstacle) => obstacle.kind).sort()).toEqual([kind, 'threshold'].sort());
});

test('pieces of a threshold with floor as high as a rug between them are one', () => {
  const bar = ['low', 0.1, 0.62, 0.4, 0.5, 11] as const;
  const end = ['low', 0.78, 0.9, 0.4, 0.5, 11] as const;
  expect(after(10, [...bar], ['floor', 0.62, 0.78, 0.4, 0.5, 10], [...end]).obstacles(11)).toMatchObject([
    { kind: 'threshold' },
  ]);
  expect(after(10, [...bar], [...end]).obstacles(11)).toHaveLength(2);
});

test('an edge of the floor is long: a glint is none', () => {
  expect(after(10, ['drop', 0.4, 0.46, 0.4, 0.46, -60]).obstacles(11)).toEqual([]);
  expect(after(10, ['drop', 0.4, 0.46, 0.4, 0.6, -60]).obstacles(11)).toMatchObject([{ kind: 'drop' }]);
});

test('what was taken away is gone a second after one looks there, what is not looked at stays for minutes, what is flat for hours', () => {
  const drive = new TestDrive(3, here);
  const toy: TestScene = { things: [box(1, 0, 0.06, 0.06, 0.04)] };
  expect(drive.drive(1.7, toy)).toHaveLength(1);
  expect(drive.map.obstacles(drive.now_s + 120)).toHaveLength(1);
  expect(drive.map.obstacles(drive.now_s + 1500)).toEqual([]);
  const cord: TestScene = { things: [{ shape: 'cord', x1: 1, y1: -0.15, x2: 1, y2: 0.15, radius: 0.003 }] };
  const longer = new TestDrive(3, here);
  expect(longer.drive(1.7, cord)).toHaveLength(1);
  expect(longer.map.obstacles(longer.now_s + 1500)).toHaveLength(1);
  expect(longer.map.obstacles(longer.now_s + 9000)).toEqual([]);
  expect(drive.drive(1.2, { things: [] }, 0)).toEqual([]);
});

test('what was seen for a moment is doubted after three minutes, what stayed for half of one after ten', () => {
  const toy = ['obstacle', 0.4, 0.5, 0.4, 0.5, 60] as const;
  const map = after(10, [...toy]);
  expect(map.obstacles(130)).toHaveLength(1);
  expect(map.obstacles(200)).toEqual([]);
  const longer = after(10, [...toy]);
  const first = longer.obstacles(11);
  for (let k = 0; k < 10; k++) longer.add(painted(45 + 0.1 * k, [...toy]), here);
  expect(longer.obstacles(400).map(({ id }) => id)).toEqual(first.map(({ id }) => id));
  expect(longer.obstacles(1000)).toEqual([]);
});

test('looks from farther than cords are seen take none away, one from nearby does', () => {
  const cord: TestScene = { things: [{ shape: 'cord', x1: 0.9, y1: -0.15, x2: 0.9, y2: 0.15, radius: 0.003 }] };
  const drive = new TestDrive(3, here);
  expect(drive.drive(1.5, cord)).toMatchObject([{ kind: 'cable' }]);
  drive.T_map_base = { x: -0.2, y: 0, theta: 0 };
  const later = drive.drive(3, cord, 0);
  expect(later.length).toBeGreaterThan(0);
  expect(
    Math.max(...later.flatMap(({ outline_map }) => [...outline_map].filter((_, i) => i % 2 === 1))),
  ).toBeGreaterThan(0.1);
  drive.T_map_base = { x: 0.5, y: 0, theta: 0 };
  expect(drive.drive(2, { things: [] }, 0)).toEqual([]);
});

test('a pet that walks through leaves nothing behind', () => {
  const drive = new TestDrive(4, here);
  const start_s = drive.now_s;
  const pet = (now_s: number): TestScene => ({ things: [box(0.6, -0.4 + 0.25 * (now_s - start_s), 0.15, 0.1, 0.08)] });
  const kinds = new Set<number>();
  for (let k = 0; k < 30; k++) for (const { id } of drive.drive(0.1, pet, 0)) kinds.add(id);
  expect(kinds.size).toBeGreaterThan(0);
  expect(drive.drive(2, { things: [] }, 0)).toEqual([]);
});

test('ids stay with things: seen more of, beside another, after a correction of the map', () => {
  const drive = new TestDrive(5, here);
  const scene: TestScene = { things: [box(1, 0.15, 0.06, 0.06, 0.04), box(1.1, -0.15, 0.1, 0.05, 0.05)] };
  const early = drive.drive(1.4, scene);
  const late = drive.drive(0.6, scene);
  expect(early.map(({ id }) => id)).toEqual(late.map(({ id }) => id));
  expect(late).toHaveLength(2);
  expect(late[0].firstSeen_s).toBeLessThan(late[0].lastSeen_s);
  drive.map.moveWith(new MapWarp([0, 0, 0], [0.5, -0.2, 0]));
  const moved = drive.map.obstacles(drive.now_s);
  expect(moved.map(({ id }) => id)).toEqual(late.map(({ id }) => id));
  for (const [k, obstacle] of moved.entries()) {
    expect(Math.abs(centre(obstacle).x - centre(late[k]).x - 0.5)).toBeLessThan(0.03);
    expect(Math.abs(centre(obstacle).y - centre(late[k]).y + 0.2)).toBeLessThan(0.03);
  }
});

test('two that turn out to be one become one, with the id of the larger; one that is two becomes two', () => {
  const map = new ObstacleMap();
  const look = (k: number, ...areas: readonly Area[]): readonly Obstacle[] => {
    for (let i = 0; i < 12; i++) map.add(painted(10 * k + 0.1 * i, ...areas), here);
    return map.obstacles(10 * k + 2);
  };
  const two = look(1, ['obstacle', 0.2, 0.4, 0.4, 0.5, 30], ['obstacle', 0.6, 0.7, 0.4, 0.5, 30]);
  expect(two).toHaveLength(2);
  const one = look(2, ['obstacle', 0.2, 0.7, 0.4, 0.5, 30]);
  expect(one.map(({ id }) => id)).toEqual([two[0].id]);
  const again = look(3, ['obstacle', 0.2, 0.4, 0.4, 0.5, 30], ['obstacle', 0.6, 0.7, 0.4, 0.5, 30]);
  expect(again).toHaveLength(2);
  expect(again[0].id).toBe(two[0].id);
});

test('a hull is counter-clockwise and holds its cells; a single cell has four corners', () => {
  const [one] = after(10, ['obstacle', 0.4, 0.42, 0.6, 0.62, 40]).obstacles(11);
  expect([...one.outline_map].map((value) => Math.round(100 * value))).toEqual([40, 60, 42, 60, 42, 62, 40, 62]);
  expect(one).toMatchObject({ kind: 'low', height_m: 0.04, label: '' });
  expect(one.confidence).toBeGreaterThan(0.8);
});

test('a cord in a loop does not shut the floor inside', () => {
  const loop = after(
    10,
    ['thin', 0.1, 0.7, 0.1, 0.12, 5],
    ['thin', 0.1, 0.7, 0.68, 0.7, 5],
    ['thin', 0.1, 0.12, 0.1, 0.7, 5],
    ['thin', 0.68, 0.7, 0.1, 0.7, 5],
  ).obstacles(11);
  expect(loop.length).toBeGreaterThanOrEqual(4);
  for (const { kind, outline_map } of loop) {
    expect(kind).toBe('cable');
    for (let i = 0; i < outline_map.length; i += 2)
      expect(
        Math.min(...[0.1, 0.7].flatMap((v) => [Math.abs(outline_map[i] - v), Math.abs(outline_map[i + 1] - v)])),
      ).toBeLessThan(0.03);
  }
});

test('one look alone is not believed', () => {
  expect(after(1, ['obstacle', 0.4, 0.46, 0.6, 0.66, 40]).obstacles(10)).toEqual([]);
  expect(after(3, ['obstacle', 0.4, 0.46, 0.6, 0.66, 40]).obstacles(10.3)).toHaveLength(1);
});

test("a detector's word decides the kind where it names a thing, and tells who walks", () => {
  const map = after(10, ['obstacle', 0.4, 0.5, 0.4, 0.6, 60]);
  const thing = { score: 0.8, radius_m: 0.1, height_m: 0.1, deviation_m: 0.05 };
  const named = (stamp_s: number, label: string, x_m: number, y_m: number): FloorRecord => ({
    ...painted(stamp_s, ['obstacle', 0.4, 0.5, 0.4, 0.6, 60]),
    things: [{ ...thing, label, x_m, y_m }],
  });
  map.add(named(11.1, 'Footwear', 0.46, 0.52), here);
  expect(map.obstacles(11.2)).toMatchObject([{ kind: 'shoe', label: 'Footwear' }]);
  map.add(named(11.2, 'cat', 0.8, 0.2), here);
  map.add(named(11.3, 'cat', 0.82, 0.2), here);
  expect(map.obstacles(11.4).map(({ kind }) => kind)).toEqual(['shoe', 'pet']);
  expect(map.obstacles(15).map(({ kind }) => kind)).toEqual(['shoe']);
});

const cord = ['thin', 0.44, 0.46, 0.3, 0.7, 6] as const;
const waste = ['obstacle', 0.42, 0.48, 0.46, 0.54, 30] as const;
const brink = ['drop', 0.4, 0.5, 0.4, 0.6, -60] as const;
const towel = ['low', 0.2, 0.7, 0.3, 0.7, 16] as const;
const upright = ['obstacle', 0.4, 0.5, 0.4, 0.6, 60] as const;
test.each<[string, number, Parameters<typeof painted>[1], string]>([
  ['Footwear', 0.95, [...cord], 'cable'],
  ['Footwear', 0.95, [...waste], 'low'],
  ['toy', 0.95, [...waste], 'low'],
  ['power strip', 0.95, [...waste], 'low'],
  ['pet waste', 0.5, [...cord], 'cable'],
  ['pet waste', 0.5, ['thin', 0.44, 0.46, 0.4, 0.6, 6], 'low'],
  ['pet waste', 0.5, [...upright], 'low'],
  ['power strip', 0.5, ['obstacle', 0.4, 0.46, 0.4, 0.7, 45], 'cable'],
  ['towel', 0.5, [...towel], 'soft'],
  ['power strip', 0.9, ['low', 0.4, 0.5, 0.1, 0.9, 16], 'threshold'],
  ['pet waste', 0.9, [...brink], 'drop'],
  ['shoe', 0.41, [...upright], 'shoe'],
  ['shoe', 0.39, [...upright], 'thing'],
  ['shoe', 0.9, ['obstacle', 0.4, 0.5, 0.3, 0.6, 36], 'thing'],
  ['shoe', 0.9, ['obstacle', 0.4, 0.46, 0.1, 0.9, 60], 'thing'],
  ['chair', 0.9, [...upright], 'thing'],
])(
  'a detector that says %s at %f of what is shaped like something else: it may ask for more care, not for less',
  (label, score, area, kind) => {
    const map = new ObstacleMap();
    const thing = { label, score, x_m: 0.45, y_m: 0.5, radius_m: 0.1, height_m: 0.08, deviation_m: 0.05 };
    for (let k = 0; k < 10; k++) map.add({ ...painted(10 + 0.1 * k, area), things: [thing] }, here);
    // The word is kept, whoever is right: of what may be a foot no picture is made.
    expect(map.obstacles(11)).toMatchObject([{ kind, label }]);
  },
);

test('what is remembered is bounded, however far one drives', () => {
  const map = new ObstacleMap();
  for (let k = 0; k < 1500; k++)
    map.add(painted(0.1 * k, ['obstacle', 0.3, 0.4, 0.4, 0.5, 30]), {
      x: 1.3 * (k % 40),
      y: 1.3 * Math.floor(k / 40),
      theta: 0,
    });
  for (let k = 0; k < 3; k++) map.add(painted(160 + 0.1 * k, ['obstacle', 0.3, 0.4, 0.4, 0.5, 30]), here);
  expect(map.tiles).toBeLessThanOrEqual(512);
  expect(map.obstacles(161).some((obstacle) => centre(obstacle).x < 1)).toBe(true);
});

test('a look from nowhere is refused', () => {
  expect(() => new ObstacleMap().add(painted(1), { x: Number.NaN, y: 0, theta: 0 })).toThrow(
    'stamp and pose must be finite',
  );
  expect(new ObstacleMap().obstacles(0)).toEqual([]);
});
