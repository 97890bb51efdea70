import { initialState, type MissionEvent } from './missionState.ts';
import { docked, ended, leg, play, toWork, user, waited } from './testPlay.ts';
import { mayCommand } from './userCommands.ts';

const cleaning = play(initialState, [...toWork, { type: 'planned', leg }]).state;
const brushes = (mainJammed: boolean, sideJammed = false): MissionEvent => ({
  type: 'brushes',
  mainJammed,
  sideJammed,
});

test('a caught brush turns backwards, and the plan goes on where it was', () => {
  const { state, log } = play(cleaning, [brushes(true)]);
  expect(log.map((c) => (c.do === 'motors' ? c.run : c.do))).toEqual(['cancelDrive', 'reverse', 'wait']);
  expect(log[0]).toEqual({ do: 'cancelDrive', why: 'hold' });
  expect(state).toMatchObject({ phase: 'cleaning', waiting: 'unjam' });
  const free = play(state, [brushes(false), waited]);
  expect(free.log).toEqual([{ do: 'plan', work: 'clean', dockAttempts: 0 }]);
  expect(play(free.state, [{ type: 'planned', leg }]).log).toContainEqual({ do: 'motors', run: 'clean' });
});

test('a main brush that stays caught after two times ends the job: home, and says so', () => {
  const { state } = play(cleaning, [brushes(true), waited, waited, waited]);
  expect(state).toMatchObject({ phase: 'returning', outcomeCode: 'brush_jammed' });
  const home = play(state, [{ type: 'planned', leg }, ended('arrived'), ended('docked')]).state;
  expect(home).toMatchObject({ phase: 'stopped', reasonCode: 'brush_jammed', docked: true });
  expect(home.reason).toMatch('clean it');
  expect(mayCommand(home, 'start')).toMatch('main brush is caught');
});

test('a brush that came free and is caught again, as on a cord that lies in loops, is turned backwards twice again', () => {
  const planned = { type: 'planned', leg } as const;
  const freedLate = [brushes(true), waited, waited, brushes(false), waited, planned];
  const { state } = play(cleaning, [...freedLate, ...freedLate, brushes(true), waited]);
  expect(state).toMatchObject({ phase: 'cleaning', waiting: 'beforeUnjam' });
  expect(play(state, [waited, waited]).state).toMatchObject({ phase: 'returning', outcomeCode: 'brush_jammed' });
});

test('without its side brush it goes on, and says so in the end', () => {
  const { state } = play(cleaning, [brushes(false, true), waited, waited, waited]);
  expect(state).toMatchObject({ isSideBrushOff: true, work: 'clean' });
  const levels = { fan: 0.5, mainBrush: 1, sideBrush: 1 };
  const { log, state: on } = play(state, [{ type: 'planned', leg: { ...leg, levels } }]);
  expect(log).toContainEqual({ do: 'motors', run: 'clean', levels: { ...levels, sideBrush: 0 } });
  // Told again each second that it is caught, it drives on.
  expect(play(on, [brushes(false, true)]).log).toEqual([]);
  const done: MissionEvent = { type: 'planned', leg: { kind: 'none', isDone: true, reason: 'Done.' } };
  expect(play(on, [ended('arrived'), done]).state.outcome).toBe(
    'Done. The side brush was caught in something and stood still.',
  );
});

test('the dust bin: taken out it stops, full it goes home and goes on when emptied, and without one nothing starts', () => {
  const bin = (is: 'in' | 'missing' | 'full'): MissionEvent => ({ type: 'bin', bin: is });
  const out = play(cleaning, [bin('missing')]);
  expect(out.state).toMatchObject({ phase: 'paused', reasonCode: 'bin_missing' });
  expect(mayCommand(out.state, 'resume')).toMatch('put it in');
  expect(play(out.state, [bin('in'), user('resume')]).log.at(-1)).toMatchObject({ do: 'plan', work: 'clean' });
  const full = play(cleaning, [bin('full'), { type: 'planned', leg }, ended('arrived'), ended('docked')]).state;
  expect(full).toMatchObject({ phase: 'paused', reasonCode: 'bin_full', docked: true });
  expect(mayCommand(full, 'resume')).toMatch('empty it');
  expect(play(full, [docked, bin('in'), user('resume')]).state).toMatchObject({ phase: 'undocking', work: 'clean' });
  expect(mayCommand(play(initialState, [bin('missing')]).state, 'start')).toMatch('missing');
});

test('home in time: sooner when the way is far; on with the job as soon as there is enough for the rest', () => {
  const battery = (charge: number, home?: number, rest?: number): MissionEvent => ({
    type: 'battery',
    charge,
    home,
    rest,
  });
  expect(play(cleaning, [battery(0.2, 0.02)]).state.phase).toBe('cleaning');
  // 0.1 reserve + 2 · 0.08 for the way
  expect(play(cleaning, [battery(0.25, 0.08)]).state).toMatchObject({ phase: 'returning', reasonCode: 'battery' });
  const low = play(cleaning, [battery(0.14)]);
  expect(low.log[0]).toEqual({ do: 'cancelDrive', why: 'charge' });
  const charging = play(low.state, [{ type: 'planned', leg }, ended('arrived'), docked, ended('docked')]).state;
  // The rest takes 0.1: on at 0.1 + 0.15 + 0.1.
  expect(play(charging, [battery(0.3, 0.01, 0.1)]).state.phase).toBe('charging');
  expect(play(charging, [battery(0.36, 0.01, 0.1)]).state).toMatchObject({ phase: 'undocking', work: 'clean' });
  // Nobody knows what the rest takes, or it is more than a charge.
  expect(play(charging, [battery(0.75)]).state.phase).toBe('charging');
  expect(play(charging, [battery(0.81, 0.01, 1.2)]).state.phase).toBe('undocking');
});
