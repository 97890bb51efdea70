import { goHome } from './homing.ts';
import type { MissionState, Step } from './missionState.ts';
import { after, halt, nothing, wait } from './steps.ts';

/** s that the robot waits for a person, where they sent it or stopped it. */
export const ALONE_S = 600;

/** Ends all motion. Off its dock it looks every ten minutes whether it must go there before the battery is empty. */
export function standStill(state: MissionState): Step {
  const stopped = halt(state);
  return state.docked ? stopped : after(stopped.commands, rest(stopped.state));
}

/** Nobody came to where it was sent. */
export function leaveAlone(state: MissionState): Step {
  if (state.docked || state.lifted) return nothing(state);
  return goAlone(state, 'Nobody came: going home.', 'user');
}

/** Nobody came to where it was stopped: there it stays, as long as its battery lets it. */
export function onRested(state: MissionState): Step {
  if (state.docked || state.lifted) return nothing(state);
  if (!state.isLow) return rest(state);
  const charge = Math.round(100 * state.charge);
  return goAlone(state, `Nobody came, and the battery is at ${charge} %: going home.`, 'battery');
}

/** Put down again by a person who had stopped it. */
export function restAgain(state: MissionState): Step {
  const isStopped = state.phase === 'paused' || state.phase === 'stopped';
  return isStopped && !state.docked ? rest(state) : nothing(state);
}

/** Whether there is a job to go on with. */
export function hasJob({ work, jobWaits, resumeWhenCharged, outcomeCode }: MissionState): boolean {
  return work === 'clean' || jobWaits || resumeWhenCharged || outcomeCode === 'bin_full';
}

function rest(state: MissionState): Step {
  return wait(state, state.reason, 'rest', ALONE_S);
}

/** The job waits at the dock until a person says that it goes on. */
function goAlone(state: MissionState, reason: string, reasonCode: 'user' | 'battery'): Step {
  const next: MissionState = { ...state, jobWaits: hasJob(state), resumeWhenCharged: false, dockAttempts: 0 };
  return goHome({ ...next, outcome: '', outcomeCode: 'none' }, reason, reasonCode);
}
