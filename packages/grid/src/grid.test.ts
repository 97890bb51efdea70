import { createRng } from '@homebound/math';
import { asNdarray } from './asNdarray.ts';
import { connectedComponents, floodFill } from './components.ts';
import { contours } from './contours.ts';
import type { GridFrame, OccupancyGrid } from './gridFrame.ts';
import { valueAt } from './interpolate.ts';
import { rayWalkInto } from './rayWalk.ts';
import { grownFrame, moveMask, resampleConservative } from './resample.ts';

const frame: GridFrame = { width: 8, height: 5, resolution_m: 0.5, originX_m: -1, originY_m: 2 };

test('components: two rooms and a diagonal touch', () => {
  const mask = Uint8Array.from([1, 1, 0, 0, 0, 0, 1, 1, 0, 0]); // 5 x 2: a pair, a diagonal neighbour pair, nothing
  const four = connectedComponents(mask, 5, 2, 4);
  expect([...four.labels]).toEqual([1, 1, 0, 0, 0, 0, 1, 1, 0, 0]);
  expect([...four.sizes]).toEqual([6, 4]);
  const diagonal = Uint8Array.from([1, 0, 0, 1]);
  expect([...connectedComponents(diagonal, 2, 2, 4).sizes]).toEqual([2, 1, 1]);
  expect([...connectedComponents(diagonal, 2, 2, 8).sizes]).toEqual([2, 2]);
});

test.each([4, 8] as const)(
  'labels equal those of a plain flood fill, spirals and combs included (%i neighbours, seed 11)',
  (connectivity) => {
    const rng = createRng(11);
    for (let trial = 0; trial < 40; trial++) {
      const [width, height] = [1 + rng.int(30), 1 + rng.int(30)];
      const share = rng.uniform();
      const values = Int16Array.from({ length: width * height }, () => (rng.uniform() < share ? 1 + rng.int(2) : 0));
      const { labels, sizes } = connectedComponents(values, width, height, connectivity);
      let last = 0;
      const want = new Int32Array(values.length);
      for (let seed = 0; seed < values.length; seed++) {
        if (values[seed] === 0 || want[seed] !== 0) continue;
        const stack = [seed];
        want[seed] = ++last;
        let size = 0;
        for (let cell = stack.pop(); cell !== undefined; cell = stack.pop()) {
          size++;
          for (let dy = -1; dy <= 1; dy++)
            for (let dx = -1; dx <= 1; dx++) {
              const x = (cell % width) + dx;
              const y = Math.floor(cell / width) + dy;
              if (x < 0 || y < 0 || x >= width || y >= height || (connectivity === 4 && dx !== 0 && dy !== 0)) continue;
              const next = y * width + x;
              if (values[next] !== values[seed] || want[next] !== 0) continue;
              want[next] = last;
              stack.push(next);
            }
        }
        expect(sizes[last]).toBe(size);
      }
      expect(labels).toEqual(want);
    }
  },
);

test('flood fill returns exactly the component of its seed and nothing from an unmarked one', () => {
  const rng = createRng(7);
  const mask = Uint8Array.from({ length: 40 * 30 }, () => (rng.uniform() < 0.6 ? 1 : 0));
  const { labels } = connectedComponents(mask, 40, 30);
  for (const seed of [0, 17, 555, 1199]) {
    const filled = floodFill(mask, 40, 30, seed);
    for (let i = 0; i < mask.length; i++)
      expect(filled[i]).toBe(mask[seed] === 1 && labels[i] === labels[seed] ? 1 : 0);
  }
});

test('a ray visits a chain of side neighbours from start to end, all of them touched by the segment (seed 3)', () => {
  const rng = createRng(3);
  const out = new Int32Array(64);
  for (let k = 0; k < 300; k++) {
    const [x0, y0, x1, y1] = [
      -1 + 4 * rng.uniform(),
      2 + 2.5 * rng.uniform(),
      -1 + 4 * rng.uniform(),
      2 + 2.5 * rng.uniform(),
    ];
    const n = rayWalkInto(out, frame, x0, y0, x1, y1);
    for (let i = 0; i < n; i++) {
      const ix = out[i] % 8;
      const iy = Math.floor(out[i] / 8);
      if (i > 0) expect(Math.abs(ix - (out[i - 1] % 8)) + Math.abs(iy - Math.floor(out[i - 1] / 8))).toBe(1);
      // The segment passes the cell when its point nearest to the cell's centre lies in it, up to the half diagonal.
      const cx = -1 + (ix + 0.5) * 0.5;
      const cy = 2 + (iy + 0.5) * 0.5;
      const dx = x1 - x0;
      const dy = y1 - y0;
      const t = Math.min(1, Math.max(0, ((cx - x0) * dx + (cy - y0) * dy) / (dx * dx + dy * dy)));
      expect(Math.hypot(x0 + t * dx - cx, y0 + t * dy - cy)).toBeLessThanOrEqual(0.25 * Math.SQRT2 + 1e-9);
    }
    expect(out[0]).toBe(Math.floor((y0 - 2) / 0.5) * 8 + Math.floor((x0 + 1) / 0.5));
    expect(out[n - 1]).toBe(Math.floor((y1 - 2) / 0.5) * 8 + Math.floor((x1 + 1) / 0.5));
  }
});

