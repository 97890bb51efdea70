import type { OccupancyGrid } from '@homebound/grid';
import { cos, hypot, type MapWarp, type SE2, sin } from '@homebound/math';
import {
  CoverageTracker,
  type FreeSpace,
  findFrontiers,
  findPath,
  freeSpace,
  isStandable,
  planCoverage,
  type Stroke,
  segmentRooms,
} from '@homebound/plan';
import type { RobotGeometry } from '@homebound/robot';
import { Trail } from './trail.ts';
import { TriedFloor } from './triedFloor.ts';
import { TroubleSpots } from './troubleSpots.ts';

/** Where to drive next, or why nowhere. */
export type Leg =
  | {
      readonly kind: 'path';
      readonly path_map: Float64Array;
      readonly cleaning: boolean;
      /** The path does not lead to the goal itself, only to where a way to it can be planned. */
      readonly isPartial: boolean;
      readonly reason: string;
    }
  | {
      readonly kind: 'none';
      /** True when nothing is left to do, false when the robot can't. */
      readonly isDone: boolean;
      readonly reason: string;
    };

/** Shares and areas as the robot believes them. */
export interface Figures {
  readonly coverage: number;
  readonly cleanedArea_m2: number;
  readonly reachableArea_m2: number;
}

export interface WorkOptions {
  /** Room kept to walls beyond the body's radius, m: poses are good to about 1 cm. */
  readonly margin_m: number;
  /** Way driven before the work looks at the map anew, m. */
  readonly legLength_m: number;
  /** Growth of the known floor that makes a plan stale, m². */
  readonly staleArea_m2: number;
  /** Distance before the dock at which docking begins, m. */
  readonly dockStaging_m: number;
}

export const defaultWorkOptions: WorkOptions = {
  margin_m: 0.01,
  legLength_m: 12,
  staleArea_m2: 0.5,
  dockStaging_m: 0.9,
};

/**
 * What is left to clean and the way there: the map, what was swept, where trouble was, and the plan under way. It explores
 * while it cleans: known floor first, then the nearest border to the unknown, until neither is left. All in the map frame.
 */
export class CleaningWork {
  readonly #geometry: RobotGeometry;
  readonly #options: WorkOptions;
  readonly #swept: CoverageTracker;
  readonly #tried = new TriedFloor();
  readonly #troubles = new TroubleSpots();
  readonly #trail = new Trail();
  #map: OccupancyGrid | undefined;
  #space: FreeSpace | undefined;
  /** The plan's strokes still to drive, and the known floor when it was made. */
  #ahead: Stroke[] = [];
  #plannedFloor_m2 = Number.NaN;
  #underway: Stroke[] = [];
  #visited: { x: number; y: number; times: number }[] = [];
  #dock: SE2 | undefined;
  #isSweeping = false;
  #version = 0;
  /** As of the last map: shown until the corrected one has been planned on. */
  #figuresBefore: Figures | undefined;

  constructor(geometry: RobotGeometry, options: Partial<WorkOptions> = {}) {
    this.#geometry = geometry;
    this.#options = { ...defaultWorkOptions, ...options };
    this.#swept = new CoverageTracker({ brushWidth_m: geometry.mainBrush.width_m, brushX_m: geometry.mainBrush.x_m });
  }

  /** base_link's pose on the dock, when it is known. */
  get dock(): SE2 | undefined {
    return this.#dock;
  }

  /** Grows whenever `coverageGrid` would answer something new. */
  get coverageVersion(): number {
    return this.#version;
  }

  setDock(T_map_base: SE2): void {
    this.#dock = T_map_base;
  }

  /** The newest map; borrowed, and read until the next one. */
  setMap(map: OccupancyGrid): void {
    this.#map = map;
  }

