import type { Leg } from './leg.ts';
import { initialState } from './missionState.ts';
import { docked, ended, leg, play, toWork, user, waited } from './testPlay.ts';
import { mayCommand } from './userCommands.ts';

const cleaning = play(initialState, [...toWork, { type: 'planned', leg }]).state;
const noWay: Leg = { kind: 'none', isDone: false, reason: 'The robot finds no way to that point.' };
const way = { type: 'planned', leg: { ...leg, cleaning: false } } as const;

test('sent to a point in the middle of a job, the job is interrupted where it is and goes on when resumed', () => {
  const sent = play(cleaning, [user('goto')]);
  expect(sent.log).toEqual([
    { do: 'cancelDrive', why: 'hold' },
    { do: 'motors', run: 'off' },
    { do: 'plan', work: 'goto', dockAttempts: 0 },
  ]);
  expect(sent.state.reason).toBe('Driving to the point you chose.');
  const there = play(sent.state, [way, ended('arrived')]).state;
  expect(there).toMatchObject({ phase: 'paused', work: 'clean', reasonCode: 'user', waiting: 'person' });
  expect(there.reason).toBe('Arrived where you sent it. The job waits: press Resume to go on with it.');
  const resumed = play(there, [user('resume')]);
  expect(resumed.log).toEqual([{ do: 'plan', work: 'clean', dockAttempts: 0 }]);
  expect(resumed.state).toMatchObject({ reason: 'Going on with the job.', jobWaits: false, waiting: 'none' });
});

test('a point that it does not get to costs no job either, and the dock has nothing to do with it', () => {
  const { state } = play(cleaning, [user('goto'), { type: 'planned', leg: noWay }]);
  expect(state).toMatchObject({ phase: 'paused', work: 'clean', reasonCode: 'user' });
  expect(state.reason).toMatch(/^The robot finds no way to that point\. The job waits/);
});

test('nobody comes: it goes home, and the job waits there', () => {
  const there = play(cleaning, [user('goto'), way, ended('arrived')]);
  expect(there.log.at(-1)).toMatchObject({ do: 'wait', time_s: 600 });
  const home = play(there.state, [waited]);
  expect(home.state).toMatchObject({ phase: 'returning', reason: 'Nobody came: going home.' });
  const docking = play(home.state, [way, ended('arrived'), ended('docked')]).state;
  expect(docking).toMatchObject({ phase: 'paused', work: 'clean', docked: true, driving: false });
  expect(mayCommand(docking, 'resume')).toBe(true);
  expect(play(docking, [user('resume')]).state).toMatchObject({ phase: 'undocking', work: 'clean', jobWaits: false });
  // Without a job too.
  const idle = play(initialState, [user('goto'), way, ended('arrived')]).state;
  expect(idle).toMatchObject({ phase: 'stopped', reasonCode: 'done', reason: 'Arrived where you sent it.' });
  expect(play(idle, [waited, way, ended('arrived'), ended('docked')]).state.phase).toBe('charging');
});

test('who takes it up, docks it or gives another command is there: it is waited for no more', () => {
  const there = play(cleaning, [user('goto'), way, ended('arrived')]).state;
  const carried = play(there, [
    { type: 'lifted', lifted: true },
    { type: 'lifted', lifted: false },
  ]).state;
  expect(carried).toMatchObject({ phase: 'paused', work: 'clean', waiting: 'rest' });
  expect(play(there, [docked, waited]).state).toMatchObject({ phase: 'paused', work: 'clean', driving: false });
  expect(play(there, [user('stop')]).state).toMatchObject({ phase: 'stopped', waiting: 'rest', jobWaits: false });
});

test('the battery runs low where it was sent to: home, charged, and on with the job', () => {
  const { state } = play(cleaning, [user('goto'), way, { type: 'battery', charge: 0.14 }]);
  expect(state).toMatchObject({ phase: 'returning', resumeWhenCharged: true });
  const charging = play(state, [way, ended('arrived'), ended('docked'), docked]).state;
  expect(charging).toMatchObject({ phase: 'charging' });
  expect(play(charging, [{ type: 'battery', charge: 0.9 }]).state).toMatchObject({ phase: 'undocking', work: 'clean' });
});

test('what is said after a command is what the robot does now', () => {
  const paused = play(cleaning, [user('pause')]).state;
  expect(paused.reason).toBe('Paused by you.');
  expect(play(paused, [user('resume')]).state).toMatchObject({ reason: 'Going on with the job.', reasonCode: 'none' });
  const known = { ...initialState, knowsMap: true };
  expect(play(known, [user('start')]).state).toMatchObject({ phase: 'travelling', reason: 'Beginning.' });
});
