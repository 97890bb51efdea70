import type { OccupancyGrid } from '@homebound/grid';
import type { homebound_interfaces } from '@homebound/messages';
import type { MissionStateName, ReasonCode, RunDetail, RunEntry, RunEvent } from '@homebound/wire';
import { RunPath } from './runPath.ts';
import { sweptOf } from './runSwept.ts';

/** Events of a run that are kept: the first and the last ones. A job of hours has some dozens. */
const FIRST_EVENTS = 60;
const LAST_EVENTS = 90;
/** Letters of a reason, and of who began it. */
const MOST_LETTERS = 160;
const MOST_LETTERS_OF_WHO = 64;

/** What one run leaves, as it comes in. Times are the graph's; what is told is on the wall's clock, as it stands then. */
export class RunLog {
  readonly id: string;
  readonly path = new RunPath();
  readonly #begun_s: number;
  #ended_s: number;
  #last: homebound_interfaces.MissionState;
  #first: RunEvent[] = [];
  #recent: RunEvent[] = [];
  #coverage: OccupancyGrid | undefined;
  #isOver = false;
  /** Why it ended, or what it does now. */
  #reason: string;

  constructor(id: string, state: homebound_interfaces.MissionState, now_s: number) {
    this.id = id;
    this.#begun_s = now_s;
    this.#ended_s = now_s;
    this.#last = state;
    this.#reason = state.reason;
    this.#note(state, now_s);
  }

  /** Whether the job has ended; a robot that was stuck may go on. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /**
   * What the mission says of the job.
   * @returns whether it is news
   */
  heard(state: homebound_interfaces.MissionState, now_s: number): boolean {
    const last = this.#last;
    const isNew = state.state !== last.state || state.reason !== last.reason;
    if (this.#isOver && !goesOn(last, state)) return false;
    this.#isOver = isEnd(state);
    // Sent home it says there only that it is home.
    if (!this.#isOver || state.state !== 'charging') this.#reason = state.reason;
    this.#last = state;
    this.#ended_s = now_s;
    if (isNew) this.#note(state, now_s);
    return isNew;
  }

  /** Another job has begun. */
  end(): void {
    this.#isOver = true;
  }

  /** The newest coverage of this job; borrowed, and read when the run is told. */
  covered(coverage: OccupancyGrid | undefined): void {
    this.#coverage = coverage;
  }

  /** @param toWall_s  what the wall's clock is ahead of the graph's */
  detail(now_s: number, toWall_s: number): RunDetail {
    const { job_by, coverage, cleaned_area, reachable_area, driven_length, cleaning_time } = this.#last;
    return {
      id: this.id,
      begun_s: rounded(this.#begun_s + toWall_s),
      ended_s: rounded((this.#isOver ? this.#ended_s : now_s) + toWall_s),
      ...this.#outcome(),
      by: job_by.slice(0, MOST_LETTERS_OF_WHO),
      coverage: rounded(coverage),
      cleanedArea_m2: rounded(cleaned_area),
      reachableArea_m2: rounded(reachable_area),
      drivenLength_m: rounded(driven_length),
      cleaningTime_s: rounded(cleaning_time),
      path: this.path.points(),
      ...(this.#coverage !== undefined && { swept: sweptOf(this.#coverage) }),
      events: [...this.#first, ...this.#recent].map((event) => ({
        ...event,
        stamp_s: rounded(event.stamp_s + toWall_s),
      })),
    };
  }

  #outcome(): Pick<RunEntry, 'outcome' | 'reason' | 'reasonCode'> {
    if (!this.#isOver)
      return { outcome: 'interrupted', reason: 'The robot was switched off meanwhile.', reasonCode: 'none' };
    const { state, reason_code } = this.#last;
    const outcome = state === 'finished' || state === 'stuck' ? state : 'stopped';
    return { outcome, reason: this.#reason.slice(0, MOST_LETTERS), reasonCode: reason_code as ReasonCode };
  }

  #note({ state, reason, reason_code }: homebound_interfaces.MissionState, stamp_s: number): void {
    const event = {
      stamp_s,
      state: state as MissionStateName,
      reasonCode: reason_code as ReasonCode,
      reason: reason.slice(0, MOST_LETTERS),
    };
    if (this.#first.length < FIRST_EVENTS) this.#first.push(event);
    else this.#recent = [...this.#recent, event].slice(-LAST_EVENTS);
  }
}

/** States in which wheels may turn for a job. */
const busy = ['undocking', 'mapping', 'cleaning', 'travelling', 'locating', 'returning', 'docking'];

export function isBusyState(state: string): boolean {
  return busy.includes(state);
}

/** Home for the battery a job goes on later; home because a person sent it there, it does not. */
function isEnd({ state, reason_code }: homebound_interfaces.MissionState): boolean {
  const isOver = ['finished', 'stopped', 'stuck', 'idle'].includes(state);
  return isOver || (state === 'charging' && reason_code !== 'battery');
}

/** Somebody freed it. */
function goesOn(last: homebound_interfaces.MissionState, next: homebound_interfaces.MissionState): boolean {
  return last.state === 'stuck' && isBusyState(next.state);
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
