import { cos, sin } from '@homebound/math';
import type { Shape } from '../../world.ts';
import { black, block, fabric, fourLegs, post, steel } from './parts.ts';
import type { Piece } from './piece.ts';

/** A chair on four legs of 30 mm, 0.38 m apart between their middles; its back is at -y. */
export function chair(mass_kg: number): Piece {
  return {
    kind: 'chair',
    sizeX_m: 0.45,
    sizeY_m: 0.45,
    mass_kg,
    shapes: [
      block(0, 0, 0.44, 0.44, 0.43, 0.46),
      ...fourLegs(0.41, 0.41, 0.015, 0.43, 0.015),
      block(0, -0.2, 0.42, 0.03, 0.46, 0.9),
    ],
  };
}

/** An office chair: five flat spokes 45 to 70 mm over the floor, a castor under each end, a column. It rolls: too heavy to push, it stands. */
export function starChair(yaw_rad: number): Piece {
  const shapes: Shape[] = [post(0, 0, 0.03, 0.045, 0.45, steel), block(0, 0, 0.48, 0.46, 0.45, 0.52, fabric)];
  for (let k = 0; k < 5; k++) {
    const a = yaw_rad + (2 * Math.PI * k) / 5;
    const [c, s] = [cos(a), sin(a)];
    shapes.push(block(0.15 * c, 0.15 * s, 0.28, 0.045, 0.045, 0.07, black, a));
    shapes.push(post(0.28 * c, 0.28 * s, 0.028, 0, 0.055, black));
  }
  shapes.push(block(0, -0.22, 0.44, 0.05, 0.52, 1.0, fabric));
  return { kind: 'starChair', sizeX_m: 0.62, sizeY_m: 0.62, shapes };
}

/** A bar stool: a round foot that rises to 25 mm over a column. */
export function stool(): Piece {
  const foot = [post(0, 0, 0.2, 0, 0.012, steel), post(0, 0, 0.1, 0.012, 0.025, steel)];
  return {
    kind: 'stool',
    sizeX_m: 0.4,
    sizeY_m: 0.4,
    shapes: [...foot, post(0, 0, 0.03, 0.025, 0.7, steel), post(0, 0, 0.18, 0.7, 0.76, fabric)],
  };
}

/** A sofa whose underside hangs `gap` over the floor, its back at -y. */
export function sofa(sizeX_m: number, gap_m: number): Piece {
  const sizeY_m = 0.9;
  const x = sizeX_m / 2 - 0.1;
  return {
    kind: 'sofa',
    sizeX_m,
    sizeY_m,
    shapes: [
      block(0, 0, sizeX_m, sizeY_m, gap_m, 0.42, fabric),
      block(0, -0.35, sizeX_m, 0.2, 0.42, 0.85, fabric),
      block(-x, 0.1, 0.2, 0.7, 0.42, 0.6, fabric),
      block(x, 0.1, 0.2, 0.7, 0.42, 0.6, fabric),
      ...fourLegs(sizeX_m, sizeY_m, 0.025, gap_m, 0.07),
    ],
  };
}

/** A U of three sofas around a bay that opens to +y. */
export function sofaU(bayX_m: number, bayY_m: number, gap_m: number): Piece {
  const depth = 0.85;
  const sizeX_m = bayX_m + 2 * depth;
  const sizeY_m = bayY_m + depth;
  const x = (bayX_m + depth) / 2;
  return {
    kind: 'sofaU',
    sizeX_m,
    sizeY_m,
    shapes: [
      block(0, -sizeY_m / 2 + depth / 2, sizeX_m, depth, gap_m, 0.8, fabric),
      block(-x, depth / 2, depth, bayY_m, gap_m, 0.8, fabric),
      block(x, depth / 2, depth, bayY_m, gap_m, 0.8, fabric),
      ...fourLegs(sizeX_m, sizeY_m, 0.025, gap_m, 0.07),
    ],
  };
}

/** An armchair; its back is at -y. */
export function armchair(gap_m: number): Piece {
  return { ...sofa(0.85, gap_m), kind: 'armchair' };
}
