import { createHash, timingSafeEqual } from 'node:crypto';
import type { Role } from './role.ts';

/** A window for pairing is open for at most this, s. */
export const window_s = 120;
/** This many wrong codes, in one window or several, close it. */
export const mostWrong = 5;
/** First lock-out after a window that wrong codes have closed, s; it doubles with each further one. */
const firstLock_s = 30;
const longestLock_s = 900;
export const codeDigits = 8;

/** Whether somebody may pair now. Times are of a clock that only goes forward, s. */
export interface PairingState {
  /** The window, while it is open. `role`: what the next to pair becomes. */
  readonly window?: { readonly until_s: number; readonly code: string; readonly role: Role };
  /** Wrong codes since the last lock-out; another press of the button does not forgive them. */
  readonly wrong: number;
  /** Windows that wrong codes have closed since somebody last paired. */
  readonly lockOuts: number;
  readonly lockedUntil_s: number;
}

export type PairingEvent =
  /** Somebody pressed the button on the body; `code` is fresh from a random generator. */
  | { readonly type: 'button'; readonly code: string; readonly role: Role }
  | { readonly type: 'code'; readonly code: string };

export type PairingOutcome = 'opened' | 'locked' | 'closed' | 'wrong' | 'lockedOut' | 'paired';

export const unpaired: PairingState = { wrong: 0, lockOuts: 0, lockedUntil_s: 0 };

/** Whether codes are the same, in a time that does not tell where they differ. */
function sameCode(a: string, b: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(a), hash(b));
}

/** The window, unless its time is over. */
export function openWindow(state: PairingState, now_s: number): PairingState['window'] {
  return state.window !== undefined && now_s < state.window.until_s ? state.window : undefined;
}

/**
 * Pairing by presence: (state, event) → (state, outcome). The button opens a window with a code that only who stands at the
 * robot hears; the code pairs once. A code that comes while no window is open is not looked at.
 */
export function pair(
  state: PairingState,
  event: PairingEvent,
  now_s: number,
): { readonly state: PairingState; readonly outcome: PairingOutcome; readonly role?: Role } {
  if (event.type === 'button') {
    if (now_s < state.lockedUntil_s) return { state, outcome: 'locked' };
    const window = { until_s: now_s + window_s, code: event.code, role: event.role };
    return { state: { ...state, window }, outcome: 'opened' };
  }
  const window = openWindow(state, now_s);
  if (window === undefined) {
    const { window: _, ...closed } = state;
    return { state: closed, outcome: now_s < state.lockedUntil_s ? 'locked' : 'closed' };
  }
  if (sameCode(window.code, event.code)) return { state: unpaired, outcome: 'paired', role: window.role };
  const wrong = state.wrong + 1;
  if (wrong < mostWrong) return { state: { ...state, wrong }, outcome: 'wrong' };
  const lock_s = Math.min(longestLock_s, firstLock_s * 2 ** state.lockOuts);
  return { state: { wrong: 0, lockOuts: state.lockOuts + 1, lockedUntil_s: now_s + lock_s }, outcome: 'lockedOut' };
}
