import { isBusy, type MissionState } from '@homebound/mission';

/** A place that was not found in so long will not be found by driving on, s. */
const SEARCH_S = 600;
/** A job for which nobody drives, waits or plans for so long has been forgotten, s: no message between nodes takes longer. */
const IDLE_S = 30;

/** For how long something has been so. */
class Since {
  #since_s = Number.NaN;

  /** s; 0 when it is not, or has only just become so. */
  lasts(isSo: boolean, now_s: number): number {
    if (!isSo) this.#since_s = Number.NaN;
    else if (Number.isNaN(this.#since_s)) this.#since_s = now_s;
    return isSo ? now_s - this.#since_s : 0;
  }

  beginAnew(): void {
    this.#since_s = Number.NaN;
  }
}

/** Ends what would else go on for ever: looking for its place, hanging in the air, a job that nobody does anything for. */
export class MissionWatch {
  readonly #search = new Since();
  readonly #idle = new Since();

  /** It was lifted or put down: the search begins. */
  beginSearch(): void {
    this.#search.beginAnew();
  }

  /** Whether it has looked for its place for long enough. Call it each second. */
  isSearchOver({ phase }: MissionState, now_s: number): boolean {
    return this.#search.lasts(phase === 'locating', now_s) > SEARCH_S;
  }

  /**
   * Whether a job has been forgotten; told once each time. Call it each second.
   * @param isUnderWay  something will come of itself: a drive, a wait or a plan ends
   */
  isForgotten(state: MissionState, isUnderWay: boolean, now_s: number): boolean {
    const isOver = this.#idle.lasts(isBusy(state) && !isUnderWay, now_s) > IDLE_S;
    if (isOver) this.#idle.beginAnew();
    return isOver;
  }
}
