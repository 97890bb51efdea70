import type { Solid, World } from '@homebound/sim';

/** A box that stands on the floor, its middle at x, y. */
export function box(name: string, x_m: number, y_m: number, sizeX_m: number, sizeY_m: number): Solid {
  const matte = { kind: 'matte', reflectivity: 0.8 } as const;
  return {
    name,
    mobility: 'static',
    mass_kg: 1,
    friction: 0.5,
    T_world_solid: { x: 0, y: 0, theta: 0 },
    shapes: [{ kind: 'box', x_m, y_m, yaw_rad: 0, sizeX_m, sizeY_m, z0_m: 0, z1_m: 0.5, material: matte }],
  };
}

/** The door's leaf, to be put in or taken out. */
export const doorLeaf = box('door', 2.45, 0, 0.06, 0.9);

/** Two rooms of 2.5 m by 2.4 m with a door of 0.9 m between them; the dock stands at the left wall of the left one. */
export const twoRooms: World = {
  name: 'two rooms',
  solids: [
    box('left', -0.25, 0, 0.1, 2.4),
    box('right', 5.15, 0, 0.1, 2.4),
    box('top', 2.45, 1.25, 5.5, 0.1),
    box('bottom', 2.45, -1.25, 5.5, 0.1),
    box('between, top', 2.45, 0.825, 0.1, 0.75),
    box('between, bottom', 2.45, -0.825, 0.1, 0.75),
    box('stool', 1.2, 0.6, 0.3, 0.3),
  ],
  floor: [],
  T_world_dock: { x: 0, y: 0, theta: 0 },
  T_world_start: { x: 0, y: 0, theta: Math.PI },
  warnings: [],
};
