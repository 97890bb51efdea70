import { daysInWords, daysOf, wallTime } from './wallTime.ts';

test('days are read as they are written', () => {
  expect(daysOf('daily')).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(daysOf('mon-fri')).toEqual([1, 2, 3, 4, 5]);
  expect(daysOf('Sun,sat,Mon-Tue')).toEqual([1, 2, 6, 7]);
  for (const text of ['', 'monday', 'fri-mon', 'mon-', 'mon-tue-wed']) expect(() => daysOf(text)).toThrow(/mon-fri/);
  for (const days of ['daily', 'mon-fri', 'sat,sun']) expect(daysInWords(daysOf(days)).length).toBeGreaterThan(3);
  expect(daysInWords([6, 7])).toBe('Sat Sun');
  expect(daysInWords([5, 1, 2, 3, 4])).toBe('Mon-Fri');
});

test('a moment is shown as the wall does', () => {
  expect(wallTime(0, () => 3600)).toBe('1970-01-01 01:00');
  expect(wallTime(Number.NaN, () => 0)).toBe('NaN s');
});
