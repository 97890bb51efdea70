import { giveUpJob, goHome } from './homing.ts';
import { standStill } from './leftAlone.ts';
import type { MissionEvent, MissionOptions, MissionState, Step } from './missionState.ts';
import { setOut } from './setOut.ts';
import { after, isBusy, nothing, plan, wait } from './steps.ts';

type EventOf<T extends MissionEvent['type']> = Extract<MissionEvent, { readonly type: T }>;

/** s that a caught brush turns backwards. */
const UNJAM_S = 2;
/** s that it stands before it does so again. */
const STAND_S = 1;
/** Charge on top of what the rest of the job needs at which it goes on. */
const SPARE = 0.1;

/** Home in time, and on with the job when there is enough for its rest. */
export function onBattery(before: MissionState, { home, rest }: EventOf<'battery'>, options: MissionOptions): Step {
  const { charge } = before;
  const low = Math.max(options.lowCharge, options.reserve + 2 * (home ?? 0));
  const state: MissionState = { ...before, isLow: charge < low };
  const atWork = (state.work === 'clean' || state.work === 'goto') && isBusy(state) && state.phase !== 'locating';
  if (atWork && !state.docked && state.isLow) {
    const next: MissionState = { ...state, resumeWhenCharged: state.work === 'clean' || state.jobWaits };
    return goHome(next, `Battery at ${Math.round(charge * 100)} %: going home to charge.`, 'battery', 'charge');
  }
  const enough = Math.min(options.resumeCharge, (rest ?? 1) + low + SPARE);
  if (state.phase === 'charging' && state.resumeWhenCharged && state.docked && charge >= enough)
    return setOut(state, 'clean', false);
  return nothing(state);
}

/** A caught brush is turned backwards; the main one that stays caught ends the job, the side one does not. */
export function onBrushes(before: MissionState, event: EventOf<'brushes'>, options: MissionOptions): Step {
  const state: MissionState = { ...before, mainBrushJammed: event.mainJammed, sideBrushJammed: event.sideJammed };
  const isNews = event.mainJammed || (event.sideJammed && !state.isSideBrushOff);
  if (state.phase !== 'cleaning' || state.waiting !== 'none' || !isNews) return nothing(state);
  return state.unjams < options.maxUnjams ? unjam(state) : staysCaught(state);
}

/** Stops, and turns the brushes backwards for a while. */
export function unjam(state: MissionState): Step {
  const which = state.mainBrushJammed ? 'main' : 'side';
  const next: MissionState = { ...state, unjams: state.unjams + 1 };
  const waiting = wait(next, `The ${which} brush is caught: turning it backwards.`, 'unjam', UNJAM_S);
  return after(
    [
      { do: 'cancelDrive', why: 'hold' },
      { do: 'motors', run: 'reverse' },
    ],
    waiting,
  );
}

/** The brushes have turned backwards for a while. */
export function onUnjammed(state: MissionState, options: MissionOptions): Step {
  const isFree = !state.mainBrushJammed && (!state.sideBrushJammed || state.isSideBrushOff);
  // Free, it may be caught by another loop of the same cord at once: that is another jam.
  if (isFree) return plan({ ...state, unjams: 0 }, 'clean');
  if (state.unjams >= options.maxUnjams) return staysCaught(state);
  return after([{ do: 'motors', run: 'off' }], wait(state, state.reason, 'beforeUnjam', STAND_S));
}

/** Without its main brush a job is none; without the side one it goes on. */
function staysCaught(state: MissionState): Step {
  if (state.mainBrushJammed) return giveUpJob(state, CAUGHT, 'brush_jammed');
  return plan({ ...state, isSideBrushOff: true, unjams: 0 }, 'clean');
}

/** Without its bin the robot stops where it is; with a full one it goes home and waits for a person there. */
export function onBin(state: MissionState): Step {
  if (state.work !== 'clean' || !isBusy(state) || state.phase === 'locating') return nothing(state);
  switch (state.bin) {
    case 'in':
      return nothing(state);
    case 'missing':
      return standStill({ ...state, phase: 'paused', reason: BIN_MISSING, reasonCode: 'bin_missing' });
    case 'full':
      return giveUpJob(state, BIN_FULL, 'bin_full');
  }
}

const CAUGHT = 'The main brush is caught in something and does not come free. Turn me over and clean it.';
const BIN_MISSING = 'The dust bin was taken out. Put it in, and press Resume.';
const BIN_FULL = 'The dust bin is full. Empty it, and press Resume.';
