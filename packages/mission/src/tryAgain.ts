import { giveUpJob } from './homing.ts';
import type { MissionOptions, MissionState, Step } from './missionState.ts';
import { waitForPerson } from './sentTo.ts';
import { after, drive, halt, order, plan, wait } from './steps.ts';

/** s that the robot rests before it tries again, the last ever after: people walk on, pets get up after a quarter of an hour, doors open. */
const RESTS_S = [2, 5, 10, 30, 60, 60, 60, 120, 120, 300];
/** m that it wanders by lidar and bumper alone, where the map says that there is no way. */
const WANDER_M = 0.8;

/** The dock was missed: from another distance, and after rests. */
export function dockFailed(state: MissionState, reason: string, options: MissionOptions): Step {
  const next: MissionState = { ...state, dockAttempts: state.dockAttempts + 1, phase: 'returning' };
  if (next.dockAttempts >= options.maxDockAttempts)
    return halt({
      ...next,
      phase: 'stuck',
      reason: `Could not get onto the dock: ${reason}.`,
      reasonCode: 'dock_not_found',
    });
  // The second time at once; then somebody may be standing there.
  if (next.dockAttempts < 2) return plan(next, 'home');
  return rest(next, `Could not get onto the dock yet: ${reason}.`, next.dockAttempts - 2);
}

/**
 * There is no way on, or nothing that was tried came off. Before a person is called: rest and see whether the way is free,
 * wander a little by lidar and bumper where the map says that nothing is free, give the job up and try to get home.
 * @param mayWander  that may help: the robot is shut in or hangs on something, and does not wait for a door
 */
export function tryAgain(before: MissionState, reason: string, mayWander: boolean, options: MissionOptions): Step {
  const state: MissionState = { ...before, tries: before.tries + 1, troubles: 0, isPartial: false };
  if (state.work === 'goto') return waitForPerson(state, reason, 'user');
  if (state.work === 'clean' && state.tries > options.maxTries)
    return giveUpJob(state, `Gave up cleaning. ${reason}`, 'stuck');
  if (state.tries > options.maxTriesHome)
    return halt({ ...state, phase: 'stuck', reason, reasonCode: state.work === 'home' ? 'unreachable' : 'stuck' });
  // After each rest it looks: by feeling its way, or round itself, since a map learns little from a robot that stands. A door that
  // opened is often seen only from another place: every other look is from one.
  if (state.tries % 2 === 0) return mayWander || state.tries % 4 === 0 ? wander(state) : lookRound(state);
  return rest(state, `${reason} Trying again soon.`, state.tries >> 1);
}

function rest(state: MissionState, reason: string, times: number): Step {
  const stopped = halt(state);
  const time_s = RESTS_S[Math.min(times, RESTS_S.length - 1)];
  const waiting = wait(stopped.state, reason, 'planAgain', time_s);
  return after([...stopped.commands, { do: 'forgetObstacles' }], waiting);
}

function wander(state: MissionState): Step {
  const phase = state.work === 'home' ? 'returning' : 'travelling';
  const step = drive(state, phase, 'Feeling for a way out.', order('look_around', { distance_m: WANDER_M }));
  return { ...step, state: { ...step.state, isPartial: true } };
}

function lookRound(state: MissionState): Step {
  const phase = state.work === 'home' ? 'returning' : 'travelling';
  const step = drive(state, phase, 'Looking for a way.', order('rotate', { yaw_rad: Number.NaN }));
  return { ...step, state: { ...step.state, isPartial: true } };
}
