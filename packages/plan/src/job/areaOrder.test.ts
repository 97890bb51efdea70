import { createRng, type Rng } from '@homebound/math';
import { findPath, pathLength } from '../space/findPath.ts';
import { type AreaWays, orderAreas } from './areaOrder.ts';
import { CoarseWays } from './coarseWays.ts';
import { at, sampleRequest } from './sampleHome.ts';

/** Ways between random points of the plane, with some of them in a given order. */
function randomWays(rng: Rng, n: number, named: number): AreaWays {
  const points = Array.from({ length: n + 2 }, () => [10 * rng.uniform(), 10 * rng.uniform()]);
  const way = (a: number, b: number) =>
    Math.sqrt((points[a][0] - points[b][0]) ** 2 + (points[a][1] - points[b][1]) ** 2);
  const indices = Array.from({ length: n }, (_, k) => k);
  return {
    fromStart: indices.map((k) => way(n, k)),
    between: indices.flatMap((a) => indices.map((b) => way(a, b))),
    toEnd: indices.map((k) => way(k, n + 1)),
    turns: indices.map((k) => (k < named ? named - 1 - k : undefined)),
  };
}

function lengthOf(order: readonly number[], { fromStart, between, toEnd, turns }: AreaWays): number {
  const steps = order.slice(1).map((b, k) => between[order[k] * turns.length + b]);
  return fromStart[order[0]] + steps.reduce((a, b) => a + b, 0) + toEnd[order[order.length - 1]];
}

function* permutations(items: readonly number[]): Generator<number[]> {
  if (items.length === 0) yield [];
  for (const first of items) for (const rest of permutations(items.filter((k) => k !== first))) yield [first, ...rest];
}

test.each([1, 2, 3, 4, 5, 6, 7, 8])('six areas, two of them in order, seed %i: no order is shorter', (seed) => {
  const ways = randomWays(createRng(seed), 6, seed % 4);
  const order = orderAreas(ways);
  const named = order.filter((k) => ways.turns[k] !== undefined);
  expect(named).toEqual([...named].sort((a, b) => (ways.turns[a] as number) - (ways.turns[b] as number)));
  const keepsOrder = (p: readonly number[]) => p.filter((k) => ways.turns[k] !== undefined).join() === named.join();
  const lengths = [...permutations([0, 1, 2, 3, 4, 5])].filter(keepsOrder).map((p) => lengthOf(p, ways));
  expect(lengthOf(order, ways)).toBeCloseTo(Math.min(...lengths), 9);
});

test('many areas: all of them once, the named ones in order, near the best known way', () => {
  const ways = randomWays(createRng(5), 20, 3);
  const order = orderAreas(ways);
  expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, k) => k));
  expect(order.filter((k) => k < 3)).toEqual([2, 1, 0]);
  // Twenty random points on 10 × 10 m: about 0.71 * sqrt(20 * 100) = 32 m; the named order costs some more.
  expect(lengthOf(order, ways)).toBeLessThan(45);
});

test('a single area needs no search', () => {
  expect(orderAreas({ fromStart: [1], between: [0], toEnd: [1], turns: [undefined] })).toEqual([0]);
});

test('coarse ways are as long as true ones, to a block or two, and never lead through a wall', () => {
  const { space } = sampleRequest();
  const coarse = new CoarseWays(space);
  const places = [at(1, 1), at(3, 4.5), at(4.3, 4), at(7, 1), at(8.5, 4.4)];
  for (const from of places) {
    coarse.flood(coarse.blocksAt(from));
    for (const to of places) {
      const way = findPath(space, from, to, { shortest: true });
      const length_m = way.ok ? pathLength(way.path) : Number.NaN;
      expect(Math.abs(coarse.distanceTo(coarse.blocksAt(to)) - length_m)).toBeLessThan(0.35 + 0.09 * length_m);
    }
  }
});
