import { ScanProjector } from '@homebound/lidar';
import { angleDiff, between, compose, createRng, hypot, identity, type Rng, type SE2 } from '@homebound/math';
import { OccupancyMap } from '../map/occupancyMap.ts';
import { box, flat, type TestLidar, takeScan, testLidar, type Wall } from '../testRoom.ts';
import { type Localisation, Localiser } from './localiser.ts';

/** The lidar of the walls that a map was drawn from. */
function mapOf(walls: readonly Wall[], places: readonly SE2[], lidar = testLidar): OccupancyMap {
  const map = new OccupancyMap();
  const projector = new ScanProjector();
  const rng = createRng(1);
  for (const T of places) map.insert(projector.project(takeScan(walls, () => T, 0, rng, lidar))!, T);
  return map;
}

/** Places every half metre in a rectangle. */
function places(x0: number, y0: number, x1: number, y1: number): SE2[] {
  const out: SE2[] = [];
  for (let y = y0; y <= y1; y += 0.5) for (let x = x0; x <= x1; x += 0.5) out.push({ x, y, theta: 0.1 });
  return out;
}

/** Straight legs between points, a scan every 0.15 m, heading along them. */
function way(...points: readonly (readonly [number, number])[]): SE2[] {
  const poses: SE2[] = [];
  for (let i = 0; i + 1 < points.length; i++) {
    const [[ax, ay], [bx, by]] = [points[i], points[i + 1]];
    const steps = Math.round(hypot(bx - ax, by - ay) / 0.15);
    const theta =
      Math.abs(bx - ax) > Math.abs(by - ay) ? (bx > ax ? 0 : Math.PI - 1e-9) : by > ay ? Math.PI / 2 : -Math.PI / 2;
    for (let k = 0; k <= steps; k++)
      poses.push({ x: ax + ((bx - ax) * k) / steps, y: ay + ((by - ay) * k) / steps, theta });
  }
  return poses;
}

interface Answer {
  readonly state: Localisation;
  readonly T_map_base: SE2;
}

/** Carries a robot along poses whose odometry is 2 % and 1 % off; what it says after each scan. */
function drive(
  maps: readonly OccupancyMap[],
  walls: readonly Wall[],
  poses: readonly SE2[],
  rng: Rng,
  lidar: TestLidar = testLidar,
) {
  const localiser = new Localiser(maps);
  const projector = new ScanProjector();
  let T_odom_base: SE2 = { x: 4, y: -2, theta: 2 };
  return poses.map((T_map_base, k): Answer => {
    const moved = between(poses[Math.max(0, k - 1)], T_map_base);
    T_odom_base = compose(T_odom_base, { x: 1.02 * moved.x, y: 1.02 * moved.y, theta: 1.01 * moved.theta });
    localiser.addScan(projector.project(takeScan(walls, () => T_map_base, 0, rng, lidar))!, T_odom_base);
    while (!localiser.work(Number.POSITIVE_INFINITY));
    return { state: localiser.state, T_map_base };
  });
}

function isRight({ state, T_map_base: T }: Answer): boolean {
  return (
    state.kind === 'located' &&
    hypot(state.T_map_base.x - T.x, state.T_map_base.y - T.y) < 0.05 &&
    Math.abs(angleDiff(state.T_map_base.theta, T.theta)) < 0.03
  );
}

const isLocated = ({ state }: Answer): boolean => state.kind === 'located';
const flatPlaces = [...places(-3.2, -2.5, 3.7, -0.2), ...places(-3.2, 0.9, 2.6, 1.6)];
const flatMap = mapOf(flat, flatPlaces);

test('a flat: of 12 random places most are known from the first scan, within 5 cm, none wrongly, seed 21', () => {
  const rng = createRng(21);
  const answers = Array.from({ length: 12 }, () => {
    const place = flatPlaces[rng.int(flatPlaces.length)];
    return drive(
      [flatMap],
      flat,
      [compose(place, { x: 0.2 * rng.uniform(), y: 0.1, theta: 6.28 * rng.uniform() })],
      rng,
    )[0];
  });
  expect(answers.filter(isRight).length).toBeGreaterThanOrEqual(8);
  expect(answers.filter((answer) => isLocated(answer) && !isRight(answer))).toEqual([]);
});

