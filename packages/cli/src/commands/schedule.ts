import { defaultSettings, type HomeStore, RobotClock, scheduleKeeper, zoneOffset } from '@homebound/home';
import { nextDue, type PastTime } from '@homebound/mission';
import type { HomeSettings, Schedule } from '@homebound/wire';
import { CliError } from '../errors.ts';
import { AT_KEYBOARD, withKeptStore } from '../keptStore.ts';
import { daysInWords, daysOf, wallTime } from '../wallTime.ts';

export interface ScheduleOptions {
  /** Id of a schedule that is made, or made anew. */
  readonly set?: string;
  readonly at?: string;
  readonly days: string;
  readonly rooms?: readonly string[];
  readonly passes?: '1' | '2' | 'crossed';
  /** The schedule that is set rests. */
  readonly off?: boolean;
  /** Id of a schedule that goes. */
  readonly remove?: string;
  /** Time zone of the home. */
  readonly zone?: string;
  readonly json?: boolean;
}

/** `homebound schedule`: when the robot cleans by itself; sets and removes. */
export function schedule(folder: string, options: ScheduleOptions): void {
  const isChange = options.set !== undefined || options.remove !== undefined || options.zone !== undefined;
  if (options.at !== undefined && options.set === undefined)
    throw new CliError('--at needs --set and the name of a schedule');
  const text = withKeptStore(folder, isChange, (store) => {
    if (isChange) change(store, options);
    const { schedules } = store.ask('readSchedules', {}, AT_KEYBOARD).answer;
    const settings = store.ask('readSettings', {}, AT_KEYBOARD).answer;
    return show(schedules, settings, pastOf(store, schedules), timeOf(store), options);
  });
  process.stdout.write(`${text ?? show([], defaultSettings, [], 0, options)}\n`);
}

function change(store: HomeStore, options: ScheduleOptions): void {
  const { schedules } = store.ask('readSchedules', {}, AT_KEYBOARD).answer;
  const { set, remove, zone } = options;
  if (remove !== undefined && !schedules.some(({ id }) => id === remove))
    throw new CliError(`No schedule ${remove}; there are ${schedules.map(({ id }) => id).join(', ') || 'none'}`);
  if (zone !== undefined) {
    const settings = store.ask('readSettings', {}, AT_KEYBOARD).answer;
    store.ask('writeSettings', { ...settings, timeZone: zone }, AT_KEYBOARD);
  }
  if (set === undefined && remove === undefined) return;
  const others = schedules.filter(({ id }) => id !== set && id !== remove);
  const all = set === undefined ? others : [...others, scheduleOf(set, options)];
  store.ask('writeSchedules', { schedules: all }, AT_KEYBOARD);
}

function scheduleOf(id: string, { at, days, rooms, passes, off = false }: ScheduleOptions): Schedule {
  if (at === undefined) throw new CliError(`When is ${id} due? Add --at HH:MM`);
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(at)) throw new CliError(`--at ${at}: needs HH:MM, such as 09:00`);
  return {
    id,
    isOn: !off,
    days: daysOf(days),
    time: at,
    ...(rooms !== undefined && { rooms: rooms.map(Number) }),
    ...(passes !== undefined && { settings: { passes } }),
  };
}

/** What its clock would show if it were switched on now. */
function timeOf(store: HomeStore): number {
  const { clock } = store.begin().bytes;
  const timeIs = { load: () => clock, save: () => {} };
  return new RobotClock({ store: timeIs, monotonic_s: () => 0, timeZone: () => 'UTC' }).wall_s();
}

/** What became of its last times. */
function pastOf(store: HomeStore, schedules: readonly Schedule[]): readonly PastTime[] {
  const { due } = store.begin().bytes;
  const dueStore = { load: () => due, save: () => {} };
  const warn = (text: string): boolean => process.stderr.write(`warning: ${text}\n`);
  return scheduleKeeper({ schedules, dueStore }, warn).memory()?.past ?? [];
}

function show(
  schedules: readonly Schedule[],
  { timeZone }: HomeSettings,
  past: readonly PastTime[],
  now_s: number,
  { json }: ScheduleOptions,
): string {
  if (json) return JSON.stringify({ timeZone, schedules, past });
  const zone = zoneOffset(timeZone);
  const lines = schedules.map((one) => {
    const next = nextDue([one], zone, now_s);
    const where = one.rooms === undefined ? 'everywhere' : `rooms ${one.rooms.join(', ')}`;
    const when = next === undefined ? 'rests' : `next ${wallTime(next.due_s, zone)} ${timeZone}`;
    return `${one.id}: ${daysInWords(one.days)} at ${one.time}, ${where}; ${when}`;
  });
  const skipped = past.filter(({ outcome }) => outcome === 'skipped').slice(-5);
  const why = skipped.map(({ schedule: id, due_s, reason }) => `  left out ${wallTime(due_s, zone)} ${id}: ${reason}`);
  return lines.length === 0 ? 'The robot cleans only when it is told to.' : [...lines, ...why].join('\n');
}
