import { type Node, type NodeDefinition, type Publisher, qos } from '@homebound/graph';
import {
  fromStamp,
  geometry_msgs,
  homebound_interfaces,
  map_msgs,
  nav_msgs,
  sensor_msgs,
  std_msgs,
  tf2_msgs,
} from '@homebound/messages';
import type { RobotGeometry, ScanRecord } from '@homebound/robot';
import { type MapCorrection, Slam, type SlamUpdate } from '@homebound/slam';
import {
  covarianceFromMessage,
  covarianceToMessage,
  header,
  poseFromMessage,
  poseToMessage,
  transformToMessage,
} from './convert.ts';
import type { MapKeeper } from './mapKeeper.ts';
import { MapPublisher } from './mapPublisher.ts';
import { scanRecord } from './records.ts';

export const slamParameters = {
  resolution: { default: 0.025, unit: 'm', min: 0.02, max: 0.2, description: 'Cell size of the map.' },
  map_period: { default: 2, unit: 's', min: 0.2, max: 60, description: 'How often changes of the map are published.' },
  work_period: {
    default: 0.05,
    unit: 's',
    min: 0.01,
    max: 1,
    description:
      'How often loop closing, map correction and the search of a lost robot get a slice of some milliseconds.',
  },
  save_period: {
    default: 60,
    unit: 's',
    min: 5,
    max: 3600,
    description: 'How often at most the map is saved while the robot rests.',
  },
  save_underway_period: {
    default: 120,
    unit: 's',
    min: 10,
    max: 3600,
    description: 'How often at most a map that has grown or was corrected is saved while the robot drives.',
  },
} as const;

/**
 * SLAM on the graph: scan, odom, safety, map_reset → map (latched, when its frame changed) and map_updates (changed cells), pose,
 * tf (map → odom), map_correction, slam_state.
 * @param keeper the maps of earlier runs; absent = nothing is kept, each run begins a new map
 */
export function slamNode(geometry: RobotGeometry, keeper?: MapKeeper): NodeDefinition<typeof slamParameters> {
  return {
    name: 'slam',
    parameters: slamParameters,
    latency_s: 0.02,
    start: (node) => new SlamShell(node, geometry, keeper).start(),
  };
}

class SlamShell {
  readonly #node: Node<typeof slamParameters>;
  readonly #geometry: RobotGeometry;
  readonly #keeper: MapKeeper | undefined;
  /** The maps of earlier runs. What is saved now is none of them, even should the keeper list it too. */
  readonly #floors: MapKeeper['floors'];
  readonly #pose: Publisher<geometry_msgs.PoseWithCovarianceStamped>;
  readonly #tf: Publisher<tf2_msgs.TFMessage>;
  readonly #correction: Publisher<homebound_interfaces.MapCorrection>;
  readonly #state: Publisher<homebound_interfaces.SlamState>;
  readonly #maps: MapPublisher;
  #slam: Slam;
  /** Whether this run began a map of its own. */
  #isNewMap: boolean;
  /** Scans that wait for the odometry of their last beams. */
  #waiting: ScanRecord[] = [];
  #lastStamp_s = 0;
  #epoch = 0;
  #place: Slam['place'] | undefined;
  #stillSince_s: number | undefined;
  #savedAt_s = 0;
  #drawnSinceSave = 0;
  /** What was saved last, at rest or under way. */
  #saved = { ...nothingSaved };

