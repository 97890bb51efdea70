import type { Leg } from './leg.ts';
import { initialState, type MissionEvent, type MissionState } from './missionState.ts';
import { done, ended, leg, modes, play, repeat, toWork, user, waited } from './testPlay.ts';
import { mayCommand } from './userCommands.ts';

const cannot: Leg = { kind: 'none', isDone: false, reason: 'There is no free floor around the robot.', isShutIn: true };
const cleaning = play(initialState, [...toWork, { type: 'planned', leg }]).state;
const returning = play(cleaning, [ended('arrived'), { type: 'planned', leg: done }, { type: 'planned', leg }]).state;
const docking = play(returning, [ended('arrived')]).state;

test('trouble in a row: it rests, and only after many rests the job ends, not the robot; a leg that works forgives', () => {
  const trouble: MissionEvent[] = [ended('blocked'), { type: 'planned', leg }];
  const nearly = repeat(cleaning, trouble, 8)[8];
  expect(nearly).toMatchObject({ phase: 'cleaning', driving: true });
  expect(play(nearly, [ended('arrived')]).state.troubles).toBe(0);
  let at = play(nearly, [ended('stuck')]).state;
  expect(at).toMatchObject({ waiting: 'planAgain', work: 'clean' });
  let rests = 0;
  for (let k = 0; k < 200 && at.work === 'clean'; k++) {
    if (at.waiting !== 'none') rests++;
    at = play(at, at.waiting === 'none' ? trouble : [waited, { type: 'planned', leg }]).state;
  }
  expect(rests).toBe(3); // and two times it felt its way
  expect(at).toMatchObject({ work: 'home', outcomeCode: 'stuck' });
  expect(at.reason).toMatch('Gave up cleaning');
});

test('no way on: it rests, feels its way, and gives up the job before the robot', () => {
  const { state, log } = play(cleaning, [ended('arrived'), { type: 'planned', leg: cannot }]);
  expect(state).toMatchObject({ phase: 'cleaning', waiting: 'planAgain' });
  expect(log.slice(-2)).toMatchObject([{ do: 'forgetObstacles' }, { do: 'wait', time_s: 2 }]);
  const second = play(state, [waited, { type: 'planned', leg: cannot }]);
  expect(modes(second.log)).toEqual(['look_around']);
  // Wherever it has wandered to, the next thing is a plan from there.
  expect(play(second.state, [ended('blocked')]).log.at(-1)).toMatchObject({ do: 'plan', work: 'clean' });
  const freed = play(second.state, [ended('arrived'), { type: 'planned', leg }, ended('arrived')]).state;
  expect(freed).toMatchObject({ work: 'clean', tries: 0 });
  let at = state;
  for (let k = 0; k < 20 && at.work === 'clean'; k++)
    at = play(at, [at.waiting === 'none' ? ended('arrived') : waited, { type: 'planned', leg: cannot }]).state;
  expect(at).toMatchObject({ phase: 'returning', outcomeCode: 'stuck' });
});

test('no way home: tried for an hour, as long as a pet sleeps or a door is shut, then a person is asked; the job resumes from there', () => {
  let at = play(cleaning, [ended('arrived'), { type: 'planned', leg: done }, { type: 'planned', leg: cannot }]).state;
  let rested_s = 0;
  for (let k = 0; k < 100 && at.phase !== 'stuck'; k++) {
    const step = play(at, [at.waiting === 'none' ? ended('arrived') : waited, { type: 'planned', leg: cannot }]);
    for (const command of step.log) if (command.do === 'wait') rested_s += command.time_s;
    at = step.state;
  }
  expect(at).toMatchObject({ phase: 'stuck', reasonCode: 'unreachable', reason: cannot.reason });
  expect(rested_s).toBeGreaterThan(3600);
  expect(mayCommand(at, 'resume')).toBe(true);
  expect(play(at, [user('resume')]).log.at(-1)).toMatchObject({ do: 'plan', work: 'home' });
});

