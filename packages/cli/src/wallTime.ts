import type { ZoneOffset } from '@homebound/mission';

/** A moment as the clock on the wall shows it: `2026-11-22 09:00`. */
export function wallTime(stamp_s: number, zone: ZoneOffset): string {
  const date = new Date(1000 * (stamp_s + zone(stamp_s)));
  return Number.isNaN(date.getTime()) ? `${stamp_s} s` : date.toISOString().slice(0, 16).replace('T', ' ');
}

const names = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Days of the week, 1 to 7, in words: `Mon Tue`, `Mon-Fri`, `every day`. */
export function daysInWords(days: readonly number[]): string {
  const sorted = [...days].sort();
  if (sorted.length === 7) return 'every day';
  const isRow = sorted.length > 2 && sorted.at(-1) === sorted[0] + sorted.length - 1;
  return isRow ? `${names[sorted[0] - 1]}-${names[sorted.at(-1)! - 1]}` : sorted.map((day) => names[day - 1]).join(' ');
}

/** The other way round: `mon-fri`, `sat,sun`, `daily`. Throws RangeError. */
export function daysOf(text: string): number[] {
  if (text === 'daily') return [1, 2, 3, 4, 5, 6, 7];
  const days = text.split(',').flatMap((part) => {
    const [first, last = first, ...more] = part
      .split('-')
      .map((name) => names.findIndex((one) => one.toLowerCase() === name.trim().toLowerCase()));
    if (first < 0 || last < first || more.length > 0)
      throw new RangeError(`Cannot read days: expected daily, mon-fri or sat,sun, got ${text}`);
    return Array.from({ length: last - first + 1 }, (_, k) => first + k + 1);
  });
  return [...new Set(days)].sort();
}
