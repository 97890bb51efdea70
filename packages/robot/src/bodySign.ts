/**
 * Why the light of the body is as it is: the most important first, and of several that hold the first is shown.
 * `private`: driving by hand and the camera are switched off at the robot.
 */
export const signReasons = ['drivenByHand', 'needsHelp', 'pairing', 'watched', 'private', 'working', 'idle'] as const;
export type SignReason = (typeof signReasons)[number];

/**
 * `driven`: insistent, somebody begins to drive by hand. `watched`: one soft tone, a device begins to look. `on`, `off`: rising and
 * falling, the answer to a button. `no`: a button was pressed that has no effect now. `camera`: one soft tone, the camera has opened.
 */
export const chirpTunes = ['driven', 'watched', 'on', 'off', 'no', 'camera'] as const;
export type ChirpTune = (typeof chirpTunes)[number];

/** What the body is to show and to say to whoever is in the room. Saying it again changes nothing. */
export interface BodySign {
  readonly reason: SignReason;
  /** Counts the chirps: a count other than the last one sounds `tune` once. */
  readonly chirps: number;
  readonly tune: ChirpTune;
  /** The camera's own lamp, beside the light: asked for before the camera opens, and for as long as it is open. */
  readonly camera: boolean;
}
