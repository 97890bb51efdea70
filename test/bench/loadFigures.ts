/** What was heard in a while: ms between two wishes of the mind, and the most memory that each process had, MB. */
export interface Beat {
  readonly intervals_ms: readonly number[];
  readonly rss_mb: Readonly<Record<string, number>>;
}

export interface Spread {
  readonly count: number;
  readonly p50_ms: number;
  readonly p95_ms: number;
  readonly p99_ms: number;
  readonly most_ms: number;
}

export function spreadOf(intervals_ms: readonly number[]): Spread {
  const sorted = intervals_ms.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { count: sorted.length, p50_ms: at(0.5), p95_ms: at(0.95), p99_ms: at(0.99), most_ms: sorted.at(-1) ?? 0 };
}

export function shiftOf(calm: Spread, crowded: Spread): number {
  return crowded.p99_ms - calm.p99_ms;
}
