import type { OccupancyGrid } from '@homebound/grid';
import type { Meeting, PartGraph } from './partGraph.ts';
import type { Door, Room, RoomMap } from './roomMap.ts';
import type { WallFloor } from './wallFloor.ts';

/** Floor that no part reached belongs to the nearest room within this, m: slits, and where lines were drawn. */
const MAX_GROWTH_M = 0.6;
/** Shorter contacts of two rooms are no ways through, m. */
const MIN_DOOR_M = 0.3;

/** The rooms that a graph was joined to, on the map's cells, numbered in the order of their first cell. */
export function drawRooms(map: OccupancyGrid, space: WallFloor, graph: PartGraph, minRoom_m2: number): RoomMap {
  const ids = numberRooms(space, graph, minRoom_m2);
  const own = grown(space, graph, ids);
  const doors = doorsOf(map, space, graph, ids);
  const rooms: Room[] = [];
  const { cells, top } = graph.parts;
  for (const [part, id] of ids) {
    const [ix, iy] = [top[part] % space.width, Math.floor(top[part] / space.width)];
    rooms.push({
      id,
      area_m2: cells[part] * space.cell_m * space.cell_m,
      centre: toMap(map, space, ix, iy),
      doors: doors.get(id) ?? [],
    });
  }
  return { labels: onMap(map, space, own), rooms };
}

/** Ids of the parts that are large enough for a room of their own. */
function numberRooms({ cell_m }: WallFloor, graph: PartGraph, minRoom_m2: number): Map<number, number> {
  const { labels, cells } = graph.parts;
  const ids = new Map<number, number>();
  const seen = new Uint8Array(cells.length);
  for (let i = 0; i < labels.length; i++) {
    if (seen[labels[i]] === 1) continue;
    seen[labels[i]] = 1;
    const part = graph.partOf(labels[i]);
    if (part === 0 || ids.has(part) || cells[part] * cell_m * cell_m < minRoom_m2) continue;
    ids.set(part, ids.size + 1);
  }
  return ids;
}

/** Room of each cell, grown breadth first over floor that belongs to no part. */
function grown({ width, floor, cell_m }: WallFloor, graph: PartGraph, ids: Map<number, number>): Int16Array {
  const { labels, cells } = graph.parts;
  const idOf = Int16Array.from(cells, (_, part) => ids.get(graph.partOf(part)) ?? 0);
  const own = new Int16Array(labels.length);
  let front: number[] = [];
  for (let i = 0; i < labels.length; i++) {
    own[i] = idOf[labels[i]];
    if (own[i] !== 0) front.push(i);
  }
  const steps = [-1, 1, -width, width];
  for (let n = Math.round(MAX_GROWTH_M / cell_m); n > 0 && front.length > 0; n--) {
    const next: number[] = [];
    for (const cell of front)
      for (const step of steps) {
        const to = cell + step;
        if (floor[to] === 0 || own[to] !== 0 || labels[to] !== 0) continue;
        own[to] = own[cell];
        next.push(to);
      }
    front = next;
  }
  return own;
}

/** The openings that are left between rooms, by room. */
function doorsOf(map: OccupancyGrid, space: WallFloor, graph: PartGraph, ids: Map<number, number>) {
  const doors = new Map<number, Door[]>([...ids.values()].map((id) => [id, []]));
  for (const { a, b, contacts } of graph.meetings() as Iterable<Meeting>) {
    const [idA, idB] = [ids.get(a), ids.get(b)];
    if (idA === undefined || idB === undefined) continue;
    for (const { line, cells, from, to } of contacts) {
      const width_m = cells * space.cell_m;
      if (width_m < MIN_DOOR_M) continue;
      const middle = (from + to) / 2;
      const place = toMap(map, space, line.x0 + middle * line.ux, line.y0 + middle * line.uy);
      doors.get(idA)?.push({ to: idB, ...place, width_m });
      doors.get(idB)?.push({ to: idA, ...place, width_m });
    }
  }
  for (const list of doors.values()) list.sort((p, q) => p.to - q.to || q.width_m - p.width_m);
  return doors;
}

/** A place of the working cells in the map frame, m. */
function toMap(map: OccupancyGrid, { factor, beginX, beginY }: WallFloor, x: number, y: number) {
  return {
    x: map.originX_m + (beginX + (x + 0.5) * factor) * map.resolution_m,
    y: map.originY_m + (beginY + (y + 0.5) * factor) * map.resolution_m,
  };
}

function onMap(map: OccupancyGrid, { width, height, factor, beginX, beginY }: WallFloor, own: Int16Array): Int16Array {
  const labels = new Int16Array(map.data.length);
  const endX = Math.min(map.width, beginX + width * factor);
  const endY = Math.min(map.height, beginY + height * factor);
  for (let iy = Math.max(0, beginY); iy < endY; iy++)
    for (let ix = Math.max(0, beginX); ix < endX; ix++)
      labels[iy * map.width + ix] =
        own[Math.floor((iy - beginY) / factor) * width + Math.floor((ix - beginX) / factor)];
  return labels;
}
