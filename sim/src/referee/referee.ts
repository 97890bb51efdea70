import type { GridFrame, OccupancyGrid } from '@homebound/grid';
import type { RobotGeometry } from '@homebound/robot';
import { outlineOf } from '../physics/outline.ts';
import { isInBodyBand, isPushable } from '../physics/planarWorld.ts';
import type { Simulator, Truth } from '../simulator.ts';
import type { World } from '../world.ts';
import { BrushSweep } from './brushSweep.ts';
import { ContactLog } from './contactLog.ts';
import { squaredDistance } from './distance.ts';
import { bodyObstacles, draw, frameOf, type GroundTruth, groundTruth } from './groundTruth.ts';
import { connected } from './raster.ts';

/** Raster of the coverage metric. */
const RESOLUTION_M = 0.01;
/** Raster of the truth map. */
const MAP_RESOLUTION_M = 0.02;
/** The brush cleans from this level on. */
const BRUSH_ON = 0.1;
/** Wheels that turn faster than this while the body makes a tenth of it are stuck. */
const STUCK_WHEELS_MPS = 0.05;
const STUCK_SHARE = 0.1;

const SWEPT = 1;
const CLEANED = 2;

/** What the referee has seen so far. Areas in m², ways in m, shares in [0, 1]. */
export interface Score {
  readonly stamp_s: number;
  readonly path_m: number;
  /** Part of the path driven with the main brush turning. */
  readonly brushedPath_m: number;
  /** |swept and A_brush| / |A_brush|. */
  readonly coverage: number;
  /** The same, counting only what was swept with the brush turning. */
  readonly cleanedCoverage: number;
  /** |swept and F| / |F|. */
  readonly coverageFreeFloor: number;
  /** Coverage of the band of A_brush within one brush width of its rim. */
  readonly edgeCoverage: number;
  readonly reachableArea_m2: number;
  readonly freeArea_m2: number;
  readonly sweptArea_m2: number;
  /** path x brush width / |A_brush|: 1 is ideal. */
  readonly lambda: number;
  /** Times a drive wheel went over an edge. */
  readonly cliffFalls: number;
  readonly contacts: number;
  /** Contacts that began faster than 0.1 m/s. */
  readonly hardContacts: number;
  readonly stuck_s: number;
  readonly docked: boolean;
}

/** Values of a coverage picture's cells. */
export const coverageCell = { blocked: 0, outOfReach: 1, missed: 2, swept: 3, sweptOutOfReach: 4 } as const;

export interface CoveragePicture extends GridFrame {
  /** One of `coverageCell`, shape [height, width]. */
  readonly data: Uint8Array;
}

/**
 * Watches the truth from outside the stack and keeps the score (metrics of reference/coverage.md 5.1).
 *
 * Pushable things count as free floor, but not the floor they stand on when the score is asked for: where the robot
 * could have pushed them away it should have cleaned.
 */
export class Referee {
  readonly ground: GroundTruth;
  readonly #world: World;
  readonly #geometry: RobotGeometry;
  readonly #simulator: Pick<Simulator, 'looseSolids'>;
  readonly #sweep: BrushSweep;
  readonly #contacts = new ContactLog();
  readonly #marks: Uint8Array;
  #brushOn = false;
  #last: Truth;
  #path_m = 0;
  #brushed_m = 0;
  #falls = 0;
  #stuck_s = 0;
  #edge: Uint8Array | undefined;

  /** Subscribes to the simulator's steps. */
  constructor(simulator: Simulator) {
    this.#world = simulator.world;
    this.#geometry = simulator.body.geometry;
    this.#simulator = simulator;
    this.ground = groundTruth(this.#world, this.#geometry, RESOLUTION_M);
    this.#marks = new Uint8Array(this.ground.reachable.length);
    this.#sweep = new BrushSweep(this.ground.frame, this.#geometry.mainBrush, (index) => {
      this.#marks[index] |= this.#brushOn ? SWEPT | CLEANED : SWEPT;
    });
    this.#last = simulator.truth();
    simulator.onStep((truth) => this.#observe(truth));
  }

  #observe(truth: Truth): void {
    const last = this.#last;
    this.#last = truth;
    this.#brushOn = truth.mainBrush > BRUSH_ON;
    this.#contacts.observe(truth);
    if (truth.lifted || truth.fallen) {
      if (truth.fallen && !last.fallen) this.#falls++;
      this.#sweep.lift();
      return;
    }
    this.#sweep.moveTo(truth.T_world_base);
    const dt = truth.stamp_s - last.stamp_s;
    this.#path_m += Math.abs(truth.v_mps) * dt;
    if (this.#brushOn) this.#brushed_m += Math.abs(truth.v_mps) * dt;
    const moves = Math.abs(truth.v_mps) + 0.5 * this.#geometry.wheelBase_m * Math.abs(truth.w_radps);
    if (truth.wheelSpeed_mps > STUCK_WHEELS_MPS && moves < STUCK_SHARE * truth.wheelSpeed_mps) this.#stuck_s += dt;
  }

