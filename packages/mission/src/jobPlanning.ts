import type { OccupancyGrid } from '@homebound/grid';
import type { SE2 } from '@homebound/math';
import { type CleaningJob, type JobReport, type JobRequest, type LeftOut, reportJob, startJob } from '@homebound/plan';
import type { Household } from './household.ts';
import type { FloorObstacles } from './obstacles/floorObstacles.ts';
import type { Floor } from './reach.ts';
import type { Slices } from './slices.ts';
import type { SweptFloor } from './sweptFloor.ts';
import type { TriedFloor } from './triedFloor.ts';

/** Slices that go into a plan that is only told of. */
const REPORT_SLICES = 30;
/** What is planned is not all swept: bodies and maps are off by a centimetre. So more is planned for than a plan alone would find worth its way. */
const WANTED_SHARE = 0.995;
/** Floor that a person wants to hear of, m². */
const TOLD_M2 = 1;

/** Asks the planner: with the household's rooms and restrictions, from what was swept and given up so far. */
export class JobPlanning {
  readonly #household: Household;
  readonly #swept: SweptFloor;
  readonly #tried: TriedFloor;
  readonly #obstacles: FloorObstacles;

  constructor(household: Household, swept: SweptFloor, tried: TriedFloor, obstacles: FloorObstacles) {
    this.#household = household;
    this.#swept = swept;
    this.#tried = tried;
    this.#obstacles = obstacles;
  }

  /** What is left of a job. */
  requestFor(map: OccupancyGrid, { space, from }: Floor, job: CleaningJob, dock: SE2 | undefined): JobRequest {
    const rooms = this.#household.roomsIn(map);
    const keepOut = this.#household.forbiddenIn(map);
    const avoided = this.#obstacles.maskIn(map);
    const covered = this.#swept.coveredIn(space);
    for (const mask of covered) this.#tried.markGivenUp(mask, space);
    const kept = this.#household.withKeptSettings(job);
    return { map, space, rooms, job: kept, covered, from, dock, keepOut, avoided, wantedShare: WANTED_SHARE };
  }

  /** What all of a job would take. Throws RangeError, in words for a person, when it makes no sense. */
  *report(map: OccupancyGrid, floor: Floor, job: CleaningJob, dock: SE2 | undefined): Slices<JobReport> {
    const request: JobRequest = { ...this.requestFor(map, floor, job, dock), covered: undefined };
    const work = startJob(request);
    for (let k = 0; k < REPORT_SLICES && work.improve(); k++) yield;
    return reportJob(request, work.plan);
  }

  /** Larger floor that no way led to when all else was done. */
  leftOut(map: OccupancyGrid, floor: Floor, job: CleaningJob, dock: SE2 | undefined): LeftOut[] {
    const report = reportJob(this.requestFor(map, floor, job, dock), { strokes: [] });
    const isTold = ({ why, area_m2 }: LeftOut) => area_m2 > TOLD_M2 && (why === 'behindNoGo' || why === 'closedOff');
    return report.leftOut.filter(isTold);
  }
}
