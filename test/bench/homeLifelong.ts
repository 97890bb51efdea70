import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { OccupancyGrid } from '@homebound/grid';
import { angleDiff, createRng, hypot, type Rng, type SE2 } from '@homebound/math';
import { freeSpace } from '@homebound/plan';
import { defaultGeometry } from '@homebound/robot';
import { createSimulator, type Simulator } from '@homebound/sim';
import { benchLidars, benchNoises, caseName, caseSeed, type HomeCase } from './homeCases.ts';
import { EndPoints } from './homeEndPoints.ts';
import { absoluteError, type TruthLog } from './homeErrors.ts';
import { type FixedWalls, fixedWalls, ghostCells, wallDrift } from './homeFixedWalls.ts';
import { HomeScene } from './homeScene.ts';
import { HomeSlam } from './homeSlam.ts';
import { driveTour } from './homeStage.ts';
import { planTour } from './homeTour.ts';
import { TruthWalls } from './homeTruth.ts';
import { HomeWalker } from './homeWalker.ts';
import { readHome } from './homeWorld.ts';

/** One run of the series. */
export interface LifelongRun {
  readonly run: number;
  readonly duration_s: number;
  /** Against the truth in the frame of the very first start. */
  readonly ate_m: number;
  readonly maxError_m: number;
  readonly unmatched: number;
  readonly lostEvents: number;
  /** Scans after which the robot did not know where it was: after each restart, a few. */
  readonly lostScans: number;
  readonly keyFrames: number;
  /** Times that the map was drawn anew. */
  readonly corrections: number;
  /** SLAM's CPU for a second of the run. */
  readonly cpu_msps: number;
  /** Of the process after a garbage collection: Node, simulator and map. */
  readonly rss_mb: number;
  readonly heap_mb: number;
  readonly known_m2: number;
  /** Walls that never move: distance to the truth, and how they moved since run 3 (mean over the home, p95 of square metres). */
  readonly wallRmse_m: number;
  readonly drift_m: number;
  readonly driftP95_m: number;
  /** Occupied cells on true floor where nothing stands now. */
  readonly ghosts: number;
  readonly wallCells: number;
}

/** What standing still did. */
export interface StandingStill {
  readonly duration_s: number;
  readonly changedCells: number;
  readonly moved_m: number;
  readonly turned_deg: number;
}

export interface LifelongResult {
  readonly name: string;
  readonly runs: readonly LifelongRun[];
  readonly still: StandingStill;
}

const TOUR = { spacing_m: 1.5, atLeast_s: 0, atMost_s: 240 };
const STEP_S = 0.02;
const KNOWN_RUN = 3;
/** After so many runs the robot is switched off and on: its map comes back from a file, and it has to find itself. */
const RUNS_A_START = 10;
const WALKER_NEAR_M = 0.45;

/**
 * One robot cleans one home again and again, on one SLAM carried on. Between runs 2 to 4 pieces of furniture move and
 * doors open and close; one or two people walk about. Every tenth run begins with a restart. At the end it stands on its dock.
 * @param onRun   called after each run
 * @param still_s how long it stands at the end
 */
export function runLifelong(
  data: string,
  which: HomeCase,
  count: number,
  onRun: (run: LifelongRun) => void,
  still_s = 20 * 60,
): LifelongResult {
  const series = new Series(data, which);
  const runs: LifelongRun[] = [];
  for (let run = 1; run <= count; run++) {
    runs.push(series.clean(run));
    onRun(runs[run - 1]);
  }
  return { name: caseName(which), runs, still: series.standStill(still_s) };
}

/** The home, its robot and its SLAM, from run to run. */
class Series {
  readonly #rng: Rng;
  readonly #T_world_dock: SE2;
  readonly #T_world_map: SE2;
  readonly #simulator: Simulator;
  readonly #scene: HomeScene;
  readonly #walls: TruthWalls;
  readonly #slam: HomeSlam;
  #points = new EndPoints(defaultGeometry);
  /** The walls as they were in the runs up to KNOWN_RUN. */
  #known: FixedWalls | undefined;

  constructor(data: string, which: HomeCase) {
    const seed = caseSeed(`lifelong ${caseName(which)}`);
    this.#rng = createRng(seed);
    const { plan, world } = readHome(data, which.home, this.#rng.fork('rugs'));
    const [lidar, noise] = [benchLidars[which.lidar], benchNoises[which.noise]];
    this.#simulator = createSimulator({ world, seed, lidar, noise });
    this.#T_world_dock = world.T_world_dock;
    this.#T_world_map = world.T_world_start;
    this.#scene = new HomeScene(plan, world.T_world_dock, this.#rng.fork('scene'));
    this.#walls = new TruthWalls(plan, world.T_world_dock);
    this.#slam = new HomeSlam(
      defaultGeometry,
      (scan, update) => update.matched && this.#points.addScan(scan),
      (stamp_s, T) => this.#points.addOdometry(stamp_s, T),
    );
  }

