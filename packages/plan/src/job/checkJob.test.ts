import { checkJob } from './checkJob.ts';
import type { CleaningJob } from './cleaningJob.ts';
import { eachCellInDisc, eachCellInPolygon, polygonArea, polygonFault } from './polygon.ts';
import { at, sampleRequest } from './sampleHome.ts';

const square = [0, 0, 1, 0, 1, 1, 0, 1];
const refused: readonly [string, CleaningJob, RegExp][] = [
  ['an unknown room', { rooms: [1, 7] }, /no room 7; the rooms are 1 \(kitchen\), 2 \(bedroom\), 3$/],
  ['a room twice', { rooms: [2, 1, 2] }, /room 2 is listed twice.*2 passes/],
  ['nothing', { rooms: [] }, /rooms is empty.*leave rooms out/],
  ['three passes', { passes: 3 as 2 }, /passes of the job must be 1, 2 or 'crossed', got 3/],
  [
    'a level above one',
    { roomSettings: [{ room: 2, levels: { fan: 1.5 } }] },
    /levels.fan of the settings of room 2 .*1\.5/,
  ],
  ['no angle', { laneAngle_rad: Number.NaN }, /laneAngle_rad of the job must be within a turn, ±2π rad, got NaN/],
  ['degrees', { laneAngle_rad: 90 }, /laneAngle_rad of the job must be within a turn, ±2π rad, got 90/],
  ['two corners', { zones: [{ polygon: [0, 0, 1, 1] }] }, /zones\[0\] is no polygon: it has 2 corners; at least 3/],
  ['half a corner', { zones: [{ polygon: [0, 0, 1, 0, 1] }] }, /zones\[0\].*5 numbers/],
  ['a corner at infinity', { zones: [{ polygon: [0, 0, 1, 0, Infinity, 1] }] }, /corner 2 is not finite/],
  [
    'a bow tie',
    { zones: [{ polygon: square }, { polygon: [0, 0, 1, 1, 1, 0, 0, 1] }] },
    /zones\[1\].*edges 0 and 2 cross/,
  ],
  ['a line', { zones: [{ polygon: [0, 0, 1, 0, 2, 1e-6] }] }, /encloses 0\.0000 m²/],
  [
    'a zone on the moon',
    { zones: [{ polygon: square.map((v) => v + 500) }] },
    /lies off the map, which spans x -1\.3 to 7\.7 m/,
  ],
  ['a spot of no size', { spots: [{ ...at(1, 1), radius_m: 0 }] }, /spots\[0\].radius_m must be above 0.*got 0/],
  ['a spot like a room', { spots: [{ ...at(1, 1), radius_m: 9 }] }, /at most 3, got 9; ask for a zone/],
  ['a spot nowhere', { spots: [{ x: Number.NaN, y: 0 }] }, /spots\[0\] must lie at finite x, y, got NaN, 0/],
  ['a spot off the map', { spots: [at(20, 1)] }, /spots\[0\] at .* lies off the map/],
];

test.each(refused)('%s is refused in words that help', (_name, job, message) => {
  expect(() => checkJob(sampleRequest({ job }))).toThrow(RangeError);
  expect(() => checkJob(sampleRequest({ job }))).toThrow(message);
});

test('masks of another shape are refused by name; settings for rooms that are not seen today are not', () => {
  expect(() => checkJob(sampleRequest({ covered: [new Uint8Array(3)] }))).toThrow(
    /covered\[0\] must have the map's 18000 cells, got 3/,
  );
  expect(() => checkJob({ ...sampleRequest(), keepOut: new Uint8Array(1) })).toThrow(/keepOut/);
  for (const wantedShare of [0, 1, Number.NaN])
    expect(() => checkJob({ ...sampleRequest(), wantedShare })).toThrow(/wantedShare must be a share in \(0, 1\), got/);
  expect(() => checkJob(sampleRequest({ job: { roomSettings: [{ room: 9, skip: true }] } }))).not.toThrow();
});

test('polygons: area, faults and cells', () => {
  expect(polygonArea(square)).toBe(1);
  expect(polygonFault(square)).toBeUndefined();
  // A spike that goes out and back on itself.
  expect(polygonFault([0, 0, 1, 0, 1, 1, 3, 1, 1, 1, 0, 1])).toMatch(/cross/);
  const frame = { width: 30, height: 30, resolution_m: 0.1, originX_m: -1, originY_m: -1 };
  const cells: number[] = [];
  eachCellInPolygon(square, frame, (cell) => cells.push(cell));
  // Ten by ten cells of 0.1 m, the first centre inside at (0.05, 0.05): column 10, row 10.
  expect(cells).toHaveLength(100);
  expect(cells[0]).toBe(10 * 30 + 10);
  let inDisc = 0;
  eachCellInDisc(0.5, 0.5, 0.5, frame, () => inDisc++);
  // pi * 0.5² / 0.1² = 78.5
  expect(Math.abs(inDisc - 78.5)).toBeLessThan(4);
});
