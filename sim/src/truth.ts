import type { SE2 } from '@homebound/math';
import type { Contact } from './physics/planarWorld.ts';
import type { Solid } from './world.ts';

/** How the robot really is, after a time step. World frame. What the stack must not see. */
export interface Truth {
  readonly stamp_s: number;
  readonly T_world_base: SE2;
  readonly v_mps: number;
  readonly w_radps: number;
  /** REP-103: nose down and left side up are positive. */
  readonly pitch_rad: number;
  readonly roll_rad: number;
  /** A drive wheel is over an edge, and the robot stuck there. */
  readonly fallen: boolean;
  /** In somebody's hands. */
  readonly lifted: boolean;
  readonly docked: boolean;
  /** Speed of the fastest wheel, m/s: more than the body's when it spins in place. */
  readonly wheelSpeed_mps: number;
  /** Levels of the cleaning motors as they are, in [0, 1]. */
  readonly fan: number;
  readonly mainBrush: number;
  readonly sideBrush: number;
  /** What presses against the body now. */
  readonly contacts: readonly Readonly<Contact>[];
  /** How often hands have set the robot down so far: between two that differ it did not drive. */
  readonly placements: number;
  /** Poses of the movable and added solids, by name. */
  readonly looseSolids: ReadonlyMap<string, SE2>;
  /** Solids that hands have added and that are there still: what the world does not know. */
  readonly addedSolids: ReadonlyMap<string, Solid>;
}
