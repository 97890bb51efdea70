import { type NodeDefinition, qos } from '@homebound/graph';
import { compose, hypot, inverse, type SE2, transformInto } from '@homebound/math';
import { homebound_interfaces, nav_msgs, std_msgs, tf2_msgs } from '@homebound/messages';
import { type AvoidedThing, placeOf } from '@homebound/mission';
import type { CropSource, CropWish, ObstacleCrop } from '@homebound/robot';
import { isPrivate, mayBeFoot } from '@homebound/vision';
import { encode } from 'fast-png';
import { mapToOdom, poseFromMessage } from '../convert.ts';
import { avoidedThing } from '../obstacles/obstacleMessages.ts';
import type { PictureKeeper } from './pictureKeeper.ts';

/** How often the eye is told what is wanted, and asked for what it took, s. */
const PERIOD_S = 0.5;
/** Obstacles that pictures are wanted of at a time: the nearest, as far as a camera sees one well, m. */
const MOST_WISHES = 16;
const NEAR_M = 2;
/** Pictures in an hour, whatever a camera makes of the floor. */
const MOST_AN_HOUR = 64;
const HOUR_S = 3600;
/** Parts of one shoe are so near to each other; no shoe is longer, across its corners. Furniture is, and a sock beside it may be shown, m. */
const BESIDE_M = 0.05;
const LONGEST_SHOE_M = 0.45;
/** Corners that a hull is told with. */
const MOST_CORNERS = 64;

/**
 * Pictures of obstacles, where the household asked for them: of each obstacle one crop, which goes when the obstacle does: carried off, faded, dismissed,
 * found to be what is not shown, or with its map. The eye makes them, here or in another process. Hears obstacles, map_reset, tf, odom, slam_state; publishes nothing.
 */
export class ObstaclePictures {
  readonly #crops: CropSource;
  readonly #keeper: PictureKeeper;
  /** Of what pictures may be kept. */
  #things: readonly AvoidedThing[] = [];
  /** Ids of pictures by obstacle. */
  readonly #taken = new Map<number, string>();
  /** When pictures were kept within the last hour, by the graph's clock, s. */
  #kept_s: number[] = [];
  #T_map_odom: SE2 | undefined;
  #T_odom_base: SE2 | undefined;
  #mapName = '';

  constructor(crops: CropSource, keeper: PictureKeeper) {
    this.#crops = crops;
    this.#keeper = keeper;
  }

  /** Where the map is; undefined while the robot does not know. */
  heardPlace(T_map_odom: SE2 | undefined, mapName = this.#mapName): void {
    this.#T_map_odom = T_map_odom;
    this.#mapName = mapName;
  }

  heardOdometry(T_odom_base: SE2): void {
    this.#T_odom_base = T_odom_base;
  }

