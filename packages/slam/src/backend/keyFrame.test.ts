import { type KeyFrame, keepScan } from './keyFrame.ts';
import type { StoredScan } from './storedScan.ts';

const MOST = 4;
const REFRESH_S = 300;

function scanAt(x_m: number, stamp_s: number): StoredScan {
  return {
    stamp_s,
    T_key_base: { x: x_m, y: 0, theta: 0 },
    hits: 0,
    misses: 0,
    unit_m: 0.001,
    pts_units: new Int16Array(0),
    origins_m: new Float32Array(4),
  };
}

function drivenPast(from_s: number, step_m: number, count: number, key: KeyFrame = newKey()): KeyFrame {
  for (let i = 0; i < count; i++) keepScan(key, scanAt(i * step_m, from_s + i), MOST, REFRESH_S);
  return key;
}

function newKey(): KeyFrame {
  return { stamp_s: 0, T_map_key: { x: 0, y: 0, theta: 0 }, scans: [] };
}

const placesOf = ({ scans }: KeyFrame) => scans.map(({ T_key_base }) => T_key_base.x).sort((a, b) => a - b);

test('scans of a key frame stand 0.1 m apart, and there are no more than asked for', () => {
  expect(placesOf(drivenPast(0, 0.05, 5))).toEqual([0, 0.1, 0.2]);
  expect(drivenPast(0, 0.2, 10).scans).toHaveLength(MOST);
});

test('a later visit takes the place of old scans one by one, as far apart as they were', () => {
  const key = drivenPast(0, 0.2, MOST);
  drivenPast(1000, 0.05, 5, key);
  // Three of the five show something new; one old scan is left, and no two of the new ones show the same.
  expect(key.scans.filter(({ stamp_s }) => stamp_s >= 1000).map(({ T_key_base }) => T_key_base.x)).toEqual([
    0, 0.1, 0.2,
  ]);
  expect(key.scans).toHaveLength(MOST);
});

test('a full key frame keeps scans that are younger than the time to renew', () => {
  const key = drivenPast(0, 0.2, MOST);
  drivenPast(100, 0.3, 3, key);
  expect(key.scans.every(({ stamp_s }) => stamp_s < 100)).toBe(true);
});
