import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readValetudoMap, type ValetudoMap } from '@homebound/formats';
import { connectedComponents, type GridFrame, type OccupancyGrid, squaredDistance } from '@homebound/grid';

/** The 18 segments of reference/coverage.md 2.4, by their makers' ids (the table there counts them from 2). */
export const vendorSegments: readonly { readonly map: string; readonly ids: readonly string[] }[] = [
  { map: 'S5_FW2020_with_segments', ids: ['1', '2', '4', '5', '6', '7'] },
  { map: 'S8_FW1286_with_obstacles', ids: ['19'] },
  { map: 'z10_1056_paths', ids: ['1', '2', '3', '4', '5', '6', '7'] },
  { map: 'l10su_1121_new_path', ids: ['1'] },
  { map: 'x10plus_1104_with_obstacle', ids: ['1', '2'] },
  { map: 'd9_1058_with_custom_named_segments', ids: ['6'] },
];

/** A stored map and its segments that are judged. */
export interface VendorMap {
  readonly map: ValetudoMap;
  readonly segments: readonly VendorSegment[];
}

/** What one segment is and what its maker's robot did there. */
export interface VendorSegment {
  readonly id: string;
  /** Number of the segment in `map.labels`. */
  readonly label: number;
  /** What the stored path did, by the reference's measure. */
  readonly theirs: PathVerdict;
}

/** What a path did in a segment: a centred brush of 0.20 m swept along it. */
export interface PathVerdict {
  /** A_brush within the segment, m²; of it swept, in [0, 1]. */
  readonly reachable_m2: number;
  readonly coverage: number;
  /**
   * The same with the body held off the walls' surfaces. The reference measures from cell centre to cell centre, which lets the
   * body half a centimetre into each wall: what only such a body sweeps is in `reachable_m2`, and not here.
   */
  readonly coverageBySurfaces: number;
  /** Length of the path within the segment. */
  readonly path_m: number;
}

/** The reference's body and brush, and its raster. */
const R_M = 0.17;
const W_M = 0.2;
const CELL_M = 0.01;

/** Throws RangeError when the data or a segment are not there. */
export function readVendorMap(data: string, file: string): VendorMap {
  const path = join(data, 'vendor-maps', `${file}.json`);
  if (!existsSync(path)) throw new RangeError(`Cannot read vendor map: ${path} is missing; name the data with --data`);
  const map = readValetudoMap(readFileSync(path, 'utf8'), path);
  const judge = new SegmentJudge(map.grid, map.labels);
  const ids = vendorSegments.find((one) => one.map === file)?.ids ?? [];
  const segments = ids.map((id) => {
    const label = map.rooms.find((room) => room.id === id)?.label;
    if (label === undefined) throw new RangeError(`Cannot find segment ${id} of ${path}`);
    return { id, label, theirs: judge.judge(label, map.paths) };
  });
  return { map, segments };
}

/** Judges paths on a map at 1 cm by the definitions of coverage.md 5.1, as its table 2.4 was made. */
export class SegmentJudge {
  readonly #frame: GridFrame;
  readonly #label: Uint16Array;
  readonly #reachable: Uint8Array;
  readonly #reachableBySurfaces: Uint8Array;
  #swept = new Uint8Array(0);

  /** @param labels segment of each cell of the grid */
  constructor(grid: OccupancyGrid, labels: Uint16Array) {
    const k = Math.round(grid.resolution_m / CELL_M);
    const { width, height } = { width: grid.width * k, height: grid.height * k };
    this.#frame = { ...grid, width, height, resolution_m: CELL_M };
    const blocked = new Uint8Array(width * height);
    this.#label = new Uint16Array(width * height);
    for (let i = 0; i < blocked.length; i++) {
      const cell = Math.floor(Math.floor(i / width) / k) * grid.width + Math.floor((i % width) / k);
      blocked[i] = grid.data[cell] === 0 ? 0 : 1;
      this.#label[i] = labels[cell];
    }
    this.#reachable = brushable(blocked, width, height, 0);
    this.#reachableBySurfaces = brushable(blocked, width, height, 0.5);
  }

