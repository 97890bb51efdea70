/** Which releases there are to a robot, and what becomes of the newest. Pure: the start, the installer and the health check move it on. */
export interface UpdateState {
  /** Counter of the release that runs when nothing is tried. */
  readonly current: number;
  /** Ran well before; kept to go back to. */
  readonly previous?: number;
  /** Highest counter that ever ran well: nothing up to it is taken again. */
  readonly highest: number;
  /** Waits for its first start, or has been started so often without having said that it is well. */
  readonly trial?: { readonly counter: number; readonly starts: number };
  /** The last one that did not do; it is not tried again by itself. */
  readonly rolledBack?: { readonly counter: number; readonly reason: RollBackReason };
}
export type RollBackReason = 'unhealthy' | 'crashed' | 'damaged' | 'person';

/** Starts that a new release has to say that it is well: one may end by a cut of the power that it can't help. */
export const MOST_STARTS = 2;

/** A release lies ready; it is tried at the next start. One that waited before it is left. */
export function stage(state: UpdateState, counter: number): UpdateState {
  return { ...state, trial: { counter, starts: 0 }, rolledBack: undefined };
}

/** The robot starts. @returns what runs now, and the state to keep before it does */
export function begin(state: UpdateState): { readonly state: UpdateState; readonly run: number } {
  const { trial, current } = state;
  if (trial === undefined) return { state, run: current };
  if (trial.starts >= MOST_STARTS) return { state: drop(state, 'crashed'), run: current };
  return { state: { ...state, trial: { ...trial, starts: trial.starts + 1 } }, run: trial.counter };
}

/** The release that is tried says that it is well. Anything else that is said of another changes nothing. */
export function confirm(state: UpdateState, counter: number): UpdateState {
  if (state.trial?.counter !== counter || state.trial.starts === 0) return state;
  const { current, highest } = state;
  return { current: counter, previous: current, highest: Math.max(highest, counter) };
}

/** The release that is tried, or waits, does not do; the one before runs from the next start on. */
export function drop(state: UpdateState, reason: RollBackReason): UpdateState {
  if (state.trial === undefined) return state;
  return { ...state, trial: undefined, rolledBack: { counter: state.trial.counter, reason } };
}

/** A person wants the release from before; asked again, the one from now. @returns undefined when there is none */
export function goBack(state: UpdateState): UpdateState | undefined {
  if (state.trial !== undefined) return drop(state, 'person');
  const { previous, current } = state;
  if (previous === undefined) return undefined;
  return { ...state, current: previous, previous: current };
}

/** The current release is damaged. @returns what else there is that ran well, or undefined */
export function fallBack(state: UpdateState): UpdateState | undefined {
  const back = goBack({ ...state, trial: undefined });
  return back && { ...back, rolledBack: { counter: state.current, reason: 'damaged' } };
}

/** Counters of the releases that must stay. */
export function kept({ current, previous, trial }: UpdateState): readonly number[] {
  return [current, previous, trial?.counter].filter((counter) => counter !== undefined);
}
