import { createRng } from '@homebound/math';
import { Raster } from './raster.ts';

/** Painted area in pixels: white on black, read back from one channel. */
function painted({ pixels }: Raster): number {
  let sum = 0;
  for (let i = 0; i < pixels.length; i += 3) sum += pixels[i] / 255;
  return sum;
}

test('a polygon paints its own area, wherever it lies between pixels: 50 seeded triangles', () => {
  const rng = createRng(5);
  for (let i = 0; i < 50; i++) {
    const [ax, ay, bx, by, cx, cy] = Array.from({ length: 6 }, () => 2 + 36 * rng.uniform());
    const raster = new Raster(40, 40, [0, 0, 0]);
    raster.polygons([[ax, ay, bx, by, cx, cy]], [255, 255, 255]);
    const area = Math.abs((bx - ax) * (cy - ay) - (by - ay) * (cx - ax)) / 2;
    expect(Math.abs(painted(raster) - area)).toBeLessThan(0.02 * area + 1);
  }
});

test('neighbours drawn as one shape have no seam, and what lies outside is left alone', () => {
  const raster = new Raster(20, 10, [0, 0, 0]);
  const left = [-5, -5, 7.3, -5, 7.3, 15, -5, 15];
  const right = [7.3, -5, 30, -5, 30, 15, 7.3, 15];
  raster.polygons([left, right], [255, 255, 255]);
  expect(raster.pixels.every((v) => v === 255)).toBe(true);
});

test('a line has its width, round ends, and is laid down once where it crosses itself', () => {
  const straight = new Raster(60, 20, [0, 0, 0]);
  straight.polyline([10, 10, 50, 10], 4, [255, 255, 255]);
  // 40 · 4 and two half discs of radius 2
  expect(painted(straight)).toBeCloseTo(160 + Math.PI * 4, -1);
  const crossed = new Raster(20, 20, [0, 0, 0]);
  crossed.polyline([2, 2, 18, 18, 18, 2, 2, 18], 3, [200, 200, 200], 0.5);
  expect(Math.max(...crossed.pixels)).toBe(100);
});
