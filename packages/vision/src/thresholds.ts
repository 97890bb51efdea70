import type { BelievedCell, CellGroup } from './believedCell.ts';
import { CELL_M } from './evidenceTiles.ts';
import { flood } from './flood.ts';
import { axisOf, extentOf, isNarrow, rangeOf } from './groupShape.ts';

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
/** Share of the way from piece to piece on which the floor is as high as a rug. */
const RAISED_SHARE = 0.5;
/** What lies just beside one is more than a speck, and no longer than this unless it is a cord, cells and m. */
const BESIDE_CELLS = 4;
const BESIDE_LONG_M = 0.16;
/** Wheels climb 20 mm, and heights are good to 1.5. */
const CLIMBED_M = 0.0215;

/** What the map knows beside the cells that are grouped. */
export interface Surroundings {
  /** Whether the lidar sees something just beside a cell. */
  readonly isAtWall: (cell: BelievedCell) => boolean;
  /** Whether the floor in a cell was seen to be as high as a rug. */
  readonly isRaised: (cx: number, cy: number) => boolean;
}

/**
 * Groups that are thresholds, with the pieces of each. What was one stays one in pieces: over the middle of one the floor is as high as a rug, and looks
 * from nearby take it for that. What lies beside one, or beyond its end, with floor in between is no part of it, however alike it is.
 * @param before  ids of obstacles that were thresholds before
 */
export function thresholdsOf(
  steps: readonly BelievedCell[][],
  before: ReadonlySet<number>,
  around: Surroundings,
): BelievedCell[][] {
  const wasOne = (group: CellGroup): boolean =>
    group.filter(({ owner }) => before.has(owner)).length > 0.5 * group.length && isClimbed(group);
  const thresholds: BelievedCell[][] = [];
  // The longest of them says which way it runs.
  for (const group of steps.toSorted((a, b) => b.length - a.length)) {
    const whole = thresholds.find(
      (threshold) => isInLine(group, threshold) && (wasOne(group) || goesOn(group, threshold, around)),
    );
    if (whole !== undefined) whole.push(...group);
    else if (isThreshold(group, around.isAtWall) || wasOne(group)) thresholds.push(withoutBeside(group, around));
  }
  return thresholds;
}

/** A threshold without what lies just beside it: small, or a cord, and floor in between. */
function withoutBeside(group: BelievedCell[], around: Surroundings): BelievedCell[] {
  const [main, ...pieces] = flood(group, 1).sort((a, b) => b.length - a.length);
  if (main.length < 0.5 * group.length) return group;
  const axis = axisOf(main);
  const own = extentOf(main, axis);
  const isBeside = (piece: CellGroup): boolean => {
    if (piece.length < BESIDE_CELLS || goesOn(piece, main, around)) return false;
    if (!isNarrow(piece) && extentOf(piece).along > BESIDE_LONG_M) return false;
    const both = extentOf([...main, ...piece], axis);
    return both.along > own.along + CELL_M || both.across > own.across + CELL_M;
  };
  return [...main, ...pieces.filter((piece) => !isBeside(piece)).flat()];
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

/** Whether low cells lie where a threshold goes on, as high as it. */
function isInLine(group: CellGroup, threshold: CellGroup): boolean {
  const axis = axisOf(threshold);
  const own = extentOf(threshold, axis);
  if (own.along < THRESHOLD_RUNS_M) return false;
  const whole = extentOf([...threshold, ...group], axis);
  if (whole.across > own.across + CELL_M) return false;
  if (whole.along - own.along - extentOf(group, axis).along > THRESHOLD_GAP_M) return false;
  return Math.abs(heightAt(group, 0.5) - heightAt(threshold, 0.5)) < THRESHOLD_UNEVEN_M;
}

/** Whether low cells are as wide as a threshold, between the same edges, and the floor between is as high as a rug: it was seen in pieces. */
function goesOn(group: CellGroup, threshold: CellGroup, { isRaised }: Surroundings): boolean {
  const axis = axisOf(threshold);
  const a = rangeOf(threshold, axis);
  const b = rangeOf(group, axis);
  if (Math.abs(a.v0 - b.v0) > 1 || Math.abs(a.v1 - b.v1) > 1) return false;
  // From one end to the other's begin, along the middle of both.
  const from = b.u0 > a.u1 ? a.u1 : b.u1;
  const to = b.u0 > a.u1 ? b.u0 : a.u0;
  const v = (a.v0 + a.v1) / 2;
  let [cells, raised] = [0, 0];
  for (let u = from + 1; u < to; u++, cells++) {
    const cx = Math.round(axis.mx + u * axis.ax - v * axis.ay);
    const cy = Math.round(axis.my + u * axis.ay + v * axis.ax);
    if (isRaised(cx, cy)) raised++;
  }
  return raised >= RAISED_SHARE * cells;
}

/** The height that a share of the cells stay below, m. */
function heightAt(group: CellGroup, share: number): number {
  const heights = group.map(({ height_m }) => height_m).sort((a, b) => a - b);
  return heights[Math.floor(share * (heights.length - 1))];
}
