import { createRng } from '@homebound/math';
import { PARTS, RayCounter } from './rayCounter.ts';
import { TileMap } from './tileMap.ts';

/** Counts a ray given in cells. */
function touch(rays: RayCounter, ...ends_cells: [ox: number, oy: number, px: number, py: number]): void {
  const [ox, oy, px, py] = ends_cells.map((v) => Math.floor(v * PARTS));
  rays.touchRay(ox, oy, px, py);
}

/** The cells of a ray but the last: where it is midway between each two borders that it crosses, as the book has it. */
function cellsOf(ox: number, oy: number, px: number, py: number): string[] {
  const shares = [0];
  for (let x = Math.min(Math.floor(ox), Math.floor(px)) + 1; x <= Math.max(Math.floor(ox), Math.floor(px)); x++)
    shares.push((x - ox) / (px - ox));
  for (let y = Math.min(Math.floor(oy), Math.floor(py)) + 1; y <= Math.max(Math.floor(oy), Math.floor(py)); y++)
    shares.push((y - oy) / (py - oy));
  shares.sort((a, b) => a - b);
  return shares.slice(1).map((to, i) => {
    const mid = 0.5 * (shares[i] + to);
    return `${Math.floor(ox + mid * (px - ox))},${Math.floor(oy + mid * (py - oy))}`;
  });
}

function counted(tiles: TileMap): Map<string, number> {
  const all = new Map<string, number>();
  for (let iy = -200; iy < 200; iy++)
    for (let ix = -200; ix < 200; ix++) {
      const count = tiles.counts[tiles.at(ix, iy)];
      if (count !== 0) all.set(`${ix},${iy}`, count);
    }
  return all;
}

test('200 rays count once in each cell they cross, and not in their last', () => {
  const rng = createRng(5);
  for (let i = 0; i < 200; i++) {
    // Whole and odd parts of a cell, so that nothing is rounded and none ends on a border.
    const at = (cells: number) => (2 * Math.floor(256 * cells * (2 * rng.uniform() - 1)) + 1) / 512;
    const [ox, oy, px, py] = [at(40), at(40), at(150), i % 5 === 0 ? at(2) : at(150)];
    const tiles = new TileMap(0.05, 9);
    const rays = new RayCounter(tiles, 250, 0.25);
    touch(rays, ox, oy, px, py);
    const want = cellsOf(ox, oy, px, py);
    expect(rays.walked_cells).toBe(want.length);
    expect([...counted(tiles)].sort()).toEqual(want.map((cell) => [cell, 1]).sort());
  }
});

test('along a row, a column and back, and within a cell', () => {
  const tiles = new TileMap(0.05, 9);
  const rays = new RayCounter(tiles, 250, 0.25);
  touch(rays, 0.5, 0.5, 40.5, 0.5);
  touch(rays, 40.5, 0.5, 0.5, 0.5);
  touch(rays, 0.5, 0, 0.5, -3);
  touch(rays, 5.1, 5.1, 5.9, 5.9);
  const all = counted(tiles);
  // Row 0: cells 0 to 39 forth, 40 to 1 back; from 0 down to -3: cells 0, -1, -2.
  expect(all.size).toBe(41 + 2);
  for (let ix = 1; ix < 40; ix++) expect(all.get(`${ix},0`)).toBe(2);
  expect([all.get('0,0'), all.get('40,0'), all.get('0,-1'), all.get('0,-2')]).toEqual([2, 1, 1, 1]);
});

test('a ray of 500 m at 5 cm ends where it should', () => {
  const tiles = new TileMap(0.05, 9);
  const rays = new RayCounter(tiles, 250, 0.25);
  touch(rays, 0.5, 0.5, 10_000.5, 3000.5);
  expect(rays.walked_cells).toBe(13_000);
  expect(tiles.counts[tiles.at(5000, 1500)]).toBe(1);
});

test('a full count is halved, and a cell that flips is noted when asked for', () => {
  const tiles = new TileMap(0.05, 9);
  const rays = new RayCounter(tiles, 10, 0.25);
  rays.begin(true);
  const at = rays.addHit(7, 3);
  expect(tiles.counts[at]).toBe(0x10001);
  expect([rays.flippedCount, ...rays.flipped.subarray(0, 2)]).toEqual([1, 7, 3]);
  // Hits 1 of 2, 3 and 4 touches: occupied from 0.25 on; the fourth ray makes it 1 of 5.
  for (let i = 0; i < 3; i++) touch(rays, 7.5, 3.5, 8.5, 3.5);
  expect(rays.flippedCount).toBe(1);
  touch(rays, 7.5, 3.5, 8.5, 3.5);
  expect([tiles.counts[at], rays.flippedCount]).toEqual([0x10005, 2]);
  rays.begin(false);
  for (let i = 0; i < 5; i++) touch(rays, 7.5, 3.5, 8.5, 3.5);
  // 1 of 10: halved to 0 of 5; without a note.
  expect([tiles.counts[at], rays.flippedCount]).toEqual([5, 0]);
});
