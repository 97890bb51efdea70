import type { Timer } from '@homebound/graph';
import type { SE2 } from '@homebound/math';
import type { CleaningWork, Leg, MissionCommand, MissionState, Slices } from '@homebound/mission';
import { inSlices } from './inSlices.ts';
import type { MissionNode } from './missionParameters.ts';

type PlanCommand = Extract<MissionCommand, { readonly do: 'plan' }>;

/** What planning needs of the mission. */
export interface PlanningDesk {
  readonly node: Pick<MissionNode, 'timer' | 'parameters' | 'now_s' | 'log'>;
  readonly work: Pick<CleaningWork, 'nextLeg' | 'pathHome' | 'pathTo'>;
  readonly state: Pick<MissionState, 'goto_map'>;
  readonly T_map_base: SE2 | undefined;
  /** Hands the newest map to the work; false when there is none, or the robot's place in it is not known. */
  readMap(): boolean;
}

/** Where docking begins, m before the dock, by attempt: from elsewhere the beams and what stands about look different. */
const STAGINGS_M = [0.9, 0.9, 1.2, 0.75];

/** Plans one leg at a time in slices, on the newest map from where the robot is. */
export class MissionPlanning {
  readonly #desk: PlanningDesk;
  readonly #onLeg: (leg: Leg) => void;
  #timer: Timer | undefined;
  #isUnderWay = false;

  constructor(desk: PlanningDesk, onLeg: (leg: Leg) => void) {
    this.#desk = desk;
    this.#onLeg = onLeg;
  }

  get isUnderWay(): boolean {
    return this.#isUnderWay;
  }

  /** Begins a plan; one that was under way is dropped. */
  start(command: PlanCommand): void {
    this.cancel();
    this.#isUnderWay = true;
    this.#timer = inSlices(this.#desk.node, this.#orNone(this.#legs(command)), (leg) => {
      this.#isUnderWay = false;
      this.#onLeg(leg);
    });
  }

  cancel(): void {
    this.#timer?.cancel();
    this.#isUnderWay = false;
  }

  *#legs({ work: wanted, dockAttempts }: PlanCommand): Slices<Leg> {
    const { work, state, node, T_map_base } = this.#desk;
    if (T_map_base === undefined || !this.#desk.readMap())
      return { kind: 'none', isDone: false, reason: 'The robot does not know yet where it is.' };
    const now_s = node.now_s();
    const { x, y } = state.goto_map;
    switch (wanted) {
      case 'clean':
        return yield* work.nextLeg(T_map_base, now_s);
      case 'home':
        return work.pathHome(T_map_base, now_s, STAGINGS_M[dockAttempts % STAGINGS_M.length]);
      case 'goto':
        return work.pathTo(T_map_base, x, y, now_s);
    }
  }

  /** Planning that fails is told, and is no leg: the job finds another way or goes home, and does not stand there. */
  *#orNone(legs: Slices<Leg>): Slices<Leg> {
    try {
      return yield* legs;
    } catch (error) {
      const { node } = this.#desk;
      node.log('error', `planning failed: ${error instanceof Error ? (error.stack ?? error.message) : error}`);
      const why = error instanceof Error ? error.message : String(error);
      return { kind: 'none', isDone: false, reason: `The robot could not plan its way: ${why}.` };
    }
  }
}
