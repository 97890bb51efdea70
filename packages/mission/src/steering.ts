import type { AreaSettings, CleaningJob } from '@homebound/plan';
import type { HouseholdEdit } from './household.ts';
import type { UserCommand } from './missionState.ts';
import type { PrivacyState } from './presence/privacySwitch.ts';
import type { Task } from './work.ts';

type Areas = Exclude<keyof CleaningJob, keyof AreaSettings>;

/**
 * All that can be asked of the mission, and whether who asks it chooses the place that the robot drives to: one little zone after
 * another steers as a hand does, and so does a room cut small or a no-go area with one way left open. What is not in here does not
 * compile. Driving by hand is not asked of the mission: the drive node has its permit.
 */
export const steers: {
  readonly command: Readonly<Record<UserCommand, boolean>>;
  /** What a job of cleaning may be told to clean; with none of these it is the whole home. */
  readonly area: Readonly<Record<Areas, boolean>>;
  readonly edit: Readonly<Record<HouseholdEdit['kind'], boolean>>;
} = {
  command: { start: false, pause: false, resume: false, stop: false, dock: false, goto: true, reset: false },
  area: { rooms: false, roomSettings: false, zones: true, spots: true },
  edit: {
    rename: false,
    setType: false,
    setSettings: false,
    split: true,
    merge: true,
    forget: true,
    restrict: true,
    undo: true,
    redo: true,
  },
};

/** Whether a job goes where somebody pointed, rather than over whole rooms. */
export function isSteered(task: Task): boolean {
  if (task.kind !== 'clean') return false;
  const { job } = task;
  return (Object.keys(steers.area) as Areas[]).some((area) => steers.area[area] && (job[area]?.length ?? 0) > 0);
}

/** Why the robot is not sent to a place of somebody's choice while its privacy button counts; undefined when it may be. */
export function whyNoPlaces(privacy: PrivacyState): string | undefined {
  return privacy.isOff
    ? `${causeOf(privacy)} it is not sent to points, zones or spots. It still cleans the whole home or whole rooms. ${wayOut(privacy)}`
    : undefined;
}

/** Why rooms and restrictions stay as they are while its privacy button counts; undefined when they may change. */
export function whyNoChange(privacy: PrivacyState): string | undefined {
  return privacy.isOff
    ? `${causeOf(privacy)} the shape of rooms and what is forbidden stay as they are. Names can be changed. ${wayOut(privacy)}`
    : undefined;
}

function causeOf({ atRobot }: PrivacyState): string {
  return atRobot
    ? 'Somebody pressed the privacy button on the robot: until that is undone'
    : 'Driving by hand is switched off: until it is on again';
}

function wayOut({ atRobot }: PrivacyState): string {
  return atRobot
    ? 'To undo it, hold that button on the robot for 3 s.'
    : 'An admin can switch it on in the settings of the page.';
}
