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
export { CleaningWork, defaultWorkOptions, type Figures, type Leg, type WorkOptions } from './work.ts';
