import { createRng, type Rng } from '@homebound/math';
import type { Floor } from './buildingsFloor.ts';
import {
  addHall,
  addOffices,
  type Corridor,
  corridorFloor,
  type Office,
  type OfficeOptions,
} from './buildingsRooms.ts';

/** Corridors on a lattice: along x at each of `ys`, along y at each of `xs`, m. */
export interface LatticeOptions {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly half_m: number;
  /** Corridors that were never built: `x0` for the first along y, `y2` for the third along x. */
  readonly without?: readonly string[];
  readonly offices?: OfficeOptions;
  /** Corridors without doors on either side. */
  readonly blank?: readonly string[];
  /** Halls: [minX, minY, maxX, maxY, distance of pillars or 0]. */
  readonly halls?: readonly (readonly [number, number, number, number, number])[];
  /** Rectangles within which walls are glass: [minX, minY, maxX, maxY]. */
  readonly glass?: readonly (readonly [number, number, number, number])[];
  /** Crossings to drive through, in order, as [index into xs, index into ys]. */
  readonly walk: readonly (readonly [number, number])[];
  /** Share of the offices passed that are entered. */
  readonly visitShare: number;
  readonly seed: number;
}

export interface Plan {
  readonly floor: Floor;
  /** To drive, x, y interleaved, m. */
  readonly route: Float64Array;
}

/** A building of straight corridors with offices, and a way through it. */
export function lattice(options: LatticeOptions): Plan {
  const rng = createRng(options.seed);
  const { xs, ys, half_m, without = [], blank = [] } = options;
  const names = [...xs.map((_, i) => `x${i}`), ...ys.map((_, i) => `y${i}`)].filter((name) => !without.includes(name));
  const corridors = names.map((name): Corridor => {
    const at = (name[0] === 'x' ? xs : ys)[Number(name.slice(1))];
    return name[0] === 'x'
      ? { ax: at, ay: ys[0], bx: at, by: ys[ys.length - 1], half_m }
      : { ax: xs[0], ay: at, bx: xs[xs.length - 1], by: at, half_m };
  });
  const floor = corridorFloor(corridors);
  for (const [minX, minY, maxX, maxY, pillar_m] of options.halls ?? [])
    addHall(floor, minX, minY, maxX, maxY, pillar_m);
  const officeRng = rng.fork('offices');
  const offices = names.flatMap((name, i) =>
    options.offices === undefined || blank.includes(name)
      ? []
      : addOffices(floor, corridors, i, options.offices, officeRng),
  );
  for (const [minX, minY, maxX, maxY] of options.glass ?? [])
    floor.panes.push(Float64Array.of(minX, minY, maxX, minY, maxX, maxY, minX, maxY));
  const nodes = options.walk.map(([i, j]) => [xs[i], ys[j]] as const);
  return { floor, route: routeThrough(nodes, corridors, offices, 0.3 * half_m, options.visitShare, rng.fork('route')) };
}

/** From crossing to crossing, never twice on exactly the same line, into some of the offices on the way. */
export function routeThrough(
  nodes: readonly (readonly [number, number])[],
  corridors: readonly Corridor[],
  offices: readonly Office[],
  wander_m: number,
  visitShare: number,
  rng: Rng,
): Float64Array {
  const route: number[] = [];
  const near = () => wander_m * (2 * rng.uniform() - 1);
  nodes.forEach(([x, y], k) => {
    if (k > 0) {
      const [fromX, fromY] = nodes[k - 1];
      const length = Math.sqrt((x - fromX) * (x - fromX) + (y - fromY) * (y - fromY));
      const [ux, uy] = [(x - fromX) / length, (y - fromY) / length];
      const along = (p: readonly [number, number]) => (p[0] - fromX) * ux + (p[1] - fromY) * uy;
      const isOn = ({ corridor, outside }: Office) => {
        const { half_m } = corridors[corridor];
        const across = Math.abs((outside[1] - fromY) * ux - (outside[0] - fromX) * uy);
        return across < half_m && along(outside) > half_m && along(outside) < length - half_m;
      };
      const visits = offices.filter((office) => isOn(office) && rng.uniform() < visitShare);
      visits.sort((a, b) => along(a.outside) - along(b.outside));
      for (const { outside, inside } of visits) route.push(...outside, ...inside, ...outside);
    }
    route.push(x + near(), y + near());
  });
  return Float64Array.from(route);
}
