import type { GridFrame } from '@homebound/grid';
import { createRng, exp, type Rng } from '@homebound/math';
import type { RobotGeometry } from '@homebound/robot';
import { FloorField } from '../floor/floorField.ts';
import type { Truth } from '../truth.ts';
import type { FloorPatch, World } from '../world.ts';
import { BrushSweep } from './brushSweep.ts';
import { squaredDistance } from './distance.ts';
import { bodyObstacles, cellOf, frameOf } from './groundTruth.ts';
import { connected, fillPolygon } from './raster.ts';

const RESOLUTION_M = 0.02;
/** Mean dirt of a lived-in floor. */
const MEAN_GPM2 = 2;
/** Dirt lies in heaps: its logarithm varies by this from patch to patch of about 0.3 m. */
const HEAP_SPREAD = 0.7;
const HEAP_M = 0.3;
/** Share that one pass of brush and fan at full level lifts off, by surface. */
const LIFTED = { hard: 0.92, lowPile: 0.5, highPile: 0.35 } as const;
/** Next to a wall neither bristles nor air reach well. */
const LIFTED_AT_WALL = 0.3;
const WALL_BAND_M = 0.02;
/** The side brush sweeps in front of the main brush this share of what it passes. */
const LIFTED_BESIDE = 0.5;
/** … and flings this share of it up to this far, where floor is. */
const FLUNG = 0.1;
const FLING_M = 0.3;
/** Without the fan the brush alone does this share of the work. */
const WITHOUT_FAN = 0.6;
const RUNNING = 0.1;

/**
 * The dirt on the floor and what the robot has lifted of it. Shares per pass are engineering estimates, after tests in
 * which the best robots lift half of the dust in a carpet and nearly all on hard floor.
 */
export class DirtField {
  readonly frame: GridFrame;
  /** g/m², shape [height, width]; 0 where no floor is. */
  readonly density_gpm2: Float32Array;
  readonly initial_g: number;
  lifted_g = 0;
  readonly #floor: Uint8Array;
  readonly #rng: Rng;
  readonly #share: Float32Array; // lifted per pass with the fan at full level
  readonly #main: BrushSweep;
  readonly #side: BrushSweep;
  #mainFactor = 0;
  #placements = 0;
  #sideFactor = 0;

  /** Strews dirt by the seed over the floor that hangs together with the start. */
  constructor(options: { readonly world: World; readonly geometry: RobotGeometry; readonly seed: number }) {
    const { world, geometry, seed } = options;
    const { mainBrush, sideBrush } = geometry;
    this.frame = frameOf(world, RESOLUTION_M);
    const { width, height } = this.frame;
    const blocked = bodyObstacles(world, geometry, this.frame);
    const open = blocked.map((value) => 1 - value);
    const start = cellOf(this.frame, world.T_world_start.x, world.T_world_start.y);
    const free = connected(open, width, height, start);
    this.#share = this.#shares(new FloorField(world, geometry.maxClimb_m).patches, blocked);
    this.#floor = free;
    this.#rng = createRng(seed).fork('fling');
    this.density_gpm2 = strew(this.frame, free, seed);
    this.initial_g = this.remaining_g;
    this.#main = new BrushSweep(this.frame, mainBrush, (index) => this.#lift(index, this.#mainFactor));
    // The strip that only the side brush reaches: from the main brush's end to the tips of the bristles.
    const tip = Math.abs(sideBrush.y_m) + sideBrush.radius_m;
    const strip = { width_m: Math.max(0, tip - mainBrush.width_m / 2), x_m: sideBrush.x_m };
    const y_m = Math.sign(sideBrush.y_m) * (tip - strip.width_m / 2);
    this.#side = new BrushSweep(this.frame, strip, (index) => this.#sweepBeside(index), y_m);
  }

  get remaining_g(): number {
    let sum = 0;
    for (let i = 0; i < this.density_gpm2.length; i++) sum += this.density_gpm2[i];
    return sum * RESOLUTION_M * RESOLUTION_M;
  }

