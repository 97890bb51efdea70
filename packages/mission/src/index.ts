export { advance, isBusy, mayCommand } from './mission.ts';
export {
  type DriveOrder,
  type DriveOutcome,
  defaultMissionOptions,
  initialState,
  type MissionCommand,
  type MissionEvent,
  type MissionOptions,
  type MissionState,
  type Phase,
  type ReasonCode,
  type UserCommand,
} from './missionState.ts';
export { type Place, PlaceWatch, type SlamWord } from './placeWatch.ts';
export { CleaningWork, defaultWorkOptions, type Figures, type Leg, type WorkOptions } from './work.ts';