test('a dock that is missed is tried again at once, then after rests, and only then given up', () => {
  const again: MissionEvent[] = [ended('dock_not_found'), { type: 'planned', leg }, ended('arrived')];
  const twice = play(docking, [...again, ended('dock_not_found')]);
  expect(twice.state).toMatchObject({ phase: 'returning', waiting: 'planAgain', dockAttempts: 2 });
  const later: MissionEvent[] = [waited, { type: 'planned', leg }, ended('arrived'), ended('dock_not_found')];
  expect(play(twice.state, [...later.slice(0, 3), ended('docked')]).state).toMatchObject({
    phase: 'finished',
    dockAttempts: 0,
  });
  expect(repeat(twice.state, later, 18)[18]).toMatchObject({ phase: 'stuck', reasonCode: 'dock_not_found' });
});

test('a wheel that hangs is given a moment, then a person is asked', () => {
  const hangs = play(cleaning, [ended('wheel_drop')]);
  expect(hangs.log).toEqual(
    expect.arrayContaining([
      { do: 'motors', run: 'off' },
      { do: 'wait', driveId: hangs.state.driveId, time_s: 2 },
    ]),
  );
  expect(play(hangs.state, [waited, { type: 'planned', leg }, ended('arrived')]).state.tries).toBe(0);
  let at = hangs.state;
  let drops = 1;
  for (let k = 0; k < 60 && at.phase !== 'stuck'; k++) {
    if (at.driving) drops++;
    at = play(at, [at.driving ? ended('wheel_drop') : at.waiting === 'none' ? { type: 'planned', leg } : waited]).state;
  }
  expect(drops).toBe(7);
  expect(at).toMatchObject({ phase: 'stuck', reasonCode: 'wheel_drop' });
});

/** Nothing leads on, until the job is given up. */
function giveUp(from: MissionState): MissionState {
  let at = from;
  while (at.work === 'clean')
    at = play(at, [at.waiting === 'none' ? ended('arrived') : waited, { type: 'planned', leg: cannot }]).state;
  return at;
}

test('a job that was given up is taken up again when the robot got home all the same, and is done or given up again', () => {
  const gaveUp = giveUp(play(initialState, [...toWork, { type: 'planned', leg: cannot }]).state);
  const back = play(gaveUp, [{ type: 'planned', leg }, ended('arrived')]);
  expect(back.log.at(-1)).toMatchObject({ do: 'plan', work: 'clean' });
  const again = play(back.state, [
    { type: 'planned', leg: done },
    { type: 'planned', leg },
    ended('arrived'),
    ended('docked'),
  ]);
  expect(again.state).toMatchObject({ phase: 'finished', reasonCode: 'done' });
});

test('home without being done is no finished job', () => {
  let at = play(initialState, [...toWork, { type: 'planned', leg: cannot }]).state;
  let times = 0;
  for (; at.phase !== 'docking'; times++) at = play(giveUp(at), [{ type: 'planned', leg }, ended('arrived')]).state;
  expect(times).toBe(4);
  const { state } = play(at, [ended('docked')]);
  expect(state).toMatchObject({ phase: 'stopped', reasonCode: 'stuck', docked: true });
});

test('trouble on the way home is rested over', () => {
  const trouble: MissionEvent[] = [ended('blocked'), { type: 'planned', leg }];
  const states = repeat(returning, trouble, 8);
  expect(states[8].phase).toBe('returning');
  expect(play(states[8], [ended('blocked')]).state).toMatchObject({ waiting: 'planAgain', work: 'home' });
});

test('contacts that are lost while it charges for a job are taken again', () => {
  const charging = play(cleaning, [
    { type: 'battery', charge: 0.1 },
    { type: 'planned', leg },
    ended('arrived'),
    ended('docked'),
  ]).state;
  expect(charging.phase).toBe('charging');
  const off = play(charging, [{ type: 'dock', docked: false }]);
  expect(off.state).toMatchObject({ phase: 'returning', resumeWhenCharged: true });
  expect(play(off.state, [{ type: 'planned', leg }, ended('arrived'), ended('docked')]).state.phase).toBe('charging');
});

test('a robot that can drive nowhere asks a person within minutes', () => {
  let at = returning;
  let rested_s = 0;
  for (let k = 0; k < 100 && at.phase !== 'stuck'; k++) {
    const over = at.waiting === 'none' ? ended('lost') : waited;
    const step = play(at, [over, { type: 'planned', leg }]);
    for (const command of step.log) if (command.do === 'wait') rested_s += command.time_s;
    at = step.state;
  }
  expect(at).toMatchObject({ phase: 'stuck', reasonCode: 'unreachable' });
  expect(rested_s).toBeGreaterThan(240);
  expect(rested_s).toBeLessThan(480);
});
