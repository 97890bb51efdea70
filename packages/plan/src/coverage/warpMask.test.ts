import type { GridFrame } from '@homebound/grid';
import { compose, cos, hypot, MapWarp, sin } from '@homebound/math';
import { warpMask } from './warpMask.ts';

const frame: GridFrame = { width: 200, height: 160, resolution_m: 0.025, originX_m: -2.5, originY_m: -2 };

/** Cells within a disc. */
function disc(x: number, y: number, r: number): Uint8Array {
  const mask = new Uint8Array(frame.width * frame.height);
  for (let i = 0; i < mask.length; i++) {
    const cx = frame.originX_m + ((i % frame.width) + 0.5) * frame.resolution_m;
    const cy = frame.originY_m + (Math.floor(i / frame.width) + 0.5) * frame.resolution_m;
    mask[i] = hypot(cx - x, cy - y) < r ? 1 : 0;
  }
  return mask;
}

const count = (mask: Uint8Array): number => mask.reduce((sum, cell) => sum + cell, 0);

test('moved and turned far, a mask keeps its area and has no holes; the frame grows around it', () => {
  const T_after_before = { x: 3, y: -1, theta: 2 };
  const moved = warpMask(disc(1, 0.5, 0.8), frame, [
    new MapWarp([0, 0, 0], [T_after_before.x, T_after_before.y, T_after_before.theta]),
  ]);
  // The disc's centre: R(2) (1, 0.5) + (3, -1).
  const x = 3 + cos(2) - 0.5 * sin(2);
  const y = -1 + sin(2) + 0.5 * cos(2);
  expect(Math.abs(count(moved.mask) / count(disc(1, 0.5, 0.8)) - 1)).toBeLessThan(0.01);
  let wrong = 0;
  for (let i = 0; i < moved.mask.length; i++) {
    const cx = moved.frame.originX_m + ((i % moved.frame.width) + 0.5) * frame.resolution_m;
    const cy = moved.frame.originY_m + (Math.floor(i / moved.frame.width) + 0.5) * frame.resolution_m;
    const distance = hypot(cx - x, cy - y);
    if (distance < 0.77 && moved.mask[i] === 0) wrong++;
    if (distance > 0.83 && moved.mask[i] === 1) wrong++;
  }
  expect(wrong).toBe(0);
});

test('two moves that cancel each other give every cell back', () => {
  const mask = disc(0.3, -0.2, 0.6);
  const there = new MapWarp([0, 0, 0], [0.31, 0.12, 0.4]);
  const moved = warpMask(mask, frame, [there, there.inverse()]);
  expect(moved.frame).toEqual(frame);
  expect(moved.mask).toEqual(mask);
});

test('bent by anchors that turn apart, every cell is where the dumb way puts it, but for the rim', () => {
  const before = [-2, 0, 0, 0, 0, 0, 2, 0, 0];
  const after = [
    -2,
    0,
    0,
    0,
    0.1,
    0.05,
    ...Object.values(compose({ x: 0, y: 0.3, theta: 0.1 }, { x: 2, y: 0, theta: 0 })),
  ];
  const warp = new MapWarp(before, after);
  const mask = disc(0.5, 0, 1.2);
  const moved = warpMask(mask, frame, [warp]);
  let differing = 0;
  for (let iy = 0; iy < moved.frame.height; iy++)
    for (let ix = 0; ix < moved.frame.width; ix++) {
      const p = warp.pointBefore(
        moved.frame.originX_m + (ix + 0.5) * frame.resolution_m,
        moved.frame.originY_m + (iy + 0.5) * frame.resolution_m,
      );
      const wanted = hypot(p.x - 0.5, p.y) < 1.2 ? 1 : 0;
      if (moved.mask[iy * moved.frame.width + ix] !== wanted) differing++;
    }
  // The rim of 2 pi 1.2 m / 0.025 m = 302 cells, each right or wrong by the corner it is sampled at.
  expect(differing).toBeLessThan(150);
});

test('nothing set, or nothing moved: the same mask', () => {
  const empty = new Uint8Array(frame.width * frame.height);
  const shift = new MapWarp([0, 0, 0], [1, 0, 0]);
  expect(warpMask(empty, frame, [shift]).mask).toBe(empty);
  const mask = disc(0, 0, 1);
  expect(warpMask(mask, frame, [new MapWarp([1, 2, 3], [1, 2, 3])]).mask).toBe(mask);
});
