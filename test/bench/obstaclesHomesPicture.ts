import { type Colour, Drawing } from '@homebound/formats';
import { defaultGeometry } from '@homebound/robot';
import { coverageCell, type World } from '@homebound/sim';
import type { SimulatedHome } from '../../packages/cli/src/simulatedHome.ts';
import { outlineOf, polygonOf } from '../../sim/src/physics/outline.ts';
import type { TrueWay } from './cleanPicture.ts';
import type { Told, ToldAs } from './obstaclesHomesTruth.ts';

const colours: Readonly<Record<number, Colour>> = {
  [coverageCell.blocked]: [38, 46, 58],
  [coverageCell.outOfReach]: [226, 229, 233],
  [coverageCell.missed]: [232, 140, 130],
  [coverageCell.swept]: [174, 218, 200],
  [coverageCell.sweptOutOfReach]: [206, 226, 218],
};
const toldColours: Readonly<Record<ToldAs, Colour>> = {
  low: [240, 120, 20],
  overhang: [120, 90, 220],
  standing: [200, 30, 30],
  rim: [200, 180, 0],
  ghost: [255, 0, 255],
};
const WAY: Colour = [28, 105, 176];
const THING: Colour = [60, 40, 20];
const RIM: Colour = [150, 120, 40];
const DOCK: Colour = [30, 132, 90];
const SCALE_PXPM = 150;
/** Larger homes are drawn smaller, px. */
const LARGEST_PX = 1600;

/**
 * What was swept, the way, what lies there (brown; paler what the lidar sees) and what was kept off: orange what is low, violet what hangs, red what the lidar
 * sees anyhow, yellow a rim of the floor, magenta nothing. PNG bytes.
 */
export function drawHome(home: SimulatedHome, world: World, way: TrueWay, told: readonly Told[]): Uint8Array {
  const { data, width, height, originX_m: x0_m, originY_m: y0_m, resolution_m } = home.referee.coveragePicture();
  const bounds = { x0_m, y0_m, x1_m: x0_m + width * resolution_m, y1_m: y0_m + height * resolution_m };
  const scale = Math.min(SCALE_PXPM, LARGEST_PX / (Math.max(width, height) * resolution_m));
  const drawing = new Drawing(bounds, colours[coverageCell.outOfReach], scale);
  const { raster } = drawing;
  for (let py = 0; py < raster.height; py++) {
    const row = Math.min(height - 1, Math.floor((raster.height - 1 - py + 0.5) / scale / resolution_m)) * width;
    for (let px = 0; px < raster.width; px++) {
      const ix = Math.min(width - 1, Math.floor((px + 0.5) / scale / resolution_m));
      raster.blend(py * raster.width + px, colours[data[row + ix]], 1);
    }
  }
  for (const { outline } of world.floor) drawing.polyline([...outline, outline[0], outline[1]], 0.01, RIM, 0.8, 1);
  const { looseSolids } = home.simulator.truth();
  for (const { name, T_world_solid, shapes } of world.solids)
    for (const shape of shapes.filter(({ z0_m }) => z0_m < defaultGeometry.bodyHeight_m)) {
      const outline = polygonOf(outlineOf(shape, looseSolids.get(name) ?? T_world_solid));
      drawing.polygons([outline], THING, shape.z1_m > defaultGeometry.lidar.z_m ? 0.25 : 0.8);
    }
  for (const { outline, as } of told) drawing.polygons([outline], toldColours[as], 0.6);
  drawing.polyline(way.points, 0.008, WAY, 0.55, 1);
  drawing.dock(world.T_world_dock, defaultGeometry.bodyRadius_m, DOCK);
  return drawing.png();
}
