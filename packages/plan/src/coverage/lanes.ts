import { connectedComponents } from '@homebound/grid';
import type { FreeSpace } from '../space/freeSpace.ts';
import type { GridSearch } from '../space/gridSearch.ts';
import { laneFrame } from './laneCells.ts';
import { bestDirection } from './laneDirection.ts';
import { laneOffsets } from './laneOffsets.ts';
import { cellsOf, largeRegions } from './laneRegions.ts';
import type { LaneRules } from './laneRules.ts';
import { sweepLane } from './laneStrokes.ts';
import type { MotionLimits } from './motionTime.ts';
import type { SweepRaster } from './sweepRaster.ts';

/** A lane stroke and the room it serves. */
export interface Lane {
  readonly path: Float64Array;
  readonly room: number;
}

/**
 * Parallel lanes over the floor that is still to be swept, for each connected part of each room in the direction that takes
 * the least time; what they sweep is cleared from the raster. Lanes are split where obstacles block them, and led round
 * those that are small.
 * @param roomOf           room of each cell of the raster, 0 = none
 * @param wantedAngle_rad  direction asked for a room, map frame
 */
export function planLanes(
  space: FreeSpace,
  raster: SweepRaster,
  roomOf: Int16Array,
  rules: LaneRules,
  limits: MotionLimits,
  search: GridSearch,
  wantedAngle_rad: (room: number) => number | undefined = () => undefined,
): Lane[] {
  const marked = new Int16Array(raster.todo.length);
  for (let i = 0; i < marked.length; i++) marked[i] = raster.todo[i] === 0 ? 0 : roomOf[i] + 1;
  const { width, height } = raster.frame;
  const { labels, sizes } = connectedComponents(marked, width, height, 8);
  const lanes: Lane[] = [];
  for (const region of largeRegions(labels, sizes, width, roomOf, rules.minGain_m2 / raster.cellArea_m2)) {
    const direction = wantedAngle_rad(region.room) ?? bestDirection(raster, labels, region, rules, limits);
    const frame = laneFrame(raster.frame, region.rim, direction, raster.frame.resolution_m);
    for (const cell of cellsOf(raster, labels, region, frame))
      for (const v of laneOffsets(raster, cell, frame, rules, limits))
        for (const path of sweepLane(space, raster, roomOf, region.room, cell, frame, v, rules, search))
          lanes.push({ path, room: region.room });
  }
  return lanes;
}