  constructor(node: Node<typeof slamParameters>, geometry: RobotGeometry, keeper: MapKeeper | undefined) {
    this.#node = node;
    this.#geometry = geometry;
    this.#keeper = keeper;
    this.#pose = node.publisher(geometry_msgs.PoseWithCovarianceStamped, 'pose', qos.reliable);
    this.#tf = node.publisher(tf2_msgs.TFMessage, 'tf', qos.tf);
    this.#correction = node.publisher(homebound_interfaces.MapCorrection, 'map_correction', qos.reliable);
    this.#state = node.publisher(homebound_interfaces.SlamState, 'slam_state', qos.latched);
    this.#maps = new MapPublisher(
      node.publisher(nav_msgs.OccupancyGrid, 'map', qos.latched),
      node.publisher(map_msgs.OccupancyGridUpdate, 'map_updates', qos.reliable),
    );
    this.#floors = [...(keeper?.floors ?? [])];
    this.#isNewMap = this.#floors.length === 0;
    this.#slam = this.#begin(this.#floors);
  }

  start(): undefined {
    const node = this.#node;
    node.subscribe(nav_msgs.Odometry, 'odom', qos.sensorIn, (m) => this.#onOdometry(m));
    node.subscribe(sensor_msgs.LaserScan, 'scan', qos.sensorIn, (m) => {
      this.#waiting.push(scanRecord(m));
      if (this.#waiting.length > MAX_WAITING) this.#waiting.shift();
      this.#takeScans();
    });
    node.subscribe(homebound_interfaces.Safety, 'safety', qos.sensorIn, (m) =>
      this.#slam.setLifted(m.wheel_drop_left && m.wheel_drop_right),
    );
    node.subscribe(std_msgs.Empty, 'map_reset', qos.reliable, () => this.#reset());
    node.timer(node.parameters.work_period, () => {
      const correction = this.#slam.work();
      if (correction !== undefined) this.#announce(correction);
    });
    node.timer(node.parameters.map_period, () => this.#showMap());
    node.timer(1, () => this.#tellState());
    if (this.#keeper !== undefined) {
      node.timer(1, () => this.#saveAtRest());
      node.timer(node.parameters.work_period, () => this.#saveUnderway());
    }
    return undefined;
  }

  #begin(floors: MapKeeper['floors']): Slam {
    const { lidar } = this.#geometry;
    const { resolution } = this.#node.parameters;
    return new Slam(
      {
        projector: { T_base_lidar: { x: lidar.x_m, y: lidar.y_m, theta: lidar.yaw_rad } },
        map: { resolution_m: resolution },
      },
      floors,
    );
  }

  /** A person wants a new map: what was drawn in this run is forgotten. What is stored stays. */
  #reset(): void {
    this.#slam = this.#begin([]);
    this.#isNewMap = true;
    this.#saved = { ...nothingSaved, at_s: this.#saved.at_s };
    this.#waiting = [];
    this.#tellState();
  }

  #onOdometry(m: nav_msgs.Odometry): void {
    const stamp_s = fromStamp(m.header.stamp);
    const { linear, angular } = m.twist.twist;
    const isStill = Math.abs(linear.x) < STILL_MPS && Math.abs(angular.z) < STILL_RADPS;
    this.#stillSince_s = isStill ? (this.#stillSince_s ?? stamp_s) : undefined;
    this.#slam.addOdometry(stamp_s, poseFromMessage(m.pose.pose), covarianceFromMessage(m.pose.covariance));
    if (this.#waiting.length > 0) this.#takeScans();
  }

  #takeScans(): void {
    // Each is taken off the list first: one that SLAM throws on is not tried again.
    for (let n = this.#waiting.length; n > 0; n--) {
      const scan = this.#waiting.shift()!;
      const update = this.#slam.addScan(scan);
      if (update.ok) this.#show(update);
      else if (update.reason === 'awaitingOdometry') this.#waiting.push(scan);
      if (this.#slam.place !== this.#place) this.#tellState();
    }
  }

  #show(update: SlamUpdate): void {
    this.#lastStamp_s = update.stamp_s;
    if (update.changed !== undefined) {
      this.#drawnSinceSave++;
      this.#saved.drawnSince++;
    }
    // A pose that is only odometry's is not told as if it were known.
    if (!update.matched) return;
    this.#pose.publish({
      header: header(update.stamp_s, 'map'),
      pose: { pose: poseToMessage(update.T_map_base), covariance: covarianceToMessage(update.covariance) },
    });
    this.#tf.publish({ transforms: [transformToMessage(update.stamp_s, 'map', 'odom', update.T_map_odom)] });
  }

  /** What remembers map coordinates hears of it first, then come map and tf that hold it. */
  #announce({ before, after }: MapCorrection): void {
    this.#epoch++;
    const n = before.length / 3;
    const step = Math.max(1, Math.ceil(n / MAX_ANCHORS));
    const pick = (P: Float64Array) => P.filter((_, i) => Math.floor(i / 3) % step === 0);
    this.#correction.publish({
      header: header(this.#lastStamp_s, 'map'),
      epoch: this.#epoch,
      before: pick(before),
      after: pick(after),
    });
    this.#showMap();
    const { T_map_odom } = this.#slam;
    if (T_map_odom !== undefined)
      this.#tf.publish({ transforms: [transformToMessage(this.#lastStamp_s, 'map', 'odom', T_map_odom)] });
  }

  #showMap(): void {
    const map = this.#slam.place === 'lost' ? undefined : this.#slam.map();
    if (map !== undefined) this.#maps.publish(this.#lastStamp_s, map);
  }

  #tellState(): void {
    const { place, floor } = this.#slam;
    const isLost = place === 'lost';
    this.#place = place;
    this.#state.publish({
      header: header(this.#node.now_s(), 'map'),
      state: isLost ? 'locating' : place,
      reason: isLost ? 'What I see does not tell yet where I am on my map.' : '',
      confidence: Number.NaN,
      map_name: this.#isNewMap ? '' : this.#floors[floor].name,
    });
  }

  /** Saves a map that grew, once the robot has rested for a while; what looks back comes to its end first. */
  #saveAtRest(): void {
    const now_s = this.#node.now_s();
    const rests = this.#stillSince_s !== undefined && now_s - this.#stillSince_s >= REST_S;
    if (!rests || this.#drawnSinceSave < MIN_DRAWN || this.#slam.place === 'lost') return;
    if (now_s - this.#savedAt_s < this.#node.parameters.save_period) return;
    this.#savedAt_s = now_s;
    this.#drawnSinceSave = 0;
    for (const correction of this.#slam.finish()) this.#announce(correction);
    this.#save(false);
  }

  /**
   * Saves a map that grew or moved in the middle of a job, so that a first clean that is cut off loses minutes of it and not all. SLAM
   * goes on as if nobody had looked: it is waited for until nothing is half done, and nothing is brought to an end for it. To copy the
   * map of a large home takes longer than a step of the control loop: that is done where the robot stands anyway, to turn back or to plan.
   */
  #saveUnderway(): void {
    const { at_s, seen_m2, epoch, drawnSince } = this.#saved;
    if (this.#stillSince_s === undefined || drawnSince < MIN_DRAWN) return;
    if (this.#node.now_s() - at_s < this.#node.parameters.save_underway_period || !this.#slam.isSettled) return;
    const isWorthIt = Math.abs(this.#slam.seen_m2 - seen_m2) >= GROWN_M2 || this.#epoch !== epoch;
    if (isWorthIt) this.#save(true);
  }

  #save(isUnderway: boolean): void {
    const { floor, seen_m2 } = this.#slam;
    this.#saved = { at_s: this.#node.now_s(), seen_m2, epoch: this.#epoch, drawnSince: 0 };
    const index = this.#isNewMap ? this.#floors.length : floor;
    this.#keeper!.save(index, this.#slam.store(), this.#epoch, isUnderway);
  }
}

/** Two turns of the lidar: odometry that far behind will not come. */
const MAX_WAITING = 2;
/** Anchors of a correction: a few for each room. */
const MAX_ANCHORS = 300;
/** Wheels and gyro below this rest. */
const STILL_MPS = 0.005;
const STILL_RADPS = 0.02;
const REST_S = 3;
/** Scans drawn that are worth a save: a metre of way. */
const MIN_DRAWN = 20;
/** Floor that is worth a save under way: a corner of a room. */
const GROWN_M2 = 4;
const nothingSaved = { at_s: Number.NEGATIVE_INFINITY, seen_m2: 0, epoch: 0, drawnSince: 0 };
