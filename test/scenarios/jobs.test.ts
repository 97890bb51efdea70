import { homebound_interfaces } from '@homebound/messages';
import { initPhysics } from '@homebound/sim';
import { doorLeaf, twoRooms } from '../helpers/twoRooms.ts';
import { wholeHome } from '../helpers/wholeHome.ts';

beforeAll(() => initPhysics());

const { StartJob, EditRooms, SetRestrictions } = homebound_interfaces;
const over = ['finished', 'stopped', 'stuck'];

test('the battery runs low on a lane: home, charged, and on at the very place on the very lane', () => {
  const home = wholeHome({ knowing: {} });
  home.graph.runFor(3);
  home.command('start');
  home.runUntil(20, 'cleaning');
  while (!/lanes/.test(home.state().reason)) home.graph.runFor(1);
  home.graph.runFor(20);
  home.simulator.control.setCharge(0.14);
  expect(home.runUntil(3, 'returning')).toBe('returning');
  const left = home.simulator.truth().T_world_base;
  expect(home.runUntil(120, 'charging')).toBe('charging');
  home.simulator.control.setCharge(0.79);
  expect(home.runUntil(600, 'cleaning')).toBe('cleaning');
  expect(home.state().recharges).toBe(1);
  let nearest_m = Number.POSITIVE_INFINITY;
  for (let k = 0; k < 300; k++) {
    home.graph.runFor(0.1);
    const { x, y } = home.simulator.truth().T_world_base;
    nearest_m = Math.min(nearest_m, Math.hypot(x - left.x, y - left.y));
  }
  expect(nearest_m).toBeLessThan(0.03);
  // There and back, and no more.
  expect(home.state().recharge_length).toBeLessThan(12);
  expect(home.runUntil(3600, ...over)).toBe('finished');
  expect(home.referee.score()).toMatchObject({ docked: true, cliffFalls: 0 });
  expect(home.referee.score().cleanedCoverage).toBeGreaterThan(0.94);
  expect(home.faults).toEqual([]);
});

test('rooms in the order asked for, the plan told before it starts; what makes no sense is refused in words', () => {
  const home = wholeHome({ knowing: {}, world: twoRooms });
  home.graph.runFor(3);
  expect(home.call(EditRooms, 'edit_rooms', { edit: 'rename', rooms: Uint16Array.of(1), name: 'kitchen' })).toEqual({
    accepted: true,
    reason: 'Done.',
  });
  const refusals = [
    home.call(StartJob, 'start_job', { task: 'clean', rooms: Uint16Array.of(7) }),
    home.call(StartJob, 'start_job', { task: 'wash' }),
    home.call(EditRooms, 'edit_rooms', { edit: 'merge', rooms: Uint16Array.of(1) }),
    home.call(SetRestrictions, 'set_restrictions', {
      restrictions: {
        ...restrictions,
        no_go: [{ points: Float64Array.of(-0.4, -0.4, 0.4, -0.4, 0.4, 0.4, -0.4, 0.4) }],
      },
    }),
  ];
  expect(refusals.map(({ accepted, reason }) => `${accepted} ${reason}`)).toEqual([
    expect.stringMatching(/^false .*no room 7; the rooms are 1 \(kitchen\), 2/),
    expect.stringMatching(/^false .*clean or map, got wash/),
    expect.stringMatching(/^false .*at least two rooms/),
    expect.stringMatching(/^false .*where the robot docks/),
  ]);
  const near = home.roomNear(1, 0);
  const far = home.roomNear(4, 0);
  expect([near.name, far.name].sort()).toEqual(['Room 2', 'kitchen']);
  const wanted = { task: 'clean', rooms: Uint16Array.of(far.id, near.id) };
  const told = home.call(StartJob, 'start_job', { ...wanted, plan_only: true });
  expect(told.report.areas.map(({ name }) => name)).toEqual([far.name, near.name]);
  expect(home.state().state).toBe('idle');
  home.call(StartJob, 'start_job', wanted);
  // s with the brush on in the first room, from the dock's, until half of the time in the second is over.
  const brushed_s = { near: 0, far: 0, nearBefore: 0 };
  home.simulator.onStep(({ T_world_base: { x }, mainBrush }) => {
    if (mainBrush < 0.5) return;
    brushed_s[x < 2.45 ? 'near' : 'far'] += 0.02;
    if (brushed_s.far < 80) brushed_s.nearBefore = brushed_s.near;
  });
  expect(home.runUntil(1800, ...over)).toBe('finished');
  expect(brushed_s.far).toBeGreaterThan(100);
  expect(brushed_s.nearBefore).toBeLessThan(0.2 * brushed_s.near);
  expect(home.referee.score().cleanedCoverage).toBeGreaterThan(0.94);
  // What it took is what was told, within a quarter.
  expect(Math.abs(home.state().driven_length / told.report.length - 1)).toBeLessThan(0.25);
  expect(home.faults).toEqual([]);
});

