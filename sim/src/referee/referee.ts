import type { GridFrame, OccupancyGrid } from '@homebound/grid';
import type { RobotGeometry } from '@homebound/robot';
import type { Truth } from '../truth.ts';
import type { World } from '../world.ts';
import { BrushSweep } from './brushSweep.ts';
import { ContactLog, type Hit } from './contactLog.ts';
import { EdgeBand } from './edgeBand.ts';
import { type GroundTruth, groundTruth } from './groundTruth.ts';
import { NoGoWatch } from './noGoWatch.ts';
import { standingCells } from './standing.ts';
import { coverageCell, SweptFloor } from './sweptFloor.ts';
import { truthMap } from './truthMap.ts';

/** Raster of the coverage metric. */
const RESOLUTION_M = 0.01;
/** The brush cleans from this level on. */
const BRUSH_ON = 0.1;
/** Wheels that turn faster than this while the body makes a tenth of it are stuck. */
const STUCK_WHEELS_MPS = 0.05;
const STUCK_SHARE = 0.1;

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
  /** Share of the floor within 30 mm of what stands, as far as the side brush can touch it, that a brush swept; see `EdgeBand`. */
  readonly wallBandCoverage: number;
  /** Part of the areas to keep out of that the body was over; 0 when none were given. */
  readonly noGoEntered_m2: number;
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
  /** Contacts with people, pets and doors that move; not among the others. */
  readonly actorContacts: number;
  readonly hardActorContacts: number;
  readonly stuck_s: number;
  readonly docked: boolean;
}

export interface RefereeOptions {
  readonly world: World;
  readonly geometry: RobotGeometry;
  /** Areas that the robot was told to keep out of: simple polygons in the world frame, interleaved x, y. */
  readonly noGo?: readonly Float64Array[];
}

export interface CoveragePicture extends GridFrame {
  /** One of `coverageCell`, shape [height, width]. */
  readonly data: Uint8Array;
}

/**
 * Watches the truth from outside the stack and keeps the score (metrics of reference/coverage.md 5.1): hand it every
 * truth in the order of time (`simulator.onStep`), or the poses of a recorded run.
 *
 * Pushable things count as free floor, but not the floor they stand on when the score is asked for, nor what no centred
 * brush touches beside them (`standingCells`): where the robot pushed them away it should have cleaned. What moves by itself is no obstacle: where it stood, the robot comes
 * again.
 */
export class Referee {
  readonly ground: GroundTruth;
  readonly #world: World;
  readonly #geometry: RobotGeometry;
  readonly #floor: SweptFloor;
  readonly #sweep: BrushSweep;
  readonly #edge: EdgeBand;
  readonly #noGo: NoGoWatch | undefined;
  readonly #contacts: ContactLog;
  #brushOn = false;
  #last: Truth | undefined;
  #path_m = 0;
  #brushedPath_m = 0;
  #falls = 0;
  #stuck_s = 0;

  constructor({ world, geometry, noGo = [] }: RefereeOptions) {
    this.#world = world;
    this.#geometry = geometry;
    this.#contacts = new ContactLog(world.actors);
    this.ground = groundTruth(world, geometry, RESOLUTION_M);
    this.#floor = new SweptFloor(this.ground, geometry.mainBrush.width_m);
    this.#edge = new EdgeBand(this.ground, geometry);
    this.#noGo = noGo.length === 0 ? undefined : new NoGoWatch(this.ground.frame, noGo, geometry.bodyRadius_m);
    this.#sweep = new BrushSweep(this.ground.frame, geometry.mainBrush, (index) => {
      this.#floor.sweep(index, this.#brushOn);
      this.#edge.sweep(index);
    });
  }

  update(truth: Truth): void {
    const last = this.#last;
    this.#last = truth;
    this.#brushOn = truth.mainBrush > BRUSH_ON;
    this.#contacts.observe(truth);
    if (truth.fallen && last?.fallen !== true) this.#falls++;
    if (truth.lifted || truth.fallen) return this.#sweep.lift();
    this.#sweep.moveTo(truth.T_world_base);
    if (truth.sideBrush > BRUSH_ON) this.#edge.moveTo(truth.T_world_base);
    this.#noGo?.moveTo(truth.T_world_base);
    if (last === undefined) return;
    const dt = truth.stamp_s - last.stamp_s;
    this.#path_m += Math.abs(truth.v_mps) * dt;
    if (this.#brushOn) this.#brushedPath_m += Math.abs(truth.v_mps) * dt;
    const moves = Math.abs(truth.v_mps) + 0.5 * this.#geometry.wheelBase_m * Math.abs(truth.w_radps);
    if (truth.wheelSpeed_mps > STUCK_WHEELS_MPS && moves < STUCK_SHARE * truth.wheelSpeed_mps) this.#stuck_s += dt;
  }

  /** The score at the last update; a millisecond for a home with a dozen pushable things. */
  score(): Score {
    const n = this.#floor.countWithout(this.#standing());
    const cell_m2 = RESOLUTION_M * RESOLUTION_M;
    return {
      stamp_s: this.#last?.stamp_s ?? 0,
      path_m: this.#path_m,
      brushedPath_m: this.#brushedPath_m,
      coverage: share(n.sweptReachable, n.reachable),
      cleanedCoverage: share(n.cleanedReachable, n.reachable),
      coverageFreeFloor: share(n.sweptFree, n.free),
      edgeCoverage: share(n.sweptEdge, n.edge),
      wallBandCoverage: this.#edge.coverage,
      noGoEntered_m2: this.#noGo?.entered_m2 ?? 0,
      reachableArea_m2: n.reachable * cell_m2,
      freeArea_m2: n.free * cell_m2,
      sweptArea_m2: n.sweptFree * cell_m2,
      lambda: share(this.#path_m * this.#geometry.mainBrush.width_m, n.reachable * cell_m2),
      cliffFalls: this.#falls,
      contacts: this.#contacts.contacts,
      hardContacts: this.#contacts.hits.length,
      actorContacts: this.#contacts.actorContacts,
      hardActorContacts: this.#contacts.actorHits.length,
      stuck_s: this.#stuck_s,
      docked: this.#last?.docked ?? false,
    };
  }

  /** The hard contacts so far, in the order of time; borrowed. */
  get hits(): readonly Hit[] {
    return this.#contacts.hits;
  }

  /** Coverage as in `score`, without regard for pushable things: cheap enough to ask at each step. */
  get sweptShare(): number {
    const { sweptReachable, reachable } = this.#floor.counts;
    return share(sweptReachable, reachable);
  }

  #standing(): Set<number> {
    return standingCells(this.ground.frame, this.#world, this.#geometry, this.#last?.looseSolids);
  }

  /** Which floor could be reached, and which was swept, at 1 cm. */
  coveragePicture(): CoveragePicture {
    const data = this.#floor.picture();
    for (const index of this.#standing())
      if (data[index] === coverageCell.missed) data[index] = coverageCell.outOfReach;
    return { ...this.ground.frame, data };
  }

  /** The world as body or lidar meet it, at 2 cm; see `truthMap`. */
  truthMap(sense: 'body' | 'lidar' = 'body'): OccupancyGrid {
    return truthMap(this.#world, this.#geometry, sense);
  }
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
