import { MapWarp } from '@homebound/math';
import type { Leg } from './leg.ts';
import { advance } from './mission.ts';
import { initialState, type MissionEvent } from './missionState.ts';
import { docked, done, ended, leg, modes, play, toWork, undocked, user } from './testPlay.ts';
import { mayCommand } from './userCommands.ts';

test('a whole job: undock, look around, clean, go home, dock, finished', () => {
  const { state, log } = play(initialState, [
    ...toWork,
    { type: 'planned', leg },
    ended('arrived'),
    { type: 'planned', leg: done },
    { type: 'planned', leg },
    ended('arrived'),
    ended('docked'),
  ]);
  expect(state).toMatchObject({
    phase: 'finished',
    reason: 'Cleaned all that can be reached.',
    reasonCode: 'done',
    docked: true,
    driving: false,
  });
  const drives = log.flatMap((c) => (c.do === 'drive' ? [c.order.mode] : []));
  expect(drives).toEqual(['undock', 'rotate', 'rotate', 'rotate', 'follow', 'follow', 'dock']);
  expect(log.at(-1)).toEqual({ do: 'motors', run: 'off' });
});

test('brushes run on cleaning legs only', () => {
  const { log } = play(initialState, [
    ...toWork,
    { type: 'planned', leg },
    ended('arrived'),
    { type: 'planned', leg: { ...leg, cleaning: false } },
  ]);
  const motors = log.flatMap((c) => (c.do === 'motors' ? [c.run === 'clean'] : []));
  expect(motors.slice(-2)).toEqual([true, false]);
});

test('pause stops the wheels and the brushes, resume plans anew', () => {
  const paused = play(initialState, [...toWork, { type: 'planned', leg }, user('pause')]);
  expect(paused.state.phase).toBe('paused');
  expect(paused.log.slice(-3)).toEqual([
    { do: 'cancelDrive', why: 'hold' },
    { do: 'motors', run: 'off' },
    { do: 'wait', driveId: paused.state.driveId, time_s: 600 },
  ]);
  const resumed = play(paused.state, [user('resume')]);
  expect(resumed.log).toEqual([{ do: 'plan', work: 'clean', dockAttempts: 0 }]);
  expect(play(resumed.state, [{ type: 'planned', leg }]).state.phase).toBe('cleaning');
});

test('paused on its way home the robot goes on for the same reason; set onto its dock by hand it is home', () => {
  const returning = play(initialState, [...toWork, { type: 'planned', leg: done }, { type: 'planned', leg }]);
  const paused = play(returning.state, [user('pause')]);
  const again = play(paused.state, [user('resume'), { type: 'planned', leg }]);
  const home = { reason: 'Cleaned all that can be reached.', reasonCode: 'done' };
  expect(again.state).toMatchObject({ phase: 'returning', ...home });
  expect(play(again.state, [ended('arrived'), ended('docked')]).state).toMatchObject({ phase: 'finished', ...home });
  const carried = play(paused.state, [docked, user('resume')]);
  expect(carried.state).toMatchObject({ phase: 'finished', docked: true, driving: false, ...home });
  expect(carried.log.some((c) => c.do === 'drive' || c.do === 'plan')).toBe(false);
});

test('the end of an older drive, and a plan that comes after stop, change nothing', () => {
  const { state } = play(initialState, [...toWork, { type: 'planned', leg }, user('stop')]);
  expect(advance(state, { type: 'planned', leg })).toEqual({ state, commands: [] });
  expect(advance(state, { type: 'driveEnded', driveId: state.driveId, outcome: 'arrived', reason: '' })).toEqual({
    state,
    commands: [],
  });
});

test('low battery: home, charge, and on with the job', () => {
  const home = play(initialState, [...toWork, { type: 'planned', leg }, { type: 'battery', charge: 0.14 }]);
  expect(home.state).toMatchObject({
    phase: 'returning',
    reasonCode: 'battery',
    work: 'home',
    resumeWhenCharged: true,
  });
  const charging = play(home.state, [{ type: 'planned', leg }, ended('arrived'), ended('docked')]);
  expect(charging.state.phase).toBe('charging');
  expect(play(charging.state, [docked, { type: 'battery', charge: 0.5 }]).state.phase).toBe('charging');
  expect(play(charging.state, [docked, { type: 'battery', charge: 0.81 }]).state).toMatchObject({
    phase: 'undocking',
    work: 'clean',
  });
});

test('commands that make no sense now are refused with why', () => {
  expect(mayCommand(initialState, 'pause')).toMatch('nothing to pause');
  expect(mayCommand(initialState, 'resume')).toMatch('nothing to resume');
  expect(mayCommand({ ...initialState, docked: true }, 'dock')).toMatch('already on its dock');
  expect(mayCommand(play(initialState, toWork).state, 'start')).toMatch('already');
});

