import type { SE2 } from '@homebound/math';
import { passings } from '@homebound/mission';
import type { FloorRecord } from '@homebound/robot';
import type { LaneFloor, MountError, Solid, World } from '@homebound/sim';
import type { Obstacle } from '@homebound/vision';
import type { Rig } from './obstaclesSeeRig.ts';
import { distanceToAny, distanceToOutline, firstTouch } from './obstaclesSeeTruth.ts';

/** One drive straight towards a thing. */
export interface Approach {
  readonly seed: number;
  readonly floor: LaneFloor;
  readonly thing: string;
  /** In the open, or lying against a wall or furniture: driven along that, or straight at it. */
  readonly at: 'open' | 'along' | 'before';
  readonly side_m: number;
  readonly height_m: number;
  /** m that the body's front edge was from touching it when any of it was known, from then on; negative: never. */
  readonly found_m: number;
  /** The same of the very place that would be touched first. */
  readonly placed_m: number;
  readonly kind: string;
}

/** What a world gave. */
export interface SeeResult {
  readonly seed: number;
  readonly floor: LaneFloor;
  readonly approaches: readonly Approach[];
  /** Obstacles that were told and are none, and floor that was looked at, m². */
  readonly ghosts: readonly string[];
  readonly seen_m2: number;
  /** ms of each look, of putting it into the map and of telling what lies there; and how many were refused. */
  readonly looks_ms: readonly number[];
  readonly maps_ms: readonly number[];
  readonly refused: number;
  /** How the camera sat otherwise than told, and s of a straight drive until its looks were sure. */
  readonly mountError: MountError;
  readonly levelled_s: number;
}

/** What is drawn of a miss or a ghost. */
export interface Scene {
  readonly world: World;
  readonly name: string;
  readonly way: readonly SE2[];
  readonly obstacles: readonly Obstacle[];
  /** The last look, and where it was taken. */
  readonly view: FloorRecord | undefined;
  readonly T_world_view: SE2;
  readonly T_world_base: SE2;
}

export type Draw = (scene: Scene) => void;

/** The drive ends so far before the thing, m. */
const END_M = 0.04;
/** An outline must come this near to a thing, or to the place that would be touched first, m. */
const NEAR_M = 0.035;
/** Looks in a row without it after which it was not known. */
const GAP_LOOKS = 2;
/** An obstacle farther than this from all that lies there is none, m. */
const GHOST_M = 0.06;

/** What one drive showed. */
export interface End {
  readonly found_m: number;
  readonly placed_m: number;
  readonly kind: string;
  readonly ghosts: readonly string[];
  readonly obstacles: readonly Obstacle[];
  readonly way: readonly SE2[];
}

/** Drives straight on until the body is there. */
export function approach(rig: Rig, world: World, points: Float64Array): End {
  const found = new Known();
  const placed = new Known();
  let kind = '';
  let obstacles: readonly Obstacle[] = [];
  const ghosts = new Map<number, string>();
  const way: SE2[] = [];
  const T_start = rig.T_world_base;
  for (let looks = 0; looks < 80; looks++) {
    const hasLooked = rig.stepAlong(T_start);
    const touch = firstTouch(points, rig.T_world_base);
    if (touch === undefined || touch.clear_m < END_M) break;
    if (!hasLooked) continue;
    way.push(rig.T_world_base);
    obstacles = rig.map.obstacles(rig.now_s).filter(isAvoided);
    const near = obstacles.filter(({ outline_map }) => isNear(outline_map, points));
    found.tell(near.length > 0, touch.clear_m);
    placed.tell(
      near.some(({ outline_map }) => distanceToOutline(outline_map, touch.x, touch.y) < NEAR_M),
      touch.clear_m,
    );
    kind = near[0]?.kind ?? kind;
    addGhosts(ghosts, obstacles, world);
  }
  return { found_m: found.since_m, placed_m: placed.since_m, kind, ghosts: [...ghosts.values()], obstacles, way };
}

/** What is drawn of the end of a drive. */
export function sceneOf(rig: Rig, world: World, name: string, { way, obstacles }: End): Scene {
  const { view, T_world_view, T_world_base } = rig;
  return { world, name, way, obstacles, view, T_world_view, T_world_base };
}

/** Since when, in metres from touching it, something has been known without a gap. */
class Known {
  since_m = -1;
  #missing = 0;

  tell(isKnown: boolean, clear_m: number): void {
    if (isKnown) {
      if (this.since_m < 0) this.since_m = clear_m;
      this.#missing = 0;
    } else if (++this.#missing > GAP_LOOKS) this.since_m = -1;
  }
}

function isNear(outline: Float64Array, points: Float64Array): boolean {
  for (let i = 0; i < points.length; i += 2)
    if (distanceToOutline(outline, points[i], points[i + 1]) < NEAR_M) return true;
  return false;
}

/** A threshold is driven over: to tell it is not to find what lies there. */
function isAvoided({ kind }: Obstacle): boolean {
  return passings[kind].berth_m > 0;
}

/** What nothing lies at; what was told of a wall's foot is none either. */
export function addGhosts(ghosts: Map<number, string>, obstacles: readonly Obstacle[], { solids }: World): void {
  for (const obstacle of obstacles.filter(isAvoided)) {
    const { id, kind, outline_map, height_m } = obstacle;
    if (ghosts.has(id) || distanceToAny(outline_map, solids.filter(liesThere)) < GHOST_M) continue;
    const [x, y] = [outline_map[0].toFixed(2), outline_map[1].toFixed(2)];
    const isAtWall = distanceToAny(outline_map, solids) < GHOST_M;
    ghosts.set(id, `${kind} ${(100 * height_m).toFixed(1)} cm high at (${x}, ${y})${isAtWall ? ', at a wall' : ''}`);
  }
}

/** Whether something is not a wall, nor furniture that the lidar sees. */
export function liesThere({ name }: Solid): boolean {
  return !/^(wall|cupboard|kitchenUnits)/.test(name);
}
