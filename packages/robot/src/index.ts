export type { CleaningCommand, DriveCommand, RobotBody } from './body.ts';
export { type BodySign, type ChirpTune, chirpTunes, type SignReason, signReasons } from './bodySign.ts';
export { type BodyButtonName, bodyButtons, buttonMarks_s, privacyOn_s, reset_s } from './buttons.ts';
export {
  type CameraDevice,
  type CameraFrame,
  type CameraModel,
  type CameraRig,
  type DepthNoise,
  type FloorKind,
  type FloorRecord,
  floorKinds,
  type LaserFan,
  type SeenThing,
} from './camera.ts';
export {
  type CropSource,
  type CropWish,
  type EyeHealth,
  type EyeMotion,
  type FloorEye,
  mostCrop_px,
  type ObstacleCrop,
} from './floorEye.ts';
export { defaultGeometry, type RobotGeometry } from './geometry.ts';
export type {
  BatteryRecord,
  ButtonRecord,
  DockRecord,
  ImuRecord,
  MotorRecord,
  SafetyRecord,
  ScanRecord,
  SensorRecord,
  SignRecord,
  WheelRecord,
} from './records.ts';
export { privacyPage, type SensorNote, sensorInventory } from './sensorInventory.ts';
