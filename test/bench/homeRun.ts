import type { OccupancyGrid } from '@homebound/grid';
import { defaultGeometry } from '@homebound/robot';
import { caseName, type HomeCase } from './homeCases.ts';
import { type CellEnds, EndPoints, fillFrom } from './homeEndPoints.ts';
import { type AbsoluteError, absoluteError, type RelativeError, relativeError, type TruthLog } from './homeErrors.ts';
import { HomeSlam } from './homeSlam.ts';
import { type Drive, driveTour, stageHome } from './homeStage.ts';
import type { TourOptions } from './homeTour.ts';
import { TruthWalls } from './homeTruth.ts';
import { type WallFigures, wallDistances, wallFigures } from './homeWalls.ts';
import type { BenchHome } from './homeWorld.ts';

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

/** Drives one case through SLAM and scores it. Await `initPhysics()` before. */
export function runHome(data: string, which: HomeCase, options: TourOptions = {}): HomeRun {
  const { home, tour, simulator } = stageHome(data, which, options);
  const points = new EndPoints(defaultGeometry);
  const slam = new HomeSlam(
    defaultGeometry,
    (scan, update) => update.matched && points.addScan(scan),
    (stamp_s, T) => points.addOdometry(stamp_s, T),
  );
  const before = process.cpuUsage();
  const drive = driveTour(simulator, tour, (record) => slam.take(record));
  slam.finish();
  const { user, system } = process.cpuUsage(before);
  simulator.free();
  const { truth } = drive;
  const walls = new TruthWalls(home.plan, home.world.T_world_dock);
  const map = slam.map();
  const truthAt = (stamp_s: number) => truth.at(stamp_s);
  const ends = points.endsIn(map, slam.trajectory(), truthAt);
  if (slam.trajectory() !== slam.online) fillFrom(ends, points.endsIn(map, slam.online, truthAt));
  const distances = wallDistances(map, ends, walls, truth.T_world_start);
  const figures = wallFigures(map, ends, distances);
  const result = { ...resultOf(which, slam, drive, figures), allCpu_s: (user + system) / 1e6 };
  return { result, home, slam, truth, walls, map, ends, distances };
}

function resultOf(
  which: HomeCase,
  slam: HomeSlam,
  { truth, contactShare, skipped }: Drive,
  walls: WallFigures,
): Omit<HomeResult, 'allCpu_s'> {
  const trajectory = slam.trajectory();
  const duration_s = truth.stamps.at(-1)! - truth.stamps[0];
  const final = absoluteError(trajectory, truth);
  const { scans, refused, unmatched, searched, lostEvents } = slam;
  return {
    ...which,
    name: caseName(which),
    failures: failuresOf(final, walls, slam.isLost),
    duration_s,
    length_m: truth.length_m,
    contactShare,
    skipped,
    scans,
    refused,
    unmatched,
    searched,
    lostEvents,
    lostAtEnd: slam.isLost,
    final,
    online: absoluteError(slam.online, truth),
    perMetre: relativeError(trajectory, truth, 'metre'),
    perSecond: relativeError(trajectory, truth, 'second'),
    walls,
    cpu_s: slam.cpu_us / 1e6,
    timesRealTime: duration_s / (slam.cpu_us / 1e6),
    worstScan_ms: slam.worstScan_us / 1e3,
    peakRss_mb: process.resourceUsage().maxRSS / 1024,
    checksum: slam.checksum(),
  };
}

function failuresOf(final: AbsoluteError, walls: WallFigures, isLost: boolean): string[] {
  const failures: string[] = [];
  if (!(final.rmse_m <= FAILED_ATE_M)) failures.push('ATE');
  if (!(walls.doubledShare <= FAILED_DOUBLED)) failures.push('doubled walls');
  if (isLost) failures.push('lost');
  return failures;
}
