import { cellX, cellY, floodFill, type OccupancyGrid } from '@homebound/grid';
import type { SE2 } from '@homebound/math';
import type { Shape, Solid } from '../world.ts';

const THICK_M = 0.05;
const HEIGHT_M = 1;

/**
 * A fence around all that stands in a world, if the floor at a place leads out of it; undefined when walls close it.
 * A robot that walks out into an endless plane has nothing left to see.
 * @param grid what is met in the world, its frame around just that
 */
export function fenceAround(grid: OccupancyGrid, at: SE2): Solid | undefined {
  const { width, height, resolution_m, originX_m, originY_m } = grid;
  const open = Uint8Array.from(grid.data, (value) => (value === 0 ? 1 : 0));
  const floor = floodFill(open, width, height, cellY(grid, at.y) * width + cellX(grid, at.x));
  if (!touchesRim(floor, width, height)) return undefined;
  const [sizeX, sizeY] = [width * resolution_m, height * resolution_m];
  const [x, y] = [originX_m + sizeX / 2, originY_m + sizeY / 2];
  const wall = (x_m: number, y_m: number, sizeX_m: number, sizeY_m: number): Shape => ({
    kind: 'box',
    x_m,
    y_m,
    yaw_rad: 0,
    sizeX_m,
    sizeY_m,
    z0_m: 0,
    z1_m: HEIGHT_M,
    material: { kind: 'matte', reflectivity: 0.5 },
  });
  const [offX, offY] = [(sizeX + THICK_M) / 2, (sizeY + THICK_M) / 2];
  return {
    name: 'fence',
    mobility: 'static',
    mass_kg: 1,
    friction: 0.5,
    T_world_solid: { x, y, theta: 0 },
    shapes: [
      wall(0, -offY, sizeX + 2 * THICK_M, THICK_M),
      wall(0, offY, sizeX + 2 * THICK_M, THICK_M),
      wall(-offX, 0, THICK_M, sizeY),
      wall(offX, 0, THICK_M, sizeY),
    ],
  };
}

function touchesRim(mask: Uint8Array, width: number, height: number): boolean {
  for (let ix = 0; ix < width; ix++) if (mask[ix] + mask[(height - 1) * width + ix] > 0) return true;
  for (let iy = 0; iy < height; iy++) if (mask[iy * width] + mask[iy * width + width - 1] > 0) return true;
  return false;
}
