import { createRng, MapWarp } from '@homebound/math';
import type { Grid } from './gridPatch.ts';
import { movedGrid } from './movedGrid.ts';

/** A disc of ones, radius 0.5 m, around a point. */
function disc(x: number, y: number): Grid {
  const grid = { width: 90, height: 70, resolution_m: 0.05, originX_m: -1, originY_m: -0.5, data: new Int8Array(6300) };
  for (let i = 0; i < 6300; i++) {
    const dx = -1 + ((i % 90) + 0.5) * 0.05 - x;
    const dy = -0.5 + (Math.floor(i / 90) + 0.5) * 0.05 - y;
    if (dx * dx + dy * dy < 0.25) grid.data[i] = 1;
  }
  return grid;
}

const differing = (a: Int8Array, b: Int8Array): number => a.reduce((n, cell, i) => n + (cell === b[i] ? 0 : 1), 0);

test('cells move as the points of the map do: 20 planted moves and turns', () => {
  const rng = createRng(4);
  const spread = (most: number): number => most * (2 * rng.uniform() - 1);
  for (let k = 0; k < 20; k++) {
    const warp = new MapWarp([0, 0, 0, 3, 2, 0], moveBoth(spread(0.4), spread(0.3), spread(1)));
    const to = warp.movePoint(1, 1);
    const wanted = disc(to.x, to.y).data;
    // The rim of the disc is 2 π 0.5 m / 5 cm = 63 cells long; rounding may take or give half of it, and no cell more.
    expect(differing(movedGrid(disc(1, 1), warp), wanted)).toBeLessThan(32);
  }
});

/** The two anchors above, turned about (1, 1) and shifted. */
function moveBoth(dx: number, dy: number, turn: number): number[] {
  const [c, s] = [Math.cos(turn), Math.sin(turn)];
  const at = (x: number, y: number) => [1 + c * (x - 1) - s * (y - 1) + dx, 1 + s * (x - 1) + c * (y - 1) + dy, turn];
  return [...at(0, 0), ...at(3, 2)];
}

test('what leaves the frame is gone, and nothing comes in', () => {
  const away = movedGrid(disc(1, 1), new MapWarp([0, 0, 0], [10, 0, 0]));
  expect(away.every((cell) => cell === 0)).toBe(true);
});