test('someone else’s flat on the map: nothing fits, however far one drives', () => {
  const foreign: readonly Wall[] = [
    ...box(-3, -2.2, 3.1, 2.1),
    [0.4, -2.2, 0.4, 0.7],
    ...box(1.2, 1.1, 2.2, 2.1),
    ...box(-2.2, -0.4, -1.4, 0.4),
  ];
  const answers = drive([flatMap], foreign, way([-2.5, 1.4], [1, 1.4], [1, -1.5], [2.6, -1.5]), createRng(3));
  expect(answers.length).toBeGreaterThan(50);
  expect(answers.filter(isLocated)).toEqual([]);
});

test('two floors: the right one is told', () => {
  const cellar: readonly Wall[] = [...box(-4.02, -3.03, 4.01, 3.02), ...box(-1, -1, 0.5, 1.2), [2, -3.03, 2, 0.5]];
  const cellarMap = mapOf(cellar, [
    ...places(-3.5, -2.5, -1.4, 2.5),
    ...places(0.9, -2.5, 1.6, 2.5),
    ...places(2.4, -2.5, 3.6, 2.5),
  ]);
  const rng = createRng(5);
  for (const [k, T] of places(-3, -2.2, -1.5, 0.5).entries()) {
    if (k % 4 !== 0) continue;
    const [below] = drive([flatMap, cellarMap], cellar, [T], rng);
    expect(isRight(below)).toBe(true);
    expect(below.state.kind === 'located' && below.state.mapIndex).toBe(1);
    const [above] = drive([flatMap, cellarMap], flat, [T], rng);
    expect(isRight(above)).toBe(true);
    expect(above.state.kind === 'located' && above.state.mapIndex).toBe(0);
  }
});

test('a bare rectangle looks the same turned by 180°: never decided', () => {
  const hall = box(-2.52, -1.53, 2.53, 1.54);
  const map = mapOf(hall, places(-2, -1, 2, 1));
  const answers = drive([map], hall, way([-1.8, -1], [1.8, -1], [1.8, 1]), createRng(6));
  expect(answers.filter(isLocated)).toEqual([]);
  const { state } = answers.at(-1)!;
  expect(state.kind === 'unsure' && state.reason).toBe('ambiguous');
  expect(state.kind === 'unsure' && state.hypotheses.length).toBeGreaterThanOrEqual(2);
});

/** Two rooms alike, side by side, each with a door to one hall that ends sooner in the west; chests where they are told. */
function twins(...chests: readonly number[]): Wall[] {
  const room = (x: number): Wall[] => [
    [x, 0, x + 3.9, 0],
    [x, 0, x, 3],
    [x + 3.9, 0, x + 3.9, 3],
    [x, 3, x + 1.2, 3],
    [x + 2.1, 3, x + 3.9, 3],
  ];
  return [
    ...room(0),
    ...room(4),
    ...chests.flatMap((x) => box(x + 0.02, 0.02, x + 0.7, 1)),
    [-1, 3, 0, 3],
    [7.9, 3, 11, 3],
    [-1, 3, -1, 4.4],
    [11, 3, 11, 4.4],
    [-1, 4.4, 11, 4.4],
    [3.9, 3, 4, 3],
  ];
}

test.each([
  ['two rooms alike', twins(0, 4), twins(0, 4)],
  ['… a chest moved from one to the other since', twins(0), twins(4)],
])('%s: unsure inside, right after the way out of the door, from either', (_, then, now) => {
  const map = mapOf(then, [
    ...places(1.1, 0.5, 3.5, 2.6),
    ...places(5.1, 0.5, 7.5, 2.6),
    ...places(-0.5, 3.6, 10.6, 4),
  ]);
  for (const x of [0, 4]) {
    const inside = way([x + 3, 0.6], [x + 1.65, 0.6], [x + 1.65, 2.2]);
    const outside = way([x + 1.65, 2.2], [x + 1.65, 3.7], [x + 5.5, 3.7]);
    const answers = drive([map], now, [...inside, ...outside], createRng(7));
    expect(answers.slice(0, inside.length).filter(isLocated)).toEqual([]);
    expect(answers.filter((answer) => isLocated(answer) && !isRight(answer))).toEqual([]);
    expect(isRight(answers.at(-1)!)).toBe(true);
  }
});

