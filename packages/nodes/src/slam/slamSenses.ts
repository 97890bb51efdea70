import { type Node, qos } from '@homebound/graph';
import { angleDiff, hypot, identity, type SE2 } from '@homebound/math';
import { fromStamp, nav_msgs, sensor_msgs } from '@homebound/messages';
import type { ScanRecord } from '@homebound/robot';
import { covarianceFromMessage, poseFromMessage } from '../convert.ts';
import { plainFrame } from '../frames.ts';
import { asSeenFromAbove, LaserFrames, whyNoLaserPlace } from '../laserPlace.ts';
import { listenToTf } from '../listenToTf.ts';
import { scanRecord } from '../records.ts';
import type { TfTree } from '../tfTree.ts';
import { type SlamParameters, slamParameters } from './slamParameters.ts';
import { TwoOdometries } from './twoOdometries.ts';

/** A pose of smooth odometry, from whoever tells it. */
export interface HeardOdometry {
  readonly stamp_s: number;
  readonly T_odom_base: SE2;
  /** Of the whole way since the start; absent where it is not known to be that. */
  readonly covariance: Float64Array | undefined;
  readonly v_mps: number;
  readonly w_radps: number;
}

export interface SlamEars {
  onOdometry(odometry: HeardOdometry): void;
  onScan(scan: ScanRecord): void;
  /** Before the first scan of a laser whose place comes from tf. */
  onLaserPlace(T_base_lidar: SE2): void;
}

/** The scans and odometry of a robot of ours: where the lidar sits is known, and odometry says how sure it is. */
export function hearOurRobot(node: Node<SlamParameters>, ears: SlamEars): void {
  const unused = (['odom_source', 'use_odom_covariance'] as const).filter(
    (name) => node.parameters[name] !== slamParameters[name].default,
  );
  if (unused.length > 0)
    node.log(
      'warn',
      `${unused.join(' and ')} of slam: not followed beside our own odometry, which is heard on odom with its covariance. For other odometry start slam alone`,
    );
  node.subscribe(nav_msgs.Odometry, 'odom', qos.sensorIn, (m) =>
    ears.onOdometry(heardOdometry(m, covarianceFromMessage(m.pose.covariance))),
  );
  node.subscribe(sensor_msgs.LaserScan, 'scan', qos.sensorIn, (m) => ears.onScan(scanRecord(m)));
}

/** So long after the first scan nobody has published odom, s: then tf is taken. */
const BEGIN_S = 3;
/** How often it is said what is missing, s: soon at first, then seldom. */
const COMPLAIN_S = 5;
const COMPLAINTS_APART = 12;

/**
 * The scans and odometry of any robot. Where the laser sits, upside down or not, comes from tf; odometry from the topic, or from tf when it
 * is told to or when nobody publishes the topic. Says what is missing until there is all that SLAM needs, and when topic and tf tell two
 * odometries.
 */
export class AnyRobot {
  readonly #node: Node<SlamParameters>;
  readonly #ears: SlamEars;
  readonly #laserFrames = new LaserFrames();
  readonly #tf: TfTree;
  readonly #two: TwoOdometries;
  #from: 'topic' | 'tf' | undefined;
  /** What poses are of: odometry's own frame where it says one. */
  #base: string;
  #laser: { readonly frame: string; readonly isUpsideDown: boolean } | undefined;
  #lastTf: { readonly stamp_s: number; readonly T: SE2 } | undefined;
  #firstScan_s = Number.POSITIVE_INFINITY;
  #scanFrame: string | undefined;
  #complaints = 0;

  constructor(node: Node<SlamParameters>, ears: SlamEars) {
    this.#node = node;
    this.#ears = ears;
    const { base_frame, odom_source } = node.parameters;
    this.#base = base_frame;
    this.#from = odom_source === 'tf' ? 'tf' : undefined;
    this.#tf = listenToTf(node, (m) => {
      if (this.#laser === undefined) this.#laserFrames.add(m);
      this.#hearTf();
    });
    this.#two = new TwoOdometries(node, this.#tf);
    node.subscribe(nav_msgs.Odometry, 'odom', qos.sensorIn, (m) => this.#hearOdom(m));
    node.subscribe(sensor_msgs.LaserScan, 'scan', qos.sensorIn, (m) => this.#hearScan(m));
    node.timer(COMPLAIN_S, () => this.#complain());
  }

  #hearOdom(m: nav_msgs.Odometry): void {
    if (this.#from === 'tf') return;
    if (this.#from === undefined) {
      this.#from = 'topic';
      this.#base = m.child_frame_id || this.#base;
      this.#compareFrames(m);
    }
    const { use_odom_covariance } = this.#node.parameters;
    const covariance = use_odom_covariance ? covarianceFromMessage(m.pose.covariance) : undefined;
    const odometry = heardOdometry(m, covariance);
    this.#two.hear(odometry.stamp_s, odometry.T_odom_base, this.#base);
    this.#ears.onOdometry(odometry);
  }

  #compareFrames({ header }: nav_msgs.Odometry): void {
    const { odom_frame } = this.#node.parameters;
    if (plainFrame(header.frame_id) !== plainFrame(odom_frame))
      this.#node.log(
        'warn',
        `odom is told in ${header.frame_id || '(no frame)'}, and tf will say where ${odom_frame} is: set odom_frame`,
      );
  }

