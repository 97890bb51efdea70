import { cellX, cellY, type GridFrame } from '@homebound/grid';
import type { RobotGeometry } from '@homebound/robot';
import { type Outline, outlineOf } from '../physics/outline.ts';
import { isInBodyBand, isPushable } from '../physics/planarWorld.ts';
import type { Truth } from '../truth.ts';
import type { Solid, World } from '../world.ts';
import { squaredDistance } from './distance.ts';
import { draw, type GroundTruth } from './groundTruth.ts';

/** A cut-out of the raster, in cells of it. */
interface Part {
  readonly frame: GridFrame;
  readonly x0: number;
  readonly y0: number;
}

/**
 * Cells of A_brush that no centred brush touches while the pushable things stand where they are now: those under them, a strip round
 * each as along any wall, and what lies between their legs, or between them and a wall, where the body does not fit.
 * @param truth where the things are now, and what was added to them; absent: as the world has them
 */
export function standingCells(
  ground: GroundTruth,
  world: World,
  geometry: RobotGeometry,
  truth: Pick<Truth, 'looseSolids' | 'addedSolids'> | undefined,
): Set<number> {
  const pushable = world.solids.filter(({ name }) => !truth?.addedSolids.has(name)).filter(isPushable);
  const isThere = ({ name }: Solid): boolean => truth === undefined || truth.looseSolids.has(name);
  const solids = [...pushable.filter(isThere), ...(truth?.addedSolids.values() ?? [])];
  const things = solids.map(({ name, shapes, T_world_solid }) => {
    const T = truth?.looseSolids.get(name) ?? T_world_solid;
    return shapes.filter((shape) => isInBodyBand(shape, geometry)).map((shape) => outlineOf(shape, T));
  });
  const all = things.flat();
  const cells = new Set<number>();
  for (const thing of things) if (thing.length > 0) outOfReach(ground, thing, all, geometry, cells);
  return cells;
}

/** Around one thing: a centre of the body is moved by it within a radius, and with it what the brush touches. */
function outOfReach(
  { frame, blocked, free, centres, reachable }: GroundTruth,
  thing: readonly Outline[],
  all: readonly Outline[],
  { bodyRadius_m, mainBrush }: RobotGeometry,
  out: Set<number>,
): void {
  const part = partAround(frame, thing, 2 * bodyRadius_m + mainBrush.width_m / 2);
  const { width, height, resolution_m } = part.frame;
  const things = new Uint8Array(width * height);
  for (const outline of all)
    draw(part.frame, outline, (i) => {
      things[i] = 1;
    });
  const globalOf = (i: number): number => (part.y0 + Math.floor(i / width)) * frame.width + part.x0 + (i % width);
  const stands = things.map((value, i) => value | blocked[globalOf(i)]);
  const clearance = bodyRadius_m / resolution_m + 0.5;
  const toStanding = squaredDistance(stands, width, height);
  const clear = stands.map((_, i) => centres[globalOf(i)] & (toStanding[i] >= clearance * clearance ? 1 : 0));
  const reach = mainBrush.width_m / 2 / resolution_m + 0.5;
  // So far from the things, a place hangs together with all others as if they were not there.
  const apart = clearance + reach;
  const toThings = squaredDistance(things, width, height);
  const toCentre = squaredDistance(
    waysFrom(clear, (i) => toThings[i] >= apart * apart, width),
    width,
    height,
  );
  // What lies nearer to the rim may be touched from outside of it.
  const rim = Math.ceil(bodyRadius_m / resolution_m);
  for (let iy = rim; iy < height - rim; iy++)
    for (let ix = rim; ix < width - rim; ix++) {
      const i = iy * width + ix;
      const cell = globalOf(i);
      const isOut = stands[i] === 1 || (reachable[cell] === 1 && toCentre[i] > reach * reach);
      if (isOut && free[cell] === 1) out.add(cell);
    }
}

/** The clear cells to which a way leads from those chosen. */
function waysFrom(clear: Uint8Array, isChosen: (i: number) => boolean, width: number): Uint8Array {
  const reached = new Uint8Array(clear.length);
  const stack: number[] = [];
  const visit = (i: number): void => {
    if (clear[i] === 0 || reached[i] === 1) return;
    reached[i] = 1;
    stack.push(i);
  };
  for (let i = 0; i < clear.length; i++) if (isChosen(i)) visit(i);
  for (let i = stack.pop(); i !== undefined; i = stack.pop()) {
    const ix = i % width;
    if (ix > 0) visit(i - 1);
    if (ix + 1 < width) visit(i + 1);
    if (i >= width) visit(i - width);
    if (i + width < clear.length) visit(i + width);
  }
  return reached;
}

function partAround(frame: GridFrame, outlines: readonly Outline[], margin_m: number): Part {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  const take = (x: number, y: number, r: number): void => {
    minX = Math.min(minX, x - r);
    minY = Math.min(minY, y - r);
    maxX = Math.max(maxX, x + r);
    maxY = Math.max(maxY, y + r);
  };
  for (const outline of outlines)
    if (outline.kind === 'circle') take(outline.x_m, outline.y_m, outline.radius_m);
    else for (let i = 0; i < outline.points.length; i += 2) take(outline.points[i], outline.points[i + 1], 0);
  const x0 = Math.max(0, cellX(frame, minX - margin_m));
  const y0 = Math.max(0, cellY(frame, minY - margin_m));
  const { resolution_m } = frame;
  return {
    frame: {
      width: Math.min(frame.width - 1, cellX(frame, maxX + margin_m)) - x0 + 1,
      height: Math.min(frame.height - 1, cellY(frame, maxY + margin_m)) - y0 + 1,
      resolution_m,
      originX_m: frame.originX_m + x0 * resolution_m,
      originY_m: frame.originY_m + y0 * resolution_m,
    },
    x0,
    y0,
  };
}
