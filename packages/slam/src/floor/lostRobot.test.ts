import { compose, createRng, hypot, inverse, type SE2 } from '@homebound/math';
import { Slam } from '../slam.ts';
import { box, flat, takeScan, type Wall } from '../testRoom.ts';
import type { StoredFloor } from './storedFloor.ts';

const rng = createRng(11);
/** The flat's world frame; the map begins where the robot stands at first. */
const T_world_map: SE2 = { x: -2.2, y: 0.9, theta: 0.4 };
/** Through all rooms and back, in the world frame. */
const tour: readonly SE2[] = [
  T_world_map,
  at(-2.2, -2),
  at(-2.2, 0.85),
  at(0.2, 0.85),
  at(2, 0.85),
  at(2, -1.2),
  at(0, -1.2),
  at(2, -1.2),
  at(2, 1),
  at(-1.5, 0.85),
];

function at(x: number, y: number): SE2 {
  return { x, y, theta: 0 };
}

/** A robot with perfect odometry that starts anew wherever it is put down. */
class Walk {
  time_s = 0;
  T_world: SE2;
  walls: readonly Wall[] = flat;
  // The wheels know nothing of being carried.
  #T_world_odom: SE2;

  readonly slam: Slam;

  constructor(slam: Slam, T_world: SE2) {
    this.slam = slam;
    this.T_world = T_world;
    this.#T_world_odom = T_world;
  }

  carryTo(T_world: SE2): void {
    this.#T_world_odom = compose(T_world, compose(inverse(this.T_world), this.#T_world_odom));
    this.T_world = T_world;
  }

