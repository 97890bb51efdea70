import type { SE2 } from '@homebound/math';

/** Somebody or something that moves by itself in a world. */
export type Actor = Walker | SwingingDoor;

/** What those who move must know of somebody on the floor: the robot, or each other. */
export interface RobotPlace {
  readonly x: number;
  readonly y: number;
  readonly radius_m: number;
  /** It is on the floor and not in somebody's hands. */
  readonly isThere: boolean;
}

/**
 * A person or a pet on its rounds: it walks each leg, rests, walks the next one, and after the last begins again. It
 * stops before the robot, and steps back or aside when that stays at its feet; a robot that runs into it touches them.
 * People open a door that is in their way; pets turn back.
 */
export interface Walker {
  readonly kind: 'person' | 'pet';
  readonly name: string;
  readonly speed_mps: number;
  /** The way of each leg, interleaved x, y in the world frame, and how long it rests at its end. Legs join to a round. */
  readonly legs: readonly { readonly way: Float64Array; readonly rest_s: number }[];
  /** Time of rest at the start of the first leg. */
  readonly startsAfter_s: number;
  /** It runs after a robot that passes, for a while. */
  readonly followsRobot?: boolean;
}

/** A door that people open and close, also to pass. It waits for a robot, and to close for anybody, in its way. */
export interface SwingingDoor {
  readonly kind: 'door';
  readonly name: string;
  /** Hinge: x along the closed leaf; opening turns the leaf by +angle. */
  readonly T_world_hinge: SE2;
  readonly width_m: number;
  /** The angle at the start. */
  readonly angle_rad: number;
  /** Where it is pushed to, and when, s after the start; in the order of time. */
  readonly moves: readonly { readonly at_s: number; readonly angle_rad: number }[];
}
