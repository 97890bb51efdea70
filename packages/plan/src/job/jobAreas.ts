import { cellX, cellY, erode, type GridFrame } from '@homebound/grid';
import type { CleaningCommand } from '@homebound/robot';
import type { AreaSettings, CleaningJob, CleaningSpot, CleaningZone } from './cleaningJob.ts';
import { defaultLevels } from './energy.ts';
import type { JobArea, JobRequest } from './jobPlan.ts';
import { longAxis } from './longAxis.ts';
import { eachCellInDisc, eachCellInPolygon, polygonArea } from './polygon.ts';

/** A room, zone or spot with its floor and how that is to be cleaned. */
export interface WantedArea extends JobArea {
  /** Every cell inside it, walls and furniture too, shape of the map; drawn when first asked for. */
  inside(): Uint8Array;
  readonly levels: CleaningCommand;
  /** One entry a pass: the direction of its lanes, map frame, rad; undefined leaves it to the planner. */
  readonly laneAngles_rad: readonly (number | undefined)[];
  readonly edgesOnly: boolean;
  /** Rooms that were asked for by name keep their order: its place in it; undefined for all others. */
  readonly turn?: number;
  /** Of a zone or spot: all that was drawn, whether it lies on the map or not, and a point in or on it. */
  readonly outline?: { readonly area_m2: number; readonly x: number; readonly y: number };
}

const SPOT_RADIUS_M = 0.5;

/** The areas of a job, in no order: those asked for, or all rooms, and the floor that belongs to none as room 0. */
export function wantedAreas(request: JobRequest): WantedArea[] {
  const { map, job = {} } = request;
  const zones = (job.zones ?? []).map((zone, k) =>
    areaOf({ kind: 'zone', id: k, name: `zone ${k + 1}`, outline: outlineOf(zone, map) }, [zone, job], (inside) =>
      eachCellInPolygon(zone.polygon, map, (cell) => {
        inside[cell] = 1;
      }),
    ),
  );
  const spots = (job.spots ?? []).map((spot, k) =>
    areaOf({ kind: 'spot', id: k, name: `spot ${k + 1}`, outline: discOf(spot) }, [spot, job], (inside) =>
      eachCellInDisc(spot.x, spot.y, discOf(spot).radius_m, map, (cell) => {
        inside[cell] = 1;
      }),
    ),
  );
  return [...wantedRooms(request, job), ...zones, ...spots];

  function areaOf(
    area: JobArea & Pick<WantedArea, 'turn' | 'outline'>,
    settings: readonly AreaSettings[],
    fill: (inside: Uint8Array) => void,
  ): WantedArea {
    let drawn: Uint8Array | undefined;
    const inside = () => {
      if (drawn === undefined) {
        drawn = new Uint8Array(map.width * map.height);
        fill(drawn);
      }
      return drawn;
    };
    return { ...area, inside, ...resolved(settings, () => longAxis(request.space, inside())) };
  }

  function wantedRooms({ rooms }: JobRequest, { rooms: ids, roomSettings = [] }: CleaningJob): WantedArea[] {
    if (ids === undefined && (zones.length > 0 || spots.length > 0)) return [];
    const known = rooms?.rooms ?? [{ id: 1, name: 'home' }];
    const settingsOf = (id: number) => roomSettings.find(({ room }) => room === id);
    const all = [...known.map(({ id }) => id).filter((id) => settingsOf(id)?.skip !== true), ...(rooms ? [0] : [])];
    return (ids ?? all).map((id, k) => {
      const name = id === 0 ? 'floor of no room' : (known.find((room) => room.id === id)?.name ?? `room ${id}`);
      const turn = ids === undefined ? undefined : k;
      return areaOf({ kind: 'room', id, name, turn }, [settingsOf(id) ?? {}, job], (inside) => {
        if (rooms === undefined) inside.fill(1);
        else for (let i = 0; i < inside.length; i++) inside[i] = rooms.labels[i] === id ? 1 : 0;
      });
    });
  }
}

/** A zone's area, and a corner of it: one off the map if there is one. */
function outlineOf({ polygon }: CleaningZone, map: GridFrame): NonNullable<WantedArea['outline']> {
  let corner = 0;
  for (let i = 0; i < polygon.length; i += 2) if (cellAt(map, polygon[i], polygon[i + 1]) < 0) corner = i;
  return { area_m2: polygonArea(polygon), x: polygon[corner], y: polygon[corner + 1] };
}

