import { hypot } from '@homebound/math';
import { type CoverageWork, type Stroke, startCoverage } from '../coverage/planCoverage.ts';
import { findPath, type Point } from '../space/findPath.ts';
import type { FreeSpace } from '../space/freeSpace.ts';
import { areaOrder } from './areaOrder.ts';
import { checkJob } from './checkJob.ts';
import { cellAt, ownersIn, ownersLeft, type WantedArea, wantedAreas } from './jobAreas.ts';
import type { JobPlan, JobRequest, JobStroke, JobWork } from './jobPlan.ts';

/**
 * Begins the plan of a whole job: which areas in which order, each in its passes, from the robot to the dock. The plan is
 * there at once and can be driven; `improve` goes on while there is time. Made anew at any moment from where the robot is
 * and what has been swept in which pass, it plans what is left. Deterministic.
 * @throws RangeError when the request makes no sense: unknown rooms, zones off the map, masks of another shape
 */
export function startJob(request: JobRequest): JobWork {
  checkJob(request);
  return new JobPlanner(request);
}

/** The best plan of a whole job: `startJob`, improved to the end. */
export function planJob(request: JobRequest): JobPlan {
  const work = startJob(request);
  while (work.improve());
  return work.plan;
}

/** A run of areas that are swept one after the other in the same pass: planned together. */
interface Stage {
  readonly pass: number;
  /** Indices of areas, in the order of their turn. */
  readonly areas: readonly number[];
  /** Absent until its turn to be planned comes. */
  work?: CoverageWork;
}

class JobPlanner implements JobWork {
  readonly #request: JobRequest;
  readonly #areas: readonly WantedArea[];
  /** By pass, from 1 at index 0: whose floor each cell is. */
  readonly #owners: readonly Int16Array[];
  readonly #stages: readonly Stage[];
  /** The plan as told last; undefined when a stage has changed since. */
  #told: JobPlan | undefined;
  readonly #ways = new Map<string, Float64Array | undefined>();

  constructor(request: JobRequest) {
    this.#request = request;
    this.#areas = wantedAreas(request);
    const passes = Math.max(0, ...this.#areas.map(({ laneAngles_rad }) => laneAngles_rad.length));
    this.#owners = Array.from({ length: passes }, (_, k) => ownersIn(k + 1, this.#areas, request));
    const isLeft = this.#owners.map((ofPass, k) => ownersLeft(ofPass, this.#areas.length, request.covered?.[k]));
    this.#stages = stagesOf(areaOrder(this.#areas, this.#owners, request), this.#areas, isLeft);
    if (this.#stages.length > 0) this.#start(0);
  }

  get plan(): JobPlan {
    this.#told ??= {
      areas: this.#areas.map(({ kind, id, name }) => ({ kind, id, name })),
      strokes: this.#strokes(),
      isWhole: this.#stages.every(({ work }) => work !== undefined),
    };
    return this.#told;
  }

  improve(): boolean {
    const waiting = this.#stages.findIndex(({ work }) => work === undefined);
    const isBetter = waiting >= 0 ? this.#start(waiting) : this.#stages.some(({ work }) => work?.improve() === true);
    if (isBetter) this.#told = undefined;
    return isBetter;
  }

  #start(k: number): boolean {
    const { space, covered = [], motion } = this.#request;
    const { pass, areas } = this.#stages[k];
    const { labels, within } = onlyOf(this.#owners[pass - 1], areas, space);
    this.#stages[k].work = startCoverage({
      space,
      covered: covered[pass - 1],
      from: k === 0 ? this.#request.from : (endOf(this.#stages[k - 1]) ?? this.#request.from),
      rooms: { labels },
      within,
      roomOrder: areas.map((area) => area + 1),
      ...(k === this.#stages.length - 1 && { end: this.#request.dock }),
      laneAngle_rad: (label) => this.#areas[label - 1]?.laneAngles_rad[pass - 1],
      ...(motion && { options: { motion } }),
    });
    return true;
  }