  /** Hand it every truth in the order of time (`simulator.onStep`). */
  update(truth: Truth): void {
    if (truth.lifted || truth.fallen || truth.mainBrush < RUNNING) {
      this.#main.lift();
      this.#side.lift();
      return;
    }
    if (truth.placements !== this.#placements) {
      this.#placements = truth.placements;
      this.#main.lift();
      this.#side.lift();
    }
    const air = WITHOUT_FAN + (1 - WITHOUT_FAN) * truth.fan;
    this.#mainFactor = air;
    this.#sideFactor = truth.sideBrush < RUNNING ? 0 : (LIFTED_BESIDE / LIFTED.hard) * air;
    this.#main.moveTo(truth.T_world_base);
    this.#side.moveTo(truth.T_world_base);
  }

  #lift(index: number, factor: number): void {
    const before = this.density_gpm2[index];
    const after = before * (1 - factor * this.#share[index]);
    this.density_gpm2[index] = after;
    this.lifted_g += (before - after) * RESOLUTION_M * RESOLUTION_M;
  }

  /** The side brush brings dirt before the main brush, and flings some away. */
  #sweepBeside(index: number): void {
    if (this.#sideFactor === 0) return;
    this.#lift(index, this.#sideFactor);
    const { width } = this.frame;
    const reach = (2 * FLING_M) / RESOLUTION_M;
    const dx = Math.round((this.#rng.uniform() - 0.5) * reach);
    const dy = Math.round((this.#rng.uniform() - 0.5) * reach);
    const to = index + dy * width + dx;
    if (this.#floor[to] !== 1) return;
    const flung = FLUNG * this.density_gpm2[index];
    this.density_gpm2[index] -= flung;
    this.density_gpm2[to] += flung;
  }

  #shares(patches: readonly FloorPatch[], blocked: Uint8Array): Float32Array {
    const shares = new Float32Array(blocked.length).fill(LIFTED.hard);
    for (const { outline, surface } of patches)
      fillPolygon(this.frame, outline, (index) => {
        shares[index] = LIFTED[surface];
      });
    const distance = squaredDistance(blocked, this.frame.width, this.frame.height);
    const band = WALL_BAND_M / RESOLUTION_M + 0.5;
    for (let i = 0; i < shares.length; i++)
      if (distance[i] <= band * band) shares[i] = Math.min(shares[i], LIFTED_AT_WALL);
    return shares;
  }
}

/** Heaps of random height, one per square of HEAP_M, bilinear between their middles. */
function strew({ width, height }: GridFrame, free: Uint8Array, seed: number): Float32Array {
  const rng = createRng(seed).fork('dirt');
  const cells = HEAP_M / RESOLUTION_M;
  const columns = Math.ceil(width / cells) + 2;
  const rows = Math.ceil(height / cells) + 2;
  const heaps = Float64Array.from({ length: columns * rows }, () => HEAP_SPREAD * rng.normal());
  // The mean of a log-normal is exp(sigma^2 / 2): taken out, so that the mean is as stated.
  const scale = MEAN_GPM2 * exp((-HEAP_SPREAD * HEAP_SPREAD) / 2);
  const density = new Float32Array(width * height);
  for (let iy = 0; iy < height; iy++) {
    for (let ix = 0; ix < width; ix++) {
      if (free[iy * width + ix] === 0) continue;
      const column = Math.floor(ix / cells);
      const row = Math.floor(iy / cells);
      const u = ix / cells - column;
      const v = iy / cells - row;
      const h = row * columns + column;
      const low = (1 - u) * heaps[h] + u * heaps[h + 1];
      const high = (1 - u) * heaps[h + columns] + u * heaps[h + columns + 1];
      density[iy * width + ix] = scale * exp((1 - v) * low + v * high);
    }
  }
  return density;
}
