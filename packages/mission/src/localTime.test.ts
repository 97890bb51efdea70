import fc from 'fast-check';
import { DAY_S, dayAt, momentOf, weekdayOf, type ZoneOffset } from './localTime.ts';

const day = (year: number, month: number, date: number): number => Date.UTC(year, month - 1, date) / 1000 / DAY_S;
const at = (text: string): number => Date.parse(text) / 1000;

/** Central Europe in 2026 as its law has it: 29 March to 25 October, each at 01:00 UTC. */
const berlin: ZoneOffset = (stamp_s) =>
  stamp_s >= at('2026-03-29T01:00Z') && stamp_s < at('2026-10-25T01:00Z') ? 7200 : 3600;

test('weekdays are those of the calendar', () => {
  expect(weekdayOf(0)).toBe(4);
  expect(weekdayOf(-4)).toBe(7);
  expect(weekdayOf(day(2026, 11, 22))).toBe(7);
  expect(weekdayOf(day(2028, 2, 29))).toBe(2);
});

test('a time that is left out is the moment of the change, one that comes twice its first', () => {
  // 02:30 on 29 March does not exist: the clocks go from 02:00 to 03:00 at 01:00 UTC.
  expect(momentOf(day(2026, 3, 29) * DAY_S + 2.5 * 3600, berlin)).toBe(at('2026-03-29T01:00Z'));
  // 02:30 on 25 October comes at 00:30 UTC and at 01:30 UTC.
  expect(momentOf(day(2026, 10, 25) * DAY_S + 2.5 * 3600, berlin)).toBe(at('2026-10-25T00:30Z'));
  expect(momentOf(day(2026, 7, 1) * DAY_S + 9 * 3600, berlin)).toBe(at('2026-07-01T07:00Z'));
  expect(dayAt(at('2026-06-30T22:00Z'), berlin)).toBe(day(2026, 7, 1));
});

test('a change at midnight leaves no day without its first minute', () => {
  // Chile begins summer at 24:00: 00:00 to 00:59 of 6 September 2026 are left out.
  const santiago: ZoneOffset = (stamp_s) => (stamp_s >= at('2026-09-06T04:00Z') ? -3 * 3600 : -4 * 3600);
  expect(momentOf(day(2026, 9, 6) * DAY_S + 1800, santiago)).toBe(at('2026-09-06T04:00Z'));
  expect(dayAt(at('2026-09-06T04:00Z'), santiago)).toBe(day(2026, 9, 6));
});

test('whatever the zone and its one change, the wall shows the time at that moment, or the clocks were just changed past it', () => {
  const quarter_s = 900;
  const offset = fc.integer({ min: -48, max: 56 }).map((k) => k * quarter_s);
  const change = fc.integer({ min: -86_400 * 2, max: 86_400 * 2 });
  const saved = fc.constantFrom(-7200, -3600, -1800, 0, 1800, 3600, 7200);
  fc.assert(
    fc.property(offset, change, saved, fc.integer({ min: 0, max: DAY_S - 1 }), (first, change_s, jump_s, wall_s) => {
      const zone: ZoneOffset = (stamp_s) => (stamp_s < change_s ? first : first + jump_s);
      const moment_s = momentOf(wall_s, zone);
      const shown_s = moment_s + zone(moment_s);
      if (shown_s !== wall_s) {
        expect(moment_s).toBe(change_s);
        expect(wall_s - (moment_s - 1 + zone(moment_s - 1))).toBeGreaterThan(0);
        expect(shown_s).toBeGreaterThan(wall_s);
      }
      // The first such moment.
      for (const earlier_s of [moment_s - 1, moment_s - Math.abs(jump_s)])
        if (earlier_s < moment_s) expect(earlier_s + zone(earlier_s)).not.toBe(wall_s);
    }),
    { numRuns: 500 },
  );
});
