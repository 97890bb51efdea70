import { hypot } from '@homebound/math';
import type { SafetyRecord, ScanRecord, SensorRecord, WheelRecord } from '@homebound/robot';
import { initPhysics } from './physics/planarWorld.ts';
import { createSimulator, type Simulator } from './simulator.ts';
import { box, cylinder, rectangle, roomWorld, walls, worldOf } from './testWorlds.ts';

beforeAll(initPhysics);

const start = { x: 1, y: 1, theta: 0 };

/** Drives at constant speed, polled at 50 Hz; returns all records. */
function drive(simulator: Simulator, v_mps: number, w_radps: number, seconds: number): SensorRecord[] {
  const records: SensorRecord[] = [];
  const from = simulator.truth().stamp_s;
  for (let k = 1; k <= Math.round(seconds * 50); k++) {
    simulator.body.drive({ v_mps, w_radps });
    records.push(...simulator.body.poll(from + k / 50));
  }
  return records;
}

function last<K extends SensorRecord['kind']>(records: readonly SensorRecord[], kind: K) {
  return records.filter((record) => record.kind === kind).at(-1) as Extract<SensorRecord, { kind: K }>;
}

test('a straight run of an ideal body: wheels, truth and the arithmetic of its ramp agree', () => {
  const simulator = createSimulator({ world: roomWorld(6, 2, start), seed: 1, noise: 'none' });
  const { left_m, right_m } = last(drive(simulator, 0.3, 0, 4), 'wheels');
  // 0.9 m/s^2 in steps of 0.018 m/s: 17 steps to 0.3 (the last cut), 0.018 (1 + .. + 16) 0.02 + 184 * 0.3 * 0.02
  const expected = 0.018 * 136 * 0.02 + 184 * 0.3 * 0.02;
  expect(left_m).toBeCloseTo(expected, 6);
  expect(right_m).toBeCloseTo(expected, 6);
  expect(simulator.truth().T_world_base.x).toBeCloseTo(1 + expected, 4);
  expect(simulator.truth().T_world_base.y).toBeCloseTo(1, 6);
});

test('a turn on the spot: the wheels roll half the base times the angle each, in opposite ways', () => {
  const simulator = createSimulator({ world: roomWorld(2, 2, start), seed: 1, noise: 'none' });
  const { left_m, right_m } = last(drive(simulator, 0, 1, 1.5), 'wheels');
  const { T_world_base } = simulator.truth();
  expect(T_world_base.theta).toBeCloseTo((right_m - left_m) / 0.233, 9);
  expect(right_m).toBeCloseTo(-left_m, 12);
  expect(hypot(T_world_base.x - 1, T_world_base.y - 1)).toBeLessThan(1e-6);
});

test('the wheels stop by themselves half a second after the last command', () => {
  const simulator = createSimulator({ world: roomWorld(6, 2, start), seed: 1, noise: 'none' });
  drive(simulator, 0.3, 0, 1);
  simulator.body.poll(1.48);
  expect(simulator.truth().v_mps).toBeCloseTo(0.3, 3);
  // 0.3 m/s at 0.9 m/s^2: a third of a second more
  simulator.body.poll(1.9);
  expect(simulator.truth().v_mps).toBe(0);
});

test('a level scan of an ideal lidar in a room gives the distances to its walls', () => {
  const simulator = createSimulator({ world: roomWorld(4, 3, start), seed: 1, noise: 'none' });
  const scan = simulator.body.poll(0.22).find((record) => record.kind === 'scan') as ScanRecord;
  expect(scan.stamp_s).toBe(0);
  const at = (degrees: number) => scan.ranges_m[degrees + 180];
  expect(at(0)).toBeCloseTo(3, 6);
  expect(at(90)).toBeCloseTo(2, 6);
  expect(at(-90)).toBeCloseTo(1, 6);
  expect(at(-180)).toBeCloseTo(1, 6);
  expect(at(45)).toBeCloseTo(2 * Math.SQRT2, 6);
});