test('a retreat on the way home is no arrival: the way is planned again', () => {
  const retreat: Leg = { ...leg, cleaning: false, isPartial: true };
  const { state, log } = play(initialState, [
    ...toWork,
    { type: 'planned', leg: done },
    { type: 'planned', leg: retreat },
    ended('arrived'),
  ]);
  expect(state.phase).toBe('returning');
  expect(log.at(-1)).toMatchObject({ do: 'plan', work: 'home' });
});

const lost: MissionEvent = { type: 'lost' };
const located: MissionEvent = { type: 'located', inKnownMap: true };

test('a robot that lost its place looks around and goes on with its job; one that rests does not care', () => {
  const { state, log } = play(initialState, [...toWork, { type: 'planned', leg }, lost]);
  expect(state).toMatchObject({ phase: 'locating', reasonCode: 'lost', reason: 'I lost my place; looking around.' });
  expect(log.slice(-4)).toMatchObject([
    { do: 'cancelDrive', why: 'moved' },
    { do: 'motors', run: 'off' },
    { do: 'motors', run: 'off' },
    { do: 'drive', order: { mode: 'look_around' } },
  ]);
  // Told again, and told of plans that were on their way, it goes on looking.
  expect(play(state, [lost, { type: 'planned', leg }])).toEqual({ state, log: [] });
  const found = play(state, [located, { type: 'planned', leg }]);
  expect(found.log.map((c) => c.do)).toEqual(['cancelDrive', 'motors', 'plan', 'motors', 'drive']);
  expect(found.state).toMatchObject({ phase: 'cleaning', work: 'clean', driving: true });
  expect(play(initialState, [lost]).state.phase).toBe('idle');
  expect(play(initialState, [lost, located]).log).toEqual([]);
});

test('lost on its way home it goes home, lost while docking it docks, and for the same reason', () => {
  const returning = play(initialState, [...toWork, { type: 'planned', leg: done }, { type: 'planned', leg }]);
  for (const before of [returning.state, play(returning.state, [ended('arrived')]).state]) {
    const again = play(before, [lost, located, { type: 'planned', leg }]);
    expect(again.state).toMatchObject({ phase: 'returning', reasonCode: 'done' });
    expect(play(again.state, [ended('arrived'), ended('docked')]).state.phase).toBe('finished');
  }
});

test('a job that is begun, resumed or sent home without a place finds out first', () => {
  for (const command of ['start', 'dock', 'goto'] as const) {
    const { state, log } = play(initialState, [lost, user(command)]);
    expect(state.phase).toBe('locating');
    expect(modes(log)).toEqual(['look_around']);
    const found = play(state, [located]);
    expect(found.log.at(-1)).toMatchObject({ do: 'plan' });
  }
  const paused = play(initialState, [...toWork, { type: 'planned', leg }, user('pause'), lost]).state;
  expect(paused.phase).toBe('paused');
  expect(play(paused, [user('resume')]).state.phase).toBe('locating');
  // From the dock it comes off first.
  const docking = play(initialState, [docked, lost, user('start'), undocked, ended('arrived')]);
  expect(modes(docking.log)).toEqual(['undock', 'look_around']);
});

test('not found: it says so and waits; resume, start and reset work from there', () => {
  const cleaning = play(initialState, [...toWork, { type: 'planned', leg }]).state;
  const { state } = play(cleaning, [lost, { type: 'notFound' }]);
  expect(state).toMatchObject({ phase: 'stuck', reasonCode: 'lost', driving: false, work: 'clean' });
  expect(state.reason).toMatch("don't know where I am. Carry me to the dock");
  for (const command of ['resume', 'start', 'reset'] as const) expect(mayCommand(state, command)).toBe(true);
  expect(play(state, [user('resume')]).state.phase).toBe('locating');
  // Carried to where SLAM knows it, it waits for a person all the same.
  const known = play(state, [located]);
  expect(known.state.phase).toBe('stuck');
  expect(play(known.state, [user('resume')]).log.at(-1)).toMatchObject({ do: 'plan', work: 'clean' });
  expect(play(state, [user('reset')]).state).toMatchObject({ phase: 'idle', located: false });
});

