import type { GridFrame, OccupancyGrid } from '@homebound/grid';
import type { RobotGeometry } from '@homebound/robot';
import { outlineOf } from '../physics/outline.ts';
import type { World } from '../world.ts';
import { bodyObstacles, cellOf, draw, frameOf } from './groundTruth.ts';
import { connected } from './raster.ts';

const RESOLUTION_M = 0.02;

/**
 * The world as a map at 2 cm in the world frame: occupied where something is, free where the floor hangs together with
 * the start, unknown elsewhere.
 * @param sense `body`: what stops the body, without pushable things; `lidar`: what crosses the lidar's plane, everything
 *              where it stands at first
 */
export function truthMap(world: World, geometry: RobotGeometry, sense: 'body' | 'lidar' = 'body'): OccupancyGrid {
  const frame = frameOf(world, RESOLUTION_M);
  const occupied =
    sense === 'body' ? bodyObstacles(world, geometry, frame) : lidarObstacles(world, geometry.lidar.z_m, frame);
  const open = occupied.map((value) => 1 - value);
  const start = cellOf(frame, world.T_world_start.x, world.T_world_start.y);
  const free = connected(open, frame.width, frame.height, start);
  const data = new Int8Array(occupied.length);
  for (let i = 0; i < data.length; i++) data[i] = occupied[i] === 1 ? 100 : free[i] === 1 ? 0 : -1;
  return { ...frame, data };
}

function lidarObstacles(world: World, z_m: number, frame: GridFrame): Uint8Array {
  const occupied = new Uint8Array(frame.width * frame.height);
  for (const { shapes, T_world_solid } of world.solids)
    for (const shape of shapes)
      if (shape.z0_m <= z_m && shape.z1_m >= z_m)
        draw(frame, outlineOf(shape, T_world_solid), (index) => {
          occupied[index] = 1;
        });
  return occupied;
}
