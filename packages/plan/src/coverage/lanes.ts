import { connectedComponents } from '@homebound/grid';
import { cos, hypot, sin } from '@homebound/math';
import { findPath, pathLength } from '../space/findPath.ts';
import { type FreeSpace, isStandable } from '../space/freeSpace.ts';
import type { GridSearch } from '../space/gridSearch.ts';
import { driveTime, type MotionLimits, turnTime } from './motionTime.ts';
import type { SweepRaster } from './sweepRaster.ts';

export interface LaneRules {
  /** Number of directions tried over half a turn. */
  readonly directions: number;
  /** Largest distance between neighbouring lanes as a share of the brush's width. */
  readonly pitchShare: number;
  /** Idle stretches of a lane up to this long are driven through, m. */
  readonly maxIdle_m: number;
  /** Lane pieces that would sweep less are left to the patches, m². */
  readonly minGain_m2: number;
  /** A gap in a lane is driven round when the way round is at most this much longer than the gap, m. */
  readonly maxDetour_m: number;
}

/** Connected floor of one room that is still to be swept. */
interface Region {
  readonly room: number;
  /** The leftmost and the rightmost cell of each of its rows: enough for its extent in any direction. */
  readonly rim: Int32Array;
  /** Its mark in the labelled raster. */
  readonly label: number;
}

/** A lane stroke and the room it serves. */
export interface Lane {
  readonly path: Float64Array;
  readonly room: number;
}

/**
 * Parallel lanes over the floor that is still to be swept, for each connected part of each room in the direction that takes
 * the least time; what they sweep is cleared from the raster. Lanes are split where obstacles block them, and led round
 * those that are small.
 * @param roomOf  room of each cell of the raster, 0 = none
 */
export function planLanes(
  space: FreeSpace,
  raster: SweepRaster,
  roomOf: Int16Array,
  rules: LaneRules,
  limits: MotionLimits,
  search: GridSearch,
  wantedAngle_rad: (room: number) => number | undefined = () => undefined,
): Lane[] {
  const marked = new Int16Array(raster.todo.length);
  for (let i = 0; i < marked.length; i++) marked[i] = raster.todo[i] === 0 ? 0 : roomOf[i] + 1;
  const { width, height } = raster.frame;
  const { labels, sizes } = connectedComponents(marked, width, height, 8);
  const lanes: Lane[] = [];
  for (const region of largeRegions(labels, sizes, width, roomOf, rules.minGain_m2 / raster.cellArea_m2)) {
    const direction = wantedAngle_rad(region.room) ?? bestDirection(raster, labels, region, rules, limits);
    const spread = laneOffsets(raster, region, direction, rules);
    for (const v of spread.offsets)
      for (const path of sweepLane(space, raster, roomOf, region.room, direction, v, spread, rules, search))
        lanes.push({ path, room: region.room });
  }
  return lanes;
}

function largeRegions(
  labels: Int32Array,
  sizes: Int32Array,
  width: number,
  roomOf: Int16Array,
  minCells: number,
): Region[] {
  const rims: (number[] | undefined)[] = Array.from(sizes, (size, k) => (k > 0 && size >= minCells ? [] : undefined));
  for (let i = 0; i < labels.length; i++) {
    const rim = rims[labels[i]];
    if (rim === undefined) continue;
    const n = rim.length;
    const row = Math.floor(i / width);
    // Cells come row by row: the first of a row is put twice, the second copy moves on with the row.
    if (n > 0 && Math.floor(rim[n - 1] / width) === row) rim[n - 1] = i;
    else rim.push(i, i);
  }
  const regions: Region[] = [];
  for (const [label, rim] of rims.entries())
    if (rim !== undefined && rim.length > 0) regions.push({ room: roomOf[rim[0]], rim: Int32Array.from(rim), label });
  return regions;
}

interface Spread {
  /** Where the lanes lie across the direction, m from the raster's origin. */
  readonly offsets: number[];
  /** Extent of the region along the direction, m. */
  readonly minU: number;
  readonly maxU: number;
}

