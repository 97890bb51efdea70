import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRoomsDocument } from '@homebound/formats';
import type { OccupancyGrid } from '@homebound/grid';
import { type JobStroke, planJob, reportJob, roomsOnMap, startHome } from '@homebound/plan';
import type { LoadedHome } from './loadHome.ts';
import { planCsv, writePlanFiles } from './planFiles.ts';
import { type PlanRequestOptions, planRequest } from './planRequest.ts';
import { planTable } from './planTable.ts';

const plain: PlanRequestOptions = {
  zone: [],
  spot: [],
  keepOut: [],
  wall: [],
  brush: 0.2,
  radius: 0.17,
  margin: 0,
};

/** Two rooms of 3 × 3 m with a door of 0.9 m, at 5 cm from (0, 0). */
function twoRooms(): LoadedHome {
  const [width, height] = [126, 64];
  const data = new Int8Array(width * height).fill(100);
  const labels = new Int16Array(width * height);
  for (let iy = 2; iy < height - 2; iy++)
    for (let ix = 2; ix < width - 2; ix++) {
      const isWall = (ix === 62 || ix === 63) && (iy < 20 || iy >= 38);
      if (isWall) continue;
      data[iy * width + ix] = 0;
      labels[iy * width + ix] = ix < 63 ? 1 : 2;
    }
  const map: OccupancyGrid = { width, height, resolution_m: 0.05, originX_m: 0, originY_m: 0, data };
  return { map, home: startHome(labels, map) };
}

const stroke = (path: number[], brushOn: boolean, room: number): JobStroke => ({
  kind: 'lane',
  path: Float64Array.from(path),
  room,
  pass: 1,
  brushOn,
  levels: { fan: 1, mainBrush: 1, sideBrush: 1 },
});

test('plan.csv: every pose, 1 cm and 5° apart at most, turns on the spot and connectors included', () => {
  const text = planCsv([stroke([0, 0, 0.02, 0], true, 3), stroke([0.02, 0, 0.02, 0.01], false, 4)]);
  const rows = text.trim().split('\n');
  expect(rows.slice(0, 4)).toEqual([
    'x_m,y_m,yaw_rad,brush_on,room',
    '0.0000,0.0000,0.0000,1,3',
    '0.0100,0.0000,0.0000,1,3',
    '0.0200,0.0000,0.0000,1,3',
  ]);
  // 90° in steps of 5°: 17 rows between, and the last one begins the drive; then 1 cm.
  expect(rows).toHaveLength(4 + 17 + 2);
  expect(rows[4]).toBe(`0.0200,0.0000,${(Math.PI / 36).toFixed(4)},0,4`);
  expect(rows.at(-1)).toBe('0.0200,0.0100,1.5708,0,4');
});

test('plan.csv begins where the robot is clear, and keeps every pose from there on', () => {
  const strokes = [stroke([0, 0, 0.05, 0], false, 3), stroke([0.05, 0, 0.05, 0.03], true, 3)];
  const all = planCsv(strokes).trim().split('\n');
  const rest = planCsv(strokes, 0.03).trim().split('\n');
  expect(rest[1]).toBe('0.0300,0.0000,0.0000,0,3');
  expect(rest.slice(1)).toEqual(all.slice(4));
});

test('a room that is not reached has its row, and the rows add up', () => {
  const request = planRequest('home.yaml', twoRooms(), { ...plain, wall: [[3.15, 0.5, 3.15, 2.5]], start: [1, 1] });
  const report = reportJob(request, planJob(request));
  const table = planTable(report).split('\n');
  expect(table.find((row) => row.startsWith('Room 2'))).toMatch(/^Room 2 +[89]\.\d m² +0\.0 m² +– /);
  const way = (row: string | undefined): number => Number(row?.match(/ (\d+) m /)?.[1]);
  const rows = ['Room 1', 'Room 2', 'between', 'in all'].map((name) => way(table.find((row) => row.startsWith(name))));
  expect(Math.abs(rows[0] + rows[1] + rows[2] - rows[3])).toBeLessThanOrEqual(2);
});

