import { type Colour, Drawing } from '@homebound/formats';
import { coverageCell, type Referee, type World } from '@homebound/sim';

const colours: Readonly<Record<number, Colour>> = {
  [coverageCell.blocked]: [38, 46, 58],
  [coverageCell.outOfReach]: [226, 229, 233],
  [coverageCell.missed]: [232, 60, 50],
  [coverageCell.swept]: [174, 218, 200],
  [coverageCell.sweptOutOfReach]: [206, 226, 218],
};
const WAY: Colour = [28, 105, 176];
const HIT: Colour = [200, 0, 160];
const NO_GO: Colour = [240, 170, 40];
const ROBOT: Colour = [28, 60, 110];
const DOCK: Colour = [30, 132, 90];
/** The referee's raster is of 1 cm. */
const SCALE_PXPM = 100;

export interface SweptPictureOptions {
  readonly referee: Referee;
  readonly world: World;
  /** The way it drove, world frame, interleaved x, y; NaN where no line is to be. */
  readonly way?: ArrayLike<number>;
  /** Areas that the robot was told to keep out of, world frame. */
  readonly areas?: readonly ArrayLike<number>[];
  readonly T_world_base?: { readonly x: number; readonly y: number; readonly theta: number };
  readonly bodyRadius_m: number;
}

/**
 * What the true brush swept, from above, in the world frame: missed floor red, what no centred brush reaches grey, hard
 * contacts as purple dots, the way as a thin line.
 * @returns PNG bytes
 */
export function sweptPicture(options: SweptPictureOptions): Uint8Array {
  const { referee, world, way, areas = [], T_world_base, bodyRadius_m } = options;
  const { data, width, height, originX_m, originY_m, resolution_m } = referee.coveragePicture();
  const bounds = {
    x0_m: originX_m,
    y0_m: originY_m,
    x1_m: originX_m + width * resolution_m,
    y1_m: originY_m + height * resolution_m,
  };
  const drawing = new Drawing(bounds, colours[coverageCell.outOfReach], SCALE_PXPM);
  const { raster } = drawing;
  for (let py = 0; py < raster.height; py++) {
    const row = Math.min(height - 1, Math.floor((raster.height - 1 - py + 0.5) / SCALE_PXPM / resolution_m)) * width;
    for (let px = 0; px < raster.width; px++) {
      const ix = Math.min(width - 1, Math.floor((px + 0.5) / SCALE_PXPM / resolution_m));
      raster.blend(py * raster.width + px, colours[data[row + ix]], 1);
    }
  }
  if (areas.length > 0) drawing.polygons(areas, NO_GO, 0.4);
  if (way !== undefined) for (const piece of piecesOf(way)) drawing.polyline(piece, 0.012, WAY, 0.55, 1);
  for (const { x, y } of referee.hits) drawing.disc(x, y, 0.05, HIT, 0.9);
  drawing.dock(world.T_world_dock, bodyRadius_m, DOCK);
  if (T_world_base !== undefined) drawing.robot(T_world_base, bodyRadius_m, ROBOT);
  return drawing.png();
}

/** A line cut where its points are not numbers. */
function piecesOf(points: ArrayLike<number>): number[][] {
  const pieces: number[][] = [[]];
  for (let i = 0; i + 1 < points.length; i += 2) {
    if (Number.isNaN(points[i])) pieces.push([]);
    else pieces.at(-1)?.push(points[i], points[i + 1]);
  }
  return pieces.filter((piece) => piece.length > 0);
}
