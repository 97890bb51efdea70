import fc from 'fast-check';
import { dueTimes, nextDue, type Timetable, timeOfDay } from './dueTimes.ts';
import { DAY_S, type ZoneOffset } from './localTime.ts';
import { begun, LATE_S, lookAtSchedules, noMemory, type PastTime, type ScheduleMemory } from './schedule.ts';

const utc: ZoneOffset = () => 0;
const at = (text: string): number => Date.parse(text) / 1000;
const daily: Timetable = { id: 'daily', isOn: true, days: [1, 2, 3, 4, 5, 6, 7], time: '09:00' };
const weekdays: Timetable = { id: 'weekdays', isOn: true, days: [1, 2, 3, 4, 5], time: '09:00' };

/** A robot that looks at its schedules; `blocked` is what keeps it from beginning. */
class Looking {
  memory: ScheduleMemory;
  readonly begun: { readonly key: string; readonly at_s: number }[] = [];
  readonly missed: PastTime[] = [];
  readonly #tables: readonly Timetable[];
  readonly #zone: ZoneOffset;

  constructor(tables: readonly Timetable[], now_s: number, zone = utc) {
    this.#tables = tables;
    this.#zone = zone;
    this.memory = lookAtSchedules(noMemory(now_s), tables, zone, now_s, '').memory;
  }

  look(now_s: number, blocked = ''): void {
    const { memory, due, missed } = lookAtSchedules(this.memory, this.#tables, this.#zone, now_s, blocked);
    this.missed.push(...missed);
    this.memory = blocked === '' ? begun(memory, due, '') : memory;
    if (blocked === '')
      for (const { schedule, day } of due) this.begun.push({ key: `${schedule} ${day}`, at_s: now_s });
  }

  run(from_s: number, to_s: number, blocked = ''): void {
    for (let now_s = from_s; now_s <= to_s; now_s += 60) this.look(now_s, blocked);
  }
}

test('times are read strictly', () => {
  expect(timeOfDay('09:05')).toBe(9 * 3600 + 300);
  for (const time of ['9:05', '24:00', '09:60', '', '09:05 ', '-1:00'])
    expect(() => timeOfDay(time)).toThrow(/00:00 to 23:59/);
});

test('the times of a week, and the next one', () => {
  // 2026-11-22 is a Sunday.
  const from_s = at('2026-11-22T00:00Z');
  const times = dueTimes([daily, weekdays], utc, from_s, from_s + 7 * DAY_S);
  expect(times.map(({ schedule }) => schedule).join(' ')).toBe(`daily ${'daily weekdays '.repeat(5)}daily`);
  expect(times[1].due_s).toBe(at('2026-11-23T09:00Z'));
  expect(nextDue([weekdays], utc, at('2026-11-20T09:00Z'))?.due_s).toBe(at('2026-11-23T09:00Z'));
  expect(nextDue([{ ...weekdays, isOn: false }], utc, from_s)).toBeUndefined();
});

test('late by half an hour is begun, later is left out with what kept it', () => {
  const robot = new Looking([daily], at('2026-11-22T08:00Z'));
  robot.run(at('2026-11-22T08:00Z'), at('2026-11-22T09:29Z'), 'It was cleaning.');
  robot.run(at('2026-11-22T09:30Z'), at('2026-11-22T12:00Z'));
  expect(robot.begun.map(({ at_s }) => at_s)).toEqual([at('2026-11-22T09:30Z')]);
  robot.run(at('2026-11-23T08:00Z'), at('2026-11-23T09:30Z'), 'It was cleaning.');
  robot.look(at('2026-11-23T09:31Z'), 'It was cleaning.');
  robot.run(at('2026-11-23T09:32Z'), at('2026-11-23T12:00Z'));
  expect(robot.begun.length).toBe(1);
  expect(robot.missed.map(({ outcome, reason }) => [outcome, reason])).toEqual([['skipped', 'It was cleaning.']]);
});

test('off at the time: begun when it is back within half an hour, else told; of a long absence the last day', () => {
  const robot = new Looking([daily], at('2026-11-01T10:00Z'));
  robot.look(at('2026-11-02T09:20Z'));
  expect(robot.begun.length).toBe(1);
  robot.look(at('2026-11-20T12:00Z'));
  expect(robot.missed.map(({ due_s, reason }) => [due_s, reason])).toEqual([
    [at('2026-11-20T09:00Z'), 'The robot was off at that time, or its clock was set past it.'],
  ]);
});

test('a schedule that is new, changed or switched on has nothing to catch up with', () => {
  const now_s = at('2026-11-22T09:10Z');
  const first = lookAtSchedules(noMemory(now_s - 60), [daily], utc, now_s, '');
  expect(first.due).toEqual([]);
  const off = { ...daily, isOn: false };
  const { memory } = lookAtSchedules(first.memory, [off], utc, now_s + DAY_S - 900, '');
  expect(lookAtSchedules(memory, [daily], utc, now_s + DAY_S, '').due).toEqual([]);
  expect(lookAtSchedules(memory, [{ ...off, time: '09:05' }], utc, now_s + DAY_S, '').due).toEqual([]);
});

test('a clock that was years ahead and is set right blocks nothing', () => {
  const robot = new Looking([daily], at('2030-01-01T08:00Z'));
  robot.run(at('2030-01-01T08:50Z'), at('2030-01-01T09:10Z'));
  robot.run(at('2026-11-22T08:50Z'), at('2026-11-22T09:10Z'));
  robot.run(at('2026-11-22T08:00Z'), at('2026-11-22T09:30Z'));
  expect(robot.begun.map(({ at_s }) => at_s)).toEqual([at('2030-01-01T09:00Z'), at('2026-11-22T09:00Z')]);
});

test('a clock that was never set counts days from its first start', () => {
  const robot = new Looking([daily], 60);
  robot.run(60, 3 * DAY_S);
  expect(robot.begun.map(({ at_s }) => Math.floor(at_s / 60) * 60)).toEqual(
    [0, 1, 2].map((day) => day * DAY_S + 9 * 3600),
  );
});

const table = fc.record({
  isOn: fc.constant(true),
  days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
  time: fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':')),
});
const tablesOf = fc
  .array(table, { minLength: 1, maxLength: 4 })
  .map((all) => all.map((one, k) => ({ ...one, id: `s${k}` })));
