import type { OccupancyGrid } from '@homebound/grid';
import { createRng, type Rng } from '@homebound/math';
import { CoverageTracker, concatenate, type FreeSpace, planCoverage, startCoverage } from '@homebound/plan';
import { type JudgeBody, TruthFloor } from './coverageFloor.ts';
import { judge } from './coverageJudge.ts';
import type { BenchMap } from './coverageMaps.ts';
import { referenceOf } from './coverageRanks.ts';
import { addBox, cpu_ms, posesAlong, spaceOf, startIn } from './coverageRun.ts';

/** How a home is swept in which things stand that the map does not show, against a plan that knew of them. */
export interface OnlineRow {
  readonly name: string;
  readonly coverage: number;
  readonly knowingCoverage: number;
  readonly length_m: number;
  readonly knowingLength_m: number;
  readonly invalidPoses: number;
  /** CPU from seeing a thing to a new way, ms, one a thing seen. */
  readonly again_ms: readonly number[];
}

const THINGS = 5;
/** Boxes between a shoe box and a chair, m. */
const SIDE_M = [0.2, 0.45] as const;
/** A thing is seen from this far, m. */
const SIGHT_M = 1.5;
/** Share of the floor that can still be reached with all things in place. */
const MIN_LEFT = 0.9;
/** Slices of about 10 ms that a new plan is improved by before the robot drives on. */
const SLICES = 20;

/** Drives a plan on rails; what comes in sight is put into the map, and the rest is planned anew from there. */
export function runOnline({ name, map }: BenchMap, body: JudgeBody, seed: number): OnlineRow {
  const known = { ...map, data: map.data.slice() };
  const start = startIn(spaceOf(map, body));
  const { truth, things } = withThings(map, body, start, createRng(seed));
  const floor = new TruthFloor(truth, body, start);
  const reference = referenceOf(floor, body.brush_m);
  const knowing = planCoverage({ space: spaceOf(truth, body, start), from: start });
  const tracker = new CoverageTracker({ brushWidth_m: body.brush_m, brushX_m: 0 });
  const again_ms: number[] = [];
  const driven: number[] = [];
  let at = { ...start, theta: 0 };
  let plan = planCoverage({ space: spaceOf(known, body, start), from: start });
  for (let drives = true; drives; ) {
    drives = false;
    for (const pose of posesAlong(concatenate(plan.strokes), 0.05)) {
      at = pose;
      driven.push(pose.x, pose.y);
      tracker.add(pose);
      const seen = things.filter((thing) => Math.hypot(thing.x - pose.x, thing.y - pose.y) < SIGHT_M);
      if (seen.length === 0) continue;
      for (const thing of seen) {
        addBox(known, thing.x, thing.y, thing.side_m);
        things.splice(things.indexOf(thing), 1);
      }
      const t0 = cpu_ms();
      const space = spaceOf(known, body, at);
      const work = startCoverage({ space, from: at, covered: tracker.maskIn(space) });
      again_ms.push(cpu_ms() - t0);
      for (let k = 0; k < SLICES && work.improve(); k++);
      plan = work.plan;
      drives = true;
      break;
    }
  }
  const ours = judge(floor, [{ path: driven }], body, reference).verdict;
  const theirs = judge(floor, knowing.strokes, body, reference).verdict;
  return {
    name,
    coverage: ours.coverage,
    knowingCoverage: theirs.coverage,
    length_m: ours.length_m,
    knowingLength_m: theirs.length_m,
    invalidPoses: ours.invalidPoses,
    again_ms,
  };
}

interface Thing {
  readonly x: number;
  readonly y: number;
  readonly side_m: number;
}

function cleanableCells({ cleanable }: FreeSpace): number {
  let n = 0;
  for (let i = 0; i < cleanable.length; i++) n += cleanable[i];
  return n;
}

/** Puts boxes where the robot could stand, out of sight from its start. */
function withThings(
  map: OccupancyGrid,
  body: JudgeBody,
  start: { x: number; y: number },
  rng: Rng,
): { truth: OccupancyGrid; things: Thing[] } {
  const truth = { ...map, data: map.data.slice() };
  const space = spaceOf(map, body, start);
  const cells = [...space.standable.keys()].filter((i) => space.standable[i] !== 0);
  const things: Thing[] = [];
  for (let tries = 0; things.length < THINGS && tries < 1000; tries++) {
    const cell = cells[Math.floor(rng.uniform() * cells.length)];
    const x = space.originX_m + ((cell % space.width) + 0.5) * space.resolution_m;
    const y = space.originY_m + (Math.floor(cell / space.width) + 0.5) * space.resolution_m;
    if (Math.hypot(x - start.x, y - start.y) < SIGHT_M) continue;
    const side_m = SIDE_M[0] + rng.uniform() * (SIDE_M[1] - SIDE_M[0]);
    const changed = { ...map, data: truth.data.slice() };
    addBox(changed, x, y, side_m);
    // One that shuts a door makes another home of it.
    if (cleanableCells(spaceOf(changed, body, start)) < MIN_LEFT * cleanableCells(space)) continue;
    truth.data.set(changed.data);
    things.push({ x, y, side_m });
  }
  return { truth, things };
}