  /**
   * The map was corrected: all that is remembered moves with it. What was planned and not handed out yet is planned anew, on
   * the corrected map. Call it before that map comes.
   */
  moveWith(warp: MapWarp): void {
    if (warp.isIdentity) return;
    this.#figuresBefore = this.figures();
    this.#space = undefined;
    this.#swept.moveWith(warp);
    this.#tried.moveWith(warp);
    this.#troubles.moveWith(warp);
    this.#trail.moveWith(warp);
    this.#underway = this.#underway.map((stroke) => ({ ...stroke, path: warp.moved(stroke.path) }));
    this.#ahead = [];
    this.#visited = this.#visited.map((visit) => ({ ...visit, ...warp.movePoint(visit.x, visit.y) }));
    this.#dock = this.#dock && warp.movePose(this.#dock);
    this.#version++;
  }

  /** The leg that was handed out last is called off: what is left of it is planned again, and the next stroke begins anew. */
  legCancelled(): void {
    this.#dropPlan();
    this.#swept.lift();
    this.#isSweeping = false;
  }

  /** A new job: all floor is dirty again. Map, dock and cliffs stay known. */
  beginJob(): void {
    this.#swept.clear();
    this.#tried.clear();
    this.#troubles.forgetObstacles();
    this.#visited = [];
    this.#trail.clear();
    this.#figuresBefore = undefined;
    this.#dropPlan();
    this.#version++;
  }

  reset(): void {
    this.beginJob();
    this.#troubles.clear();
  }

