import {
  type DriveOrder,
  type DriveOutcome,
  defaultMissionOptions,
  initialState,
  type MissionEvent,
  type MissionOptions,
  type MissionState,
  type Phase,
  type ReasonCode,
  type Step,
  type UserCommand,
  type Work,
} from './missionState.ts';
import type { Leg } from './work.ts';

const noPath = new Float64Array(0);
const IN_THE_AIR = 'My wheels hang in the air. Put me on the floor, and press Resume.';
const NOT_FOUND =
  "I don't know where I am. Carry me to the dock, or to a room that I know, and press Resume; or press Reset to begin a new map.";
/** A look-around is three thirds of a turn: a target a full turn away would be reached at once. */
const LOOK_AROUND_TURNS = 3;

/**
 * The cleaning job: one event in, the new state and what is to be done out. Nothing else decides what the robot does. Whatever
 * happens, a robot that is in the air or does not know its place drives for no job: it finds out first, and the job goes on.
 */
export function advance(
  state: MissionState,
  event: MissionEvent,
  options: MissionOptions = defaultMissionOptions,
): Step {
  const step = react(state, event, options);
  const { phase, located, lifted } = step.state;
  if (!isBusy(step.state) || phase === 'locating' || (located && !lifted)) return step;
  return beginLocating(step.state);
}

function react(state: MissionState, event: MissionEvent, options: MissionOptions): Step {
  switch (event.type) {
    case 'user':
      return onUser(state, event.command, event.x, event.y);
    case 'driveEnded':
      return event.driveId === state.driveId && state.driving
        ? onDriveEnded({ ...state, driving: false }, event.outcome, event.reason, options)
        : nothing(state);
    case 'planned':
      return onPlanned(state, event.leg);
    case 'dock':
      return onDock({ ...state, docked: event.docked });
    case 'battery':
      return onBattery({ ...state, charge: event.charge }, options);
    case 'lost':
      return onLost({ ...state, located: false });
    case 'located':
      return onLocated({ ...state, located: true, knowsMap: event.inKnownMap });
    case 'notFound':
      return onNotFound(state);
    case 'lifted':
      return onLifted(state, event.lifted);
    case 'mapMoved':
      return nothing({ ...state, goto_map: event.warp.movePoint(state.goto_map.x, state.goto_map.y) });
  }
}

/** Whether a person may give this command now: true, or why not, in words. */
export function mayCommand(
  state: MissionState,
  command: UserCommand,
  options: MissionOptions = defaultMissionOptions,
): true | string {
  const busy = isBusy(state);
  const drives = command === 'start' || command === 'resume' || command === 'dock' || command === 'goto';
  if (drives && state.lifted) return 'The robot is in the air: put it down first.';
  switch (command) {
    case 'start':
      if (busy) return `The robot is already ${state.phase}.`;
      return state.charge < options.lowCharge
        ? `The battery is at ${Math.round(100 * state.charge)} %: let it charge first.`
        : true;
    case 'pause':
      return busy ? true : 'There is nothing to pause: the robot is not on a job.';
    case 'resume':
      if (state.phase === 'stuck' && state.work !== 'none') return true;
      return state.phase === 'paused' ? true : 'There is nothing to resume: the job is not paused.';
    case 'stop':
      return busy || state.phase === 'paused' || state.resumeWhenCharged ? true : 'The robot already stands still.';
    case 'dock':
      if (state.docked) return 'The robot is already on its dock.';
      return state.phase === 'returning' || state.phase === 'docking' ? 'The robot is already on its way.' : true;
    case 'goto':
      return state.phase === 'stuck' ? 'The robot is stuck: free it, then press start or resume.' : true;
    case 'reset':
      return true;
  }
}

/** True while wheels may turn for a job. */
export function isBusy(state: MissionState): boolean {
  return ['undocking', 'mapping', 'cleaning', 'travelling', 'locating', 'returning', 'docking'].includes(state.phase);
}

