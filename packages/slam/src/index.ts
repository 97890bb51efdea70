export { defaultOccupancyMapOptions, type OccupancyMapOptions } from './map/occupancyMap.ts';
export type { CellRect } from './map/tileMap.ts';
export { type DriftOptions, defaultDriftOptions } from './odometry/drift.ts';
export {
  defaultScaleErrors,
  type MotionNoise,
  motionNoise,
  type OdometryPose,
  type ScaleErrors,
} from './odometry/motionNoise.ts';
export { defaultOdometryOptions, Odometry, type OdometryOptions, type OdometryState } from './odometry/odometry.ts';
export {
  defaultMatchOptions,
  defaultOdometryNoise,
  defaultSlamOptions,
  type MatchOptions,
  type OdometryNoise,
  type SlamOptions,
} from './options.ts';
export { type ScanRefusal, type ScanResult, Slam, type SlamUpdate } from './slam.ts';