test('a scan on the move is bent: each ray starts where the body was at its time', () => {
  const simulator = createSimulator({ world: roomWorld(6, 2, start), seed: 1, noise: 'none' });
  const scans = drive(simulator, 0.3, 0, 2.5).filter((record) => record.kind === 'scan');
  const scan = scans.at(-1) as ScanRecord;
  // Ray 180 looks ahead half a turn after the stamp; rays 0 and 359 look back at its start and end.
  const x_s = (time_s: number) => 1 + 0.018 * 136 * 0.02 + 0.3 * (time_s - 0.32);
  expect(scan.ranges_m[180]).toBeCloseTo(6 - x_s(scan.stamp_s + 0.1), 4);
  expect(scan.ranges_m[0]).toBeCloseTo(x_s(scan.stamp_s), 4);
});

test.each([
  ['centre', 0, [false, true, false]],
  ['left', 1.1, [true, false, false]],
  ['right', -1.1, [false, false, true]],
] as const)('running into a post in the %s zone closes that switch alone', (_zone, bearing, expected) => {
  const x = 1 + 0.3 + 0.2 * Math.cos(bearing);
  const y = 1 + 0.2 * Math.sin(bearing);
  const post = box('post', { x, y, theta: 0 }, 0.04, 0.04);
  const simulator = createSimulator({ world: roomWorld(6, 2, start, [post]), seed: 1, noise: 'none' });
  const bumps: boolean[] = [false, false, false];
  for (const record of drive(simulator, 0.2, 0, 2.5)) {
    if (record.kind !== 'safety') continue;
    bumps[0] ||= record.bumpLeft;
    bumps[1] ||= record.bumpCentre;
    bumps[2] ||= record.bumpRight;
    if (bumps.includes(true)) break;
  }
  expect(bumps).toEqual(expected);
});

test('a corner 5 mm beside the way is passed, one 5 mm in it is met where it stands', () => {
  const closest = (gap_m: number) => {
    const post = box('post', { x: 1.63, y: 1 - 0.17 - gap_m - 0.03, theta: 0 }, 0.06, 0.06);
    const simulator = createSimulator({ world: roomWorld(6, 2, start, [post]), seed: 1, noise: 'none' });
    let first_m = Number.NaN;
    simulator.onStep(({ contacts, T_world_base: { x, y } }) => {
      if (contacts.length === 0 || !Number.isNaN(first_m)) return;
      first_m = Math.hypot(Math.max(0, 1.6 - x), y - (1 - 0.17 - gap_m)) - 0.17;
    });
    drive(simulator, 0.25, 0, 4);
    return first_m;
  };
  expect(closest(0.005)).toBeNaN();
  expect(Math.abs(closest(-0.005))).toBeLessThan(0.001);
});

test('against a wall the wheels turn and the body stands; backing off opens the switch', () => {
  const simulator = createSimulator({ world: roomWorld(2, 2, start), seed: 1, noise: 'none' });
  const records = drive(simulator, 0.3, 0, 5);
  expect(last(records, 'safety').bumpCentre).toBe(true);
  expect(simulator.truth().T_world_base.x).toBeCloseTo(2 - 0.17, 2);
  expect(last(records, 'wheels').left_m).toBeGreaterThan(1.4);
  const after = drive(simulator, -0.2, 0, 1);
  expect(last(after, 'safety').bumpCentre).toBe(false);
});

test('a light box is pushed along, a heavy one stands', () => {
  const light = box('light', { x: 2, y: 1, theta: 0 }, 0.3, 0.3, { mobility: 'movable', mass_kg: 1, z1_m: 0.3 });
  const world = roomWorld(6, 2, start, [light]);
  const simulator = createSimulator({ world, seed: 1, noise: 'none' });
  drive(simulator, 0.3, 0, 6);
  const pushed = simulator.truth().looseSolids.get('light');
  expect(pushed?.x).toBeCloseTo(simulator.truth().T_world_base.x + 0.17 + 0.15, 1);
  expect(pushed?.x).toBeGreaterThan(2.3);

  const heavy = { ...light, mass_kg: 30 };
  const second = createSimulator({ world: roomWorld(6, 2, start, [heavy]), seed: 1, noise: 'none' });
  drive(second, 0.3, 0, 6);
  expect(second.truth().looseSolids.get('light')?.x).toBe(2);
});

