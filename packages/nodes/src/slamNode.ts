import { type Node, type NodeDefinition, qos } from '@homebound/graph';
import { compose, identity, type SE2 } from '@homebound/math';
import { geometry_msgs, homebound_interfaces, nav_msgs, std_msgs, std_srvs } from '@homebound/messages';
import type { RobotGeometry, ScanRecord } from '@homebound/robot';
import { type MapCorrection, Slam, type SlamUpdate } from '@homebound/slam';
import { type Checkpoint, type SlamCheckpoint, takeUp } from './checkpoint.ts';
import { poseFromMessage } from './convert.ts';
import type { MapKeeper } from './mapKeeper.ts';
import { gridToMessage } from './mapPublisher.ts';
import { MapSaving } from './slam/mapSaving.ts';
import { type SlamParameters, slamParameters } from './slam/slamParameters.ts';
import { SlamReports } from './slam/slamReports.ts';
import { AnyRobot, type HeardOdometry, hearOurRobot } from './slam/slamSenses.ts';

/**
 * SLAM on the graph: scan, odom, initialpose, safety, map_reset → map (latched, when its frame changed), map_metadata and map_updates
 * (changed cells), pose, tf (map → odom), map_correction, slam_state; services slam/reset, slam/pause_new_measurements, slam/dynamic_map.
 * @param geometry of a robot of ours; absent = any robot: where its laser sits is asked of tf, and its frames are parameters
 * @param keeper the maps of earlier runs; absent = nothing is kept, each run begins a new map
 * @param checkpoint where the robot was in the keeper's map, when this process is killed and started again; absent = it looks everywhere
 */
export function slamNode(
  geometry?: RobotGeometry,
  keeper?: MapKeeper,
  checkpoint?: Checkpoint<SlamCheckpoint>,
): NodeDefinition<SlamParameters> {
  return {
    name: 'slam',
    parameters: slamParameters,
    latency_s: 0.02,
    start: (node) => new SlamShell(node, geometry, keeper, checkpoint).start(geometry !== undefined),
  };
}

class SlamShell {
  readonly #node: Node<SlamParameters>;
  /** The maps of earlier runs. What is saved now is none of them, even should the keeper list it too. */
  readonly #floors: MapKeeper['floors'];
  readonly #saving: MapSaving | undefined;
  readonly #reports: SlamReports;
  #T_base_lidar: SE2;
  #slam: Slam;
  /** Whether this run began a map of its own. */
  #isNewMap: boolean;
  /** Scans that wait for the odometry of their last beams. */
  #waiting: ScanRecord[] = [];
  #isPaused = false;
  #lastStamp_s = 0;
  #epoch = 0;
  #place: Slam['place'] | undefined;
  readonly #checkpoint: Checkpoint<SlamCheckpoint> | undefined;
  /** Where it was when its process was killed, until odometry has said where that is now. */
  #before: SlamCheckpoint | undefined;

  constructor(
    node: Node<SlamParameters>,
    geometry: RobotGeometry | undefined,
    keeper: MapKeeper | undefined,
    checkpoint: Checkpoint<SlamCheckpoint> | undefined,
  ) {
    this.#checkpoint = checkpoint;
    this.#before = takeUp(checkpoint, node.now_s());
    this.#node = node;
    this.#reports = new SlamReports(node);
    this.#floors = [...(keeper?.floors ?? [])];
    this.#saving = keeper && new MapSaving(keeper);
    this.#isNewMap = this.#floors.length === 0;
    const lidar = geometry?.lidar;
    this.#T_base_lidar = lidar === undefined ? identity : { x: lidar.x_m, y: lidar.y_m, theta: lidar.yaw_rad };
    this.#slam = this.#begin(this.#floors);
  }

