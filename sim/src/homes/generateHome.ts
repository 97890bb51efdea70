import { cellX, cellY, type OccupancyGrid } from '@homebound/grid';
import { compose, createRng, type SE2 } from '@homebound/math';
import { defaultGeometry, type RobotGeometry } from '@homebound/robot';
import type { Solid, World } from '../world.ts';
import { extrudeMap } from '../worlds/extrudeMap.ts';
import { Decorator } from './decorator.ts';
import { type Door, hangDoors, keepDoorways, leafOf } from './doors.ts';
import { readFloorPlan } from './floorPlan.ts';
import { FloorSpace } from './floorSpace.ts';
import { furnishRoom } from './furnishRooms.ts';
import { block, white } from './furniture/parts.ts';
import { setDown } from './furniture/piece.ts';
import { type HomeFigures, homeFigures } from './homeFigures.ts';
import { household } from './household.ts';
import { type HomeRoom, roomTypes } from './roomTypes.ts';
import { cutStairs } from './stairs.ts';
import { strewClutter } from './strewClutter.ts';

export interface HomeOptions {
  /** The floor plan: 0 free, 100 occupied, -1 unknown; what stands in it already stays. */
  readonly map: OccupancyGrid;
  /** Decides on furniture, doors and stairs. An integer in [0, 2^32). */
  readonly seed: number;
  /** Decides on what changes from day to day: chairs, clutter, how far doors are open. Default 0. */
  readonly visit?: number;
  readonly name?: string;
  /** Share of a room's usual furniture, in [0, 1]; default 0.8. */
  readonly furniture?: number;
  /** Things on the floor per m²; default 0.12. */
  readonly clutter_pm2?: number;
  /** Share of the door frames that have a leaf, and that have a threshold; default 0.6 and 0.4. */
  readonly doors?: number;
  readonly thresholds?: number;
  /** Whether there are stairs down; default: in a third of the homes. */
  readonly stairs?: boolean;
  /** Who is at home; default one or two people by the visit, a pet in every other home. */
  readonly people?: number;
  readonly pets?: number;
  /** Share of the doors that they close and open again meanwhile; default 0.2. */
  readonly livelyDoors?: number;
  /** The robot for which ways are kept open. */
  readonly geometry?: RobotGeometry;
}

export interface Home {
  readonly world: World;
  readonly rooms: readonly HomeRoom[];
  readonly doors: readonly Door[];
  /** Made when they are first asked for: they take half as long as the home. */
  readonly figures: HomeFigures;
}

/** Free floor beside the dock to both sides of its middle and ahead of it, m. */
const DOCK_SIDE_M = 0.6;
const DOCK_AHEAD_M = 1.7;
const STAIRS_SHARE = 1 / 3;

/**
 * A furnished home by seed on a floor plan: rooms are found and typed, furniture with legs and gaps, rugs, thresholds,
 * doors, cables, clutter, perhaps stairs. Ways of 0.45 m between all parts that the plan connects stay open, the dock keeps
 * its room; what furniture takes from the robot is told in `figures`. The same options give the same home everywhere.
 * Throws RangeError when a robot fits nowhere in the plan, or an option is out of its range.
 */
export function generateHome(options: HomeOptions): Home {
  const { map, seed, visit = 0, geometry = defaultGeometry } = options;
  const { people = 1 + (visit % 2), pets = seed % 2, livelyDoors = 0.2 } = options;
  const { furniture = 0.8, clutter_pm2 = 0.12, doors: leaves = 0.6, thresholds = 0.4 } = options;
  checkShares({ furniture, doors: leaves, thresholds, livelyDoors });
  checkCounts({ people, pets });
  const rng = createRng(seed).fork('home');
  const day = createRng(visit).fork(`visit of ${seed}`);
  const shell = extrudeMap(map, { name: options.name ?? `home ${seed}` });
  const plan = readFloorPlan(map, cellAhead(map, shell.T_world_dock));
  const rooms = roomTypes(plan, rng.fork('types'));
  const home = new Decorator(new FloorSpace(plan, geometry), rng.fork('furniture'));
  keepDock(home, shell.T_world_dock);
  keepDoorways(home, { leaves, thresholds }, rng.fork('thresholds'));
  if (options.stairs ?? rng.fork('stairs').uniform() < STAIRS_SHARE) cutStairs(home, rooms);
  const chairs = day.fork('chairs');
  for (const room of rooms) furnishRoom(home, room, furniture, chairs);
  const doors = hangDoors(home, { leaves, thresholds }, rng.fork('doors'), day.fork('doors'));
  home.finish();
  const things = strewClutter(home, rooms, clutter_pm2, day.fork('clutter'));
  const moved = day.fork('lively doors');
  const lively = doors.filter(() => moved.uniform() < livelyDoors);
  for (const door of doors) if (!lively.includes(door)) home.solids.push(standing(door));
  const solids = [...shell.solids, dockTower(shell.T_world_dock), ...home.solids];
  const actors = household(home, rooms, lively, { people, pets }, day.fork('household'));
  const world: World = { ...shell, solids, floor: home.floor, actors };
  let figures: HomeFigures | undefined;
  return {
    world,
    rooms,
    doors,
    get figures() {
      figures ??= homeFigures(shell, world, plan, things, geometry);
      return figures;
    },
  };
}

/** A door that nobody moves, as it stands open. */
function standing({ name, T_world_hinge, width_m, angle_rad }: Door): Solid {
  return setDown(leafOf(width_m), name, compose(T_world_hinge, { x: 0, y: 0, theta: angle_rad }));
}

function checkShares(shares: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(shares))
    if (!(value >= 0 && value <= 1))
      throw new RangeError(`Cannot generate home: ${name} must be a share in [0, 1], got ${value}`);
}

function checkCounts(counts: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(counts))
    if (!(Number.isInteger(value) && value >= 0))
      throw new RangeError(`Cannot generate home: ${name} must be a whole number >= 0, got ${value}`);
}

/** The floor's cell in front of the dock: the dock's own may be cut by the wall behind it. */
function cellAhead(map: OccupancyGrid, T_world_dock: SE2): number {
  const { x, y } = compose(T_world_dock, { x: 0.1, y: 0, theta: 0 });
  return cellY(map, y) * map.width + cellX(map, x);
}

function keepDock(home: Decorator, T_world_dock: SE2): void {
  const back = 0.25;
  const T_world_rectangle = compose(T_world_dock, { x: (DOCK_AHEAD_M - back) / 2, y: 0, theta: 0 });
  home.space.keepFree({ T_world_rectangle, sizeX_m: DOCK_AHEAD_M + back, sizeY_m: 2 * DOCK_SIDE_M });
}

/** The dock's tower: behind 0.17 m of robot and 5 mm of air. */
function dockTower(T_world_dock: SE2) {
  const tower = { kind: 'dock', sizeX_m: 0.06, sizeY_m: 0.18, shapes: [block(-0.205, 0, 0.06, 0.18, 0, 0.13, white)] };
  return setDown(tower, 'dock', T_world_dock);
}
