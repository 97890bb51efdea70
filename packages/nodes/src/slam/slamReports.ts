import { type Node, type Publisher, qos } from '@homebound/graph';
import type { OccupancyGrid } from '@homebound/grid';
import type { SE2 } from '@homebound/math';
import { geometry_msgs, homebound_interfaces, map_msgs, nav_msgs, tf2_msgs } from '@homebound/messages';
import type { MapCorrection, Slam, SlamUpdate } from '@homebound/slam';
import { covarianceToMessage, header, poseToMessage, transformToMessage } from '../convert.ts';
import { MapPublisher } from '../mapPublisher.ts';
import type { SlamParameters } from './slamParameters.ts';

/** Two transforms of one frame lie at least so far apart, s. */
const TF_APART_S = 0.001;
/** Anchors of a correction: a few for each room. */
const MAX_ANCHORS = 300;

/** All that SLAM tells, in the frames of its parameters. */
export class SlamReports {
  readonly #node: Node<SlamParameters>;
  readonly #pose: Publisher<geometry_msgs.PoseWithCovarianceStamped>;
  readonly #tf: Publisher<tf2_msgs.TFMessage>;
  readonly #correction: Publisher<homebound_interfaces.MapCorrection>;
  readonly #state: Publisher<homebound_interfaces.SlamState>;
  readonly #maps: MapPublisher;
  #lastTf_s = Number.NEGATIVE_INFINITY;

  constructor(node: Node<SlamParameters>) {
    this.#node = node;
    this.#pose = node.publisher(geometry_msgs.PoseWithCovarianceStamped, 'pose', qos.reliable);
    this.#tf = node.publisher(tf2_msgs.TFMessage, 'tf', qos.tf);
    this.#correction = node.publisher(homebound_interfaces.MapCorrection, 'map_correction', qos.reliable);
    this.#state = node.publisher(homebound_interfaces.SlamState, 'slam_state', qos.latched);
    this.#maps = new MapPublisher(
      node.publisher(nav_msgs.OccupancyGrid, 'map', qos.latched),
      node.publisher(map_msgs.OccupancyGridUpdate, 'map_updates', qos.reliable),
      node.parameters.map_frame,
      node.publisher(nav_msgs.MapMetaData, 'map_metadata', qos.latched),
    );
  }

  pose({ stamp_s, T_map_base, covariance }: SlamUpdate): void {
    this.#pose.publish({
      header: this.#header(stamp_s),
      pose: { pose: poseToMessage(T_map_base), covariance: covarianceToMessage(covariance) },
    });
  }

  /** map → odom as it is known now, good until `transform_tolerance` after the scan that it was found by. */
  mapToOdom(stamp_s: number, T_map_odom: SE2): void {
    const { map_frame, odom_frame, transform_tolerance } = this.#node.parameters;
    // tf2 drops a second transform of the same stamp, and it would be the newer one.
    this.#lastTf_s = Math.max(stamp_s + transform_tolerance, this.#lastTf_s + TF_APART_S);
    this.#tf.publish({ transforms: [transformToMessage(this.#lastTf_s, map_frame, odom_frame, T_map_odom)] });
  }

  /** @param epoch  count of corrections, this one included */
  correction(stamp_s: number, epoch: number, { before, after }: MapCorrection): void {
    const n = before.length / 3;
    const step = Math.max(1, Math.ceil(n / MAX_ANCHORS));
    const pick = (P: Float64Array) => P.filter((_, i) => Math.floor(i / 3) % step === 0);
    this.#correction.publish({ header: this.#header(stamp_s), epoch, before: pick(before), after: pick(after) });
  }

  /** The grid must not be changed by the caller afterwards. */
  map(stamp_s: number, grid: OccupancyGrid): void {
    this.#maps.publish(stamp_s, grid);
  }

  /** @param mapName  of the stored map that it goes on with; empty for a new one */
  state(place: Slam['place'], mapName: string): void {
    const isLost = place === 'lost';
    this.#state.publish({
      header: this.#header(this.#node.now_s()),
      state: isLost ? 'locating' : place,
      reason: isLost ? 'What I see does not tell yet where I am on my map.' : '',
      confidence: Number.NaN,
      map_name: mapName,
    });
  }

  #header(stamp_s: number) {
    return header(stamp_s, this.#node.parameters.map_frame);
  }
}
