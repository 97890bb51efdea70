/** What the clock on the wall of a home is ahead of UTC, s, at a moment, s since 1970. */
export type ZoneOffset = (stamp_s: number) => number;

export const DAY_S = 86_400;

/**
 * The moment at which the clock on the wall shows a time. A time that comes twice, when summer ends, is its first; one that is left out,
 * when summer begins, is the moment of the change.
 * @param wall_s  date and time on the wall, as s since 1970-01-01 00:00 on the wall; whole
 * @returns s since 1970
 */
export function momentOf(wall_s: number, zone: ZoneOffset): number {
  // A day is more than any zone is off by, and less than from one change of the clocks to the next.
  const before_s = zone(wall_s - DAY_S);
  const after_s = zone(wall_s + DAY_S);
  const eastern_s = Math.max(before_s, after_s);
  for (const offset_s of [eastern_s, before_s + after_s - eastern_s])
    if (zone(wall_s - offset_s) === offset_s) return wall_s - offset_s;
  return changeBetween(wall_s - DAY_S, wall_s + DAY_S, zone);
}

/** The first s at which the offset is no longer that at `low_s`. */
function changeBetween(low_s: number, high_s: number, zone: ZoneOffset): number {
  const before_s = zone(low_s);
  let [low, high] = [low_s, high_s];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (zone(middle) === before_s) low = middle;
    else high = middle;
  }
  return high;
}

/** Date on the wall at a moment, as days since 1970-01-01. */
export function dayAt(stamp_s: number, zone: ZoneOffset): number {
  return Math.floor((stamp_s + zone(stamp_s)) / DAY_S);
}

/** 1 Monday to 7 Sunday (ISO 8601). */
export function weekdayOf(day: number): number {
  // 1970-01-01 was a Thursday.
  return ((((day + 3) % 7) + 7) % 7) + 1;
}
