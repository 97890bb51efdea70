import type { SE2 } from '@homebound/math';
import type { Material, Shape, Solid } from '../world.ts';

const trousers: Material = { kind: 'matte', reflectivity: 0.25 };
const leather: Material = { kind: 'black', reflectivity: 0.06 };
const fur: Material = { kind: 'matte', reflectivity: 0.3 };
const painted: Material = { kind: 'matte', reflectivity: 0.8 };

const LEG_RADIUS_M = 0.05;
/** The lidar sees shins; the body meets shoes, which reach farther forward. */
const SHOE = { sizeX_m: 0.26, sizeY_m: 0.09, height_m: 0.075 };

function solid(name: string, mass_kg: number, T_world_solid: SE2, shapes: readonly Shape[]): Solid {
  return { name, mobility: 'static', mass_kg, friction: 1, T_world_solid, shapes };
}

/** One leg of a person: a shin and a shoe, x forward. */
export function personLeg(name: string, T_world_solid: SE2): Solid {
  const at = { x_m: 0, y_m: 0 };
  return solid(name, 70, T_world_solid, [
    { kind: 'cylinder', ...at, radius_m: LEG_RADIUS_M, z0_m: SHOE.height_m, z1_m: 0.8, material: trousers },
    {
      kind: 'box',
      x_m: 0.05,
      y_m: 0,
      yaw_rad: 0,
      sizeX_m: SHOE.sizeX_m,
      sizeY_m: SHOE.sizeY_m,
      z0_m: 0,
      z1_m: SHOE.height_m,
      material: leather,
    },
  ]);
}

/** A cat or a small dog: on four thin legs, or lying, when it is a lump on the floor. */
export function pet(name: string, T_world_solid: SE2, lies: boolean): Solid {
  const trunk = { kind: 'box', x_m: 0, y_m: 0, yaw_rad: 0, sizeX_m: 0.42, sizeY_m: 0.17, material: fur } as const;
  if (lies) return solid(name, 6, T_world_solid, [{ ...trunk, z0_m: 0, z1_m: 0.16 }]);
  const legs = [-0.14, 0.14].flatMap((x_m) =>
    [-0.06, 0.06].map(
      (y_m): Shape => ({ kind: 'cylinder', x_m, y_m, radius_m: 0.016, z0_m: 0, z1_m: 0.16, material: fur }),
    ),
  );
  return solid(name, 6, T_world_solid, [...legs, { ...trunk, z0_m: 0.16, z1_m: 0.32 }]);
}

/** A door leaf in the frame of its hinge, a gap under it. */
export function doorLeaf(name: string, T_world_hinge: SE2, width_m: number): Solid {
  const length = width_m - 0.03;
  return solid(name, 25, T_world_hinge, [
    {
      kind: 'box',
      x_m: 0.01 + length / 2,
      y_m: 0,
      yaw_rad: 0,
      sizeX_m: length,
      sizeY_m: 0.04,
      z0_m: 0.008,
      z1_m: 2,
      material: painted,
    },
  ]);
}