test('looking around that ends is begun again while the place is lost, and a lidar that is silent is a fault', () => {
  const looking = play(initialState, [...toWork, { type: 'planned', leg }, lost]).state;
  const shutIn = play(looking, [ended('blocked')]);
  expect(shutIn.state).toMatchObject({ phase: 'locating', driving: false });
  expect(modes(play(shutIn.state, [lost]).log)).toEqual(['look_around']);
  const silent = { ...ended('arrived'), outcome: 'lost' } as MissionEvent;
  // It may be back in seconds: tried again until the search is over.
  const waits = play(looking, [silent]);
  expect(waits.state).toMatchObject({ phase: 'locating', driving: false, reasonCode: 'fault' });
  const again = play(waits.state, [lost]);
  expect(modes(again.log)).toEqual(['look_around']);
  const deaf = play(again.state, [{ type: 'notFound' }]).state;
  expect(deaf).toMatchObject({ phase: 'stuck', reasonCode: 'fault' });
  // The link to the body is back after so long: it is heard, its place is known, and nobody has to press anything.
  expect(play(deaf, [located]).log).toContainEqual(expect.objectContaining({ do: 'plan', work: 'clean' }));
  expect(play(again.state, [ended('arrived')]).state).toMatchObject({ phase: 'locating', reasonCode: 'lost' });
});

test('in the air nothing drives; put down, it waits for SLAM, and goes on or looks around', () => {
  const cleaning = play(initialState, [...toWork, { type: 'planned', leg }]).state;
  const up: MissionEvent = { type: 'lifted', lifted: true };
  const down: MissionEvent = { type: 'lifted', lifted: false };
  const lifted = play(cleaning, [up]);
  expect(lifted.state).toMatchObject({
    phase: 'locating',
    reason: 'Lifted up: waiting to be put down.',
    driving: false,
  });
  expect(lifted.log).toEqual([
    { do: 'cancelDrive', why: 'moved' },
    { do: 'motors', run: 'off' },
  ]);
  expect(play(lifted.state, [lost, located]).log).toEqual([]);
  expect(mayCommand({ ...lifted.state, phase: 'paused' }, 'resume')).toMatch('in the air');
  const put = play(lifted.state, [down]);
  expect(put).toMatchObject({ log: [], state: { phase: 'locating', reason: 'Put down: looking where I am.' } });
  expect(play(put.state, [located, { type: 'planned', leg }]).state.phase).toBe('cleaning');
  expect(modes(play(put.state, [lost]).log)).toEqual(['look_around']);
  // Left in the air it asks for help, and goes on only when told to.
  const left = play(lifted.state, [{ type: 'notFound' }, down]);
  expect(left.state).toMatchObject({ phase: 'stuck', reasonCode: 'wheel_drop', work: 'clean' });
  expect(play(left.state, [user('resume')]).state.phase).toBe('locating');
  // One wheel came off the floor before the other.
  const one = play(cleaning, [ended('wheel_drop'), up]);
  expect(one.state).toMatchObject({ phase: 'locating', work: 'clean' });
  // Lifted at rest it stays at rest, and its place is to be found before the next job.
  const resting = play(initialState, [up, down]);
  expect(resting.state).toMatchObject({ phase: 'idle', located: false });
});

test('carried onto its dock it stays there until it knows where that is', () => {
  const looking = play(initialState, [...toWork, { type: 'planned', leg }, lost]).state;
  const there = play(looking, [docked, lost]);
  expect(there.state).toMatchObject({ phase: 'locating', reason: 'On the dock: looking where I am.', driving: false });
  expect(modes(there.log)).toEqual([]);
  expect(modes(play(there.state, [located]).log)).toEqual(['undock']);
});

test('in a known map the job begins with cleaning, without a look around', () => {
  const { log } = play(initialState, [
    docked,
    located,
    user('start'),
    undocked,
    ended('arrived'),
    { type: 'planned', leg },
  ]);
  expect(log.map((c) => (c.do === 'drive' ? c.order.mode : c.do))).toEqual([
    'motors',
    'undock',
    'plan',
    'motors',
    'follow',
  ]);
});

test('the point that it was sent to moves with a corrected map', () => {
  const sent = play(initialState, [user('goto')]).state;
  const moved = play(sent, [{ type: 'mapMoved', warp: new MapWarp([0, 0, 0], [1, 0, Math.PI / 2]) }]);
  // (1, 2) turned by a quarter is (-2, 1), and 1 m on.
  expect(moved.state.goto_map.x).toBeCloseTo(-1, 9);
  expect(moved.state.goto_map.y).toBeCloseTo(1, 9);
  expect(moved.log).toEqual([]);
});

test('an empty battery is charged before a job', () => {
  expect(mayCommand({ ...initialState, charge: 0.12 }, 'start')).toMatch('12 %');
  expect(mayCommand({ ...initialState, charge: 0.5 }, 'start')).toBe(true);
  expect(mayCommand(initialState, 'start')).toBe(true);
});