function discOf({ x, y, radius_m = SPOT_RADIUS_M }: CleaningSpot) {
  return { x, y, radius_m, area_m2: Math.PI * radius_m * radius_m };
}

/**
 * The first setting that is given holds; then the default.
 * @param axis  direction of the lanes when they are to be crossed and none was asked for: told by the floor alone, so that
 *              a plan made anew halfway crosses the lanes that were driven
 */
function resolved(
  settings: readonly AreaSettings[],
  axis: () => number,
): Pick<WantedArea, 'levels' | 'laneAngles_rad' | 'edgesOnly'> {
  const first = <K extends keyof AreaSettings>(key: K) => settings.find((s) => s[key] !== undefined)?.[key];
  const passes = first('passes') ?? 1;
  const levels = { ...defaultLevels };
  for (const { levels: given } of [...settings].reverse()) Object.assign(levels, given);
  const angle = first('laneAngle_rad') ?? (passes === 'crossed' ? axis() : undefined);
  const second = passes === 'crossed' && angle !== undefined ? angle + Math.PI / 2 : angle;
  return {
    levels,
    laneAngles_rad: passes === 1 ? [angle] : [angle, second],
    edgesOnly: first('edgesOnly') ?? false,
  };
}

/**
 * Whose floor each cell is in one pass: the index of the area + 1, 0 for nobody's. Floor of several areas belongs to the
 * most special: a spot before a zone before a room.
 */
export function ownersIn(pass: number, areas: readonly WantedArea[], { space, rooms }: JobRequest): Int16Array {
  const owners = new Int16Array(space.isFree.length);
  const band = areas.some(({ edgesOnly }) => edgesOnly) ? edgeBand(space) : space.cleanable;
  const indexOfRoom = new Map<number, number>();
  for (const [k, { kind, id, laneAngles_rad }] of areas.entries())
    if (kind === 'room' && laneAngles_rad.length >= pass) indexOfRoom.set(id, k);
  let [label, owner, floor] = [Number.NaN, 0, space.cleanable];
  for (let i = 0; i < owners.length; i++) {
    const next = rooms === undefined ? 1 : rooms.labels[i];
    if (next !== label) {
      // Cells of a room lie side by side: it is looked up where it begins.
      label = next;
      const k = indexOfRoom.get(label);
      owner = k === undefined ? 0 : k + 1;
      floor = k !== undefined && areas[k].edgesOnly ? band : space.cleanable;
    }
    if (floor[i] !== 0) owners[i] = owner;
  }
  for (const kind of ['zone', 'spot'])
    for (const [k, area] of areas.entries()) {
      if (area.kind !== kind || area.laneAngles_rad.length < pass) continue;
      const inside = area.inside();
      const swept = area.edgesOnly ? band : space.cleanable;
      for (let i = 0; i < owners.length; i++) if (inside[i] !== 0 && swept[i] !== 0) owners[i] = k + 1;
    }
  return owners;
}

/** By owner, from 1: whether any of its floor is not covered. */
export function ownersLeft(owners: Int16Array, areas: number, covered?: Uint8Array): Uint8Array {
  const isLeft = new Uint8Array(areas + 1);
  for (let i = 0; i < owners.length; i++) if (covered === undefined || covered[i] === 0) isLeft[owners[i]] = 1;
  return isLeft;
}

/** Share of the floor of all passes that is covered; 1 when there is none. */
export function coveredShare(owners: readonly Int16Array[], covered: readonly (Uint8Array | undefined)[]): number {
  let all = 0;
  let done = 0;
  for (const [k, ofPass] of owners.entries())
    for (let i = 0; i < ofPass.length; i++) {
      if (ofPass[i] === 0) continue;
      all++;
      if (covered[k]?.[i]) done++;
    }
  return all === 0 ? 1 : done / all;
}

/** Cleanable floor within a brush's width of what ends it. */
function edgeBand(space: GridFrame & { readonly cleanable: Uint8Array; readonly brushWidth_m: number }): Uint8Array {
  const inner = erode(space.cleanable, space.width, space.height, space.brushWidth_m / space.resolution_m);
  return space.cleanable.map((value, i) => (value !== 0 && inner[i] === 0 ? 1 : 0));
}

/** Index of the cell that a point lies in; -1 off the frame. */
export function cellAt(frame: GridFrame, x: number, y: number): number {
  const ix = cellX(frame, x);
  const iy = cellY(frame, y);
  return ix < 0 || iy < 0 || ix >= frame.width || iy >= frame.height ? -1 : iy * frame.width + ix;
}