  start(isOurRobot: boolean): undefined {
    const node = this.#node;
    const ears = {
      onOdometry: (odometry: HeardOdometry) => this.#onOdometry(odometry),
      onScan: (scan: ScanRecord) => this.#onScan(scan),
      onLaserPlace: (T_base_lidar: SE2) => {
        this.#T_base_lidar = T_base_lidar;
        this.#slam.setLidar(T_base_lidar);
      },
    };
    if (isOurRobot) hearOurRobot(node, ears);
    else new AnyRobot(node, ears);
    node.subscribe(homebound_interfaces.Safety, 'safety', qos.sensorIn, (m) =>
      this.#slam.setLifted(m.wheel_drop_left && m.wheel_drop_right),
    );
    node.subscribe(std_msgs.Empty, 'map_reset', qos.reliable, () => this.#reset());
    node.subscribe(geometry_msgs.PoseWithCovarianceStamped, 'initialpose', qos.reliable, (m) => this.#relocate(m));
    this.#serve();
    this.#work();
    return undefined;
  }

  /** As slam_toolbox has them, with types that every ROS 2 has. */
  #serve(): void {
    const node = this.#node;
    node.service(std_srvs.Trigger, 'slam/reset', (_, respond) => {
      this.#reset();
      respond({ success: true, message: 'A new map is begun; what is stored stays.' });
    });
    node.service(std_srvs.SetBool, 'slam/pause_new_measurements', ({ data }, respond) => {
      this.#isPaused = data;
      this.#waiting = [];
      respond({ success: true, message: data ? 'Scans are not looked at.' : 'Scans are looked at again.' });
    });
    node.service(nav_msgs.GetMap, 'slam/dynamic_map', (_, respond) => {
      const map = this.#slam.map();
      const { map_frame } = node.parameters;
      // A grid of no cells says that there is none: the type has no other word for it.
      const whole = map === undefined ? {} : gridToMessage(this.#lastStamp_s, map, map_frame);
      respond({ map: nav_msgs.OccupancyGrid.canonical(whole) });
    });
  }

  #work(): void {
    const node = this.#node;
    const { work_period, map_period, save_period, save_underway_period } = node.parameters;
    node.timer(work_period, () => {
      const correction = this.#slam.work();
      if (correction !== undefined) this.#announce(correction);
    });
    node.timer(map_period, () => this.#showMap());
    node.timer(1, () => {
      this.#tellState();
      const { T_map_odom } = this.#slam;
      if (T_map_odom !== undefined) this.#checkpoint?.keep({ stamp_s: node.now_s(), T_map_odom });
    });
    const saving = this.#saving;
    if (saving === undefined) return;
    node.timer(1, () => {
      if (!saving.isDueAtRest(node.now_s(), this.#slam, save_period)) return;
      for (const correction of this.#slam.finish()) this.#announce(correction);
      this.#save(saving, false);
    });
    node.timer(work_period, () => {
      if (saving.isDueUnderway(node.now_s(), this.#slam, this.#epoch, save_underway_period)) this.#save(saving, true);
    });
  }

  #begin(floors: MapKeeper['floors'], T_map_start: SE2 = identity): Slam {
    const { resolution } = this.#node.parameters;
    const projector = { T_base_lidar: this.#T_base_lidar };
    return new Slam({ projector, map: { resolution_m: resolution }, T_map_start }, floors);
  }

  /** A person wants a new map: what was drawn in this run is forgotten. What is stored stays. */
  #reset(): void {
    this.#slam = this.#begin([]);
    this.#isNewMap = true;
    this.#saving?.beganAnew();
    this.#waiting = [];
    this.#tellState();
  }

  /** A person says where the robot is, as RViz's "2D Pose Estimate" does. */
  #relocate({ header: { frame_id }, pose }: geometry_msgs.PoseWithCovarianceStamped): void {
    const { map_frame } = this.#node.parameters;
    const T_map_base = poseFromMessage(pose.pose);
    if (frame_id !== map_frame || !Number.isFinite(T_map_base.x + T_map_base.y + T_map_base.theta))
      return this.#node.log(
        'warn',
        `initialpose is not followed: it must be finite and in ${map_frame}, not ${frame_id}`,
      );
    if (!this.#slam.relocate(T_map_base))
      return this.#node.log('warn', 'initialpose is not followed: there is no map yet to be placed in');
    this.#tellState();
  }

  #onOdometry({ stamp_s, T_odom_base, covariance, v_mps, w_radps }: HeardOdometry): void {
    this.#saving?.moved(stamp_s, v_mps, w_radps);
    if (this.#before !== undefined) return this.#comeBack(this.#before, stamp_s, T_odom_base);
    this.#slam.addOdometry(stamp_s, T_odom_base, covariance);
    if (this.#waiting.length > 0) this.#takeScans();
  }

  /**
   * It was killed in the middle of things: the robot is near where odometry says, on the map as it was saved last; or a new map begins there,
   * so that what others remember in the map's frame stays about right.
   */
  #comeBack({ T_map_odom }: SlamCheckpoint, stamp_s: number, T_odom_base: SE2): void {
    this.#before = undefined;
    const T_map_base = compose(T_map_odom, T_odom_base);
    if (this.#floors.length === 0) this.#slam = this.#begin([], T_map_base);
    this.#slam.addOdometry(stamp_s, T_odom_base);
    if (this.#floors.length > 0) this.#slam.relocate(T_map_base);
    this.#tellState();
  }

  #onScan(scan: ScanRecord): void {
    // Who drives by this map goes on doing so: the place follows odometry.
    if (this.#isPaused) return this.#showCorrection(scan.stamp_s);
    this.#waiting.push(scan);
    if (this.#waiting.length > MAX_WAITING) this.#waiting.shift();
    this.#takeScans();
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
    if (update.changed !== undefined) this.#saving?.drew();
    // A pose that is only odometry's is not told as if it were known.
    if (!update.matched) return;
    this.#reports.pose(update);
    this.#reports.mapToOdom(update.stamp_s, update.T_map_odom);
  }

  #showCorrection(stamp_s: number): void {
    const { T_map_odom } = this.#slam;
    if (T_map_odom !== undefined) this.#reports.mapToOdom(stamp_s, T_map_odom);
  }

  /** What remembers map coordinates hears of it first, then come map and tf that hold it. */
  #announce(correction: MapCorrection): void {
    this.#reports.correction(this.#lastStamp_s, ++this.#epoch, correction);
    this.#showMap();
    this.#showCorrection(this.#lastStamp_s);
  }

  #showMap(): void {
    const map = this.#slam.place === 'lost' ? undefined : this.#slam.map();
    if (map !== undefined) this.#reports.map(this.#lastStamp_s, map);
  }

  #tellState(): void {
    const { place, floor } = this.#slam;
    this.#place = place;
    this.#reports.state(place, this.#isNewMap ? '' : this.#floors[floor].name);
  }

  #save(saving: MapSaving, isUnderway: boolean): void {
    const index = this.#isNewMap ? this.#floors.length : this.#slam.floor;
    saving.save(this.#node.now_s(), index, this.#slam, this.#epoch, isUnderway);
  }
}

/** Odometry that many scans behind will not come. */
const MAX_WAITING = 4;
