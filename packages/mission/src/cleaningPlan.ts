import type { OccupancyGrid } from '@homebound/grid';
import type { MapWarp, SE2 } from '@homebound/math';
import { type CleaningJob, type JobStroke, startJob } from '@homebound/plan';
import type { JobPlanning } from './jobPlanning.ts';
import { type Leg, pathLeg } from './leg.ts';
import { PlanJudge } from './planJudge.ts';
import type { Floor } from './reach.ts';
import type { Slices } from './slices.ts';
import { StrokeQueue } from './strokeQueue.ts';
import type { SweptFloor } from './sweptFloor.ts';
import { sayWhat } from './words.ts';

export interface CleaningPlanOptions {
  /** Way driven before the work looks at the map anew, m. */
  readonly legLength_m: number;
  /** Growth of the known floor that makes a plan stale, m². */
  readonly staleArea_m2: number;
  /** Slices of about 10 ms that go into a plan before it is driven. */
  readonly slices: number;
}

/** The plan under way: leg by leg, from where it was interrupted, and a new one when there is reason for one. Map frame. */
export class CleaningPlan {
  readonly queue = new StrokeQueue();
  readonly #options: CleaningPlanOptions;
  readonly #planning: JobPlanning;
  readonly #swept: SweptFloor;
  readonly #judge: PlanJudge;
  #goesOn = false;
  #pass = 1;

  constructor(planning: JobPlanning, swept: SweptFloor, options: CleaningPlanOptions) {
    this.#planning = planning;
    this.#swept = swept;
    this.#options = options;
    this.#judge = new PlanJudge(options.staleArea_m2);
  }

  /** It was interrupted: it goes on where it was, whatever has become known since. */
  get goesOn(): boolean {
    return this.#goesOn;
  }

  /** The pass that the leg under way belongs to. */
  get pass(): number {
    return this.#pass;
  }

  /** A new job begins. */
  clear(): void {
    this.#judge.clear();
    this.drop();
  }

  /** The robot is not where it was: what is left is planned anew from where it is. */
  drop(): void {
    this.queue.clear();
    this.#judge.planAnew();
    this.#goesOn = false;
  }

  /** The leg that was handed out last is called off: the plan goes on at this very place. */
  interrupt(): void {
    this.queue.interrupted();
    this.#goesOn = !this.queue.isEmpty;
  }

  /** The map was corrected. */
  moveWith(warp: MapWarp): void {
    this.queue.moveWith(warp);
  }

  /** The next strokes, up to a leg's length, with the way to the first; undefined when none is worth its way. */
  *leg(floor: Floor, map: OccupancyGrid, job: CleaningJob, dock: SE2 | undefined): Slices<Leg | undefined> {
    const isNew = !this.#goesOn && this.#judge.isStale(floor.space, this.queue.isEmpty);
    if (isNew) yield* this.#replan(floor, map, job, dock);
    const leg = this.#take(floor);
    if (leg !== undefined || isNew || this.#judge.isExhausted) return leg;
    yield* this.#replan(floor, map, job, dock);
    return this.#take(floor);
  }

  *#replan(floor: Floor, map: OccupancyGrid, job: CleaningJob, dock: SE2 | undefined): Slices<void> {
    const request = this.#planning.requestFor(map, floor, job, dock);
    yield;
    const work = startJob(request);
    for (let k = 0; k < this.#options.slices && work.improve(); k++) yield;
    const { strokes, coveredShare } = work.plan;
    const accepted = this.#judge.accepts(strokes, floor.space, coveredShare, this.#swept.achieved_m2);
    this.queue.adopt(accepted ? strokes : []);
  }

  #take(floor: Floor): Leg | undefined {
    this.#goesOn = false;
    const taken = this.queue.take(floor, this.#options.legLength_m);
    if (taken === undefined) return undefined;
    const { pass, levels }: JobStroke = taken.strokes[0];
    this.#pass = pass;
    return pathLeg(taken.path, sayWhat(taken.strokes), { cleaning: true, levels });
  }
}
