import { atan2, hypot } from '@homebound/math';

const BINS = 90;
/** Walls this far off a direction still speak for it, in bins of a degree. */
const SPREAD = 3;

/**
 * The direction that most walls run along or across, rad in [0, pi / 2): lanes along it end square to the walls.
 * @param lines  ways along walls, interleaved x, y in m
 */
export function mainDirection(lines: readonly Float64Array[]): number {
  const votes = new Float64Array(BINS);
  for (const line of lines)
    for (let i = 2; i < line.length; i += 2) {
      const dx = line[i] - line[i - 2];
      const dy = line[i + 1] - line[i - 1];
      const degrees = (atan2(dy, dx) * 180) / Math.PI + 180;
      const length = hypot(dx, dy);
      for (let k = -SPREAD; k <= SPREAD; k++)
        votes[(Math.round(degrees) + k + BINS) % BINS] += (length * length * (SPREAD + 1 - Math.abs(k))) / (SPREAD + 1);
    }
  let best = 0;
  for (let k = 1; k < BINS; k++) if (votes[k] > votes[best]) best = k;
  return (best * Math.PI) / 180;
}
