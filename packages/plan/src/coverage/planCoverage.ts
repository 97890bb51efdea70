import { cellX, cellY, type GridFrame } from '@homebound/grid';
import { findPath, type Point, pathLength } from '../space/findPath.ts';
import { type FreeSpace, isSegmentClear, nearestMarked } from '../space/freeSpace.ts';
import { GridSearch } from '../space/gridSearch.ts';
import { edgeLines, usefulPieces } from './contourStrokes.ts';
import { type LaneRules, planLanes } from './lanes.ts';
import { defaultMotion, type MotionLimits, pathTime } from './motionTime.ts';
import { planPatches, remainingBlobs } from './patches.ts';
import { SweepRaster } from './sweepRaster.ts';
import { planTour, reversedPath } from './tour.ts';

export interface CoverageOptions {
  /** Limits of the body, for times and the choice of directions and order. */
  readonly motion?: MotionLimits;
  /** Lane directions tried in each room, over half a turn. */
  readonly directions?: number;
  /** Overlap of neighbouring lanes as a share of the brush's width. */
  readonly overlap?: number;
  /** Edges longer than this are followed before the lanes; shorter ones (table legs) are left to lanes and patches, m. */
  readonly minEdge_m?: number;
  /** Spots smaller than this are not worth a stroke; they are reported, m². */
  readonly minPatch_m2?: number;
}

export interface CoverageRequest {
  readonly space: FreeSpace;
  /** Floor that the brush has already swept, shape of the space; non-zero = swept. */
  readonly covered?: Uint8Array;
  /** Where the robot is, map frame. */
  readonly from: { readonly x: number; readonly y: number; readonly theta?: number };
  /** Room of each cell of the space, 0 = none. Rooms are cleaned one after the other. Left out: all is one room. */
  readonly rooms?: { readonly labels: Int16Array };
  /** Floor to sweep, shape of the space, non-zero = wanted; the way there may lead over the rest. Left out: all of it. */
  readonly within?: Uint8Array;
  /** Rooms in the order wanted; those not named follow, nearest first. */
  readonly roomOrder?: readonly number[];
  /** Where the robot goes afterwards (its dock), map frame, m: the tour had better end near there. */
  readonly end?: Point;
  /** Lane direction asked for a room (along floorboards, across the first pass), rad; undefined leaves the choice to the planner. */
  readonly laneAngle_rad?: (room: number) => number | undefined;
  readonly options?: CoverageOptions;
}

/** A stretch of the plan. `travel` joins two strokes over floor that need not be swept. */
export interface Stroke {
  readonly kind: 'perimeter' | 'lane' | 'patch' | 'travel';
  /** Way of base_link, interleaved x, y in m, map frame; at least two points. Each stroke begins where the last one ends. */
  readonly path: Float64Array;
  /** Id of the room it serves, 0 = none. */
  readonly room: number;
}

/** Floor that stays unswept, and where. */
export interface UncoveredBlob {
  readonly x: number;
  readonly y: number;
  readonly area_m2: number;
}

export interface CoveragePlan {
  /** From the robot on; empty when nothing is left that is worth a stroke. */
  readonly strokes: readonly Stroke[];
  readonly length_m: number;
  /** Length of the travel strokes, part of `length_m`. */
  readonly travel_m: number;
  /** Expected time, stopping for each turn above 10°, s. */
  readonly time_s: number;
  /** Share of the cleanable floor that will have been swept, what was covered before included; 1 when there is none. */
  readonly coveredShare: number;
  /** Spots above 10 cm² that are left, largest first: too small for a stroke, or out of the brush's reach. */
  readonly uncoveredBlobs: readonly UncoveredBlob[];
}

interface Piece {
  readonly kind: 'perimeter' | 'lane' | 'patch';
  readonly path: Float64Array;
  readonly room: number;
}

/** Planning that can stop at any time: there is a plan from the beginning, and it gets better. */
export interface CoverageWork {
  /** The best plan so far; usable at once. */
  readonly plan: CoveragePlan;
  /** Works on for about 10 ms. Returns false when nothing more can be gained. */
  improve(): boolean;
}

/**
 * Begins a coverage plan: `plan` is there at once and valid; call `improve` while there is time.
 * @throws RangeError when a mask does not have the space's shape
 */
export function startCoverage(request: CoverageRequest): CoverageWork {
  const plan = planOnce(request);
  return { plan, improve: () => false };
}

/** The best plan: `startCoverage`, improved to the end. Deterministic; throws as it does. */
export function planCoverage(request: CoverageRequest): CoveragePlan {
  const work = startCoverage(request);
  while (work.improve());
  return work.plan;
}

