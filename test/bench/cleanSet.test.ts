import { join } from 'node:path';
import type { OccupancyGrid } from '@homebound/grid';
import { loadMap } from '../../packages/cli/src/worlds.ts';
import { dataFolder, dataTest } from '../helpers/homebound.ts';
import { OomwooMeter, oomwooBody, serviceable } from './cleanOomwooMeter.ts';
import { barLine, fixed } from './cleanSet.ts';
import { readVendorMap, SegmentJudge, vendorSegments } from './cleanVendorSegments.ts';

/** A room of so many cells of 5 cm, free but for its rim. */
function room(width: number, height: number): OccupancyGrid {
  const data = Int8Array.from({ length: width * height }, (_, i) => {
    const ix = i % width;
    const iy = (i - ix) / width;
    return ix === 0 || iy === 0 || ix === width - 1 || iy === height - 1 ? 100 : 0;
  });
  return { width, height, resolution_m: 0.05, originX_m: 0, originY_m: 0, data };
}

test('the measure of the vendor segments: one stroke through an empty room', () => {
  const grid = room(82, 42);
  const labels = Uint16Array.from(grid.data, (value) => (value === 0 ? 1 : 0));
  const judge = new SegmentJudge(grid, labels);
  const { reachable_m2, coverage, path_m } = judge.judge(1, [[1, 1, 3, 1]]);
  // Inside are 4 x 2 m. By centres of cells the nearest of the body's is the 17th from the wall's, and of the brush's the
  // 10th beyond it: the first 6 of 400 x 200 cells are out of reach, and the corners outside a quarter of the brush's disc.
  expect(Math.abs(reachable_m2 - (3.88 * 1.88 - (4 - Math.PI) * 0.105 * 0.105))).toBeLessThan(0.003);
  expect(path_m).toBeCloseTo(2, 9);
  // A stroke of 2 m, 0.20 m wide, drawn by cells: a cell at each end and side is uncertain.
  expect(Math.abs(coverage * reachable_m2 - 2 * 0.2)).toBeLessThan(2 * 0.01 * 2 + 0.01);
});

test('floor of another segment neither counts nor does the way through it', () => {
  const grid = room(82, 42);
  const labels = Uint16Array.from(grid.data, (value, i) => (value !== 0 ? 0 : i % 82 <= 40 ? 1 : 2));
  const judge = new SegmentJudge(grid, labels);
  const path = [[1, 1, 3, 1]];
  // Cells 0..40 belong to the first: up to x = 2.05.
  expect(judge.judge(1, path).path_m + judge.judge(2, path).path_m).toBeCloseTo(2, 9);
  const many = [Array.from({ length: 402 }, (_, i) => (i % 2 === 0 ? 1 + i * 0.005 : 1))];
  expect(judge.judge(1, many).path_m).toBeCloseTo(1.05, 1);
});

dataTest('the stored paths of all 18 segments come out as in the reference: 84.2 % at 10.3 m per m²', () => {
  const all = vendorSegments.flatMap(({ map }) => readVendorMap(dataFolder, map).segments).map((s) => s.theirs);
  const area = all.reduce((sum, s) => sum + s.reachable_m2, 0);
  const coverage = all.reduce((sum, s) => sum + s.coverage * s.reachable_m2, 0) / area;
  const metres = all.reduce((sum, s) => sum + s.path_m, 0) / area;
  expect(Math.abs(coverage - 0.842)).toBeLessThan(0.01);
  expect(Math.abs(metres - 10.3)).toBeLessThan(0.2);
  // Largest and smallest of the table: 35.1 m² at 72.3 %, 1.6 m² at 63.1 %.
  expect(all[0].reachable_m2).toBeCloseTo(35.1, 0);
  expect(Math.abs(all[0].coverage - 0.723)).toBeLessThan(0.01);
  expect(all[7].reachable_m2).toBeCloseTo(1.6, 1);
  expect(Math.abs(all[7].coverage - 0.631)).toBeLessThan(0.01);
});

dataTest("OOMWOO's rooms have as many serviceable cells as its own meter counts", () => {
  for (const [name, cells] of [
    ['test_room', 13696],
    ['living_room', 5661],
  ] as const) {
    const map = loadMap(join(dataFolder, 'worlds', 'oomwoo', `${name}.yaml`));
    expect(serviceable(map, { x: 0, y: 0 }).reduce((sum, value) => sum + value, 0)).toBe(cells);
  }
});

test("OOMWOO's meter: a stroke there is new, the stroke back is a revisit", () => {
  const map = room(102, 42);
  const meter = new OomwooMeter(map, { x: 1, y: 1 });
  let now_s = 10;
  const drive = (from: number, to: number): void => {
    const step = from < to ? 0.01 : -0.01;
    for (let k = 0; k <= Math.round(Math.abs(to - from) / 0.01); k++) meter.add(now_s++, from + k * step, 1.025);
  };
  drive(1.025, 4.025);
  expect(meter.figures()).toMatchObject({ revisit: 0 });
  // Seven cells of 5 cm wide; as long as the stroke and three cells round each end.
  const covered = meter.figures().coverage * meter.figures().serviceableCells;
  expect(covered).toBe(7 * 61 + 2 * (5 + 5 + 1));
  drive(4.025, 1.025);
  const { revisit, path_m, efficiencyAtEnd, serviceableCells, timeAt90_s } = meter.figures();
  expect(path_m).toBeCloseTo(6, 6);
  // The first chunk back began on the way there.
  expect(revisit).toBeGreaterThan(0.45);
  expect(revisit).toBeLessThan(0.500001);
  expect(efficiencyAtEnd).toBeCloseTo((serviceableCells * 0.0025) / (2 * oomwooBody.cleaningRadius_m) / 6, 6);
  expect(timeAt90_s).toBeUndefined();
});

test('a bar says whether it was reached, on the side that is good', () => {
  const bar = { what: 'x', value: 0.5, write: fixed(1) };
  expect(barLine({ ...bar, bar: 0.6, moonshot: 0.7 })).toMatch(/^ {2}missed +x: 0\.5 \(>= 0\.6, moonshot 0\.7\)$/);
  expect(barLine({ ...bar, bar: 0.6, moonshot: 0.4, isGood: 'atMost' })).toMatch(/^ {2}reached +x: 0\.5 \(<= 0\.6/);
  expect(barLine({ ...bar, bar: 0.6, moonshot: 0.5, isGood: 'atMost' })).toMatch(/^ {2}MOONSHOT/);
  expect(barLine({ what: 'x', value: 1, write: fixed(0) })).toBe('           x: 1');
});
