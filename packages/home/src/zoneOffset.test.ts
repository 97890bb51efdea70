import { momentOf } from '@homebound/mission';
import { zoneOffset } from './zoneOffset.ts';

const at = (text: string): number => Date.parse(text) / 1000;

test('summer and winter, half hours, west of Greenwich, before the year 2000', () => {
  const hours = (zone: string, text: string): number => zoneOffset(zone)(at(text)) / 3600;
  expect(hours('Europe/Berlin', '2026-07-01T12:00Z')).toBe(2);
  expect(hours('Europe/Berlin', '2026-11-22T12:00Z')).toBe(1);
  expect(hours('Asia/Kolkata', '2026-11-22T12:00Z')).toBe(5.5);
  expect(hours('Asia/Kathmandu', '2026-11-22T12:00Z')).toBe(5.75);
  expect(hours('America/St_Johns', '2026-11-22T12:00Z')).toBe(-3.5);
  expect(hours('Pacific/Kiritimati', '2026-11-22T12:00Z')).toBe(14);
  expect(hours('UTC', '1970-01-01T00:01Z')).toBe(0);
  expect(hours('Europe/Berlin', '1970-01-01T00:00Z')).toBe(1);
  expect(() => zoneOffset('Middle/Earth')).toThrow(RangeError);
});

test('to the second of the change', () => {
  const berlin = zoneOffset('Europe/Berlin');
  expect([berlin(at('2026-03-29T00:59:59Z')), berlin(at('2026-03-29T01:00:00Z'))]).toEqual([3600, 7200]);
  expect(momentOf(at('2026-03-29T02:30Z'), berlin)).toBe(at('2026-03-29T01:00Z'));
});

test('a year of moments is as the platform has it', () => {
  const santiago = zoneOffset('America/Santiago');
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'America/Santiago',
    dateStyle: 'short',
    timeStyle: 'short',
  });
  for (let stamp_s = at('2026-01-01T00:00Z'); stamp_s < at('2027-01-01T00:00Z'); stamp_s += 5 * 3600 + 60)
    expect(new Date(1000 * (stamp_s + santiago(stamp_s))).toISOString().slice(0, 16).replace('T', ' ')).toBe(
      format.format(1000 * stamp_s),
    );
});