/** Summer begins and ends in the days that are looked at. */
const changing: ZoneOffset = (stamp_s) => (stamp_s >= 4.1 * DAY_S && stamp_s < 9.04 * DAY_S ? 7200 : 3600);

test('a robot that is free begins every time once, and at once, also when the clocks are changed', () => {
  fc.assert(
    fc.property(tablesOf, (tables) => {
      const start_s = DAY_S;
      const robot = new Looking(tables, start_s, changing);
      robot.run(start_s, 11 * DAY_S);
      const wanted = dueTimes(tables, changing, start_s, 11 * DAY_S);
      expect(robot.begun.map(({ key }) => key)).toEqual(wanted.map(({ schedule, day }) => `${schedule} ${day}`));
      robot.begun.forEach(({ at_s }, k) => {
        expect(at_s - wanted[k].due_s).toBeGreaterThanOrEqual(0);
        expect(at_s - wanted[k].due_s).toBeLessThan(60);
      });
    }),
    { numRuns: 4 },
  );
});

test('a robot that is busy now and then leaves no time without a word', () => {
  const stretch = fc.record({ for_min: fc.integer({ min: 1, max: 600 }), isBusy: fc.boolean() });
  fc.assert(
    fc.property(tablesOf, fc.array(stretch, { maxLength: 12 }), (tables, stretches) => {
      const start_s = 3 * DAY_S;
      const robot = new Looking(tables, start_s, changing);
      let now_s = start_s;
      for (const { for_min, isBusy } of stretches)
        for (let k = 0; k < for_min; k++) {
          now_s += 60;
          robot.look(now_s, isBusy ? 'It was cleaning.' : '');
        }
      const wanted = dueTimes(tables, changing, start_s, now_s - LATE_S - 60);
      const over = [...robot.begun.map(({ key }) => key), ...robot.missed.map((one) => `${one.schedule} ${one.day}`)];
      for (const { schedule, day } of wanted) expect(over).toContain(`${schedule} ${day}`);
      for (const { reason } of robot.missed) expect(reason).toBe('It was cleaning.');
    }),
    { numRuns: 8 },
  );
});

test('however the clock is set and whatever it does meanwhile, no time is begun twice, too early or too late', () => {
  const step = fc.record({
    ahead_s: fc.oneof(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 2 * DAY_S })),
    back_s: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 4 * 3600 })),
    blocked: fc.constantFrom('', '', 'It was charging.'),
  });
  fc.assert(
    fc.property(tablesOf, fc.array(step, { maxLength: 60 }), (tables, steps) => {
      let now_s = 2 * DAY_S;
      let backLeft_s = DAY_S;
      const robot = new Looking(tables, now_s, changing);
      for (const { ahead_s, back_s, blocked } of steps) {
        const set_s = Math.min(back_s, backLeft_s);
        backLeft_s -= set_s;
        now_s += ahead_s - set_s;
        const before = robot.begun.length;
        robot.look(now_s, blocked);
        const late = dueTimes(tables, changing, now_s - LATE_S - 1, now_s).map(
          ({ schedule, day }) => `${schedule} ${day}`,
        );
        for (const { key } of robot.begun.slice(before)) expect(late).toContain(key);
      }
      const keys = robot.begun.map(({ key }) => key);
      expect(new Set(keys).size).toBe(keys.length);
      const over = [...keys, ...robot.missed.map(({ schedule, day }) => `${schedule} ${day}`)];
      expect(new Set(over).size).toBe(over.length);
    }),
    { numRuns: 300 },
  );
});