  /** @param paths interleaved x, y in the map's frame */
  judge(label: number, paths: readonly ArrayLike<number>[]): PathVerdict {
    this.#swept = new Uint8Array(this.#label.length);
    for (const path of paths) this.#sweep(path);
    const { cells, share } = this.#sweptOf(this.#reachable, label);
    const { share: coverageBySurfaces } = this.#sweptOf(this.#reachableBySurfaces, label);
    const path_m = this.#lengthWithin(label, paths);
    return { reachable_m2: cells * CELL_M * CELL_M, coverage: share, coverageBySurfaces, path_m };
  }

  #sweptOf(floor: Uint8Array, label: number): { readonly cells: number; readonly share: number } {
    let cells = 0;
    let hit = 0;
    for (let i = 0; i < floor.length; i++) {
      if (this.#label[i] !== label || floor[i] === 0) continue;
      cells++;
      hit += this.#swept[i];
    }
    return { cells, share: hit / cells };
  }

  #sweep(path: ArrayLike<number>): void {
    for (let i = 2; i < path.length; i += 2) {
      const dx = path[i] - path[i - 2];
      const dy = path[i + 1] - path[i - 1];
      const length = Math.hypot(dx, dy);
      if (length < 1e-9) continue;
      const steps = Math.ceil(length / 0.005);
      for (let s = 0; s <= steps; s++)
        this.#stamp(path[i - 2] + (dx * s) / steps, path[i - 1] + (dy * s) / steps, -dy / length, dx / length);
      // Turning towards the next stretch sweeps two wedges.
      if (i + 3 < path.length) this.#turn(path, i, Math.atan2(dy, dx));
    }
  }

  #turn(path: ArrayLike<number>, i: number, heading: number): void {
    const next = Math.atan2(path[i + 3] - path[i + 1], path[i + 2] - path[i]);
    const turn = next - heading - 2 * Math.PI * Math.round((next - heading) / (2 * Math.PI));
    const steps = Math.ceil(Math.abs(turn) / 0.04);
    for (let s = 1; s < steps; s++) {
      const at = heading + (turn * s) / steps;
      this.#stamp(path[i], path[i + 1], -Math.sin(at), Math.cos(at));
    }
  }

  /** The brush across a heading whose left is (nx, ny). */
  #stamp(x: number, y: number, nx: number, ny: number): void {
    for (let r = -W_M / 2 + 0.001; r < W_M / 2; r += 0.005) {
      const index = this.#index(x + r * nx, y + r * ny);
      if (index >= 0) this.#swept[index] = 1;
    }
  }

  #index(x: number, y: number): number {
    const { width, height, originX_m, originY_m } = this.#frame;
    const ix = Math.floor((x - originX_m) / CELL_M);
    const iy = Math.floor((y - originY_m) / CELL_M);
    return ix < 0 || iy < 0 || ix >= width || iy >= height ? -1 : iy * width + ix;
  }

  #lengthWithin(label: number, paths: readonly ArrayLike<number>[]): number {
    let sum = 0;
    for (const path of paths)
      for (let i = 2; i < path.length; i += 2) {
        const middle = this.#index((path[i] + path[i - 2]) / 2, (path[i + 1] + path[i - 1]) / 2);
        if (middle >= 0 && this.#label[middle] === label)
          sum += Math.hypot(path[i] - path[i - 2], path[i + 1] - path[i - 1]);
      }
    return sum;
  }
}

/**
 * A_brush of a raster: what a centred brush touches from the largest region where the body fits.
 * @param toSurface  cells from a blocked cell's centre to where it begins: 0.5, or 0 as in the reference
 */
function brushable(blocked: Uint8Array, width: number, height: number, toSurface: number): Uint8Array {
  const toBlocked = squaredDistance(blocked, width, height);
  const r = R_M / CELL_M + toSurface;
  const fits = new Uint8Array(blocked.length);
  for (let i = 0; i < fits.length; i++) fits[i] = toBlocked[i] >= r * r ? 1 : 0;
  const { labels, sizes } = connectedComponents(fits, width, height, 8);
  let largest = 1;
  for (let c = 2; c < sizes.length; c++) if (sizes[c] > sizes[largest]) largest = c;
  for (let i = 0; i < fits.length; i++) fits[i] = labels[i] === largest ? 1 : 0;
  const toCentre = squaredDistance(fits, width, height);
  const reach = W_M / 2 / CELL_M;
  const reachable = fits;
  for (let i = 0; i < reachable.length; i++) reachable[i] = toCentre[i] <= reach * reach && blocked[i] === 0 ? 1 : 0;
  return reachable;
}
