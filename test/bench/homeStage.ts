import { createRng, type SE2 } from '@homebound/math';
import type { SensorRecord } from '@homebound/robot';
import { createSimulator, type Simulator } from '@homebound/sim';
import { benchLidars, benchNoises, caseName, caseSeed, type HomeCase } from './homeCases.ts';
import { HomeDriver } from './homeDriver.ts';
import { TruthLog } from './homeErrors.ts';
import { planTour, type Tour, type TourOptions } from './homeTour.ts';
import { type BenchHome, readHome } from './homeWorld.ts';

const STEP_S = 0.02;

/** A case set up: the home, a robot on its dock in the simulator, and the tour it will drive. */
export interface HomeStage {
  readonly home: BenchHome;
  readonly tour: Tour;
  readonly simulator: Simulator;
}

/** What a drive leaves besides the records. */
export interface Drive {
  readonly truth: TruthLog;
  /** Share of the time that something pressed against the body, and corners of the tour given up. */
  readonly contactShare: number;
  readonly skipped: number;
}

/** Sets a case up; the case's name is the seed of all. Await `initPhysics()` before. */
export function stageHome(data: string, which: HomeCase, options: TourOptions = {}): HomeStage {
  const seed = caseSeed(caseName(which));
  const rng = createRng(seed);
  const home = readHome(data, which.home, rng.fork('rugs'));
  const tour = planTour(home.plan, home.world.T_world_dock, rng.fork('tour'), options);
  const [lidar, noise] = [benchLidars[which.lidar], benchNoises[which.noise]];
  return { home, tour, simulator: createSimulator({ world: home.world, seed, lidar, noise }) };
}

/**
 * Drives a tour, brushes on, and hands over every record that the body gives, in the order of a real body.
 * @param eachStep called before each step of 0.02 s with the true pose; returns false to let the robot wait
 */
export function driveTour(
  simulator: Simulator,
  tour: Tour,
  take: (record: SensorRecord) => void,
  eachStep: (now_s: number, T_world_base: SE2) => boolean = () => true,
): Drive {
  const { body } = simulator;
  const driver = new HomeDriver(tour);
  const start = simulator.truth();
  const truth = new TruthLog(start.T_world_base);
  let T_world_base = start.T_world_base;
  let touching = 0;
  let steps = 0;
  const atMost = (2 * tour.expected_s + 60) / STEP_S;
  body.clean({ fan: 0.7, mainBrush: 1, sideBrush: 1 });
  while (!driver.isDone && steps < atMost) {
    const now_s = steps * STEP_S;
    const mayMove = eachStep(start.stamp_s + now_s, T_world_base);
    body.drive(mayMove ? driver.command(now_s, T_world_base) : driver.wait(now_s));
    for (const record of body.poll(start.stamp_s + ++steps * STEP_S)) take(record);
    const now = simulator.truth();
    T_world_base = now.T_world_base;
    if (now.contacts.length > 0) touching++;
    truth.add(now.stamp_s, T_world_base);
  }
  return { truth, contactShare: touching / steps, skipped: driver.skipped };
}
