import type { SE2 } from '@homebound/math';
import { homebound_interfaces } from '@homebound/messages';
import type { Slices } from '@homebound/mission';
import {
  concatenate,
  type JobPlan,
  type JobReport,
  type JobRequest,
  pathLength,
  pathTime,
  reportJob,
  startJob,
} from '@homebound/plan';
import { restrictionsOf, taskOf } from '../jobMessages.ts';
import type { CoverageFloor, WantedCoverage } from './coverageFloor.ts';
import type { PlannableMap } from './heardMap.ts';
import { Refusal } from './refusal.ts';

type Goal = homebound_interfaces.ComputeCoveragePath_Goal;

export type CoverageStage = 'rooms' | 'lanes' | 'way' | 'proof';

/** Of a way, m and s. */
export interface WayFigures {
  readonly length: number;
  readonly time: number;
}

export interface PlannedCoverage {
  readonly request: JobRequest;
  readonly plan: JobPlan;
  readonly report: JobReport;
}

/** What planning a goal needs beside the goal. */
export interface CoverageDesk {
  readonly floor: CoverageFloor;
  readonly map: PlannableMap;
  readonly start: SE2;
  /** Whether the goal's time for planning is over. */
  isTimeUp(): boolean;
  /** @param way  what there is of it so far */
  tell(stage: CoverageStage, way?: () => WayFigures): void;
}

const { NOTHING_TO_SWEEP, NO_VALID_PATH } = homebound_interfaces.ComputeCoveragePath_Result;

/**
 * A goal's way and its proof, in slices. Throws Refusal, or RangeError for a goal that makes no sense. A way with a pose on which the body
 * does not fit is never handed out.
 */
export function* planCoverageGoal(goal: Goal, desk: CoverageDesk): Slices<PlannedCoverage> {
  desk.tell('rooms');
  const request = yield* desk.floor.requestOn(desk.map, wantedBy(goal), desk.start);
  desk.tell('lanes');
  yield;
  const work = startJob(request);
  while (!desk.isTimeUp()) {
    desk.tell('way', () => figuresOf(work.plan, request));
    yield;
    if (!work.improve()) break;
  }
  // What there is must be whole, however little time there was.
  while (!work.plan.isWhole && work.improve()) yield;
  const { plan } = work;
  desk.tell('proof', () => figuresOf(plan, request));
  yield;
  const report = reportJob(request, plan);
  check(plan, report);
  return { request, plan, report };
}

function wantedBy(goal: Goal): WantedCoverage {
  const { rooms, zones, spots, room_settings, settings, restrictions, return_to_start } = goal;
  const task = taskOf({ task: 'clean', rooms, zones, spots, room_settings, settings, plan_only: true, by: '' });
  if (task.kind !== 'clean') throw new RangeError('Cannot plan coverage of anything but floor');
  return { job: task.job, restrictions: restrictionsOf(restrictions), isRoundTrip: return_to_start };
}

function check({ strokes }: JobPlan, { proof, leftOut }: JobReport): void {
  if (strokes.length === 0) {
    const why = leftOut.length > 0 ? leftOut.map(({ text }) => text).join('; ') : 'the robot reaches no floor of it';
    throw new Refusal(NOTHING_TO_SWEEP, `nothing of what was asked for can be swept: ${why}`);
  }
  if (proof.failed.length === 0) return;
  const least = `${proof.leastClearance_m.toFixed(3)} m from something`;
  throw new Refusal(
    NO_VALID_PATH,
    `the way that was found did not pass its proof (${proof.invalidPoses} of ${proof.poses} poses, the nearest ${least}): please report this with the map`,
  );
}

function figuresOf({ strokes }: JobPlan, { motion }: JobRequest): WayFigures {
  const way = concatenate(strokes);
  return { length: pathLength(way), time: pathTime(way, motion) };
}
