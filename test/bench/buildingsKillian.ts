import { createRng } from '@homebound/math';
import { layOut } from './buildingsGraph.ts';
import type { Plan } from './buildingsLattice.ts';
import { addOffices, type Corridor, corridorFloor, type OfficeOptions } from './buildingsRooms.ts';

/** How far the straight corridors may lie from the path that was driven, m. */
const STRAIGHT_M = 1;
/** Shorter corridors get no doors, m. */
const DOORS_FROM_M = 8;

/** The corridors of a building around the way a robot once took through it, straightened, and that way. */
export function aroundPath(g2o: string, half_m: number, offices: OfficeOptions, seed: number): Plan {
  const route = straighten(layOut(g2o), STRAIGHT_M);
  const corridors: Corridor[] = [];
  for (let i = 2; i < route.length; i += 2)
    corridors.push({ ax: route[i - 2], ay: route[i - 1], bx: route[i], by: route[i + 1], half_m });
  const floor = corridorFloor(corridors);
  const rng = createRng(seed);
  corridors.forEach(({ ax, ay, bx, by }, i) => {
    if (Math.sqrt((bx - ax) * (bx - ax) + (by - ay) * (by - ay)) > DOORS_FROM_M)
      addOffices(floor, corridors, i, offices, rng);
  });
  return { floor, route };
}

/** The corners of a polyline (x, y interleaved) that keep it within `tolerance_m` (Douglas and Peucker 1973). */
export function straighten(line: Float64Array, tolerance_m: number): Float64Array {
  const kept: number[] = [line[0], line[1]];
  const visit = (first: number, last: number): void => {
    let worst = tolerance_m;
    let at = -1;
    for (let i = first + 1; i < last; i++) {
      const off = distanceToSegment(line, i, first, last);
      if (off > worst) [worst, at] = [off, i];
    }
    if (at < 0) kept.push(line[2 * last], line[2 * last + 1]);
    else {
      visit(first, at);
      visit(at, last);
    }
  };
  visit(0, line.length / 2 - 1);
  return Float64Array.from(kept);
}

function distanceToSegment(line: Float64Array, i: number, a: number, b: number): number {
  const [ex, ey] = [line[2 * b] - line[2 * a], line[2 * b + 1] - line[2 * a + 1]];
  const [px, py] = [line[2 * i] - line[2 * a], line[2 * i + 1] - line[2 * a + 1]];
  const square = ex * ex + ey * ey;
  const t = square > 0 ? Math.max(0, Math.min(1, (px * ex + py * ey) / square)) : 0;
  return Math.sqrt((px - t * ex) * (px - t * ex) + (py - t * ey) * (py - t * ey));
}