test('no-go areas and virtual walls are obeyed by the body, and the floor behind them is told of', () => {
  const noGo = Float64Array.of(0.6, -1.2, 1.4, -1.2, 1.4, -0.5, 0.6, -0.5);
  const home = wholeHome({ knowing: {}, world: twoRooms, noGo: [noGo] });
  home.graph.runFor(3);
  // The map's frame is the start's: turned by half a turn.
  const turned = (points: Float64Array) => ({ points: points.map((v) => -v) });
  const answer = home.call(SetRestrictions, 'set_restrictions', {
    restrictions: { ...restrictions, no_go: [turned(noGo)], walls: [turned(Float64Array.of(3.8, -1.2, 3.8, 1.2))] },
  });
  expect(answer).toEqual({ accepted: true, reason: 'Obeyed from now on.' });
  const told = home.call(StartJob, 'start_job', { task: 'clean' });
  expect(told.report.left_out.map(({ why }) => why)).toEqual(expect.arrayContaining(['noGo', 'behindNoGo']));
  let farthest_m = 0;
  home.simulator.onStep(({ T_world_base }) => {
    farthest_m = Math.max(farthest_m, T_world_base.x);
  });
  expect(home.runUntil(1800, ...over)).toBe('finished');
  expect(home.referee.score()).toMatchObject({ docked: true, noGoEntered_m2: 0 });
  expect(farthest_m + 0.17).toBeLessThan(3.8);
  expect(home.faults).toEqual([]);
});

test('a caught brush is turned backwards and the job goes on; one that stays caught ends it at the dock', () => {
  const home = wholeHome({ knowing: {}, world: twoRooms });
  home.graph.runFor(3);
  home.command('start');
  home.runUntil(20, 'cleaning');
  home.graph.runFor(20);
  home.simulator.control.jam('mainBrush', 2);
  home.graph.runFor(2);
  expect(home.state().reason).toMatch('turning it backwards');
  home.graph.runFor(8);
  expect(home.state().state).toBe('cleaning');
  home.graph.runFor(5);
  expect(home.simulator.truth().mainBrush).toBeGreaterThan(0.7);
  home.simulator.control.jam('mainBrush');
  expect(home.runUntil(120, ...over)).toBe('stopped');
  expect(home.state()).toMatchObject({ reason_code: 'brush_jammed' });
  expect(home.referee.score().docked).toBe(true);
  expect(home.faults).toEqual([]);
});

test('a door shuts behind it: it finishes there, looks again, and when the door is open cleans the rest', () => {
  const home = wholeHome({ world: twoRooms });
  home.graph.runFor(3);
  home.command('start');
  while (home.simulator.truth().T_world_base.x < 3.5 || home.state().state !== 'cleaning') home.graph.runFor(1);
  home.simulator.control.addSolid(doorLeaf);
  const looks = () => home.reasons.some((reason) => /Looking whether/.test(reason));
  while (!looks() && !over.includes(home.state().state)) home.graph.runFor(1);
  expect(looks()).toBe(true);
  home.simulator.control.removeSolid(doorLeaf.name);
  expect(home.runUntil(2400, ...over)).toBe('finished');
  expect(home.referee.score().docked).toBe(true);
  expect(home.referee.score().cleanedCoverage).toBeGreaterThan(0.93);
  expect(home.faults).toEqual([]);
});

test('a quick run that only maps; then a job in it, and a door that stays shut: the room that was not entered is named', () => {
  const home = wholeHome({ world: twoRooms });
  home.graph.runFor(3);
  expect(home.call(StartJob, 'start_job', { task: 'map' })).toMatchObject({ accepted: true });
  expect(home.runUntil(300, ...over)).toBe('finished');
  expect(home.referee.score()).toMatchObject({ docked: true, brushedPath_m: 0 });
  const near = home.roomNear(1, 0);
  const far = home.roomNear(4, 0);
  const told = home.call(StartJob, 'start_job', { task: 'clean', rooms: Uint16Array.of(near.id, far.id) });
  expect(told).toMatchObject({ accepted: true });
  home.runUntil(20, 'cleaning');
  home.graph.runFor(5);
  home.simulator.control.addSolid(doorLeaf);
  expect(home.runUntil(2400, ...over)).toBe('finished');
  expect(home.state().reason).toContain(`Could not get into ${far.name}: the way there is blocked.`);
  expect(home.referee.score().docked).toBe(true);
  expect(home.faults).toEqual([]);
});

const restrictions = homebound_interfaces.Restrictions.create();
