import { block, fourLegs, glass, post, steel, wood } from './parts.ts';
import type { Piece } from './piece.ts';

/** A table on four legs of 40 to 60 mm. */
export function table(sizeX_m: number, sizeY_m: number, leg_m = 0.025, height_m = 0.74): Piece {
  const top = block(0, 0, sizeX_m, sizeY_m, height_m - 0.03, height_m);
  return {
    kind: 'table',
    sizeX_m,
    sizeY_m,
    shapes: [top, ...fourLegs(sizeX_m, sizeY_m, leg_m, height_m - 0.03, leg_m + 0.03)],
  };
}

/** A round table on one column with a flat foot: 25 mm, higher than the robot climbs. */
export function columnTable(radius_m: number): Piece {
  const size = 2 * radius_m;
  return {
    kind: 'columnTable',
    sizeX_m: size,
    sizeY_m: size,
    shapes: [
      post(0, 0, radius_m, 0.71, 0.74),
      post(0, 0, 0.05, 0, 0.71, steel),
      post(0, 0, 0.55 * radius_m, 0, 0.025, steel),
    ],
  };
}

/** A low table before a sofa; of glass on steel, or of wood with a shelf just over the floor. */
export function coffeeTable(look: 'glass' | 'wood'): Piece {
  const [sizeX_m, sizeY_m] = [1.1, 0.6];
  const top = block(0, 0, sizeX_m, sizeY_m, 0.42, look === 'glass' ? 0.43 : 0.45, look === 'glass' ? glass : wood);
  const legs = fourLegs(
    sizeX_m,
    sizeY_m,
    look === 'glass' ? 0.015 : 0.025,
    0.42,
    0.06,
    look === 'glass' ? steel : wood,
  );
  const shelf = block(0, 0, sizeX_m - 0.12, sizeY_m - 0.12, 0.13, 0.15);
  return { kind: 'coffeeTable', sizeX_m, sizeY_m, shapes: look === 'wood' ? [top, ...legs, shelf] : [top, ...legs] };
}

/** A desk: two side panels and a panel at its back, that stands off the floor. */
export function desk(sizeX_m: number): Piece {
  const x = sizeX_m / 2 - 0.02;
  return {
    kind: 'desk',
    sizeX_m,
    sizeY_m: 0.7,
    shapes: [
      block(0, 0, sizeX_m, 0.7, 0.71, 0.74),
      block(-x, 0, 0.03, 0.66, 0, 0.71),
      block(x, 0, 0.03, 0.66, 0, 0.71),
      block(0, -0.3, sizeX_m - 0.06, 0.02, 0.3, 0.71),
    ],
  };
}
