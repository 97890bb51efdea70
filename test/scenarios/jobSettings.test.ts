import { homebound_interfaces } from '@homebound/messages';
import { defaultGeometry } from '@homebound/robot';
import { initPhysics, type Truth } from '@homebound/sim';
import { twoRooms } from '../helpers/twoRooms.ts';
import { wholeHome } from '../helpers/wholeHome.ts';

beforeAll(() => initPhysics());

const { StartJob, EditRooms, AreaSettings } = homebound_interfaces;
const over = ['finished', 'stopped', 'stuck'];

const CELL_M = 0.05;
/** A cell that the brush comes back to after so long is swept once more, s. */
const ANEW_S = 8;

/** How often the brush has been over the floor, by cells of 5 cm of the two rooms; written from the truth. */
class BrushVisits {
  readonly #counts = new Map<string, { visits: number; last_s: number }>();

  add({ T_world_base: { x, y, theta }, mainBrush, stamp_s }: Truth): void {
    if (mainBrush < 0.5) return;
    const half = defaultGeometry.mainBrush.width_m / 2;
    for (let across = -half + CELL_M / 2; across < half; across += CELL_M) {
      const key = keyOf(x - across * Math.sin(theta), y + across * Math.cos(theta));
      const cell = this.#counts.get(key) ?? { visits: 0, last_s: Number.NEGATIVE_INFINITY };
      if (stamp_s - cell.last_s > ANEW_S) cell.visits++;
      cell.last_s = stamp_s;
      this.#counts.set(key, cell);
    }
  }

  /** Share of the cells of a box, world frame, m, that the brush was over so often at least. */
  share(times: number, [x0, y0, x1, y1]: readonly number[]): number {
    let [all, swept] = [0, 0];
    for (let x = x0 + CELL_M / 2; x < x1; x += CELL_M)
      for (let y = y0 + CELL_M / 2; y < y1; y += CELL_M) {
        all++;
        if ((this.#counts.get(keyOf(x, y))?.visits ?? 0) >= times) swept++;
      }
    return swept / all;
  }
}

function keyOf(x: number, y: number): string {
  return `${Math.floor(x / CELL_M)},${Math.floor(y / CELL_M)}`;
}

/** Two rooms whose map is known, the robot on its dock; what the brush does is written down. */
function knownHome() {
  const home = wholeHome({ knowing: {}, world: twoRooms });
  const visits = new BrushVisits();
  home.simulator.onStep((truth) => visits.add(truth));
  home.graph.runFor(3);
  // Rooms keep their numbers from the first edit or job on.
  home.call(EditRooms, 'edit_rooms', { edit: 'rename', rooms: Uint16Array.of(1), name: 'den' });
  return { ...home, visits, near: home.roomNear(1, 0), far: home.roomNear(4, 0) };
}

test('a zone crossed and a spot twice: swept there twice, the zone in both directions, and the rest is left alone', () => {
  const home = knownHome();
  const zone = [0.55, -1, 1.75, -0.1];
  const alone = [3.3, -1, 3.9, -0.4];
  // The map's frame is the start's: turned by half a turn.
  const corners = [zone[0], zone[1], zone[2], zone[1], zone[2], zone[3], zone[0], zone[3]];
  const shape = { points: Float64Array.from(corners, (v) => -v) };
  const straight_m = { alongX: 0, alongY: 0 };
  let last = { x: 0, y: 0 };
  home.simulator.onStep(({ T_world_base: { x, y, theta }, mainBrush, w_radps }) => {
    const step_m = Math.hypot(x - last.x, y - last.y);
    last = { x, y };
    const isIn = x > zone[0] && x < zone[2] && y > zone[1] && y < zone[3];
    if (!isIn || mainBrush < 0.5 || Math.abs(w_radps) > 0.2) return;
    if (Math.abs(Math.cos(theta)) > 0.95) straight_m.alongX += step_m;
    if (Math.abs(Math.sin(theta)) > 0.95) straight_m.alongY += step_m;
  });
  const answer = home.call(StartJob, 'start_job', {
    task: 'clean',
    zones: [{ shape, settings: AreaSettings.canonical({ passes: 'crossed' }) }],
    spots: [{ x: -4.4, y: -0.4, radius: 0.4, settings: AreaSettings.canonical({ passes: '2' }) }],
  });
  expect(answer).toMatchObject({ accepted: true });
  expect(answer.report.areas.map(({ name }) => name).sort()).toEqual(['spot 1', 'zone 1']);
  expect(home.runUntil(900, ...over)).toBe('finished');
  expect(home.visits.share(2, zone)).toBeGreaterThan(0.9);
  expect(home.visits.share(2, [4.2, 0.2, 4.6, 0.6])).toBeGreaterThan(0.9);
  expect(home.visits.share(1, alone)).toBeLessThan(0.1);
  // Five lanes of 1.2 m and six of 0.9 m: at least half of each is driven straight in the zone.
  expect(straight_m.alongX).toBeGreaterThan(3);
  expect(straight_m.alongY).toBeGreaterThan(2.7);
  expect(home.referee.score()).toMatchObject({ docked: true });
  expect(home.faults).toEqual([]);
});

test('rooms with settings of their own: one quietly, of the other the edges at full power; what is to be skipped is skipped', () => {
  const home = knownHome();
  const { near, far } = home;
  const levels = (fan: number) => [{ fan, main_brush: 1, side_brush: 1 }];
  // Steps with the brush at full speed, away from the door, and those of them at the fan's level asked for.
  const steps = { near: { all: 0, asked: 0 }, far: { all: 0, asked: 0 } };
  home.simulator.onStep(({ T_world_base: { x }, fan, mainBrush }) => {
    if (mainBrush < 0.99 || Math.abs(x - 2.45) < 0.5) return;
    const room = x < 2.45 ? steps.near : steps.far;
    room.all++;
    if (Math.abs(fan - (room === steps.near ? 0.25 : 1)) < 0.05) room.asked++;
  });
  const skipping = home.call(StartJob, 'start_job', {
    task: 'clean',
    room_settings: [{ room: near.id, skip: true, settings: AreaSettings.create() }],
    plan_only: true,
  });
  const told = skipping.report.areas.map(({ name }) => name);
  expect(told).toContain(far.name);
  expect(told).not.toContain(near.name);
  home.call(StartJob, 'start_job', {
    task: 'clean',
    rooms: Uint16Array.of(near.id, far.id),
    settings: AreaSettings.canonical({ levels: levels(0.25) }),
    room_settings: [
      { room: far.id, skip: false, settings: AreaSettings.canonical({ levels: levels(1), edges_only: true }) },
    ],
  });
  expect(home.runUntil(1500, ...over)).toBe('finished');
  expect(steps.near.asked).toBeGreaterThan(0.9 * steps.near.all);
  expect(home.visits.share(1, [0.6, -0.9, 1.6, 0.2])).toBeGreaterThan(0.95);
  expect(steps.far.asked).toBeGreaterThan(0.9 * steps.far.all);
  // The middle of the far room is no edge; its walls are.
  expect(home.visits.share(1, [3.3, -0.5, 4.3, 0.5])).toBeLessThan(0.3);
  expect(home.visits.share(1, [3.2, -1.1, 4.4, -1.0])).toBeGreaterThan(0.85);
  expect(home.referee.score()).toMatchObject({ docked: true });
  expect(home.faults).toEqual([]);
});
