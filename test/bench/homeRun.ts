import type { OccupancyGrid } from '@homebound/grid';
import { createRng, type SE2 } from '@homebound/math';
import { defaultGeometry } from '@homebound/robot';
import { createSimulator, type Simulator } from '@homebound/sim';
import { benchLidars, benchNoises, caseName, caseSeed, type HomeCase } from './homeCases.ts';
import { HomeDriver } from './homeDriver.ts';
import { type CellEnds, EndPoints } from './homeEndPoints.ts';
import { type AbsoluteError, absoluteError, type RelativeError, relativeError, TruthLog } from './homeErrors.ts';
import { HomeSlam } from './homeSlam.ts';
import { planTour, type TourOptions } from './homeTour.ts';
import { TruthWalls } from './homeTruth.ts';
import { type WallFigures, wallDistances, wallFigures } from './homeWalls.ts';
import { type BenchHome, readHome } from './homeWorld.ts';

/** Figures of one run; what is called failed is named in `failures`. */
export interface HomeResult extends HomeCase {
  readonly name: string;
  readonly failures: readonly string[];
  readonly duration_s: number;
  readonly length_m: number;
  /** Share of the time that something pressed against the body, and corners of the tour given up. */
  readonly contactShare: number;
  readonly skipped: number;
  readonly scans: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly unmatched: number;
  readonly searched: number;
  readonly lostEvents: number;
  readonly lostAtEnd: boolean;
  readonly final: AbsoluteError;
  readonly online: AbsoluteError;
  readonly perMetre: RelativeError;
  readonly perSecond: RelativeError;
  readonly walls: WallFigures;
  readonly cpu_s: number;
  readonly timesRealTime: number;
  readonly worstScan_ms: number;
  /** CPU of everything, the simulator included. */
  readonly allCpu_s: number;
  /** Of the process: Node, simulator and kept scans included. */
  readonly peakRss_mb: number;
  readonly checksum: number;
}

/** All that a run leaves to look at. */
export interface HomeRun {
  readonly result: HomeResult;
  readonly home: BenchHome;
  readonly slam: HomeSlam;
  readonly truth: TruthLog;
  readonly walls: TruthWalls;
  readonly map: OccupancyGrid;
  readonly ends: CellEnds;
  /** Of `wallDistances`. */
  readonly distances: Float64Array;
}

const FAILED_ATE_M = 0.15;
const FAILED_DOUBLED = 0.01;
const STEP_S = 0.02;

/** Drives one case through SLAM and scores it. Await `initPhysics()` before. */
export function runHome(data: string, which: HomeCase, tourOptions: TourOptions = {}): HomeRun {
  const name = caseName(which);
  const seed = caseSeed(name);
  const rng = createRng(seed);
  const home = readHome(data, which.home, rng.fork('rugs'));
  const tour = planTour(home.plan, home.world.T_world_dock, rng.fork('tour'), tourOptions);
  const lidar = benchLidars[which.lidar];
  const noise = benchNoises[which.noise];
  const simulator = createSimulator({ world: home.world, seed, lidar, noise });
  const points = new EndPoints(defaultGeometry);
  const slam = new HomeSlam(
    defaultGeometry,
    (scan, update) => update.matched && points.addScan(scan),
    (stamp_s, T) => points.addOdometry(stamp_s, T),
  );
  const driver = new HomeDriver(tour);
  const before = process.cpuUsage();
  const { truth, contactShare } = drive(simulator, driver, slam, 2 * tour.expected_s + 60);
  slam.finish();
  const { user, system } = process.cpuUsage(before);
  simulator.free();

  const walls = new TruthWalls(home.plan, home.world.T_world_dock);
  const map = slam.map();
  const trajectory = slam.trajectory();
  const ends = points.endsIn(map, trajectory, (stamp_s) => truth.at(stamp_s));
  const distances = wallDistances(map, ends, walls, truth.T_world_start);
  const duration_s = truth.stamps.at(-1)! - truth.stamps[0];
  const final = absoluteError(trajectory, truth);
  const figures = wallFigures(map, ends, distances);
  const result: HomeResult = {
    ...which,
    name,
    failures: failuresOf(final, figures, slam.isLost),
    duration_s,
    length_m: truth.length_m,
    contactShare,
    skipped: driver.skipped,
    scans: slam.scans,
    refused: slam.refused,
    unmatched: slam.unmatched,
    searched: slam.searched,
    lostEvents: slam.lostEvents,
    lostAtEnd: slam.isLost,
    final,
    online: absoluteError(slam.online, truth),
    perMetre: relativeError(trajectory, truth, 'metre'),
    perSecond: relativeError(trajectory, truth, 'second'),
    walls: figures,
    cpu_s: slam.cpu_us / 1e6,
    timesRealTime: duration_s / (slam.cpu_us / 1e6),
    worstScan_ms: slam.worstScan_us / 1e3,
    allCpu_s: (user + system) / 1e6,
    peakRss_mb: process.resourceUsage().maxRSS / 1024,
    checksum: slam.checksum(),
  };
  return { result, home, slam, truth, walls, map, ends, distances };
}

/** Steps simulator, driver and SLAM until the tour is done. */
function drive(simulator: Simulator, driver: HomeDriver, slam: HomeSlam, atMost_s: number) {
  const { body } = simulator;
  const truth = new TruthLog(simulator.truth().T_world_base);
  let T_world_base: SE2 = truth.T_world_start;
  let touching = 0;
  let steps = 0;
  body.clean({ fan: 0.7, mainBrush: 1, sideBrush: 1 });
  for (; !driver.isDone && steps * STEP_S < atMost_s; ) {
    body.drive(driver.command(steps * STEP_S, T_world_base));
    const now_s = ++steps * STEP_S;
    for (const record of body.poll(now_s)) slam.take(record);
    const now = simulator.truth();
    T_world_base = now.T_world_base;
    if (now.contacts.length > 0) touching++;
    truth.add(now.stamp_s, T_world_base);
  }
  return { truth, contactShare: touching / steps };
}

function failuresOf(final: AbsoluteError, walls: WallFigures, isLost: boolean): string[] {
  const failures: string[] = [];
  if (!(final.rmse_m <= FAILED_ATE_M)) failures.push('ATE');
  if (!(walls.doubledShare <= FAILED_DOUBLED)) failures.push('doubled walls');
  if (isLost) failures.push('lost');
  return failures;
}
