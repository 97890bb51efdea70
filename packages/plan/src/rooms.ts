import { connectedComponents, distanceToCells, type OccupancyGrid } from '@homebound/grid';

/** An opening between two rooms. */
export interface Door {
  /** Id of the room on the other side. */
  readonly to: number;
  /** The middle of the opening, map frame, m. */
  readonly x: number;
  readonly y: number;
  readonly width_m: number;
}

export interface Room {
  /** 1, 2, …; the value of its cells in `labels`. */
  readonly id: number;
  readonly area_m2: number;
  /** Its most open point: farthest from all walls, map frame, m. */
  readonly centre: { readonly x: number; readonly y: number };
  readonly doors: readonly Door[];
}

export interface RoomMap {
  /** Room of each cell of the map, 0 = none (walls, unknown); furniture that stands free belongs to its room. */
  readonly labels: Int16Array;
  readonly rooms: readonly Room[];
}

export interface RoomOptions {
  /** Things that stand free and are smaller than this are furniture: they do not divide a room, m². */
  readonly clutter_m2?: number;
  /** Openings wider than this are no doors: what they join is one room, m. */
  readonly maxDoor_m?: number;
  /** An opening is a door only when it is this much narrower than the room on either side. */
  readonly doorRatio?: number;
  /** The smallest room, m²: a toilet. Smaller parts go to the neighbour with the widest opening. */
  readonly minRoom_m2?: number;
}

/**
 * Divides a map into rooms at its doors: without free-standing furniture, the floor's distance to the walls has a hill in
 * each room and a pass in each doorway. Hills are joined again where the pass between them is too wide for a door, hardly
 * lower than the lower hill, or where one side is too small for a room.
 * Source: watershed by immersion, Vincent and Soille, PAMI 1991, on the distance field, as in Bormann et al., ICRA 2016;
 * the merging rules are ours.
 */
export function segmentRooms(map: OccupancyGrid, options: RoomOptions = {}): RoomMap {
  const { clutter_m2 = 0.3, maxDoor_m = 1.3, doorRatio = 0.85, minRoom_m2 = 2 } = options;
  const { width, height, resolution_m } = map;
  if (map.data.length !== width * height)
    throw new RangeError(`Cannot segment map: ${width} x ${height} cells wanted, got ${map.data.length}`);
  const floor = declutteredFloor(map, clutter_m2 / (resolution_m * resolution_m));
  const blocked = new Uint8Array(floor.length);
  for (let i = 0; i < floor.length; i++) blocked[i] = 1 - floor[i];
  const distance = distanceToCells(blocked, width, height);
  const basins = floodBasins(distance, floor, width, height);
  mergeBasins(basins, {
    maxPass: maxDoor_m / 2 / resolution_m,
    ratio: doorRatio,
    minCells: minRoom_m2 / (resolution_m * resolution_m),
  });
  return describe(map, basins, minRoom_m2 / (resolution_m * resolution_m));
}

/** Free floor with what stands free on it taken away: islands of anything else below the given size. */
function declutteredFloor(map: OccupancyGrid, clutterCells: number): Uint8Array {
  const { width, height, data } = map;
  const other = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) other[i] = data[i] >= 0 && data[i] < 50 ? 0 : 1;
  const { labels, sizes } = connectedComponents(other, width, height, 8);
  const floor = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) floor[i] = labels[i] === 0 || sizes[labels[i]] < clutterCells ? 1 : 0;
  return floor;
}

/** The hills of a distance field: what each cell drains to, and the passes between them. All lengths in cells. */
interface Basins {
  readonly labels: Int32Array;
  /** By label, from 1: height and cell of the top, number of cells. */
  readonly peak: number[];
  readonly top: number[];
  readonly cells: number[];
  /** Highest pass between two basins and the cell it lies in, by `key(a, b)`. */
  readonly passes: Map<number, { a: number; b: number; height: number; cell: number }>;
}

/** Hills that rise less than this over the pass to a higher one are part of it: the grid's own roughness, cells. */
const ROUGHNESS = 1;

function key(a: number, b: number): number {
  return a < b ? a * 0x10000 + b : b * 0x10000 + a;
}

