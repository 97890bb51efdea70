import type { RobotGeometry } from '@homebound/robot';
import { squaredDistance } from '../referee/distance.ts';
import { bodyObstacles, type GroundTruth, groundTruth, reachableFrom } from '../referee/groundTruth.ts';
import type { World } from '../world.ts';
import { isDoor } from './doors.ts';
import type { FloorPlan } from './floorPlan.ts';

/** What a generated home is, in figures. Areas in m². */
export interface HomeFigures {
  readonly floor_m2: number;
  /** Floor that the robot's centre can be over, in the bare plan and in the furnished home. */
  readonly bareCentres_m2: number;
  readonly centres_m2: number;
  /** Places where the robot fits but to which no way leads: bays behind chairs, rooms behind what the plan itself closes. */
  readonly cutOff_m2: number;
  readonly rooms: number;
  readonly doorways: number;
  readonly solids: number;
  readonly shapes: number;
  /** Things strewn on the floor. */
  readonly things: number;
}

/** Raster on which ways are measured. */
const RESOLUTION_M = 0.02;

export function homeFigures(
  shell: World,
  world: World,
  plan: FloorPlan,
  things: number,
  geometry: RobotGeometry,
): HomeFigures {
  const cell_m2 = RESOLUTION_M * RESOLUTION_M;
  const full = groundTruth(world, geometry, RESOLUTION_M);
  const bare = reachableFrom(bodyObstacles(shell, geometry, full.frame), full.frame, shell.T_world_start, geometry);
  return {
    floor_m2: count(plan.floor) * plan.frame.resolution_m * plan.frame.resolution_m,
    bareCentres_m2: count(bare.centres) * cell_m2,
    centres_m2: count(full.centres) * cell_m2,
    cutOff_m2: cutOff(bare.centres, full, geometry) * cell_m2,
    rooms: plan.roomCount,
    doorways: plan.doorways.filter(isDoor).length,
    solids: world.solids.length,
    shapes: world.solids.reduce((sum, { shapes }) => sum + shapes.length, 0),
    things,
  };
}

/** Cells of the bare home's places in which the body still fits, but to which the furnished home has no way. */
function cutOff(bareCentres: Uint8Array, full: GroundTruth, geometry: RobotGeometry): number {
  const { width, height, resolution_m } = full.frame;
  const clearance = geometry.bodyRadius_m / resolution_m + 0.5;
  const toBlocked = squaredDistance(full.blocked, width, height);
  let cells = 0;
  for (let cell = 0; cell < toBlocked.length; cell++)
    if (bareCentres[cell] === 1 && full.centres[cell] === 0 && toBlocked[cell] >= clearance * clearance) cells++;
  return cells;
}

function count(mask: Uint8Array): number {
  let sum = 0;
  for (const value of mask) sum += value;
  return sum;
}
