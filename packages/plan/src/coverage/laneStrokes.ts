import { hypot } from '@homebound/math';
import { findPath, pathLength } from '../space/findPath.ts';
import type { FreeSpace } from '../space/freeSpace.ts';
import type { GridSearch } from '../space/gridSearch.ts';
import { isStandable } from '../space/standing.ts';
import type { LaneCell, LaneFrame } from './laneCells.ts';
import type { LaneRules } from './laneRules.ts';
import type { SweepRaster } from './sweepRaster.ts';

/** The strokes of one lane: its useful drivable stretches, joined across idle floor and round small obstacles. */
export function sweepLane(
  space: FreeSpace,
  raster: SweepRaster,
  roomOf: Int16Array,
  room: number,
  cell: LaneCell,
  frame: LaneFrame,
  v: number,
  rules: LaneRules,
  search: GridSearch,
): Float64Array[] {
  const { c, s } = frame;
  const isOwn = columnsNear(cell, frame, v, raster.halfWidth_m);
  const { originX_m, originY_m, resolution_m: step, width, height } = raster.frame;
  const stretches = drivableStretches();
  const paths: Float64Array[] = [];
  for (let k = 0; k < stretches.length; k++) {
    const points = [...stretches[k]];
    while (k + 1 < stretches.length) {
      const bridge = bridgeGap(space, points.slice(-2), [...stretches[k + 1].slice(0, 2)], rules, search);
      if (bridge === undefined) break;
      points.push(...bridge, ...stretches[++k]);
    }
    const path = Float64Array.from(points);
    paths.push(path);
  }
  return paths.filter((path) => {
    const isWorth = raster.gainOf(path) * raster.cellArea_m2 >= rules.minGain_m2;
    if (isWorth) raster.sweep(path);
    return isWorth;
  });

  function drivableStretches(): [number, number, number, number][] {
    const found: [number, number, number, number][] = [];
    let start = Number.NaN;
    let end = Number.NaN;
    const close = () => {
      if (end > start) found.push([...at(start), ...at(end)]);
      start = end = Number.NaN;
    };
    for (let column = 0; column < frame.columns; column++) {
      const u = frame.minU_m + (column + 0.5) * frame.step_m;
      const [x, y] = at(u);
      if (!isStandable(space, x, y)) {
        close();
        continue;
      }
      const ix = Math.floor((x - originX_m) / step);
      const iy = Math.floor((y - originY_m) / step);
      const isHere = ix >= 0 && iy >= 0 && ix < width && iy < height && roomOf[iy * width + ix] === room;
      if (isHere && isOwn[column] !== 0 && raster.todoAcross(x, y, -s, c) > 0) {
        if (Number.isNaN(start)) start = u;
        end = u;
      } else if (u - end > rules.maxIdle_m) close();
    }
    close();
    return found;
  }

  function at(u: number): [number, number] {
    return [originX_m + c * u - s * v, originY_m + s * u + c * v];
  }
}

/** Which columns of its frame a cell has floor in, under a lane at v. */
function columnsNear(cell: LaneCell, { minV_m, step_m, columns }: LaneFrame, v: number, reach_m: number): Uint8Array {
  const isOwn = new Uint8Array(columns);
  for (const { row, first, last } of cell.runs)
    if (Math.abs(minV_m + (row + 0.5) * step_m - v) <= reach_m) isOwn.fill(1, first, last + 1);
  return isOwn;
}

/** The points between two stretches of a lane when going on is worth the way round; undefined to split there. */
function bridgeGap(
  space: FreeSpace,
  from: number[],
  to: number[],
  rules: LaneRules,
  search: GridSearch,
): number[] | undefined {
  const gap = hypot(to[0] - from[0], to[1] - from[1]);
  if (gap > 4 * rules.maxIdle_m) return undefined;
  const most_m = gap + rules.maxDetour_m;
  // The shortest way hugs the obstacle, which sweeps the ring round it. Over cells it is some 8 % longer than straightened.
  const options = { search, shortest: true, longest_m: 1.3 * most_m + 6 * space.resolution_m };
  const way = findPath(space, { x: from[0], y: from[1] }, { x: to[0], y: to[1] }, options);
  if (!way.ok || pathLength(way.path) > most_m) return undefined;
  return [...way.path.subarray(2, way.path.length - 2)];
}
