export type { CleaningCommand, DriveCommand, RobotBody } from './body.ts';
export { defaultGeometry, type RobotGeometry } from './geometry.ts';
export type {
  BatteryRecord,
  DockRecord,
  ImuRecord,
  MotorRecord,
  SafetyRecord,
  ScanRecord,
  SensorRecord,
  WheelRecord,
} from './records.ts';
export { privacyPage, type SensorNote, sensorInventory } from './sensorInventory.ts';
