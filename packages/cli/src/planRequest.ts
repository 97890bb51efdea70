import { type OccupancyGrid, resampleConservative } from '@homebound/grid';
import {
  type CleaningJob,
  checkRestrictions,
  freeSpace,
  type HomePlan,
  type JobRequest,
  type Line,
  type Passes,
  type Point,
  type RoomOnMap,
  restrictionMask,
  roomsOnMap,
} from '@homebound/plan';
import { CliError } from './errors.ts';
import type { LoadedHome } from './loadHome.ts';
import { isOn, span, whyNowhere } from './planStart.ts';

/** What `homebound plan` is asked, as the command line gives it. */
export interface PlanRequestOptions {
  readonly rooms?: readonly string[];
  readonly passes?: Passes;
  readonly zone: readonly (readonly number[])[];
  readonly spot: readonly (readonly number[])[];
  readonly keepOut: readonly (readonly number[])[];
  readonly wall: readonly (readonly number[])[];
  readonly edges?: boolean;
  readonly angle?: number;
  readonly brush: number;
  readonly radius: number;
  readonly margin: number;
  readonly start?: readonly number[];
  readonly dock?: readonly number[];
}

/** A request with the home it is for: what is kept of it and what the command line adds. */
export interface PlanRequest extends JobRequest {
  readonly home: HomePlan;
}

/** Cells larger than this are split before anything is planned: a way between two of them would come too near to corners. */
const COARSE_M = 0.055;

/** Throws CliError or RangeError naming the option, room or shape that makes no sense. */
export function planRequest(path: string, loaded: LoadedHome, options: PlanRequestOptions): PlanRequest {
  if (loaded.map.resolution_m > options.radius)
    throw new CliError(
      `${path}: cells of ${loaded.map.resolution_m} m are too coarse for a body of ${options.radius} m radius; give a map with cells of 0.05 m or so, or mend their size in it`,
    );
  const map = withoutCoarseCells(loaded.map);
  if (options.brush > 2 * options.radius)
    throw new CliError(`--brush ${options.brush}: no brush is wider than its robot, ${2 * options.radius} m`);
  const home = withBarriers(loaded.home, options);
  const rooms = roomsOnMap(home.rooms, map);
  const seen = rooms.rooms.filter(({ isSeen }) => isSeen);
  const bars = home.restrictions.noGo.length + home.restrictions.walls.length + home.restrictions.thresholds.length;
  const keepOut = bars > 0 ? restrictionMask(home.restrictions, map).keepOut : undefined;
  const dock = options.dock ? pointOf(options.dock) : loaded.dock;
  if (options.dock && !isOn(map, pointOf(options.dock)))
    throw new CliError(`--dock ${options.dock.join(',')} lies off the map, which spans ${span(map)}`);
  const asked = options.start ? pointOf(options.start) : dock;
  const asking = {
    robotRadius_m: options.radius,
    margin_m: options.margin,
    brushWidth_m: options.brush,
    keepOut,
    // A map in a file is final: what is unknown on it stays so.
    maxSpeck_cells: 0,
    from: asked,
  };
  const space = freeSpace(map, asking);
  const first = space.standable.indexOf(1);
  if (first < 0) throw new CliError(`${path}: ${whyNowhere(map, asking)}`);
  const from = asked ?? {
    x: space.originX_m + ((first % space.width) + 0.5) * space.resolution_m,
    y: space.originY_m + (Math.floor(first / space.width) + 0.5) * space.resolution_m,
  };
  const job = {
    ...jobOf(options, seen),
    roomSettings: seen.flatMap(({ id, settings }) => (settings ? [{ room: id, ...settings }] : [])),
  };
  return { home, map, space, rooms: { labels: rooms.labels, rooms: seen }, job, from, dock, keepOut };
}

function withoutCoarseCells(map: OccupancyGrid): OccupancyGrid {
  const parts = Math.ceil(map.resolution_m / COARSE_M);
  return parts > 1 ? resampleConservative(map, map.resolution_m / parts) : map;
}

/** The home with what the command line bars added. */
function withBarriers(home: HomePlan, { keepOut, wall }: PlanRequestOptions): HomePlan {
  if (keepOut.length + wall.length === 0) return home;
  const { noGo, walls } = home.restrictions;
  const added = { ...home.restrictions, noGo: keepOut.map(areaOf), walls: wall as readonly Line[] };
  checkRestrictions(added);
  return { ...home, restrictions: { ...added, noGo: [...noGo, ...added.noGo], walls: [...walls, ...added.walls] } };
}

function jobOf(options: PlanRequestOptions, rooms: readonly RoomOnMap[]): CleaningJob {
  return {
    ...(options.rooms && { rooms: options.rooms.map((text) => roomId(text, rooms)) }),
    ...(options.zone.length > 0 && { zones: options.zone.map((numbers) => ({ polygon: areaOf(numbers) })) }),
    ...(options.spot.length > 0 && { spots: options.spot.map(([x, y, radius_m]) => ({ x, y, radius_m })) }),
    ...(options.passes && { passes: options.passes }),
    ...(options.edges && { edgesOnly: true }),
    ...(options.angle !== undefined && { laneAngle_rad: (options.angle * Math.PI) / 180 }),
  };
}

/** A room by its number or, when only one is called so, its name. */
function roomId(text: string, rooms: readonly RoomOnMap[]): number {
  const named = rooms.filter(({ name }) => name.toLowerCase() === text.toLowerCase());
  if (/^\d+$/.test(text) || named.length === 1) return named.length === 1 ? named[0].id : Number(text);
  const list = rooms.map(({ id, name }) => `${id} (${name})`).join(', ');
  const problem = named.length > 1 ? `${named.length} rooms are called ${text}` : `no room is called ${text}`;
  throw new CliError(`--rooms ${text}: ${problem}; say which by its number: ${list}`);
}

/** Four numbers are two corners of a rectangle. */
function areaOf(numbers: readonly number[]): number[] {
  if (numbers.length !== 4) return [...numbers];
  const [x0, y0, x1, y1] = numbers;
  return [x0, y0, x1, y0, x1, y1, x0, y1];
}

function pointOf([x, y]: readonly number[]): Point {
  return { x, y };
}
