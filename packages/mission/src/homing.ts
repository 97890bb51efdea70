import type { MissionState, ReasonCode, Step } from './missionState.ts';
import { after, halt, nothing, plan } from './steps.ts';

/** The job is over for now: back to the dock. */
export function goHome(
  state: MissionState,
  reason: string,
  reasonCode: ReasonCode,
  why: 'hold' | 'charge' = 'hold',
): Step {
  const next: MissionState = { ...state, phase: 'returning', work: 'home', reason, reasonCode, troubles: 0, tries: 0 };
  return after(halt(next, why).commands, plan(next, 'home'));
}

/** The job ends before its time, for a reason that a person is told at the dock. */
export function giveUpJob(state: MissionState, reason: string, reasonCode: ReasonCode): Step {
  return goHome({ ...state, outcome: reason, outcomeCode: reasonCode }, reason, reasonCode);
}

export function arriveHome(state: MissionState): Step {
  const home: MissionState = { ...state, work: 'none', docked: true, dockAttempts: 0, tries: 0, troubles: 0 };
  // Not done, only interrupted: by the battery, or until a person has seen to something.
  if (state.resumeWhenCharged && state.outcome === '')
    return halt({ ...home, phase: 'charging', reason: 'Charging, then the job goes on.', reasonCode: 'battery' });
  if (state.jobWaits && state.outcome === '')
    return halt({
      ...home,
      phase: 'paused',
      work: 'clean',
      reason: 'Home. The job waits: press Resume to go on with it.',
      reasonCode: 'user',
    });
  const outcome = { reason: state.outcome || state.reason, reasonCode: state.outcomeCode };
  switch (state.outcomeCode) {
    case 'bin_full':
      return halt({ ...home, ...outcome, phase: 'paused', work: 'clean' });
    case 'done':
      return halt({ ...home, ...outcome, phase: 'finished' });
    case 'none':
      return halt({ ...home, phase: 'charging', reason: 'Home and charging.' });
    default:
      return halt({ ...home, ...outcome, phase: 'stopped' });
  }
}

/** Off the contacts while it charges: back onto them. */
export function onDock(state: MissionState): Step {
  if (state.phase === 'locating' && state.docked)
    // Carried onto its dock while it looked for its place, the robot stays there.
    return halt({ ...state, reason: 'On the dock: looking where I am.' });
  if (state.phase === 'charging' && !state.docked && state.resumeWhenCharged && state.located && !state.lifted)
    return goHome(state, 'Lost the charging contacts: docking again.', 'battery');
  return nothing(state);
}