  /** One turn of the lidar, standing still. */
  scan() {
    for (let k = 0; k <= 10; k++)
      this.slam.addOdometry(this.time_s + 0.02 * k, compose(inverse(this.#T_world_odom), this.T_world));
    const result = this.slam.addScan(takeScan(this.walls, () => this.T_world, this.time_s, rng));
    this.time_s += 0.22;
    this.slam.work();
    return result;
  }

  /** In steps of 8 cm with a scan on each. */
  driveTo(x: number, y: number): void {
    const far = hypot(x - this.T_world.x, y - this.T_world.y);
    const steps = Math.ceil(far / 0.08);
    const from = this.T_world;
    for (let k = 1; k <= steps; k++) {
      this.T_world = { ...from, x: from.x + (k / steps) * (x - from.x), y: from.y + (k / steps) * (y - from.y) };
      this.scan();
    }
  }

  error_m(T_map: SE2, T_world_start = T_world_map): number {
    const truth = compose(inverse(T_world_start), this.T_world);
    return hypot(T_map.x - truth.x, T_map.y - truth.y);
  }
}

/** A new map, begun where the way begins. */
function mapFlat(way: readonly SE2[]): { readonly walk: Walk; readonly stored: StoredFloor } {
  const walk = new Walk(new Slam(), way[0]);
  walk.scan();
  for (const { x, y } of way) walk.driveTo(x, y);
  walk.slam.finish();
  return { walk, stored: walk.slam.store() };
}

const { walk, stored } = mapFlat(tour);

/** Scans until the robot knows its place, turning a little each time; undefined when it never does. */
function find(w: Walk, most: number): SE2 | undefined {
  for (let k = 0; k < most; k++) {
    const result = w.scan();
    if (result.ok && w.slam.place !== 'lost') return result.T_map_base;
  }
  return undefined;
}

test('a robot that is carried to the next room notices, says so, and finds itself as well as the map is', () => {
  expect(walk.slam.place).toBe('mapping');
  walk.carryTo({ x: 2.8, y: -1.9, theta: 2.1 });
  let noticed = 0;
  while (walk.slam.place !== 'lost' && noticed < 30) {
    walk.scan();
    noticed++;
  }
  expect(walk.slam.place).toBe('lost');
  expect(walk.slam.T_map_odom).toBeUndefined();
  expect(noticed).toBeLessThan(15);
  let found: SE2 | undefined;
  for (let k = 0; k < 25 && found === undefined; k++) {
    walk.driveTo(walk.T_world.x - 0.08, walk.T_world.y);
    found = find(walk, 1);
  }
  expect(walk.slam.place).toBe('located');
  expect(walk.error_m(found!)).toBeLessThan(0.1);
});

test('a stored map is the same again, bit for bit, and the robot finds itself on it', () => {
  const again = new Slam({}, [stored]);
  expect(again.map()).toEqual(new Slam({}, [again.store()]).map());
  const w = new Walk(again, { x: 1.5, y: -1.9, theta: -2 });
  w.scan();
  expect(again.place).toBe('lost');
  expect(again.poseAt(0.1)).toBeUndefined();
  let found: SE2 | undefined;
  for (let k = 0; k < 25 && found === undefined; k++) {
    w.driveTo(w.T_world.x - 0.08, w.T_world.y);
    found = find(w, 1);
  }
  expect(again.place).toBe('located');
  expect(w.error_m(found!)).toBeLessThan(0.1);
  const before = again.store().nodes.stamps_s.length;
  w.driveTo(2, 0.85);
  // Known floor: no new key frames but for a few in between.
  expect(again.store().nodes.stamps_s.length - before).toBeLessThan(6);
});

test('of two floors it names the one it is on', () => {
  const upstairs = new Slam({});
  const other = new Walk(upstairs, T_world_map);
  for (let k = 0; k < 3; k++) other.scan();
  upstairs.finish();
  const slam = new Slam({}, [upstairs.store(), stored]);
  const w = new Walk(slam, { x: 2.6, y: -2.2, theta: 1 });
  let found: SE2 | undefined;
  for (let k = 0; k < 40 && found === undefined; k++) {
    w.driveTo(w.T_world.x - 0.06, w.T_world.y + 0.04);
    found = find(w, 1);
  }
  expect(slam.floor).toBe(1);
  expect(w.error_m(found!)).toBeLessThan(0.1);
});

test.each([
  { what: 'the one begun last is taken', way: [{ x: 2, y: 1, theta: -1 }, ...tour], floor: 1 },
  { what: 'where the last is not whole, the other', way: [at(-2.2, -2), at(-2.2, 0.85)], floor: 0 },
])('two maps of one home do not keep the robot lost: $what', ({ way, floor }) => {
  const slam = new Slam({}, [stored, mapFlat(way).stored]);
  const w = new Walk(slam, { x: 3, y: -1.9, theta: -2 });
  for (let k = 0; k < 25 && slam.place === 'lost'; k++) w.driveTo(w.T_world.x - 0.06, w.T_world.y);
  expect(slam.place).toBe('located');
  expect(slam.floor).toBe(floor);
  expect(w.error_m(slam.poseAt(w.time_s - 0.1)!, floor === 1 ? way[0] : T_world_map)).toBeLessThan(0.1);
});

test('where half of what it sees has changed at once, it holds on to where its wheels have it', () => {
  const w = new Walk(new Slam({}, [stored]), { x: -1.5, y: 0.85, theta: 0 });
  for (let k = 0; k < 10; k++) w.driveTo(w.T_world.x, w.T_world.y - 0.08);
  expect(w.slam.place).toBe('located');
  const { x, y } = w.T_world;
  w.walls = [...flat, ...box(x + 0.4, y - 0.9, x + 0.5, y + 0.5), ...box(x - 0.6, y + 0.5, x + 0.4, y + 0.6)];
  let lost = 0;
  let found: SE2 | undefined;
  for (let k = 0; k < 40 && found === undefined; k++) {
    // It looks about.
    w.T_world = { ...w.T_world, theta: w.T_world.theta + 0.15 };
    const result = w.scan();
    if (w.slam.place === 'lost') lost++;
    else if (lost > 0 && result.ok) found = result.T_map_base;
  }
  // It gave its place up, and nowhere else fitted.
  expect(lost).toBeGreaterThan(8);
  expect(w.error_m(found!)).toBeLessThan(0.1);
  for (let k = 0; k < 20; k++) w.scan();
  expect(w.slam.place).toBe('located');
});

test("in somebody's hands nothing is matched; put down at the same place it goes on at once", () => {
  const slam = new Slam({}, [stored]);
  const w = new Walk(slam, { x: -1.5, y: 0.85, theta: 0 });
  for (let k = 0; k < 30 && slam.place === 'lost'; k++) {
    w.driveTo(w.T_world.x, w.T_world.y - 0.08);
  }
  slam.setLifted(true);
  expect(w.scan()).toEqual({ ok: false, reason: 'lifted' });
  slam.setLifted(false);
  expect(w.scan().ok).toBe(true);
  slam.setLifted(true);
  slam.setLifted(false);
  w.carryTo({ x: 3, y: -1, theta: 3 });
  for (let k = 0; k < 3; k++) w.scan();
  expect(slam.place).toBe('lost');
});

test('a stored map with another cell size is refused', () => {
  expect(() => new Slam({ map: { resolution_m: 0.025 } }, [stored])).toThrow('its cells are 0.05 m wide');
});
