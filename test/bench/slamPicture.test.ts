import { decode } from 'fast-png';
import { slamPicture } from './slamPicture.ts';

test('walls are black, y is up, the final trajectory covers the online one', () => {
  // 4 x 3 cells of 1 m from (0, 0): a wall in the lower left corner, an unseen cell in the upper right one.
  const cells = Int8Array.of(100, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1);
  const map = { width: 4, height: 3, resolution_m: 1, originX_m: 0, originY_m: 0, data: cells };
  const at = (x: number, y: number) => ({ stamp_s: 0, T: { x, y, theta: 0 } });
  const { width, height, data } = decode(slamPicture(map, [at(1.5, 1.5), at(2.5, 1.5)], [at(1.5, 1.5)]));
  const pixel = (ix: number, iy: number) => [...data.slice(3 * ((height - 1 - iy) * width + ix)).slice(0, 3)];
  expect([width, height]).toEqual([4, 3]);
  expect(pixel(0, 0)).toEqual([0, 0, 0]);
  expect(pixel(3, 2)).toEqual([205, 205, 205]);
  expect(pixel(1, 1)).toEqual([30, 90, 200]);
  expect(pixel(2, 1)).toEqual([235, 140, 60]);
});
