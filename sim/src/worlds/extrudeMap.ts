import { cellX, cellY, distanceToCells, floodFill, type OccupancyGrid } from '@homebound/grid';
import { dockedPose, type Material, type Shape, type World } from '../world.ts';
import { dockPlace } from './dockPlace.ts';

export interface ExtrudeOptions {
  readonly name?: string;
  readonly wallHeight_m?: number;
  /** Cells of at least this occupancy are solid. */
  readonly occupiedFrom?: number;
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
  const T_world_dock = dockPlace(walls);
  if (T_world_dock === undefined)
    throw new RangeError(`Cannot make a world of ${name}: a robot of 0.17 m fits nowhere beside a wall`);
  const free = Uint8Array.from(walls.data, (value) => (value === 0 ? 1 : 0));
  const dockCell = cellY(walls, T_world_dock.y) * width + cellX(walls, T_world_dock.x);
  const reached = floodFill(free, width, height, dockCell, 8);
  const layers = distanceToCells(reached, width, height);
  const built = layers.map((cells) => (cells > 0 && cells <= wallLayers ? 1 : 0));
  const shapes = rectanglesOf(Uint8Array.from(built), width, height).map(
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
 * Few rectangles [ix, iy, nx, ny] that cover exactly the marked cells: from each cell not yet covered, in reading order,
 * the larger of "wide, then tall" and "tall, then wide". `mask` is used up.
 */
export function rectanglesOf(mask: Uint8Array, width: number, height: number): [number, number, number, number][] {
  const rectangles: [number, number, number, number][] = [];
  for (let cell = 0; cell < mask.length; cell++) {
    if (mask[cell] === 0) continue;
    const ix = cell % width;
    const iy = (cell - ix) / width;
    const wide = grow(mask, width, height, ix, iy, true);
    const tall = grow(mask, width, height, ix, iy, false);
    const [nx, ny] = wide[0] * wide[1] >= tall[0] * tall[1] ? wide : tall;
    for (let dy = 0; dy < ny; dy++) mask.fill(0, cell + dy * width, cell + dy * width + nx);
    rectangles.push([ix, iy, nx, ny]);
  }
  return rectangles;
}

/** Size of the marked rectangle with its low corner at a cell, grown along one axis first. */
function grow(
  mask: Uint8Array,
  width: number,
  height: number,
  ix: number,
  iy: number,
  alongX: boolean,
): [number, number] {
  const isMarked = (x: number, y: number) => x < width && y < height && mask[y * width + x] !== 0;
  const column = (x: number, ny: number) => {
    for (let dy = 0; dy < ny; dy++) if (!isMarked(x, iy + dy)) return false;
    return true;
  };
  const row = (y: number, nx: number) => {
    for (let dx = 0; dx < nx; dx++) if (!isMarked(ix + dx, y)) return false;
    return true;
  };
  let nx = 1;
  let ny = 1;
  if (alongX) {
    while (column(ix + nx, 1)) nx++;
    while (row(iy + ny, nx)) ny++;
  } else {
    while (row(iy + ny, 1)) ny++;
    while (column(ix + nx, ny)) nx++;
  }
  return [nx, ny];
}
