export {
  type CoverageOptions,
  type CoveragePlan,
  type CoverageRequest,
  type CoverageWork,
  concatenate,
  type Stroke,
} from './coverage/coveragePlan.ts';
export { CoverageTracker, type CoverageTrackerOptions, type SweptMask } from './coverage/coverageTracker.ts';
export { defaultMotion, driveTime, type MotionLimits, pathTime, turnTime } from './coverage/motionTime.ts';
export { planCoverage, startCoverage } from './coverage/planCoverage.ts';
export { type PlanProof, provePlan } from './coverage/provePlan.ts';
export { type Dismissal, type KeptDismissal, mostDismissals } from './home/dismissal.ts';
export { editHome, redo, undo } from './home/editHome.ts';
export type { HomeEdit, HomePlan, HomeState, PastState } from './home/homePlan.ts';
export { moveHome, startHome, updateHome } from './home/updateHome.ts';
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
  WhyNot,
} from './job/jobPlan.ts';
export { reportJob } from './job/jobReport.ts';
export { planJob, startJob } from './job/planJob.ts';
export { type WayPose, type WayPoseOptions, wayPoses } from './job/wayPoses.ts';
export { checkDrawable, checkRestrictions } from './restrictions/checkRestrictions.ts';
export { checkSituation, type Situation } from './restrictions/checkSituation.ts';
export {
  markArea,
  type RestrictionMask,
  type RestrictionOptions,
  restrictionMask,
} from './restrictions/restrictionMask.ts';
export {
  type Area,
  type Line,
  noRestrictions,
  type Restrictions,
  type Threshold,
} from './restrictions/restrictions.ts';
export { distanceToArea } from './restrictions/shapeDistance.ts';
export { checkSettings } from './rooms/nameRooms.ts';
export { outlinesOf } from './rooms/outlines.ts';
export { type BookRoom, type CutLine, type KeptSettings, MAX_ID, type RoomBook } from './rooms/roomBook.ts';
export { type RoomDoor, type RoomOnMap, type RoomsOnMap, roomsOnMap } from './rooms/roomsOnMap.ts';
export { isRoomType, type RoomType, roomTypes } from './rooms/roomTypes.ts';
export type { Door, Room, RoomMap } from './rooms/segment/roomMap.ts';
export { type RoomOptions, segmentRooms } from './rooms/segmentRooms.ts';
export { findNearest, findPath, type PathOptions, type PathResult, type Point, pathLength } from './space/findPath.ts';
export { type FreeSpace, type FreeSpaceOptions, freeSpace } from './space/freeSpace.ts';
export { type Frontier, type FrontierOptions, findFrontiers } from './space/frontiers.ts';
export { isSegmentClear, isStandable } from './space/standing.ts';
