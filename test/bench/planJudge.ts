import {
  cellX,
  cellY,
  connectedComponents,
  distanceToCells,
  type GridFrame,
  type OccupancyGrid,
  squaredDistance,
  valueAt,
} from '@homebound/grid';

/**
 * The judge of coverage plans: what a brush really sweeps along a polyline, on a raster of 1 cm, by the definitions of
 * Bormann et al. and of our own reference (sets C and A_brush, λ, T/T_ref). It shares no planning code with what it judges.
 */
export interface Verdict {
  /** Floor that a centred brush can touch, m². */
  readonly brushable_m2: number;
  /** Share of it that was swept, in [0, 1]. */
  readonly coverage: number;
  /** Length times brush width over brushable area: 1 is ideal. */
  readonly lengthRatio: number;
  readonly length_m: number;
  /** Heading changes above 45° after merging collinear points, per m². */
  readonly turnsPer_m2: number;
  readonly time_s: number;
  readonly m2PerMin: number;
  /** Poses every 6 mm whose clearance is below R - 5 mm. */
  readonly invalidPoses: number;
  readonly leastClearance_m: number;
  readonly largestMiss_m2: number;
}

export interface JudgeBody {
  readonly radius_m: number;
  readonly brush_m: number;
}

const CELL = 0.01;
/** A pose is valid when its truth clearance is at least the radius less this. */
const TOLERANCE_M = 0.005;
/** Time model of the reference: v 0.3 m/s, a 0.5 m/s², ω 1.5 rad/s, α 3 rad/s², a stop at every turn above 10°. */
const MODEL = { v: 0.3, a: 0.5, w: 1.5, alpha: 3, stopAbove_rad: Math.PI / 18 };

/** A home at 1 cm: what is free, how far from walls, and what a body of this size and brush can clean. */
export class TruthFloor {
  readonly width: number;
  readonly height: number;
  readonly clearance_m: Float32Array;
  readonly brushable: Uint8Array;
  readonly brushableCells: number;
  readonly #frame: GridFrame;

