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
  for (const { accepted, reason } of refusals) expect([accepted, reason]).toEqual([false, expect.any(String)]);
  console.log(refusals.map(({ reason }) => reason));
  const wanted = { task: 'clean', rooms: Uint16Array.of(2, 1) };
  const told = home.call(StartJob, 'start_job', { ...wanted, plan_only: true });
  expect(told.report.areas.map(({ name }) => name)).toEqual(['Room 2', 'kitchen']);
  console.log(told.reason);
  expect(home.state().state).toBe('idle');
  home.call(StartJob, 'start_job', wanted);
  // Until the second room is clean it sweeps next to nothing in the first.
  const visits: string[] = [];
  home.simulator.onStep(({ T_world_base: { x }, mainBrush }) => {
    const room = x < 2.4 ? 'kitchen' : x > 2.5 ? 'Room 2' : undefined;
    if (mainBrush > 0.5 && room !== undefined && visits.at(-1) !== room) visits.push(room);
  });
  expect(home.runUntil(1800, ...over)).toBe('finished');
  console.log(visits, home.referee.score(), home.reasons);
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
  console.log(told.report.left_out);
  expect(told.report.left_out.map(({ why }) => why)).toEqual(expect.arrayContaining(['noGo', 'behindNoGo']));
  let farthest_m = 0;
  home.simulator.onStep(({ T_world_base }) => {
    farthest_m = Math.max(farthest_m, T_world_base.x);
  });
  expect(home.runUntil(1800, ...over)).toBe('finished');
  expect(home.referee.score()).toMatchObject({ docked: true, noGoEntered_m2: 0 });
  expect(farthest_m + 0.17).toBeLessThan(3.8);
  console.log(farthest_m, home.reasons);
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

test('a door shuts: finished elsewhere, looked again, and told; when it opens in time, that room is cleaned too', () => {
  for (const opens of [true, false]) {
    const home = wholeHome({ world: twoRooms });
    home.graph.runFor(3);
    home.command('start');
    // Until both rooms are known; it begins with the one that it is in.
    home.runUntil(60, 'cleaning');
    home.graph.runFor(30);
    home.simulator.control.addSolid(doorLeaf);
    const looks = () => home.reasons.some((reason) => /Looking whether/.test(reason));
    while (!looks() && !over.includes(home.state().state)) home.graph.runFor(1);
    expect(looks()).toBe(true);
    if (opens) home.simulator.control.removeSolid(doorLeaf.name);
    expect(home.runUntil(2400, ...over)).toBe('finished');
    console.log(home.reasons, home.referee.score());
    expect(home.referee.score().docked).toBe(true);
    if (opens) expect(home.referee.score().cleanedCoverage).toBeGreaterThan(0.93);
    else expect(home.state().reason).toMatch('the way there is blocked');
    expect(home.faults).toEqual([]);
  }
});

const restrictions = homebound_interfaces.Restrictions.create();
