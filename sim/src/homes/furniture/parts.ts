import type { Appearance, Material, Shape } from '../../world.ts';

/** Parts from which furniture is put together, in the frame of the piece: x to its right, y to its front, z up; metres. */

export const wood: Material = { kind: 'matte', reflectivity: 0.5 };
export const fabric: Material = { kind: 'matte', reflectivity: 0.4 };
export const white: Material = { kind: 'matte', reflectivity: 0.85 };
export const steel: Material = { kind: 'matte', reflectivity: 0.6 };
export const black: Material = { kind: 'black', reflectivity: 0.05 };
export const glass: Material = { kind: 'glass', reflectivity: 0.1 };
export const mirror: Material = { kind: 'mirror', reflectivity: 0.9 };

/** A block around (x, y) on the floor, from z0 to z1. */
export function block(
  x_m: number,
  y_m: number,
  sizeX_m: number,
  sizeY_m: number,
  z0_m: number,
  z1_m: number,
  material: Material = wood,
  yaw_rad = 0,
): Box {
  return { kind: 'box', x_m, y_m, yaw_rad, sizeX_m, sizeY_m, z0_m, z1_m, material };
}

type Box = Extract<Shape, { kind: 'box' }>;

/** A block as a camera sees it: in a colour, and rounded. */
export function shaped(box: Box, appearance: Appearance, rounded?: Box['rounded']): Box {
  return { ...box, appearance, ...(rounded === undefined ? {} : { rounded }) };
}

/** An upright round post. */
export function post(
  x_m: number,
  y_m: number,
  radius_m: number,
  z0_m: number,
  z1_m: number,
  material: Material = wood,
): Shape {
  return { kind: 'cylinder', x_m, y_m, radius_m, z0_m, z1_m, material };
}

/** Four round legs of a piece of that size, their centres `inset` from its edges. */
export function fourLegs(
  sizeX_m: number,
  sizeY_m: number,
  radius_m: number,
  height_m: number,
  inset_m: number,
  material: Material = wood,
): Shape[] {
  const x = sizeX_m / 2 - inset_m;
  const y = sizeY_m / 2 - inset_m;
  return [
    post(-x, -y, radius_m, 0, height_m, material),
    post(x, -y, radius_m, 0, height_m, material),
    post(x, y, radius_m, 0, height_m, material),
    post(-x, y, radius_m, 0, height_m, material),
  ];
}
