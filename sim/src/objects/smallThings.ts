import { cos, type Rng, sin } from '@homebound/math';
import type { Shape } from '../../world.ts';
import { black, block, fabric, post, steel, white, wood } from './parts.ts';
import type { Piece } from './piece.ts';

/** Height up to which a robot drives over a thing: what is flatter lies still and is driven over. */
const loose = (kind: string, mass_kg: number, sizeX_m: number, sizeY_m: number, shapes: Shape[]): Piece => ({
  kind,
  mass_kg,
  sizeX_m,
  sizeY_m,
  shapes,
});

export const sock = (): Piece => loose('sock', 0.05, 0.2, 0.08, [block(0, 0, 0.2, 0.08, 0, 0.025, fabric)]);
export const shoe = (): Piece => loose('shoe', 0.4, 0.1, 0.28, [block(0, 0, 0.1, 0.28, 0, 0.09, black)]);
export const slipper = (): Piece => loose('slipper', 0.15, 0.1, 0.28, [block(0, 0, 0.1, 0.28, 0, 0.06, fabric)]);
export const charger = (): Piece => loose('charger', 0.12, 0.06, 0.04, [block(0, 0, 0.06, 0.04, 0, 0.028, black)]);
export const petWaste = (): Piece => loose('petWaste', 0.1, 0.09, 0.04, [block(0, 0, 0.09, 0.04, 0, 0.03, fabric)]);
export const bowl = (): Piece => loose('bowl', 0.5, 0.16, 0.16, [post(0, 0, 0.08, 0, 0.05, steel)]);
export const toyCar = (): Piece => loose('toyCar', 0.06, 0.07, 0.03, [block(0, 0, 0.07, 0.03, 0, 0.025, white)]);
export const bottle = (): Piece => loose('bottle', 0.3, 0.2, 0.065, [block(0, 0, 0.2, 0.05, 0, 0.065, white)]);
export const toyBlock = (): Piece => loose('toyBlock', 0.08, 0.06, 0.06, [block(0, 0, 0.06, 0.06, 0, 0.06, wood)]);
export const ball = (): Piece => loose('ball', 0.12, 0.12, 0.12, [post(0, 0, 0.06, 0, 0.12, white)]);

/** Flat things, driven over: a building brick, a book, a scale that is not. */
export const brick = (): Piece => ({
  kind: 'brick',
  sizeX_m: 0.032,
  sizeY_m: 0.016,
  shapes: [block(0, 0, 0.032, 0.016, 0, 0.01, white)],
});
export const book = (): Piece => ({
  kind: 'book',
  sizeX_m: 0.21,
  sizeY_m: 0.15,
  shapes: [block(0, 0, 0.21, 0.15, 0, 0.02, white)],
});
export const scale = (): Piece => loose('scale', 1.8, 0.3, 0.3, [block(0, 0, 0.3, 0.3, 0, 0.025, black)]);

/** Straight pieces of which a cable is made, m. */
const LINK_M = 0.12;
/** One pass in this many catches a cord in the brush [engineering estimate]. */
const CAUGHT = 1 / 25;

/** A cable that lies in loose bends: low, driven over, and now and then wound up by the brush. It begins at (0, 0) and runs to +y. */
export function cable(length_m: number, diameter_m: number, rng: Rng): Piece {
  const shapes: Shape[] = [];
  let [x, y, heading] = [0, 0, Math.PI / 2];
  let bend = 0;
  let reach = 0;
  for (let i = 0; i < Math.round(length_m / LINK_M); i++) {
    const [dx, dy] = [LINK_M * cos(heading), LINK_M * sin(heading)];
    shapes.push(block(x + dx / 2, y + dy / 2, LINK_M, diameter_m, 0, diameter_m, black, heading));
    x += dx;
    y += dy;
    reach = Math.max(reach, Math.abs(x), Math.abs(y));
    bend = 0.6 * bend + 0.35 * rng.normal();
    heading += bend;
  }
  return { kind: 'cable', sizeX_m: 2 * reach, sizeY_m: 2 * reach, shapes, tangles: CAUGHT };
}