function onUser(state: MissionState, command: UserCommand, x: number, y: number): Step {
  if (mayCommand(state, command) !== true) return nothing(state);
  switch (command) {
    case 'start':
      if (state.phase === 'paused') return resume(state);
      return setOut(withoutJob(state), 'clean');
    case 'pause':
      return halt({ ...state, phase: 'paused', reason: 'Paused by you.', reasonCode: 'user' });
    case 'resume':
      return resume(state);
    case 'stop':
      return halt({
        ...state,
        phase: 'stopped',
        reason: 'Stopped by you.',
        reasonCode: 'user',
        work: 'none',
        resumeWhenCharged: false,
      });
    case 'dock':
      return goHome({ ...state, dockAttempts: 0, resumeWhenCharged: false }, 'You sent the robot home.', 'user');
    case 'goto': {
      const next = { ...state, goto_map: { x, y }, troubles: 0, resumeWhenCharged: false };
      return setOut(next, 'goto');
    }
    case 'reset':
      return {
        state: { ...withoutJob(state), knowsMap: false },
        commands: [{ do: 'cancelDrive' }, { do: 'motors', on: false }, { do: 'reset' }],
      };
  }
}

/** What is so whatever the job is. */
function withoutJob({ docked, located, knowsMap, lifted, charge, driveId }: MissionState): MissionState {
  return { ...initialState, docked, located, knowsMap, lifted, charge, driveId };
}

/** Begins a job: off the dock first, then a look around unless the map is known, then work. */
function setOut(state: MissionState, work: 'clean' | 'goto'): Step {
  const turnsLeft = state.knowsMap ? 0 : LOOK_AROUND_TURNS;
  const next = { ...state, work, troubles: 0, dockAttempts: 0, outcome: '', turnsLeft };
  if (next.docked)
    return drive(next, 'undocking', 'Leaving the dock.', { mode: 'undock', path_map: noPath, yaw_rad: 0 });
  return work === 'clean' ? lookAround(next, 0) : plan(next, 'goto');
}

function resume(paused: MissionState): Step {
  const state = paused.work === 'home' ? { ...paused, ...whyHome(paused) } : paused;
  // Set onto its dock by hand while it was paused on the way there.
  if (state.docked && state.work === 'home') return arriveHome(state);
  if (state.docked) return setOut(state, state.work === 'goto' ? 'goto' : 'clean');
  return plan({ ...state, troubles: 0 }, state.work === 'none' ? 'home' : state.work);
}

/** Why the robot was on its way home before it was paused. */
function whyHome({ resumeWhenCharged, outcome }: MissionState): Pick<MissionState, 'reason' | 'reasonCode'> {
  if (resumeWhenCharged) return { reason: 'Going home to charge.', reasonCode: 'battery' };
  if (outcome !== '') return { reason: outcome, reasonCode: 'done' };
  return { reason: 'You sent the robot home.', reasonCode: 'user' };
}

function onDriveEnded(state: MissionState, outcome: DriveOutcome, reason: string, options: MissionOptions): Step {
  if (state.phase === 'locating') return onLookEnded(state, outcome, reason);
  if (outcome === 'wheel_drop')
    return halt({ ...state, phase: 'stuck', reason: `A wheel hangs in the air: ${reason}`, reasonCode: 'wheel_drop' });
  if (outcome === 'lost') return halt({ ...state, phase: 'stuck', reason, reasonCode: 'lost' });
  if (outcome === 'docked') return arriveHome(state);
  if (state.phase === 'docking') return dockFailed(state, reason, options);
  if (state.phase === 'undocking' || state.phase === 'mapping') {
    // A look-around that is cut short by a bump does no harm: the map grows as the robot drives.
    if (state.work === 'clean' && state.turnsLeft > 0 && outcome === 'arrived')
      return lookAround(state, state.phase === 'mapping' ? 1 : 0);
    return plan(state, state.work === 'none' ? 'home' : state.work);
  }
  if (outcome === 'arrived' && state.isPartial)
    return plan({ ...state, isPartial: false }, state.work === 'none' ? 'home' : state.work);
  if (outcome === 'arrived') {
    if (state.work === 'home')
      return drive(state, 'docking', 'Driving onto the dock.', { mode: 'dock', path_map: noPath, yaw_rad: 0 });
    if (state.work === 'goto')
      return halt({
        ...state,
        phase: 'stopped',
        reason: 'Arrived where you sent it.',
        reasonCode: 'done',
        work: 'none',
      });
    return plan({ ...state, troubles: 0 }, 'clean');
  }
  // An edge shows itself piece by piece, and each piece is known from then on.
  const troubles = state.troubles + (outcome === 'cliff' ? 1 / 3 : 1);
  if (troubles > options.maxTroubles)
    return halt({
      ...state,
      phase: 'stuck',
      reason: `The robot needs help: ${reason}`,
      reasonCode: outcome === 'cliff' ? 'cliff' : 'stuck',
      troubles,
    });
  return plan({ ...state, troubles }, state.work === 'none' ? 'home' : state.work);
}

