import { hypot, type SE2, wrapAngle } from '@homebound/math';
import type { PlanarWorld } from '../physics/planarWorld.ts';
import type { World } from '../world.ts';
import type { RobotPlace, Walker } from './actor.ts';
import type { DoorBody } from './doorBody.ts';
import { ElbowRoom } from './elbowRoom.ts';
import { Feet } from './feet.ts';
import { LONGEST_STEP_M, placeAside, SideStep } from './sideStep.ts';
import { Way } from './way.ts';

/** Radius of the floor that a walker needs, m. */
const RADIUS_M = { person: 0.25, pet: 0.2 } as const;
/** Distance that both keep from the robot's edge while they walk, m. */
const MARGIN_M = 0.06;
/** Who has had the robot this near for so long turns back or steps aside. */
const CROWDED_M = 0.15;
const PATIENCE_S = 3;
/** Nobody turns back for less way than this, m. */
const WORTHWHILE_M = 0.5;
/** Before a door that does not open a walker stands so long, then turns back; at the end of its way it waits before it tries again. */
const DOOR_PATIENCE_S = 5;
const RETRY_S = 12;
/** A pet follows a robot that passes this near, for so long, no nearer than that. */
const NOTICE_M = 0.9;
const FOLLOW_S = 40;
const FOLLOW_GAP_M = 0.65;
/** The robot's trail is remembered in steps of this. */
const TRAIL_M = 0.06;
/** A robot that is suddenly this far on was carried. */
const CARRIED_M = 0.5;

/** A walker as it moves through the plane: where it is on its round, and its feet. */
export class WalkerBody {
  readonly #walker: Walker;
  readonly #world: World;
  readonly #physics: PlanarWorld;
  readonly #feet: Feet;
  readonly #side = new SideStep();
  #leg = 0;
  #way: Way;
  #at_m = 0;
  #direction: 1 | -1 = 1;
  #rest_s: number;
  #crowded_s = 0;
  #barred_s = 0;
  #trail: Way | undefined;
  #follow_s = 0;
  /** Somebody set it down: it has no way from there. */
  #stands = false;
  #place: SE2;

  constructor(walker: Walker, world: World, physics: PlanarWorld) {
    this.#walker = walker;
    this.#world = world;
    this.#physics = physics;
    this.#way = new Way(walker.legs[0].way);
    this.#rest_s = walker.startsAfter_s;
    this.#place = this.#way.placeAt(0);
    this.#feet = new Feet(walker, physics, this.#place, this.#rest_s > 0);
  }

  get name(): string {
    return this.#walker.name;
  }

  get pose(): SE2 {
    return this.#place;
  }

  /** Is set down, and stays there whatever comes. */
  stand(place: SE2): void {
    this.#stands = true;
    this.#place = place;
    this.#feet.jumpTo(place);
  }

