import { initialState, type MissionState } from '@homebound/mission';
import { MissionWatch } from './missionWatch.ts';

const inPhase = (phase: MissionState['phase']): MissionState => ({ ...initialState, phase });

/** The second at which `isOver` first says so, asked each second. */
function endOf(isOver: (now_s: number) => boolean): number {
  for (let now_s = 0; now_s < 2000; now_s++) if (isOver(now_s)) return now_s;
  return Number.NaN;
}

test('looking for its place ends after ten minutes, counted anew when it is put down', () => {
  const watch = new MissionWatch();
  expect(endOf((now_s) => watch.isSearchOver(inPhase('locating'), now_s))).toBe(601);
  watch.beginSearch();
  expect(watch.isSearchOver(inPhase('locating'), 700)).toBe(false);
  expect(watch.isSearchOver(inPhase('cleaning'), 1400)).toBe(false);
  expect(watch.isSearchOver(inPhase('locating'), 1500)).toBe(false);
});

test('a job for which nothing is under way is forgotten after half a minute, and told so once', () => {
  const watch = new MissionWatch();
  expect(endOf((now_s) => watch.isForgotten(inPhase('cleaning'), now_s < 100, now_s))).toBe(131);
  expect(watch.isForgotten(inPhase('cleaning'), false, 132)).toBe(false);
  expect(endOf((now_s) => watch.isForgotten(inPhase('paused'), false, now_s))).toBeNaN();
});