/**
 * A drivable way that sweeps what is left of the cleanable floor: along the walls, then in lanes, then over what these
 * left, room by room. Deterministic; plans again from `covered` at any time. What is too small or out of reach is reported
 * and never planned, so calling it until `strokes` is empty ends.
 * @throws RangeError when `covered` or `rooms` do not have the space's shape
 */
function planOnce(request: CoverageRequest): CoveragePlan {
  const { space, covered, within, rooms, options = {} } = request;
  const { motion = defaultMotion, minPatch_m2 = 0.008 } = options;
  const cells = space.width * space.height;
  if (covered && covered.length !== cells)
    throw new RangeError(`Cannot plan coverage: covered must have ${cells} cells, got ${covered.length}`);
  if (within && within.length !== cells)
    throw new RangeError(`Cannot plan coverage: within must have ${cells} cells, got ${within.length}`);
  if (rooms && rooms.labels.length !== cells)
    throw new RangeError(`Cannot plan coverage: rooms.labels must have ${cells} cells, got ${rooms.labels.length}`);

  const raster = new SweepRaster(space, covered, within);
  const search = new GridSearch(space);
  const pieces = planPieces(space, raster, request, search);
  const strokes = joinPieces(request, pieces, motion, search);
  const remaining = raster.remaining();
  return {
    strokes,
    length_m: strokes.reduce((sum, s) => sum + pathLength(s.path), 0),
    travel_m: strokes.reduce((sum, s) => (s.kind === 'travel' ? sum + pathLength(s.path) : sum), 0),
    time_s: pathTime(concatenate(strokes), motion),
    coveredShare: raster.cleanableCells === 0 ? 1 : 1 - remaining / raster.cleanableCells,
    uncoveredBlobs: remainingBlobs(raster, Math.min(0.001, minPatch_m2)).map(({ x, y, area_m2 }) => ({
      x,
      y,
      area_m2,
    })),
  };
}

/** All strokes of a plan as one polyline, interleaved x, y in m, without repeated points. */
export function concatenate(strokes: readonly Stroke[]): Float64Array {
  const points: number[] = [];
  for (const { path } of strokes)
    for (let i = 0; i < path.length; i += 2)
      if (points.length === 0 || points.at(-2) !== path[i] || points.at(-1) !== path[i + 1])
        points.push(path[i], path[i + 1]);
  return Float64Array.from(points);
}

/** The strokes that sweep, in no order yet: edges, lanes, patches. */
function planPieces(
  space: FreeSpace,
  raster: SweepRaster,
  { rooms, laneAngle_rad, options = {} }: CoverageRequest,
  search: GridSearch,
): Piece[] {
  const labels = rooms?.labels;
  const { motion = defaultMotion, directions = 12, overlap = 0.08, minEdge_m = 3, minPatch_m2 = 0.008 } = options;
  const labelAt = (x: number, y: number) => (labels ? labels[cellY(space, y) * space.width + cellX(space, x)] : 0);
  const pieces: Piece[] = [];
  const edges = edgeLines(space);
  const across = Math.round((2 * raster.halfWidth_m) / raster.frame.resolution_m);
  for (const edge of edges) {
    if (edge.length_m < minEdge_m) continue;
    const rules = { minAcross: Math.max(1, Math.floor(across / 4)), maxIdle_m: 0.5, minGain_m2: 0.02 };
    for (const { path, label } of usefulPieces(raster, edge.path, rules, labelAt))
      pieces.push({ kind: 'perimeter', path, room: label });
  }
  const laneRules: LaneRules = {
    directions,
    pitchShare: 1 - overlap,
    maxIdle_m: 0.4,
    minGain_m2: 0.03,
    maxDetour_m: 0.5,
  };
  const roomOf = upsampleLabels(space, labels, raster.frame);
  for (const { path, room } of planLanes(space, raster, roomOf, laneRules, motion, search, laneAngle_rad))
    pieces.push({ kind: 'lane', path, room });
  for (const edge of edges) {
    const rules = { minAcross: 2, maxIdle_m: 0.2, minGain_m2: minPatch_m2 };
    for (const { path, label } of usefulPieces(raster, edge.path, rules, labelAt))
      pieces.push({ kind: 'patch', path, room: label });
  }
  for (const path of planPatches(space, raster, minPatch_m2, search))
    pieces.push({ kind: 'patch', path, room: labelAt(path[0], path[1]) });
  return pieces;
}

