import { DAY_S, dayAt, momentOf, weekdayOf, type ZoneOffset } from './localTime.ts';

/** When a schedule wants its job begun, by the clock on the wall. */
export interface Timetable {
  readonly id: string;
  readonly isOn: boolean;
  /** 1 Monday to 7 Sunday (ISO 8601). */
  readonly days: readonly number[];
  /** `HH:MM`, 24 hours. */
  readonly time: string;
}

/**
 * One time of a schedule. Schedule and date make it that one: it comes once, also on a day on which the clocks are changed, or the
 * robot's clock is set.
 */
export interface DueTime {
  readonly schedule: string;
  /** Date on the wall, days since 1970-01-01. */
  readonly day: number;
  /** s since 1970. */
  readonly due_s: number;
}

/** s after midnight of `HH:MM`. Throws RangeError. */
export function timeOfDay(time: string): number {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time) ?? [];
  if (minutes === undefined)
    throw new RangeError(`Cannot read time of schedule: it must be 00:00 to 23:59, got ${time}`);
  return 3600 * Number(hours) + 60 * Number(minutes);
}

/** All times after one moment up to and with another, the earlier first, at one moment in the order of the schedules. */
export function dueTimes(
  tables: readonly Timetable[],
  zone: ZoneOffset,
  after_s: number,
  until_s: number,
): readonly DueTime[] {
  const found: DueTime[] = [];
  // What the day before leaves out, at its very end, may come after midnight.
  for (let day = dayAt(after_s, zone) - 1; day <= dayAt(until_s, zone) + 1; day++)
    for (const { id, isOn, days, time } of tables) {
      if (!isOn || !days.includes(weekdayOf(day))) continue;
      const due_s = momentOf(day * DAY_S + timeOfDay(time), zone);
      if (due_s > after_s && due_s <= until_s) found.push({ schedule: id, day, due_s });
    }
  return found.sort((a, b) => a.due_s - b.due_s);
}

/** The first time after a moment; undefined when no schedule is on. */
export function nextDue(tables: readonly Timetable[], zone: ZoneOffset, after_s: number): DueTime | undefined {
  // A week, and a day for clocks that are changed meanwhile.
  return dueTimes(tables, zone, after_s, after_s + 8 * DAY_S)[0];
}
