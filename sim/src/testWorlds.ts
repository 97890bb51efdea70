import type { SE2 } from '@homebound/math';
import type { FloorPatch, Material, Solid, World } from './world.ts';

/** Small worlds written in code, for tests and benchmarks. */

export const matte: Material = { kind: 'matte', reflectivity: 0.8 };

/** A box standing on the floor; sizes along its own x and y. */
export function box(
  name: string,
  T_world_solid: SE2,
  sizeX_m: number,
  sizeY_m: number,
  extra: Partial<Omit<Solid, 'shapes'>> & { z0_m?: number; z1_m?: number; material?: Material } = {},
): Solid {
  const { z0_m = 0, z1_m = 2, material = matte, ...rest } = extra;
  return {
    name,
    mobility: 'static',
    mass_kg: 10,
    friction: 0.5,
    T_world_solid,
    shapes: [{ kind: 'box', z0_m, z1_m, material, x_m: 0, y_m: 0, yaw_rad: 0, sizeX_m, sizeY_m }],
    ...rest,
  };
}

export function cylinder(
  name: string,
  T_world_solid: SE2,
  radius_m: number,
  extra: Partial<Omit<Solid, 'shapes'>> & { z0_m?: number; z1_m?: number; material?: Material } = {},
): Solid {
  const { z0_m = 0, z1_m = 2, material = matte, ...rest } = extra;
  const shapes = [{ kind: 'cylinder', z0_m, z1_m, material, x_m: 0, y_m: 0, radius_m } as const];
  return { name, mobility: 'static', mass_kg: 10, friction: 0.5, T_world_solid, shapes, ...rest };
}

/** Four walls, 0.1 m thick, around the inside 0..width x 0..depth. */
export function walls(width_m: number, depth_m: number): Solid[] {
  const x = width_m / 2;
  const y = depth_m / 2;
  return [
    box('wallSouth', { x, y: -0.05, theta: 0 }, width_m + 0.2, 0.1),
    box('wallNorth', { x, y: depth_m + 0.05, theta: 0 }, width_m + 0.2, 0.1),
    box('wallWest', { x: -0.05, y, theta: 0 }, 0.1, depth_m),
    box('wallEast', { x: width_m + 0.05, y, theta: 0 }, 0.1, depth_m),
  ];
}

export function rectangle(x0: number, y0: number, x1: number, y1: number): Float64Array {
  return Float64Array.of(x0, y0, x1, y0, x1, y1, x0, y1);
}

export function worldOf(solids: readonly Solid[], floor: readonly FloorPatch[], T_world_start: SE2): World {
  const T_world_dock = { ...T_world_start, theta: T_world_start.theta + Math.PI };
  return { name: 'test', solids, floor, T_world_dock, T_world_start, warnings: [] };
}

/** An empty room with the robot (and the dock) at a place in it. */
export function roomWorld(width_m: number, depth_m: number, T_world_start: SE2, extra: readonly Solid[] = []): World {
  return worldOf([...walls(width_m, depth_m), ...extra], [], T_world_start);
}

/** A table: four round legs and a top high above the robot. */
export function table(name: string, T_world_solid: SE2, sizeX_m: number, sizeY_m: number, leg_m: number): Solid {
  const x = sizeX_m / 2 - leg_m;
  const y = sizeY_m / 2 - leg_m;
  const leg = (x_m: number, y_m: number) =>
    ({ kind: 'cylinder', z0_m: 0, z1_m: 0.7, material: matte, x_m, y_m, radius_m: leg_m }) as const;
  const top = { kind: 'box', z0_m: 0.7, z1_m: 0.74, material: matte, x_m: 0, y_m: 0, yaw_rad: 0 } as const;
  return {
    name,
    mobility: 'static',
    mass_kg: 20,
    friction: 0.5,
    T_world_solid,
    shapes: [leg(x, y), leg(-x, y), leg(-x, -y), leg(x, -y), { ...top, sizeX_m, sizeY_m }],
  };
}
