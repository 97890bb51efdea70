import { type DueTime, dueTimes, type Timetable } from './dueTimes.ts';
import { DAY_S, type ZoneOffset } from './localTime.ts';

/** A job is begun so late at most, s. */
export const LATE_S = 1800;
/** Times that are over and remembered: more than those of a day, which the clock may be set back by. */
const MOST_PAST = 200;

/** A time that is over: its job was begun, or it was left out, and why. */
export interface PastTime extends DueTime {
  readonly outcome: 'begun' | 'skipped';
  /** In words for a person; empty for what was begun in time. */
  readonly reason: string;
}

/** What is remembered from look to look, and from one switching on to the next: plain data. */
export interface ScheduleMemory {
  /** When was looked last. */
  readonly looked_s: number;
  /** The newest last. */
  readonly past: readonly PastTime[];
  /** Since when each schedule is as it is; its times before that are nothing to catch up with. */
  readonly since: readonly { readonly schedule: string; readonly when: string; readonly since_s: number }[];
}

export interface Look {
  readonly memory: ScheduleMemory;
  /** To be begun now, or as soon as the robot can; the earliest first. */
  readonly due: readonly DueTime[];
  /** Too late by now; already in the memory. */
  readonly missed: readonly PastTime[];
}

/** Of a home that has not looked yet. */
export function noMemory(now_s: number): ScheduleMemory {
  return { looked_s: now_s, past: [], since: [] };
}

/**
 * What is due at a moment. A time that passed while the robot was off, busy or charging is due for half an hour, and then left out with
 * a reason; of an absence of more than a day the last day is told. No time comes twice, however the clock is set, unless it was set back
 * by more than a day: then the times ahead of it were those of a wrong clock, and are forgotten.
 * @param why  what kept the robot from what it knew to be due; empty when nothing did
 */
export function lookAtSchedules(
  before: ScheduleMemory,
  tables: readonly Timetable[],
  zone: ZoneOffset,
  now_s: number,
  why: string,
): Look {
  const since = tables.map((table) => sinceOf(before, table, now_s));
  // What a schedule did that is gone is nobody's business any more.
  const past = before.past.filter(
    ({ schedule, due_s }) => due_s <= now_s + DAY_S && tables.some(({ id }) => id === schedule),
  );
  const looked_s = Math.min(before.looked_s, now_s);
  // What was half an hour late to the second was due still.
  const from_s = Math.max(looked_s - LATE_S - 1, now_s - DAY_S);
  const open = dueTimes(tables, zone, from_s, now_s).filter(
    ({ schedule, day, due_s }) =>
      !past.some((other) => other.schedule === schedule && other.day === day) &&
      since.some((one) => one.schedule === schedule && one.since_s < due_s),
  );
  const missed = open
    .filter(({ due_s }) => now_s - due_s > LATE_S)
    .map((time): PastTime => {
      const wasKnown = time.due_s <= before.looked_s && why !== '';
      return { ...time, outcome: 'skipped', reason: wasKnown ? why : WAS_AWAY };
    });
  const memory = { looked_s: now_s, past: bounded([...past, ...missed]), since };
  return { memory, due: open.filter(({ due_s }) => now_s - due_s <= LATE_S), missed };
}

const WAS_AWAY = 'The robot was off at that time, or its clock was set past it.';

/** The job of these times was begun. */
export function begun(memory: ScheduleMemory, times: readonly DueTime[], reason: string): ScheduleMemory {
  const past = times.map((time): PastTime => ({ ...time, outcome: 'begun', reason }));
  return { ...memory, past: bounded([...memory.past, ...past]) };
}

function sinceOf({ since }: ScheduleMemory, table: Timetable, now_s: number): ScheduleMemory['since'][number] {
  const when = `${table.isOn ? 'on' : 'off'} ${table.time} ${[...table.days].sort().join('')}`;
  const known = since.find((one) => one.schedule === table.id && one.when === when);
  return { schedule: table.id, when, since_s: Math.min(known?.since_s ?? now_s, now_s) };
}

function bounded(past: readonly PastTime[]): readonly PastTime[] {
  return past.slice(-MOST_PAST);
}
