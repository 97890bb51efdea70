export type { MapCorrection } from './backend/backEnd.ts';
export type { LoopCounts } from './backend/loopCloser.ts';
export type { StoredFloor } from './floor/storedFloor.ts';
export { adoptSolution } from './graph/adoptSolution.ts';
export { type Bridge, bridgeNode } from './graph/bridgeNode.ts';
export { chordalPoses } from './graph/chordal.ts';
export { GraphOptimiser } from './graph/optimise.ts';
export { defaultOptimiseOptions, type GraphSolution, type OptimiseOptions } from './graph/optimiseOptions.ts';
export { PoseGraph, type PoseGraphArrays, type PoseGraphEdge } from './graph/poseGraph.ts';
export { GraphCovariance, type RelativeCovariance, relativeCovariance } from './graph/relativeCovariance.ts';
export type { RobustLoss } from './graph/robustLoss.ts';
export { spanningTreePoses } from './graph/spanningTree.ts';
export { Localiser, type LocaliserOptions } from './localise/localiser.ts';
export { PlaceFinder } from './localise/placeFinder.ts';
export { defaultOccupancyMapOptions, OccupancyMap, type OccupancyMapOptions } from './map/occupancyMap.ts';
export { type CellRect, unionOf } from './map/tileMap.ts';
export { type DriftOptions, defaultDriftOptions } from './odometry/drift.ts';
export {
  defaultScaleErrors,
  type MotionNoise,
  motionNoise,
  type OdometryPose,
  type ScaleErrors,
} from './odometry/motionNoise.ts';
export {
  defaultOdometryOptions,
  Odometry,
  type OdometryBefore,
  type OdometryOptions,
  type OdometryState,
} from './odometry/odometry.ts';
export { ScanOnlyMotion, scanOnlyMatch, scanOnlyNoise } from './odometry/scanOnlyMotion.ts';
export {
  defaultMatchOptions,
  defaultOdometryNoise,
  defaultSlamOptions,
  type MatchOptions,
  type OdometryNoise,
  type SlamOptions,
} from './options.ts';
export type { ScanRefusal, ScanResult, SlamUpdate } from './scanResult.ts';
export { Slam } from './slam.ts';
