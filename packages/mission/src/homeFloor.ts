import type { OccupancyGrid } from '@homebound/grid';
import { cos, type MapWarp, type SE2, sin } from '@homebound/math';
import { type FreeSpace, findPath } from '@homebound/plan';
import type { RobotGeometry } from '@homebound/robot';
import type { Household } from './household.ts';
import { cannot, type Leg, pathLeg } from './leg.ts';
import { FloorObstacles } from './obstacles/floorObstacles.ts';
import { joined } from './polyline.ts';
import { areaOf, type Floor, Reach, type ReachOptions } from './reach.ts';
import { ShutWays } from './shutWays.ts';
import { Trail } from './trail.ts';
import { type TroubleKind, TroubleSpots } from './troubleSpots.ts';

/** How often spots where it was stopped are tried again in a job to get to floor behind them, and how much there must be, m². */
const MAX_DOUBTS = 2;
const BEHIND_M2 = 0.3;
/** Floor to stand on behind a neck that is tried, m²: where the map's walls are those of earlier runs, and in one that is being made, where it takes long. */
const NECK_FOR_M2 = { known: 0.06, new: 0.2 } as const;
/** m to what is forbidden within which the robot does not wander without a map. */
const FORBIDDEN_WITHIN_M = 1.5;
/** m to a cable or what may be a mess, which it would not see without a map either: the way that it wanders, and its body. */
const NEVER_WITHIN_M = 1;
const noMap: Leg = cannot('The robot does not know yet where it is.');

/** The floor of the home on the newest map: what of it can be reached from where the robot is, where it was stopped, and the ways on it. Map frame. */
export class HomeFloor {
  readonly shut: ShutWays;
  readonly obstacles = new FloorObstacles();
  readonly #household: Household;
  readonly #troubles = new TroubleSpots();
  readonly #trail = new Trail();
  readonly #reach: Reach;
  #map: OccupancyGrid | undefined;
  #space: FreeSpace | undefined;
  #dock: SE2 | undefined;
  /** How often spots where it was stopped were tried again. */
  #doubts = 0;
  /** All else is done: necks are tried for the floor behind. */
  #triesNecks = false;

  constructor(geometry: RobotGeometry, options: ReachOptions, household: Household) {
    this.#household = household;
    this.shut = new ShutWays(household);
    this.#reach = new Reach(geometry, options, this.#trail, this.#troubles, this.obstacles);
  }

  /** The newest map; undefined before the first. */
  get map(): OccupancyGrid | undefined {
    return this.#map;
  }

  /** What could be reached when it was asked for last; undefined when the map was corrected since. */
  get space(): FreeSpace | undefined {
    return this.#space;
  }

  /** base_link's pose on the dock, when it is known. */
  get dock(): SE2 | undefined {
    return this.#dock;
  }

  setDock(T_map_base: SE2): void {
    this.#dock = T_map_base;
  }

  /** Borrowed, and read until the next one. */
  setMap(map: OccupancyGrid): void {
    this.#map = map;
  }

  /** A new job: map, dock and cliffs stay known. */
  beginJob(): void {
    this.#troubles.forgetObstacles();
    this.shut.clear();
    this.#trail.clear();
    this.#doubts = 0;
    this.#triesNecks = false;
  }

  /** Another map begins. */
  reset(): void {
    this.#troubles.clear();
    this.obstacles.hear([]);
    this.#dock = undefined;
  }

