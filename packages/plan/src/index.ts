export { CoverageTracker, type CoverageTrackerOptions } from './coverage/coverageTracker.ts';
export { defaultMotion, driveTime, type MotionLimits, pathTime, turnTime } from './coverage/motionTime.ts';
export {
  type CoverageOptions,
  type CoveragePlan,
  type CoverageRequest,
  type CoverageWork,
  concatenate,
  planCoverage,
  type Stroke,
  startCoverage,
  type UncoveredBlob,
} from './coverage/planCoverage.ts';
export type { HomeEdit, HomePlan, HomeState, PastState } from './home/homePlan.ts';
export type { AreaSettings, CleaningJob, CleaningSpot, CleaningZone, Passes, RoomSettings } from './job/cleaningJob.ts';
export { defaultLevels, defaultPower, drivingEnergy, drivingPower, type PowerModel } from './job/energy.ts';
export type {
  AreaReport,
  JobArea,
  JobPlan,
  JobReport,
  JobRequest,
  JobStroke,
  JobWork,
  LeftOut,
  Proof,
  WhyNot,
} from './job/jobPlan.ts';
export {
  type Area,
  type Line,
  noRestrictions,
  type Restrictions,
  type Threshold,
} from './restrictions/restrictions.ts';
export type { BookRoom, CutLine, KeptSettings, RoomBook } from './rooms/roomBook.ts';
export { isRoomType, type RoomType, roomTypes } from './rooms/roomTypes.ts';
export { type Door, type Room, type RoomMap, type RoomOptions, segmentRooms } from './rooms.ts';
export { findNearest, findPath, type PathOptions, type PathResult, type Point, pathLength } from './space/findPath.ts';
export { type FreeSpace, type FreeSpaceOptions, freeSpace, isSegmentClear, isStandable } from './space/freeSpace.ts';
export { type Frontier, type FrontierOptions, findFrontiers } from './space/frontiers.ts';
