import { connectedComponents } from '@homebound/grid';
import { hypot } from '@homebound/math';
import { findPath, pathLength } from '../space/findPath.ts';
import { type FreeSpace, isStandable } from '../space/freeSpace.ts';
import type { GridSearch } from '../space/gridSearch.ts';
import { type LaneCell, type LaneFrame, laneCells, laneFrame } from './laneCells.ts';
import { driveTime, type MotionLimits, turnTime } from './motionTime.ts';
import type { SweepRaster } from './sweepRaster.ts';

export interface LaneRules {
  /** Number of directions tried over half a turn. */
  readonly directions: number;
  /** The first of them, rad. */
  readonly mainDirection_rad: number;
  /** Largest distance between neighbouring lanes as a share of the brush's width. */
  readonly pitchShare: number;
  /** Idle stretches of a lane up to this long are driven through, m. */
  readonly maxIdle_m: number;
  /** Lane pieces that would sweep less are left to the patches, m². */
  readonly minGain_m2: number;
  /** What a missed square metre is worth in driving time, s/m². */
  readonly areaPrice_spm2: number;
  /** A gap in a lane is driven round when the way round is at most this much longer than the gap, m. */
  readonly maxDetour_m: number;
}

/** Holes in the floor up to this wide, along the lanes, are left to lanes to go round: they divide no region. */
const MAX_GAP_M = 0.6;
/** Parts of a region lower than this share of the brush are swept along with their neighbours. */
const MIN_HEIGHT = 1.2;

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
    const frame = laneFrame(raster.frame, region.rim, direction, raster.frame.resolution_m);
    for (const cell of cellsOf(raster, labels, region, frame)) {
      const extent = extentLeft(raster, cell, frame, rules);
      if (extent === undefined) continue;
      for (const v of laneOffsets(extent, 2 * raster.halfWidth_m, rules, limits))
        for (const path of sweepLane(space, raster, roomOf, region.room, cell, frame, v, rules, search))
          lanes.push({ path, room: region.room });
    }
  }
  return lanes;
}