  /** The robot's next pose, and whether its brush turns. */
  addPose(T_map_base: SE2, brushOn: boolean): void {
    this.#trail.add(T_map_base);
    if (brushOn) {
      this.#swept.add(T_map_base);
      this.#version++;
    } else if (this.#isSweeping) this.#swept.lift();
    this.#isSweeping = brushOn;
  }

  /** The robot, near `at`, was stopped at a spot: the floor there is avoided, a cliff for ever, an obstacle for a while. */
  markTrouble(at: SE2, x: number, y: number, kind: 'cliff' | 'obstacle', now_s: number): void {
    if (kind === 'obstacle') this.#troubles.add(x, y, kind, now_s);
    else this.#markEdge(at, x, y, now_s);
    this.#dropPlan();
  }

  /**
   * The leg that was handed out last is over. One that arrived was driven for all along; one that failed only around where the
   * robot is now, and the plan is stale.
   */
  legEnded(arrived: boolean, at: SE2): void {
    for (const { path } of this.#underway) this.#tried.add(arrived ? path : partNear(path, at));
    this.#underway = [];
    if (!arrived) this.#dropPlan();
  }

  /** The next piece of cleaning or exploring; none when all that can be reached is clean. */
  nextLeg(from: SE2, now_s: number): Leg {
    if (this.#map === undefined) return noMap;
    const floor = this.#floorAt(from, this.#map, now_s);
    if (floor === undefined) return this.#wayBack(from);
    if (this.#isStale(floor.space)) this.#replan(floor.space, floor.from);
    return (
      this.#cleaningLeg(floor) ?? this.#exploringLeg(floor) ?? { kind: 'none', isDone: true, reason: this.#summary() }
    );
  }

  /** The way to the place before the dock, where docking begins; to the job's start when the dock is not known. */
  pathHome(from: SE2, now_s: number): Leg {
    const dock = this.#dock;
    if (dock === undefined)
      return { kind: 'none', isDone: false, reason: 'The robot does not know where its dock is.' };
    // Docked, the robot faces into the dock: before it is behind the docked robot.
    const x = dock.x - this.#options.dockStaging_m * cos(dock.theta);
    const y = dock.y - this.#options.dockStaging_m * sin(dock.theta);
    return this.#wayTo(from, x, y, now_s, 'Going home.', 'The robot finds no way back to its dock.');
  }

  pathTo(from: SE2, x: number, y: number, now_s: number): Leg {
    return this.#wayTo(from, x, y, now_s, 'Driving to the point you chose.', 'The robot finds no way to that point.');
  }

  /** Shares and areas as the robot believes them, of the floor that it knows it can reach. */
  figures(): Figures {
    const space = this.#space;
    if (space === undefined && this.#figuresBefore !== undefined) return this.#figuresBefore;
    if (space === undefined) return { coverage: 0, cleanedArea_m2: this.#swept.sweptArea_m2, reachableArea_m2: 0 };
    const coverage = this.#swept.coveredShare(space);
    const reachableArea_m2 = areaOf(space.cleanable, space.resolution_m);
    return { coverage, cleanedArea_m2: coverage * reachableArea_m2, reachableArea_m2 };
  }

  /** Swept floor in the map's frame: 100 swept, 0 free and not yet, -1 elsewhere. */
  coverageGrid(): OccupancyGrid | undefined {
    const map = this.#map;
    if (map === undefined) return undefined;
    const { width, height, resolution_m, originX_m, originY_m } = map;
    const swept = this.#swept.maskIn(map);
    const data = new Int8Array(swept.length);
    for (let i = 0; i < data.length; i++) data[i] = swept[i] === 1 ? 100 : map.data[i] === 0 ? 0 : -1;
    return { width, height, resolution_m, originX_m, originY_m, data };
  }

  /**
   * The floor that can be reached, and a point on it to plan from with the way there. A robot that was stopped by what the
   * map doesn't know, or that the map has since closed in on, stands where it may not stand: it goes back the way it came, which
   * was free when it drove there. Shut in all the same, it doubts first the spots of trouble that may have moved, then the
   * last centimetres of the map.
   */
  #floorAt(T_map_base: SE2, map: OccupancyGrid, now_s: number): Floor | undefined {
    const { bodyRadius_m } = this.#geometry;
    const cliffs = this.#troubles.maskIn(map, now_s, 'cliff');
    const floor =
      this.#connectedFloor(T_map_base, map, bodyRadius_m, this.#troubles.maskIn(map, now_s)) ??
      this.#connectedFloor(T_map_base, map, bodyRadius_m, cliffs) ??
      this.#connectedFloor(T_map_base, map, bodyRadius_m - SQUEEZE_M, cliffs);
    if (floor !== undefined) this.#space = floor.space;
    return floor;
  }

  /** The floor that hangs together with where the robot came from, and the first place on the way back that lies on it. */
  #connectedFloor(at: SE2, map: OccupancyGrid, radius_m: number, keepOut: Uint8Array | undefined): Floor | undefined {
    const trail = [...this.#trail.back(ESCAPE_STEP_M)];
    const space = this.#freeSpace(map, trail.at(-1) ?? at, radius_m, keepOut);
    const way: number[] = [at.x, at.y];
    if (isStandable(space, at.x, at.y)) return { space, from: at, way: [] };
    for (const crumb of trail) {
      way.push(crumb.x, crumb.y);
      if (!isStandable(space, crumb.x, crumb.y)) continue;
      if ((way.length / 2) * ESCAPE_STEP_M < FAR_BACK_M) return { space, from: crumb, way };
      // So far back is no pocket: a door was shut behind the robot, perhaps. There is a room to clean on this side.
      const here = this.#freeSpace(map, at, radius_m, keepOut);
      const isRoom = areaOf(here.cleanable, here.resolution_m) > ROOM_M2 && isStandable(here, at.x, at.y);
      return isRoom ? { space: here, from: at, way: [] } : { space, from: crumb, way };
    }
    return undefined;
  }

  /** A piece of the way back, when nothing better is known. */
  #wayBack(at: SE2): Leg {
    const path = [at, ...this.#trail.back(ESCAPE_STEP_M)].slice(0, RETREAT_POSES).flatMap(({ x, y }) => [x, y]);
    const path_map = withoutRepeats(path);
    if (lengthOf(path_map) < 0.1)
      return { kind: 'none', isDone: false, reason: 'There is no free floor around the robot.' };
    return { kind: 'path', path_map, cleaning: false, isPartial: true, reason: 'Going back the way it came.' };
  }

  #freeSpace(map: OccupancyGrid, from: SE2, robotRadius_m: number, keepOut: Uint8Array | undefined): FreeSpace {
    const { margin_m } = this.#options;
    const brushWidth_m = this.#geometry.mainBrush.width_m;
    return freeSpace(map, { robotRadius_m, margin_m, brushWidth_m, keepOut, from });
  }

  /** An edge is a line, and most likely across the way to where the sensor saw it: a stretch of it is avoided at once. */
  #markEdge(at: SE2, x: number, y: number, now_s: number): void {
    const dx = x - at.x;
    const dy = y - at.y;
    const distance = hypot(dx, dy);
    for (let k = -EDGE_SPOTS; k <= EDGE_SPOTS; k++) {
      const along = distance > 0 ? (k * EDGE_STEP_M) / distance : 0;
      this.#troubles.add(x - along * dy, y + along * dx, 'cliff', now_s);
    }
  }

  #isStale(space: FreeSpace): boolean {
    if (this.#ahead.length === 0) return true;
    const floor_m2 = areaOf(space.cleanable, space.resolution_m);
    return !(Math.abs(floor_m2 - this.#plannedFloor_m2) < this.#options.staleArea_m2);
  }

  #replan(space: FreeSpace, from: SE2): void {
    const covered = this.#swept.maskIn(space);
    this.#tried.markGivenUp(covered, space);
    const rooms = this.#map && segmentRooms(this.#map);
    this.#ahead = [...planCoverage({ space, covered, from, rooms }).strokes];
    this.#plannedFloor_m2 = areaOf(space.cleanable, space.resolution_m);
  }

  #dropPlan(): void {
    this.#ahead = [];
    this.#underway = [];
  }

  /** The next strokes of the plan, up to a leg's length, with the way to the first. */
  #cleaningLeg({ space, from, way: wayBack }: Floor): Leg | undefined {
    const points: number[] = [];
    let length_m = 0;
    while (this.#ahead.length > 0 && length_m < this.#options.legLength_m) {
      const stroke = this.#ahead.shift() as Stroke;
      const first = points.length === 0;
      if (first && stroke.kind === 'travel') continue;
      if (first) {
        const way = findPath(space, from, { x: stroke.path[0], y: stroke.path[1] });
        if (!way.ok) {
          this.#tried.add(stroke.path);
          continue;
        }
        points.push(...wayBack, ...way.path);
      }
      this.#underway.push(stroke);
      points.push(...stroke.path);
      length_m += lengthOf(stroke.path);
    }
    if (points.length === 0) return undefined;
    return {
      kind: 'path',
      path_map: withoutRepeats(points),
      cleaning: true,
      isPartial: false,
      reason: sayWhat(this.#underway),
    };
  }

  /** The way to the nearest border of the known floor that was not looked at twice already. */
  #exploringLeg({ space, from, way: wayBack }: Floor): Leg | undefined {
    if (this.#map === undefined) return undefined;
    for (const frontier of findFrontiers(this.#map, space, from)) {
      const { x, y } = frontier.view;
      const visit = this.#visited.find((v) => hypot(v.x - x, v.y - y) < SAME_PLACE_M);
      if (visit !== undefined && visit.times >= 2) continue;
      if (visit === undefined) this.#visited.push({ x, y, times: 1 });
      else visit.times++;
      const way = findPath(space, from, { x, y });
      if (!way.ok || lengthOf(way.path) < 0.05) continue;
      return {
        kind: 'path',
        path_map: joined(wayBack, way.path),
        cleaning: false,
        isPartial: false,
        reason: 'Exploring.',
      };
    }
    return undefined;
  }

  #wayTo(from: SE2, x: number, y: number, now_s: number, reason: string, failure: string): Leg {
    if (this.#map === undefined) return noMap;
    const floor = this.#floorAt(from, this.#map, now_s);
    if (floor === undefined) return this.#wayBack(from);
    const way = findPath(floor.space, floor.from, { x, y });
    if (!way.ok) return { kind: 'none', isDone: false, reason: failure };
    return { kind: 'path', path_map: joined(floor.way, way.path), cleaning: false, isPartial: false, reason };
  }

  #summary(): string {
    const { coverage, cleanedArea_m2 } = this.figures();
    return `Cleaned ${cleanedArea_m2.toFixed(1)} m², ${Math.round(100 * coverage)} % of the floor that it can reach.`;
  }
}

const noMap: Leg = { kind: 'none', isDone: false, reason: 'The robot does not know yet where it is.' };
/** Spots to either side of a cliff sensor's that are taken for the same edge, and their distance, m. */
const EDGE_SPOTS = 3;
const EDGE_STEP_M = 0.04;
/** A drive that failed was an honest try of the floor within this distance of where it ended, m: the body's reach. */
const NEAR_M = 0.3;
/** Step in which the way back is searched for a place to plan from, m. */
const ESCAPE_STEP_M = 0.1;
/** A way back longer than this leads out of more than a pocket, m. */
const FAR_BACK_M = 4;
/** Floor worth staying for when the way back is far, m². */
const ROOM_M2 = 2;
/** Poses of the way back in one retreat: 2 m. */
const RETREAT_POSES = 20;
/** How much nearer to obstacles than its radius the robot is let squeeze out of a pocket, m: less than half a map cell. */
const SQUEEZE_M = 0.02;
/** View points closer than this are the same one. */
const SAME_PLACE_M = 0.3;

/** Floor to plan on: from `from`, which lies at the end of `way` (empty when the robot stands there already). */
interface Floor {
  readonly space: FreeSpace;
  readonly from: SE2;
  readonly way: readonly number[];
}

function joined(way: readonly number[], path: Float64Array): Float64Array {
  return withoutRepeats([...way, ...path]);
}

/** What the robot is at for most of a leg, in words. */
function sayWhat(strokes: readonly Stroke[]): string {
  const lengths = { perimeter: 0, lane: 0, patch: 0, travel: 0 };
  for (const { kind, path } of strokes) lengths[kind] += lengthOf(path);
  if (lengths.lane >= lengths.perimeter && lengths.lane >= lengths.patch) return 'Cleaning the open floor in lanes.';
  return lengths.perimeter >= lengths.patch
    ? 'Cleaning along walls and furniture.'
    : 'Cleaning corners and spots between things.';
}

function areaOf(mask: Uint8Array, resolution_m: number): number {
  let cells = 0;
  for (let i = 0; i < mask.length; i++) cells += mask[i];
  return cells * resolution_m * resolution_m;
}

function lengthOf(path: Float64Array): number {
  let length = 0;
  for (let i = 2; i < path.length; i += 2) length += hypot(path[i] - path[i - 2], path[i + 1] - path[i - 1]);
  return length;
}

/** The way-points of a polyline near a place, after cutting it into short pieces. */
function partNear(path: Float64Array, at: SE2): Float64Array {
  const near: number[] = [];
  for (let i = 2; i < path.length; i += 2) {
    const dx = path[i] - path[i - 2];
    const dy = path[i + 1] - path[i - 1];
    const steps = Math.max(1, Math.ceil(hypot(dx, dy) / 0.05));
    for (let k = 0; k <= steps; k++) {
      const x = path[i - 2] + (dx * k) / steps;
      const y = path[i - 1] + (dy * k) / steps;
      if (hypot(x - at.x, y - at.y) < NEAR_M) near.push(x, y);
    }
  }
  return Float64Array.from(near);
}

/** The polyline without way-points that repeat the one before. */
function withoutRepeats(points: readonly number[]): Float64Array {
  const out: number[] = [];
  for (let i = 0; i < points.length; i += 2) {
    const n = out.length;
    if (n >= 2 && hypot(points[i] - out[n - 2], points[i + 1] - out[n - 1]) < 1e-3) continue;
    out.push(points[i], points[i + 1]);
  }
  return Float64Array.from(out);
}
