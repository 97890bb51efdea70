export type { GridFrame } from '@homebound/grid';
export {
  type Ack,
  type Command,
  type CommandBody,
  type CommandName,
  type CommandSink,
  commandNames,
  decodeCommand,
  encodeCommand,
  maxCommandLength,
  type PageCommand,
  type SpeedFactor,
} from './command.ts';
export { type CommandDeed, commandDeed } from './commandDeed.ts';
export { type BinaryMessage, decodeFrame } from './decodeFrame.ts';
export { decodeText, type TextMessage } from './decodeText.ts';
export { type FrameType, maxFrameBytes, protocolVersion } from './frame.ts';
export {
  applyGridPatch,
  type CellRect,
  encodeGridPatch,
  type Grid,
  type GridLayer,
  type GridMessage,
  type GridPatch,
  isSnapshot,
} from './gridPatch.ts';
export {
  type Deed,
  type GoneEntry,
  type HomeCall,
  type HomeCalls,
  type HomeDesk,
  HomeRefusal,
  type HomeReply,
  type HomeSettings,
  homeDeed,
  homeDeeds,
  homeRefusals,
  type MapEntry,
  type MapFileFormat,
  mapFileFormats,
  type PictureEntry,
  type RunDetail,
  type RunEntry,
  type RunEvent,
  type Schedule,
} from './home.ts';
export type { AreaSettings, CleanCommand, EditRoomsCommand, RoomEdit } from './jobCommand.ts';
export { LiveView, type ViewReader, type ViewSink, type ViewSource } from './liveView.ts';
export { encodePoints, type PointsMessage, type PointsType } from './points.ts';
export { encodePose, type PoseMessage } from './pose.ts';
export {
  type CameraStatus,
  type Dismissal,
  type Hello,
  type MapMovedMessage,
  type MissionStateName,
  missionStates,
  type Obstacle,
  type ObstacleKind,
  type ObstaclesMessage,
  obstacleKinds,
  type PresenceMessage,
  type PublicCamera,
  publicCamera,
  publicCameras,
  type ReasonCode,
  type RobotStatus,
  type Room,
  type RoomsMessage,
  reasonCodes,
  type StatusMessage,
} from './status.ts';
export { ViewMirror } from './viewMirror.ts';
