import { type Node, type NodeDefinition, qos, type ServiceClient } from '@homebound/graph';
import { homebound_interfaces, sensor_msgs } from '@homebound/messages';
import {
  begun,
  type DueTime,
  defaultMissionOptions,
  lookAtSchedules,
  noMemory,
  type ScheduleMemory,
} from '@homebound/mission';
import { isBusyState } from './runLog.ts';
import { jobOfSchedules } from './scheduleJob.ts';
import type { ScheduleKeeper, WallClock } from './scheduleKeeper.ts';

/** Between two looks at the clock, s. */
const LOOK_S = 10;
/** The mission may take some time to work out what a job takes, s. */
const ANSWER_S = 60;

const { MissionState, StartJob } = homebound_interfaces;

/**
 * Begins the household's jobs when they are due, as `lookAtSchedules` has it: only from the dock, with a battery as full as an
 * interrupted job needs to go on, and never over a job that is paused on the floor. What is due together is one job. mission_state,
 * dock_sensor, battery_state → calls of start_job.
 */
export function scheduleNode(keeper: ScheduleKeeper, clock: WallClock): NodeDefinition<Record<string, never>> {
  return {
    name: 'schedule',
    parameters: {},
    latency_s: 0,
    start: (node) => new Scheduling(node, keeper, clock).start(),
  };
}

class Scheduling {
  readonly #node: Node<Record<string, never>>;
  readonly #keeper: ScheduleKeeper;
  readonly #clock: WallClock;
  readonly #startJob: ServiceClient<homebound_interfaces.StartJob_Request, homebound_interfaces.StartJob_Response>;
  #memory: ScheduleMemory;
  #state: homebound_interfaces.MissionState | undefined;
  #isDocked = false;
  /** In [0, 1]; NaN until the battery has said. */
  #charge = Number.NaN;
  #isAsking = false;
  /** What keeps it from what is due; empty when nothing does. */
  #why = '';

  constructor(node: Node<Record<string, never>>, keeper: ScheduleKeeper, clock: WallClock) {
    this.#node = node;
    this.#keeper = keeper;
    this.#clock = clock;
    this.#startJob = node.client(StartJob, 'start_job');
    this.#memory = keeper.memory() ?? noMemory(clock.wall_s());
  }

  start(): undefined {
    const node = this.#node;
    node.subscribe(MissionState, 'mission_state', qos.latched, (m) => {
      this.#state = m;
    });
    node.subscribe(homebound_interfaces.DockSensor, 'dock_sensor', qos.sensorIn, (m) => {
      this.#isDocked = m.docked;
    });
    node.subscribe(sensor_msgs.BatteryState, 'battery_state', qos.reliable, (m) => {
      this.#charge = m.percentage;
    });
    node.timer(LOOK_S, () => this.#look());
    return undefined;
  }

  #look(): void {
    const clock = this.#clock;
    const schedules = this.#keeper.schedules();
    const zone = (stamp_s: number): number => clock.zone_s(stamp_s);
    const look = lookAtSchedules(this.#memory, schedules, zone, clock.wall_s(), this.#why);
    for (const { schedule, reason } of look.missed)
      this.#node.log('warn', `schedule ${schedule} was left out: ${reason}`);
    this.#take(look.memory, look.missed.length > 0 || isOther(look.memory, this.#memory));
    if (this.#isAsking) return;
    if (look.due.length === 0) this.#why = '';
    else this.#begin(look.due);
  }

  #begin(due: readonly DueTime[]): void {
    this.#why = this.#whyNot();
    if (this.#why !== '') return;
    const schedules = this.#keeper.schedules();
    const wanted = due.flatMap(({ schedule }) => schedules.find(({ id }) => id === schedule) ?? []);
    this.#isAsking = true;
    this.#startJob.call(
      jobOfSchedules(wanted),
      (outcome) => {
        this.#isAsking = false;
        const answer = outcome.ok ? outcome.value : { accepted: false, reason: outcome.error.message };
        // Asked again at the next look: what is in the way may go.
        if (!answer.accepted) this.#why = answer.reason;
        else this.#take(begun(this.#memory, due, answer.reason), true);
      },
      ANSWER_S,
    );
  }

  #whyNot(): string {
    const state = this.#state;
    if (state === undefined || Number.isNaN(this.#charge)) return 'The robot was only just starting up.';
    if (isBusyState(state.state)) return `The robot was ${state.state}: ${state.reason}`;
    if (state.state === 'charging' && state.reason_code === 'battery')
      return 'The robot charged to go on with another job.';
    if (!this.#isDocked) return `The robot was not on its dock, but ${state.state}: ${state.reason}`;
    if (this.#charge < defaultMissionOptions.resumeCharge)
      return `The battery was at ${Math.round(100 * this.#charge)} % and charged.`;
    return '';
  }

  #take(memory: ScheduleMemory, isNews: boolean): void {
    this.#memory = memory;
    if (isNews) this.#keeper.remember(memory);
  }
}

/** Whether more has changed than that the clock went on. */
function isOther(next: ScheduleMemory, before: ScheduleMemory): boolean {
  const key = ({ since }: ScheduleMemory): string => JSON.stringify(since);
  return next.past.length !== before.past.length || key(next) !== key(before);
}
