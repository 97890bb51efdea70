export { type DueTime, dueTimes, nextDue, type Timetable, timeOfDay } from './dueTimes.ts';
export { Household, type HouseholdEdit } from './household.ts';
export { JobMeter } from './jobMeter.ts';
export type { Leg } from './leg.ts';
export { DAY_S, dayAt, momentOf, weekdayOf, type ZoneOffset } from './localTime.ts';
export { advance } from './mission.ts';
export {
  brokenOffState,
  type DriveOrder,
  type DriveOutcome,
  defaultMissionOptions,
  driveOutcomes,
  initialState,
  type MissionCommand,
  type MissionEvent,
  type MissionOptions,
  type MissionState,
  type Phase,
  phases,
  type ReasonCode,
  reasonCodes,
  type UserCommand,
  userCommands,
} from './missionState.ts';
export { Avoidance, type AvoidedThing } from './obstacles/avoidance.ts';
export { Dismissed, placeOf } from './obstacles/dismissed.ts';
export { type Passing, passings } from './obstacles/passing.ts';
export { type Place, PlaceWatch, type SlamWord } from './placeWatch.ts';
export type { CameraPermit } from './presence/cameraWatch.ts';
export type { Permit } from './presence/handDrive.ts';
export { type Deed, Presence } from './presence/presence.ts';
export { type KeptPrivacy, type PrivacyState, roomWins_s } from './presence/privacySwitch.ts';
export {
  begun,
  LATE_S,
  type Look,
  lookAtSchedules,
  noMemory,
  type PastTime,
  type ScheduleMemory,
} from './schedule.ts';
export type { Slices } from './slices.ts';
export { startedAgain } from './startedAgain.ts';
export { isSteered, steers, whyNoChange, whyNoPlaces } from './steering.ts';
export { isBusy } from './steps.ts';
export { mayCommand } from './userCommands.ts';
export {
  CleaningWork,
  defaultWorkOptions,
  type Figures,
  type Task,
  type WorkCheckpoint,
  type WorkOptions,
} from './work.ts';