test('a ray from outside keeps only the cells inside, and a short buffer is refused', () => {
  const out = new Int32Array(64);
  expect([...out.subarray(0, rayWalkInto(out, frame, -3, 2.25, 0.1, 2.25))]).toEqual([0, 1, 2]);
  expect(() => rayWalkInto(new Int32Array(2), frame, -0.9, 2.25, 2.9, 2.25)).toThrow('room for 2');
});

test('a frame grows on its own lattice and a mask moves with it', () => {
  const grown = grownFrame(frame, -1.6, 2.1, 3.2, 4.4, 1);
  // Left: 0.6 m need 2 cells + 1 spare; right edge 3.0: 0.2 m need 1 + 1 spare; y fits.
  expect(grown).toEqual({ width: 13, height: 5, resolution_m: 0.5, originX_m: -2.5, originY_m: 2 });
  const mask = new Uint8Array(40);
  mask[2 * 8 + 3] = 1;
  const moved = moveMask(mask, frame, grown);
  expect(moved.indexOf(1)).toBe(2 * 13 + 6);
  expect(moveMask(moved, grown, frame)).toEqual(mask);
});

test('conservative resampling: occupied wins over unknown wins over free', () => {
  const map: OccupancyGrid = { ...frame, width: 4, height: 2, data: Int8Array.from([0, 0, 0, -1, 0, 20, 100, 0]) };
  const coarse = resampleConservative(map, 1);
  expect(coarse.width).toBe(2);
  expect([...coarse.data]).toEqual([20, 100]);
  expect([...resampleConservative({ ...map, data: Int8Array.from([0, 0, 0, -1, 0, 0, 0, 0]) }, 1).data]).toEqual([
    0, -1,
  ]);
  // 4 cm to 5 cm: 5 source cells make 4 target cells, and the wall in source cell 2 (8..12 cm) blocks targets 1 and 2.
  const fine: OccupancyGrid = {
    ...frame,
    width: 5,
    height: 1,
    resolution_m: 0.04,
    data: Int8Array.from([0, 0, 100, 0, 0]),
  };
  expect(
    [
      ...resampleConservative({ ...fine, height: 2, data: Int8Array.from([...fine.data, ...fine.data]) }, 0.05).data,
    ].slice(0, 4),
  ).toEqual([0, 100, 100, 0]);
});

test('interpolation is exact on planes and 0 outside', () => {
  const field = Float32Array.from({ length: 40 }, (_, i) => (i % 8) * 2 + Math.floor(i / 8));
  // x = -0.75 is the first centre: 2 per 0.5 m in x, 1 per 0.5 m in y.
  expect(valueAt(field, frame, 0.3, 3.1)).toBeCloseTo(((0.3 + 0.75) / 0.5) * 2 + (3.1 - 2.25) / 0.5, 5);
  expect(valueAt(field, frame, -0.8, 3)).toBe(0);
  expect(valueAt(field, frame, Number.NaN, 3)).toBe(0);
});

test('the contour of a cone is a counter-clockwise circle, that of a pit a clockwise one', () => {
  const size: GridFrame = { width: 60, height: 60, resolution_m: 0.05, originX_m: 0, originY_m: 0 };
  const cone = Float32Array.from(
    { length: 3600 },
    (_, i) => -Math.hypot((i % 60) - 29.5, Math.floor(i / 60) - 29.5) * 0.05,
  );
  for (const [field, level, sign] of [
    [cone, -1, 1],
    [cone.map((v) => -v), 1, -1],
  ] as const) {
    const lines = contours(field, size, level);
    expect(lines).toHaveLength(1);
    const { points, closed } = lines[0];
    expect(closed).toBe(true);
    let twiceArea = 0;
    for (let i = 0; i < points.length; i += 2) {
      const j = (i + 2) % points.length;
      twiceArea += points[i] * points[j + 1] - points[j] * points[i + 1];
      expect(Math.hypot(points[i] - 1.5, points[i + 1] - 1.5)).toBeCloseTo(1, 2);
    }
    expect(twiceArea / 2).toBeCloseTo(sign * Math.PI, 1);
  }
});

test('open contours end at the edge of the grid, and a saddle gives two lines', () => {
  const ramp = Float32Array.from({ length: 40 }, (_, i) => i % 8);
  const lines = contours(ramp, frame, 3.5);
  expect(lines).toHaveLength(1);
  expect(lines[0].closed).toBe(false);
  expect(lines[0].points).toHaveLength(10); // one point a row
  const saddle = Float32Array.from([1, 0, 0, 1]);
  expect(contours(saddle, { ...frame, width: 2, height: 2 }, 0.4)).toHaveLength(2);
});

test('the ndarray view reads rows first and writes through', () => {
  const data = new Float32Array(40);
  const view = asNdarray(frame, data);
  view.set(2, 3, 7);
  expect(data[2 * 8 + 3]).toBe(7);
  expect(view.shape).toEqual([5, 8]);
  expect(() => asNdarray(frame, new Uint8Array(3))).toThrow('8 x 5 cells wanted, got 3');
});
