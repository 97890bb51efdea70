import { block, fabric, fourLegs, wood } from './parts.ts';
import type { Piece } from './piece.ts';

/** A bed whose frame hangs `gap` over the floor, its head at -y. Wide ones have a fifth leg in the middle. */
export function bed(sizeX_m: number, gap_m: number): Piece {
  const sizeY_m = 2.05;
  const middle = sizeX_m > 1.3 ? [block(0, 0, 0.06, 0.06, 0, gap_m)] : [];
  return {
    kind: 'bed',
    sizeX_m,
    sizeY_m,
    shapes: [
      block(0, 0, sizeX_m, sizeY_m, gap_m, gap_m + 0.3, fabric),
      block(0, -sizeY_m / 2 + 0.03, sizeX_m, 0.06, gap_m, 1, wood),
      ...fourLegs(sizeX_m, sizeY_m, 0.03, gap_m, 0.05),
      ...middle,
    ],
  };
}

/** A chest beside the bed, on the floor or on short legs. */
export function nightStand(gap_m: number): Piece {
  const body = block(0, 0, 0.45, 0.4, gap_m, 0.5);
  return {
    kind: 'nightStand',
    sizeX_m: 0.45,
    sizeY_m: 0.4,
    shapes: gap_m > 0 ? [body, ...fourLegs(0.45, 0.4, 0.015, gap_m, 0.03)] : [body],
  };
}
