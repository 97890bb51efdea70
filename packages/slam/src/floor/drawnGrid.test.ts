import { drawnGrid } from '@homebound/formats';
import { createRng } from '@homebound/math';
import { OccupancyMap } from '../map/occupancyMap.ts';

test('what formats draws of a stored map are the very cells that SLAM publishes of it', () => {
  const rng = createRng(11);
  const tiles = Int32Array.of(-2, 1, 0, 0, -1, 1, 3, -2);
  const counts = Uint32Array.from({ length: 1024 * 4 }, (_, i) => {
    // Its outermost rows were never seen: the picture is cut.
    if (i % 32 > 29 || rng.uniform() < 0.3) return 0;
    const rays = 1 + rng.int(200);
    return rng.int(rays + 1) * 65536 + rays;
  });
  const map = new OccupancyMap({ resolution_m: 0.05, truncation_m: 0.05 });
  map.restore(tiles, counts, new Int16Array(2 * counts.length));
  const meta = {
    name: '',
    id: '',
    created_s: 0,
    changed_s: 0,
    resolution_m: 0.05,
    appVersion: '',
    epoch: 0,
    revision: 0,
  };
  const grid = { tiles, counts, means: new Int16Array(2 * counts.length) };
  expect(drawnGrid({ meta, grid })).toEqual(map.region(map.content()!));
  const none = { tiles: new Int32Array(0), counts: new Uint32Array(0), means: new Int16Array(0) };
  expect(drawnGrid({ meta, grid: none })).toBeUndefined();
});
