import { cellX, cellY, distanceToCells, floodFill, type OccupancyGrid } from '@homebound/grid';
import { dockedPose, type Material, type Shape, type World } from '../world.ts';
import { dockPlace } from './dockPlace.ts';

export interface ExtrudeOptions {
  readonly name?: string;
  readonly wallHeight_m?: number;
  /** Cells of at least this occupancy are solid. */
  readonly occupiedFrom?: number;
  /** Where the home's dock is known to be. */
  readonly dockNear?: { readonly x_m: number; readonly y_m: number };
}

/** Solid cells farther than this from free floor are never met, so they are left out, in cells. */
const wallLayers = 2;
const plaster: Material = { kind: 'matte', reflectivity: 0.8 };

/**
 * A world from a floor plan: what is occupied or unknown stands as walls. Only solid cells near floor that the dock's
 * region reaches are built, merged into few rectangles.
 * Throws RangeError when the robot fits nowhere beside a wall.
 */
export function extrudeMap(grid: OccupancyGrid, options: ExtrudeOptions = {}): World {
  const name = options.name ?? 'floor plan';
  const walls = solidAround(grid, options.occupiedFrom ?? 50);
  const { width, height } = walls;
  const T_world_dock = dockPlace(walls, { near: options.dockNear });
  if (T_world_dock === undefined)
    throw new RangeError(`Cannot make a world of ${name}: a robot of 0.17 m fits nowhere beside a wall`);
  const n = width * height;
  const free = new Uint8Array(n);
  const solid = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    solid[i] = walls.data[i];
    free[i] = solid[i] === 0 ? 1 : 0;
  }
  const dockCell = cellY(walls, T_world_dock.y) * width + cellX(walls, T_world_dock.x);
  const toFloor = distanceToCells(floodFill(free, width, height, dockCell, 8), width, height);
  const met = new Uint8Array(n);
  for (let i = 0; i < n; i++) met[i] = solid[i] !== 0 && toFloor[i] <= wallLayers ? 1 : 0;
  const shapes = rectanglesOf(met, solid, width, height).map(
    ([ix, iy, nx, ny]): Shape => ({
      kind: 'box',
      x_m: walls.originX_m + (ix + nx / 2) * grid.resolution_m,
      y_m: walls.originY_m + (iy + ny / 2) * grid.resolution_m,
      yaw_rad: 0,
      sizeX_m: nx * grid.resolution_m,
      sizeY_m: ny * grid.resolution_m,
      z0_m: 0,
      z1_m: options.wallHeight_m ?? 2.4,
      material: plaster,
    }),
  );
  const T_world_solid = { x: 0, y: 0, theta: 0 };
  return {
    name,
    solids: [{ name: 'walls', mobility: 'static', mass_kg: 1, friction: 0.5, T_world_solid, shapes }],
    floor: [],
    T_world_dock,
    T_world_start: dockedPose(T_world_dock),
    warnings: [],
  };
}

/** The grid with 0 for free and 100 for solid, framed by solid cells so that floor never ends at the picture's edge. */
function solidAround(grid: OccupancyGrid, occupiedFrom: number): OccupancyGrid {
  const width = grid.width + 2 * wallLayers;
  const height = grid.height + 2 * wallLayers;
  const data = new Int8Array(width * height).fill(100);
  for (let iy = 0; iy < grid.height; iy++)
    for (let ix = 0; ix < grid.width; ix++) {
      const value = grid.data[iy * grid.width + ix];
      if (value >= 0 && value < occupiedFrom) data[(iy + wallLayers) * width + ix + wallLayers] = 0;
    }
  const margin_m = wallLayers * grid.resolution_m;
  return {
    width,
    height,
    resolution_m: grid.resolution_m,
    originX_m: grid.originX_m - margin_m,
    originY_m: grid.originY_m - margin_m,
    data,
  };
}

/**
 * Few rectangles [ix, iy, nx, ny] that cover every cell marked in `needed` and none that is 0 in `allowed`; they may
 * overlap. From each cell not yet covered, in reading order, the one that covers more of "wide, then tall" and "tall, then
 * wide". `needed` is used up.
 */
export function rectanglesOf(
  needed: Uint8Array,
  allowed: Uint8Array,
  width: number,
  height: number,
): [number, number, number, number][] {
  const rectangles: [number, number, number, number][] = [];
  for (let cell = 0; cell < needed.length; cell++) {
    if (needed[cell] === 0) continue;
    const ix = cell % width;
    const iy = (cell - ix) / width;
    const wide = grow(allowed, width, height, ix, iy, true);
    const tall = grow(allowed, width, height, ix, iy, false);
    const [nx, ny] = covered(needed, width, cell, wide) >= covered(needed, width, cell, tall) ? wide : tall;
    for (let dy = 0; dy < ny; dy++) needed.fill(0, cell + dy * width, cell + dy * width + nx);
    rectangles.push([ix, iy, nx, ny]);
  }
  return rectangles;
}

/** Needed cells in a rectangle with its low corner at a cell. */
function covered(needed: Uint8Array, width: number, cell: number, [nx, ny]: readonly [number, number]): number {
  let count = 0;
  for (let dy = 0; dy < ny; dy++) for (let i = cell + dy * width, n = i + nx; i < n; i++) count += needed[i];
  return count;
}

/** Size of the largest allowed rectangle with its low corner at a cell, grown along one axis first. */
function grow(
  allowed: Uint8Array,
  width: number,
  height: number,
  ix: number,
  iy: number,
  alongX: boolean,
): [number, number] {
  let nx = 1;
  let ny = 1;
  const roomRight = () => {
    if (ix + nx >= width) return false;
    for (let dy = 0; dy < ny; dy++) if (allowed[(iy + dy) * width + ix + nx] === 0) return false;
    return true;
  };
  const roomAbove = () => {
    if (iy + ny >= height) return false;
    for (let dx = 0; dx < nx; dx++) if (allowed[(iy + ny) * width + ix + dx] === 0) return false;
    return true;
  };
  if (alongX) while (roomRight()) nx++;
  while (roomAbove()) ny++;
  while (roomRight()) nx++;
  return [nx, ny];
}
