import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { CarmenReader, readCarmen } from './carmen.ts';
import { FormatError } from './formatError.ts';
import { readSensorDescription } from './sensorDescription.ts';

const data = process.env.HOMEBOUND_DATA ?? '../shared/data';
const textOf = (path: string) => gunzipSync(readFileSync(path)).toString('latin1');
const deg = Math.PI / 180;

/** A FLASER line of n equal readings at x = stamp. */
const flaser = (n: number, r: string, stamp: string) =>
  `FLASER ${n} ${`${r} `.repeat(n)}0 0 0 1.5 -2.25 0.5 ${stamp} host ${stamp}`;
const odom = (stamp: string) => `ODOM 1 2 3 0.1 0.2 0 ${stamp} host ${stamp}`;

function readInPieces(text: string, length: number) {
  const reader = new CarmenReader({ input: 'my.log' });
  for (let from = 0; from < text.length; from += length) reader.push(text.slice(from, from + length));
  return reader.end();
}

function errorOf(read: () => unknown): FormatError {
  try {
    read();
  } catch (error) {
    if (error instanceof FormatError) return error;
    throw error;
  }
  throw new Error('read without error');
}

test('a log gives scans and odometry in the order of ipc stamps, with every decimal', () => {
  const log = readCarmen(
    `# made by hand\n${flaser(181, '1.07', '976052857.337284')}\n${odom('976052856.250001')}\nSYNC a b\n`,
  );
  expect(log.records.map((r) => [r.kind, r.stamp_s])).toEqual([
    ['odometry', 976052856.250001],
    ['scan', 976052857.337284],
  ]);
  const scan = log.records[1];
  if (scan.kind !== 'scan') throw new Error('scan expected');
  expect(scan.T_odom_base).toEqual({ x: 1.5, y: -2.25, theta: 0.5 });
  expect(log.scanCount).toBe(1);
  expect([...log.skipped]).toEqual([['SYNC', 1]]);
});

test.each([
  [180, -90 * deg, 1 * deg],
  [181, -90 * deg, 1 * deg],
  [360, -90 * deg, 0.5 * deg],
  [361, -90 * deg, 0.5 * deg],
])('%i readings stand where these logs mean them', (n, min, step) => {
  const [scan] = readCarmen(flaser(n, '1', '1')).records;
  if (scan.kind !== 'scan') throw new Error('scan expected');
  expect(scan.angleMin_rad).toBeCloseTo(min, 12);
  expect(scan.angleIncrement_rad).toBeCloseTo(step, 12);
});

test('the maximum range is no return, zero and nan are invalid, below the minimum is too close', () => {
  const readings = `81.83 0 nan 0.05 1.25 ${'2 '.repeat(175)}`;
  const line = `FLASER 180 ${readings} 0 0 0 0 0 0 7 host 7`;
  const sensor = { beams: 180, fov_deg: 179, minRange_m: 0.1 };
  const [scan] = readCarmen(line, { sensor }).records;
  if (scan.kind !== 'scan') throw new Error('scan expected');
  expect([...scan.ranges_m.subarray(0, 5)]).toEqual([Infinity, NaN, NaN, -Infinity, 1.25]);
  expect(scan.rangeMax_m).toBeCloseTo(81.83, 5);
  const [near] = readCarmen(line, { maxRange_m: 2 }).records;
  if (near.kind !== 'scan') throw new Error('scan expected');
  expect(near.ranges_m[179]).toBe(Infinity);
});

test('ROBOTLASER1 describes its own laser', () => {
  const line = 'ROBOTLASER1 0 -1.5 3 1.5 20 0.01 0 3 1 20 3 2 7 8 1.2 2 0.5 1 2 0.5 0 0 0 0 0 12.5 host 12.5';
  const [scan] = readCarmen(line).records;
  if (scan.kind !== 'scan') throw new Error('scan expected');
  expect([scan.angleMin_rad, scan.angleIncrement_rad, scan.stamp_s]).toEqual([-1.5, 1.5, 12.5]);
  expect([...scan.ranges_m]).toEqual([1, Infinity, 3]);
  // The laser stands 0.2 m along world x, seen from a robot turned by 0.5 rad.
  expect(scan.T_base_lidar.x).toBeCloseTo(0.2 * Math.cos(0.5), 12);
  expect(scan.T_base_lidar.y).toBeCloseTo(-0.2 * Math.sin(0.5), 12);
});

