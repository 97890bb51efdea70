import type { Solid, World } from '@homebound/sim';

const wall = (name: string, x_m: number, y_m: number, sizeX_m: number, sizeY_m: number): Solid => ({
  name,
  mobility: 'static',
  mass_kg: 1,
  friction: 0.5,
  T_world_solid: { x: 0, y: 0, theta: 0 },
  shapes: [
    {
      kind: 'box',
      x_m,
      y_m,
      yaw_rad: 0,
      sizeX_m,
      sizeY_m,
      z0_m: 0,
      z1_m: 0.5,
      material: { kind: 'matte', reflectivity: 0.8 },
    },
  ],
});

/** A room of 3 m by 2.4 m with a cupboard; the dock stands at its left wall. */
export const smallRoom: World = {
  name: 'small room',
  solids: [
    wall('left', -0.25, 0, 0.1, 2.4),
    wall('right', 2.85, 0, 0.1, 2.4),
    wall('top', 1.3, 1.25, 3.2, 0.1),
    wall('bottom', 1.3, -1.25, 3.2, 0.1),
    wall('cupboard', 2, 0.8, 0.6, 0.5),
  ],
  floor: [],
  T_world_dock: { x: 0, y: 0, theta: 0 },
  T_world_start: { x: 0, y: 0, theta: Math.PI },
  warnings: [],
};
