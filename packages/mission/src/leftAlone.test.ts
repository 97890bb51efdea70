import { initialState, type MissionEvent } from './missionState.ts';
import { docked, ended, leg, play, toWork, user, waited } from './testPlay.ts';
import { mayCommand } from './userCommands.ts';

const cleaning = play(initialState, [...toWork, { type: 'planned', leg }]).state;
const way: MissionEvent = { type: 'planned', leg: { ...leg, cleaning: false } };
const low: MissionEvent = { type: 'battery', charge: 0.14 };
const missing: MissionEvent = { type: 'bin', bin: 'missing' };

test.each([
  ['paused', user('pause'), 'paused'],
  ['stopped', user('stop'), 'stopped'],
  ['left without its bin', missing, 'paused'],
])('%s on the floor it stays there, until its battery gets low: then it goes home', (_, event, phase) => {
  const alone = play(cleaning, [event, waited, waited]);
  expect(alone.state).toMatchObject({ phase, waiting: 'rest', driving: false });
  const drained = play(alone.state, [low]);
  // A person may be at it: it does not set out in the very moment.
  expect(drained.log).toEqual([]);
  const home = play(drained.state, [waited]);
  expect(home.state).toMatchObject({ phase: 'returning', reasonCode: 'battery' });
  expect(home.state.reason).toBe('Nobody came, and the battery is at 14 %: going home.');
  const hasJob = phase === 'paused';
  const there = play(home.state, [way, ended('arrived'), ended('docked')]).state;
  expect(there.phase).toBe(hasJob ? 'paused' : 'charging');
  // Charged, it waits for a person all the same, who stopped it.
  expect(play(there, [{ type: 'battery', charge: 1 }]).state.phase).toBe(there.phase);
  if (event !== missing) expect(mayCommand(there, 'resume') === true).toBe(hasJob);
});

test('paused on the way home with a low battery, it waits for ten minutes first; the job waits at the dock', () => {
  const homing = play(cleaning, [low]).state;
  const paused = play(homing, [user('pause'), low, low]);
  expect(paused.state).toMatchObject({ phase: 'paused', waiting: 'rest' });
  expect(paused.log.at(-1)).toMatchObject({ do: 'wait', time_s: 600 });
  const { state } = play(paused.state, [waited, way, ended('arrived'), ended('docked')]);
  expect(state).toMatchObject({ phase: 'paused', work: 'clean', docked: true, resumeWhenCharged: false });
});

test("on its dock, and in somebody's hands, it goes nowhere", () => {
  const paused = play(cleaning, [user('pause'), low]).state;
  expect(play(paused, [docked, waited]).state).toMatchObject({ phase: 'paused', driving: false });
  expect(play(paused, [{ type: 'lifted', lifted: true }, waited]).state).toMatchObject({
    phase: 'paused',
    waiting: 'none',
  });
  const onDock = play(initialState, [docked, user('start'), user('pause')]);
  expect(onDock.log.at(-1)).toEqual({ do: 'motors', run: 'off' });
});
