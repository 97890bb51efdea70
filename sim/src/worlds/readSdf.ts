import { excerpt, FormatError } from '@homebound/formats';
import type { OccupancyGrid } from '@homebound/grid';
import { identity, type SE2, wrapAngle } from '@homebound/math';
import { dockedPose, type FloorPatch, type Solid, type World } from '../world.ts';
import { type Mesh, readCollada } from './collada.ts';
import { dockPlace } from './dockPlace.ts';
import { fenceAround } from './fence.ts';
import { FrameScope } from './frameScope.ts';
import { counterClockwise, signedArea } from './polygon.ts';
import { checkChildren } from './sdfElements.ts';
import { readModels, solidsOf } from './sdfModel.ts';
import type { SdfReading } from './sdfReading.ts';
import { shapeOutline } from './shapeOutline.ts';
import { worldGrid } from './worldGrid.ts';
import { childOf, childrenOf, numberIn, numbersOf, parseXml, type XmlElement } from './xml.ts';

/** Cells on which a place for the dock is looked for, m. */
const dockCell_m = 0.04;
/** Models that a world may include, each as often as it does: a house has 70. Models that include each other twice over grow without end. */
const MAX_INCLUDES = 2000;
/** Of a world, along each side, m. */
const MAX_SPAN_M = 500;
/** Cells in which a place for the dock is looked for: 160 x 160 m. */
const MAX_DOCK_CELLS = 16_000_000;

export interface SdfOptions {
  /**
   * Gives the text behind a uri as written: SDF for an included model (`model://chair`), COLLADA for a mesh
   * (`model://chair/meshes/chair.dae`). Without it a world may include nothing, and meshes are warned about.
   */
  readonly resolve?: (uri: string) => string | undefined;
  /** Name to use in errors. */
  readonly input?: string;
}

/**
 * A world from SDF (a subset of 1.4 to 1.12; the list is in sdfElements.ts). What touches nothing (lights, pictures,
 * plugins) is passed over, what would matter but is not simulated (meshes, moving joints) becomes a warning that names it,
 * and the rest is an error that names it. Custom elements of ours: README.md.
 *
 * A world without `<homebound:dock>` gets its dock by `dockPlace`, and a fence (with a warning) where its floor leads out.
 */
export function readSdf(text: string, options: SdfOptions = {}): World {
  const input = options.input ?? 'SDF world';
  const warnings: string[] = [];
  let includes = 0;
  const resolve = (uri: string): string | undefined => {
    if (++includes > MAX_INCLUDES)
      throw new FormatError(
        'unsupported',
        input,
        `includes more than ${MAX_INCLUDES} models, which are all that is read`,
      );
    return options.resolve?.(uri);
  };
  const reading: SdfReading = { input, resolve, mesh: meshes(resolve), warnings };
  const world = worldElement(text, reading);
  checkChildren(world, input, warnings);
  const scope = new FrameScope('world', input);
  for (const frame of childrenOf(world, 'frame')) {
    checkChildren(frame, input, warnings);
    scope.define(frame.attributes.name ?? '', frame, frame.attributes.attached_to);
  }
  const models = readModels(world, scope, reading);
  const solids = models.flatMap((model) =>
    solidsOf(model, model.name, scope.resolve(model.name, model.element.path), false, reading),
  );
  const floor = childrenOf(world, 'homebound:floor').map((patch) => floorPatch(patch, reading));
  const span = checkSpan(solids, input);
  const name = world.attributes.name ?? input;
  const dock = childOf(world, 'homebound:dock');
  const start = childOf(world, 'homebound:start');
  const { T_world_dock, grid }: ReturnType<typeof foundDock> =
    dock === undefined ? foundDock(solids, floor, input, span) : { T_world_dock: planarPose(dock, input) };
  const T_world_start = start === undefined ? dockedPose(T_world_dock) : planarPose(start, input);
  const fence = grid === undefined ? undefined : fenceAround(grid, T_world_dock);
  if (fence === undefined) return { name, solids, floor, T_world_dock, T_world_start, warnings };
  warnings.push('its floor leads out into the open: a fence stands around all that is in it');
  return { name, solids: [...solids, fence], floor, T_world_dock, T_world_start, warnings };
}