  /** Where it is, for doors. */
  get place(): RobotPlace {
    return { x: this.#place.x, y: this.#place.y, radius_m: RADIUS_M[this.#walker.kind], isThere: true };
  }

  step(dt: number, robot: RobotPlace, doors: readonly DoorBody[]): void {
    if (this.#stands) return;
    this.#crowded_s = this.#isCrowded(robot) ? this.#crowded_s + dt : 0;
    if (this.#crowded_s > PATIENCE_S) this.#makeRoom(robot);
    if (this.#side.isBusy) this.#stepAside(dt, robot, doors);
    else if (this.#rest_s > 0) this.#rest(dt, robot);
    else this.#walk(dt, robot, doors);
  }

  #rest(dt: number, robot: RobotPlace): void {
    this.#rest_s -= dt;
    this.#feet.lie(this.#place, this.#rest_s > 0);
    if (this.#walker.followsRobot === true && this.#distance(robot) < NOTICE_M && robot.isThere) this.#follow(robot);
  }

  #walk(dt: number, robot: RobotPlace, doors: readonly DoorBody[]): void {
    this.#feet.lie(this.#place, false);
    if (this.#trail !== undefined) this.#noteTrail(this.#trail, robot, dt);
    const way_m = this.#walker.speed_mps * dt;
    const next = (this.#trail ?? this.#way).placeAt(this.#at_m + this.#direction * way_m);
    if (this.#isBlocked(next, robot)) return;
    if (this.#isBarred(next, doors)) return this.#waitForDoor(dt);
    this.#barred_s = 0;
    this.#at_m += this.#direction * way_m;
    this.#moveTo(this.#direction === 1 ? next : { ...next, theta: wrapAngle(next.theta + Math.PI) }, way_m);
    this.#arrive();
  }

  #moveTo(place: SE2, way_m: number): void {
    this.#place = place;
    this.#feet.moveTo(place, way_m);
  }

  #distance({ x, y }: RobotPlace): number {
    return hypot(x - this.#place.x, y - this.#place.y);
  }

  #isCrowded(robot: RobotPlace): boolean {
    return robot.isThere && this.#distance(robot) < RADIUS_M[this.#walker.kind] + robot.radius_m + CROWDED_M;
  }

  /** Whether one more step would come too near to the robot. Away from it every step is free. */
  #isBlocked(next: SE2, robot: RobotPlace): boolean {
    if (!robot.isThere) return false;
    const after_m = hypot(robot.x - next.x, robot.y - next.y);
    const follows = this.#trail !== undefined && this.#direction === 1 && !this.#side.isBusy;
    const keep_m = follows ? FOLLOW_GAP_M : RADIUS_M[this.#walker.kind] + robot.radius_m + MARGIN_M;
    return after_m < keep_m && after_m < this.#distance(robot);
  }

  /** Whether a door is in the way of the next step; people open it. */
  #isBarred(next: SE2, doors: readonly DoorBody[]): boolean {
    let isBarred = false;
    for (const door of doors) {
      if (!door.bars(this.#place, next)) continue;
      isBarred = true;
      if (this.#walker.kind === 'person') door.ask();
    }
    return isBarred;
  }

  #waitForDoor(dt: number): void {
    this.#barred_s += dt;
    if (this.#barred_s < DOOR_PATIENCE_S) return;
    this.#barred_s = 0;
    this.#turnBack();
  }

  #turnBack(): void {
    this.#direction = this.#direction === 1 ? -1 : 1;
  }

  /** The robot stays at its feet: it turns back on its way, or steps aside where there is no way back. */
  #makeRoom(robot: RobotPlace): void {
    this.#crowded_s = 0;
    if (this.#rest_s <= 0 && !this.#side.isBusy && this.#canTurnBack(robot)) return this.#turnBack();
    const { kind, name } = this.#walker;
    const room = new ElbowRoom(this.#world, this.#physics, this.#place, LONGEST_STEP_M + RADIUS_M[kind], kind, name);
    const to = placeAside(this.#place, robot, RADIUS_M[kind], (x, y) => room.around(x, y));
    if (to === undefined) return;
    this.#feet.lie(this.#place, false);
    this.#side.begin(this.#place, to.strides ? undefined : to);
    if (to.strides) this.#moveTo({ ...to, theta: this.#place.theta }, 0);
  }

  #canTurnBack(robot: RobotPlace): boolean {
    const way = this.#trail ?? this.#way;
    const left_m = this.#direction === 1 ? this.#at_m : way.length_m - this.#at_m;
    if (left_m < WORTHWHILE_M) return false;
    const there = way.placeAt(this.#at_m - this.#direction * WORTHWHILE_M);
    return hypot(robot.x - there.x, robot.y - there.y) > this.#distance(robot) + WORTHWHILE_M / 2;
  }

  #stepAside(dt: number, robot: RobotPlace, doors: readonly DoorBody[]): void {
    const way_m = this.#walker.speed_mps * dt;
    const next = this.#side.next(this.#place, way_m, dt, robot);
    if (next === undefined || this.#isBlocked(next, robot) || this.#isBarred(next, doors)) return;
    this.#moveTo(next, way_m);
    this.#side.arrive(next);
  }

  #arrive(): void {
    const { length_m } = this.#trail ?? this.#way;
    if (this.#direction === -1 && this.#at_m <= 0) {
      this.#at_m = 0;
      this.#direction = 1;
      // From the robot's trail it is back where it had rested: at the start of its next leg.
      this.#rest_s = this.#trail === undefined ? RETRY_S : 3 * FOLLOW_S;
      this.#trail = undefined;
    } else if (this.#direction === 1 && this.#at_m >= length_m && this.#trail === undefined) {
      const { legs } = this.#walker;
      this.#rest_s = legs[this.#leg].rest_s;
      this.#leg = (this.#leg + 1) % legs.length;
      this.#way = new Way(legs[this.#leg].way);
      this.#at_m = 0;
    }
  }

  #follow(robot: RobotPlace): void {
    this.#trail = new Way([this.#place.x, this.#place.y, robot.x, robot.y]);
    this.#at_m = 0;
    this.#follow_s = FOLLOW_S;
    this.#rest_s = 0;
  }

  #noteTrail(trail: Way, robot: RobotPlace, dt: number): void {
    if (this.#direction === -1) return;
    const n = trail.points.length;
    const ahead_m = hypot(robot.x - trail.points[n - 2], robot.y - trail.points[n - 1]);
    this.#follow_s -= dt;
    if (!robot.isThere || ahead_m > CARRIED_M || this.#follow_s <= 0) this.#direction = -1;
    else if (ahead_m > TRAIL_M) trail.extend(robot.x, robot.y);
  }
}
