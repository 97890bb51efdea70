import type { OccupancyGrid } from '@homebound/grid';
import type { ScanPoints } from '@homebound/lidar';
import type { SE2 } from '@homebound/math';
import { BackEnd, type MapCorrection } from '../backend/backEnd.ts';
import { defaultBackEndOptions } from '../backend/options.ts';
import { GoneThings } from '../map/goneThings.ts';
import { OccupancyMap } from '../map/occupancyMap.ts';
import { type CellRect, unionOf } from '../map/tileMap.ts';
import type { SlamOptions } from '../options.ts';
import { ShownGrid } from './shownGrid.ts';

/** One map with what it was made from: a floor of a home. */
export class Floor {
  readonly backEnd: BackEnd;
  #map: OccupancyMap;
  /** What scans are not matched to for now; absent for a home. */
  #archive: OccupancyMap | undefined;
  readonly #gone = new GoneThings();
  readonly #shown = new ShownGrid();

  constructor(options: SlamOptions, map?: OccupancyMap) {
    this.#map = map ?? new OccupancyMap(options.map);
    this.backEnd = new BackEnd({ ...defaultBackEndOptions, ...options.backEnd }, options.map);
  }

  /** The map that scans are matched to. */
  get map(): OccupancyMap {
    return this.#map;
  }

  /** Draws a scan into the map; returns the cells that may have changed. */
  draw(points: ScanPoints, T_map_base: SE2): CellRect | undefined {
    const changed = this.#map.insert(points, T_map_base);
    this.#shown.note(changed);
    return changed;
  }

  /** Clears what a scan looks through, and draws nothing else of it; returns where cells became free. */
  clearGone(points: ScanPoints, T_map_base: SE2): CellRect | undefined {
    if (this.#gone.find(this.#map, points, T_map_base) === 0) return undefined;
    const touched = this.#map.clearGone(this.#gone, points, T_map_base);
    this.#shown.note(touched);
    return this.#map.flippedCells > 0 ? touched : undefined;
  }

  /**
   * Takes over a map that was drawn anew.
   * @param isSeen whether somebody else still looks at the old one; its memory is used again otherwise
   */
  apply({ map, archive }: MapCorrection, isSeen: boolean): void {
    if (!isSeen) {
      if (this.#archive !== undefined) this.backEnd.reuse(this.#archive);
      this.backEnd.reuse(this.#map);
    }
    this.#map = map;
    this.#archive = archive;
    this.#gone.forget();
    this.#shown.forget();
  }

  /** A copy of the whole map, cut to what was seen; `undefined` before the first scan. */
  grid(): OccupancyGrid | undefined {
    return this.#shown.read(
      () => unionOf(this.#map.content(), this.#archive?.content()),
      (rect) => this.region(rect),
    );
  }

  /** A copy of a rectangle of the map. */
  region(rect: CellRect): OccupancyGrid {
    const grid = this.#map.region(rect);
    if (this.#archive === undefined || this.#archive.isEmpty) return grid;
    const old = this.#archive.region(rect);
    for (let i = 0; i < grid.data.length; i++) if (grid.data[i] < 0) grid.data[i] = old.data[i];
    return grid;
  }
}