test('a foot that walks into the robot shoves it and presses its bumper', () => {
  const simulator = createSimulator({ world: roomWorld(6, 2, start), seed: 1, noise: 'none' });
  const at = (x: number) => ({ x, y: 1, theta: 0 });
  simulator.control.addSolid(cylinder('foot', at(1.5), 0.1));
  let bumped = false;
  for (let k = 1; k <= 50; k++) {
    // 0.5 m/s, to 0.17 m beyond the place of first contact
    simulator.control.moveSolid('foot', at(1.5 - Math.min(0.4, k * 0.01)));
    const { bumpCentre } = last(simulator.body.poll(k / 50), 'safety');
    bumped ||= bumpCentre;
  }
  expect(bumped).toBe(true);
  expect(simulator.truth().T_world_base.x).toBeCloseTo(1.1 - 0.27, 1);
});

test("what is taken away is in nobody's way, and twins are refused", () => {
  const crate = box('crate', { x: 1.5, y: 1, theta: 0 }, 0.2, 0.2);
  const simulator = createSimulator({ world: roomWorld(6, 2, start), seed: 1, noise: 'none' });
  simulator.control.addSolid(crate);
  drive(simulator, 0.3, 0, 2);
  expect(simulator.truth().T_world_base.x).toBeLessThan(1.24);
  expect(simulator.control.removeSolid('crate')).toBe(true);
  expect(simulator.control.removeSolid('crate')).toBe(false);
  drive(simulator, 0.3, 0, 2);
  expect(simulator.truth().T_world_base.x).toBeGreaterThan(1.6);
  const twins = [1, 2].map((x) => box('twin', { x: x + 2, y: 1, theta: 0 }, 0.2, 0.2, { mobility: 'movable' }));
  expect(() => createSimulator({ world: roomWorld(6, 2, start, twins), seed: 1 })).toThrow('two movable solids');
});

test('lifted, both wheels drop and driving does nothing; set down elsewhere it drives on', () => {
  const simulator = createSimulator({ world: roomWorld(6, 2, start), seed: 1, noise: 'none' });
  simulator.control.lift();
  const held = drive(simulator, 0.3, 0, 0.5);
  expect(last(held, 'safety')).toMatchObject({ wheelDropLeft: true, wheelDropRight: true, cliffFrontLeft: true });
  expect(simulator.truth()).toMatchObject({ lifted: true, docked: false, T_world_base: start });
  expect(last(held, 'wheels').left_m).toBeGreaterThan(0.05);
  simulator.control.place({ x: 4, y: 1, theta: Math.PI });
  expect(last(drive(simulator, 0.3, 0, 1), 'safety').wheelDropLeft).toBe(false);
  expect(simulator.truth().T_world_base.x).toBeLessThan(3.9);
});

test('carried off, it hangs for the time that was said and then stands where it was put', () => {
  const simulator = createSimulator({ world: roomWorld(6, 2, start), seed: 1, noise: 'none' });
  simulator.control.carry({ x: 4, y: 1, theta: 2 }, 1.5);
  drive(simulator, 0.3, 0, 1.4);
  expect(simulator.truth()).toMatchObject({ lifted: true, T_world_base: start });
  simulator.body.drive({ v_mps: 0, w_radps: 0 });
  const set = simulator.body.poll(1.6);
  expect(simulator.truth()).toMatchObject({ lifted: false, T_world_base: { x: 4, y: 1, theta: 2 } });
  expect(last(set, 'safety')).toMatchObject({ wheelDropLeft: false, cliffFrontLeft: false });
  expect(() => simulator.control.carry({ x: Number.NaN, y: 0, theta: 0 }, 1)).toThrow('got (NaN, 0, 0) and 1');
});

