import type { SE2 } from '@homebound/math';
import type { Shape, Solid } from '../../world.ts';

/** A piece of furniture before it stands anywhere. Its frame: origin in the middle of its footprint, y to its front. */
export interface Piece {
  readonly kind: string;
  readonly shapes: readonly Shape[];
  /** What cameras see instead; absent: the shapes. */
  readonly seen?: readonly Shape[];
  /** Room that it takes up seen from above, overhangs included, m. */
  readonly sizeX_m: number;
  readonly sizeY_m: number;
  /** Absent: it stands. Given: it can be pushed, and is moved by people between two visits. */
  readonly mass_kg?: number;
  /** Chance that the main brush is caught when it passes over; absent: it never is. */
  readonly tangles?: number;
}

/** Coulomb friction of felt glides, rubber and plastic on a floor; below it nothing stands where it was put. */
const FRICTION = 0.45;

/** A piece, set down. */
export function setDown(piece: Piece, name: string, T_world_solid: SE2): Solid {
  return {
    name,
    mobility: piece.mass_kg === undefined ? 'static' : 'movable',
    mass_kg: piece.mass_kg ?? 30,
    friction: FRICTION,
    T_world_solid,
    shapes: piece.shapes,
    ...(piece.seen === undefined ? {} : { seen: piece.seen }),
    ...(piece.tangles === undefined ? {} : { tangles: piece.tangles }),
  };
}
