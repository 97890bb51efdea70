import { goHome } from './homing.ts';
import { standStill } from './leftAlone.ts';
import {
  defaultMissionOptions,
  initialState,
  type MissionOptions,
  type MissionState,
  type Step,
  type UserCommand,
} from './missionState.ts';
import { sendTo } from './sentTo.ts';
import { resume, setOut } from './setOut.ts';
import { halt, isBusy, nothing } from './steps.ts';

/** Whether a person may give this command now: true, or why not, in words. */
export function mayCommand(
  state: MissionState,
  command: UserCommand,
  options: MissionOptions = defaultMissionOptions,
): true | string {
  const drives = command === 'start' || command === 'resume' || command === 'dock' || command === 'goto';
  if (drives && state.lifted) return 'The robot is in the air: put it down first.';
  switch (command) {
    case 'start':
      return isBusy(state) ? `The robot is already ${state.phase}.` : isFitToClean(state, options);
    case 'pause':
      return isBusy(state) ? true : 'There is nothing to pause: the robot is not on a job.';
    case 'resume':
      if (state.phase !== 'paused' && (state.phase !== 'stuck' || state.work === 'none'))
        return 'There is nothing to resume: the job is not paused.';
      return state.work === 'clean' ? hasItsBin(state) : true;
    case 'stop':
      return isBusy(state) || state.phase === 'paused' || state.resumeWhenCharged
        ? true
        : 'The robot already stands still.';
    case 'dock':
      if (state.docked) return 'The robot is already on its dock.';
      return state.phase === 'returning' || state.phase === 'docking' ? 'The robot is already on its way.' : true;
    case 'goto':
      return state.phase === 'stuck' ? 'The robot is stuck: free it, then press start or resume.' : true;
    case 'reset':
      return true;
  }
}

/** What a command does; nothing when it may not be given now. */
export function onUser(state: MissionState, command: UserCommand, x: number, y: number, options: MissionOptions): Step {
  if (mayCommand(state, command, options) !== true) return nothing(state);
  switch (command) {
    case 'start':
      return state.phase === 'paused' ? resume(state) : setOut(withoutJob(state), 'clean', true);
    case 'pause':
      return standStill({ ...state, phase: 'paused', reason: 'Paused by you.', reasonCode: 'user' });
    case 'resume':
      return resume(state);
    case 'stop':
      return standStill({
        ...state,
        phase: 'stopped',
        reason: 'Stopped by you.',
        reasonCode: 'user',
        work: 'none',
        resumeWhenCharged: false,
        jobWaits: false,
      });
    case 'dock':
      return goHome({ ...withoutJob(state), phase: state.phase }, 'You sent the robot home.', 'user');
    case 'goto':
      return sendTo(state, x, y);
    case 'reset':
      return {
        state: { ...withoutJob(state), knowsMap: false },
        commands: [...halt(state, 'moved').commands, { do: 'reset' }],
      };
  }
}

/** What is so whatever the job is. */
function withoutJob(state: MissionState): MissionState {
  const { docked, located, knowsMap, lifted, charge, isLow, mainBrushJammed, sideBrushJammed, bin, driveId } = state;
  return {
    ...initialState,
    docked,
    located,
    knowsMap,
    lifted,
    charge,
    isLow,
    mainBrushJammed,
    sideBrushJammed,
    bin,
    driveId,
  };
}

function isFitToClean(state: MissionState, { lowCharge }: MissionOptions): true | string {
  if (state.charge < lowCharge) return `The battery is at ${Math.round(100 * state.charge)} %: let it charge first.`;
  if (state.mainBrushJammed) return 'The main brush is caught in something: turn the robot over and clean it first.';
  return hasItsBin(state);
}

function hasItsBin({ bin }: MissionState): true | string {
  if (bin === 'in') return true;
  return bin === 'missing' ? 'The dust bin is missing: put it in first.' : 'The dust bin is full: empty it first.';
}
