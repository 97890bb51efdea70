import type { OccupancyGrid } from '@homebound/grid';
import type { MapWarp, SE2 } from '@homebound/math';
import type { CleaningJob, HomePlan, JobReport, SweptMask } from '@homebound/plan';
import type { RobotGeometry } from '@homebound/robot';
import { CleaningPlan, type CleaningPlanOptions } from './cleaningPlan.ts';
import { energyNeeds } from './energyNeeds.ts';
import { Explorer } from './explorer.ts';
import { FailedPlace } from './failedPlace.ts';
import { HomeFloor } from './homeFloor.ts';
import { Household, type HouseholdEdit } from './household.ts';
import { JobPlanning } from './jobPlanning.ts';
import { JobRooms } from './jobRooms.ts';
import { cannot, type Leg, type NoLeg, pathLeg } from './leg.ts';
import type { AvoidedThing } from './obstacles/avoidance.ts';
import { joined, partNear } from './polyline.ts';
import { areaOf, type Floor, type ReachOptions } from './reach.ts';
import type { Slices } from './slices.ts';
import { SweptFloor } from './sweptFloor.ts';
import { TriedFloor } from './triedFloor.ts';
import type { TroubleKind } from './troubleSpots.ts';
import { areaWords, doneWith } from './words.ts';

/** Shares and areas as the robot believes them. */
export interface Figures {
  readonly coverage: number;
  readonly cleanedArea_m2: number;
  readonly reachableArea_m2: number;
}

/** What is to be done: clean, or only see all there is. */
export type Task = { readonly kind: 'clean'; readonly job: CleaningJob } | { readonly kind: 'map' };

/** What is left to a program that goes on where one before it ended; the plan under way is made anew. Map frame. */
export interface WorkCheckpoint {
  readonly swept: readonly [once: SweptMask, twice: SweptMask];
  readonly T_map_dock: SE2 | undefined;
  readonly home: HomePlan | undefined;
  readonly mayGrow: boolean;
}

export interface WorkOptions extends ReachOptions, CleaningPlanOptions {
  /** Distance before the dock at which docking begins, m. */
  readonly dockStaging_m: number;
}

export const defaultWorkOptions: WorkOptions = {
  // Poses are good to about 1 cm.
  margin_m: 0.01,
  legLength_m: 12,
  staleArea_m2: 3,
  dockStaging_m: 0.9,
  slices: 10,
};

/**
 * Where to next: the map, what was swept, where trouble was, and the plan under way. What is far and wide is explored
 * first, then known floor is cleaned, then nooks and doors that were shut meanwhile, until none is left. Map frame.
 */
export class CleaningWork {
  readonly household = new Household();
  readonly #options: WorkOptions;
  readonly #geometry: RobotGeometry;
  readonly #swept: SweptFloor;
  readonly #tried = new TriedFloor();
  readonly #explorer = new Explorer();
  readonly #failed = new FailedPlace();
  readonly #rooms = new JobRooms(this.household);
  readonly #floor: HomeFloor;
  readonly #planning: JobPlanning;
  readonly #plan: CleaningPlan;
  #task: Task = { kind: 'clean', job: {} };
  /** There may be floor that it does not know yet. */
  #mayGrow = true;
  /** As of the last map: shown until the corrected one has been planned on. */
  #figuresBefore: Figures | undefined;

  constructor(geometry: RobotGeometry, options: Partial<WorkOptions> = {}) {
    this.#options = { ...defaultWorkOptions, ...options };
    this.#geometry = geometry;
    this.#swept = new SweptFloor(geometry);
    this.#floor = new HomeFloor(geometry, this.#options, this.household);
    this.#planning = new JobPlanning(this.household, this.#swept, this.#tried, this.#floor.obstacles);
    this.#plan = new CleaningPlan(this.#planning, this.#swept, this.#options);
  }

  /** base_link's pose on the dock, when it is known. */
  get dock(): SE2 | undefined {
    return this.#floor.dock;
  }

  /** Grows whenever `coverageGrid` would answer something new. */
  get coverageVersion(): number {
    return this.#swept.version;
  }

  setDock(T_map_base: SE2): void {
    this.#floor.setDock(T_map_base);
  }