  /** The score at the last step. Walks the raster: some milliseconds, not for every step. */
  score(): Score {
    const { free, reachable } = this.ground;
    const edge = this.#edgeBand();
    const covered = this.#footprints();
    let reach = 0;
    let sweptReach = 0;
    let cleanedReach = 0;
    let floor = 0;
    let sweptFloor = 0;
    let band = 0;
    let sweptBand = 0;
    for (let i = 0; i < free.length; i++) {
      if (free[i] === 0 || covered[i] === 1) continue;
      const swept = this.#marks[i] & SWEPT;
      floor++;
      sweptFloor += swept;
      if (reachable[i] === 0) continue;
      reach++;
      sweptReach += swept;
      cleanedReach += this.#marks[i] >> 1;
      if (edge[i] === 0) continue;
      band++;
      sweptBand += swept;
    }
    const cell = RESOLUTION_M * RESOLUTION_M;
    return {
      stamp_s: this.#last.stamp_s,
      path_m: this.#path_m,
      brushedPath_m: this.#brushed_m,
      coverage: share(sweptReach, reach),
      cleanedCoverage: share(cleanedReach, reach),
      coverageFreeFloor: share(sweptFloor, floor),
      edgeCoverage: share(sweptBand, band),
      reachableArea_m2: reach * cell,
      freeArea_m2: floor * cell,
      sweptArea_m2: sweptFloor * cell,
      lambda: share(this.#path_m * this.#geometry.mainBrush.width_m, reach * cell),
      cliffFalls: this.#falls,
      contacts: this.#contacts.contacts,
      hardContacts: this.#contacts.hardContacts,
      stuck_s: this.#stuck_s,
      docked: this.#last.docked,
    };
  }

  /** A_brush's cells within one brush width of its rim. Built once, when first asked for. */
  #edgeBand(): Uint8Array {
    if (this.#edge !== undefined) return this.#edge;
    const { reachable, frame } = this.ground;
    const outside = reachable.map((value) => 1 - value);
    const distance = squaredDistance(outside, frame.width, frame.height);
    const limit = this.#geometry.mainBrush.width_m / RESOLUTION_M + 0.5;
    this.#edge = reachable.map((value, i) => (value === 1 && distance[i] <= limit * limit ? 1 : 0));
    return this.#edge;
  }

  /** Floor under pushable things where they stand now. */
  #footprints(): Uint8Array {
    const covered = new Uint8Array(this.#marks.length);
    const poses = this.#simulator.looseSolids();
    for (const solid of this.#world.solids) {
      const T_world_solid = poses.get(solid.name);
      if (!isPushable(solid) || T_world_solid === undefined) continue;
      for (const shape of solid.shapes)
        if (isInBodyBand(shape, this.#geometry))
          draw(this.ground.frame, outlineOf(shape, T_world_solid), (index) => {
            covered[index] = 1;
          });
    }
    return covered;
  }

  /** Which floor could be reached, and which was swept, at 1 cm. */
  coveragePicture(): CoveragePicture {
    const { frame, free, reachable } = this.ground;
    const data = new Uint8Array(free.length);
    for (let i = 0; i < data.length; i++) {
      const swept = (this.#marks[i] & SWEPT) === 1;
      if (free[i] === 0) data[i] = coverageCell.blocked;
      else if (reachable[i] === 0) data[i] = swept ? coverageCell.sweptOutOfReach : coverageCell.outOfReach;
      else data[i] = swept ? coverageCell.swept : coverageCell.missed;
    }
    return { ...frame, data };
  }

  /**
   * The world as a map at 2 cm in the world frame: occupied where something is, free where the floor hangs together with
   * the start, unknown elsewhere.
   * @param sense `body`: what stops it, without pushable things; `lidar`: what crosses its plane, all at its first place
   */
  truthMap(sense: 'body' | 'lidar'): OccupancyGrid {
    const frame = frameOf(this.#world, MAP_RESOLUTION_M);
    const blocked = sense === 'body' ? bodyObstacles(this.#world, this.#geometry, frame) : this.#lidarObstacles(frame);
    const open = blocked.map((value) => 1 - value);
    const { x, y } = this.#world.T_world_start;
    const ix = Math.floor((x - frame.originX_m) / MAP_RESOLUTION_M);
    const iy = Math.floor((y - frame.originY_m) / MAP_RESOLUTION_M);
    const free = connected(open, frame.width, frame.height, iy * frame.width + ix);
    const data = new Int8Array(blocked.length);
    for (let i = 0; i < data.length; i++) data[i] = blocked[i] === 1 ? 100 : free[i] === 1 ? 0 : -1;
    return { ...frame, data };
  }

  #lidarObstacles(frame: GridFrame): Uint8Array {
    const { z_m } = this.#geometry.lidar;
    const blocked = new Uint8Array(frame.width * frame.height);
    for (const { shapes, T_world_solid } of this.#world.solids)
      for (const shape of shapes)
        if (shape.z0_m <= z_m && shape.z1_m >= z_m)
          draw(frame, outlineOf(shape, T_world_solid), (index) => {
            blocked[index] = 1;
          });
    return blocked;
  }
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
