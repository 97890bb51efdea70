import { arriveHome, goHome } from './homing.ts';
import type { Leg } from './leg.ts';
import { onLookEnded } from './locating.ts';
import type { DriveOrder, DriveOutcome, MissionOptions, MissionState, Step } from './missionState.ts';
import { waitForPerson } from './sentTo.ts';
import { lookAround } from './setOut.ts';
import { after, drive, halt, isBusy, nothing, order, plan, wait } from './steps.ts';
import { dockFailed, tryAgain } from './tryAgain.ts';

/** How much a failed drive counts: an edge shows itself piece by piece, and each piece is known from then on. */
const CLIFF_COUNTS = 1 / 3;

/** Drives in a row that could not be begun, before a person is asked after some six minutes: no waiting mends a sensor. */
const SILENT_TRIES = 16;

/** A drive is over: on with the work, or another try. */
export function onDriveEnded(
  state: MissionState,
  outcome: DriveOutcome,
  reason: string,
  options: MissionOptions,
): Step {
  if (state.phase === 'locating') return onLookEnded(state, outcome, reason);
  switch (outcome) {
    case 'docked':
      return arriveHome(state);
    case 'wheel_drop':
      return wheelDropped(state, reason, options);
    case 'lost':
    case 'failed':
      // Nothing was driven: a sensor was silent, or nobody took the order.
      return tryAgain(state, `The robot could not drive: ${reason}.`, false, {
        ...options,
        maxTriesHome: SILENT_TRIES,
      });
  }
  if (state.phase === 'docking') return dockFailed(state, reason, options);
  if (state.phase === 'undocking' || state.phase === 'mapping') return onReady(state, outcome);
  return outcome === 'arrived' ? onArrived(state, options) : onTrouble(state, outcome, reason, options);
}

/** A leg for the work under way, or none. */
export function onPlanned(before: MissionState, leg: Leg, options: MissionOptions): Step {
  // The job may have been paused or stopped while the planner worked.
  if (!isBusy(before) || before.driving || before.waiting !== 'none' || before.phase === 'locating')
    return nothing(before);
  if (leg.kind === 'none') {
    if (leg.hasMoreToClean === true) return mayComeBack(before, options) ? comeBack(before) : plan(before, 'home');
    if (before.work === 'clean' && leg.isDone) return goHome(doneWith(before, leg.reason), leg.reason, 'done');
    return tryAgain(before, leg.reason, leg.isShutIn === true, options);
  }
  const state: MissionState = { ...before, isPartial: leg.isPartial, pause_s: leg.pause_s ?? 0 };
  const follow: DriveOrder = { mode: 'follow', path_map: leg.path_map, yaw_rad: 0 };
  if (state.work === 'home') return drive(state, 'returning', state.reason, follow);
  if (state.work === 'goto') return drive(state, 'travelling', 'Driving to the point you chose.', follow);
  if (!leg.cleaning) return drive(state, 'travelling', leg.reason, follow);
  return drive(state, 'cleaning', leg.reason, follow, leg.levels ?? 'default');
}

/** The way under way leads over what has been seen on it since: another one, from here, where the plan is. */
export function onWayTouched(state: MissionState): Step {
  const isOnItsWay = state.phase === 'cleaning' || state.phase === 'travelling' || state.phase === 'returning';
  if (!isOnItsWay || !state.driving || state.work === 'none') return nothing(state);
  return after([{ do: 'cancelDrive', why: 'hold' }], plan({ ...state, isPartial: false }, state.work));
}

/** What the job waits for will not come, whosever fault that is: another try, or home in the end, but no standing about for ever. */
export function onIdle(before: MissionState, options: MissionOptions): Step {
  if (!isBusy(before)) return nothing(before);
  const state: MissionState = { ...before, driving: false, waiting: 'none' };
  // Not driving, it waits for SLAM there: that has an end of its own.
  if (state.phase === 'locating') return before.driving ? onLookEnded(state, 'failed', NOBODY) : nothing(before);
  const phase = state.work === 'home' ? 'returning' : 'travelling';
  return tryAgain({ ...state, phase }, `The robot stood still: ${NOBODY}.`, false, options);
}

const NOBODY = 'nobody drove or planned';

function doneWith(state: MissionState, reason: string): MissionState {
  const outcome = state.isSideBrushOff ? `${reason} The side brush was caught in something and stood still.` : reason;
  return { ...state, outcome, outcomeCode: 'done' };
}

/** Off the dock, or round once: what is next. A look-around that is cut short by a bump does no harm: the map grows as the robot drives. */
function onReady(state: MissionState, outcome: DriveOutcome): Step {
  if (state.work === 'clean' && state.turnsLeft > 0 && outcome === 'arrived')
    return lookAround(state, state.phase === 'mapping' ? 1 : 0);
  return plan({ ...state, turnsLeft: 0 }, state.work === 'none' ? 'home' : state.work);
}

function onArrived(arrived: MissionState, options: MissionOptions): Step {
  const state: MissionState = { ...arrived, pause_s: 0, wheelDrops: 0 };
  if (arrived.pause_s > 0) return wait({ ...state, isPartial: false }, state.reason, 'planAgain', arrived.pause_s);
  if (state.isPartial) return plan({ ...state, isPartial: false }, state.work === 'none' ? 'home' : state.work);
  // What shut it in or held it has let it go.
  if (state.work === 'home' && state.outcomeCode === 'stuck' && mayComeBack(state, options)) return comeBack(state);
  if (state.work === 'home') return drive(state, 'docking', 'Driving onto the dock.', order('dock'));
  if (state.work === 'goto') return waitForPerson(state, 'Arrived where you sent it.', 'done');
  return plan({ ...state, troubles: 0, tries: 0, unjams: 0 }, 'clean');
}

function onTrouble(before: MissionState, outcome: DriveOutcome, reason: string, options: MissionOptions): Step {
  const troubles = before.troubles + (outcome === 'cliff' ? CLIFF_COUNTS : 1);
  const state: MissionState = { ...before, troubles };
  if (troubles > options.maxTroubles) return tryAgain(state, `The robot does not get on: ${reason}.`, true, options);
  return plan(state, state.work === 'none' ? 'home' : state.work);
}

/** One wheel came off the floor. It may be down again soon; if not, a person must help. */
function wheelDropped(before: MissionState, reason: string, options: MissionOptions): Step {
  const state: MissionState = { ...before, wheelDrops: before.wheelDrops + 1 };
  if (state.wheelDrops <= options.maxWheelDrops)
    return tryAgain(state, `A wheel hangs in the air: ${reason}.`, false, options);
  return halt({ ...state, phase: 'stuck', reason: `A wheel hangs in the air: ${reason}.`, reasonCode: 'wheel_drop' });
}

/** Whether a job that ended short may be taken up again: at the dock it would be over. */
function mayComeBack({ outcomeCode, comebacks }: MissionState, { maxComebacks }: MissionOptions): boolean {
  return (outcomeCode === 'done' || outcomeCode === 'stuck') && comebacks < maxComebacks;
}

function comeBack(state: MissionState): Step {
  const { comebacks } = state;
  return plan({ ...state, outcome: '', outcomeCode: 'none', comebacks: comebacks + 1, troubles: 0, tries: 0 }, 'clean');
}
