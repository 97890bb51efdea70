import type { OccupancyGrid } from '@homebound/grid';
import { ScanProjector } from '@homebound/lidar';
import { angleDiff, createRng, hypot, PoseBuffer, type Rng, type SE2, type StampedPose } from '@homebound/math';
import { defaultGeometry, type ScanRecord } from '@homebound/robot';
import type { Simulator } from '@homebound/sim';
import type { StoredFloor } from '@homebound/slam';
import { caseName, caseSeed, type HomeCase } from './homeCases.ts';
import { MapTruth } from './homeMapTruth.ts';
import { HomeSlam } from './homeSlam.ts';
import { driveTour, stageHome } from './homeStage.ts';
import type { TourOptions } from './homeTour.ts';
import { FreeFloor } from './kidnapWorld.ts';
import { Wander } from './wander.ts';

/** One time that the robot was set down somewhere. */
export interface KidnapOutcome {
  /** Right: within 0.10 m and 5° of the truth as the map has it. Refused: it did not say where it is. */
  readonly outcome: 'right' | 'wrong' | 'refused';
  /** Until it said that it is lost; 0 for a robot that wakes up. */
  readonly noticed_s: number;
  /** From then on until it said where it is. */
  readonly time_s: number;
  /** Of the pose it then told: against the truth as the map has it, and against the truth in the frame of the tour's start. */
  readonly error_m: number;
  readonly error_deg: number;
  readonly plainError_m: number;
  /** Map that was changed between being carried off and noticing, m². */
  readonly spoilt_m2: number;
}

export interface HomeKidnaps extends HomeCase {
  readonly name: string;
  readonly floor_m2: number;
  /** A robot that wakes up anywhere with the stored map. */
  readonly woken: readonly KidnapOutcome[];
  /** A robot at work that is carried off without a wheel that drops, again and again on one SLAM. */
  readonly carried: readonly KidnapOutcome[];
}

const STEP_S = 0.02;
const LIMIT_S = 60;
/** The turn of the lidar that was under way when the robot was set down mixes two places. */
const SETTLE_S = 0.5;
/** A carried robot that has not noticed after so long never does, and what it drives between two times. */
const NOTICE_LIMIT_S = 30;
const WORK_S = 5;
const RIGHT_M = 0.1;
const RIGHT_DEG = 5;
const FROM_DOCK_M = 0.6;

/**
 * Maps a home on a tour, stores the map, and sets the robot down at random places of it, any heading, where it drives about
 * until it knows its place. Await `initPhysics()` before.
 * @param trials of either kind: woken up, and carried off at work
 */
export function runHomeKidnaps(data: string, which: HomeCase, trials: number, options: TourOptions = {}): HomeKidnaps {
  const { home, tour, simulator } = stageHome(data, which, options);
  const slam = new HomeSlam(defaultGeometry);
  const { truth } = driveTour(simulator, tour, (record) => slam.take(record));
  slam.finish();
  const mapTruth = new MapTruth(slam.trajectory(), (stamp_s) => truth.worldAt(stamp_s));
  const stored = slam.store();
  const floor = new FreeFloor(home.plan);
  const rng = createRng(caseSeed(`kidnap ${caseName(which)}`));
  const dock = home.world.T_world_dock;
  const kidnapper = new Kidnapper(simulator, floor, dock, rng, (T) => ({
    asMapped: mapTruth.inMap(T),
    plain: truth.inStart(T),
  }));
  const woken = Array.from({ length: trials }, () => kidnapper.wake(stored));
  const carried = kidnapper.carryAtWork(stored, trials);
  simulator.free();
  const floor_m2 = floor.cells.length * floor.grid.resolution_m * floor.grid.resolution_m;
  return { ...which, name: caseName(which), floor_m2, woken, carried };
}

/** Where a base is in the map. */
type Places = (T_world_base: SE2) => { readonly asMapped: SE2; readonly plain: SE2 };

/** Sets the robot down here and there, and lets it drive about by its lidar. */
class Kidnapper {
  readonly #simulator: Simulator;
  readonly #floor: FreeFloor;
  readonly #dock: SE2;
  readonly #rng: Rng;
  readonly #places: Places;

  constructor(simulator: Simulator, floor: FreeFloor, T_world_dock: SE2, rng: Rng, places: Places) {
    this.#simulator = simulator;
    this.#floor = floor;
    this.#dock = T_world_dock;
    this.#rng = rng;
    this.#places = places;
  }

