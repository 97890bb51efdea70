import { type Bounds, type Colour, Drawing } from '@homebound/formats';
import { defaultGeometry, type RobotGeometry } from '@homebound/robot';
import type { FloorPatch, Shape, Solid, World } from '../world.ts';
import { shapeOutline } from './shapeOutline.ts';

const bareFloor: Colour = [244, 239, 230];
const rug: Record<FloorPatch['surface'], Colour> = {
  hard: [214, 196, 160],
  lowPile: [206, 196, 226],
  highPile: [178, 160, 210],
};
const hole: Colour = [70, 66, 74];
const wall: Colour = [52, 60, 72];
const furniture: Colour = [150, 112, 78];
const movable: Colour = [226, 140, 60];
const special: Partial<Record<Shape['material']['kind'], Colour>> = {
  black: [30, 30, 34],
  glass: [120, 190, 215],
  mirror: [160, 120, 200],
};
const dock: Colour = [30, 132, 90];
/** What reaches higher is a wall, not furniture, m. */
const wallHeight_m = 2.2;
const margin_m = 0.1;

/**
 * A world seen from above: walls dark, furniture brown, what the robot passes under pale, what it pushes about orange,
 * rugs violet, missing floor dark with its depth; the dock green, the robot at its start.
 * @returns PNG bytes
 */
export function worldPicture(world: World, geometry: RobotGeometry = defaultGeometry, scale_pxpm?: number): Uint8Array {
  const shapes = world.solids.flatMap((solid) =>
    solid.shapes.map((shape) => ({ solid, shape, outline: shapeOutline(shape, solid.T_world_solid) })),
  );
  const outlines = [...shapes.map(({ outline }) => outline), ...world.floor.map((patch) => patch.outline)];
  const drawing = new Drawing(boundsOf(outlines, world), bareFloor, scale_pxpm);
  for (const patch of world.floor) drawing.polygons([patch.outline], floorColour(patch));
  const byHeight = [...shapes].sort((a, b) => a.shape.z1_m - b.shape.z1_m);
  const isOver = ({ shape }: { shape: Shape }) => shape.z0_m >= geometry.bodyHeight_m;
  for (const { colour, outlines } of byColour(byHeight.filter(isOver))) drawing.polygons(outlines, colour, 0.3);
  for (const { colour, outlines } of byColour(byHeight.filter((item) => !isOver(item))))
    drawing.polygons(outlines, colour);
  drawing.dock(world.T_world_dock, geometry.bodyRadius_m, dock);
  drawing.robot(world.T_world_start, geometry.bodyRadius_m, [28, 60, 110]);
  return drawing.png();
}

/** Runs of outlines of one colour, so that pieces of one wall are drawn without seams. */
function byColour(items: readonly { solid: Solid; shape: Shape; outline: Float64Array }[]) {
  const runs: { colour: Colour; outlines: Float64Array[] }[] = [];
  for (const { solid, shape, outline } of items) {
    const colour = colourOf(solid, shape);
    const last = runs.at(-1);
    if (last?.colour === colour) last.outlines.push(outline);
    else runs.push({ colour, outlines: [outline] });
  }
  return runs;
}

function floorColour({ height_m, surface }: FloorPatch): Colour {
  if (height_m > -0.04) return rug[surface];
  const depth = Math.min(1, -height_m / 1.5);
  return [0, 1, 2].map((c) => (rug.hard[c] * (1 - depth) + hole[c] * depth) * 0.8) as unknown as Colour;
}

function colourOf(solid: Solid, shape: Shape): Colour {
  if (solid.mobility === 'movable') return movable;
  return special[shape.material.kind] ?? (shape.z1_m > wallHeight_m ? wall : furniture);
}

function boundsOf(outlines: readonly Float64Array[], { T_world_start: { x, y } }: World): Bounds {
  const bounds = { x0_m: x - 1, y0_m: y - 1, x1_m: x + 1, y1_m: y + 1 };
  if (outlines.length > 0) Object.assign(bounds, { x0_m: x, y0_m: y, x1_m: x, y1_m: y });
  for (const outline of outlines)
    for (let i = 0; i < outline.length; i += 2) {
      bounds.x0_m = Math.min(bounds.x0_m, outline[i] - margin_m);
      bounds.x1_m = Math.max(bounds.x1_m, outline[i] + margin_m);
      bounds.y0_m = Math.min(bounds.y0_m, outline[i + 1] - margin_m);
      bounds.y1_m = Math.max(bounds.y1_m, outline[i + 1] + margin_m);
    }
  return bounds;
}
