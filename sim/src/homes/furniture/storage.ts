import type { Material } from '../../world.ts';
import { black, block, fourLegs, glass, mirror, post, steel, white, wood } from './parts.ts';
import type { Piece } from './piece.ts';

/** Anything that stands on the floor with all of its footprint. */
export function cupboard(
  kind: string,
  sizeX_m: number,
  sizeY_m: number,
  height_m: number,
  material: Material = wood,
): Piece {
  return { kind, sizeX_m, sizeY_m, shapes: [block(0, 0, sizeX_m, sizeY_m, 0, height_m, material)] };
}

/** A wardrobe with a mirror for doors. */
export function mirrorWardrobe(sizeX_m: number): Piece {
  return {
    kind: 'mirrorWardrobe',
    sizeX_m,
    sizeY_m: 0.6,
    shapes: [block(0, -0.01, sizeX_m, 0.58, 0, 2.1), block(0, 0.29, sizeX_m - 0.04, 0.02, 0.02, 2.05, mirror)],
  };
}

/** Kitchen units: a worktop whose plinth stands 50 mm back from the front. */
export function kitchenUnits(sizeX_m: number): Piece {
  return {
    kind: 'kitchenUnits',
    sizeX_m,
    sizeY_m: 0.6,
    shapes: [block(0, 0, sizeX_m, 0.6, 0.1, 0.9, white), block(0, -0.025, sizeX_m, 0.55, 0, 0.1, black)],
  };
}

/** A sideboard on legs: the robot passes under from 110 mm. */
export function sideboard(sizeX_m: number, gap_m: number, material: Material = wood): Piece {
  return {
    kind: 'sideboard',
    sizeX_m,
    sizeY_m: 0.42,
    shapes: [block(0, 0, sizeX_m, 0.42, gap_m, 0.75, material), ...fourLegs(sizeX_m, 0.42, 0.018, gap_m, 0.04, steel)],
  };
}

/** A screen on a low black board. */
export function tvBoard(): Piece {
  return {
    kind: 'tvBoard',
    sizeX_m: 1.6,
    sizeY_m: 0.4,
    shapes: [block(0, 0, 1.6, 0.4, 0, 0.4, black), block(0, 0, 1.3, 0.06, 0.45, 1.2, black)],
  };
}

/** A lamp on a flat foot of 280 mm that is 20 mm high: the robot climbs it, up to the pole. */
export function floorLamp(): Piece {
  return {
    kind: 'floorLamp',
    sizeX_m: 0.28,
    sizeY_m: 0.28,
    shapes: [post(0, 0, 0.14, 0, 0.02, steel), post(0, 0, 0.015, 0.02, 1.5, steel), post(0, 0, 0.2, 1.5, 1.8, white)],
  };
}

/** A round tub with a plant in it. */
export function plant(radius_m: number): Piece {
  const size = 2 * radius_m;
  return {
    kind: 'plant',
    sizeX_m: size,
    sizeY_m: size,
    shapes: [post(0, 0, radius_m, 0, 0.4, white), post(0, 0, 0.25, 0.5, 1.4)],
  };
}

/** A lavatory: a foot narrower than its bowl. */
export function toilet(): Piece {
  return {
    kind: 'toilet',
    sizeX_m: 0.4,
    sizeY_m: 0.65,
    shapes: [block(0, -0.08, 0.24, 0.48, 0, 0.25, white), block(0, 0, 0.38, 0.65, 0.25, 0.42, white)],
  };
}

/** A shower: a tray of 30 mm that the robot cannot climb, glass at its front. */
export function shower(): Piece {
  return {
    kind: 'shower',
    sizeX_m: 0.9,
    sizeY_m: 0.9,
    shapes: [block(0, 0, 0.9, 0.9, 0, 0.03, white), block(0, 0.44, 0.9, 0.008, 0.03, 2, glass)],
  };
}

/** A pane from floor to ceiling, as before a balcony or between two parts of a room. */
export function glassPane(sizeX_m: number): Piece {
  return { kind: 'glassPane', sizeX_m, sizeY_m: 0.05, shapes: [block(0, 0, sizeX_m, 0.012, 0, 2.1, glass)] };
}
