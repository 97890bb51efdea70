import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { decodeMap, encodeMap, readCarmen, readMapYaml, readRelations, readValetudoMap } from '@homebound/formats';
import type { OccupancyGrid } from '@homebound/grid';
import { extrudeMap } from '@homebound/sim';
import { dataFolder, dataTest } from '../helpers/homebound.ts';

const unpacked = (...path: string[]) => gunzipSync(readFileSync(join(dataFolder, ...path))).toString('latin1');

function filesOf(folder: string, extension: string): string[] {
  return readdirSync(join(dataFolder, folder)).filter((name) => name.endsWith(extension));
}

function home(name: string): OccupancyGrid {
  const yaml = readMapYaml(readFileSync(join(dataFolder, 'homes', name), 'utf8'), name);
  return decodeMap(yaml, readFileSync(join(dataFolder, 'homes', yaml.image)));
}

for (const set of [
  { name: 'intel', scans: 13631, odometry: 26915, beams: 180, seconds: 2691.3, maxRange: 81.83, relations: 2984 },
  { name: 'aces', scans: 7374, odometry: 7375, beams: 180, seconds: 1365.5, maxRange: 50, relations: 1279 },
  { name: 'fr079', scans: 4934, odometry: 8951, beams: 360, seconds: 1061.4, maxRange: 81.91, relations: 1685 },
])
  dataTest(`${set.name}: every record of the log is read, and its relations`, () => {
    const log = readCarmen(unpacked('slam', set.name, `${set.name}.log.gz`));
    expect(log.scanCount).toBe(set.scans);
    expect(log.records.length).toBe(set.scans + set.odometry);
    expect(log.maxRange_m).toBeCloseTo(set.maxRange, 4);
    const stamps = log.records.map((r) => r.stamp_s);
    expect(stamps.every((s, i) => i === 0 || s >= stamps[i - 1])).toBe(true);
    expect(stamps[stamps.length - 1] - stamps[0]).toBeCloseTo(set.seconds, 0);
    expect(log.records.every((r) => r.kind === 'odometry' || r.ranges_m.length === set.beams)).toBe(true);
    const relations = readRelations(unpacked('slam', set.name, `${set.name}.relations.gz`));
    expect(relations.length).toBe(set.relations);
    // Both ends of a relation are scans of the log, to the millisecond.
    const milliseconds = new Set(log.records.flatMap((r) => (r.kind === 'scan' ? [Math.round(r.stamp_s * 1000)] : [])));
    const found = (s: number) => [-1, 0, 1].some((d) => milliseconds.has(Math.round(s * 1000) + d));
    expect(relations.every((r) => found(r.fromStamp_s) && found(r.toStamp_s))).toBe(true);
  });

dataTest('37 homes read, are written as they were, and become worlds with a dock', () => {
  const names = filesOf('homes', '.yaml');
  expect(names.length).toBe(37);
  for (const name of names) {
    const grid = home(name);
    const files = encodeMap(grid);
    const again = decodeMap(readMapYaml(files.yaml), files.pgm);
    expect(again.data.every((value, i) => value === grid.data[i])).toBe(true);
    const { solids, T_world_dock } = extrudeMap(grid, { name });
    expect(solids[0].shapes.length).toBeLessThan(3000);
    expect(Number.isFinite(T_world_dock.theta)).toBe(true);
  }
});

dataTest('31 vendor maps become worlds; a charger that is known gets its dock within a metre or so', () => {
  const names = filesOf('vendor-maps', '.json');
  let known = 0;
  let near = 0;
  for (const name of names) {
    const { grid, charger } = readValetudoMap(readFileSync(join(dataFolder, 'vendor-maps', name), 'utf8'), name);
    const { T_world_dock } = extrudeMap(grid, { name, dockNear: charger });
    if (charger === undefined) continue;
    known++;
    if (Math.hypot(T_world_dock.x - charger.x_m, T_world_dock.y - charger.y_m) <= 1) near++;
  }
  expect(known).toBe(29);
  expect(near).toBeGreaterThan(24);
});
