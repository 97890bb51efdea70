import type { BelievedCell, CellGroup } from './believedCell.ts';
import { CELL_M } from './evidenceTiles.ts';
import { axisOf, extentOf, isNarrow } from './groupShape.ts';

/**
 * Thresholds and thick rugs: long, full, and as high at one end as at the other; m, and least share of cells in their rectangle. What is shorter than a
 * door is wide (a keyboard, what is seen of a threshold from beside) must be a bar that begins at a wall.
 */
const THRESHOLD_LONG_M = 0.3;
const DOOR_M = 0.5;
const THRESHOLD_WIDE_M = 0.18;
const THRESHOLD_FULL = 0.5;
const THRESHOLD_UNEVEN_M = 0.004;
/** Pieces of one are no farther apart, and what is shorter than the second says not which way it runs, m. */
const THRESHOLD_GAP_M = 0.3;
const THRESHOLD_RUNS_M = 0.2;
/** Wheels climb 20 mm, and heights are good to 1.5. */
const CLIMBED_M = 0.0215;

/**
 * Groups that are thresholds, with the pieces of each. What was one stays one in pieces: over the middle of one the floor is as high as a rug, and looks
 * from nearby take it for that.
 * @param before  ids of obstacles that were thresholds before
 */
export function thresholdsOf(
  steps: readonly BelievedCell[][],
  before: ReadonlySet<number>,
  isAtWall: (cell: BelievedCell) => boolean,
): BelievedCell[][] {
  const wasOne = (group: CellGroup): boolean =>
    group.filter(({ owner }) => before.has(owner)).length > 0.5 * group.length && isClimbed(group);
  const thresholds: BelievedCell[][] = [];
  // The longest of them says which way it runs.
  for (const group of steps.toSorted((a, b) => b.length - a.length)) {
    const whole = thresholds.find((threshold) => isInLine(group, threshold));
    if (whole !== undefined) whole.push(...group);
    else if (isThreshold(group, isAtWall) || wasOne(group)) thresholds.push(group);
  }
  return thresholds;
}

/** Whether low cells make up something extended that the wheels climb, and no cord. */
function isThreshold(group: CellGroup, isAtWall: (cell: BelievedCell) => boolean): boolean {
  if (group.length * CELL_M * CELL_M < THRESHOLD_FULL * THRESHOLD_LONG_M * 2 * CELL_M) return false;
  const { along, across } = extentOf(group);
  if (along < THRESHOLD_LONG_M) return false;
  if (group.length * CELL_M * CELL_M < THRESHOLD_FULL * along * across || isNarrow(group)) return false;
  if (!isClimbed(group)) return false;
  return along >= DOOR_M || (across <= THRESHOLD_WIDE_M && across <= 0.5 * along && group.some(isAtWall));
}

/** Whether cells are all as high as each other, and no higher than wheels climb. */
function isClimbed(group: CellGroup): boolean {
  return heightAt(group, 0.5) <= CLIMBED_M && heightAt(group, 0.85) - heightAt(group, 0.15) <= THRESHOLD_UNEVEN_M;
}

/** Whether low cells lie where a threshold goes on, as high as it: it was seen in pieces. */
function isInLine(group: CellGroup, threshold: CellGroup): boolean {
  const axis = axisOf(threshold);
  const own = extentOf(threshold, axis);
  if (own.along < THRESHOLD_RUNS_M) return false;
  const whole = extentOf([...threshold, ...group], axis);
  if (whole.across > own.across + CELL_M) return false;
  if (whole.along - own.along - extentOf(group, axis).along > THRESHOLD_GAP_M) return false;
  return Math.abs(heightAt(group, 0.5) - heightAt(threshold, 0.5)) < THRESHOLD_UNEVEN_M;
}

/** The height that a share of the cells stay below, m. */
function heightAt(group: CellGroup, share: number): number {
  const heights = group.map(({ height_m }) => height_m).sort((a, b) => a - b);
  return heights[Math.floor(share * (heights.length - 1))];
}