test('the files of a plan: read back, complete, and the way in them is the way that was reported', () => {
  const loaded = twoRooms();
  const request = planRequest('home.yaml', loaded, { ...plain, dock: [1, 1] });
  const plan = planJob(request);
  const report = reportJob(request, plan);
  const folder = mkdtempSync(join(tmpdir(), 'homebound-plan-'));
  try {
    const rooms = roomsOnMap(request.home.rooms, loaded.map);
    const shown = { map: loaded.map, home: request.home, rooms, plan, report, from: request.from, dock: request.dock };
    const files = writePlanFiles(folder, 'home.yaml', { ...shown, robotRadius_m: 0.17 });
    expect(files.every((file) => existsSync(file))).toBe(true);
    const document = readRoomsDocument(readFileSync(join(folder, 'rooms.json'), 'utf8'));
    expect(document.rooms.map(({ id }) => id)).toEqual([1, 2]);
    const poses = readFileSync(join(folder, 'plan.csv'), 'utf8').trim().split('\n').slice(1);
    const points = poses.map((row) => row.split(',').map(Number));
    let length_m = 0;
    for (let k = 1; k < points.length; k++)
      length_m += Math.hypot(points[k][0] - points[k - 1][0], points[k][1] - points[k - 1][1]);
    // Four digits a pose: a tenth of a millimetre on a centimetre at most.
    expect(Math.abs(length_m / report.length_m - 1)).toBeLessThan(0.01);
    expect(points.at(-1)?.slice(0, 2)).toEqual([1, 1]);
    expect(new Set(points.map(([, , , , room]) => room))).toEqual(new Set([1, 2]));
    expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')).area_m2).toBeCloseTo(report.area_m2, 4);
    expect(planTable(report)).toMatch(/^ +floor +swept.*\n.*Room 1[\s\S]*in all[\s\S]*all valid/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe('what the command line asks', () => {
  test('cells of 10 cm are split before anything is planned; cells of a metre are refused', () => {
    const { map, home } = twoRooms();
    const coarse = planRequest('home.yaml', { map: { ...map, resolution_m: 0.1 }, home }, plain);
    expect(coarse.map).toMatchObject({ width: 2 * map.width, height: 2 * map.height, resolution_m: 0.05 });
    const request = () => planRequest('home.yaml', { map: { ...map, resolution_m: 1 }, home }, plain);
    expect(request).toThrow(/home\.yaml: cells of 1 m are too coarse for a body of 0\.17 m radius; give a map/);
  });

  test('rooms by number and name, zones as rectangles, passes and angle', () => {
    const { job } = planRequest('home.yaml', twoRooms(), {
      ...plain,
      rooms: ['2', 'room 1'],
      zone: [[1, 1, 2, 2]],
      spot: [[4, 1]],
      passes: 'crossed',
      angle: 90,
    });
    expect(job).toMatchObject({
      rooms: [2, 1],
      passes: 'crossed',
      laneAngle_rad: Math.PI / 2,
      spots: [{ x: 4, y: 1 }],
    });
    expect(job?.zones?.[0].polygon).toEqual([1, 1, 2, 1, 2, 2, 1, 2]);
  });

  test('a wall across the door keeps the second room out, and the report says so', () => {
    const request = planRequest('home.yaml', twoRooms(), { ...plain, wall: [[3.15, 0.5, 3.15, 2.5]], start: [1, 1] });
    const { leftOut, areas } = reportJob(request, planJob(request));
    expect(leftOut.filter(({ why }) => why === 'behindNoGo').map(({ area }) => areas[area].name)).toContain('Room 2');
    expect(request.home.restrictions.walls).toHaveLength(1);
  });

  test.each([
    ['an unknown name', { rooms: ['attic'] }, /--rooms attic: no room is called attic.*1 \(Room 1\), 2 \(Room 2\)/],
    ['a start in a wall', { start: [3.15, 0.1], radius: 0.5 }, /home\.yaml.*no free floor.*3\.15, 0\.1.*--start/],
    ['a body like a room', { radius: 1.6 }, /home\.yaml: nowhere on it .*body 3\.20 m wide: choose a smaller --radius/],
    ['a start off the map', { start: [9, 1] }, /start at 9, 1 lies off the map, which spans x 0\.0 to 6\.3 m/],
    ['a dock off the map', { dock: [9, 1] }, /--dock 9,1 lies off the map, which spans/],
    ['a dock kept out', { dock: [1, 1], keepOut: [[0, 0, 3, 3]] }, /start at 1, 1 lies in what is kept out/],
    ['a brush like a broom', { brush: 0.5 }, /--brush 0\.5: no brush is wider than its robot, 0\.34 m/],
    ['a bow tie', { keepOut: [[0, 0, 1, 1, 1, 0, 0, 1]] }, /noGo\[0\].*cross/],
    ['a wall of no length', { wall: [[1, 1, 1, 1]] }, /walls\[0\]/],
  ])('%s is refused in words that help', (_name, asked, message) => {
    expect(() => planRequest('home.yaml', twoRooms(), { ...plain, ...asked })).toThrow(message);
  });
});
