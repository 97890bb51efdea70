import type { NodeFault } from '@homebound/graph';
import type { Hit, Score, SimulatorOptions, World } from '@homebound/sim';
import { SimulatedHome, type SimulatedHomeOptions } from '../simulatedHome.ts';
import { ForcedRecharge } from './forcedRecharge.ts';
import { memoryKeeper } from './memoryKeeper.ts';
import { type Asked, cleanHome, mapHome } from './requests.ts';

/** All that decides one run. */
export interface CleaningRunOptions extends Pick<SimulatedHomeOptions, 'geometry' | 'noGo'> {
  readonly world: World;
  readonly seed: number;
  readonly noise?: SimulatorOptions['noise'];
  readonly lidar?: SimulatorOptions['lidar'];
  /** The robot has been here before: a run of its own makes the map first, and is not scored. */
  readonly knowsMap?: boolean;
  /** The battery runs down once in the middle of the job. */
  readonly recharge?: boolean;
  /** Simulated time after which the run is given up. */
  readonly maxTime_s: number;
  /** What it is asked; to clean the whole home when absent. */
  readonly asked?: Asked;
  /** Called when the scored run begins, for meters of a benchmark's own. */
  readonly watch?: (home: SimulatedHome) => void;
}

/** How one run went, by the referee and by the mission's own words. The same for the same options, but for `cost`. */
export interface CleaningFigures {
  /** The mission said "finished": all that it could reach is clean and the robot is home. */
  readonly finished: boolean;
  /** Where a job must end; a run that does not is one that a person has to rescue. */
  readonly docked: boolean;
  readonly state: string;
  readonly reason: string;
  readonly reasonCode: string;
  readonly score: Score;
  readonly hardContactsPer_m2: number;
  /** The first hard contacts: with what, where, when. */
  readonly hits: readonly Hit[];
  /** Times that it went home to charge and came back to the job. */
  readonly recharges: number;
  readonly simulated_s: number;
  /** Root mean square of the distance between belief and truth, m; no fit. */
  readonly trajectoryError_m: number;
  /** What was refused, and messages of nodes that threw: the first few. */
  readonly faults: readonly string[];
  readonly hash: string;
  readonly cost: { readonly cpu_s: number; readonly wall_s: number; readonly peakRss_mb: number };
}

/** Simulated time between two looks at the home, s. */
const SLICE_S = 1;
/** Longer than the SLAM node waits before it saves a map. */
const REST_S = 6;
const MAX_FAULTS = 3;
const MAX_HITS = 20;

/**
 * One cleaning job in a simulated home with the whole stack, from the dock to the dock, as fast as the machine can. Nothing
 * is recorded and nobody looks on. Physics must be ready (`initPhysics`).
 * @param look is shown the home when all is over, before it is taken down: for pictures
 */
export function runCleaning(options: CleaningRunOptions, look?: (home: SimulatedHome) => void): CleaningFigures {
  const started_ms = performance.now();
  const cpu = process.cpuUsage();
  const faults: string[] = [];
  const note = (fault: string): void => {
    if (faults.length < MAX_FAULTS) faults.push(fault);
  };
  const onFault = ({ node, where, error }: NodeFault): void =>
    note(`${node}, ${where}: ${error instanceof Error ? error.message : error}`);
  const keeper = options.knowsMap === true ? mapBefore(options, note) : undefined;
  const home = new SimulatedHome({ ...homeOptions(options), keeper, onFault });
  try {
    options.watch?.(home);
    const recharge = options.recharge === true ? new ForcedRecharge(options.seed) : undefined;
    const recharges = drive(home, options.asked ?? cleanHome, options.maxTime_s, note, recharge);
    const used = process.cpuUsage(cpu);
    look?.(home);
    return {
      ...figuresOf(home, recharges),
      faults,
      cost: {
        cpu_s: (used.user + used.system) / 1e6,
        wall_s: (performance.now() - started_ms) / 1000,
        peakRss_mb: process.resourceUsage().maxRSS / 1024,
      },
    };
  } finally {
    home.close();
  }
}

/** Runs what is asked to its end, or to where it is refused; returns how often the robot went to charge. */
function drive(
  home: SimulatedHome,
  asked: Asked,
  maxTime_s: number,
  note: (fault: string) => void,
  recharge?: ForcedRecharge,
): number {
  let isRefused = false;
  let recharges = 0;
  let wasCharging = false;
  home.startJob(() =>
    asked(home, (reason) => {
      isRefused = true;
      note(`refused: ${reason}`);
    }),
  );
  while (!home.isOver && !isRefused && home.graph.now_s() < maxTime_s) {
    home.graph.runFor(SLICE_S);
    recharge?.update(home);
    const isCharging = home.state.state === 'charging';
    if (isCharging && !wasCharging) recharges++;
    wasCharging = isCharging;
  }
  return recharges;
}

function figuresOf(home: SimulatedHome, recharges: number): Omit<CleaningFigures, 'faults' | 'cost'> {
  const score = home.referee.score();
  const { state, reason, reason_code } = home.state;
  return {
    finished: home.finished,
    docked: score.docked && home.isOver,
    state,
    reason: home.isOver ? reason : `time is up: ${reason}`,
    reasonCode: reason_code,
    score,
    hardContactsPer_m2: score.hardContacts / score.reachableArea_m2,
    hits: home.referee.hits.slice(0, MAX_HITS),
    recharges,
    simulated_s: home.graph.now_s(),
    trajectoryError_m: home.trajectoryError_m,
    hash: home.hash(),
  };
}

function homeOptions({ world, seed, geometry, noise, lidar, noGo }: CleaningRunOptions): SimulatedHomeOptions {
  return { world, seed, geometry, noise, lidar, noGo };
}

/** The map that a first run through this home leaves; of another seed, so that its errors are its own. */
function mapBefore(options: CleaningRunOptions, note: (fault: string) => void): ReturnType<typeof memoryKeeper> {
  const keeper = memoryKeeper(options.world.name);
  const seed = (options.seed + 0x9e3779b9) % 2 ** 32;
  const home = new SimulatedHome({ ...homeOptions(options), noGo: undefined, seed, keeper });
  try {
    drive(home, mapHome, options.maxTime_s, note);
    if (!home.finished) note(`the run that maps: ${home.state.reason}`);
    home.graph.runFor(REST_S);
  } finally {
    home.close();
  }
  return keeper;
}
