/** A person said that what lies at this place is no obstacle. Map frame. */
export interface Dismissal {
  /** Stays with it; no other of its map has it. */
  readonly id: number;
  /** Of vision's kinds, and how high what was dismissed is: what is seen there of another is an obstacle again. */
  readonly kind: string;
  readonly height_m: number;
  /** The circle around it. */
  readonly x: number;
  readonly y: number;
  readonly radius_m: number;
}

/** As it is kept with its map. */
export interface KeptDismissal extends Dismissal {
  /** When it was said, s since 1970, by the robot's clock. */
  readonly said_s: number;
}

/** Kept of a map at most; the oldest goes first. */
export const mostDismissals = 200;
