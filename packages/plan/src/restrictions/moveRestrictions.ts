import type { MapWarp } from '@homebound/math';
import type { Line, Restrictions } from './restrictions.ts';

/** The restrictions in a corrected map's frame: every corner moves with the map around it. */
export function moveRestrictions(restrictions: Restrictions, warp: MapWarp): Restrictions {
  if (warp.isIdentity) return restrictions;
  const { noGo, noMop, walls, thresholds } = restrictions;
  const moved = (points: readonly number[]) => [...warp.moved(points)];
  const movedLine = (line: Line) => moved(line) as unknown as Line;
  return {
    noGo: noGo.map(moved),
    noMop: noMop.map(moved),
    walls: walls.map(movedLine),
    thresholds: thresholds.map((threshold) => ({ ...threshold, line: movedLine(threshold.line) })),
  };
}
