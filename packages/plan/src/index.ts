export { CoverageTracker, type CoverageTrackerOptions } from './coverage/coverageTracker.ts';
export { defaultMotion, driveTime, type MotionLimits, pathTime, turnTime } from './coverage/motionTime.ts';
export {
  type CoverageOptions,
  type CoveragePlan,
  type CoverageRequest,
  concatenate,
  planCoverage,
  type Stroke,
  type UncoveredBlob,
} from './coverage/planCoverage.ts';
export { type Door, type Room, type RoomMap, type RoomOptions, segmentRooms } from './rooms.ts';
export { findNearest, findPath, type PathOptions, type PathResult, type Point, pathLength } from './space/findPath.ts';
export { type FreeSpace, type FreeSpaceOptions, freeSpace, isSegmentClear, isStandable } from './space/freeSpace.ts';
export { type Frontier, type FrontierOptions, findFrontiers } from './space/frontiers.ts';
