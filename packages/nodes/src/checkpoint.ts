import type { SE2 } from '@homebound/math';
import type { MissionState, Task, WorkCheckpoint } from '@homebound/mission';
import type { OdometryBefore } from '@homebound/slam';

/**
 * What a node leaves to itself, should its process be killed in the middle of things and started again: kept by whoever has a place that
 * outlives the process. Plain data: numbers, texts, typed arrays, and objects and lists of them.
 */
export interface Checkpoint<T> {
  /** What the process before left, the first time that it is asked; undefined later, and when there was none before. */
  take(): T | undefined;
  /** The newest counts. The value is the keeper's from then on. */
  keep(value: T): void;
}

/** Where the thinking nodes leave their checkpoints; each may be absent, and then that node begins anew. */
export interface Checkpoints {
  readonly odometry?: Checkpoint<OdometryCheckpoint>;
  readonly slam?: Checkpoint<SlamCheckpoint>;
  readonly mission?: Checkpoint<MissionCheckpoint>;
}

/** The pose, and where the wheels were then: they go on counting. */
export type OdometryCheckpoint = OdometryBefore;

/** Where odometry's frame lay in the map. The map itself is a `MapKeeper`'s. */
export interface SlamCheckpoint {
  readonly stamp_s: number;
  readonly T_map_odom: SE2;
}

/** The job under way, and what has been done of it. */
export interface MissionCheckpoint {
  readonly stamp_s: number;
  readonly state: MissionState;
  readonly task: Task | undefined;
  readonly job: { readonly number: number; readonly by: string };
  readonly meter: {
    readonly driven_m: number;
    readonly cleaning_s: number;
    readonly recharge_m: number;
    readonly recharges: number;
  };
  readonly work: WorkCheckpoint;
}

/** What was kept, unless it is of another time than this graph's: a simulation that began anew. */
export function takeUp<T extends { readonly stamp_s: number }>(
  checkpoint: Checkpoint<T> | undefined,
  now_s: number,
): T | undefined {
  const kept = checkpoint?.take();
  return kept !== undefined && kept.stamp_s <= now_s ? kept : undefined;
}
