export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** @param share in [0, 1] */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(Math.floor(share * sorted.length), sorted.length - 1)];
}