/** Lanes spread evenly over the region: as few as cover it, the outer ones with their edge on the region's edge. */
function laneOffsets(raster: SweepRaster, region: Region, direction: number, rules: LaneRules): Spread {
  const { width, resolution_m } = raster.frame;
  const c = cos(direction);
  const s = sin(direction);
  let minU = Number.POSITIVE_INFINITY;
  let maxU = Number.NEGATIVE_INFINITY;
  let minV = Number.POSITIVE_INFINITY;
  let maxV = Number.NEGATIVE_INFINITY;
  for (const cell of region.rim) {
    const ix = cell % width;
    const x = ix + 0.5;
    const y = (cell - ix) / width + 0.5;
    const u = c * x + s * y;
    const v = -s * x + c * y;
    if (u < minU) minU = u;
    if (u > maxU) maxU = u;
    if (v < minV) minV = v;
    if (v > maxV) maxV = v;
  }
  const brush = 2 * raster.halfWidth_m;
  const extent = (maxV - minV + 1) * resolution_m;
  const low = (minV - 0.5) * resolution_m;
  const count = Math.max(1, 1 + Math.ceil((extent - brush) / (brush * rules.pitchShare) - 1e-6));
  const pitch = count > 1 ? (extent - brush) / (count - 1) : 0;
  const first = count > 1 ? low + brush / 2 : low + extent / 2;
  return {
    offsets: Array.from({ length: count }, (_, k) => first + k * pitch),
    minU: (minU - 0.5) * resolution_m,
    maxU: (maxU + 0.5) * resolution_m,
  };
}

/** The direction in [0, pi) whose lanes take the least time, by walking their centre lines over the region. */
function bestDirection(
  raster: SweepRaster,
  labels: Int32Array,
  region: Region,
  rules: LaneRules,
  limits: MotionLimits,
): number {
  let best = 0;
  let bestTime = Number.POSITIVE_INFINITY;
  for (let k = 0; k < rules.directions; k++) {
    const direction = (k * Math.PI) / rules.directions;
    const time = lanesTime(
      raster,
      labels,
      region.label,
      direction,
      laneOffsets(raster, region, direction, rules),
      rules,
      limits,
    );
    // A tie goes to the first: axes before diagonals.
    if (time < bestTime - 1e-9) {
      bestTime = time;
      best = direction;
    }
  }
  return best;
}

function lanesTime(
  raster: SweepRaster,
  labels: Int32Array,
  label: number,
  direction: number,
  spread: Spread,
  rules: LaneRules,
  limits: MotionLimits,
): number {
  const { width, height, resolution_m } = raster.frame;
  const c = cos(direction);
  const s = sin(direction);
  const step = 2 * resolution_m;
  // Between two lanes: two quarter turns and a hop of one brush width.
  const changeTime = 2 * turnTime(Math.PI / 2, limits) + driveTime(2 * raster.halfWidth_m, limits);
  let time = 0;
  for (const v of spread.offsets) {
    let start = Number.NaN;
    let end = Number.NaN;
    for (let u = spread.minU; u <= spread.maxU + step; u += step) {
      const ix = Math.floor((c * u - s * v) / resolution_m);
      const iy = Math.floor((s * u + c * v) / resolution_m);
      const isIn = ix >= 0 && iy >= 0 && ix < width && iy < height && labels[iy * width + ix] === label;
      if (isIn) {
        if (Number.isNaN(start)) start = u;
        end = u + step;
      } else if (u - end > rules.maxIdle_m) {
        time += driveTime(end - start, limits) + changeTime;
        start = end = Number.NaN;
      }
    }
    if (!Number.isNaN(start)) time += driveTime(end - start, limits) + changeTime;
  }
  return time;
}

/** The strokes of one lane: its useful drivable stretches, joined across idle floor and round small obstacles. */
function sweepLane(
  space: FreeSpace,
  raster: SweepRaster,
  roomOf: Int16Array,
  room: number,
  direction: number,
  v: number,
  spread: Spread,
  rules: LaneRules,
  search: GridSearch,
): Float64Array[] {
  const c = cos(direction);
  const s = sin(direction);
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
    for (let u = spread.minU - step; u <= spread.maxU + step; u += step) {
      const [x, y] = at(u);
      if (!isStandable(space, x, y)) {
        close();
        continue;
      }
      const ix = Math.floor((x - originX_m) / step);
      const iy = Math.floor((y - originY_m) / step);
      const isHere = ix >= 0 && iy >= 0 && ix < width && iy < height && roomOf[iy * width + ix] === room;
      if (isHere && raster.todoAcross(x, y, -s, c) > 0) {
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
  // The shortest way hugs the obstacle, which sweeps the ring round it.
  const way = findPath(space, { x: from[0], y: from[1] }, { x: to[0], y: to[1] }, { search, shortest: true });
  if (!way.ok || pathLength(way.path) > gap + rules.maxDetour_m) return undefined;
  return [...way.path.subarray(2, way.path.length - 2)];
}
