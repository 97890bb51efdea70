import type { GridFrame, OccupancyGrid } from '@homebound/grid';
import type { RobotGeometry } from '@homebound/robot';
import type { Truth } from '../truth.ts';
import type { World } from '../world.ts';
import { BrushSweep } from './brushSweep.ts';
import { ContactLog, type Hit } from './contactLog.ts';
import { DoorWatch } from './doorWatch.ts';
import { EdgeBand } from './edgeBand.ts';
import { type GroundTruth, groundTruth } from './groundTruth.ts';
import { NoGoWatch } from './noGoWatch.ts';
import type { Score } from './score.ts';
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
 * brush touches beside or between them (`standingCells`): where the robot pushed them away it should have cleaned. People and pets are
 * no obstacles: where they stood, the robot comes again. Moving doors stand where `DoorWatch` says.
 */
export class Referee {
  readonly #world: World;
  readonly #geometry: RobotGeometry;
  readonly #floor: SweptFloor;
  readonly #sweep: BrushSweep;
  readonly #edge: EdgeBand;
  readonly #noGo: NoGoWatch | undefined;
  readonly #contacts: ContactLog;
  readonly #doors: DoorWatch;
  #ground: GroundTruth;
  #behindDoors_m2: number | undefined;
  #brushOn = false;
  #last: Truth | undefined;
  #path_m = 0;
  #brushedPath_m = 0;
  #falls = 0;
  #stuck_s = 0;

  constructor({ world, geometry, noGo = [] }: RefereeOptions) {
    this.#world = world;
    this.#geometry = geometry;
    this.#contacts = new ContactLog(world);
    this.#doors = new DoorWatch(world.actors);
    this.#ground = groundTruth(world, geometry, RESOLUTION_M, this.#doors.leaves());
    this.#floor = new SweptFloor(this.#ground, geometry.mainBrush.width_m);
    this.#edge = new EdgeBand(this.#ground, geometry);
    this.#noGo = noGo.length === 0 ? undefined : new NoGoWatch(this.#ground.frame, noGo, geometry.bodyRadius_m);
    this.#sweep = new BrushSweep(this.#ground.frame, geometry.mainBrush, (index) => {
      this.#floor.sweep(index, this.#brushOn);
      this.#edge.sweep(index);
    });
  }

  /** What there is to clean, with the doors as they are judged so far. */
  get ground(): GroundTruth {
    return this.#ground;
  }

  update(truth: Truth): void {
    const last = this.#last;
    this.#last = truth;
    this.#brushOn = truth.mainBrush > BRUSH_ON;
    this.#contacts.observe(truth);
    if (this.#doors.observe(truth)) this.#judgeAnew();
    if (truth.fallen && last?.fallen !== true) this.#falls++;
    // Hands were at work, or the clock was set: no floor was driven over in between.
    const isAnew = last !== undefined && (truth.placements !== last.placements || truth.stamp_s <= last.stamp_s);
    if (isAnew) this.#sweep.lift();
    if (truth.lifted || truth.fallen) return this.#sweep.lift();
    this.#sweep.moveTo(truth.T_world_base);
    if (truth.sideBrush > BRUSH_ON) this.#edge.moveTo(truth.T_world_base);
    this.#noGo?.moveTo(truth.T_world_base);
    if (last === undefined || isAnew) return;
    const dt = truth.stamp_s - last.stamp_s;
    this.#path_m += Math.abs(truth.v_mps) * dt;
    if (this.#brushOn) this.#brushedPath_m += Math.abs(truth.v_mps) * dt;
    const moves = Math.abs(truth.v_mps) + 0.5 * this.#geometry.wheelBase_m * Math.abs(truth.w_radps);
    if (truth.wheelSpeed_mps > STUCK_WHEELS_MPS && moves < STUCK_SHARE * truth.wheelSpeed_mps) this.#stuck_s += dt;
  }

  #judgeAnew(): void {
    this.#ground = groundTruth(this.#world, this.#geometry, RESOLUTION_M, this.#doors.leaves());
    this.#floor.judgeBy(this.#ground);
    this.#edge.judgeBy(this.#ground);
    this.#behindDoors_m2 = undefined;
  }

  /** Half a second for a large home, so only when it is asked for, and kept. */
  #areaBehindDoors(): number {
    if (this.#doors.leaves().length === 0) return 0;
    const all = groundTruth(this.#world, this.#geometry, RESOLUTION_M).reachable;
    const judged = this.#ground.reachable;
    let cells = 0;
    for (let i = 0; i < all.length; i++) cells += all[i] > judged[i] ? 1 : 0;
    return cells * RESOLUTION_M * RESOLUTION_M;
  }

  /** The score at the last update; a millisecond for a home with a dozen pushable things. */
  score(): Score {
    const standing = this.#standing();
    const n = this.#floor.countWithout(standing);
    const brushed = this.#edge.freeWithout(standing);
    this.#behindDoors_m2 ??= this.#areaBehindDoors();
    const { counts, hardCounts, hits } = this.#contacts;
    const cell_m2 = RESOLUTION_M * RESOLUTION_M;
    return {
      stamp_s: this.#last?.stamp_s ?? 0,
      path_m: this.#path_m,
      brushedPath_m: this.#brushedPath_m,
      coverage: share(n.sweptReachable, n.reachable),
      cleanedCoverage: share(n.cleanedReachable, n.reachable),
      coverageFreeFloor: share(n.sweptFree, n.free),
      brushedFreeFloor: share(brushed.swept, brushed.free),
      touchableFreeFloor: share(brushed.inReach, brushed.free),
      edgeCoverage: share(n.sweptEdge, n.edge),
      wallBandCoverage: this.#edge.coverage,
      noGoEntered_m2: this.#noGo?.entered_m2 ?? 0,
      reachableArea_m2: n.reachable * cell_m2,
      behindDoors_m2: this.#behindDoors_m2,
      freeArea_m2: n.free * cell_m2,
      sweptArea_m2: n.sweptFree * cell_m2,
      lambda: share(this.#path_m * this.#geometry.mainBrush.width_m, n.reachable * cell_m2),
      cliffFalls: this.#falls,
      contacts: counts.fixed + counts.heavy + counts.light + counts.actor,
      contactsByKind: { ...counts },
      hardContacts: hits.length,
      hardContactsByKind: { ...hardCounts },
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
    return standingCells(this.#ground, this.#world, this.#geometry, this.#last);
  }

  /** Which floor could be reached, and which was swept, at 1 cm. */
  coveragePicture(): CoveragePicture {
    const data = this.#floor.picture();
    for (const index of this.#standing())
      if (data[index] === coverageCell.missed) data[index] = coverageCell.outOfReach;
    return { ...this.#ground.frame, data };
  }

  /** The world as body or lidar meet it, at 2 cm; see `truthMap`. */
  truthMap(sense: 'body' | 'lidar' = 'body'): OccupancyGrid {
    return truthMap(this.#world, this.#geometry, sense);
  }
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
