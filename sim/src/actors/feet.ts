import { angleDiff, cos, type SE2, sin, wrapAngle } from '@homebound/math';
import type { PlanarWorld } from '../physics/planarWorld.ts';
import type { Walker } from './actor.ts';
import { personLeg, pet } from './bodies.ts';

/** Legs stand so far apart and swing so far ahead of each other. */
const STANCE_M = 0.2;
const STRIDE_M = 0.5;
/** Nobody spins: a shoe that turned with the way's corner at once would kick the robot away at 3 m/s. Per time step of 0.02 s: 3 rad/s. */
const TURN_RAD = 0.06;
const sides = [1, -1] as const;

/** What of a walker stands on the floor: a person's two legs, or a pet on four or lying. */
export class Feet {
  readonly #walker: Walker;
  readonly #physics: PlanarWorld;
  #swing_m = 0;
  #lies: boolean;
  #heading_rad: number;

  constructor(walker: Walker, physics: PlanarWorld, place: SE2, lies: boolean) {
    this.#walker = walker;
    this.#physics = physics;
    this.#lies = lies;
    this.#heading_rad = place.theta;
    if (walker.kind === 'pet') physics.addLoose(pet(walker.name, place, lies));
    else for (const side of sides) physics.addLoose(personLeg(this.#legName(side), this.#foot(place, side)));
  }

  /** A pet lies down or gets up. */
  lie(place: SE2, lies: boolean): void {
    if (this.#walker.kind !== 'pet' || lies === this.#lies) return;
    this.#lies = lies;
    this.#physics.addLoose(pet(this.#walker.name, { ...place, theta: this.#heading_rad }, lies));
  }

  /**
   * One time step: to a place, turning towards its heading.
   * @param way_m walked since the last call: the feet pass each other along the way
   */
  moveTo({ x, y, theta }: SE2, way_m: number): void {
    this.#swing_m += way_m;
    const turn_rad = Math.max(-TURN_RAD, Math.min(TURN_RAD, angleDiff(theta, this.#heading_rad)));
    this.#heading_rad = wrapAngle(this.#heading_rad + turn_rad);
    const place = { x, y, theta: this.#heading_rad };
    if (this.#walker.kind === 'pet') this.#physics.moveLoose(this.#walker.name, place);
    else for (const side of sides) this.#physics.moveLoose(this.#legName(side), this.#foot(place, side));
  }

  /** Stands elsewhere at once, turned as asked. */
  jumpTo(place: SE2): void {
    this.#heading_rad = place.theta;
    this.moveTo(place, 0);
  }

  #legName(side: 1 | -1): string {
    return `${this.#walker.name} ${side > 0 ? 'left' : 'right'}`;
  }

  #foot({ x, y, theta }: SE2, side: 1 | -1): SE2 {
    const ahead = 0.25 * STRIDE_M * side * sin((Math.PI * this.#swing_m) / STRIDE_M);
    const left = 0.5 * STANCE_M * side;
    return { x: x + ahead * cos(theta) - left * sin(theta), y: y + ahead * sin(theta) + left * cos(theta), theta };
  }
}