  heardObstacles(things: readonly AvoidedThing[]): void {
    this.#things = showable(things);
    const staying = new Set(this.#things.map(({ id }) => id));
    for (const [obstacle, picture] of this.#taken) if (!staying.has(obstacle)) this.#drop(obstacle, picture);
  }

  /** Another map begins. */
  heardReset(): void {
    this.heardObstacles([]);
  }

  /** Takes what the eye made, and tells it what is wanted now. */
  step(now_s: number): void {
    const crops = this.#crops.taken();
    if (this.#keeper.keep_days > 0) for (const crop of crops) this.#keep(crop, now_s);
    // What was kept went with the switch.
    else this.#taken.clear();
    this.#crops.want(this.#wishes(now_s));
  }

  readonly node: NodeDefinition<Record<string, never>> = {
    name: 'obstacle_pictures',
    parameters: {},
    latency_s: 0,
    start: (node) => {
      node.subscribe(tf2_msgs.TFMessage, 'tf', qos.tf, (m) => {
        this.heardPlace(mapToOdom(m) ?? this.#T_map_odom);
      });
      node.subscribe(homebound_interfaces.SlamState, 'slam_state', qos.latched, ({ state, map_name }) => {
        if (state === 'lost' || state === 'locating') this.heardPlace(undefined);
        else this.heardPlace(this.#T_map_odom, map_name);
      });
      node.subscribe(nav_msgs.Odometry, 'odom', qos.sensorIn, (m) => this.heardOdometry(poseFromMessage(m.pose.pose)));
      node.subscribe(homebound_interfaces.Obstacles, 'obstacles', qos.latched, ({ obstacles }) => {
        this.heardObstacles(obstacles.map(avoidedThing));
      });
      node.subscribe(std_msgs.Empty, 'map_reset', qos.reliable, () => this.heardReset());
      node.timer(PERIOD_S, () => this.step(node.now_s()));
      return () => this.#crops.want([]);
    },
  };

  #wishes(now_s: number): readonly CropWish[] {
    const [T_map_odom, T_odom_base] = [this.#T_map_odom, this.#T_odom_base];
    this.#kept_s = this.#kept_s.filter((at_s) => now_s - at_s < HOUR_S);
    if (this.#keeper.keep_days === 0 || !this.#crops.tellsPeople || this.#kept_s.length >= MOST_AN_HOUR) return [];
    if (T_map_odom === undefined || T_odom_base === undefined) return [];
    const { x, y } = compose(T_map_odom, T_odom_base);
    const T_odom_map = inverse(T_map_odom);
    return this.#things
      .filter(({ id }) => !this.#taken.has(id))
      .map((thing) => ({ thing, off_m: offFrom(thing, x, y) }))
      .filter(({ off_m }) => off_m < NEAR_M)
      .sort((a, b) => a.off_m - b.off_m)
      .slice(0, MOST_WISHES)
      .map(({ thing: { id, kind, label, outline_map, height_m } }) => {
        const outline_odom = new Float64Array(outline_map.length);
        transformInto(outline_odom, T_odom_map, outline_map, outline_map.length >> 1);
        return { obstacle: id, kind, label, outline_odom, height_m };
      });
  }

  #keep({ obstacle, width_px: width, height_px: height, data }: ObstacleCrop, now_s: number): void {
    const thing = this.#things.find(({ id }) => id === obstacle);
    // Gone meanwhile, found to be what is not shown, or taken twice.
    if (thing === undefined || this.#taken.has(obstacle)) return;
    const id = this.#keeper.newId();
    this.#taken.set(obstacle, id);
    this.#kept_s.push(now_s);
    const { x: x_m, y: y_m } = placeOf(thing);
    const png = encode({ width, height, data, channels: 3 });
    this.#keeper.keep({ id, obstacle, kind: thing.kind, label: thing.label, x_m, y_m, png }, this.#mapName);
  }

  #drop(obstacle: number, picture: string): void {
    this.#taken.delete(obstacle);
    this.#keeper.drop(picture);
  }
}

/** Who lives is in no picture, nor what may be a foot, nor what lies at it: the sole of the same shoe. What was dismissed is no obstacle. */
function showable(things: readonly AvoidedThing[]): readonly AvoidedThing[] {
  const feet = things.filter((thing) => mayBeFoot(thing) && spanOf(thing) < LONGEST_SHOE_M);
  return things.filter((thing) => {
    if (isPrivate(thing) || thing.isDismissed || thing.outline_map.length > 2 * MOST_CORNERS) return false;
    return !feet.some((foot) => isBeside(thing, foot));
  });
}

function spanOf({ outline_map }: AvoidedThing): number {
  const [x0, y0, x1, y1] = boundsOf(outline_map);
  return hypot(x1 - x0, y1 - y0);
}

/** By their bounds, which are larger than they are. */
function isBeside(a: AvoidedThing, b: AvoidedThing): boolean {
  const [ax0, ay0, ax1, ay1] = boundsOf(a.outline_map);
  const [bx0, by0, bx1, by1] = boundsOf(b.outline_map);
  return hypot(Math.max(ax0 - bx1, bx0 - ax1, 0), Math.max(ay0 - by1, by0 - ay1, 0)) < BESIDE_M;
}

function boundsOf(outline: Float64Array): [x0: number, y0: number, x1: number, y1: number] {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < outline.length; i += 2) {
    [x0, x1] = [Math.min(x0, outline[i]), Math.max(x1, outline[i])];
    [y0, y1] = [Math.min(y0, outline[i + 1]), Math.max(y1, outline[i + 1])];
  }
  return [x0, y0, x1, y1];
}

function offFrom(thing: AvoidedThing, x: number, y: number): number {
  const at = placeOf(thing);
  return hypot(at.x - x, at.y - y);
}
