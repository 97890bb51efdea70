import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readCarmen, readRelations } from '@homebound/formats';
import { thin } from './buildingsThinned.ts';

const data = mkdtempSync(join(tmpdir(), 'homebound-thinned-'));
afterAll(() => rmSync(data, { recursive: true }));

/** 101 scans of 180 readings of 3 m and 12 m in turn, 0.2 s apart; every 7th is named by a relation to the next such. */
beforeAll(() => {
  const folder = join(data, 'slam', 'toy');
  mkdirSync(folder, { recursive: true });
  const readings = Array.from({ length: 180 }, (_, i) => (i % 2 === 0 ? '3.00' : '12.00')).join(' ');
  const stamps = Array.from({ length: 101 }, (_, i) => (100 + 0.2 * i).toFixed(6));
  const lines = stamps.map((t) => `FLASER 180 ${readings} 0 0 0 0 0 0 ${t} host ${t}`);
  const relations = stamps.flatMap((t, i) => (i % 7 === 0 && i + 7 < 101 ? [`${t} ${stamps[i + 7]} 1 0 0 0 0 0`] : []));
  writeFileSync(join(folder, 'toy.log.gz'), gzipSync(`ODOM 0 0 0 0 0 0 99.9 host 99.9\n${lines.join('\n')}\n`));
  writeFileSync(join(folder, 'toy.relations.gz'), gzipSync(`${relations.join('\n')}\n`));
});

describe('thin', () => {
  test('keeps about every n-th scan, and those that relations name', () => {
    const { log, relations, scans, kept } = thin(data, { name: 'toy-4th', log: 'toy', every: 4 });
    // Named scans are 7 apart: one more stands between each two. 0, 98 and the last at 100 make 14 · 2 + 1 = 29.
    expect(scans).toBe(29);
    expect(readCarmen(log).scanCount).toBe(29);
    expect(readCarmen(log).records[0].kind).toBe('odometry');
    expect(kept).toBe(14);
    expect(readRelations(relations)).toHaveLength(14);
  });

  test('drops relations whose scans went, unless told to keep all', () => {
    const sparse = { name: 'toy-21st', log: 'toy', every: 21 };
    expect(thin(data, sparse).kept).toBe(0);
    expect(thin(data, { ...sparse, keepsAll: true }).kept).toBe(14);
  });

  test('a shorter lidar sees nothing past its range', () => {
    const { log } = thin(data, { name: 'toy-8m', log: 'toy', every: 1, cap_m: 8 });
    const { records, maxRange_m } = readCarmen(log);
    expect(maxRange_m).toBe(8);
    const scan = records[1];
    if (scan.kind !== 'scan') throw new Error('a scan should follow the odometry');
    expect(scan.ranges_m[0]).toBe(3);
    expect(scan.ranges_m[1]).toBe(Number.POSITIVE_INFINITY);
  });
});