  /** The stages' strokes, joined, and the way home once all of them are planned. */
  #strokes(): JobStroke[] {
    const { from, dock } = this.#request;
    const strokes: JobStroke[] = [];
    let at: Point = from;
    for (const { pass, areas, work } of this.#stages) {
      for (const stroke of approached(work?.plan.strokes ?? [], at)) {
        const [x, y] = stroke.path;
        const area = stroke.room > 0 ? stroke.room - 1 : areas[0];
        if (x !== at.x || y !== at.y) {
          const way = this.#wayTo(at, { x, y });
          // Between two stages of one floor there is always a way; should there be none, the plan ends here.
          if (way === undefined) return strokes;
          strokes.push(this.#jobStroke({ kind: 'travel', path: way, room: stroke.room }, area, pass));
        }
        strokes.push(this.#jobStroke(stroke, area, pass));
        at = lastPoint(stroke.path);
      }
    }
    const isWhole = this.#stages.every(({ work }) => work !== undefined);
    const home = dock !== undefined && isWhole && strokes.length > 0 ? this.#wayTo(at, dock) : undefined;
    if (home !== undefined) strokes.push(this.#jobStroke({ kind: 'travel', path: home, room: 0 }, undefined, 1));
    return strokes;
  }

  #jobStroke(stroke: Stroke, area: number | undefined, pass: number): JobStroke {
    const { rooms, space } = this.#request;
    const { path, kind } = stroke;
    const middle = 2 * (path.length >> 2);
    const cell = cellAt(space, path[middle], path[middle + 1]);
    const brushOn = area !== undefined && (kind !== 'travel' || this.#sweeps(path, pass));
    const { levels } = this.#areas[area ?? 0];
    const room = rooms === undefined ? 1 : cell < 0 ? 0 : rooms.labels[cell];
    return {
      kind,
      path,
      room,
      ...(area !== undefined && { area }),
      pass,
      brushOn,
      levels,
    };
  }

  /** Whether a way leads over floor that this pass is still to sweep: the planner counts on what is swept on the way. */
  #sweeps(path: Float64Array, pass: number): boolean {
    const { space, covered = [] } = this.#request;
    for (let i = 2; i < path.length; i += 2) {
      const [dx, dy] = [path[i] - path[i - 2], path[i + 1] - path[i - 1]];
      const steps = Math.max(1, Math.ceil(hypot(dx, dy) / space.resolution_m));
      for (let s = 0; s <= steps; s++) {
        const cell = cellAt(space, path[i - 2] + (dx * s) / steps, path[i - 1] + (dy * s) / steps);
        if (cell >= 0 && this.#owners[pass - 1][cell] > 0 && !covered[pass - 1]?.[cell]) return true;
      }
    }
    return false;
  }

  /** A way by the points it joins: stages get better, but their ends seldom move. */
  #wayTo(at: Point, to: Point): Float64Array | undefined {
    const key = `${at.x},${at.y},${to.x},${to.y}`;
    if (!this.#ways.has(key)) {
      const way = findPath(this.#request.space, at, to);
      this.#ways.set(key, way.ok ? way.path : undefined);
    }
    return this.#ways.get(key);
  }
}

/**
 * Areas in order, each in all of its passes before the next. Neighbours in the same pass at the same levels are one stage; at
 * other levels they are not, since lanes go on through what lies in their way.
 */
function stagesOf(order: readonly number[], areas: readonly WantedArea[], isLeft: readonly Uint8Array[]): Stage[] {
  const stages: { pass: number; areas: number[] }[] = [];
  for (const area of order)
    for (let pass = 1; pass <= areas[area].laneAngles_rad.length; pass++) {
      if (isLeft[pass - 1][area + 1] === 0) continue;
      const last = stages.at(-1);
      const isSame = last?.pass === pass && hasSameLevels(areas[last.areas[0]], areas[area]);
      if (isSame) last.areas.push(area);
      else stages.push({ pass, areas: [area] });
    }
  return stages;
}

function hasSameLevels({ levels: a }: WantedArea, { levels: b }: WantedArea): boolean {
  return a.fan === b.fan && a.mainBrush === b.mainBrush && a.sideBrush === b.sideBrush;
}

/**
 * The floor of some of the areas as a mask, and labels that reach a brush's width farther: strokes at an area's rim are driven
 * from beside it, and belong to it all the same.
 */
function onlyOf(
  owners: Int16Array,
  areas: readonly number[],
  { width, height, brushWidth_m, resolution_m }: FreeSpace,
): { labels: Int16Array; within: Uint8Array } {
  const isIn = new Uint8Array(Math.max(...areas) + 2);
  for (const area of areas) isIn[area + 1] = 1;
  const labels = new Int16Array(owners.length);
  const within = new Uint8Array(owners.length);
  const front: number[] = [];
  for (let i = 0; i < owners.length; i++) {
    if (owners[i] >= isIn.length || isIn[owners[i]] === 0) continue;
    labels[i] = owners[i];
    within[i] = 1;
    // Only the rim can grow.
    const isInner = owners[i - 1] > 0 && owners[i + 1] > 0 && owners[i - width] > 0 && owners[i + width] > 0;
    if (!isInner) front.push(i);
  }
  for (let ring = Math.ceil(brushWidth_m / resolution_m), from = 0; ring > 0; ring--)
    for (const end = front.length; from < end; from++)
      for (const next of [front[from] - 1, front[from] + 1, front[from] - width, front[from] + width]) {
        if (next < 0 || next >= width * height || labels[next] !== 0) continue;
        labels[next] = labels[front[from]];
        front.push(next);
      }
  return { labels, within };
}

/** A stage's way; without the part that leads to it when that begins elsewhere than the stage before now ends. */
function approached(strokes: readonly Stroke[], at: Point): readonly Stroke[] {
  if (strokes.length === 0 || (strokes[0].path[0] === at.x && strokes[0].path[1] === at.y)) return strokes;
  const first = strokes.findIndex(({ kind }) => kind !== 'travel');
  return first < 0 ? [] : strokes.slice(first);
}

function endOf({ work }: Stage): Point | undefined {
  const last = work?.plan.strokes.at(-1);
  return last && lastPoint(last.path);
}

function lastPoint(path: Float64Array): Point {
  return { x: path[path.length - 2], y: path[path.length - 1] };
}
