import { advance } from './mission.ts';
import { initialState, type MissionEvent, type MissionState } from './missionState.ts';
import { startedAgain } from './startedAgain.ts';

const user = (command: 'start' | 'pause' | 'dock'): MissionEvent => ({ type: 'user', command, x: 0, y: 0 });
const located: MissionEvent = { type: 'located', inKnownMap: false };

function after(...events: MissionEvent[]): MissionState {
  const ready: MissionState = { ...initialState, charge: 1, docked: true };
  return events.reduce((state, event) => advance(state, event).state, ready);
}

/** On the floor, at work. */
function atWork(): MissionState {
  let state = after(user('start'));
  for (let i = 0; i < 6 && state.driving; i++)
    state = advance(
      { ...state, docked: false },
      { type: 'driveEnded', driveId: state.driveId, outcome: 'arrived', reason: '' },
    ).state;
  return state;
}

test('a job that was under way goes on when the place is known, and nothing is driven before', () => {
  const before = atWork();
  expect(before.work).toBe('clean');
  const again = startedAgain(before);
  expect(again).toMatchObject({ phase: 'locating', located: false, driving: false, waiting: 'none', work: 'clean' });
  const { state, commands } = advance(again, located);
  expect(state).toMatchObject({ phase: 'travelling', work: 'clean', reason: 'Going on with the job.' });
  expect(commands).toContainEqual({ do: 'plan', work: 'clean', dockAttempts: 0 });
});

test('an end of a drive of the program before is no news', () => {
  const before = atWork();
  const old: MissionEvent = { type: 'driveEnded', driveId: before.driveId, outcome: 'arrived', reason: '' };
  const again = startedAgain(before);
  expect(advance(again, old)).toEqual({ state: again, commands: [] });
});

test('on its way home it goes on home; not yet off the dock it leaves it', () => {
  const home = advance(atWork(), user('dock')).state;
  expect(advance(startedAgain(home), located).commands).toContainEqual({ do: 'plan', work: 'home', dockAttempts: 0 });
  const { commands } = advance(startedAgain(after(user('start'))), located);
  expect(commands).toContainEqual(
    expect.objectContaining({ do: 'drive', order: expect.objectContaining({ mode: 'undock' }) }),
  );
});

test('what a person paused stays paused', () => {
  const paused = advance(atWork(), user('pause')).state;
  const again = startedAgain(paused);
  expect(again.phase).toBe('paused');
  expect(advance(again, located).commands).toEqual([]);
  const { commands } = advance(again, { type: 'user', command: 'resume', x: 0, y: 0 });
  expect(commands).toContainEqual(expect.objectContaining({ do: 'plan', work: 'clean' }));
});
