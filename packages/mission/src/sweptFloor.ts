import type { GridFrame, OccupancyGrid } from '@homebound/grid';
import type { MapWarp, SE2 } from '@homebound/math';
import { CoverageTracker, type FreeSpace, type SweptMask } from '@homebound/plan';
import type { RobotGeometry } from '@homebound/robot';

/** What the brush has swept, by the pass that it was swept in. Map frame. */
export class SweptFloor {
  readonly #once: CoverageTracker;
  readonly #twice: CoverageTracker;
  #isSweeping = false;
  #isSecond = false;
  #version = 0;

  constructor({ mainBrush }: RobotGeometry) {
    const options = { brushWidth_m: mainBrush.width_m, brushX_m: mainBrush.x_m };
    this.#once = new CoverageTracker(options);
    this.#twice = new CoverageTracker(options);
  }

  /** Grows whenever `gridOn` would answer something new. */
  get version(): number {
    return this.#version;
  }

  get area_m2(): number {
    return this.#once.sweptArea_m2;
  }

  /** The same with what was swept twice counted twice: what has been achieved. */
  get achieved_m2(): number {
    return this.#once.sweptArea_m2 + this.#twice.sweptArea_m2;
  }

  clear(): void {
    this.#once.clear();
    this.#twice.clear();
    this.#version++;
  }

  /** What was swept at least once, and at least twice; copies. */
  store(): readonly [once: SweptMask, twice: SweptMask] {
    return [this.#once.store(), this.#twice.store()];
  }

  restore([once, twice]: readonly [SweptMask, SweptMask]): void {
    this.#once.restore(once);
    this.#twice.restore(twice);
    this.#version++;
  }

  moveWith(warp: MapWarp): void {
    this.#once.moveWith(warp);
    this.#twice.moveWith(warp);
    this.#version++;
  }

  /** The brush was off, or the robot was carried: the next pose begins a new stripe. */
  lift(): void {
    this.#once.lift();
    this.#twice.lift();
    this.#isSweeping = false;
  }

  /** @param pass 1 or 2: floor swept in the second counts for both, whatever was swept there before */
  add(T_map_base: SE2, brushOn: boolean, pass: number): void {
    if (!brushOn) {
      if (this.#isSweeping) this.lift();
      return;
    }
    const isSecond = pass >= 2;
    if (isSecond !== this.#isSecond) this.#twice.lift();
    this.#once.add(T_map_base);
    if (isSecond) this.#twice.add(T_map_base);
    this.#isSecond = isSecond;
    this.#isSweeping = true;
    this.#version++;
  }

  /** Floor swept by at least one pass, and by at least two, as a planner takes it. */
  coveredIn(frame: GridFrame): [once: Uint8Array, twice: Uint8Array] {
    return [this.#once.maskIn(frame), this.#twice.maskIn(frame)];
  }

  share(space: FreeSpace): number {
    return this.#once.coveredShare(space);
  }

  /** In the map's frame: 100 swept, 0 free and not yet, -1 elsewhere. */
  gridOn(map: OccupancyGrid): OccupancyGrid {
    const { width, height, resolution_m, originX_m, originY_m, data: known } = map;
    const swept = this.#once.maskIn(map);
    const data = new Int8Array(swept.length);
    for (let i = 0; i < data.length; i++) data[i] = swept[i] === 1 ? 100 : known[i] === 0 ? 0 : -1;
    return { width, height, resolution_m, originX_m, originY_m, data };
  }
}
