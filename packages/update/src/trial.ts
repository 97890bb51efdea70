import { confirmRelease, dropRelease } from './endTrial.ts';
import { type Health, type HealthPart, HealthWatch } from './healthWatch.ts';
import { ReleasePlace } from './releasePlace.ts';

/** Set by the start: where the releases are, which of them runs, and whether it is tried. */
export const startVariables = {
  root: 'HOMEBOUND_RELEASES',
  counter: 'HOMEBOUND_RELEASE',
  trial: 'HOMEBOUND_TRIAL',
} as const;

/**
 * The trial that this process is, as its start has said; undefined when it is none. Call `saw` for each part that has shown itself and
 * `look` every second; on `unwell` end the process, and the next start takes the release from before.
 */
export function trialOf(
  env: Readonly<Record<string, string | undefined>>,
  now_s: number,
  parts?: readonly HealthPart[],
): Trial | undefined {
  const root = env[startVariables.root];
  if (root === undefined || env[startVariables.trial] !== '1') return undefined;
  return new Trial(new ReleasePlace(root), Number(env[startVariables.counter]), now_s, parts);
}

export class Trial {
  readonly counter: number;
  readonly #place: ReleasePlace;
  readonly #watch: HealthWatch;
  #ended: Health | undefined;
  #looking: Promise<Health> | undefined;

  constructor(place: ReleasePlace, counter: number, begun_s: number, parts?: readonly HealthPart[]) {
    this.#place = place;
    this.counter = counter;
    this.#watch = new HealthWatch(begun_s, parts);
  }

  saw(part: HealthPart): void {
    this.#watch.saw(part);
  }

  /**
   * @returns the same from the first verdict on. Rejects with UpdateError when the verdict can't be written down; ask again then.
   * Who asks while it is being written gets the same answer.
   */
  look(now_s: number): Promise<Health> {
    this.#looking ??= this.#verdict(now_s).finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #verdict(now_s: number): Promise<Health> {
    if (this.#ended !== undefined) return this.#ended;
    const health = this.#watch.look(now_s);
    if (health.is === 'waiting') return health;
    if (health.is === 'well') await confirmRelease(this.#place, this.counter);
    else await dropRelease(this.#place, 'unhealthy');
    this.#ended = health;
    return health;
  }
}
