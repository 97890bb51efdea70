import { cellX, cellY, floodFill, type OccupancyGrid } from '@homebound/grid';

/** OOMWOO's robot and brush, and the strip along walls that its coverage leaves to another module. */
export const oomwooBody = { bodyRadius_m: 0.1745, cleaningRadius_m: 0.16, wallBand_m: 0.15, speed_mps: 0.2 } as const;

/** A stretch of the way that is judged as new or as driven again, m. */
const CHUNK_M = 0.25;
/** A chunk that covers less than this share of what it would on floor never driven on is a revisit. */
const REVISIT_SHARE = 0.25;
/** Where OOMWOO reads its efficiency and its time. */
const CROSSING = 0.9;

export interface OomwooFigures {
  readonly serviceableCells: number;
  readonly coverage: number;
  /** Serviceable area over cleaning width, over the way driven, when 90 % was crossed; absent when it never was. */
  readonly efficiencyAt90?: number;
  readonly timeAt90_s?: number;
  readonly efficiencyAtEnd: number;
  /** Share of the way driven in chunks that stamped under a quarter of what virgin floor would. */
  readonly revisit: number;
  readonly path_m: number;
}

/** OOMWOO's own coverage meter, after the description in data/README.md: 5 cm cells, discs for the brush, 4-neighbour dilation. */
export class OomwooMeter {
  readonly #map: OccupancyGrid;
  readonly #serviceable: Uint8Array;
  readonly #stamped: Uint8Array;
  readonly #radius: number;
  /** Cells that a chunk stamps on floor never driven on. */
  readonly #virginChunk: number;
  #size = 0;
  #covered = 0;
  #path_m = 0;
  #crossing: { readonly path_m: number; readonly time_s: number } | undefined;
  #chunk_m = 0;
  #chunkCells = 0;
  #revisited_m = 0;
  #last: { readonly x: number; readonly y: number } | undefined;
  #start_s: number | undefined;

  constructor(map: OccupancyGrid, start: { readonly x: number; readonly y: number }) {
    this.#map = map;
    this.#serviceable = serviceable(map, start);
    for (const value of this.#serviceable) this.#size += value;
    this.#stamped = new Uint8Array(map.data.length);
    this.#radius = Math.round(oomwooBody.cleaningRadius_m / map.resolution_m);
    this.#virginChunk = (CHUNK_M * 2 * oomwooBody.cleaningRadius_m) / (map.resolution_m * map.resolution_m);
  }

  /** A true pose in the map's frame, in the order of time, from the start of the job. */
  add(stamp_s: number, x: number, y: number): void {
    this.#start_s ??= stamp_s;
    const step_m = this.#last === undefined ? 0 : Math.hypot(x - this.#last.x, y - this.#last.y);
    this.#last = { x, y };
    this.#path_m += step_m;
    this.#chunk_m += step_m;
    this.#stamp(x, y);
    if (this.#chunk_m >= CHUNK_M) {
      if (this.#chunkCells < REVISIT_SHARE * this.#virginChunk) this.#revisited_m += this.#chunk_m;
      this.#chunk_m = 0;
      this.#chunkCells = 0;
    }
    if (this.#crossing === undefined && this.#covered >= CROSSING * this.#size)
      this.#crossing = { path_m: this.#path_m, time_s: stamp_s - this.#start_s };
  }

  #stamp(x: number, y: number): void {
    const { width, height } = this.#map;
    const r = this.#radius;
    const ix = cellX(this.#map, x);
    const iy = cellY(this.#map, y);
    for (let dy = -r; dy <= r; dy++)
      for (let dx = -r; dx <= r; dx++) {
        if (dx * dx + dy * dy > r * r) continue;
        const [cx, cy] = [ix + dx, iy + dy];
        if (cx < 0 || cy < 0 || cx >= width || cy >= height) continue;
        const cell = cy * width + cx;
        if (this.#stamped[cell] === 1) continue;
        this.#stamped[cell] = 1;
        this.#chunkCells++;
        this.#covered += this.#serviceable[cell];
      }
  }

  figures(): OomwooFigures {
    const ideal_m = (this.#size * this.#map.resolution_m * this.#map.resolution_m) / (2 * oomwooBody.cleaningRadius_m);
    const at = this.#crossing;
    return {
      serviceableCells: this.#size,
      coverage: this.#covered / this.#size,
      ...(at !== undefined && { efficiencyAt90: ideal_m / at.path_m, timeAt90_s: at.time_s }),
      efficiencyAtEnd: ideal_m / this.#path_m,
      revisit: this.#revisited_m / this.#path_m,
      path_m: this.#path_m,
    };
  }

  /** For pictures: 0 none of it, 1 missed, 2 covered. */
  cells(): Uint8Array {
    return this.#serviceable.map((value, cell) => (value === 0 ? 0 : 1 + this.#stamped[cell]));
  }
}

/** The cells that count. */
export function serviceable(map: OccupancyGrid, start: { readonly x: number; readonly y: number }): Uint8Array {
  const { width, height, resolution_m } = map;
  const cells = (radius_m: number): number => Math.round(radius_m / resolution_m);
  const free = Uint8Array.from(map.data, (value) => (value === 0 ? 1 : 0));
  const obstacle = free.map((value) => 1 - value);
  const reach = floodFill(free, width, height, cellY(map, start.y) * width + cellX(map, start.x), 4);
  const nearBody = dilate(obstacle, width, height, cells(oomwooBody.bodyRadius_m));
  const drivable = reach.map((value, i) => value & (1 - nearBody[i]));
  const cleanable = dilate(drivable, width, height, cells(oomwooBody.cleaningRadius_m));
  const wall = dilate(obstacle, width, height, cells(oomwooBody.wallBand_m));
  return cleanable.map((value, i) => value & reach[i] & (1 - wall[i]));
}

/** So many times, each marked cell marks its four neighbours. */
function dilate(mask: Uint8Array, width: number, height: number, times: number): Uint8Array {
  let now = mask;
  for (let t = 0; t < times; t++) {
    const next = now.slice();
    for (let i = 0; i < now.length; i++) {
      if (now[i] === 0) continue;
      const ix = i % width;
      if (ix > 0) next[i - 1] = 1;
      if (ix < width - 1) next[i + 1] = 1;
      if (i >= width) next[i - width] = 1;
      if (i < width * (height - 1)) next[i + width] = 1;
    }
    now = next;
  }
  return now;
}
