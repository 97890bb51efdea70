import type { OccupancyGrid } from '@homebound/grid';
import {
  CoverageTracker,
  concatenate,
  type FreeSpace,
  freeSpace,
  type RoomMap,
  type Stroke,
  segmentRooms,
  startCoverage,
  startJob,
} from '@homebound/plan';
import { medianOf } from './coverageBars.ts';
import { type JudgeBody, TruthFloor } from './coverageFloor.ts';
import { judge, type Verdict } from './coverageJudge.ts';
import type { BenchMap } from './coverageMaps.ts';
import { referenceOf } from './coverageRanks.ts';

/** One map planned and judged. CPU is user time of this process, ms. */
export interface CoverageRow extends Verdict {
  readonly name: string;
  readonly ranks: number;
  /** Free space and the first plan, until it can be driven. */
  readonly firstCpu_ms: number;
  /** Free space and the plan improved to the end. */
  readonly fullCpu_ms: number;
  /** Free space and the first plan anew by rooms, as the robot does it, half-way, when a thing appears ahead. */
  readonly againCpu_ms: number;
}

/** A row with what a picture of it needs. */
export interface Judged {
  readonly row: CoverageRow;
  readonly map: OccupancyGrid;
  readonly floor: TruthFloor;
  readonly strokes: readonly Stroke[];
  readonly swept: Uint8Array;
}

export interface RunOptions {
  readonly body: JudgeBody;
  /** Room by room, as the robot does; the whole map is one region otherwise. */
  readonly byRooms: boolean;
}

/** Floor of less is no case: the body fits nowhere, or only where there is no room to speak of, m². */
const MIN_FLOOR_M2 = 1;
/** What is put in the robot's way, and how far ahead, m. */
const THING_M = 0.3;
const AHEAD_M = 1;
/** Slices of work in the plan that is driven, and how often it is planned anew. */
const AGAIN_SLICES = 3;
const AGAIN_TRIES = 3;

/** Plans a map to the end, judges the plan, and plans anew half-way; undefined where the body does not fit. */
export function runCoverage({ name, map, within }: BenchMap, options: RunOptions): Judged | undefined {
  const { body, byRooms } = options;
  const floor = new TruthFloor(map, body, undefined, within);
  if (floor.brushable_m2 < MIN_FLOOR_M2) return undefined;
  const rooms = byRooms ? segmentRooms(map) : undefined;
  const t0 = cpu_ms();
  const space = spaceOf(map, body);
  const from = startIn(space, within);
  const work = startPlan({ map, space, from, rooms, within });
  void work.plan;
  const t1 = cpu_ms();
  while (work.improve());
  const { strokes } = work.plan;
  const t2 = cpu_ms();
  const reference = referenceOf(floor, body.brush_m);
  const { verdict, swept } = judge(floor, strokes, body, reference);
  const row = {
    name,
    ...verdict,
    ranks: reference.ranks,
    firstCpu_ms: t1 - t0,
    fullCpu_ms: t2 - t0,
    againCpu_ms: planAgain(
      { map, space, from, rooms: within ? undefined : (rooms ?? segmentRooms(map)), within },
      body,
    ),
  };
  return { row, map, floor, strokes, swept };
}

/** A job by rooms, as the robot plans it; the bare coverage planner otherwise. */
function startPlan({ map, space, from, rooms, within, covered }: PlanInput) {
  if (rooms === undefined) return startCoverage({ space, from, within, covered });
  return startJob({ map, space, rooms, from, ...(covered && { covered: [covered] }) });
}

interface PlanInput {
  readonly map: OccupancyGrid;
  readonly space: FreeSpace;
  readonly from: { x: number; y: number };
  readonly rooms: RoomMap | undefined;
  readonly within: Uint8Array | undefined;
  readonly covered?: Uint8Array;
}

export function cpu_ms(): number {
  return process.cpuUsage().user / 1000;
}

/** A final map, no margin: the truth is what is planned on. */
export function spaceOf(
  map: OccupancyGrid,
  { radius_m, brush_m }: JudgeBody,
  from?: { x: number; y: number },
): FreeSpace {
  return freeSpace(map, { robotRadius_m: radius_m, margin_m: 0, brushWidth_m: brush_m, maxSpeck_cells: 0, from });
}

/** The first place, in the order of cells, where the robot may stand. */
export function startIn(space: FreeSpace, within?: Uint8Array): { x: number; y: number } {
  const inside = within && space.standable.findIndex((value, i) => value !== 0 && within[i] !== 0);
  const cell = inside !== undefined && inside >= 0 ? inside : space.standable.indexOf(1);
  return {
    x: space.originX_m + ((cell % space.width) + 0.5) * space.resolution_m,
    y: space.originY_m + (Math.floor(cell / space.width) + 0.5) * space.resolution_m,
  };
}

/** Half of a plan is driven; then a box stands in the way: CPU until there is a plan round it, the median of some tries, ms. */
function planAgain(input: PlanInput, body: JudgeBody): number {
  const work = startPlan(input);
  for (let k = 0; k < AGAIN_SLICES && work.improve(); k++);
  const poses = [...posesAlong(concatenate(work.plan.strokes), 0.05)];
  const half = poses.length >> 1;
  const tracker = new CoverageTracker({ brushWidth_m: body.brush_m, brushX_m: 0 });
  for (const pose of poses.slice(0, half)) tracker.add(pose);
  const ahead = poses[Math.min(poses.length - 1, half + Math.round(AHEAD_M / 0.05))];
  const from = poses[half];
  if (from === undefined || ahead === undefined) return 0;
  const map = { ...input.map, data: input.map.data.slice() };
  addBox(map, ahead.x, ahead.y, THING_M);
  const tries = Array.from({ length: AGAIN_TRIES }, () => {
    const t0 = cpu_ms();
    const space = spaceOf(map, body, from);
    // A plan is put together when it is asked for.
    void startPlan({ ...input, map, space, from, covered: tracker.maskIn(space) }).plan;
    return cpu_ms() - t0;
  });
  return medianOf(tries);
}

/** Poses along a polyline, `step_m` apart at most, looking ahead. */
export function* posesAlong(
  path: ArrayLike<number>,
  step_m: number,
): Generator<{ x: number; y: number; theta: number }> {
  for (let i = 2; i < path.length; i += 2) {
    const dx = path[i] - path[i - 2];
    const dy = path[i + 1] - path[i - 1];
    const theta = Math.atan2(dy, dx);
    const steps = Math.max(1, Math.ceil(Math.hypot(dx, dy) / step_m));
    for (let s = 0; s <= steps; s++)
      yield { x: path[i - 2] + (dx * s) / steps, y: path[i - 1] + (dy * s) / steps, theta };
  }
}

/** Makes a square of a map occupied. */
export function addBox(map: OccupancyGrid, x: number, y: number, side_m: number): void {
  const { width, height, resolution_m, originX_m, originY_m, data } = map;
  const cell = (v: number, origin: number) => Math.round((v - origin) / resolution_m);
  for (let iy = cell(y - side_m / 2, originY_m); iy < cell(y + side_m / 2, originY_m); iy++)
    for (let ix = cell(x - side_m / 2, originX_m); ix < cell(x + side_m / 2, originX_m); ix++)
      if (ix >= 0 && iy >= 0 && ix < width && iy < height) data[iy * width + ix] = 100;
}
