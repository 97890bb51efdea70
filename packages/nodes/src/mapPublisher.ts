import type { Publisher } from '@homebound/graph';
import { type OccupancyGrid, sameFrame } from '@homebound/grid';
import { fromStamp, type map_msgs, type nav_msgs, toStamp } from '@homebound/messages';
import { header } from './convert.ts';
import { frames } from './frames.ts';

export interface CellRect {
  readonly x0: number;
  readonly y0: number;
  readonly width: number;
  readonly height: number;
}

/** The smallest rectangle in which two grids of the same frame differ; undefined when they are the same. */
export function changedRect(a: OccupancyGrid, b: OccupancyGrid): CellRect | undefined {
  const { width } = a;
  const [start, end] = changedCells(a.data, b.data);
  let x0 = width;
  let x1 = -1;
  let y0 = -1;
  let y1 = -1;
  for (let iy = Math.floor(start / width); iy * width < end; iy++) {
    const row = iy * width;
    let first = 0;
    while (first < width && a.data[row + first] === b.data[row + first]) first++;
    if (first === width) continue;
    let last = width - 1;
    while (a.data[row + last] === b.data[row + last]) last--;
    if (y0 < 0) y0 = iy;
    y1 = iy;
    if (first < x0) x0 = first;
    if (last > x1) x1 = last;
  }
  return y0 < 0 ? undefined : { x0, y0, width: x1 - x0 + 1, height: y1 - y0 + 1 };
}

/** From about the first to about the last cell that differs: most of a map is the same, which four at a time is seen faster. */
function changedCells(a: Int8Array, b: Int8Array): [start: number, end: number] {
  if (a.byteOffset % 4 !== 0 || b.byteOffset % 4 !== 0) return [0, a.length];
  const words = a.length >> 2;
  const wordsA = new Int32Array(a.buffer, a.byteOffset, words);
  const wordsB = new Int32Array(b.buffer, b.byteOffset, words);
  let first = 0;
  while (first < words && wordsA[first] === wordsB[first]) first++;
  let last = words;
  // The cells beyond the last whole word are looked at one by one.
  if (a.length > 4 * words) return [4 * first, a.length];
  while (last > first && wordsA[last - 1] === wordsB[last - 1]) last--;
  return [4 * first, 4 * last];
}

/** Publishes a grid as RViz expects it: whole when its frame changed, else only the rectangle that changed. */
export class MapPublisher {
  readonly #whole: Publisher<nav_msgs.OccupancyGrid>;
  readonly #update: Publisher<map_msgs.OccupancyGridUpdate>;
  readonly #metadata: Publisher<nav_msgs.MapMetaData> | undefined;
  readonly #frame_id: string;
  #last: OccupancyGrid | undefined;
  #sinceWhole = 0;

  /** @param metadata told beside each whole grid, as map_server does */
  constructor(
    whole: Publisher<nav_msgs.OccupancyGrid>,
    update: Publisher<map_msgs.OccupancyGridUpdate>,
    frame_id: string = frames.map,
    metadata?: Publisher<nav_msgs.MapMetaData>,
  ) {
    this.#whole = whole;
    this.#update = update;
    this.#frame_id = frame_id;
    this.#metadata = metadata;
  }

  /** The grid must not be changed by the caller afterwards. */
  publish(stamp_s: number, grid: OccupancyGrid): void {
    const last = this.#last;
    this.#last = grid;
    // Late subscribers get the latched whole map: it must not grow old.
    if (last === undefined || !sameFrame(last, grid) || ++this.#sinceWhole >= UPDATES_PER_WHOLE) {
      this.#sinceWhole = 0;
      this.#whole.publish(gridToMessage(stamp_s, grid, this.#frame_id));
      this.#metadata?.publish(mapMetaData(stamp_s, grid));
      return;
    }
    const rect = changedRect(last, grid);
    if (rect === undefined) return;
    const data = new Int8Array(rect.width * rect.height);
    for (let iy = 0; iy < rect.height; iy++) {
      const from = (rect.y0 + iy) * grid.width + rect.x0;
      data.set(grid.data.subarray(from, from + rect.width), iy * rect.width);
    }
    this.#update.publish({
      header: header(stamp_s, this.#frame_id),
      x: rect.x0,
      y: rect.y0,
      width: rect.width,
      height: rect.height,
      data,
    });
  }
}

const UPDATES_PER_WHOLE = 30;

export function gridToMessage(
  stamp_s: number,
  grid: OccupancyGrid,
  frame_id: string = frames.map,
): Partial<nav_msgs.OccupancyGrid> {
  return { header: header(stamp_s, frame_id), info: mapMetaData(stamp_s, grid), data: grid.data };
}

function mapMetaData(stamp_s: number, grid: OccupancyGrid): nav_msgs.MapMetaData {
  return {
    map_load_time: toStamp(stamp_s),
    resolution: grid.resolution_m,
    width: grid.width,
    height: grid.height,
    origin: { position: { x: grid.originX_m, y: grid.originY_m, z: 0 }, orientation: { x: 0, y: 0, z: 0, w: 1 } },
  };
}

/** Puts whole grids and their updates together again: the subscriber's side of `MapPublisher`. */
export class MapAssembler {
  #grid: OccupancyGrid | undefined;
  #stamp_s = 0;

  get grid(): OccupancyGrid | undefined {
    return this.#grid;
  }

  get stamp_s(): number {
    return this.#stamp_s;
  }

  addWhole(m: nav_msgs.OccupancyGrid): void {
    const { info } = m;
    this.#stamp_s = fromStamp(m.header.stamp);
    this.#grid = {
      width: info.width,
      height: info.height,
      // float32 on the wire: 0.05 comes back as 0.05000000074505806
      resolution_m: Math.round(info.resolution * 1e6) / 1e6,
      originX_m: info.origin.position.x,
      originY_m: info.origin.position.y,
      data: m.data.slice(),
    };
  }

  /** An update that lies outside the grid, or comes before it, is refused with false: the next whole map mends it. */
  addUpdate(m: map_msgs.OccupancyGridUpdate): boolean {
    const grid = this.#grid;
    if (grid === undefined || m.x < 0 || m.y < 0 || m.x + m.width > grid.width || m.y + m.height > grid.height)
      return false;
    if (m.data.length !== m.width * m.height) return false;
    this.#stamp_s = fromStamp(m.header.stamp);
    for (let iy = 0; iy < m.height; iy++)
      grid.data.set(m.data.subarray(iy * m.width, (iy + 1) * m.width), (m.y + iy) * grid.width + m.x);
    return true;
  }
}
