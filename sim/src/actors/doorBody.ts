import { cos, type SE2, sin, wrapAngle } from '@homebound/math';
import type { PlanarWorld } from '../physics/planarWorld.ts';
import type { RobotPlace, SwingingDoor } from './actor.ts';
import { doorLeaf } from './bodies.ts';
import { toSegment } from './elbowRoom.ts';

const SPEED_RADPS = 0.8;
/** A leaf stops this far from the edge of who is in its way. */
const MARGIN_M = 0.04;
/** Nobody walks nearer than this to the middle of a leaf that is not open. */
const KEEP_M = 0.2;
/** Who passes holds a door open so long. */
const HELD_S = 4;

/** A door's leaf as it swings. */
export class DoorBody {
  readonly #door: SwingingDoor;
  readonly #physics: PlanarWorld;
  /** The widest that it ever stands. */
  readonly #open_rad: number;
  #angle_rad: number;
  #next = 0;
  #held_s = 0;

  constructor(door: SwingingDoor, physics: PlanarWorld) {
    this.#door = door;
    this.#physics = physics;
    this.#angle_rad = door.angle_rad;
    const angles = [door.angle_rad, ...door.moves.map(({ angle_rad }) => angle_rad)];
    this.#open_rad = angles.reduce((widest, angle) => (Math.abs(angle) > Math.abs(widest) ? angle : widest));
    physics.addLoose(doorLeaf(door.name, this.#poseAt(this.#angle_rad), door.width_m));
  }

  /** @param time_s since the start
   *  @param walkers whom it does not shut upon; who opens it holds the handle and keeps clear of it */
  step(time_s: number, dt: number, robot: RobotPlace, walkers: readonly RobotPlace[]): void {
    const { moves } = this.#door;
    while (this.#next < moves.length && moves[this.#next].at_s <= time_s) this.#next++;
    this.#held_s -= dt;
    const asked_rad = this.#next === 0 ? this.#door.angle_rad : moves[this.#next - 1].angle_rad;
    const left_rad = (this.#held_s > 0 ? this.#open_rad : asked_rad) - this.#angle_rad;
    if (left_rad === 0) return;
    const next_rad = this.#angle_rad + Math.max(-SPEED_RADPS * dt, Math.min(SPEED_RADPS * dt, left_rad));
    if (this.#strikes(robot, next_rad)) return;
    const closes = Math.abs(next_rad) < Math.abs(this.#angle_rad);
    if (closes && walkers.some((walker) => this.#strikes(walker, next_rad))) return;
    this.#angle_rad = next_rad;
    this.#physics.moveLoose(this.#door.name, this.#poseAt(next_rad));
  }

  /** Somebody wants to pass. A door that never opens is locked. */
  ask(): void {
    this.#held_s = HELD_S;
  }

  /** Whether the leaf, unless it is wide open, is in the way of a step. */
  bars(from: SE2, to: SE2): boolean {
    if (this.#angle_rad === this.#open_rad && this.#open_rad !== 0) return false;
    const next_m = this.#distance(to, this.#angle_rad);
    return next_m < KEEP_M && next_m < this.#distance(from, this.#angle_rad);
  }

  #poseAt(angle_rad: number): SE2 {
    const { x, y, theta } = this.#door.T_world_hinge;
    return { x, y, theta: wrapAngle(theta + angle_rad) };
  }

  /** Whether the leaf at an angle would touch somebody, and be nearer than now. */
  #strikes(who: RobotPlace, angle_rad: number): boolean {
    if (!who.isThere) return false;
    const next_m = this.#distance(who, angle_rad);
    return next_m < who.radius_m + MARGIN_M && next_m < this.#distance(who, this.#angle_rad);
  }

  /** From a place to the leaf's middle line. */
  #distance({ x, y }: { readonly x: number; readonly y: number }, angle_rad: number): number {
    const hinge = this.#poseAt(angle_rad);
    const { width_m } = this.#door;
    return toSegment(x - hinge.x, y - hinge.y, width_m * cos(hinge.theta), width_m * sin(hinge.theta));
  }
}
