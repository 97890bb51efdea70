import type { LocalGraph } from '@homebound/graph';
import { qos } from '@homebound/graph';
import type { ByteStore } from '@homebound/home';
import { nav_msgs, sensor_msgs } from '@homebound/messages';
import {
  bytesSource,
  type HealthPart,
  ReleasePlace,
  stageUpdate,
  startVariables,
  type Trial,
  trialOf,
  UpdateError,
  type UpdateFault,
} from '@homebound/update';
import { HomeRefusal } from '@homebound/wire';

const codes: Partial<Record<UpdateFault, HomeRefusal['code']>> = {
  tooLarge: 'tooLarge',
  diskFull: 'diskFull',
  busy: 'busy',
  diskFailed: 'failed',
  notSetUp: 'failed',
};

/** Between two looks at how a release that is tried does, s. */
const LOOK_S = 1;

export interface RobotUpdatesOptions {
  readonly monotonic_s: () => number;
  readonly warn: (text: string) => void;
  /** Ends this process as one that failed: whoever starts it anew takes the release from before. */
  readonly fail: () => void;
}

/** Updates of a robot that was started from a folder of releases: takes new ones, and shows how one does that is tried. */
export class RobotUpdates {
  readonly #place: ReleasePlace;
  readonly #trial: Trial | undefined;
  readonly #options: RobotUpdatesOptions;

  private constructor(place: ReleasePlace, trial: Trial | undefined, options: RobotUpdatesOptions) {
    this.#place = place;
    this.#trial = trial;
    this.#options = options;
  }

  /** @returns undefined for a robot that was started otherwise: it takes no updates by file */
  static of(env: Readonly<Record<string, string | undefined>>, options: RobotUpdatesOptions): RobotUpdates | undefined {
    const root = env[startVariables.root];
    if (root === undefined) return undefined;
    return new RobotUpdates(new ReleasePlace(root), trialOf(env, options.monotonic_s()), options);
  }

  /**
   * Takes an update that a person has handed in; it is tried at the next start.
   * @param remembered what the household's store knows of releases that ran well
   * Rejects with HomeRefusal.
   */
  async take(file: Uint8Array, remembered: ByteStore): Promise<{ readonly version: string }> {
    try {
      const { version } = await stageUpdate(bytesSource(file), this.#place, { highest: highestOf(remembered) });
      return { version };
    } catch (cause) {
      if (cause instanceof UpdateError) throw new HomeRefusal(codes[cause.code] ?? 'invalid', cause.message);
      throw cause;
    }
  }

  /** A part of the robot has shown itself. */
  saw(part: HealthPart): void {
    this.#trial?.saw(part);
  }

  /** Looks on while the nodes run, until it is clear whether the release stays. */
  watch(graph: Pick<LocalGraph, 'add'>, remembered: ByteStore): void {
    const trial = this.#trial;
    if (trial === undefined) return;
    graph.add({
      name: 'trial',
      parameters: {},
      latency_s: 0,
      start: (node) => {
        node.subscribe(sensor_msgs.LaserScan, 'scan', qos.sensorIn, () => trial.saw('scan'));
        node.subscribe(nav_msgs.Odometry, 'odom', qos.sensorIn, () => trial.saw('nodes'));
        node.timer(LOOK_S, () => void this.#look(trial, remembered));
        return undefined;
      },
    });
  }

  async #look(trial: Trial, remembered: ByteStore): Promise<void> {
    const { monotonic_s, warn, fail } = this.#options;
    try {
      const health = await trial.look(monotonic_s());
      if (health.is === 'well' && highestOf(remembered) < trial.counter)
        remembered.save(new TextEncoder().encode(JSON.stringify({ highest: trial.counter })));
      if (health.is !== 'unwell') return;
      warn(
        `release ${trial.counter} does not do (${health.missing.join(', ')} missing); the one before runs from now on`,
      );
      fail();
    } catch (cause) {
      warn(`how release ${trial.counter} does can't be written down: ${(cause as Error).message}`);
    }
  }
}

/** What can't be read counts as nothing: the folder of releases has a memory of its own. */
function highestOf(remembered: ByteStore): number {
  try {
    const bytes = remembered.load();
    const { highest } = bytes === undefined ? { highest: 0 } : JSON.parse(new TextDecoder().decode(bytes));
    return Number.isSafeInteger(highest) ? highest : 0;
  } catch {
    return 0;
  }
}