function upsampleLabels(space: FreeSpace, labels: Int16Array | undefined, frame: GridFrame): Int16Array {
  const out = new Int16Array(frame.width * frame.height);
  if (labels === undefined) return out;
  const offsetX = Math.round((frame.originX_m - space.originX_m) / frame.resolution_m);
  const offsetY = Math.round((frame.originY_m - space.originY_m) / frame.resolution_m);
  for (let iy = 0; iy < frame.height; iy++)
    for (let ix = 0; ix < frame.width; ix++)
      out[iy * frame.width + ix] = labels[((iy + offsetY) >> 1) * space.width + ((ix + offsetX) >> 1)];
  return out;
}

/** Puts the pieces in order, room by room, and joins them by travel. */
function joinPieces(
  { space, from, roomOrder = [], end }: CoverageRequest,
  pieces: readonly Piece[],
  motion: MotionLimits,
  search: GridSearch,
): Stroke[] {
  const strokes: Stroke[] = [];
  let at: CoverageRequest['from'] = from;
  const visits = orderRooms(space, pieces, from, roomOrder, search);
  for (const [k, { room, pieces: inRoom }] of visits.entries()) {
    const stops = inRoom.map(({ path, kind }) => ({ path, reversible: kind !== 'perimeter' }));
    for (const { index, reversed } of planTour(space, stops, at, motion, search, visits[k + 1]?.entry ?? end)) {
      const piece = inRoom[index];
      const path = reversed ? reversedPath(piece.path) : piece.path;
      const travel = travelTo(space, at, { x: path[0], y: path[1] }, search);
      if (travel === undefined) continue;
      if (travel.length > 2) strokes.push({ kind: 'travel', path: travel, room });
      strokes.push({ kind: piece.kind, path, room });
      at = { x: path[path.length - 2], y: path[path.length - 1] };
    }
  }
  return strokes;
}

/** A room's turn: its pieces, and the end of one of them where the robot comes in. */
interface RoomVisit {
  readonly room: number;
  readonly pieces: readonly Piece[];
  readonly entry: Point;
}

/** The rooms in the order of their turn: those asked for first, then the one nearest by way from where the last one was entered. */
function orderRooms(
  space: FreeSpace,
  pieces: readonly Piece[],
  from: Point,
  wanted: readonly number[],
  search: GridSearch,
): RoomVisit[] {
  const byRoom = new Map<number, Piece[]>();
  for (const piece of pieces) {
    const known = byRoom.get(piece.room);
    if (known === undefined) byRoom.set(piece.room, [piece]);
    else known.push(piece);
  }
  // Cells where pieces begin or end; the first piece to claim a cell has it.
  const ends = new Map<number, { room: number; entry: Point }>();
  const targets = new Uint8Array(space.standable.length);
  for (const { room, path } of pieces)
    for (const i of [0, path.length - 2]) {
      const cell = nearestMarked(space.standable, space, path[i], path[i + 1], 0.6);
      if (cell < 0 || ends.has(cell)) continue;
      ends.set(cell, { room, entry: { x: path[i], y: path[i + 1] } });
      targets[cell] = 1;
    }
  const visits: RoomVisit[] = [];
  let at = from;
  const asked = wanted.filter((room, k) => byRoom.has(room) && wanted.indexOf(room) === k);
  while (byRoom.size > 0) {
    const next = asked.shift();
    if (next !== undefined) for (const [cell, { room }] of ends) targets[cell] = room === next ? 1 : 0;
    const start = nearestMarked(space.standable, space, at.x, at.y, 0.6);
    const near = start < 0 ? undefined : ends.get(search.run(start, -1, targets)[0]);
    // A room whose ends all share cells with other rooms' is found by no search: it comes when nothing else is left.
    const found = near ?? firstOf(byRoom, next);
    visits.push({ ...found, pieces: byRoom.get(found.room) ?? [] });
    byRoom.delete(found.room);
    for (const [cell, { room }] of ends) targets[cell] = byRoom.has(room) ? 1 : 0;
    at = found.entry;
  }
  return visits;
}

function firstOf(byRoom: Map<number, Piece[]>, wanted?: number): { room: number; entry: Point } {
  const room = wanted ?? (byRoom.keys().next().value as number);
  const [{ path }] = byRoom.get(room) as Piece[];
  return { room, entry: { x: path[0], y: path[1] } };
}

/** The way to a stroke's beginning; a single point when the robot is there, undefined when there is none. */
function travelTo(space: FreeSpace, at: Point, to: Point, search: GridSearch): Float64Array | undefined {
  if (at.x === to.x && at.y === to.y) return Float64Array.of(at.x, at.y);
  if (isSegmentClear(space, at.x, at.y, to.x, to.y)) return Float64Array.of(at.x, at.y, to.x, to.y);
  const way = findPath(space, at, to, { search });
  return way.ok ? way.path : undefined;
}
