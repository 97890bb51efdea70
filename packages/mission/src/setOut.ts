import { arriveHome } from './homing.ts';
import type { MissionState, Step } from './missionState.ts';
import { drive, LOOK_AROUND_TURNS, order, plan } from './steps.ts';

/** Begins a job, or goes on with one at the dock: off the dock first, then a look around unless the map is known, then work. */
export function setOut(state: MissionState, work: 'clean' | 'goto', isNew: boolean): Step {
  const turnsLeft = state.knowsMap || !isNew ? 0 : LOOK_AROUND_TURNS;
  const next: MissionState = {
    ...state,
    ...saying(work, isNew),
    work,
    jobWaits: work === 'goto' && state.jobWaits,
    troubles: 0,
    tries: 0,
    wheelDrops: 0,
    unjams: 0,
    dockAttempts: 0,
    resumeWhenCharged: false,
    outcome: '',
    outcomeCode: 'none',
    turnsLeft,
  };
  if (next.docked) return drive(next, 'undocking', 'Leaving the dock.', order('undock'));
  return work === 'clean' ? lookAround(next, 0) : plan(next, 'goto');
}

/** Goes on with what was paused or stopped short. */
export function resume(paused: MissionState): Step {
  const work = paused.work === 'none' ? 'home' : paused.work;
  const why = work === 'home' ? whyHome(paused) : saying(work, false);
  const state: MissionState = { ...paused, ...why, jobWaits: work !== 'clean' && paused.jobWaits };
  // Set onto its dock by hand while it was paused on the way there.
  if (state.docked && state.work === 'home') return arriveHome(state);
  if (state.docked) return setOut(state, state.work === 'goto' ? 'goto' : 'clean', state.turnsLeft > 0);
  return plan({ ...state, troubles: 0, tries: 0, wheelDrops: 0, unjams: 0, dockAttempts: 0 }, work);
}

/** The rest of the look around at the job's start. */
export function lookAround(state: MissionState, done: number): Step {
  const turnsLeft = state.turnsLeft - done;
  if (turnsLeft <= 0) return plan({ ...state, turnsLeft: 0 }, 'clean');
  // yaw NaN: the node turns a third on from where the robot looks now.
  return drive({ ...state, turnsLeft }, 'mapping', 'Looking around.', order('rotate', { yaw_rad: Number.NaN }));
}

/** What is said of a job until its first leg is planned. */
function saying(work: 'clean' | 'goto', isNew: boolean): Why {
  if (work === 'goto') return { reason: 'Driving to the point you chose.', reasonCode: 'none' };
  return { reason: isNew ? 'Beginning.' : 'Going on with the job.', reasonCode: 'none' };
}

type Why = Pick<MissionState, 'reason' | 'reasonCode'>;

/** Why the robot was on its way home before it was paused. */
function whyHome(state: MissionState): Why {
  if (state.outcome !== '') return { reason: state.outcome, reasonCode: state.outcomeCode };
  if (state.resumeWhenCharged) return { reason: 'Going home to charge.', reasonCode: 'battery' };
  if (state.jobWaits) return { reason: 'Going home: the job waits.', reasonCode: 'user' };
  return { reason: 'You sent the robot home.', reasonCode: 'user' };
}
