import type { CleaningCommand } from '@homebound/robot';
import type { DriveOrder, MissionCommand, MissionState, Phase, Step, Wait, Work } from './missionState.ts';

/** What the parts of the state machine are put together from: a new state and what is to be done. */

const noPath = new Float64Array(0);
/** A look-around is three thirds of a turn: a target a full turn away would be reached at once. */
export const LOOK_AROUND_TURNS = 3;

export function nothing(state: MissionState): Step {
  return { state, commands: [] };
}

/** An order that needs no path. */
export function order(mode: DriveOrder['mode'], more: Partial<DriveOrder> = {}): DriveOrder {
  return { mode, path_map: noPath, yaw_rad: 0, ...more };
}

/** True while wheels may turn for a job. */
export function isBusy({ phase }: MissionState): boolean {
  return ['undocking', 'mapping', 'cleaning', 'travelling', 'locating', 'returning', 'docking'].includes(phase);
}

/** Ends all motion in the given state. */
export function halt(state: MissionState, why: 'hold' | 'charge' | 'moved' = 'hold'): Step {
  return {
    state: { ...state, driving: false, waiting: 'none' },
    commands: [
      { do: 'cancelDrive', why },
      { do: 'motors', run: 'off' },
    ],
  };
}

/** One step's commands before the other's. */
export function after(first: readonly MissionCommand[], { state, commands }: Step): Step {
  return { state, commands: [...first, ...commands] };
}

export function plan(state: MissionState, work: Work): Step {
  // The phase must be one in which a plan counts; from a pause it is not yet.
  const phase: Phase =
    isBusy(state) && state.phase !== 'locating' ? state.phase : work === 'home' ? 'returning' : 'travelling';
  return {
    state: { ...state, phase, work, driving: false, waiting: 'none' },
    commands: [{ do: 'plan', work, dockAttempts: state.dockAttempts }],
  };
}

/** @param levels  of the cleaning motors, which stand still when there are none */
export function drive(
  state: MissionState,
  phase: Phase,
  reason: string,
  order: DriveOrder,
  levels?: CleaningCommand | 'default',
): Step {
  const driveId = state.driveId + 1;
  const keepsReason = phase === 'returning' || phase === 'docking' || phase === 'locating';
  const reasonCode = keepsReason ? state.reasonCode : 'none';
  return {
    state: { ...state, phase, reason, reasonCode, driveId, driving: true, waiting: 'none' },
    commands: [motors(state, levels), { do: 'drive', driveId, order }],
  };
}

/** Stands for a while. */
export function wait(state: MissionState, reason: string, waiting: Wait, time_s: number): Step {
  const driveId = state.driveId + 1;
  return {
    state: { ...state, reason, driveId, driving: false, waiting },
    commands: [{ do: 'wait', driveId, time_s }],
  };
}

function motors({ isSideBrushOff }: MissionState, levels: CleaningCommand | 'default' | undefined): MissionCommand {
  if (levels === undefined) return { do: 'motors', run: 'off' };
  if (levels === 'default') return { do: 'motors', run: 'clean' };
  return { do: 'motors', run: 'clean', levels: isSideBrushOff ? { ...levels, sideBrush: 0 } : levels };
}
