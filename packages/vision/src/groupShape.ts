import type { BelievedCell, CellGroup } from './believedCell.ts';
import { keyOf } from './cellKey.ts';
import { convexHull, polygonArea } from './convexHull.ts';
import { CELL_M, votes } from './evidenceTiles.ts';
import type { ObstacleKind } from './obstacle.ts';

/** Cords are this long at least (what is thicker than 7 mm may be anything that is narrow), m. */
const CORD_LONG_M = 0.08;
const THICK_CORD_LONG_M = 0.3;
/** Of a cord's cells that had a look from nearby so few were wide in it; so many must have had one, of what is thin and of what is higher. */
const WIDE_SHARE = 0.35;
const FEWEST_KNOWN = 2;
const KNOWN_SHARE = 0.25;
/** Share of a cord's cells in the map that have all eight neighbours: it is nearly nowhere wider than two. */
const INSIDE_SHARE = 0.12;
const CORD_HIGH_M = 0.02;
/** What is smaller and lower than this may be a pet's mess, m. */
const LOW_LONG_M = 0.16;
const LOW_HIGH_M = 0.06;
/** A group whose hull is this many times its cells is cut in two, unless it is short, m. */
const HULL_EXCESS = 2;
const HULL_SLACK_M2 = 0.006;
const SHORT_M = 0.2;

/** How a group of cells lies: its hull and its extent along and across. */
export interface GroupShape {
  readonly outline_map: Float64Array;
  readonly length_m: number;
  readonly width_m: number;
  readonly height_m: number;
}

export function shapeOf(group: CellGroup): GroupShape {
  const corners = new Float64Array(8 * group.length);
  let height_m = 0;
  for (const [k, { cx, cy, height_m: h }] of group.entries()) {
    corners.set([cx, cy, cx + 1, cy, cx + 1, cy + 1, cx, cy + 1], 8 * k);
    if (Math.abs(h) > Math.abs(height_m)) height_m = h;
  }
  const outline_map = convexHull(corners.map((value) => value * CELL_M));
  const { along, across } = extentOf(group);
  return { outline_map, length_m: along, width_m: across, height_m };
}

/** What a group is by its shape. */
export function kindOf(group: CellGroup, shape: GroupShape): ObstacleKind {
  const share = (name: (typeof votes)[number]): number =>
    group.filter(({ vote }) => votes[vote] === name).length / group.length;
  if (share('drop') > 0.5) return 'drop';
  if (share('overhang') > 0.5) return 'overhang';
  const { length_m, height_m } = shape;
  if (height_m <= CORD_HIGH_M) {
    const isCord = isNarrow(group) && length_m >= (share('low') < 0.6 ? CORD_LONG_M : THICK_CORD_LONG_M);
    return isCord ? 'cable' : 'low';
  }
  return length_m <= LOW_LONG_M && height_m < LOW_HIGH_M ? 'low' : 'thing';
}

/** Groups whose hull covers much floor that is free (a cord in loops, two things side by side), cut into pieces that do not. */
export function splitWide(group: CellGroup): CellGroup[] {
  const { outline_map, length_m } = shapeOf(group);
  const cells_m2 = group.length * CELL_M * CELL_M;
  if (length_m <= SHORT_M || polygonArea(outline_map) <= HULL_EXCESS * cells_m2 + HULL_SLACK_M2) return [group];
  const { mx, my, ax, ay } = axisOf(group);
  const isAhead = ({ cx, cy }: BelievedCell): boolean => (cx - mx) * ax + (cy - my) * ay > 0;
  return [...splitWide(group.filter(isAhead)), ...splitWide(group.filter((cell) => !isAhead(cell)))];
}

/** Mean of the cells and the direction in which they are spread most. */
export function axisOf(group: CellGroup): { mx: number; my: number; ax: number; ay: number } {
  let mx = 0;
  let my = 0;
  for (const { cx, cy } of group) {
    mx += cx / group.length;
    my += cy / group.length;
  }
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (const { cx, cy } of group) {
    xx += (cx - mx) * (cx - mx);
    xy += (cx - mx) * (cy - my);
    yy += (cy - my) * (cy - my);
  }
  // The eigenvector of the larger eigenvalue of [[xx, xy], [xy, yy]], from the longer of its two forms.
  const root = Math.sqrt((xx - yy) * (xx - yy) + 4 * xy * xy);
  const larger = (xx + yy + root) / 2;
  let ax = xx >= yy ? larger - yy : xy;
  let ay = xx >= yy ? xy : larger - xx;
  const length = Math.sqrt(ax * ax + ay * ay);
  ax = length > 0 ? ax / length : 1;
  ay = length > 0 ? ay / length : 0;
  return { mx, my, ax, ay };
}

export function extentOf(group: CellGroup, axis = axisOf(group)): { along: number; across: number } {
  const { u0, u1, v0, v1 } = rangeOf(group, axis);
  return { along: (u1 - u0 + 1) * CELL_M, across: (v1 - v0 + 1) * CELL_M };
}

/** From where to where a group's cells lie along (u) and across (v) an axis, in cells from its middle. */
export function rangeOf(
  group: CellGroup,
  { mx, my, ax, ay }: ReturnType<typeof axisOf>,
): { u0: number; u1: number; v0: number; v1: number } {
  let [u0, v0] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  let [u1, v1] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { cx, cy } of group) {
    const u = (cx - mx) * ax + (cy - my) * ay;
    const v = (cy - my) * ax - (cx - mx) * ay;
    u0 = Math.min(u0, u);
    u1 = Math.max(u1, u);
    v0 = Math.min(v0, v);
    v1 = Math.max(v1, v);
  }
  return { u0, u1, v0, v1 };
}

/**
 * Whether it is as narrow as a cord, in looks from nearby. Where there were too few, what is as low as a cord is one, and of what is higher the map tells:
 * the rows of a picture leave gaps on a threshold.
 */
export function isNarrow(group: CellGroup): boolean {
  const isThin = group.filter(({ vote }) => votes[vote] === 'thin').length > 0.5 * group.length;
  const known = group.filter(({ wide }) => wide !== 0);
  if (known.length >= (isThin ? FEWEST_KNOWN : KNOWN_SHARE * group.length))
    return known.filter(({ wide }) => wide > 0).length <= WIDE_SHARE * known.length;
  if (isThin) return true;
  const has = new Set(group.map(({ cx, cy }) => keyOf(cx, cy)));
  const isInside = ({ cx, cy }: BelievedCell): boolean => {
    for (let dy = -1; dy <= 1; dy++)
      for (let dx = -1; dx <= 1; dx++) if (!has.has(keyOf(cx + dx, cy + dy))) return false;
    return true;
  };
  return group.filter(isInside).length <= INSIDE_SHARE * group.length;
}
