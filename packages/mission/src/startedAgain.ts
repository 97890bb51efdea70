import type { MissionState } from './missionState.ts';
import { isBusy } from './steps.ts';

/**
 * The state to go on from when the program that had it ended in the middle of things and another one began: what was under way waits
 * until SLAM has said where the robot is, and goes on as after any search. What stood, stands.
 */
export function startedAgain(before: MissionState): MissionState {
  const state: MissionState = { ...before, driveId: before.driveId + 1, driving: false, waiting: 'none' };
  if (!isBusy(before)) return state;
  return {
    ...state,
    phase: 'locating',
    reason: 'My programs were started again: looking where I am, then the job goes on.',
    reasonCode: 'lost',
    located: false,
    isPartial: false,
    pause_s: 0,
  };
}