function onPlanned(before: MissionState, leg: Leg): Step {
  // The job may have been paused or stopped while the planner worked.
  if (!isBusy(before) || before.driving || before.phase === 'locating') return nothing(before);
  const state = { ...before, isPartial: leg.kind === 'path' && leg.isPartial };
  if (leg.kind === 'path') {
    const order: DriveOrder = { mode: 'follow', path_map: leg.path_map, yaw_rad: 0 };
    if (state.work === 'home') return drive(state, 'returning', state.reason, order);
    if (state.work === 'goto') return drive(state, 'travelling', 'Driving to the point you chose.', order);
    return drive(state, leg.cleaning ? 'cleaning' : 'travelling', leg.reason, order, leg.cleaning);
  }
  if (state.work === 'clean')
    return goHome({ ...state, outcome: leg.reason }, leg.reason, leg.isDone ? 'done' : 'unreachable');
  const phase = state.work === 'home' ? 'stuck' : 'stopped';
  return halt({ ...state, phase, reason: leg.reason, reasonCode: 'unreachable', work: 'none' });
}

function onBattery(state: MissionState, options: MissionOptions): Step {
  const cleaning = state.work === 'clean' && isBusy(state) && state.phase !== 'locating';
  if (cleaning && !state.docked && state.charge < options.lowCharge) {
    const percent = Math.round(state.charge * 100);
    return goHome({ ...state, resumeWhenCharged: true }, `Battery at ${percent} %: going home to charge.`, 'battery');
  }
  if (state.phase === 'charging' && state.resumeWhenCharged && state.charge >= options.resumeCharge)
    return setOut({ ...state, resumeWhenCharged: false }, 'clean');
  return nothing(state);
}

/** The job waits, and the robot looks for its place: in the air not at all, on its dock from there, else by driving a little. */
function beginLocating(before: MissionState): Step {
  const state: MissionState = { ...before, phase: 'locating', reasonCode: 'lost', driving: false };
  if (state.lifted) return halt({ ...state, reason: 'Lifted up: waiting to be put down.' });
  const stopped = halt(state);
  const next = lookForPlace(state);
  return { state: next.state, commands: [...stopped.commands, ...next.commands] };
}

function lookForPlace(state: MissionState): Step {
  const mode = state.docked ? 'undock' : 'look_around';
  const order: DriveOrder = { mode, path_map: noPath, yaw_rad: 0 };
  return drive(state, 'locating', 'I lost my place; looking around.', order);
}

function onLost(state: MissionState): Step {
  if (state.phase !== 'locating' || state.driving || state.lifted || state.docked) return nothing(state);
  return lookForPlace(state);
}

/** The job goes on where it was. */
function onLocated(state: MissionState): Step {
  if (state.phase !== 'locating' || state.lifted) return nothing(state);
  const going = resume({ ...state, driving: false });
  return { state: going.state, commands: [...halt(state).commands, ...going.commands] };
}

/** Looking around ends by itself only when it can't go on; it is tried again while SLAM still says that the place is lost. */
function onLookEnded(state: MissionState, outcome: DriveOutcome, reason: string): Step {
  if (outcome === 'arrived') return lookForPlace(state);
  if (outcome === 'lost' || outcome === 'failed')
    return halt({ ...state, phase: 'stuck', reason: `I lost my place, and ${reason}.`, reasonCode: 'fault' });
  return nothing({ ...state, reason: `I lost my place, and can't look around: ${reason}.` });
}

function onNotFound(state: MissionState): Step {
  if (state.phase !== 'locating') return nothing(state);
  // On its back, on a shelf, or down a stair.
  if (state.lifted) return halt({ ...state, phase: 'stuck', reason: IN_THE_AIR, reasonCode: 'wheel_drop' });
  return halt({ ...state, phase: 'stuck', reason: NOT_FOUND, reasonCode: 'lost' });
}

