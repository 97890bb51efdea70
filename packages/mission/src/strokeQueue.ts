import { hypot, type MapWarp } from '@homebound/math';
import { findPath, type JobStroke } from '@homebound/plan';
import { clearRuns } from './clearRuns.ts';
import { lengthOf, restAfter, withoutRepeats } from './polyline.ts';
import type { Floor } from './reach.ts';
import { WayUnderway } from './wayUnderway.ts';

/** A stroke that is under way: which part of the leg it is, m along it. */
interface Part {
  readonly stroke: JobStroke;
  readonly from_m: number;
  readonly to_m: number;
}

/** Strokes to drive in one go, at one setting of the motors, and the way to and between them. */
export interface Taken {
  readonly path: Float64Array;
  readonly strokes: readonly JobStroke[];
}

/** A rest of a stroke shorter than this is left to the next plan, m. */
const SHORTEST_REST_M = 0.05;
/** m before its first stroke from which on a leg counts as work: within the odometry's step. */
const AT_WORK_M = 0.03;
/** m by which a found way may end beside a stroke's beginning, which lies up to 3 cm nearer to things than the map allows now. */
const AT_PLACE_M = 0.12;

/**
 * The strokes of a plan in their order: which are under way, how far the robot has come on them, and which come next. Whatever
 * interrupts it (a low battery, a person, something on the lane), the plan goes on at the very place on the very lane.
 * The ways between the strokes are found anew when they are driven, and strokes lead round what the newest map has on them.
 */
export class StrokeQueue {
  #ahead: JobStroke[] = [];
  #parts: Part[] = [];
  #way: WayUnderway | undefined;

  get isEmpty(): boolean {
    return this.#ahead.length === 0;
  }

  /** The sum over the strokes that are not under way, of what each costs by its length, m, and levels. */
  sum(cost: (length_m: number, levels: JobStroke['levels']) => number): number {
    return this.#ahead.reduce((sum, { path, levels }) => sum + cost(lengthOf(path), levels), 0);
  }

  /** Whether the robot is on the strokes of the leg, and no longer on its way to the first. */
  get isAtWork(): boolean {
    return this.#way !== undefined && this.#parts.length > 0 && this.#way.at_m >= this.#parts[0].from_m - AT_WORK_M;
  }

  adopt(strokes: readonly JobStroke[]): void {
    this.clear();
    this.#ahead = strokes.filter(({ path }) => path.length >= 4);
  }

  clear(): void {
    this.#ahead = [];
    this.#parts = [];
    this.#way = undefined;
  }

  /** The robot's next place, map frame. */
  heard(x: number, y: number): void {
    this.#way?.heard(x, y);
  }

  /**
   * The next strokes, up to a length, with the way to the first. What no way leads to now is passed over, and stays. Undefined
   * when there is none that can be driven.
   */
  take(floor: Floor, most_m: number): Taken | undefined {
    const points: number[] = [...floor.way, floor.from.x, floor.from.y];
    const later: JobStroke[] = [];
    this.#parts = [];
    let way: Float64Array | undefined;
    let sum_m = 0;
    while (this.#ahead.length > 0 && sum_m < most_m) {
      const stroke = this.#ahead[0];
      if (stroke.kind !== 'travel' && this.#parts.length > 0 && !goTogether(stroke, this.#parts[0].stroke)) break;
      this.#ahead.shift();
      if (stroke.kind === 'travel') {
        way = stroke.path;
        continue;
      }
      for (const run of clearRuns(floor.space, stroke.path)) {
        if (this.#append(points, floor, way, run, stroke)) sum_m += lengthOf(run);
        // Somebody stands in the door, perhaps.
        else later.push({ ...stroke, path: run });
      }
      way = undefined;
    }
    // What no way leads to now keeps its turn.
    this.#ahead = [...later, ...this.#ahead];
    if (this.#parts.length === 0) return undefined;
    const path = withoutRepeats(points);
    this.#way = new WayUnderway(path);
    return { path, strokes: this.#parts.map(({ stroke }) => stroke) };
  }

  /** The leg was driven to its end: its strokes. */
  arrived(): readonly JobStroke[] {
    const strokes = this.#parts.map(({ stroke }) => stroke);
    this.#parts = [];
    this.#way = undefined;
    return strokes;
  }

  /**
   * The leg ended where the robot is now: what is left of its strokes comes first again, but for the next `skip_m` of the way.
   * @returns the strokes that were under way
   */
  interrupted(skip_m = 0): readonly JobStroke[] {
    const at_m = (this.#way?.at_m ?? 0) + skip_m;
    const left: JobStroke[] = [];
    for (const { stroke, from_m, to_m } of this.#parts) {
      if (to_m <= at_m) continue;
      const path = at_m <= from_m ? stroke.path : restAfter(stroke.path, at_m - from_m);
      if (lengthOf(path) >= SHORTEST_REST_M) left.push({ ...stroke, path });
    }
    this.#ahead = [...left, ...this.#ahead];
    return this.arrived();
  }

  /** The map was corrected: the plan moves with it. */
  moveWith(warp: MapWarp): void {
    const move = (stroke: JobStroke): JobStroke => ({ ...stroke, path: warp.moved(stroke.path) });
    this.#ahead = this.#ahead.map(move);
    this.#parts = this.#parts.map((part) => ({ ...part, stroke: move(part.stroke) }));
    this.#way?.moveWith(warp);
  }

  /** Adds a run of a stroke and the way to it; false when no way leads there. */
  #append(
    points: number[],
    { space, squared }: Floor,
    planned: Float64Array | undefined,
    run: Float64Array,
    stroke: JobStroke,
  ): boolean {
    const at = { x: points[points.length - 2], y: points[points.length - 1] };
    const to = { x: run[0], y: run[1] };
    if (planned !== undefined && isBetween(planned, at, to) && clearRuns(space, planned)[0] === planned)
      points.push(...squared(planned));
    else if (hypot(to.x - at.x, to.y - at.y) > 1e-3) {
      const way = findPath(space, at, to, { goalTolerance_m: AT_PLACE_M });
      if (!way.ok) return false;
      points.push(...squared(way.path));
    }
    const from_m = lengthOf(points);
    points.push(...run);
    this.#parts.push({ stroke: { ...stroke, path: run }, from_m, to_m: from_m + lengthOf(run) });
    return true;
  }
}

/** Whether two strokes may be driven in one go. */
function goTogether(a: JobStroke, b: JobStroke): boolean {
  const { levels: p } = a;
  const { levels: q } = b;
  return a.pass === b.pass && p.fan === q.fan && p.mainBrush === q.mainBrush && p.sideBrush === q.sideBrush;
}

function isBetween(path: Float64Array, from: { x: number; y: number }, to: { x: number; y: number }): boolean {
  const n = path.length;
  const atFrom = hypot(path[0] - from.x, path[1] - from.y) < 1e-3;
  return atFrom && hypot(path[n - 2] - to.x, path[n - 1] - to.y) < 1e-3;
}
