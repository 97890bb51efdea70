/** How the objects of a kind are kept. */
export interface KindRules {
  /** Of the content that `put` is given; older ones go through `migrations` when they are read. */
  readonly schema: number;
  /** Versions of each object that can be read are kept up to this many, the newest. */
  readonly keep: number;
  /** Of all objects of the kind together; over it the oldest versions go. Absent: nothing gives way. */
  readonly quota_bytes?: number;
  /** `migrations[n]` turns content of schema n into that of n + 1. */
  readonly migrations?: Readonly<Record<number, (content: Uint8Array) => Uint8Array>>;
}

export type KindTable = Readonly<Record<string, KindRules>>;

/**
 * What a household leaves with its robot. Maps, schedules, settings and pairings, which nobody can make again in a minute, never
 * give way; a wrong map is noticed within a run or two, so the two before it are kept. History is bounded: a run's path and
 * figures have some 100 kB, so 64 MiB are more than a year of daily runs.
 */
export const homeKinds = {
  map: { schema: 1, keep: 3 },
  run: { schema: 1, keep: 1, quota_bytes: 64 * 2 ** 20 },
  schedule: { schema: 1, keep: 3 },
  settings: { schema: 1, keep: 3 },
  pairing: { schema: 1, keep: 2 },
  /** The robot's own certificate authority. */
  tls: { schema: 1, keep: 2 },
  /** The time that it last was, for a robot without a clock of its own. */
  clock: { schema: 1, keep: 2 },
  /** What schedules have done, so that none comes twice. */
  due: { schema: 1, keep: 2 },
  /** How the privacy button on the body was left. */
  privacy: { schema: 1, keep: 2 },
  /** The highest number of a release that ran well: a folder of releases that is put back from a copy does not lower it. */
  update: { schema: 1, keep: 2 },
  /** Crops of obstacles, for some days. The store keeps them few itself, since what a quota takes is not gone for good. */
  picture: { schema: 1, keep: 1 },
  /** For how many days pictures are kept. */
  pictures: { schema: 1, keep: 1 },
  audit: { schema: 1, keep: 2 },
} as const satisfies KindTable;