  /** A robot that is switched on somewhere, with the stored map. */
  wake(stored: StoredFloor): KidnapOutcome {
    this.#placeSomewhere();
    this.#skip(SETTLE_S);
    const robot = new WanderingRobot(this.#simulator, [stored]);
    const time_s = robot.driveUntil(() => robot.slam.place !== 'lost', LIMIT_S);
    return { noticed_s: 0, spoilt_m2: 0, ...this.#judge(robot, time_s) };
  }

  /** One robot, one SLAM: it is carried off as it drives, without a wheel that drops. */
  carryAtWork(stored: StoredFloor, trials: number): KidnapOutcome[] {
    this.#placeSomewhere();
    this.#skip(SETTLE_S);
    const robot = new WanderingRobot(this.#simulator, [stored]);
    const outcomes: KidnapOutcome[] = [];
    for (let k = 0; k < trials; k++) {
      robot.driveUntil(() => robot.slam.place !== 'lost', LIMIT_S);
      robot.driveUntil(() => false, WORK_S);
      robot.wander = new Wander();
      outcomes.push(this.#carryOff(robot));
    }
    return outcomes;
  }

  #carryOff(robot: WanderingRobot): KidnapOutcome {
    const before = robot.slam.map();
    this.#placeSomewhere();
    const noticed_s = robot.driveUntil(() => robot.slam.place === 'lost', NOTICE_LIMIT_S);
    const spoilt_m2 = changedArea(before, robot.slam.map());
    if (noticed_s === undefined) return { noticed_s: NOTICE_LIMIT_S, spoilt_m2, ...this.#judge(robot, NOTICE_LIMIT_S) };
    const time_s = robot.driveUntil(() => robot.slam.place !== 'lost', LIMIT_S);
    return { noticed_s, spoilt_m2, ...this.#judge(robot, time_s) };
  }

  #judge(robot: WanderingRobot, time_s: number | undefined): Omit<KidnapOutcome, 'noticed_s' | 'spoilt_m2'> {
    const told = robot.slam.online.at(-1);
    if (time_s === undefined || told === undefined) {
      const none = { error_m: Number.NaN, error_deg: Number.NaN, plainError_m: Number.NaN };
      return { outcome: 'refused', time_s: LIMIT_S, ...none };
    }
    const { asMapped, plain } = this.#places(robot.truthAt(told)!);
    const error_m = hypot(told.T.x - asMapped.x, told.T.y - asMapped.y);
    const error_deg = (Math.abs(angleDiff(told.T.theta, asMapped.theta)) * 180) / Math.PI;
    const plainError_m = hypot(told.T.x - plain.x, told.T.y - plain.y);
    const isRight = error_m <= RIGHT_M && error_deg <= RIGHT_DEG;
    return { outcome: isRight ? 'right' : 'wrong', time_s, error_m, error_deg, plainError_m };
  }

  #placeSomewhere(): void {
    let T = this.#floor.randomPose(this.#rng);
    while (hypot(T.x - this.#dock.x, T.y - this.#dock.y) < FROM_DOCK_M) T = this.#floor.randomPose(this.#rng);
    this.#simulator.control.setCharge(1);
    this.#simulator.control.place(T);
  }

  #skip(time_s: number): void {
    const { body } = this.#simulator;
    body.drive({ v_mps: 0, w_radps: 0 });
    body.poll(this.#simulator.truth().stamp_s + time_s);
  }
}

/** The robot with its SLAM, wandering by the lidar alone. */
class WanderingRobot {
  readonly slam: HomeSlam;
  wander = new Wander();
  readonly #simulator: Simulator;
  readonly #projector = new ScanProjector();
  readonly #odometry = new PoseBuffer(10);
  readonly #truth = new PoseBuffer(10);
  #T_odom_base: SE2 = { x: 0, y: 0, theta: 0 };

  constructor(simulator: Simulator, floors: readonly StoredFloor[]) {
    this.#simulator = simulator;
    const onOdometry = (stamp_s: number, T_odom_base: SE2) => {
      this.#odometry.add(stamp_s, T_odom_base);
      this.#T_odom_base = T_odom_base;
    };
    this.slam = new HomeSlam(defaultGeometry, () => {}, onOdometry, {}, floors);
  }

  /** True pose at the time of a pose told, world frame. */
  truthAt({ stamp_s }: StampedPose): SE2 | undefined {
    return this.#truth.at(stamp_s);
  }

  /** Drives until something is so; returns how long that took, `undefined` when it was not within the limit. */
  driveUntil(isSo: () => boolean, limit_s: number): number | undefined {
    const { body } = this.#simulator;
    const start_s = this.#simulator.truth().stamp_s;
    for (let k = 1; k <= limit_s / STEP_S; k++) {
      const { v, w } = this.wander.command(this.#T_odom_base);
      body.drive({ v_mps: v, w_radps: w });
      for (const record of body.poll(start_s + k * STEP_S)) {
        const { stamp_s, T_world_base } = this.#simulator.truth();
        this.#truth.add(stamp_s, T_world_base);
        this.slam.take(record);
        if (record.kind === 'scan') this.#look(record);
      }
      if (isSo()) return k * STEP_S;
    }
    return undefined;
  }

  #look(scan: ScanRecord): void {
    const points = this.#projector.project(scan, (stamp_s) => this.#odometry.at(stamp_s, 0.05));
    const T_odom_base = points && this.#odometry.at(points.stamp_s, 0.05);
    if (points !== undefined && T_odom_base !== undefined) this.wander.look(points, T_odom_base);
  }
}

/** Cells of another kind (free, occupied, unknown) than before, m². */
function changedArea(before: OccupancyGrid, after: OccupancyGrid): number {
  const { resolution_m } = after;
  const kind = (value: number) => (value < 0 ? -1 : value >= 50 ? 1 : 0);
  const dx = Math.round((after.originX_m - before.originX_m) / resolution_m);
  const dy = Math.round((after.originY_m - before.originY_m) / resolution_m);
  let changed = 0;
  for (let i = 0; i < after.data.length; i++) {
    const ix = (i % after.width) + dx;
    const iy = Math.floor(i / after.width) + dy;
    const isInside = ix >= 0 && iy >= 0 && ix < before.width && iy < before.height;
    if (kind(after.data[i]) !== (isInside ? kind(before.data[iy * before.width + ix]) : -1)) changed++;
  }
  return changed * resolution_m * resolution_m;
}
