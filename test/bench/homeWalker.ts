import { atan2, cos, hypot, type Rng, type SE2, sin } from '@homebound/math';
import { type FreeSpace, findPath, type Point, pathLength } from '@homebound/plan';
import type { Material, SimulatorControl } from '@homebound/sim';

const trousers: Material = { kind: 'matte', reflectivity: 0.25 };
const LEG_RADIUS_M = 0.06;
/** Feet stand this far apart, and swing so far ahead of each other. */
const STANCE_M = 0.2;
const STRIDE_M = 0.35;
const SPEED_MPS = 0.8;
/** People keep this far from the robot if they can. */
const KEEP_M = 0.6;
/** After so long without a way past the robot, a person steps over it. */
const PATIENCE_S = 8;

/** A person who walks about a home: two legs, from one place to the next, out of the robot's way. Seeded. */
export class HomeWalker {
  readonly #name: string;
  readonly #space: FreeSpace;
  readonly #rng: Rng;
  readonly #places: number[] = [];
  #path = new Float64Array(4);
  #at_m = 0;
  #length_m = 0;
  #still_s = 0;
  #swing = 0;
  x = 0;
  y = 0;

  constructor(name: string, space: FreeSpace, rng: Rng) {
    this.#name = name;
    this.#space = space;
    this.#rng = rng;
    for (let i = 0; i < space.standable.length; i++) if (space.standable[i] !== 0) this.#places.push(i);
    const from = this.#somewhere();
    [this.x, this.y] = [from.x, from.y];
    this.#nextGoal();
  }

  enter(control: SimulatorControl): void {
    for (const foot of [-1, 1])
      control.addSolid({
        name: `${this.#name} foot ${foot}`,
        mobility: 'static',
        mass_kg: 70,
        friction: 1,
        T_world_solid: this.#foot(0, foot),
        shapes: [{ kind: 'cylinder', x_m: 0, y_m: 0, radius_m: LEG_RADIUS_M, z0_m: 0, z1_m: 0.8, material: trousers }],
      });
  }

  leave(control: SimulatorControl): void {
    for (const foot of [-1, 1]) control.removeSolid(`${this.#name} foot ${foot}`);
  }

  /** Walks on for dt, or stands while the robot is in the way. */
  step(control: SimulatorControl, dt: number, robot: Point): void {
    const before_m = hypot(robot.x - this.x, robot.y - this.y);
    const next = this.#along(this.#at_m + SPEED_MPS * dt);
    const after_m = hypot(robot.x - next.x, robot.y - next.y);
    if (after_m < KEEP_M && after_m < before_m) {
      this.#still_s += dt;
      if (this.#still_s > PATIENCE_S) this.#stepOver();
      else if (this.#still_s > 1) this.#nextGoal();
      return;
    }
    this.#still_s = Math.max(0, this.#still_s - dt);
    this.#at_m += SPEED_MPS * dt;
    this.#swing += SPEED_MPS * dt;
    [this.x, this.y] = [next.x, next.y];
    for (const foot of [-1, 1]) control.moveSolid(`${this.#name} foot ${foot}`, this.#foot(next.theta, foot));
    if (this.#at_m >= this.#length_m) this.#nextGoal();
  }

  /** One leg's place: they pass each other sinus-like along the way. */
  #foot(heading: number, foot: number): SE2 {
    const ahead = 0.5 * STRIDE_M * foot * sin((Math.PI * this.#swing) / STRIDE_M);
    const left = 0.5 * STANCE_M * foot;
    return {
      x: this.x + ahead * cos(heading) - left * sin(heading),
      y: this.y + ahead * sin(heading) + left * cos(heading),
      theta: 0,
    };
  }

  #stepOver(): void {
    const place = this.#somewhere();
    [this.x, this.y] = [place.x, place.y];
    this.#still_s = 0;
    this.#nextGoal();
  }

  #nextGoal(): void {
    const found = findPath(this.#space, this, this.#somewhere());
    if (!found.ok) return;
    this.#path = Float64Array.from(found.path);
    this.#length_m = pathLength(this.#path);
    this.#at_m = 0;
  }

  #somewhere(): Point {
    const { width, resolution_m, originX_m, originY_m } = this.#space;
    const cell = this.#places[this.#rng.int(this.#places.length)];
    const ix = cell % width;
    return {
      x: originX_m + (ix + 0.5) * resolution_m,
      y: originY_m + ((cell - ix) / width + 0.5) * resolution_m,
    };
  }

  /** The place on the path after a way from its start; its end when it is shorter. */
  #along(way_m: number): SE2 {
    const path = this.#path;
    let left_m = way_m;
    for (let i = 2; i < path.length; i += 2) {
      const dx = path[i] - path[i - 2];
      const dy = path[i + 1] - path[i - 1];
      const length = hypot(dx, dy);
      if (left_m <= length || i + 2 >= path.length) {
        const share = length > 0 ? Math.min(1, left_m / length) : 0;
        return { x: path[i - 2] + share * dx, y: path[i - 1] + share * dy, theta: atan2(dy, dx) };
      }
      left_m -= length;
    }
    return { x: this.x, y: this.y, theta: 0 };
  }
}