  #hearTf(): void {
    const { odom_frame, base_frame } = this.#node.parameters;
    if (this.#from === 'topic') return;
    if (this.#from === undefined && !(this.#node.now_s() - this.#firstScan_s >= BEGIN_S)) return;
    const found = this.#tf.lookupPlanar(odom_frame, base_frame);
    if (!found.ok || !Number.isFinite(found.stamp_s)) return;
    if (this.#from === undefined)
      this.#node.log('info', `nobody publishes odom: odometry is ${odom_frame} → ${base_frame} on tf`);
    this.#from = 'tf';
    const { stamp_s, T } = found;
    const last = this.#lastTf;
    if (last !== undefined && stamp_s <= last.stamp_s) return;
    this.#lastTf = { stamp_s, T };
    const dt_s = last === undefined ? Number.POSITIVE_INFINITY : stamp_s - last.stamp_s;
    this.#ears.onOdometry({
      stamp_s,
      T_odom_base: T,
      covariance: undefined,
      v_mps: last === undefined ? 0 : hypot(T.x - last.T.x, T.y - last.T.y) / dt_s,
      w_radps: last === undefined ? 0 : angleDiff(T.theta, last.T.theta) / dt_s,
    });
  }

  #hearScan(m: sensor_msgs.LaserScan): void {
    const { frame_id } = m.header;
    this.#scanFrame = frame_id;
    if (this.#firstScan_s === Number.POSITIVE_INFINITY) this.#firstScan_s = this.#node.now_s();
    // Whose frame is on the base is known only when odometry has said whose motion it tells.
    if (this.#from === undefined || !this.#knowsPlaceOf(frame_id)) return;
    const scan = scanRecord(m);
    this.#ears.onScan(this.#laser?.isUpsideDown ? asSeenFromAbove(scan) : scan);
  }

  #knowsPlaceOf(frame: string): boolean {
    if (this.#laser?.frame === frame) return true;
    const place = this.#placeOf(frame);
    if ('reason' in place) return false;
    const { T_base_lidar, isUpsideDown } = place;
    this.#laser = { frame, isUpsideDown };
    const { x, y, theta } = T_base_lidar;
    this.#node.log(
      'info',
      `the laser ${frame} sits at ${x.toFixed(3)}, ${y.toFixed(3)} m, ${theta.toFixed(3)} rad on ${this.#base}${isUpsideDown ? ', upside down' : ''}`,
    );
    this.#ears.onLaserPlace(T_base_lidar);
    return true;
  }

  #placeOf(frame: string) {
    // A laser that says no frame, or the base's own, is the base.
    if (frame === '' || frame === this.#base) return { T_base_lidar: identity, isUpsideDown: false };
    return this.#laserFrames.laserPlace(this.#base, frame, this.#node.parameters.odom_frame);
  }

  #complain(): void {
    const missing = this.#missing();
    if (missing === undefined) this.#complaints = 0;
    else if (this.#complaints++ % COMPLAINTS_APART === 0) this.#node.log('warn', `no map yet: ${missing}`);
  }

  /** What has to come before there can be a map; undefined when all is there. */
  #missing(): string | undefined {
    const { odom_frame, base_frame } = this.#node.parameters;
    if (this.#scanFrame === undefined) return 'nobody publishes scan (sensor_msgs/msg/LaserScan)';
    if (this.#from === undefined || (this.#from === 'tf' && this.#lastTf === undefined)) {
      const found = this.#tf.lookupPlanar(odom_frame, base_frame);
      return `no odometry: nobody publishes odom, and on tf ${found.ok ? `${odom_frame} → ${base_frame} does not move` : found.reason}`;
    }
    if (this.#laser !== undefined) return undefined;
    const place = this.#placeOf(this.#scanFrame);
    if (!('reason' in place)) return undefined;
    const why = whyNoLaserPlace(place, this.#scanFrame, this.#base);
    const remedy = ': publish it on tf_static (robot_state_publisher, or static_transform_publisher)';
    return place.reason === 'unknown' ? `${why}${remedy}` : why;
  }
}

function heardOdometry(m: nav_msgs.Odometry, covariance: Float64Array | undefined): HeardOdometry {
  const { linear, angular } = m.twist.twist;
  return {
    stamp_s: fromStamp(m.header.stamp),
    T_odom_base: poseFromMessage(m.pose.pose),
    covariance,
    v_mps: linear.x,
    w_radps: angular.z,
  };
}