/** Reads each mesh once, however often it stands in the world. */
function meshes(resolve: (uri: string) => string | undefined): SdfReading['mesh'] {
  const known = new Map<string, Mesh | undefined>();
  return (uri) => {
    if (!known.has(uri)) {
      const text = resolve(uri);
      known.set(uri, text === undefined ? undefined : readCollada(text, uri));
    }
    return known.get(uri);
  };
}

function worldElement(text: string, { input, warnings }: SdfReading): XmlElement {
  const root = parseXml(text, input);
  if (root.tag !== 'sdf')
    throw new FormatError('foreign', input, `is no SDF: its root is <${root.tag}>, expected <sdf version="1.9">`);
  checkChildren(root, input, warnings);
  const worlds = childrenOf(root, 'world');
  if (worlds.length !== 1)
    throw new FormatError('unsupported', input, `should hold one <world>, holds ${worlds.length}`, root.path);
  return worlds[0];
}

function floorPatch(element: XmlElement, { input, warnings }: SdfReading): FloorPatch {
  checkChildren(element, input, warnings);
  const fail = (problem: string) => new FormatError('malformed', input, problem, element.path);
  const outlineElement = childOf(element, 'homebound:outline');
  const outline = outlineElement === undefined ? [] : numbersOf(outlineElement, input);
  if (outline.length < 6 || outline.length % 2 !== 0 || signedArea(outline) === 0)
    throw fail('needs <homebound:outline> with at least three corners, "x y x y x y", m');
  const surface = childOf(element, 'homebound:surface')?.text ?? 'hard';
  if (surface !== 'hard' && surface !== 'lowPile' && surface !== 'highPile')
    throw fail(`<homebound:surface> should be hard, lowPile or highPile, got ${excerpt(surface)}`);
  const patch = {
    name: element.attributes.name ?? 'floor',
    outline: counterClockwise(outline),
    height_m: numberIn(element, 'homebound:height', input, 0),
    surface,
  } as const;
  const pile = childOf(element, 'homebound:pile_yaw');
  return pile === undefined ? patch : { ...patch, pileYaw_rad: numbersOf(pile, input, 1)[0] };
}

/** "x y yaw" in the world frame. */
function planarPose(element: XmlElement, input: string): SE2 {
  const [x, y, theta] = numbersOf(element, input, 3);
  return { x, y, theta: wrapAngle(theta) };
}

/** A place for the dock of a world that names none, and what stands around it; the origin where nothing stands. */
function foundDock(
  solids: readonly Solid[],
  floor: readonly FloorPatch[],
  input: string,
  span: Span,
): { readonly T_world_dock: SE2; readonly grid?: OccupancyGrid } {
  if ((span.x_m / dockCell_m) * (span.y_m / dockCell_m) > MAX_DOCK_CELLS)
    throw new FormatError(
      'unsupported',
      input,
      `spans ${span.x_m.toFixed(0)} x ${span.y_m.toFixed(0)} m, in which no place for a dock is looked for; name one with <homebound:dock>`,
    );
  const grid = worldGrid({ solids, floor }, { resolution_m: dockCell_m });
  if (grid === undefined) return { T_world_dock: identity };
  const T_world_dock = dockPlace(grid);
  if (T_world_dock !== undefined) return { T_world_dock, grid };
  throw new FormatError(
    'unsupported',
    input,
    'has no clear place for a dock against a wall; name one with <homebound:dock>',
  );
}

interface Span {
  readonly x_m: number;
  readonly y_m: number;
}

/** How far what stands in a world reaches. Throws FormatError for more than any building, and for numbers that are none. */
function checkSpan(solids: readonly Solid[], input: string): Span {
  const low = [0, 0];
  const high = [0, 0];
  for (const solid of solids)
    for (const shape of solid.shapes) {
      const outline = shapeOutline(shape, solid.T_world_solid);
      for (let i = 0; i < outline.length; i++) {
        low[i & 1] = Math.min(low[i & 1], outline[i]);
        high[i & 1] = Math.max(high[i & 1], outline[i]);
      }
      const span_m = Math.max(high[0] - low[0], high[1] - low[1]);
      if (!(span_m <= MAX_SPAN_M && Number.isFinite(shape.z0_m + shape.z1_m)))
        throw new FormatError(
          'unsupported',
          input,
          `${excerpt(solid.name)} reaches to where no home does; at most ${MAX_SPAN_M} m from one end to the other are read`,
        );
    }
  return { x_m: high[0] - low[0], y_m: high[1] - low[1] };
}
