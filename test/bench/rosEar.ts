import { type NodeDefinition, type Outcome, qos, type ServiceClient } from '@homebound/graph';
import { fromStamp, geometry_msgs, homebound_interfaces, nav_msgs, sensor_msgs } from '@homebound/messages';

/** What happened between a scan and what came of it, by the times at which this process heard each, ms. */
export interface Latencies {
  /** A scan to the pose that SLAM found by it. */
  readonly scanToPose_ms: number[];
  /** That pose to the next command for the wheels. */
  readonly poseToCommand_ms: number[];
  readonly scanToCommand_ms: number[];
}

/** A scan that was heard, and whose pose may come: SLAM says it for a time between its first and its last ray. */
interface HeardScan {
  readonly first_s: number;
  readonly last_s: number;
  readonly heard_ms: number;
}

/** Of stamps that are the same. */
const ROUNDING_S = 1e-6;
/** Scans whose pose has not come: SLAM has one in work, a lost one is not waited for. */
const KEPT_SCANS = 50;

/**
 * An outsider on the graph: hears scan, pose and cmd_vel as any subscriber would, and says what a person says. The times are of this
 * process's monotonic clock, so that all three have the same way through DDS and rclnodejs behind them.
 */
export class RosEar {
  readonly latencies: Latencies = { scanToPose_ms: [], poseToCommand_ms: [], scanToCommand_ms: [] };
  mission: homebound_interfaces.MissionState | undefined;
  /** Seen floor of the map as it was last told whole, and its cells' side. */
  map: { readonly seen_m2: number; readonly box_m2: number; readonly resolution_m: number } | undefined;
  scans = 0;
  poses = 0;
  isMeasuring = false;
  #scans: HeardScan[] = [];
  #pose: { readonly scan_ms: number; readonly pose_ms: number } | undefined;
  #say: (command: string) => Promise<string> = () => Promise.reject(new Error('not on the graph yet'));
  #setPace: (pace: number) => Promise<string> = () => Promise.reject(new Error('not on the graph yet'));

  readonly node: NodeDefinition<Record<never, never>> = {
    name: 'bench',
    parameters: {},
    latency_s: 0,
    start: (node) => {
      node.subscribe(sensor_msgs.LaserScan, 'scan', qos.sensorIn, (m) => this.#onScan(m));
      node.subscribe(geometry_msgs.PoseWithCovarianceStamped, 'pose', qos.reliable, ({ header }) =>
        this.#onPose(fromStamp(header.stamp)),
      );
      node.subscribe(geometry_msgs.Twist, 'cmd_vel', qos.reliable, () => this.#onCommand());
      node.subscribe(homebound_interfaces.MissionState, 'mission_state', qos.latched, (m) => {
        this.mission = m;
      });
      node.subscribe(nav_msgs.OccupancyGrid, 'map', qos.latched, (m) => {
        const { width, height, resolution } = m.info;
        const cell_m2 = resolution * resolution;
        let seen = 0;
        for (const cell of m.data) if (cell >= 0) seen++;
        this.map = { seen_m2: seen * cell_m2, box_m2: width * height * cell_m2, resolution_m: resolution };
      });
      const say = asking(node.client(homebound_interfaces.MissionCommand, 'mission_command'));
      this.#say = (command) => say({ command });
      const setPace = asking(node.client(homebound_interfaces.SetPace, 'simulation/set_pace'));
      this.#setPace = (pace) => setPace({ pace });
      return undefined;
    },
  };

  /** A command of mission_command; resolves with why not, empty when it was taken. */
  say(command: string): Promise<string> {
    return this.#say(command);
  }

  /** The simulator's pace; resolves with why not, empty when it was taken. */
  setPace(pace: number): Promise<string> {
    return this.#setPace(pace);
  }

  #onScan({ header, time_increment, ranges }: sensor_msgs.LaserScan): void {
    const heard_ms = performance.now();
    this.scans++;
    const first_s = fromStamp(header.stamp);
    this.#scans.push({ first_s, last_s: first_s + time_increment * (ranges.length - 1), heard_ms });
    if (this.#scans.length > KEPT_SCANS) this.#scans.shift();
  }

  #onPose(stamp_s: number): void {
    const pose_ms = performance.now();
    this.poses++;
    const at = this.#scans.findIndex(
      ({ first_s, last_s }) => stamp_s > first_s - ROUNDING_S && stamp_s < last_s + ROUNDING_S,
    );
    if (at < 0) return;
    const scan_ms = this.#scans[at].heard_ms;
    this.#scans.splice(0, at + 1);
    if (this.isMeasuring) this.latencies.scanToPose_ms.push(pose_ms - scan_ms);
    this.#pose = { scan_ms, pose_ms };
  }

  #onCommand(): void {
    const pose = this.#pose;
    this.#pose = undefined;
    if (pose === undefined || !this.isMeasuring) return;
    const now_ms = performance.now();
    this.latencies.poseToCommand_ms.push(now_ms - pose.pose_ms);
    this.latencies.scanToCommand_ms.push(now_ms - pose.scan_ms);
  }
}

const ANSWER_S = 10;

/** Asks a service that accepts or refuses; resolves with why not, empty when it accepts. */
function asking<Req>(
  client: ServiceClient<Req, { accepted: boolean; reason: string }>,
): (request: Partial<Req>) => Promise<string> {
  const refusalIn = (outcome: Outcome<{ accepted: boolean; reason: string }>): string => {
    if (!outcome.ok) return outcome.error.message;
    return outcome.value.accepted ? '' : outcome.value.reason;
  };
  return (request) =>
    new Promise((resolve) => client.call(request, (outcome) => resolve(refusalIn(outcome)), ANSWER_S));
}
