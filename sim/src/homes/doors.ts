import { compose, cos, type Rng, type SE2, sin, wrapAngle } from '@homebound/math';
import { cornersOf, type Decorator } from './decorator.ts';
import type { Doorway } from './floorPlan.ts';
import { block } from './furniture/parts.ts';
import type { Piece } from './furniture/piece.ts';

/** Necks of such a width have a door frame, m. */
const DOOR_WIDTH_M: readonly [number, number] = [0.62, 1.15];
/** Floor kept free on both sides of a door. */
const BEFORE_DOOR_M = 0.45;
const LEAF_M = 0.04;
/** The gap under a leaf. */
const LEAF_Z_M = 0.008;

export interface DoorOptions {
  /** Shares of the frames that have a leaf, a threshold. */
  readonly leaves: number;
  readonly thresholds: number;
}

/** A leaf on its hinge: opened by `angle` from closed. */
export interface Door {
  readonly name: string;
  readonly doorway: Doorway;
  /** Frame of the hinge: x along the closed leaf; opening turns it by +angle. */
  readonly T_world_hinge: SE2;
  readonly width_m: number;
  readonly angle_rad: number;
}

/** Whether a neck is as wide as a door. */
export function isDoor({ width_m }: Doorway): boolean {
  return width_m >= DOOR_WIDTH_M[0] && width_m <= DOOR_WIDTH_M[1];
}

/** Keeps the floor before the plan's necks free, and lays thresholds under doors. */
export function keepDoorways(home: Decorator, { thresholds }: DoorOptions, rng: Rng): void {
  for (const doorway of home.space.plan.doorways) {
    home.space.keepFreeAround(doorway.x_m, doorway.y_m, Math.min(0.9, doorway.width_m / 2 + BEFORE_DOOR_M));
    if (!isDoor(doorway) || rng.uniform() >= thresholds) continue;
    const T_world_rectangle = { x: doorway.x_m, y: doorway.y_m, theta: doorway.yaw_rad };
    const size = { sizeX_m: doorway.width_m + 0.06, sizeY_m: 0.05 + 0.05 * rng.uniform() };
    home.floor.push({
      name: home.nameOf('threshold'),
      outline: cornersOf({ T_world_rectangle, ...size }),
      height_m: 0.01 + 0.0095 * rng.uniform(),
      surface: 'hard',
    });
  }
}

/** The door leaf, in the frame of its hinge. */
export function leafOf(width_m: number): Piece {
  const length = width_m - 0.03;
  return {
    kind: 'door',
    sizeX_m: length,
    sizeY_m: LEAF_M,
    shapes: [block(0.01 + length / 2, 0, length, LEAF_M, LEAF_Z_M, 2)],
  };
}

/**
 * Hangs doors: wide open against the wall, ajar or half open, as people leave them. A leaf that would leave no way
 * through, or that would strike furniture, is opened otherwise, or left out.
 */
export function hangDoors(home: Decorator, { leaves }: DoorOptions, rng: Rng, visit: Rng): Door[] {
  const doors: Door[] = [];
  for (const doorway of home.space.plan.doorways) {
    if (!isDoor(doorway) || rng.uniform() >= leaves) continue;
    const side = rng.uniform() < 0.5 ? 1 : -1;
    for (const open of [visit.uniform(), 0.5 + 0.5 * visit.uniform(), 1]) {
      const angle_rad = (0.8 + 0.9 * open) * side;
      const T_world_hinge = hingeOf(doorway, visit.uniform() < 0.5);
      if (!fits(home, T_world_hinge, doorway.width_m, angle_rad)) continue;
      doors.push({ name: home.nameOf('door'), doorway, T_world_hinge, width_m: doorway.width_m, angle_rad });
      break;
    }
  }
  return doors;
}

/** The hinge on one jamb or the other; +x to the other jamb. */
function hingeOf({ x_m, y_m, yaw_rad, width_m }: Doorway, atStart: boolean): SE2 {
  const theta = atStart ? yaw_rad : wrapAngle(yaw_rad + Math.PI);
  return { x: x_m - (width_m / 2) * cos(theta), y: y_m - (width_m / 2) * sin(theta), theta };
}

/** Whether the open leaf stands on floor that is free, and leaves the way open. Doors may stand where floor is kept free. */
function fits(home: Decorator, T_world_hinge: SE2, width_m: number, angle_rad: number): boolean {
  const T_world_leaf = compose(T_world_hinge, { x: 0, y: 0, theta: angle_rad });
  const leaf = leafOf(width_m);
  const tip = compose(T_world_leaf, { x: width_m, y: 0, theta: 0 });
  if (home.roomAt(tip.x, tip.y) === 0) return false;
  return home.space.placeDoor(leaf, T_world_leaf);
}