  /** The map was corrected. */
  moveWith(warp: MapWarp): void {
    this.#space = undefined;
    for (const part of [this.#troubles, this.#trail, this.shut, this.obstacles]) part.moveWith(warp);
    this.#dock = this.#dock && warp.movePose(this.#dock);
  }

  addPose(T_map_base: SE2): void {
    this.#trail.add(T_map_base);
  }

  /**
   * The robot, near `at`, was stopped at a spot: the floor there is avoided, a cliff for ever, all else for a while.
   * @param radius_m  of the floor around an obstacle that is kept clear; the spot itself when absent
   */
  markTrouble(at: SE2, x: number, y: number, kind: TroubleKind, now_s: number, radius_m?: number): void {
    if (kind === 'cliff') this.#troubles.addEdge(at, x, y, now_s);
    else this.#troubles.add(x, y, kind, now_s, kind === 'obstacle' ? radius_m : undefined);
  }

  /** What stood in the way may be gone: spots where the robot was stopped are tried again, cliffs are not. */
  doubtObstacles(): void {
    this.#troubles.doubtObstacles();
  }

  /** What can be reached from here; undefined when there is no map, or no free floor around the robot. */
  floorAt(at: SE2, now_s: number): Floor | undefined {
    const floor = this.#reached(at, now_s);
    if (floor === undefined) return undefined;
    this.#space = floor.space;
    this.shut.heard(floor.space);
    return floor;
  }

  /** Where to when there is no floor to plan on. */
  wayOut(at: SE2): Leg {
    return this.#map === undefined ? noMap : this.#reach.wayBack(at);
  }

  /** Whether there is floor behind spots where the robot was stopped; they are forgotten then, a few times in a job. */
  mayDoubtTroubles(at: SE2, { space }: Floor, now_s: number): boolean {
    if (this.#doubts >= MAX_DOUBTS || !this.#troubles.hasObstacles) return false;
    this.#troubles.forgetObstacles();
    const behind = this.#reached(at, now_s)?.space;
    const before_m2 = areaOf(space.cleanable, space.resolution_m);
    if (behind === undefined || areaOf(behind.cleanable, behind.resolution_m) < before_m2 + BEHIND_M2) return false;
    this.#doubts++;
    return true;
  }

  /**
   * Whether there is floor behind necks that the map draws a little too narrow for the body: in a map that is being made each wall is
   * thicker than it is. They are tried from now on.
   */
  mayTryNecks(at: SE2, { space }: Floor, now_s: number): boolean {
    if (this.#squeezeFor_m2 < Number.POSITIVE_INFINITY) return false;
    this.#triesNecks = true;
    const behind = this.#reached(at, now_s)?.space;
    const before_m2 = areaOf(space.cleanable, space.resolution_m);
    this.#triesNecks =
      behind !== undefined && areaOf(behind.cleanable, behind.resolution_m) >= before_m2 + NECK_FOR_M2.new;
    return this.#triesNecks;
  }

  /**
   * The way to the place before the dock, where docking begins; or as near to it as it gets.
   * @param staging_m  distance of that place from the dock
   */
  pathHome(from: SE2, now_s: number, staging_m: number): Leg {
    const dock = this.#dock;
    if (dock === undefined) return cannot('The robot does not know where its dock is.');
    // Docked, the robot faces into the dock: before it is behind the docked robot.
    const x = dock.x - staging_m * cos(dock.theta);
    const y = dock.y - staging_m * sin(dock.theta);
    const leg = this.wayTo(from, x, y, now_s, 'Going home.', 'The robot finds no way back to its dock.');
    if (leg.kind === 'path') return leg;
    const floor = this.floorAt(from, now_s);
    return (floor && this.shut.toWhereShut(floor)) ?? leg;
  }

  wayTo(from: SE2, x: number, y: number, now_s: number, reason: string, failure: string): Leg {
    const floor = this.floorAt(from, now_s);
    if (floor === undefined) return this.wayOut(from);
    const way = findPath(floor.space, floor.from, { x, y });
    if (!way.ok) return cannot(failure);
    return pathLeg(joined(floor.way, floor.squared(way.path)), reason);
  }

  /** Whether it may feel its way here without a map: nothing is near that it must not enter, or that must not come under its brush. */
  mayWander(at: SE2): boolean {
    if (this.obstacles.isNeverCrossedNear(at, NEVER_WITHIN_M)) return false;
    return this.#map === undefined || !this.#household.isForbiddenNear(this.#map, at, FORBIDDEN_WITHIN_M);
  }

  get #squeezeFor_m2(): number {
    if (this.#household.plan !== undefined) return NECK_FOR_M2.known;
    return this.#triesNecks ? NECK_FOR_M2.new : Number.POSITIVE_INFINITY;
  }

  #reached(at: SE2, now_s: number): Floor | undefined {
    if (this.#map === undefined) return undefined;
    return this.#reach.floorAt(at, this.#map, this.#household.forbiddenIn(this.#map), now_s, this.#squeezeFor_m2);
  }
}
