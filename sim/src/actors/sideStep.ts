import { atan2, cos, hypot, type SE2, sin } from '@homebound/math';
import type { RobotPlace } from './actor.ts';

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Who stepped aside leaves so much floor between himself and the robot, m. */
const LEAVES_M = 0.3;
/** He stays aside so long, or longer until the robot is so far from where he stood, but not for ever: it may be on its dock. */
const STAYS_S = 5;
const GONE_M = 0.6;
const LONGEST_S = 60;
/** Steps aside are tried in these lengths, in 16 directions, and looked over at every so much of the way, m. */
export const LONGEST_STEP_M = 1.6;
const SHORTEST_STEP_M = 0.3;
const LONGER_M = 0.1;
const LOOK_M = 0.05;
const DIRECTIONS = 16;
/** In a niche just as wide as somebody is, he still moves along it. */
const SQUEEZE_M = 0.01;

/** Where to step, and whether it is a stride over the robot. */
export interface Step extends Place {
  readonly strides: boolean;
}

/**
 * The nearest free place away from a robot that stands at somebody's feet: first those straight away from it, then
 * farther to the sides. Who is pinned in a corner strides over it. Undefined when there is no room at all.
 * @param radius_m floor that the walker needs; where it stands with less, it does with as much
 * @param around   free distance around a place, m
 */
export function placeAside(
  from: Place,
  robot: RobotPlace,
  radius_m: number,
  around: (x: number, y: number) => number,
): Step | undefined {
  const room_m = Math.min(radius_m, around(from.x, from.y)) - SQUEEZE_M;
  const away = atan2(from.y - robot.y, from.x - robot.x);
  for (const strides of [false, true])
    for (let k = 0; k < DIRECTIONS; k++) {
      // 0, +1, -1, +2, -2 ... sixteenths of a turn
      const angle = away + ((k % 2 === 1 ? k + 1 : -k) / 2) * ((2 * Math.PI) / DIRECTIONS);
      const way_m = freeStep(from, cos(angle), sin(angle), robot, radius_m, room_m, strides, around);
      if (way_m !== undefined) return { x: from.x + way_m * cos(angle), y: from.y + way_m * sin(angle), strides };
    }
  return undefined;
}

/** Length of the shortest step in a direction that ends far enough from the robot; undefined when something is in the way. */
function freeStep(
  from: Place,
  dx: number,
  dy: number,
  robot: RobotPlace,
  radius_m: number,
  room_m: number,
  strides: boolean,
  around: (x: number, y: number) => number,
): number | undefined {
  const now_m = hypot(from.x - robot.x, from.y - robot.y);
  let next_m = SHORTEST_STEP_M;
  for (let k = 1; k * LOOK_M <= LONGEST_STEP_M; k++) {
    const way_m = k * LOOK_M;
    const x = from.x + way_m * dx;
    const y = from.y + way_m * dy;
    const robot_m = hypot(x - robot.x, y - robot.y);
    if (around(x, y) < room_m || (!strides && robot_m < now_m)) return undefined;
    if (way_m < next_m - 1e-9) continue;
    if (robot_m >= robot.radius_m + radius_m + LEAVES_M) return way_m;
    next_m += LONGER_M;
  }
  return undefined;
}

/** Somebody's way out of the robot's, and back by the same way when it has gone. */
export class SideStep {
  /** Places to go back to, the last one first. */
  readonly #back: Place[] = [];
  #goal: Place | undefined;
  #stood_s = 0;

  /** Whether the walker is off its own way. */
  get isBusy(): boolean {
    return this.#back.length > 0;
  }

  /** @param to where to walk; undefined for who is there at once, with a stride */
  begin(from: Place, to: Place | undefined): void {
    this.#back.push({ x: from.x, y: from.y });
    this.#goal = to;
    this.#stood_s = 0;
  }

  /** The next place on the way, heading along it; undefined while standing aside. */
  next(place: SE2, way_m: number, dt: number, robot: RobotPlace): SE2 | undefined {
    const home = this.#back[this.#back.length - 1];
    if (this.#goal === undefined) {
      this.#stood_s += dt;
      const isNear = robot.isThere && hypot(robot.x - home.x, robot.y - home.y) < robot.radius_m + GONE_M;
      if (this.#stood_s < (isNear ? LONGEST_S : STAYS_S)) return undefined;
    }
    return towards(place, this.#goal ?? home, way_m);
  }

  /** The step was made. */
  arrive({ x, y }: Place): void {
    const home = this.#back[this.#back.length - 1];
    if (this.#goal !== undefined) {
      if (x === this.#goal.x && y === this.#goal.y) this.#goal = undefined;
    } else if (x === home.x && y === home.y) this.#back.pop();
  }
}

/** One step towards a goal; exactly there when it is in reach. */
function towards(place: SE2, { x, y }: Place, way_m: number): SE2 {
  const left_m = hypot(x - place.x, y - place.y);
  if (left_m <= way_m) return { x, y, theta: place.theta };
  const share = way_m / left_m;
  const theta = atan2(y - place.y, x - place.x);
  return { x: place.x + share * (x - place.x), y: place.y + share * (y - place.y), theta };
}
