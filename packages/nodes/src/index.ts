export { bodyNode } from './bodyNode.ts';
export { cameraNode } from './camera/cameraNode.ts';
export { CropTaker } from './camera/cropTaker.ts';
export { type DetectingHooks, detectingSight, type Examined, type PictureTaker } from './camera/detectingSight.ts';
export { floorEyeNode } from './camera/floorEyeNode.ts';
export { type FloorSight, floorSight } from './camera/floorSight.ts';
export { LocalEye, type LocalEyeOptions } from './camera/localEye.ts';
export { ObstaclePictures } from './camera/obstaclePictures.ts';
export type { ObstaclePicture, PictureKeeper } from './camera/pictureKeeper.ts';
export type {
  Checkpoint,
  Checkpoints,
  MissionCheckpoint,
  OdometryCheckpoint,
  SlamCheckpoint,
} from './checkpoint.ts';
export { mapToOdom, poseFromMessage, quaternionToYaw, transformFromMessage } from './convert.ts';
export { coverageNode } from './coverage/coverageNode.ts';
export { hazardsNode } from './create3/hazardsNode.ts';
export { diagnosticsNode } from './diagnostics/diagnosticsNode.ts';
export { driveNode } from './driveNode.ts';
export { frames, plainFrame } from './frames.ts';
export { asSeenFromAbove, LaserFrames, type LaserPlace, whyNoLaserPlace } from './laserPlace.ts';
export type { KeptFloor, MapKeeper } from './mapKeeper.ts';
export { changedRect, MapAssembler, MapPublisher } from './mapPublisher.ts';
export { missionNode } from './missionNode.ts';
export { followPathNode } from './nav2/followPathNode.ts';
export { type MapFolder, MapFolderError, type NamedFile, whyNotName } from './nav2/mapFolder.ts';
export { mapServerNode } from './nav2/mapServerNode.ts';
export { navigateNode } from './nav2/navigateNode.ts';
export { plannerNode } from './nav2/plannerNode.ts';
export { obstaclesNode } from './obstacles/obstaclesNode.ts';
export { odometryNode } from './odometryNode.ts';
export { openRoom, type Room, type RoomPorts } from './openRoom.ts';
export { type PrivacyKeeper, presenceNode } from './presenceNode.ts';
export { imuRecord, scanRecord, wheelRecord } from './records.ts';
export { runHistoryNode } from './runHistoryNode.ts';
export type { RunKeeper } from './runKeeper.ts';
export { areaSettingsMessage } from './scheduleJob.ts';
export type { ScheduleKeeper, WallClock } from './scheduleKeeper.ts';
export { scheduleNode } from './scheduleNode.ts';
export { slamParameters } from './slam/slamParameters.ts';
export { slamNode } from './slamNode.ts';
export { viewFeedNode } from './viewFeedNode.ts';
export { addHistoryAndSchedules, addRobot, addThinking, allParameters, answerTopics, inputTopics } from './wiring.ts';