  /** One run, and what it left. */
  clean(run: number): LifelongRun {
    this.#points = new EndPoints(defaultGeometry);
    const slam = this.#slam;
    if (run > 1 && (run - 1) % RUNS_A_START === 0) slam.restart();
    const { cpu_us, unmatched, lostEvents, corrections, refused } = slam;
    const lostBefore = refused.lost ?? 0;
    slam.forgetTrajectory();
    const truth = this.#drive(this.#rng.fork(`run ${run}`));
    slam.finish();
    const duration_s = truth.stamps.at(-1)! - truth.stamps[0];
    const memory = collectedMemory();
    return {
      run,
      duration_s,
      unmatched: slam.unmatched - unmatched,
      lostEvents: slam.lostEvents - lostEvents,
      lostScans: (refused.lost ?? 0) - lostBefore,
      keyFrames: slam.keyFrames,
      corrections: slam.corrections - corrections,
      cpu_msps: (slam.cpu_us - cpu_us) / 1e3 / duration_s,
      rss_mb: memory.rss / 2 ** 20,
      heap_mb: (memory.heapUsed + memory.arrayBuffers) / 2 ** 20,
      ...this.#judge(run, truth),
    };
  }

  /** Lets the robot stand where it is; neither map nor pose should move. */
  standStill(duration_s: number): StandingStill {
    const { body } = this.#simulator;
    const slam = this.#slam;
    const start_s = this.#simulator.truth().stamp_s;
    const before = slam.map();
    const from = slam.online.at(-1)!.T;
    slam.forgetTrajectory();
    for (let k = 1; k <= duration_s / STEP_S; k++)
      for (const record of body.poll(start_s + k * STEP_S)) slam.take(record);
    slam.finish();
    let [moved_m, turned_rad] = [0, 0];
    for (const { T } of slam.online) {
      moved_m = Math.max(moved_m, hypot(T.x - from.x, T.y - from.y));
      turned_rad = Math.max(turned_rad, Math.abs(angleDiff(T.theta, from.theta)));
    }
    const turned_deg = (turned_rad * 180) / Math.PI;
    this.#simulator.free();
    return { duration_s, changedCells: differing(before, slam.map()), moved_m, turned_deg };
  }

  /** A tour through the home, rearranged, with people about. */
  #drive(rng: Rng): TruthLog {
    const { control } = this.#simulator;
    this.#scene.rearrange();
    this.#scene.apply(control);
    control.setCharge(1);
    const plan = this.#scene.planNow();
    const tour = planTour(plan, this.#T_world_dock, rng.fork('tour'), TOUR);
    const space = freeSpace(plan, { margin_m: 0.08, maxSpeck_cells: 0 });
    const names = rng.uniform() < 0.5 ? ['one'] : ['one', 'another'];
    const people = names.map((name) => new HomeWalker(name, space, rng.fork(name)));
    for (const person of people) person.enter(control);
    const { truth } = driveTour(
      this.#simulator,
      tour,
      (record) => this.#slam.take(record),
      (_, T) => {
        for (const person of people) person.step(control, STEP_S, T);
        return people.every(({ x, y }) => hypot(x - T.x, y - T.y) > WALKER_NEAR_M);
      },
    );
    for (const person of people) person.leave(control);
    return truth;
  }

  #judge(run: number, truth: TruthLog) {
    const map = this.#slam.map();
    const trajectory = this.#slam.trajectory();
    const T_world_map = this.#T_world_map;
    const truthAt = (stamp_s: number) => truth.from(T_world_map, stamp_s);
    const ends = this.#points.endsIn(map, trajectory, truthAt);
    const fixed = fixedWalls(map, ends, this.#walls, this.#scene, T_world_map);
    // A run may see a part of the home only: the first three together are what later ones are compared with.
    if (run <= KNOWN_RUN)
      this.#known = { ...fixed, squares: new Map([...(this.#known?.squares ?? []), ...fixed.squares]) };
    const error = absoluteError(trajectory, { at: truthAt });
    return {
      ate_m: error.rmse_m,
      maxError_m: error.max_m,
      known_m2: knownArea(map),
      wallRmse_m: fixed.rmse_m,
      ...wallDrift(fixed, this.#known ?? fixed),
      ghosts: ghostCells(map, this.#walls, this.#scene, T_world_map),
      wallCells: fixed.cells,
    };
  }
}

/** Cells in which two maps differ, those outside one of them included. */
function differing(a: OccupancyGrid, b: OccupancyGrid): number {
  const sameFrame = a.width === b.width && a.height === b.height && a.originX_m === b.originX_m;
  if (!sameFrame || a.originY_m !== b.originY_m) return Math.max(a.data.length, b.data.length);
  return a.data.reduce((count, value, i) => count + (value === b.data[i] ? 0 : 1), 0);
}

function knownArea({ data, resolution_m }: OccupancyGrid): number {
  return data.reduce((count, value) => count + (value >= 0 ? 1 : 0), 0) * resolution_m * resolution_m;
}

function collectedMemory(): NodeJS.MemoryUsage {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  collect();
  collect();
  return process.memoryUsage();
}
