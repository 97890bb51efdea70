/** What a robot must have shown for a new release to stay: each from what it does, none from that its process lives. */
export const healthParts = ['nodes', 'scan', 'vault', 'gateway'] as const;
export type HealthPart = (typeof healthParts)[number];

/** A minute from cold on the slowest board, and one for a lidar that spins up at the second try. */
export const HEALTH_TIME_S = 120;

export type Health =
  | { readonly is: 'waiting' | 'well' }
  | { readonly is: 'unwell'; readonly missing: readonly HealthPart[] };

/** Whether a release that is tried does what it must in its time. Pure: time is handed in. */
export class HealthWatch {
  readonly #begun_s: number;
  readonly #missing: Set<HealthPart>;

  constructor(begun_s: number, parts: readonly HealthPart[] = healthParts) {
    this.#begun_s = begun_s;
    this.#missing = new Set(parts);
  }

  saw(part: HealthPart): void {
    this.#missing.delete(part);
  }

  look(now_s: number): Health {
    if (this.#missing.size === 0) return { is: 'well' };
    if (now_s - this.#begun_s < HEALTH_TIME_S) return { is: 'waiting' };
    return { is: 'unwell', missing: [...this.#missing] };
  }
}
