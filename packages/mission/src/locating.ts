import { restAgain } from './leftAlone.ts';
import type { DriveOutcome, MissionState, Step } from './missionState.ts';
import { resume } from './setOut.ts';
import { after, drive, halt, isBusy, nothing, order } from './steps.ts';

const IN_THE_AIR = 'My wheels hang in the air. Put me on the floor, and press Resume.';
const NOT_FOUND =
  "I don't know where I am. Carry me to the dock, or to a room that I know, and press Resume; or press Reset to begin a new map.";

/** The job waits, and the robot looks for its place: in the air not at all, on its dock from there, else by driving a little. */
export function beginLocating(before: MissionState): Step {
  const state: MissionState = { ...before, phase: 'locating', reasonCode: 'lost', driving: false };
  if (state.lifted) return halt({ ...state, reason: 'Lifted up: waiting to be put down.' }, 'moved');
  const stopped = halt(state, 'moved');
  return after(stopped.commands, lookForPlace(stopped.state));
}

export function onLost(state: MissionState): Step {
  if (state.phase !== 'locating' || state.driving || state.lifted || state.docked) return nothing(state);
  return lookForPlace(state);
}

/** The job goes on where it was; also one that was given up because nothing was heard of the body: the link to it is back. */
export function onLocated(state: MissionState): Step {
  const wasDeaf = state.phase === 'stuck' && state.reasonCode === 'fault' && state.work !== 'none';
  if ((state.phase !== 'locating' && !wasDeaf) || state.lifted) return nothing(state);
  const stopped = halt(state, 'moved');
  return after(stopped.commands, resume(stopped.state));
}

/** Looking around ends by itself only when it can't go on; it is tried again while SLAM still says that the place is lost. */
export function onLookEnded(state: MissionState, outcome: DriveOutcome, reason: string): Step {
  if (outcome === 'arrived') return lookForPlace({ ...state, reasonCode: 'lost' });
  // A sensor that is silent, or nobody who takes the order, may be a matter of seconds.
  const reasonCode = outcome === 'lost' || outcome === 'failed' ? 'fault' : 'lost';
  return nothing({ ...state, reason: `I lost my place, and can't look around: ${reason}.`, reasonCode });
}

export function onNotFound(state: MissionState): Step {
  if (state.phase !== 'locating') return nothing(state);
  // On its back, on a shelf, or down a stair.
  if (state.lifted) return halt({ ...state, phase: 'stuck', reason: IN_THE_AIR, reasonCode: 'wheel_drop' });
  if (state.reasonCode === 'fault') return halt({ ...state, phase: 'stuck' });
  return halt({ ...state, phase: 'stuck', reason: NOT_FOUND, reasonCode: 'lost' });
}

/** In the air nothing turns; once put down, the robot stands until SLAM has said where. */
export function onLifted(state: MissionState, lifted: boolean): Step {
  if (lifted === state.lifted) return nothing(state);
  if (!lifted) {
    const reason = state.phase === 'locating' ? 'Put down: looking where I am.' : state.reason;
    return restAgain({ ...state, lifted, reason });
  }
  // Who lifts it is there: it need not be waited for any more.
  const next: MissionState = { ...state, lifted, located: false, waiting: isBusy(state) ? state.waiting : 'none' };
  // One wheel may have come off the floor a little before the other.
  const wasStopped = state.phase === 'stuck' && state.reasonCode === 'wheel_drop' && state.work !== 'none';
  return isBusy(state) || wasStopped ? beginLocating(next) : nothing(next);
}

function lookForPlace(state: MissionState): Step {
  const reason = state.reasonCode === 'fault' ? state.reason : 'I lost my place; looking around.';
  return drive(state, 'locating', reason, order(state.docked ? 'undock' : 'look_around'));
}
