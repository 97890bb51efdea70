export { CoverageTracker, type CoverageTrackerOptions } from './coverageTracker.ts';
export { findNearest, findPath, type PathOptions, type PathResult, type Point, pathLength } from './findPath.ts';
export { type FreeSpace, type FreeSpaceOptions, freeSpace, isSegmentClear, isStandable } from './freeSpace.ts';