test('a jammed brush stands, says so at once, and turns again when cleared', () => {
  const { body, control } = createSimulator({ world: roomWorld(2, 2, start), seed: 1, noise: 'none' });
  body.clean({ fan: 0.5, mainBrush: 1, sideBrush: 1 });
  expect(last(body.poll(2), 'motors').mainBrush).toBeGreaterThan(0.95);
  control.jam('mainBrush');
  expect(last(body.poll(2.02), 'motors')).toMatchObject({ mainBrush: 0, mainBrushJammed: true });
  control.clearJams();
  expect(last(body.poll(5), 'motors')).toMatchObject({ mainBrushJammed: false });
  expect(last(body.poll(6), 'motors').mainBrush).toBeGreaterThan(0.95);
});

const hole = { name: 'stair', outline: rectangle(3, 0, 4, 2), height_m: -0.18, surface: 'hard' } as const;

test('the front cliff sensors fire in time to brake from full speed before a wheel falls', () => {
  const world = worldOf(walls(6, 2), [hole], start);
  const simulator = createSimulator({ world, seed: 1, noise: 'none' });
  let stop = false;
  for (let k = 1; k <= 500; k++) {
    simulator.body.drive({ v_mps: stop ? 0 : 0.3, w_radps: 0 });
    const safety = last(simulator.body.poll(k / 50), 'safety') as SafetyRecord;
    if (safety.cliffFrontLeft && safety.cliffFrontRight) stop = true;
  }
  expect(stop).toBe(true);
  expect(simulator.truth().fallen).toBe(false);
  // Sensor at 0.16 m ahead, 0.02 s of delay at 0.3 m/s, 0.05 m of braking: 9 cm before the edge.
  expect(simulator.truth().T_world_base.x).toBeGreaterThan(2.88);
});

test('who does not brake falls, and stays', () => {
  const simulator = createSimulator({ world: worldOf(walls(6, 2), [hole], start), seed: 1, noise: 'none' });
  const records = drive(simulator, 0.3, 0, 9);
  expect(simulator.truth().fallen).toBe(true);
  expect(simulator.truth().T_world_base.x).toBeLessThan(3.02);
  expect(last(records, 'safety').wheelDropLeft && last(records, 'safety').wheelDropRight).toBe(true);
  simulator.control.reset();
  expect(drive(simulator, 0.1, 0, 1).length).toBeGreaterThan(0);
  expect(simulator.truth().fallen).toBe(false);
});

test.each([
  [0.015, true],
  [0.03, false],
])('a threshold of %f m: climbed is %s', (height_m, climbed) => {
  const sill = { name: 'sill', outline: rectangle(2, 0, 2.1, 2), height_m, surface: 'hard' } as const;
  const simulator = createSimulator({ world: worldOf(walls(6, 2), [sill], start), seed: 1, noise: 'realistic' });
  let steepest = 0;
  for (let k = 0; k < 40; k++) {
    drive(simulator, 0.3, 0, 0.2);
    steepest = Math.max(steepest, -simulator.truth().pitch_rad);
  }
  expect(simulator.truth().T_world_base.x > 2.5).toBe(climbed);
  // 15 mm under a caster 125 mm ahead: at most 0.12 rad
  if (climbed) expect(steepest).toBeGreaterThan(0.05);
  expect(steepest).toBeLessThan(0.13);
});

test('on the dock the contacts touch; ahead of it both beams are seen, to its sides one', () => {
  const simulator = createSimulator({
    world: roomWorld(4, 2, { x: 0.2, y: 1, theta: Math.PI }),
    seed: 1,
    noise: 'none',
  });
  const at = (x: number, y: number) => {
    simulator.control.place({ x, y, theta: Math.PI });
    return last(simulator.body.poll(simulator.truth().stamp_s + 0.2), 'dock');
  };
  expect(at(0.2, 1)).toMatchObject({ docked: true, forceField: true });
  expect(at(1.2, 1)).toMatchObject({ docked: false, greenBeam: true, redBeam: true, forceField: false });
  // Facing the dock from +x, its right hand is +y: red.
  expect(at(1, 1.2)).toMatchObject({ greenBeam: false, redBeam: true });
  expect(at(1, 0.8)).toMatchObject({ greenBeam: true, redBeam: false });
  expect(at(2.5, 1)).toMatchObject({ greenBeam: false, redBeam: false });
});