  /** All copies. */
  store(): WorkCheckpoint {
    const { dock: T_map_dock } = this.#floor;
    return { swept: this.#swept.store(), T_map_dock, home: this.household.plan, mayGrow: this.#mayGrow };
  }

  /** Goes on with a task that an earlier program had begun. Throws RangeError when what it left cannot be. */
  restore(task: Task, { swept, T_map_dock, home, mayGrow }: WorkCheckpoint): void {
    this.household.adopt(home);
    this.beginJob(task);
    this.#swept.restore(swept);
    if (T_map_dock !== undefined) this.#floor.setDock(T_map_dock);
    this.#mayGrow = mayGrow;
  }

  /** The newest map; borrowed, and read until the next one. */
  setMap(map: OccupancyGrid): void {
    this.#floor.setMap(map);
  }

  /** The map was corrected: all that is remembered moves with it, the plan too. Call it before that map comes. */
  moveWith(warp: MapWarp): void {
    if (warp.isIdentity) return;
    this.#figuresBefore = this.figures();
    for (const part of [this.#floor, this.#swept, this.#tried, this.#failed]) part.moveWith(warp);
    for (const part of [this.#explorer, this.#plan, this.#rooms, this.household]) part.moveWith(warp);
  }

  /** A new job: all floor is dirty again. Map, dock, cliffs and household stay known. */
  beginJob(task: Task = { kind: 'clean', job: {} }): void {
    this.#task = task;
    this.#rooms.begin(task.kind === 'clean' ? task.job : {});
    this.#swept.clear();
    this.#tried.clear();
    this.#floor.beginJob();
    this.#explorer.clear();
    this.#failed.clear();
    this.#plan.clear();
    this.#figuresBefore = undefined;
    this.#mayGrow = this.household.plan === undefined;
  }

  /** Forgets the home: another map begins. */
  reset(): void {
    this.beginJob();
    this.#floor.reset();
    this.household.adopt(undefined);
  }

  /** The robot's next pose, and whether its brush turns. */
  addPose(T_map_base: SE2, brushOn: boolean): void {
    this.#floor.addPose(T_map_base);
    this.#swept.add(T_map_base, brushOn, this.#plan.pass);
    this.#plan.queue.heard(T_map_base.x, T_map_base.y);
  }

  /**
   * The robot, near `at`, was stopped at a spot: the floor there is avoided, a cliff for ever, an obstacle for a while, and the
   * more of it the more often it fails there.
   */
  markTrouble(at: SE2, x: number, y: number, kind: TroubleKind, now_s: number): void {
    this.#floor.markTrouble(at, x, y, kind, now_s, this.#failed.berth_m);
  }

  /** All that is known to lie on the floor, with what is done about it. */
  hearObstacles(things: readonly AvoidedThing[]): void {
    this.#floor.obstacles.hear(things);
  }

  /** Whether a way that is being driven leads nearer to something on the floor than it may; told once in a while of each thing. */
  isWayTouched(path_map: Float64Array, at: SE2, now_s: number): boolean {
    return this.#floor.obstacles.isOnWay(path_map, at, this.#geometry.bodyRadius_m, now_s);
  }

  /** What stood in the way may be gone: spots where the robot was stopped are tried again, cliffs are not. */
  forgetObstacles(): void {
    this.#floor.doubtObstacles();
  }

  /**
   * The leg that was handed out last is over. One that arrived was driven for all along; one that failed only around where the
   * robot is now, and the plan goes on from there, round what stopped it.
   */
  legEnded(arrived: boolean, at: SE2): void {
    if (!arrived) this.#failed.failedAt(at);
    const { queue } = this.#plan;
    const strokes = arrived ? queue.arrived() : queue.interrupted(this.#failed.skip_m);
    for (const { path } of strokes) this.#tried.add(arrived ? path : partNear(path, at, NEAR_M));
  }

  /** The leg that was handed out last is called off: the plan goes on at this very place when the next is asked for. */
  interrupt(): void {
    this.#plan.interrupt();
    this.#swept.lift();
  }

  /** The robot is not where it was: what is left is planned anew from where it is. */
  dropPlan(): void {
    this.#plan.drop();
    this.#swept.lift();
  }

  /** The next piece of cleaning or exploring; none when all that can be reached is clean. */
  *nextLeg(from: SE2, now_s: number): Slices<Leg> {
    const floor = this.#floor.floorAt(from, now_s);
    if (floor === undefined) return this.#floor.wayOut(from);
    yield;
    // Floor that is known as a whole is planned best: what is far and wide is looked at first, nooks when all is clean.
    const first = this.#mayGrow && !this.#plan.goesOn ? this.#exploringLeg(floor, true) : undefined;
    if (first !== undefined) return first;
    const map = this.#floor.map as OccupancyGrid;
    const job = this.#task.kind === 'clean' ? this.#rooms.jobOn(map) : undefined;
    const leg = job && (yield* this.#plan.leg(floor, map, job, this.dock));
    const next = leg ?? (this.#mayExplore ? this.#exploringLeg(floor, false) : undefined);
    if (next !== undefined) return next;
    const goesOn = this.#floor.mayDoubtTroubles(from, floor, now_s) || this.#floor.mayTryNecks(from, floor, now_s);
    if (goesOn) return yield* this.nextLeg(from, now_s);
    return this.#floor.shut.secondLook(floor) ?? this.#summary(floor);
  }

  /** The way to the place before the dock, where docking begins; or as near to it as it gets. */
  pathHome(from: SE2, now_s: number, staging_m: number = this.#options.dockStaging_m): Leg {
    const leg = this.#floor.pathHome(from, now_s, staging_m);
    const isOnItsWay = leg.kind === 'path' && !leg.isPartial;
    if (isOnItsWay && this.#floor.shut.hasFoundAgain(this.#floor.space) && this.#task.kind === 'clean')
      return { ...cannot('There is more to clean again.'), hasMoreToClean: true };
    return leg;
  }

  pathTo(from: SE2, x: number, y: number, now_s: number): Leg {
    return this.#floor.wayTo(
      from,
      x,
      y,
      now_s,
      'Driving to the point you chose.',
      'The robot finds no way to that point.',
    );
  }

  /**
   * What a job would take from here, as far as the home is known, without beginning it; undefined where there is no map yet.
   * Throws RangeError, in words for a person, when the job makes no sense.
   */
  *report(job: CleaningJob, from: SE2, now_s: number): Slices<JobReport | undefined> {
    const floor = this.#floor.floorAt(from, now_s);
    if (floor === undefined) return undefined;
    return yield* this.#planning.report(this.#floor.map as OccupancyGrid, floor, job, this.dock);
  }

  /**
   * Shares of a full battery that the way home from here takes, and the rest of the job as far as it is known.
   * @param figures  as they were asked for last: they cost a walk over the whole floor
   */
  needs(at: SE2, { cleanedArea_m2, reachableArea_m2 }: Figures): { readonly home: number; readonly rest: number } {
    const left_m2 = Math.max(0, reachableArea_m2 - cleanedArea_m2);
    return energyNeeds(at, this.dock ?? at, this.#plan.queue, left_m2, this.#mayGrow);
  }

  /** Whether the robot is on the strokes of its plan, and not only on its way there. */
  get isAtWork(): boolean {
    return this.#plan.queue.isAtWork;
  }

  /** A person changes rooms or restrictions. Throws RangeError, in words for them, when it makes no sense. */
  edit(change: HouseholdEdit): void {
    const { map, dock } = this.#floor;
    if (map === undefined) throw new RangeError('Cannot change rooms: the robot has no map yet');
    this.household.edit(change, { map, T_map_dock: dock });
    // Rooms and what may be entered are others now: so is the plan.
    this.#floor.shut.learnAnew();
    this.dropPlan();
  }

  /** Whether it may feel its way here without a map: nothing that it must not enter is near. */
  mayWander(at: SE2): boolean {
    return this.#floor.mayWander(at);
  }

  /** Figures of the floor that the robot knows it can reach. */
  figures(): Figures {
    const { space } = this.#floor;
    if (space === undefined)
      return this.#figuresBefore ?? { coverage: 0, cleanedArea_m2: this.#swept.area_m2, reachableArea_m2: 0 };
    const coverage = this.#swept.share(space);
    const reachableArea_m2 = areaOf(space.cleanable, space.resolution_m);
    return { coverage, cleanedArea_m2: coverage * reachableArea_m2, reachableArea_m2 };
  }

  /** Swept floor in the map's frame: 100 swept, 0 free and not yet, -1 elsewhere. */
  coverageGrid(): OccupancyGrid | undefined {
    const { map } = this.#floor;
    return map && this.#swept.gridOn(map);
  }

  /** Who asks for areas of a home that is known wants no other floor looked at. */
  get #mayExplore(): boolean {
    if (this.#task.kind === 'map' || this.household.plan === undefined) return true;
    const { rooms, zones = [], spots = [] } = this.#task.job;
    return rooms === undefined && zones.length === 0 && spots.length === 0;
  }

  #exploringLeg({ space, from, way, squared }: Floor, onlyWide: boolean): Leg | undefined {
    const on = this.#floor.map && this.#explorer.wayOn(this.#floor.map, space, from, onlyWide);
    this.#mayGrow = on !== undefined;
    return on && pathLeg(joined(way, squared(on)), 'Exploring.', { cleaning: this.#task.kind === 'clean' });
  }

  /** Nothing is left to do: what was done, and what could not be. */
  #summary(floor: Floor): NoLeg {
    const map = this.#floor.map as OccupancyGrid;
    const names = this.#floor.shut.jobEnded(floor);
    const kept = this.#floor.obstacles.words;
    if (names.length === 0) this.household.keep(map);
    const { coverage, cleanedArea_m2, reachableArea_m2 } = this.figures();
    if (this.#task.kind === 'map')
      return doneWith(`Seen ${areaWords(reachableArea_m2)} of floor that it can reach.`, names, []);
    const done = `Cleaned ${areaWords(cleanedArea_m2)}, ${Math.round(100 * coverage)} % of the floor that it can reach.`;
    const job = this.#rooms.jobOn(map);
    const leftOut = job === undefined ? [] : this.#planning.leftOut(map, floor, job, this.dock);
    return doneWith(
      [done, ...this.#rooms.gone.map((name) => `${name} is no room any more.`), ...(kept === '' ? [] : [kept])].join(
        ' ',
      ),
      names,
      leftOut,
    );
  }
}

/** A drive that failed was an honest try of the floor within this distance of where it ended, m: the body's reach. */
const NEAR_M = 0.3;
