import { cos, hypot, type SE2, sin, wrapAngle } from '@homebound/math';
import type { PlanarWorld } from '../physics/planarWorld.ts';
import type { Walker } from './actor.ts';
import { personLeg, pet } from './bodies.ts';
import { Way } from './way.ts';

/** Radius of the floor that a walker needs, m. */
const RADIUS_M = { person: 0.25, pet: 0.2 } as const;
/** Distance that both keep from the robot's edge while they walk, m. */
const MARGIN_M = 0.06;
/** Before a robot in the way a walker stands so long, then turns back; at the end of its way it waits before it tries again. */
const PATIENCE_S = 5;
const RETRY_S = 12;
/** Legs stand so far apart and swing so far ahead of each other. */
const STANCE_M = 0.2;
const STRIDE_M = 0.5;
/** A pet follows a robot that passes this near, for so long, no nearer than that. */
const NOTICE_M = 0.9;
const FOLLOW_S = 40;
const FOLLOW_GAP_M = 0.65;
/** The robot's trail is remembered in steps of this. */
const TRAIL_M = 0.06;
/** A robot that is suddenly this far on was carried. */
const CARRIED_M = 0.5;

/** What a walker must know of the robot. */
export interface RobotPlace {
  readonly x: number;
  readonly y: number;
  readonly radius_m: number;
  /** It is on the floor and not in somebody's hands. */
  readonly isThere: boolean;
}

/** A walker as it moves through the plane: where it is on its round, and its feet. */
export class WalkerBody {
  readonly #walker: Walker;
  readonly #physics: PlanarWorld;
  #leg = 0;
  #way: Way;
  #at_m = 0;
  #direction: 1 | -1 = 1;
  #rest_s: number;
  #blocked_s = 0;
  #swing_m = 0;
  #lies = false;
  #trail: Way | undefined;
  #follow_s = 0;
  #place: SE2;

  constructor(walker: Walker, physics: PlanarWorld) {
    this.#walker = walker;
    this.#physics = physics;
    this.#way = new Way(walker.legs[0].way);
    this.#rest_s = walker.startsAfter_s;
    this.#place = this.#way.placeAt(0);
    this.#enter();
  }

  #enter(): void {
    if (this.#walker.kind === 'pet') {
      this.#lies = this.#rest_s > 0;
      this.#physics.addLoose(pet(this.#walker.name, this.#place, this.#lies));
    } else for (const side of sides) this.#physics.addLoose(personLeg(this.#legName(side), this.#foot(side)));
  }

  step(dt: number, robot: RobotPlace): void {
    if (this.#rest_s > 0) {
      this.#rest_s -= dt;
      this.#lie(this.#rest_s > 0 && this.#blocked_s === 0);
      if (this.#walker.followsRobot === true && this.#notices(robot)) this.#follow(robot);
      return;
    }
    this.#lie(false);
    if (this.#trail !== undefined) this.#noteTrail(this.#trail, robot, dt);
    const way_m = this.#walker.speed_mps * dt;
    const next = (this.#trail ?? this.#way).placeAt(this.#at_m + this.#direction * way_m);
    if (this.#isBlocked(next, robot)) {
      this.#wait(dt);
      return;
    }
    this.#blocked_s = 0;
    this.#at_m += this.#direction * way_m;
    this.#swing_m += way_m;
    this.#place = this.#direction === 1 ? next : { ...next, theta: wrapAngle(next.theta + Math.PI) };
    this.#show();
    this.#arrive();
  }

  /** Whether one more step would come too near to the robot. Away from it every step is free. */
  #isBlocked(next: SE2, robot: RobotPlace): boolean {
    if (!robot.isThere) return false;
    const after_m = hypot(robot.x - next.x, robot.y - next.y);
    const follows = this.#trail !== undefined && this.#direction === 1;
    const keep_m = follows ? FOLLOW_GAP_M : RADIUS_M[this.#walker.kind] + robot.radius_m + MARGIN_M;
    return after_m < keep_m && after_m < hypot(robot.x - this.#place.x, robot.y - this.#place.y);
  }

  #wait(dt: number): void {
    if (this.#trail !== undefined && this.#direction === 1) return;
    this.#blocked_s += dt;
    if (this.#blocked_s < PATIENCE_S) return;
    this.#blocked_s = 0;
    this.#direction = this.#direction === 1 ? -1 : 1;
  }

  #arrive(): void {
    const { length_m } = this.#trail ?? this.#way;
    if (this.#direction === -1 && this.#at_m <= 0) {
      this.#at_m = 0;
      this.#direction = 1;
      this.#rest_s = RETRY_S;
      if (this.#trail !== undefined) this.#comeHome();
    } else if (this.#direction === 1 && this.#at_m >= length_m && this.#trail === undefined) {
      const { legs } = this.#walker;
      this.#rest_s = legs[this.#leg].rest_s;
      this.#leg = (this.#leg + 1) % legs.length;
      this.#way = new Way(legs[this.#leg].way);
      this.#at_m = 0;
    }
  }

  #notices(robot: RobotPlace): boolean {
    return robot.isThere && hypot(robot.x - this.#place.x, robot.y - this.#place.y) < NOTICE_M;
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

  /** Back from the robot's trail at the place where it had rested: the start of its next leg. */
  #comeHome(): void {
    this.#trail = undefined;
    this.#rest_s = 3 * FOLLOW_S;
  }

  #lie(lies: boolean): void {
    if (this.#walker.kind !== 'pet' || lies === this.#lies) return;
    this.#lies = lies;
    this.#physics.addLoose(pet(this.#walker.name, this.#place, lies));
  }

  #show(): void {
    if (this.#walker.kind === 'pet') this.#physics.moveLoose(this.#walker.name, this.#place);
    else for (const side of sides) this.#physics.moveLoose(this.#legName(side), this.#foot(side));
  }

  #legName(side: 1 | -1): string {
    return `${this.#walker.name} ${side > 0 ? 'left' : 'right'}`;
  }

  /** One foot's pose: the feet pass each other like a sine along the way. */
  #foot(side: 1 | -1): SE2 {
    const { x, y, theta } = this.#place;
    const ahead = 0.25 * STRIDE_M * side * sin((Math.PI * this.#swing_m) / STRIDE_M);
    const left = 0.5 * STANCE_M * side;
    return { x: x + ahead * cos(theta) - left * sin(theta), y: y + ahead * sin(theta) + left * cos(theta), theta };
  }
}

const sides = [1, -1] as const;
