import type { Slam } from '@homebound/slam';
import type { MapKeeper } from '../mapKeeper.ts';

/** Wheels and gyro below this rest. */
const STILL_MPS = 0.005;
const STILL_RADPS = 0.02;
const REST_S = 3;
/** Scans drawn that are worth a save: a metre of way. */
const MIN_DRAWN = 20;
/** Floor that is worth a save under way: a corner of a room. */
const GROWN_M2 = 4;
const nothingSaved = { at_s: Number.NEGATIVE_INFINITY, seen_m2: 0, epoch: 0, drawnSince: 0 };

/** When the map is worth to be saved: once the robot rests, and under way where it stands anyway. */
export class MapSaving {
  readonly #keeper: MapKeeper;
  #stillSince_s: number | undefined;
  #savedAt_s = 0;
  #drawnSinceSave = 0;
  /** What was saved last, at rest or under way. */
  #saved = { ...nothingSaved };

  constructor(keeper: MapKeeper) {
    this.#keeper = keeper;
  }

  /** Odometry tells whether the robot stands. */
  moved(stamp_s: number, v_mps: number, w_radps: number): void {
    const isStill = Math.abs(v_mps) < STILL_MPS && Math.abs(w_radps) < STILL_RADPS;
    this.#stillSince_s = isStill ? (this.#stillSince_s ?? stamp_s) : undefined;
  }

  /** A scan was drawn into the map. */
  drew(): void {
    this.#drawnSinceSave++;
    this.#saved.drawnSince++;
  }

  /** A new map was begun. */
  beganAnew(): void {
    this.#saved = { ...nothingSaved, at_s: this.#saved.at_s };
  }

  /** Whether the map grew, and the robot has rested for a while: what looks back is to be ended first. */
  isDueAtRest(now_s: number, slam: Slam, period_s: number): boolean {
    const rests = this.#stillSince_s !== undefined && now_s - this.#stillSince_s >= REST_S;
    if (!rests || this.#drawnSinceSave < MIN_DRAWN || slam.place === 'lost') return false;
    if (now_s - this.#savedAt_s < period_s) return false;
    this.#savedAt_s = now_s;
    this.#drawnSinceSave = 0;
    return true;
  }

  /**
   * Whether the map grew or moved in the middle of a job, so that a first clean that is cut off loses minutes of it and not all. SLAM
   * goes on as if nobody had looked: it is waited for until nothing is half done, and nothing is brought to an end for it. To copy the
   * map of a large home takes longer than a step of the control loop: that is done where the robot stands anyway, to turn back or to plan.
   */
  isDueUnderway(now_s: number, slam: Slam, epoch: number, period_s: number): boolean {
    const { at_s, seen_m2, drawnSince } = this.#saved;
    if (this.#stillSince_s === undefined || drawnSince < MIN_DRAWN) return false;
    if (now_s - at_s < period_s || !slam.isSettled) return false;
    return Math.abs(slam.seen_m2 - seen_m2) >= GROWN_M2 || this.#saved.epoch !== epoch;
  }

  /** @param index of the map among those kept */
  save(now_s: number, index: number, slam: Slam, epoch: number, isUnderway: boolean): void {
    this.#saved = { at_s: now_s, seen_m2: slam.seen_m2, epoch, drawnSince: 0 };
    this.#keeper.save(index, slam.store(), epoch, isUnderway);
  }
}
