import { readCarmen, writeCarmen } from '@homebound/formats';
import { between, compose, cos, createRng, sin } from '@homebound/math';
import { drive } from './buildingsDrive.ts';
import { door, emptyFloor, outline, strip, wallsOf } from './buildingsFloor.ts';
import { layOut } from './buildingsGraph.ts';
import { straighten } from './buildingsKillian.ts';
import { lattice } from './buildingsLattice.ts';
import { odometryOf, odometryProfiles } from './buildingsOdometry.ts';
import { wallsOfGrid } from './buildingsOffice.ts';
import { lasers, type RecordOptions, record } from './buildingsRecord.ts';
import { relationsOf } from './buildingsRelations.ts';
import { World } from './buildingsWorld.ts';

const nobody = new Float64Array(0);
/** Dark and bright surfaces read up to 15 mm off. */
const BIAS_M = 0.0151;

const plan = lattice({
  xs: [0, 12],
  ys: [0, 9],
  half_m: 0.9,
  offices: {
    spacing_m: 4,
    width_m: 3,
    depth_m: 3,
    openShare: 0.7,
    identical: false,
    niche_m: 0.1,
    trolleyShare: 0.3,
  },
  walk: [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
    [0, 0],
    [1, 0],
    [1, 1],
  ],
  visitShare: 0.3,
  seed: 3,
});

const options: RecordOptions = {
  laser: lasers.sick,
  spacing: { period_s: 0.2, step_m: [0.2, 0.4], turn_deg: [10, 20] },
  odometry: odometryProfiles.aces,
  gaps: 1,
  gapSlip_m: 0,
  lag_s: 0.05,
  lever_m: 0.1,
  peopleEvery_s: 20,
  seed: 5,
};

function recorded() {
  const truth = drive(plan.route, { speed_mps: 0.5, turnRate_radps: 0.7, startTurn_rad: 0.3, stops: [] });
  return record(new World(wallsOf(plan.floor), plan.floor.movables, 0.4, 9), truth, options);
}

describe('floors', () => {
  test('crossing corridors open into each other', () => {
    const floor = emptyFloor();
    floor.rooms.push(strip(-5, 0, 5, 0, 1), strip(0, -5, 0, 5, 1));
    const { segments } = wallsOf(floor);
    let length = 0;
    for (let i = 0; i < segments.length; i += 4)
      length += Math.hypot(segments[i + 2] - segments[i], segments[i + 3] - segments[i + 1]);
    // Two outlines of 2 · (10 + 2) m less four openings of 2 m.
    expect(length).toBeCloseTo(2 * 24 - 4 * 2, 1);
  });

  test('a picture becomes its outline', () => {
    // Two free cells beside each other: 2 x 1 cells of 0.5 m.
    const data = Int8Array.of(100, 100, 100, 100, 100, 0, 0, 100, 100, 100, 100, 100);
    const { segments } = wallsOfGrid({ width: 4, height: 3, resolution_m: 0.5, originX_m: 0, originY_m: 0, data });
    expect(segments).toHaveLength(4 * 4);
    expect(segments.slice(0, 4)).toEqual([0.5, 0.5, 1.5, 0.5]);
  });
});

describe('rays', () => {
  test('meet what a search through all segments meets', () => {
    const walls = wallsOf(plan.floor);
    const world = new World(walls, [], 0, 1);
    const rng = createRng(7);
    for (let k = 0; k < 300; k++) {
      const [x, y] = [12 * rng.uniform(), 0.8 * (2 * rng.uniform() - 1)];
      const angle = 2 * Math.PI * rng.uniform();
      const [dx, dy] = [cos(angle), sin(angle)];
      let nearest = 40;
      for (let i = 0; i < walls.segments.length; i += 4) {
        const [ax, ay, bx, by] = walls.segments.slice(i, i + 4);
        const across = dx * (by - ay) - dy * (bx - ax);
        const t = ((ax - x) * (by - ay) - (ay - y) * (bx - ax)) / across;
        const u = ((ax - x) * dy - (ay - y) * dx) / across;
        if (t > 0 && u >= 0 && u <= 1) nearest = Math.min(nearest, t);
      }
      expect(Math.abs(world.range_m(x, y, dx, dy, 40) - nearest)).toBeLessThan(BIAS_M);
    }
  });

  test('pass glass but head-on, and doors that are open', () => {
    const floor = emptyFloor();
    floor.rooms.push(strip(0, 0, 10, 0, 1));
    floor.panes.push(strip(8, 0, 12, 0, 2));
    floor.movables.push(door(4, -1, 4, 1));
    const shut = new World(wallsOf(floor), floor.movables, 1, 1);
    const open = new World(wallsOf(floor), floor.movables, 0, 1);
    shut.setTime(0, nobody, 0.1);
    open.setTime(0, nobody, 0.1);
    expect(Math.abs(shut.range_m(1, 0, 1, 0, 80) - 3)).toBeLessThan(BIAS_M);
    expect(Math.abs(open.range_m(1, 0, 1, 0, 80) - 9)).toBeLessThan(BIAS_M);
    // 15 degrees off the pane's normal.
    expect(open.range_m(7, -0.3, cos(Math.PI / 12), sin(Math.PI / 12), 80)).toBe(Number.POSITIVE_INFINITY);
  });

  test('meet legs', () => {
    const world = new World(
      { segments: [...outline(strip(0, 0, 10, 0, 1))], isGlass: [false, false, false, false] },
      [],
      0,
      1,
    );
    world.setTime(0, Float64Array.of(5, 0), 0.1);
    expect(world.range_m(1, 0, 1, 0, 80)).toBeCloseTo(4 - 0.1, 6);
  });
});

