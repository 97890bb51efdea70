export { CoverageTracker, type CoverageTrackerOptions } from './coverageTracker.ts';
export { findNearest, findPath, type PathOptions, type PathResult, type Point, pathLength } from './findPath.ts';
export { type FreeSpace, type FreeSpaceOptions, freeSpace, isSegmentClear, isStandable } from './freeSpace.ts';
export { type Frontier, type FrontierOptions, findFrontiers } from './frontiers.ts';
export { defaultMotion, driveTime, type MotionLimits, pathTime, turnTime } from './motionTime.ts';
export {
  type CoverageOptions,
  type CoveragePlan,
  type CoverageRequest,
  concatenate,
  planCoverage,
  type Stroke,
  type UncoveredBlob,
} from './planCoverage.ts';
export { type Door, type Room, type RoomMap, type RoomOptions, segmentRooms } from './rooms.ts';
