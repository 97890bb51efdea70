import { cos, createRng, sin } from '@homebound/math';
import { type FloorKind, floorKinds } from '@homebound/robot';
import { ObstacleMap } from './obstacleMap.ts';
import { TestDrive } from './testDrive.ts';

const CELLS = 150;
const LINK_M = 0.12;

/** What 40 looks from here and there make of a cord of links that bend by so much at most: each look's pose is up to so much wrong. */
function kindsOf(seed: number, bend: number, length_m: number, kind: FloorKind, off_m: number): string[] {
  const rng = createRng(seed);
  const about = (most: number): number => most * (2 * rng.uniform() - 1);
  const places: number[] = [];
  let [x, y, theta] = [0.75, 0.1, Math.PI / 2 + about(0.3)];
  for (let at_m = 0; at_m < length_m; at_m += LINK_M, theta += about(bend))
    for (let k = 0; k < 24; k++) {
      x += (LINK_M / 24) * cos(theta);
      y += (LINK_M / 24) * sin(theta);
      places.push(Math.floor(y / 0.01) * CELLS + Math.floor(x / 0.01));
    }
  const map = new ObstacleMap();
  for (let look = 0; look < 40; look++) {
    const kinds = new Uint8Array(CELLS * CELLS).fill(floorKinds.indexOf('floor'));
    const heights_mm = new Int16Array(CELLS * CELLS);
    for (const i of places) {
      kinds[i] = floorKinds.indexOf(kind);
      heights_mm[i] = 6 + Math.floor(3 * rng.uniform());
    }
    const frame = { resolution_m: 0.01, width: CELLS, height: CELLS, originX_m: 0, originY_m: 0 };
    const T_map_base = { x: about(off_m), y: about(off_m), theta: about(off_m / 2) };
    map.add({ kind: 'floor', stamp_s: 10 + 0.1 * look, ...frame, kinds, heights_mm, things: [] }, T_map_base);
  }
  return map.obstacles(14).map((obstacle) => obstacle.kind);
}

describe.each(['thin', 'low'] as const)('a cord seen as %s', (kind) => {
  test.each([0, 0.2, 0.8])('that bends by %d rad is no threshold, however far looks are off', (bend) => {
    for (const length_m of [0.5, 1])
      for (const off_m of [0.01, 0.03])
        for (let seed = 0; seed < 4; seed++) {
          const told = kindsOf(seed, bend, length_m, kind, off_m);
          expect([length_m, off_m, seed, told.length > 0, told.includes('threshold')]).toEqual([
            length_m,
            off_m,
            seed,
            true,
            false,
          ]);
        }
  });
});

test('a straight cord 10 mm thick is a cord, not something low', () => {
  expect(kindsOf(1, 0, 0.7, 'low', 0.02)).toEqual(['cable']);
});

test.each([4, 6, 8])('a strip of 4 cm in a door is crossed, %i mm high', (mm) => {
  const wall = (y: number) => ({ shape: 'box', x: 1, y, sizeX: 0.1, sizeY: 1, sizeZ: 1 }) as const;
  const strip = { shape: 'box', x: 1, y: 0, sizeX: 0.04, sizeY: 0.9, sizeZ: mm / 1000 } as const;
  for (let seed = 1; seed <= 3; seed++) {
    const told = new TestDrive(seed, { x: 0, y: 0, theta: 0 }).drive(2, { things: [strip, wall(0.95), wall(-0.95)] });
    expect([seed, told.map((obstacle) => obstacle.kind)]).toEqual([seed, ['threshold']]);
  }
});