test('the battery runs down while driving and fills on the dock', () => {
  const simulator = createSimulator({ world: roomWorld(4, 2, start), seed: 1, noise: 'none' });
  simulator.control.setCharge(0.5);
  simulator.body.poll(60);
  // 0.6 C for a minute: a hundredth
  expect(last(simulator.body.poll(61), 'battery').charge).toBeCloseTo(0.51, 3);
  simulator.control.place({ x: 2, y: 1, theta: 0 });
  simulator.body.poll(121);
  const battery = last(simulator.body.poll(122), 'battery');
  // 7 W of 75 Wh for a minute: 0.0016
  expect(battery.charge).toBeCloseTo(0.5084, 3);
  expect(battery.current_A).toBeLessThan(0);
});

/** FNV-1a over every number of every record. */
function hashRun(seed: number): number {
  const chair = box('chair', { x: 3, y: 1.5, theta: 0.3 }, 0.4, 0.4, { mobility: 'movable', mass_kg: 2, z1_m: 0.4 });
  const simulator = createSimulator({ world: roomWorld(5, 3, start, [chair]), seed });
  const view = new DataView(new ArrayBuffer(8));
  let hash = 0x811c9dc5;
  const add = (value: number): void => {
    view.setFloat64(0, value);
    for (let i = 0; i < 8; i++) hash = Math.imul(hash ^ view.getUint8(i), 0x01000193);
  };
  for (let k = 1; k <= 1000; k++) {
    simulator.body.drive({ v_mps: 0.3, w_radps: Math.floor(k / 100) % 3 === 2 ? 1.5 : 0.05 });
    for (const record of simulator.body.poll(k / 50)) {
      for (const value of Object.values(record)) {
        if (typeof value === 'number' || typeof value === 'boolean') add(Number(value));
        else if (typeof value !== 'string') for (const x of value) add(x);
      }
    }
  }
  return hash >>> 0;
}

test('same seed, same bits; another seed, others', () => {
  const first = hashRun(7);
  expect(hashRun(7)).toBe(first);
  expect(hashRun(8)).not.toBe(first);
});

test('wheel odometry of a realistic body is off by what its profile says, not more', () => {
  const errors: number[] = [];
  for (let seed = 0; seed < 6; seed++) {
    const simulator = createSimulator({ world: roomWorld(8, 4, { x: 1, y: 2, theta: 0 }), seed });
    const wheels = last(drive(simulator, 0.3, 0, 15), 'wheels') as WheelRecord;
    const { x, y } = simulator.truth().T_world_base;
    errors.push((0.5 * (wheels.left_m + wheels.right_m)) / hypot(x - 1, y - 2) - 1);
  }
  const mean = errors.reduce((a, b) => a + b) / errors.length;
  const spread = Math.sqrt(errors.reduce((a, b) => a + (b - mean) ** 2, 0) / errors.length);
  // scale 1 %, slip 0.5 %: mean 0.5 % +- 1 % / sqrt(6), spread about 1 %
  expect(Math.abs(mean - 0.005)).toBeLessThan(0.012);
  expect(spread).toBeGreaterThan(0.003);
  expect(spread).toBeLessThan(0.02);
});

test('a bad command is refused by name', () => {
  const { body } = createSimulator({ world: roomWorld(2, 2, start), seed: 1 });
  expect(() => body.drive({ v_mps: Number.NaN, w_radps: 0 })).toThrow('speeds must be finite');
  expect(() => body.clean({ fan: 2, mainBrush: 0, sideBrush: 0 })).toThrow('fan must be in [0, 1], got 2');
});