/** In the air nothing turns; once put down, the robot stands until SLAM has said where. */
function onLifted(state: MissionState, lifted: boolean): Step {
  if (lifted === state.lifted) return nothing(state);
  if (!lifted) {
    const reason = state.phase === 'locating' ? 'Put down: looking where I am.' : state.reason;
    return nothing({ ...state, lifted, reason });
  }
  const next = { ...state, lifted, located: false };
  // One wheel may have come off the floor a little before the other.
  const wasStopped = state.phase === 'stuck' && state.reasonCode === 'wheel_drop' && state.work !== 'none';
  return isBusy(state) || wasStopped ? beginLocating(next) : nothing(next);
}

/** Carried onto its dock while it looked for its place, the robot stays there. */
function onDock(state: MissionState): Step {
  if (state.phase !== 'locating' || !state.docked) return nothing(state);
  return halt({ ...state, reason: 'On the dock: looking where I am.' });
}

function lookAround(state: MissionState, done: number): Step {
  const turnsLeft = state.turnsLeft - done;
  if (turnsLeft <= 0) return plan({ ...state, turnsLeft: 0 }, 'clean');
  // yaw NaN: the node turns a third on from where the robot looks now.
  return drive({ ...state, turnsLeft }, 'mapping', 'Looking around.', {
    mode: 'rotate',
    path_map: noPath,
    yaw_rad: Number.NaN,
  });
}

function goHome(state: MissionState, reason: string, reasonCode: ReasonCode): Step {
  const next: MissionState = {
    ...state,
    phase: 'returning',
    work: 'home',
    reason,
    reasonCode,
    troubles: 0,
    driving: false,
  };
  return {
    state: next,
    commands: [{ do: 'cancelDrive' }, { do: 'motors', on: false }, { do: 'plan', work: 'home' }],
  };
}

function arriveHome(state: MissionState): Step {
  const home = { ...state, work: 'none' as const, docked: true };
  if (state.resumeWhenCharged)
    return halt({ ...home, phase: 'charging', reason: 'Charging, then the job goes on.', reasonCode: 'battery' });
  if (state.reasonCode === 'user') return halt({ ...home, phase: 'charging', reason: 'Home and charging.' });
  if (state.reasonCode === 'done') return halt({ ...home, phase: 'finished', reason: state.outcome || 'Done.' });
  // Home, but not because the work was done.
  return halt({ ...home, phase: 'stopped', reason: state.outcome || state.reason });
}

function dockFailed(state: MissionState, reason: string, options: MissionOptions): Step {
  const dockAttempts = state.dockAttempts + 1;
  if (dockAttempts >= options.maxDockAttempts)
    return halt({
      ...state,
      phase: 'stuck',
      reason: `Could not get onto the dock: ${reason}`,
      reasonCode: 'dock_not_found',
      dockAttempts,
    });
  return plan({ ...state, dockAttempts, phase: 'returning' }, 'home');
}

function plan(state: MissionState, work: Work): Step {
  // The phase must be one in which a plan counts; from a pause it is not yet.
  const phase: Phase =
    isBusy(state) && state.phase !== 'locating' ? state.phase : work === 'home' ? 'returning' : 'travelling';
  return { state: { ...state, phase, work, driving: false }, commands: [{ do: 'plan', work }] };
}

function drive(state: MissionState, phase: Phase, reason: string, order: DriveOrder, motorsOn = false): Step {
  const driveId = state.driveId + 1;
  const keepsReason = phase === 'returning' || phase === 'docking' || phase === 'locating';
  const next: MissionState = {
    ...state,
    phase,
    reason,
    reasonCode: keepsReason ? state.reasonCode : 'none',
    driveId,
    driving: true,
  };
  return {
    state: next,
    commands: [
      { do: 'motors', on: motorsOn },
      { do: 'drive', driveId, order },
    ],
  };
}

function nothing(state: MissionState): Step {
  return { state, commands: [] };
}

/** Ends all motion in the given state. */
function halt(state: MissionState): Step {
  return { state: { ...state, driving: false }, commands: [{ do: 'cancelDrive' }, { do: 'motors', on: false }] };
}
