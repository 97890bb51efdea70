export {
  advance,
  type DriveOrder,
  type DriveOutcome,
  defaultMissionOptions,
  initialState,
  isBusy,
  type MissionCommand,
  type MissionEvent,
  type MissionOptions,
  type MissionState,
  mayCommand,
  type Phase,
  type ReasonCode,
  type UserCommand,
} from './mission.ts';
export { type Place, PlaceWatch, type SlamWord } from './placeWatch.ts';
export { CleaningWork, defaultWorkOptions, type Figures, type Leg, type WorkOptions } from './work.ts';
