import { cos, type SE2, sin, wrapAngle } from '@homebound/math';
import type { PlanarWorld } from '../physics/planarWorld.ts';
import type { SwingingDoor } from './actor.ts';
import { doorLeaf } from './bodies.ts';
import type { RobotPlace } from './walkerBody.ts';

const SPEED_RADPS = 0.8;
/** A leaf stops this far from the robot's edge. */
const MARGIN_M = 0.04;

/** A door's leaf as it swings. */
export class DoorBody {
  readonly #door: SwingingDoor;
  readonly #physics: PlanarWorld;
  #angle_rad: number;
  #next = 0;

  constructor(door: SwingingDoor, physics: PlanarWorld) {
    this.#door = door;
    this.#physics = physics;
    this.#angle_rad = door.angle_rad;
    physics.addLoose(doorLeaf(door.name, this.#poseAt(this.#angle_rad), door.width_m));
  }

  /** @param time_s since the start */
  step(time_s: number, dt: number, robot: RobotPlace): void {
    const { moves } = this.#door;
    while (this.#next < moves.length && moves[this.#next].at_s <= time_s) this.#next++;
    const wanted_rad = this.#next === 0 ? this.#door.angle_rad : moves[this.#next - 1].angle_rad;
    const left_rad = wanted_rad - this.#angle_rad;
    if (left_rad === 0) return;
    const turn_rad = Math.max(-SPEED_RADPS * dt, Math.min(SPEED_RADPS * dt, left_rad));
    if (this.#strikes(robot, this.#angle_rad + turn_rad)) return;
    this.#angle_rad += turn_rad;
    this.#physics.moveLoose(this.#door.name, this.#poseAt(this.#angle_rad));
  }

  #poseAt(angle_rad: number): SE2 {
    const { x, y, theta } = this.#door.T_world_hinge;
    return { x, y, theta: wrapAngle(theta + angle_rad) };
  }

  /** Whether the leaf at an angle would touch the robot, and be nearer to it than now. */
  #strikes(robot: RobotPlace, angle_rad: number): boolean {
    if (!robot.isThere) return false;
    const next_m = this.#distance(robot, angle_rad);
    return next_m < robot.radius_m + MARGIN_M && next_m < this.#distance(robot, this.#angle_rad);
  }

  /** From the robot's centre to the leaf's middle line. */
  #distance({ x, y }: RobotPlace, angle_rad: number): number {
    const hinge = this.#poseAt(angle_rad);
    const [c, s] = [cos(hinge.theta), sin(hinge.theta)];
    const [dx, dy] = [x - hinge.x, y - hinge.y];
    const along = Math.max(0, Math.min(this.#door.width_m, c * dx + s * dy));
    const ex = dx - along * c;
    const ey = dy - along * s;
    return Math.sqrt(ex * ex + ey * ey);
  }
}