  constructor(map: OccupancyGrid, body: JudgeBody, start?: { x: number; y: number }) {
    const k = Math.round(map.resolution_m / CELL);
    const w = map.width * k;
    const h = map.height * k;
    this.width = w;
    this.height = h;
    this.#frame = { width: w, height: h, resolution_m: CELL, originX_m: map.originX_m, originY_m: map.originY_m };
    const free = new Uint8Array(w * h);
    const blocked = new Uint8Array(w * h);
    for (let y = 0; y < h; y++)
      for (let x = 0; x < w; x++) {
        const v = map.data[Math.floor(y / k) * map.width + Math.floor(x / k)];
        free[y * w + x] = v >= 0 && v < 50 ? 1 : 0;
        blocked[y * w + x] = 1 - free[y * w + x];
      }
    this.clearance_m = distanceToCells(blocked, w, h);
    const stand = new Uint8Array(w * h);
    for (let y = 0, i = 0; y < h; y++)
      for (let x = 0; x < w; x++, i++) {
        this.clearance_m[i] = Math.min(this.clearance_m[i], Math.min(x, y, w - 1 - x, h - 1 - y) + 0.5) * CELL;
        stand[i] = this.clearance_m[i] >= body.radius_m ? 1 : 0;
      }
    const { labels, sizes } = connectedComponents(stand, w, h, 8);
    let own = start ? labels[this.#index(start.x, start.y)] : 0;
    if (own === 0) for (let c = 1; c < sizes.length; c++) if (own === 0 || sizes[c] > sizes[own]) own = c;
    for (let i = 0; i < stand.length; i++) stand[i] = labels[i] === own && own > 0 ? 1 : 0;
    const d2 = squaredDistance(stand, w, h);
    this.brushable = new Uint8Array(w * h);
    let n = 0;
    for (let i = 0; i < d2.length; i++)
      if (free[i] === 1 && d2[i] <= (body.brush_m / 2 / CELL) ** 2) {
        this.brushable[i] = 1;
        n++;
      }
    this.brushableCells = n;
  }

  #index(x: number, y: number): number {
    return cellY(this.#frame, y) * this.width + cellX(this.#frame, x);
  }

  /** Distance to the nearest blocked cell's surface, m; between centres bilinear, which errs by under 0.1 mm at 1 cm. */
  clearanceAt(x: number, y: number): number {
    return valueAt(this.clearance_m, this.#frame, x, y);
  }

  /** Sweeps a centred brush along the path and says how good it was. */
  judge(path: Float64Array, body: JudgeBody): Verdict {
    const swept = new Uint8Array(this.width * this.height);
    let length = 0;
    let invalid = 0;
    let least = Number.POSITIVE_INFINITY;
    let heading = Number.NaN;
    let turns = 0;
    let time = 0;
    let run = 0;
    for (let i = 2; i < path.length; i += 2) {
      const dx = path[i] - path[i - 2];
      const dy = path[i + 1] - path[i - 1];
      const d = Math.hypot(dx, dy);
      if (d < 1e-9) continue;
      const next = Math.atan2(dy, dx);
      if (!Number.isNaN(heading)) {
        const turn = wrap(next - heading);
        if (Math.abs(turn) > Math.PI / 4) turns++;
        if (Math.abs(turn) > MODEL.stopAbove_rad) {
          time += trapezoid(run, MODEL.v, MODEL.a) + trapezoid(Math.abs(turn), MODEL.w, MODEL.alpha);
          run = 0;
        }
        const steps = Math.ceil(Math.abs(turn) / 0.04);
        for (let s = 1; s < steps; s++)
          this.#stampBrush(swept, path[i - 2], path[i - 1], heading + (turn * s) / steps, body.brush_m);
      }
      const steps = Math.max(1, Math.ceil(d / 0.006));
      for (let s = 0; s <= steps; s++) {
        const x = path[i - 2] + (dx * s) / steps;
        const y = path[i - 1] + (dy * s) / steps;
        this.#stampBrush(swept, x, y, next, body.brush_m);
        const room = this.clearanceAt(x, y);
        least = Math.min(least, room);
        if (room < body.radius_m - TOLERANCE_M) invalid++;
      }
      length += d;
      run += d;
      heading = next;
    }
    time += trapezoid(run, MODEL.v, MODEL.a);
    const area = this.brushableCells * CELL * CELL;
    let hit = 0;
    const missed = new Uint8Array(swept.length);
    for (let i = 0; i < swept.length; i++)
      if (this.brushable[i] === 1) {
        hit += swept[i];
        missed[i] = 1 - swept[i];
      }
    const { sizes } = connectedComponents(missed, this.width, this.height, 8);
    let largest = 0;
    for (let c = 1; c < sizes.length; c++) largest = Math.max(largest, sizes[c]);
    const coverage = hit / this.brushableCells;
    return {
      brushable_m2: area,
      coverage,
      lengthRatio: (length * body.brush_m) / area,
      length_m: length,
      turnsPer_m2: turns / area,
      time_s: time,
      m2PerMin: (coverage * area) / (time / 60),
      invalidPoses: invalid,
      leastClearance_m: least,
      largestMiss_m2: largest * CELL * CELL,
    };
  }

  #stampBrush(swept: Uint8Array, x: number, y: number, heading: number, brush_m: number): void {
    const nx = -Math.sin(heading);
    const ny = Math.cos(heading);
    const steps = Math.ceil(brush_m / 0.006);
    for (let s = 0; s <= steps; s++) {
      const r = (s / steps - 0.5) * (brush_m - 0.002);
      const i = this.#index(x + r * nx, y + r * ny);
      if (i >= 0 && i < swept.length) swept[i] = 1;
    }
  }
}

function wrap(a: number): number {
  return a - 2 * Math.PI * Math.floor((a + Math.PI) / (2 * Math.PI));
}

function trapezoid(amount: number, speed: number, acceleration: number): number {
  return amount >= (speed * speed) / acceleration
    ? amount / speed + speed / acceleration
    : 2 * Math.sqrt(amount / acceleration);
}
