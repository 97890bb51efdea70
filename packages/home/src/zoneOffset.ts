import type { ZoneOffset } from '@homebound/mission';

/** No zone changes its clocks but at a quarter of an hour. */
const QUARTER_S = 900;
/** Quarters that are remembered; what is looked up at a time lies within some days. */
const MOST_KNOWN = 4096;

/**
 * What clocks on walls of a time zone are ahead of UTC, by the tables that came with the program: no network is asked.
 * @param timeZone  IANA name, e.g. `Europe/Berlin`. Throws RangeError for one that is unknown.
 */
export function zoneOffset(timeZone: string): ZoneOffset {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  const known = new Map<number, number>();
  return (stamp_s) => {
    const quarter = Math.floor(stamp_s / QUARTER_S);
    const before = known.get(quarter);
    if (before !== undefined) return before;
    const offset_s = shownBy(format, quarter * QUARTER_S) - quarter * QUARTER_S;
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(quarter, offset_s);
    return offset_s;
  };
}

/** Date and time on the wall as s since 1970-01-01 00:00 on the wall. */
function shownBy(format: Intl.DateTimeFormat, stamp_s: number): number {
  const parts = format.formatToParts(1000 * stamp_s);
  const [year, month, day, hour, minute] = (['year', 'month', 'day', 'hour', 'minute'] as const).map((type) =>
    Number(parts.find((part) => part.type === type)?.value),
  );
  return Date.UTC(year, month - 1, day, hour, minute) / 1000;
}
