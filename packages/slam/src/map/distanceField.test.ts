import { createRng } from '@homebound/math';
import { DistanceField } from './distanceField.ts';
import { makeRings } from './rings.ts';
import { TileMap } from './tileMap.ts';

test.each([3, 10, 20])(
  'distance field equals brute force in every cell through 24 random changes, radius %i',
  (radius) => {
    const rng = createRng(radius);
    const rings = makeRings(radius);
    const tiles = new TileMap(0.05, rings.count);
    const field = new DistanceField(tiles, rings);
    const occupied = new Set<string>();
    // Cells straddle tile borders and negative indices.
    const from = -40;
    const to = 40;
    let checked = 0;
    for (let round = 0; round < 24; round++) {
      const cells: number[] = [];
      for (let i = 0; i < 30; i++) {
        const ix = from + rng.int(to - from);
        const iy = from + rng.int(to - from);
        const key = `${ix},${iy}`;
        // counts stand in for occupancy: 1 = occupied
        const at = tiles.ensure(ix, iy);
        tiles.counts[at] = occupied.has(key) ? 0 : 1;
        if (!occupied.delete(key)) occupied.add(key);
        cells.push(ix, iy);
        if (i % 7 === 0) cells.push(ix, iy); // repeats do no harm
      }
      field.update(Int32Array.from(cells), cells.length / 2, (at) => tiles.counts[at] === 1);
      if (round % 8 !== 7) continue;
      const points = [...occupied].map((key) => key.split(',').map(Number));
      for (let iy = from - radius - 2; iy < to + radius + 2; iy++)
        for (let ix = from - radius - 2; ix < to + radius + 2; ix++) {
          let best = radius * radius;
          for (const [ox, oy] of points) best = Math.min(best, (ix - ox) ** 2 + (iy - oy) ** 2);
          if (field.distance_cells(ix, iy) !== Math.sqrt(best))
            throw new Error(
              `round ${round}, cell ${ix}, ${iy}: ${field.distance_cells(ix, iy)}, brute force ${Math.sqrt(best)}`,
            );
          checked++;
        }
    }
    expect(checked).toBeGreaterThan(15_000);
  },
);

test('the field does not remember in which order it was made', () => {
  const rings = makeRings(10);
  const build = (order: readonly number[]) => {
    const tiles = new TileMap(0.05, rings.count);
    const field = new DistanceField(tiles, rings);
    for (const i of order) field.update(Int32Array.of(i % 17, (i * 7) % 23), 1, () => true);
    return Array.from({ length: 40 * 40 }, (_, i) => tiles.nearest[tiles.at((i % 40) - 8, Math.floor(i / 40) - 8)]);
  };
  const forward = Array.from({ length: 30 }, (_, i) => i);
  expect(build(forward.toReversed())).toEqual(build(forward));
});

test('tiles: a cell of nowhere reads as never seen, growth keeps what was written', () => {
  const tiles = new TileMap(0.05, 99);
  expect(tiles.isEmpty).toBe(true);
  expect(tiles.bounds()).toBeUndefined();
  for (let i = -500; i <= 500; i += 20) {
    const at = tiles.ensure(i, -3 * i); // first, since it may replace the pools
    tiles.counts[at] = 1000 + i;
  }
  for (let i = -500; i <= 500; i += 20) expect(tiles.counts[tiles.at(i, -3 * i)]).toBe(1000 + i);
  expect(tiles.counts[tiles.at(9999, 9999)]).toBe(0);
  expect(tiles.nearest[tiles.at(9999, 9999)]).toBe(99);
  // 1001 cells from -500: tiles of 32 from -512 to 511; rows from -1500 to 1500: -1504 to 1503
  expect(tiles.bounds()).toEqual({ minIx: -512, maxIx: 511, minIy: -1504, maxIy: 1503 });
  expect(() => new TileMap(0, 1)).toThrow('resolution must be in (0, 10) m, got 0');
});
