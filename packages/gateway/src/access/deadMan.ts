/** So long an input holds, s. With the timer's step and the socket it makes 0.20 s from the last input to zero on the wire. */
export const hold_s = 0.15;

/** Who drives by hand. Times are of a clock that only goes forward, s. */
export interface DeadManState {
  readonly driver?: string;
  /** The robot stops at this time unless there is another input before. */
  readonly until_s: number;
  /** Somebody at the robot has switched driving by hand off. */
  readonly isOff: boolean;
}

export type DeadManEvent =
  | { readonly type: 'input'; readonly by: string; readonly isZero: boolean }
  /** A socket or a session ended. */
  | { readonly type: 'gone'; readonly by: string }
  | { readonly type: 'tick' }
  | { readonly type: 'off' }
  | { readonly type: 'on' };

export interface DeadManStep {
  readonly state: DeadManState;
  /** `drive`: pass the speeds on. `stop`: say zero now. `refuse`: say why to who asked. */
  readonly act: 'drive' | 'stop' | 'refuse' | 'nothing';
  readonly reason?: string;
}

export const nobodyDrives: DeadManState = { until_s: 0, isOff: false };

/** The dead-man's switch of driving by hand: (state, event) → (state, what to say to the robot). */
export function deadMan(state: DeadManState, event: DeadManEvent, now_s: number): DeadManStep {
  const { isOff } = state;
  const free: DeadManState = { until_s: 0, isOff };
  const isDriven = state.driver !== undefined;
  switch (event.type) {
    case 'input':
      return input(state, event, now_s);
    case 'gone':
      return state.driver === event.by ? { state: free, act: 'stop' } : { state, act: 'nothing' };
    case 'tick':
      return isDriven && now_s >= state.until_s ? { state: free, act: 'stop' } : { state, act: 'nothing' };
    case 'off':
      return { state: { ...free, isOff: true }, act: isDriven ? 'stop' : 'nothing' };
    case 'on':
      return { state: { ...state, isOff: false }, act: 'nothing' };
  }
}

function input(
  state: DeadManState,
  { by, isZero }: { readonly by: string; readonly isZero: boolean },
  now_s: number,
): DeadManStep {
  const refuse = (reason: string): DeadManStep => ({ state, act: 'refuse', reason });
  if (state.isOff)
    return refuse('Driving by hand was switched off at the robot, or by an admin: who did that can switch it on again');
  if (state.driver !== undefined && state.driver !== by && now_s < state.until_s)
    return refuse('Somebody else drives the robot now');
  if (isZero) return { state: { until_s: 0, isOff: false }, act: 'stop' };
  return { state: { driver: by, until_s: now_s + hold_s, isOff: false }, act: 'drive' };
}
