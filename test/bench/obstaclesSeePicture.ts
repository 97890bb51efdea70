import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Colour, Drawing } from '@homebound/formats';
import { compose } from '@homebound/math';
import { defaultGeometry, floorKinds } from '@homebound/robot';
import { outlinesOf } from './obstaclesAvoidMeter.ts';
import type { Draw } from './obstaclesSeeDrive.ts';

const kindColours: Readonly<Record<string, Colour>> = {
  floor: [226, 240, 226],
  obstacle: [214, 40, 40],
  low: [244, 140, 6],
  thin: [120, 40, 200],
  drop: [20, 20, 20],
  overhang: [0, 120, 190],
};

/** Draws what truly lies there (grey), the last look (cells by kind), what is believed (blue hulls) and the robot, 2.4 m around it. */
export function drawScene(folder: string): Draw {
  return ({ world, name, way, obstacles, view, T_world_view, T_world_base }) => {
    const { x, y } = T_world_base;
    const bounds = { x0_m: x - 1.2, y0_m: y - 1.2, x1_m: x + 1.2, y1_m: y + 1.2 };
    const drawing = new Drawing(bounds, [255, 255, 255]);
    if (view !== undefined)
      for (const [i, kind] of view.kinds.entries()) {
        const colour = kindColours[floorKinds[kind]];
        if (colour === undefined) continue;
        const cx = view.originX_m + ((i % view.width) + 0.5) * view.resolution_m;
        const cy = view.originY_m + (Math.floor(i / view.width) + 0.5) * view.resolution_m;
        const at = compose(T_world_view, { x: cx, y: cy, theta: 0 });
        drawing.disc(at.x, at.y, 0.5 * view.resolution_m, colour);
      }
    for (const solid of world.solids) drawing.polygons(outlinesOf(solid, solid.T_world_solid), [90, 90, 90], 0.4);
    for (const { outline } of world.floor) drawing.polyline([...outline, outline[0], outline[1]], 0.004, [200, 160, 0]);
    for (const { outline_map } of obstacles)
      drawing.polyline([...outline_map, outline_map[0], outline_map[1]], 0.004, [30, 60, 220]);
    drawing.polyline(
      way.flatMap((T) => [T.x, T.y]),
      0.004,
      [120, 120, 120],
    );
    const ring = Array.from({ length: 49 }, (_, k) => [
      x + defaultGeometry.bodyRadius_m * Math.cos((k * Math.PI) / 24),
      y + defaultGeometry.bodyRadius_m * Math.sin((k * Math.PI) / 24),
    ]).flat();
    drawing.polyline(ring, 0.004, [60, 60, 60]);
    writeFileSync(join(folder, `${name.replaceAll(/[^\w-]/g, '_')}.png`), drawing.png());
  };
}