/** Immersion from the top: cells in order of falling distance join the basin of their neighbours or start a new one. */
function floodBasins(distance: Float32Array, floor: Uint8Array, width: number, height: number): Basins {
  const labels = new Int32Array(floor.length);
  const peak: number[] = [0];
  const top: number[] = [0];
  const cells: number[] = [0];
  const parent: number[] = [0];
  const passes: Basins['passes'] = new Map();
  const root = (label: number) => {
    let r = label;
    while (parent[r] !== r) r = parent[r];
    return r;
  };
  for (const cell of byFallingDistance(distance, floor)) {
    const ix = cell % width;
    const iy = (cell - ix) / width;
    if (ix === 0 || iy === 0 || ix === width - 1 || iy === height - 1) continue;
    let own = 0;
    for (let dy = -width; dy <= width; dy += width)
      for (let dx = -1; dx <= 1; dx++) {
        const neighbour = labels[cell + dy + dx];
        if (neighbour === 0) continue;
        const other = root(neighbour);
        if (own === 0) own = other;
        if (own === other) continue;
        // Two hills meet: this is their pass.
        const [high, low] = peak[own] >= peak[other] ? [own, other] : [other, own];
        if (peak[low] - distance[cell] < ROUGHNESS) {
          parent[low] = high;
          cells[high] += cells[low];
          own = high;
        } else {
          own = high;
          const at = key(high, low);
          if (!passes.has(at)) passes.set(at, { a: high, b: low, height: distance[cell], cell });
        }
      }
    if (own === 0) {
      own = peak.length;
      peak.push(distance[cell]);
      top.push(cell);
      cells.push(0);
      parent.push(own);
    }
    labels[cell] = own;
    cells[own]++;
  }
  for (let i = 0; i < labels.length; i++) labels[i] = root(labels[i]);
  const settled: Basins['passes'] = new Map();
  for (const pass of passes.values()) addPass(settled, root(pass.a), root(pass.b), pass.height, pass.cell);
  return { labels, peak, top, cells, passes: settled };
}

function addPass(passes: Basins['passes'], a: number, b: number, height: number, cell: number): void {
  if (a === b) return;
  const known = passes.get(key(a, b));
  if (known === undefined || known.height < height) passes.set(key(a, b), { a, b, height, cell });
}

/** Floor cells from the farthest from walls to the nearest: counting sort in steps of an eighth of a cell. */
function byFallingDistance(distance: Float32Array, floor: Uint8Array): Int32Array {
  let highest = 0;
  let n = 0;
  for (let i = 0; i < floor.length; i++)
    if (floor[i] !== 0) {
      highest = Math.max(highest, Math.floor(distance[i] * 8));
      n++;
    }
  const begin = new Int32Array(highest + 2);
  for (let i = 0; i < floor.length; i++) if (floor[i] !== 0) begin[highest - Math.floor(distance[i] * 8) + 1]++;
  for (let k = 1; k < begin.length; k++) begin[k] += begin[k - 1];
  const order = new Int32Array(n);
  for (let i = 0; i < floor.length; i++) if (floor[i] !== 0) order[begin[highest - Math.floor(distance[i] * 8)]++] = i;
  return order;
}

/** Joins basins, the widest pass first, until only doors are left between rooms. */
function mergeBasins(basins: Basins, rules: { maxPass: number; ratio: number; minCells: number }): void {
  const { labels, peak, top, cells, passes } = basins;
  const renamed = peak.map((_, label) => label);
  for (;;) {
    let best: { a: number; b: number; height: number; cell: number } | undefined;
    for (const pass of passes.values()) {
      const { a, b, height } = pass;
      const isDoor =
        height <= rules.maxPass &&
        height <= rules.ratio * Math.min(peak[a], peak[b]) &&
        Math.min(cells[a], cells[b]) >= rules.minCells;
      if (!isDoor && (best === undefined || height > best.height)) best = pass;
    }
    if (best === undefined) break;
    const [keep, gone] = peak[best.a] >= peak[best.b] ? [best.a, best.b] : [best.b, best.a];
    cells[keep] += cells[gone];
    top[keep] = peak[keep] >= peak[gone] ? top[keep] : top[gone];
    renamed[gone] = keep;
    const old = [...passes.values()];
    passes.clear();
    for (const { a, b, height, cell } of old)
      addPass(passes, a === gone ? keep : a, b === gone ? keep : b, height, cell);
  }
  const final = (label: number) => {
    let l = label;
    while (renamed[l] !== l) l = renamed[l];
    return l;
  };
  for (let i = 0; i < labels.length; i++) labels[i] = final(labels[i]);
}

/** Numbers the basins that are large enough for rooms, in the order of their first cell. */
function describe(map: OccupancyGrid, { labels, top, cells: sizes, passes }: Basins, minCells: number): RoomMap {
  const { width, resolution_m, originX_m, originY_m } = map;
  const out = new Int16Array(labels.length);
  const idOf = new Map<number, number>();
  const cells: number[] = [0];
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] === 0 || sizes[labels[i]] < minCells) continue;
    let id = idOf.get(labels[i]);
    if (id === undefined) {
      id = cells.length;
      idOf.set(labels[i], id);
      cells.push(0);
    }
    out[i] = id;
    cells[id]++;
  }
  const place = (cell: number) => ({
    x: originX_m + ((cell % width) + 0.5) * resolution_m,
    y: originY_m + (Math.floor(cell / width) + 0.5) * resolution_m,
  });
  const rooms: Room[] = [];
  for (const [label, id] of idOf) {
    const doors: Door[] = [];
    for (const { a, b, height, cell } of passes.values()) {
      if (a !== label && b !== label) continue;
      const to = idOf.get(a === label ? b : a);
      if (to !== undefined) doors.push({ to, ...place(cell), width_m: 2 * height * resolution_m });
    }
    doors.sort((p, q) => p.to - q.to);
    rooms.push({ id, area_m2: cells[id] * resolution_m * resolution_m, centre: place(top[label]), doors });
  }
  return { labels: out, rooms };
}
