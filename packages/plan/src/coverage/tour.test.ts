import { createRng } from '@homebound/math';
import { freeSpace } from '../space/freeSpace.ts';
import { GridSearch } from '../space/gridSearch.ts';
import { blankMap, fillRectangle } from '../space/sampleMaps.ts';
import { ConnectionCosts, type TourStop } from './connections.ts';
import { defaultMotion } from './motionTime.ts';
import { Tour } from './tour.ts';

function hall() {
  const map = blankMap(6, 6);
  fillRectangle(map, map.originX_m + 0.1, map.originY_m + 0.1, map.originX_m + 5.9, map.originY_m + 5.9, 0);
  return freeSpace(map);
}

function costsOf(stops: readonly TourStop[], roomChange_s = 0, edgeBefore_s = 0) {
  const space = hall();
  const from = { x: space.originX_m + 0.5, y: space.originY_m + 0.5 };
  const frame = { from, roomChange_s, edgeBefore_s, limits: defaultMotion };
  return new ConnectionCosts(space, stops, frame, new GridSearch(space));
}

function randomStops(seed: number, count: number): TourStop[] {
  const space = hall();
  const rng = createRng(seed);
  const at = () => [space.originX_m + 0.5 + 5 * rng.uniform(), space.originY_m + 0.5 + 5 * rng.uniform()];
  return Array.from({ length: count }, (_, k) => ({
    path: Float64Array.of(...at(), ...at()),
    reversible: k % 3 !== 0,
    room: k % 2,
  }));
}

/** The cheapest of all orders and directions. */
function bestByTrying(stops: readonly TourStop[], costs: ConnectionCosts): number {
  const used = new Set<number>();
  const visit = (at: number): number => {
    if (used.size === stops.length) return costs.between(at, -1);
    let best = Number.POSITIVE_INFINITY;
    for (let node = 0; node < 2 * stops.length; node++) {
      if (used.has(node >> 1) || ((node & 1) === 1 && !stops[node >> 1].reversible)) continue;
      used.add(node >> 1);
      best = Math.min(best, costs.between(at, node) + visit(node));
      used.delete(node >> 1);
    }
    return best;
  };
  return visit(-1);
}

test.each([1, 2, 3, 4, 5])('annealing comes within 5 %% of the best of all orders of six strokes (seed %i)', (seed) => {
  const stops = randomStops(seed, 6);
  const costs = costsOf(stops);
  const tour = new Tour(stops, costs);
  tour.anneal(3000, 1.5, 0.03);
  const best = bestByTrying(stops, costs);
  expect(tour.cost_s).toBeGreaterThan(best - 1e-3);
  expect(tour.cost_s).toBeLessThan(1.05 * best);
});

test('every stroke is driven once, edges never backwards, and the cost is the sum of the connections', () => {
  const stops = randomStops(7, 40);
  const costs = costsOf(stops);
  const tour = new Tour(stops, costs);
  const atFirst = tour.cost_s;
  tour.anneal(20_000, 1.5, 0.03);
  expect(tour.cost_s).toBeLessThan(atFirst);
  expect(tour.steps.map(({ index }) => index).sort((a, b) => a - b)).toEqual(stops.map((_, k) => k));
  for (const { index, reversed } of tour.steps) expect(reversed && !stops[index].reversible).toBe(false);
  let at = -1;
  let sum = 0;
  for (const { index, reversed } of tour.steps) {
    const node = 2 * index + (reversed ? 1 : 0);
    sum += costs.between(at, node);
    at = node;
  }
  expect(tour.cost_s).toBeCloseTo(sum, 2);
});

test('when leaving a room costs, rooms are done one after the other', () => {
  const stops = randomStops(3, 12);
  const changes = (roomChange_s: number) => {
    const tour = new Tour(stops, costsOf(stops, roomChange_s));
    tour.anneal(20_000, 3, 0.03);
    return tour.steps.filter(({ index }, k) => k > 0 && stops[index].room !== stops[tour.steps[k - 1].index].room)
      .length;
  };
  expect(changes(100)).toBe(1);
  expect(changes(0)).toBeGreaterThan(1);
});

test('when edges cost more before the inside, each room ends with its edges', () => {
  const stops = randomStops(4, 12).map((stop, k) => ({ ...stop, isEdge: k % 4 < 2 }));
  const edgesBefore = (edgeBefore_s: number) => {
    const tour = new Tour(stops, costsOf(stops, 100, edgeBefore_s));
    tour.anneal(20_000, 3, 0.03);
    const order = tour.steps.map(({ index }) => stops[index]);
    return order.filter((stop, k) => k > 0 && order[k - 1].isEdge && !stop.isEdge && stop.room === order[k - 1].room)
      .length;
  };
  expect(edgesBefore(100)).toBe(0);
  expect(edgesBefore(0)).toBeGreaterThan(0);
});
