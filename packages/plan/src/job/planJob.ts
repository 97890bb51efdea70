import { hypot } from '@homebound/math';
import type { CoverageOptions, CoverageWork, Stroke } from '../coverage/coveragePlan.ts';
import { startCoverage } from '../coverage/planCoverage.ts';
import { findNearest, findPath, type Point } from '../space/findPath.ts';
import { areaOrder } from './areaOrder.ts';
import { checkJob } from './checkJob.ts';
import { cropSpace } from './cropSpace.ts';
import { cellAt, coveredShare, ownersIn, ownersLeft, type WantedArea, wantedAreas } from './jobAreas.ts';
import type { JobPlan, JobRequest, JobStroke, JobWork } from './jobPlan.ts';
import { onlyOf, type Stage, stagesOf } from './stages.ts';

/** Room around the first area in which its first plan is made, m: the robot turns there. */
const FIRST_ROOM_M = 0.6;
/** Areas of which crumbs alone may be left, before it is simpler to plan all. */
const FIRST_TRIES = 4;

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

class JobPlanner implements JobWork {
  readonly #request: JobRequest;
  readonly #areas: readonly WantedArea[];
  /** By pass, from 1 at index 0: whose floor each cell is. */
  readonly #owners: readonly Int16Array[];
  readonly #stages: readonly Stage[];
  readonly #coveredShare: number;
  /** The first area alone: what is driven until the first stage is planned. */
  #first: Stage | undefined;
  /** The plan as told last; undefined when a stage has changed since. */
  #told: JobPlan | undefined;
  readonly #ways = new Map<string, Float64Array | undefined>();

  constructor(request: JobRequest) {
    this.#request = request;
    this.#areas = wantedAreas(request);
    const passes = Math.max(0, ...this.#areas.map(({ laneAngles_rad }) => laneAngles_rad.length));
    this.#owners = Array.from({ length: passes }, (_, k) => ownersIn(k + 1, this.#areas, request));
    this.#coveredShare = coveredShare(this.#owners, request.covered ?? []);
    const isLeft = this.#owners.map((ofPass, k) => ownersLeft(ofPass, this.#areas.length, request.covered?.[k]));
    this.#stages = stagesOf(areaOrder(this.#areas, this.#owners, request), this.#areas, isLeft);
    if (this.#stages.length > 0 && !this.#startFirst()) this.#start(0);
  }

  get plan(): JobPlan {
    this.#told ??= {
      areas: this.#areas.map(({ kind, id, name }) => ({ kind, id, name })),
      strokes: this.#strokes(),
      isWhole: this.#stages.every(({ work }) => work !== undefined),
      coveredShare: this.#coveredShare,
    };
    return this.#told;
  }

  improve(): boolean {
    const waiting = this.#stages.findIndex(({ work }) => work === undefined);
    const isBetter = waiting >= 0 ? this.#start(waiting) : this.#stages.some(({ work }) => work?.improve() === true);
    if (isBetter) this.#told = undefined;
    return isBetter;
  }

  /**
   * Plans the first area that needs a stroke on its own piece of the map, which takes an area's time, not a home's. False when
   * some have been tried and none did: then all are planned at once.
   */
  #startFirst(): boolean {
    const [{ pass, areas }] = this.#stages;
    for (const area of areas.slice(0, FIRST_TRIES)) {
      const work = this.#startAlone(area, pass);
      this.#first = { pass, areas: [area], work };
      if (work !== undefined && work.plan.strokes.length > 0) return true;
    }
    return false;
  }

  #startAlone(area: number, pass: number): CoverageWork | undefined {
    const { space, covered = [], from } = this.#request;
    const { labels, within } = onlyOf(this.#owners[pass - 1], [area], space);
    const near = new Uint8Array(labels.length);
    for (let i = 0; i < near.length; i++) near[i] = labels[i] > 0 ? 1 : 0;
    const way = findNearest(space, from, near);
    if (!way.ok) return undefined;
    // From where the robot comes in: the way there may lead round half of the home.
    const entry = { x: way.path[way.path.length - 2], y: way.path[way.path.length - 1] };
    const piece = cropSpace(space, within, entry, FIRST_ROOM_M);
    return startCoverage({
      space: piece.space,
      covered: covered[pass - 1] && piece.crop(covered[pass - 1]),
      from: entry,
      rooms: { labels: piece.crop(labels) },
      within: piece.crop(within),
      laneAngle_rad: () => this.#areas[area].laneAngles_rad[pass - 1],
      options: this.#options(),
    });
  }

  #start(k: number): boolean {
    const { space, covered = [] } = this.#request;
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
      options: this.#options(),
    });
    return true;
  }

  #options(): CoverageOptions {
    const { motion, wantedShare } = this.#request;
    return { ...(motion && { motion }), ...(wantedShare !== undefined && { wantedShare }) };
  }

  /** The stages' strokes, joined, and the way home once all of them are planned. */
  #strokes(): JobStroke[] {
    const { from, dock } = this.#request;
    const strokes: JobStroke[] = [];
    let at: Point = from;
    const [{ work: planned } = {}] = this.#stages;
    const stages = planned === undefined && this.#first ? [this.#first] : this.#stages;
    for (const { pass, areas, work } of stages) {
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
