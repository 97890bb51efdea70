import { centreX, centreY, type OccupancyGrid } from '@homebound/grid';
import { compose, hypot, type SE2 } from '@homebound/math';
import type { CellEnds } from './homeEndPoints.ts';
import type { HomeScene } from './homeScene.ts';
import type { TruthWalls } from './homeTruth.ts';

/** Where a map has the walls that never move. */
export interface FixedWalls {
  readonly cells: number;
  /** Distance to the true surfaces. */
  readonly rmse_m: number;
  /** Mean offset from the truth [x, y, cells] of each square of a metre, by its number. */
  readonly squares: ReadonlyMap<number, readonly [number, number, number]>;
}

const OCCUPIED = 65;
const WELL_SEEN = 10;
/** What was read this near to a true wall, seen from the true pose, was that wall. */
const OF_WALL_M = 0.06;
/** What stands this near to a thing may be the thing. */
const OF_THING_M = 0.15;
/** An occupied cell farther than this from every wall and thing is a ghost. */
const GHOST_M = 0.15;
const SQUARE_M = 1;
const SQUARE_ROW = 65536;
/** Squares with fewer cells in either map are not compared. */
const SQUARE_CELLS = 10;

/** The walls of the home itself in a map: well-seen occupied cells, without what moves. */
export function fixedWalls(
  map: OccupancyGrid,
  ends: CellEnds,
  walls: TruthWalls,
  scene: HomeScene,
  T_world_map: SE2,
): FixedWalls {
  const squares = new Map<number, [number, number, number]>();
  let [cells, sum] = [0, 0];
  for (let i = 0; i < map.data.length; i++) {
    if (map.data[i] < OCCUPIED || ends.count[i] < WELL_SEEN) continue;
    const [x, y] = [ends.x[i], ends.y[i]];
    const real = compose(T_world_map, { x: x - ends.offX[i], y: y - ends.offY[i], theta: 0 });
    if (walls.distanceTo(real.x, real.y) > OF_WALL_M || scene.isNear(real.x, real.y, OF_THING_M)) continue;
    const drawn = compose(T_world_map, { x, y, theta: 0 });
    const off_m = walls.distanceTo(drawn.x, drawn.y);
    cells++;
    sum += off_m * off_m;
    const square = Math.floor(real.y / SQUARE_M) * SQUARE_ROW + Math.floor(real.x / SQUARE_M);
    const [offX, offY, n] = squares.get(square) ?? [0, 0, 0];
    squares.set(square, [offX + ends.offX[i], offY + ends.offY[i], n + 1]);
  }
  for (const mean of squares.values()) {
    mean[0] /= mean[2];
    mean[1] /= mean[2];
  }
  return { cells, rmse_m: Math.sqrt(sum / cells), squares };
}

/** How far walls moved since an earlier map, whichever way: the mean over the home's square metres, and their 95th percentile. */
export function wallDrift(now: FixedWalls, before: FixedWalls): { drift_m: number; driftP95_m: number } {
  const moves: number[] = [];
  for (const [square, [offX, offY, cells]] of now.squares) {
    const old = before.squares.get(square);
    if (old === undefined || Math.min(cells, old[2]) < SQUARE_CELLS) continue;
    moves.push(hypot(offX - old[0], offY - old[1]));
  }
  if (moves.length === 0) return { drift_m: 0, driftP95_m: 0 };
  moves.sort((a, b) => a - b);
  const drift_m = moves.reduce((sum, move) => sum + move, 0) / moves.length;
  return { drift_m, driftP95_m: moves[Math.floor(0.95 * (moves.length - 1))] };
}

/** Occupied cells on the home's floor where neither a wall nor a thing stands now: left behind by what moved. */
export function ghostCells(map: OccupancyGrid, walls: TruthWalls, scene: HomeScene, T_world_map: SE2): number {
  let ghosts = 0;
  for (let i = 0; i < map.data.length; i++) {
    if (map.data[i] < OCCUPIED) continue;
    const x = centreX(map, i % map.width);
    const y = centreY(map, Math.floor(i / map.width));
    const at = compose(T_world_map, { x, y, theta: 0 });
    if (!walls.isFloor(at.x, at.y) || walls.distanceTo(at.x, at.y) < GHOST_M) continue;
    if (!scene.isNear(at.x, at.y, GHOST_M)) ghosts++;
  }
  return ghosts;
}