function cellsOf(raster: SweepRaster, labels: Int32Array, region: Region, frame: LaneFrame): LaneCell[] {
  return laneCells(raster.frame, labels, region.label, frame, MAX_GAP_M, MIN_HEIGHT * 2 * raster.halfWidth_m);
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

/** Where a cell's floor lies across the lanes, m in the lanes' frame, and how long its lanes are on the average. */
interface Extent {
  readonly low_m: number;
  readonly high_m: number;
  readonly meanLength_m: number;
}

/** The extent of what is still to be swept of a cell; less at its sides that is not worth half a lane's turns is left out. */
function extentLeft(raster: SweepRaster, cell: LaneCell, frame: LaneFrame, rules: LaneRules): Extent | undefined {
  const { width, height, resolution_m } = raster.frame;
  const { c, s, step_m, minU_m, minV_m, rows } = frame;
  const left = new Int32Array(rows);
  for (const { row, first, last } of cell.runs) {
    const v = minV_m + (row + 0.5) * step_m;
    for (let column = first; column <= last; column++) {
      const u = minU_m + (column + 0.5) * step_m;
      const ix = Math.floor((c * u - s * v) / resolution_m);
      const iy = Math.floor((s * u + c * v) / resolution_m);
      if (ix >= 0 && iy >= 0 && ix < width && iy < height) left[row] += raster.todo[iy * width + ix];
    }
  }
  return extentOfRows(left, frame, rules.minGain_m2 / 4 / (step_m * step_m));
}

function extentOfRows(left: Int32Array, { step_m, minV_m }: LaneFrame, ignored: number): Extent | undefined {
  let low = 0;
  let high = left.length - 1;
  for (let sum = 0; low < left.length && sum + left[low] <= ignored; low++) sum += left[low];
  for (let sum = 0; high > low && sum + left[high] <= ignored; high--) sum += left[high];
  if (low >= left.length) return undefined;
  let cells = 0;
  for (let row = low; row <= high; row++) cells += left[row];
  return {
    low_m: minV_m + low * step_m,
    high_m: minV_m + (high + 1) * step_m,
    meanLength_m: (cells / (high - low + 1)) * step_m,
  };
}

/** Where lanes lie across an extent: as few as cover it, or one less when what is missed then is not worth it. */
function laneOffsets(
  { low_m, high_m, meanLength_m }: Extent,
  brush: number,
  rules: LaneRules,
  limits: MotionLimits,
): number[] {
  const extent = high_m - low_m;
  let count = laneCount(extent, brush, rules);
  const missed_m2 = (extent - (count - 1) * brush) * meanLength_m;
  if (count > 1 && missed_m2 * rules.areaPrice_spm2 < laneTime(meanLength_m, brush, limits)) count--;
  const isTight = count * brush >= extent;
  const pitch = isTight ? (extent - brush) / Math.max(1, count - 1) : extent / count;
  const first = count === 1 ? low_m + extent / 2 : isTight ? low_m + brush / 2 : low_m + pitch / 2;
  return Array.from({ length: count }, (_, k) => first + k * pitch);
}

function laneCount(extent: number, brush: number, rules: LaneRules): number {
  return Math.max(1, 1 + Math.ceil((extent - brush) / (brush * rules.pitchShare) - 1e-6));
}

/** A lane, and the change to the next one: two quarter turns and a hop of one brush width. */
function laneTime(length_m: number, brush: number, limits: MotionLimits): number {
  return driveTime(length_m, limits) + 2 * turnTime(Math.PI / 2, limits) + driveTime(brush, limits);
}

/** The direction whose lanes take the least time over the cells that they cut the region into. */
function bestDirection(
  raster: SweepRaster,
  labels: Int32Array,
  region: Region,
  rules: LaneRules,
  limits: MotionLimits,
): number {
  const brush = 2 * raster.halfWidth_m;
  let best = 0;
  let bestTime = Number.POSITIVE_INFINITY;
  for (let k = 0; k < rules.directions; k++) {
    const direction = rules.mainDirection_rad + (k * Math.PI) / rules.directions;
    const frame = laneFrame(raster.frame, region.rim, direction, 2 * raster.frame.resolution_m);
    let time = 0;
    for (const cell of cellsOf(raster, labels, region, frame))
      for (const length of laneLengths(cell, frame, brush, rules)) time += laneTime(length, brush, limits);
    // A tie goes to the first: along the walls before askew.
    if (time >= bestTime - 1e-9) continue;
    bestTime = time;
    best = direction;
  }
  return best;
}

/** Lengths of the lanes that sweep a cell, m: the mean of their strips, and what slanted ends add to it. */
function laneLengths({ runs }: LaneCell, { step_m, rows }: LaneFrame, brush: number, rules: LaneRules): Float64Array {
  let low = rows;
  let high = 0;
  for (const { row } of runs) {
    low = Math.min(low, row);
    high = Math.max(high, row);
  }
  const count = laneCount((high - low + 1) * step_m, brush, rules);
  const perLane = (high - low + 1) / count;
  const lengths = new Float64Array(count);
  const from = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  const to = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
  for (const { row, first, last } of runs) {
    const lane = Math.floor((row - low + 0.5) / perLane);
    lengths[lane] += last - first + 1;
    from[lane] = Math.min(from[lane], first);
    to[lane] = Math.max(to[lane], last);
  }
  for (let lane = 0; lane < count; lane++) {
    const span = Math.max(0, to[lane] - from[lane] + 1);
    lengths[lane] = ((lengths[lane] / perLane + span) * step_m) / 2;
  }
  return lengths;
}

/** The strokes of one lane: its useful drivable stretches, joined across idle floor and round small obstacles. */
function sweepLane(
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
  // The shortest way hugs the obstacle, which sweeps the ring round it.
  const way = findPath(space, { x: from[0], y: from[1] }, { x: to[0], y: to[1] }, { search, shortest: true });
  if (!way.ok || pathLength(way.path) > gap + rules.maxDetour_m) return undefined;
  return [...way.path.subarray(2, way.path.length - 2)];
}
