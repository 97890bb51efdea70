import { hypot } from '@homebound/math';
import { findPath, type Point } from '../space/findPath.ts';
import type { FreeSpace } from '../space/freeSpace.ts';
import type { GridSearch } from '../space/gridSearch.ts';
import { isSegmentClear } from '../space/standing.ts';
import { ConnectionCosts } from './connections.ts';
import type { CoverageOptions, CoverageRequest, Stroke } from './coveragePlan.ts';
import type { Piece } from './pieces.ts';
import { reversedPath, Tour } from './tour.ts';

/** Annealing of a tour: moves for each stroke, and how much worse an order may be at first, s. */
export interface TourEffort {
  readonly moves: number;
  readonly hot_s: number;
}

const COLD_S = 0.03;

/**
 * Puts pieces in order and joins them by travel: the rooms that are asked for one after the other, the rest as one.
 * @param isOrdered  the pieces come in a good order already, each the way it should be driven
 */
export function joinPieces(
  { space, from, roomOrder = [], end }: CoverageRequest,
  pieces: readonly Piece[],
  options: Required<CoverageOptions>,
  effort: TourEffort,
  search: GridSearch,
  isOrdered = false,
): Stroke[] {
  const strokes: Stroke[] = [];
  let at: CoverageRequest['from'] = from;
  const visits = visitsOf(pieces, roomOrder);
  for (const [k, visit] of visits.entries()) {
    const towards = k + 1 < visits.length ? nearestEnd(visits[k + 1], visit) : end;
    const { roomChange_s, edgeBefore_s, motion: limits } = options;
    const frame = { from: at, towards, roomChange_s, edgeBefore_s, limits };
    const stops = visit.map(({ path, room, kind }) => {
      const isEdge = kind === 'perimeter';
      return { path, room, isEdge, reversible: !isEdge };
    });
    const order = isOrdered ? stops.map((_, i) => 2 * i) : undefined;
    const tour = new Tour(stops, new ConnectionCosts(space, stops, frame, search), order);
    tour.anneal(effort.moves * stops.length, effort.hot_s, COLD_S);
    const steps = tour.steps;
    const paths = steps.map(({ index, reversed }) => (reversed ? reversedPath(visit[index].path) : visit[index].path));
    for (const [i, { index }] of steps.entries()) {
      const { kind, room } = visit[index];
      const path = isLoop(paths[i]) ? loopFrom(paths[i], at, beginningOf(paths[i + 1]) ?? towards) : paths[i];
      const travel = travelTo(space, at, { x: path[0], y: path[1] }, search);
      if (travel === undefined) continue;
      if (travel.length > 2) strokes.push({ kind: 'travel', path: travel, room });
      strokes.push({ kind, path, room });
      at = { x: path[path.length - 2], y: path[path.length - 1] };
    }
  }
  return strokes;
}

/** The pieces of each room that is asked for, then those of all others together. */
function visitsOf(pieces: readonly Piece[], roomOrder: readonly number[]): Piece[][] {
  const wanted = [...new Set(roomOrder)];
  const visits = wanted.map((room) => pieces.filter((piece) => piece.room === room));
  visits.push(pieces.filter((piece) => !wanted.includes(piece.room)));
  return visits.filter((visit) => visit.length > 0);
}

/** The end of one of the pieces that is nearest to the middle of others. */
function nearestEnd(pieces: readonly Piece[], others: readonly Piece[]): Point {
  let mx = 0;
  let my = 0;
  for (const { path } of others) {
    mx += path[0] / others.length;
    my += path[1] / others.length;
  }
  let best: Point = { x: pieces[0].path[0], y: pieces[0].path[1] };
  for (const { path } of pieces)
    for (const i of [0, path.length - 2])
      if (hypot(path[i] - mx, path[i + 1] - my) < hypot(best.x - mx, best.y - my))
        best = { x: path[i], y: path[i + 1] };
  return best;
}

function beginningOf(path: Float64Array | undefined): Point | undefined {
  return path && { x: path[0], y: path[1] };
}

function isLoop(path: Float64Array): boolean {
  const n = path.length;
  return n > 6 && path[0] === path[n - 2] && path[1] === path[n - 1];
}

/** A loop begun at the corner that is least out of the way between two places. */
function loopFrom(loop: Float64Array, from: Point, to: Point = from): Float64Array {
  const n = loop.length - 2;
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < n; i += 2) {
    const way = hypot(loop[i] - from.x, loop[i + 1] - from.y) + hypot(loop[i] - to.x, loop[i + 1] - to.y);
    if (way >= least - 1e-9) continue;
    least = way;
    best = i;
  }
  const out = new Float64Array(loop.length);
  for (let i = 0; i <= n + 1; i++) out[i] = loop[(best + i) % n];
  return out;
}

/** The way to a stroke's beginning; a single point when the robot is there, undefined when there is none. */
function travelTo(space: FreeSpace, at: Point, to: Point, search: GridSearch): Float64Array | undefined {
  if (at.x === to.x && at.y === to.y) return Float64Array.of(at.x, at.y);
  if (isSegmentClear(space, at.x, at.y, to.x, to.y)) return Float64Array.of(at.x, at.y, to.x, to.y);
  const way = findPath(space, at, to, { search, shortest: true });
  return way.ok ? way.path : undefined;
}
