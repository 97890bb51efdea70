export { type CameraName, type CameraOptions, cameraNames, cameraRigs, pinhole } from './camera/cameraRig.ts';
export { type DepthProfile, defaultDepth } from './camera/depthPicture.ts';
export { lampsOver, lightOf } from './camera/light.ts';
export { type MountError, noMountError } from './camera/mountError.ts';
export { type CameraFault, type CameraTruth, cameraFaults } from './camera/simulatedCamera.ts';
export { FloorField } from './floor/floorField.ts';
export { drawPlan } from './homes/drawPlan.ts';
export { generateHome, type Home, type HomeOptions } from './homes/generateHome.ts';
export type { HomeFigures } from './homes/homeFigures.ts';
export type { HomeRoom, RoomType } from './homes/roomTypes.ts';
export { type LidarName, type LidarProfile, lidarProfiles } from './lidar/lidarProfile.ts';
export { robotSdf } from './model/robotSdf.ts';
export { robotUrdf } from './model/robotUrdf.ts';
export { simulationNode, simulationParameters } from './node/simulationNode.ts';
export { type NoiseProfile, noiseProfiles } from './noise.ts';
export {
  type ObjectName,
  type ObjectOptions,
  objectAbout,
  objectNames,
  objectPiece,
  placeObject,
} from './objects/objects.ts';
export { initPhysics } from './physics/planarWorld.ts';
export type { Hit, HitKind } from './referee/contactLog.ts';
export { DirtField } from './referee/dirtField.ts';
export { type CoveragePicture, Referee } from './referee/referee.ts';
export type { Score } from './referee/score.ts';
export { type RunScore, scoreRun } from './referee/scoreRun.ts';
export { coverageCell } from './referee/sweptFloor.ts';
export { truthMap } from './referee/truthMap.ts';
export {
  builtInWorlds,
  SimulationRun,
  type SimulationRunOptions,
  type WorldEntry,
  type WorldSource,
} from './run/simulationRun.ts';
export { type LaneFloor, type LaneOptions, laneAppearance, laneFloors, obstacleLane } from './scenes/obstacleLane.ts';
export { type SceneName, scene, sceneAbout, sceneNames } from './scenes/scenes.ts';
export type { SignTruth } from './sensors/bodySigns.ts';
export {
  createSimulator,
  type Simulator,
  type SimulatorControl,
  type SimulatorOptions,
  STEP_HZ,
} from './simulator.ts';
export type { Truth } from './truth.ts';
export type {
  Appearance,
  Color,
  FloorPatch,
  Material,
  RoomLight,
  Shape,
  Solid,
  World,
} from './world.ts';
export { dockPlace } from './worlds/dockPlace.ts';
export { type ExtrudeOptions, extrudeMap } from './worlds/extrudeMap.ts';
export { readSdf, type SdfOptions } from './worlds/readSdf.ts';
export { type WorldGridOptions, worldGrid } from './worlds/worldGrid.ts';
export { worldPicture } from './worlds/worldPicture.ts';
