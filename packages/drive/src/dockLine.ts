import { between, compose, type MapWarp, type SE2, tan } from '@homebound/math';
import { clamp } from './clamp.ts';
import type { DriveOptions } from './options.ts';
import type { Situation } from './situation.ts';

/** m; the map's dock is not farther off than this, whatever the beams say. */
const MAX_CORRECTION = 0.2;
/** m/s at which the beams shift the centre line. */
const CORRECTION_RATE = 0.06;
/** m; where the centre line is looked for when an attempt saw no beam. */
const SEARCH = [0, 0.06, -0.06];

/**
 * The dock's centre line, and where the robot is beside it. The approach frame has its origin where the docked base_link
 * stands and +x into the dock, so the robot comes along the x axis from about -1 and green is on its left (+y).
 *
 *   green only ╲        y > r tan(a)       The map says where the axis is to a few cm; the beams say on which
 *               ╲______                    side of it the robot is, exactly. So the axis is shifted just as far
 *   both    ●──▶ ______ ▐ dock             as the map's place contradicts the beams (a set-membership filter).
 *               ╱
 *   red only   ╱        y < -r tan(a)
 */
export class DockLine {
  #T_map_approach: SE2;
  readonly #options: DriveOptions;
  #axisShift = 0;
  #sawBeam = false;

  /** @param T_map_dock the docked base_link's place, +x out of the dock */
  constructor(T_map_dock: SE2, options: DriveOptions) {
    this.#T_map_approach = { ...T_map_dock, theta: T_map_dock.theta + Math.PI };
    this.#options = options;
  }

  get sawBeam(): boolean {
    return this.#sawBeam;
  }

  /** Where the robot is in the approach frame, the axis moved to where the beams say it is. */
  place({ T_map_base, dock, dt_s }: Situation): SE2 {
    const at = between(this.#T_map_approach, T_map_base);
    const { greenBeam = false, redBeam = false } = dock ?? {};
    const facing = at.theta < 1 && at.theta > -1;
    if ((greenBeam || redBeam) && facing) {
      this.#sawBeam = true;
      const half = Math.max(0, this.#options.dockEmitter_m - at.x) * tan(this.#options.dockBothBeams_rad);
      const y = at.y - this.#axisShift;
      const low = redBeam ? (greenBeam ? -half : Number.NEGATIVE_INFINITY) : half;
      const high = greenBeam ? (redBeam ? half : Number.POSITIVE_INFINITY) : -half;
      const wrong = y - Math.min(Math.max(y, low), high);
      this.#axisShift = clamp(this.#axisShift + clamp(wrong, CORRECTION_RATE * dt_s), MAX_CORRECTION);
    }
    return { x: at.x, y: at.y - this.#axisShift, theta: at.theta };
  }

  /** A place of the approach frame in the map. */
  inMap(x: number, y: number): SE2 {
    return compose(this.#T_map_approach, { x, y: y + this.#axisShift, theta: 0 });
  }

  /** As long as no beam was seen, the next attempt looks for the axis somewhere else. */
  search(attempt: number): void {
    if (!this.#sawBeam) this.#axisShift = SEARCH[attempt % SEARCH.length];
  }

  moveWith(warp: MapWarp): void {
    this.#T_map_approach = warp.movePose(this.#T_map_approach);
  }
}