describe('a made log', () => {
  test('is the same each time, and reads back', () => {
    const { records, scans } = recorded();
    const text = writeCarmen(records);
    expect(text).toBe(writeCarmen(recorded().records));
    const log = readCarmen(text);
    expect(log.scanCount).toBe(scans.length);
    expect(scans.length).toBeGreaterThan(150);
  });

  test('shows the walls where the truth puts them', () => {
    const { records, scans } = recorded();
    const { segments } = wallsOf(plan.floor);
    let near = 0;
    let all = 0;
    let index = 0;
    for (const item of records) {
      if (item.kind !== 'scan') continue;
      const T = scans[index++].T_world_laser;
      if (index % 10 !== 0) continue;
      item.ranges_m.forEach((range_m, i) => {
        if (range_m === Number.POSITIVE_INFINITY) return;
        const angle = item.angleMin_rad + i * item.angleIncrement_rad;
        const { x, y } = compose(T, { x: range_m * cos(angle), y: range_m * sin(angle), theta: 0 });
        all++;
        if (distanceToAny(segments, x, y) < 0.08) near++;
      });
    }
    // The rest are people, doors, trolleys and edges.
    expect(near / all).toBeGreaterThan(0.85);
  });

  test('comes with relations that are true, near by, and of both kinds', () => {
    const { scans } = recorded();
    const at = new Map(scans.map(({ stamp_s, T_world_laser }) => [stamp_s, T_world_laser]));
    const wish = { short: 100, span_m: [0.3, 1], loops: 50, near_m: 1 } as const;
    const relations = relationsOf(scans, wish, createRng(1));
    const loops = relations.filter(({ fromStamp_s, toStamp_s }) => toStamp_s - fromStamp_s > 60);
    expect(loops.length).toBeGreaterThan(20);
    expect(relations.length - loops.length).toBeGreaterThan(80);
    for (const { fromStamp_s, toStamp_s, T_from_to } of relations)
      expect(between(at.get(fromStamp_s)!, at.get(toStamp_s)!)).toEqual(T_from_to);
    for (const { T_from_to } of loops) expect(Math.hypot(T_from_to.x, T_from_to.y)).toBeLessThan(1);
  });
});

describe('odometry', () => {
  const straight = drive(Float64Array.of(0, 0, 40, 0), {
    speed_mps: 0.5,
    turnRate_radps: 0.7,
    startTurn_rad: 0,
    stops: [{ at_m: 20, back_m: 2 }],
  });
  const exact = { ...odometryProfiles.csail, scale: 1, scaleSigma: 0, turn: 1, turnSigma: 0, headingSigma_degPerM: 0 };

  test('gains the planted heading', () => {
    const poses = odometryOf(straight, { ...exact, heading_degPerM: 2 }, createRng(1));
    const way = straight.way_m.reduce((sum, step) => sum + Math.abs(step), 0);
    expect((poses[poses.length - 1].theta * 180) / Math.PI).toBeCloseTo(2 * way, 0);
  });

  test('takes driving back for driving ahead when told so', () => {
    const reverse = { ...exact, heading_degPerM: 0, reverseAsForward: true };
    const honest = odometryOf(straight, { ...reverse, reverseAsForward: false }, createRng(1)).at(-1)!;
    const wrong = odometryOf(straight, reverse, createRng(1)).at(-1)!;
    // 2 m back count as 2 m ahead.
    expect(wrong.x - honest.x).toBeGreaterThan(3.9);
  });
});

describe('paths and graphs', () => {
  test('corners stay, wobbles go', () => {
    const line = Float64Array.of(0, 0, 5, 0.1, 10, 0, 10.1, 5, 10, 10);
    expect([...straighten(line, 0.5)]).toEqual([0, 0, 10, 0, 10, 10]);
  });

  test('a drifting square closes', () => {
    // Twenty steps of 1 m round a square, each edge measured with a turn of 3 degrees too much, and one loop edge.
    const lines: string[] = [];
    for (let i = 0; i <= 20; i++) lines.push(`VERTEX_SE2 ${i} 0 0 0`);
    const information = '100 0 0 100 0 1000';
    for (let i = 0; i < 20; i++)
      lines.push(`EDGE_SE2 ${i} ${i + 1} 1 0 ${(i % 5 === 4 ? Math.PI / 2 : 0) + 0.05} ${information}`);
    lines.push('EDGE_SE2 0 20 0 0 0 1e6 0 0 1e6 0 1e6');
    const positions = layOut(lines.join('\n'));
    // The error spreads evenly: by symmetry the four corners make a square whose sides are chords of slight arcs.
    const side = (a: number, b: number) =>
      Math.hypot(positions[2 * a] - positions[2 * b], positions[2 * a + 1] - positions[2 * b + 1]);
    expect(side(0, 20)).toBeLessThan(0.001);
    expect(side(0, 10)).toBeCloseTo(side(5, 15), 2);
    expect(side(0, 5)).toBeGreaterThan(4.8);
  });
});

function distanceToAny(segments: readonly number[], x: number, y: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < segments.length; i += 4) {
    const [ex, ey] = [segments[i + 2] - segments[i], segments[i + 3] - segments[i + 1]];
    const [px, py] = [x - segments[i], y - segments[i + 1]];
    const t = Math.max(0, Math.min(1, (px * ex + py * ey) / (ex * ex + ey * ey)));
    best = Math.min(best, Math.hypot(px - t * ex, py - t * ey));
  }
  return best;
}