test('a sensor description gives the angles of an unusual laser and where it sits', () => {
  const sensor = readSensorDescription('{"beams": 682, "fov_deg": 240, "maxRange_m": 4, "x_m": 0.145}');
  const [scan] = readCarmen(flaser(682, '3.5', '1'), { sensor }).records;
  if (scan.kind !== 'scan') throw new Error('scan expected');
  expect(scan.angleMin_rad).toBeCloseTo(-120 * deg, 12);
  expect(scan.angleIncrement_rad).toBeCloseTo((240 / 681) * deg, 12);
  expect(scan.T_base_lidar.x).toBe(0.145);
  expect(errorOf(() => readCarmen(flaser(682, '3.5', '1'))).message).toMatch(/line 1: .*682 readings.*--sensor/);
  expect(errorOf(() => readSensorDescription('{"beams": 5}')).message).toMatch(/needs "fov_deg"/);
  expect(errorOf(() => readSensorDescription('{"beams": 5, "fov": 9}')).message).toMatch(/does not know "fov"/);
});

test('a log cut anywhere in its last line is refused, with the count of whole scans', () => {
  const whole = `${odom('1.5')}\n${flaser(180, '1.07', '2.5')}\n`;
  const last = flaser(180, '2.11', '3.123456');
  const loggerStamp = last.lastIndexOf(' ');
  for (let length = 1; length <= loggerStamp; length++) {
    const error = errorOf(() => readCarmen(whole + last.slice(0, length), { input: 'my.log' }));
    expect(error.message).toMatch(/^my\.log, line 3: .*cut off; 1 whole scans/);
    expect(error.code).toBe('cut');
  }
  expect(readCarmen(whole + last).scanCount).toBe(2);
});

test('in pieces of any length it is the same log, and the same error at the same line', () => {
  const whole = `# by hand\n${odom('1.5')}\r\n${flaser(180, '1.07', '2.5')}\n\n${flaser(180, '2.11', '2.4')}\nSYNC a\n`;
  const broken = [whole, 'ODOM 1 2\n'].join('');
  const cut = [whole, 'ODOM 1 2'].join('');
  for (const length of [1, 7, 100, 1000, 1e6]) {
    expect(readInPieces(whole, length)).toEqual(readCarmen(whole));
    for (const text of [broken, cut, `${broken}${odom('3')}\n`, 'hello\n'])
      expect(errorOf(() => readInPieces(text, length)).message).toBe(
        errorOf(() => readCarmen(text, { input: 'my.log' })).message,
      );
  }
});

test.each([
  ['', 'empty', /holds no record/],
  ['# only a comment\n', 'empty', /holds no record/],
  [`${odom('1')}\n`, 'empty', /1 ODOM lines but no scan/],
  ['<?xml version="1.0"?>\n<sdf/>\n', 'foreign', /line 1: .*no CARMEN message/],
  [`${odom('1')}\nhello world\n`, 'foreign', /line 2: "hello" is no CARMEN message/],
  [`${flaser(180, 'nan', '1')}\n`, 'malformed', /line 1: all 180 readings of the scan are nan/],
  [`${flaser(180, '1.x', '1')}\n`, 'malformed', /line 1: the next reading should be a number, got "1.x"/],
  ['FLASER -3 1 2\nODOM\n', 'malformed', /line 1: the number of readings/],
  ['ODOM 1 2 nan 0 0 0 1 h 1\n', 'malformed', /line 1: the pose x y theta should be finite/],
  ['ODOM 1 2\nODOM 1 2 3 0 0 0 1 h 1\n', 'malformed', /line 1: the line ends before/],
])('%j is refused as %s', (text, code, message) => {
  const error = errorOf(() => readCarmen(text));
  expect(error.code).toBe(code);
  expect(error.message).toMatch(message);
});

const mines = `${data}/slam/mines-exp1/mines-exp1.log.gz`;
(existsSync(mines) ? test : test.skip)('mines-exp1: a low-cost laser of 682 beams reads with its description', () => {
  const sensor = { beams: 682, fov_deg: 240, maxRange_m: 4, x_m: 0.145 };
  const log = readCarmen(textOf(mines), { sensor });
  expect(log.scanCount).toBe(756);
  expect(log.maxRange_m).toBe(4);
});