test('a corridor whose ends are out of sight: unsure in its midst, sure when an end comes into view', () => {
  const corridor: readonly Wall[] = [
    [20, 0, 0, 0],
    [0, 0, 0, 1.3],
    [0, 1.3, 20, 1.3],
    [20, 1.3, 20, 2.4],
    [20, 2.4, 23, 2.4],
    [23, 2.4, 23, -1],
    [23, -1, 20, -1],
    [20, -1, 20, 0],
  ];
  const lidar = { ...testLidar, beams: 240, maxRange_m: 6 };
  const map = mapOf(corridor, places(0.5, 0.6, 22.5, 0.7), lidar);
  const answers = drive([map], corridor, way([10, 0.6], [20.5, 0.6]), createRng(8), lidar);
  // The lobby's far wall at x = 23 is seen from x = 17 on, after 46 scans.
  expect(answers.slice(0, 43).filter(isLocated)).toEqual([]);
  expect(answers.filter((answer) => isLocated(answer) && !isRight(answer))).toEqual([]);
  expect(isRight(answers.at(-1)!)).toBe(true);
});

test('moved furniture and a person: right or unsure, and right after a metre or two', () => {
  const changed: readonly Wall[] = [
    ...flat,
    ...box(-2.9, -1.2, -2.2, -0.8),
    ...box(-1.5, 1.9, -1.1, 2.7),
    ...box(0.3, -1.9, 0.9, -1.5),
  ];
  const rng = createRng(9);
  for (const path of [way([-1.8, -2.3], [-1.8, -0.5]), way([1.5, 1], [-1.8, 1]), way([0.1, -0.6], [3.3, -0.6])]) {
    const answers = drive([flatMap], changed, path, rng);
    expect(answers.filter((answer) => isLocated(answer) && !isRight(answer))).toEqual([]);
    expect(isRight(answers.at(-1)!)).toBe(true);
  }
});

test('half a turn of view is enough', () => {
  const lidar = { ...testLidar, beams: 180, fov_rad: Math.PI };
  const answers = drive([flatMap], flat, way([-1.8, -2.3], [-1.8, -0.5]), createRng(10), lidar);
  expect(answers.filter((answer) => isLocated(answer) && !isRight(answer))).toEqual([]);
  expect(isRight(answers.at(-1)!)).toBe(true);
});

test('the search in slices says the same in the end; nothing is said before it is done; bad input', () => {
  const points = new ScanProjector().project(takeScan(flat, () => ({ x: -2, y: -1, theta: 1 }), 0, createRng(4)))!;
  const whole = new Localiser([flatMap]);
  const sliced = new Localiser([flatMap]);
  expect(whole.work(1)).toBe(true); // nothing to search for yet
  whole.addScan(points, identity);
  sliced.addScan(points, identity);
  expect(whole.work(Number.POSITIVE_INFINITY)).toBe(true);
  let slices = 0;
  while (!sliced.work(20_000)) {
    expect(sliced.state).toMatchObject({ kind: 'unsure', reason: 'searching' });
    slices++;
  }
  expect(slices).toBeGreaterThan(3);
  expect(sliced.state).toEqual(whole.state);
  expect(whole.state.kind).toBe('located');
  const before = whole.state;
  whole.restart();
  expect(whole.state).toMatchObject({ kind: 'unsure', reason: 'tooFewPoints', hypotheses: [] });
  whole.addScan(points, identity);
  while (!whole.work(Number.POSITIVE_INFINITY));
  expect(whole.state).toEqual(before);
  expect(() => new Localiser([])).toThrow('there is no map');
  expect(new Localiser([flatMap]).state).toMatchObject({ kind: 'unsure', reason: 'tooFewPoints' });
});
