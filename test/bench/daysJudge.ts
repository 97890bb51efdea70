import type { DueTime } from '@homebound/mission';
import type { RunDetail } from '@homebound/wire';
import type { Seen } from './daysPage.ts';

/** What a stay of some days left, as it was found from outside. */
export interface StayReport {
  /** Times at which jobs were due, by the robot's own clock. */
  readonly due: readonly DueTime[];
  /** The history, as the page had it at the end. */
  readonly runs: readonly RunDetail[];
  /** Begun, and cut off with the power. */
  readonly cutAt_s: number;
  /** What the page showed on some days. */
  readonly looks: readonly (Seen & { readonly day: number })[];
  /** At midnight. */
  readonly nights: readonly { readonly day: number; readonly isDocked: boolean; readonly storeBytes: number }[];
  /** Faults of nodes, and warnings. */
  readonly faults: readonly string[];
}

/** A job is begun so late at most, s: the time between two looks at the clock, and what a plan takes. */
const LATE_S = 60;
/** What a run of this home may take in the store, bytes, and all else when it is first cleaned. */
const RUN_BYTES = 100_000;
const HOME_BYTES = 8_000_000;
const LEAST_CELLS = 3000;

/** All that is wrong with a stay; nothing for one that is as it should be. */
export function judgeStay(report: StayReport): string[] {
  return [
    ...judgeJobs(report),
    ...judgeHistory(report),
    ...judgePage(report),
    ...judgeNights(report),
    ...report.faults,
  ];
}

function judgeJobs({ due, runs, cutAt_s }: StayReport): string[] {
  const byRobot = runs.filter(({ by }) => by !== 'person');
  const answered = due.flatMap(({ schedule, due_s }) => {
    const of = byRobot.filter(({ by, begun_s }) => by === schedule && begun_s >= due_s && begun_s - due_s < LATE_S);
    if (of.length !== 1) return [`${schedule}, due ${date(due_s)}: ${of.length} runs`];
    const [{ outcome, begun_s, ended_s, cleanedArea_m2 }] = of;
    const isCut = begun_s < cutAt_s && cutAt_s - begun_s < 600;
    if (outcome !== (isCut ? 'interrupted' : 'finished'))
      return [`${schedule}, due ${date(due_s)}: ${outcome} ${date(ended_s)}`];
    return isCut || cleanedArea_m2 > 1 ? [] : [`${schedule}, due ${date(due_s)}: cleaned ${cleanedArea_m2} m²`];
  });
  const more = byRobot.length - due.length;
  return more === 0 ? answered : [...answered, `${byRobot.length} runs by schedules, ${due.length} were due`];
}

function judgeHistory({ runs }: StayReport): string[] {
  const people = runs.filter(({ by }) => by === 'person').length;
  const poor = runs
    .filter(({ outcome }) => outcome !== 'interrupted')
    .filter(({ path, swept, events }) => path.length < 100 || swept === undefined || events.length < 3)
    .map(({ id, path, events }) => `run ${id} has ${path.length / 2} places and ${events.length} events`);
  return people === 1 ? poor : [...poor, `${people} runs by a person, who began 1`];
}

function judgePage({ looks }: StayReport): string[] {
  return looks
    .filter(({ knownCells, rooms }) => knownCells < LEAST_CELLS || rooms.length === 0)
    .map(({ day, knownCells, rooms }) => `day ${day}: the page shows ${knownCells} cells and ${rooms.length} rooms`);
}

function judgeNights({ nights, runs }: StayReport): string[] {
  const most = HOME_BYTES + RUN_BYTES * runs.length;
  return nights.flatMap(({ day, isDocked, storeBytes }) => [
    ...(isDocked ? [] : [`day ${day}: not on the dock at midnight`]),
    ...(storeBytes <= most ? [] : [`day ${day}: the store has ${storeBytes} bytes, ${most} are enough`]),
  ]);
}

export function date(stamp_s: number): string {
  return new Date(1000 * stamp_s).toISOString().slice(0, 16);
}
