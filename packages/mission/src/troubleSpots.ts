import { cellX, cellY, centreX, centreY, type GridFrame } from '@homebound/grid';
import { hypot, type MapWarp, type SE2 } from '@homebound/math';

/** An edge; what stood in the way; what was felt more than once and no sensor sees: glass, a mirror, a low bar. */
export type TroubleKind = 'cliff' | 'obstacle' | 'felt';

interface Spot {
  readonly x: number;
  readonly y: number;
  readonly kind: TroubleKind;
  readonly until_s: number;
  readonly radius_m: number;
}

/** Radius of floor kept out around a spot, m: about the bumper's and the cliff sensors' uncertainty. */
const RADIUS_M = 0.03;
/** s; a chair that was bumped into may be gone later, a mirror hardly; an edge stays. */
const LIFE_S = { obstacle: 240, felt: 7200, cliff: Number.POSITIVE_INFINITY } as const;
/** Spots to either side of a cliff sensor's that are taken for the same edge, and their distance, m. */
const EDGE_SPOTS = 5;
const EDGE_STEP_M = 0.04;

/** Places where the robot was stopped by what the lidar does not see: low things and edges. Map frame. */
export class TroubleSpots {
  #spots: Spot[] = [];

  add(x: number, y: number, kind: TroubleKind, now_s: number, radius_m: number = RADIUS_M): void {
    this.#spots.push({ x, y, kind, until_s: now_s + LIFE_S[kind], radius_m });
  }

  /** An edge, seen by a robot at a pose, is a line, and most likely across the way to where the sensor saw it: a stretch of it is avoided. */
  addEdge(at: SE2, x: number, y: number, now_s: number): void {
    const dx = x - at.x;
    const dy = y - at.y;
    const distance = hypot(dx, dy);
    for (let k = -EDGE_SPOTS; k <= EDGE_SPOTS; k++) {
      const along = distance > 0 ? (k * EDGE_STEP_M) / distance : 0;
      this.add(x - along * dy, y + along * dx, 'cliff', now_s);
    }
  }

  /** The map was corrected. */
  moveWith(warp: MapWarp): void {
    this.#spots = this.#spots.map((spot) => ({ ...spot, ...warp.movePoint(spot.x, spot.y) }));
  }

  get hasObstacles(): boolean {
    return this.#spots.some(({ kind }) => kind !== 'cliff');
  }

  /** What stood in the way is tried again; only when nothing did, what was felt. */
  doubtObstacles(): void {
    if (!this.#spots.some(({ kind }) => kind === 'obstacle')) return this.forgetObstacles();
    this.#spots = this.#spots.filter(({ kind }) => kind !== 'obstacle');
  }

  /** Edges stay; all else may have been somebody who stood there. */
  forgetObstacles(): void {
    this.#spots = this.#spots.filter(({ kind }) => kind === 'cliff');
  }

  clear(): void {
    this.#spots = [];
  }

  /** Cells kept out now, in a map's frame: all, or only edges; undefined when there are none. */
  maskIn(frame: GridFrame, now_s: number, onlyEdges = false): Uint8Array | undefined {
    this.#spots = this.#spots.filter((spot) => spot.until_s > now_s);
    const spots = onlyEdges ? this.#spots.filter(({ kind }) => kind === 'cliff') : this.#spots;
    if (spots.length === 0) return undefined;
    const mask = new Uint8Array(frame.width * frame.height);
    for (const { x, y, radius_m } of spots) {
      const y1 = Math.min(frame.height - 1, cellY(frame, y + radius_m));
      const x1 = Math.min(frame.width - 1, cellX(frame, x + radius_m));
      for (let iy = Math.max(0, cellY(frame, y - radius_m)); iy <= y1; iy++)
        for (let ix = Math.max(0, cellX(frame, x - radius_m)); ix <= x1; ix++) {
          const dx = centreX(frame, ix) - x;
          const dy = centreY(frame, iy) - y;
          if (dx * dx + dy * dy <= radius_m * radius_m) mask[iy * frame.width + ix] = 1;
        }
      // A spot smaller than a cell still blocks the cell it lies in.
      const ix = cellX(frame, x);
      const iy = cellY(frame, y);
      if (ix >= 0 && iy >= 0 && ix < frame.width && iy < frame.height) mask[iy * frame.width + ix] = 1;
    }
    return mask;
  }
}
