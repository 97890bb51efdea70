import { type NodeDefinition, qos } from '@homebound/graph';
import { between, compose, type SE2 } from '@homebound/math';
import { homebound_interfaces, std_msgs, tf2_msgs } from '@homebound/messages';
import type { AvoidedThing } from '@homebound/mission';
import type { CameraModel } from '@homebound/robot';
import { type Crop, canTellPeople, cropped, type Detector, pictureCrop } from '@homebound/vision';
import { encode } from 'fast-png';
import { mapToOdom } from '../convert.ts';
import { avoidedThing } from '../obstacles/obstacleMessages.ts';
import type { Examined, PictureTaker } from './detectingSight.ts';
import type { PictureKeeper } from './pictureKeeper.ts';

/** A picture's longer side at most, px. */
const MOST_PX = 128;
/** Obstacles whose pictures are remembered as taken. */
const MOST_TAKEN = 1000;

/**
 * Pictures of obstacles, where the household asked for them: of each obstacle one crop, from a picture that a detector has looked at and in which it saw
 * nobody. The pictures come from the camera in this process; the node hears obstacles, map_reset, tf and slam_state, and publishes nothing.
 */
export class ObstaclePictures implements PictureTaker {
  readonly #model: CameraModel;
  readonly #keeper: PictureKeeper;
  #things: readonly AvoidedThing[] = [];
  /** Ids of pictures by obstacle. */
  readonly #taken = new Map<number, string>();
  #T_map_odom: SE2 | undefined;
  #mapName = '';

  /** Throws RangeError for a detector that can't tell people: it would let pictures of them through. */
  constructor(model: CameraModel, detector: Pick<Detector, 'labels'>, keeper: PictureKeeper) {
    if (!canTellPeople(detector.labels))
      throw new RangeError('Cannot take pictures of obstacles: the detector has no word for a person');
    this.#model = model;
    this.#keeper = keeper;
  }

  get isWanted(): boolean {
    return this.#keeper.isWanted;
  }

  take(examined: Examined): void {
    const T_map_odom = this.#T_map_odom;
    if (!this.#keeper.isWanted || T_map_odom === undefined) return;
    const T_map_base = compose(T_map_odom, examined.body.T_odom_base);
    for (const thing of this.#things) {
      if (this.#taken.has(thing.id) || thing.isDismissed) continue;
      const outline_base = moved(thing.outline_map, T_map_base);
      const crop = pictureCrop(thing, outline_base, this.#model, examined.body.tilt, examined.detections);
      if (crop !== undefined) this.#keep(thing, crop, examined);
    }
  }

  /** Where the map is; undefined while the robot does not know. */
  heardPlace(T_map_odom: SE2 | undefined, mapName = this.#mapName): void {
    this.#T_map_odom = T_map_odom;
    this.#mapName = mapName;
  }

  heardObstacles(things: readonly AvoidedThing[]): void {
    this.#things = things;
    for (const { id, isDismissed } of things) if (isDismissed) this.#drop(id);
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
      node.subscribe(homebound_interfaces.Obstacles, 'obstacles', qos.latched, ({ obstacles }) => {
        this.heardObstacles(obstacles.map(avoidedThing));
      });
      node.subscribe(std_msgs.Empty, 'map_reset', qos.reliable, () => {
        this.#things = [];
        this.#taken.clear();
      });
      return undefined;
    },
  };

  #keep({ id: obstacle, kind, label, outline_map }: AvoidedThing, crop: Crop, { image }: Examined): void {
    const id = this.#keeper.newId();
    this.#taken.set(obstacle, id);
    for (const oldest of this.#taken.keys()) if (this.#taken.size > MOST_TAKEN) this.#taken.delete(oldest);
    const { width_px: width, height_px: height, data } = cropped(image, crop, MOST_PX);
    const png = encode({ width, height, data, channels: 3 });
    const corners = outline_map.length / 2;
    const mean = (axis: 0 | 1): number => {
      let sum = 0;
      for (let i = axis; i < outline_map.length; i += 2) sum += outline_map[i];
      return sum / corners;
    };
    this.#keeper.keep({ id, kind, label, x_m: mean(0), y_m: mean(1), png }, this.#mapName);
  }

  #drop(obstacle: number): void {
    const picture = this.#taken.get(obstacle);
    if (picture === undefined || picture === '') return;
    this.#keeper.drop(picture);
    // None is taken of it again.
    this.#taken.set(obstacle, '');
  }
}

function moved(outline_map: Float64Array, T_map_base: SE2): Float64Array {
  const out = new Float64Array(outline_map.length);
  for (let i = 0; i < out.length; i += 2) {
    const { x, y } = between(T_map_base, { x: outline_map[i], y: outline_map[i + 1], theta: 0 });
    out[i] = x;
    out[i + 1] = y;
  }
  return out;
}
