/**
 * What a person at the robot can do without any login, whatever the body's buttons are called: its driver says which press means
 * what, see the README. `pair` opens pairing. `privacy` switches driving by hand and the camera off; held, driving on again, and the camera an admin may. `reset` forgets
 * everything.
 */
export const bodyButtons = ['pair', 'privacy', 'reset'] as const;
export type BodyButtonName = (typeof bodyButtons)[number];

/** A button is told of when it goes down, and again when it has been held for so long, s. */
export const buttonMarks_s = [0, 3, 10] as const;
/** Held so long, `privacy` switches driving by hand on again, s. */
export const privacyOn_s = 3;
/** Held so long, `reset` resets, s. */
export const reset_s = 10;
