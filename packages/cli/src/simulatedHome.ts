import { LocalGraph, type LogLevel, type NodeFault, qos } from '@homebound/graph';
import type { OccupancyGrid } from '@homebound/grid';
import { Checksum, compose, identity, PoseBuffer, type SE2 } from '@homebound/math';
import { fromStamp, homebound_interfaces, map_msgs, nav_msgs, tf2_msgs } from '@homebound/messages';
import {
  addRobot,
  type FloorSight,
  floorSight,
  LocalEye,
  MapAssembler,
  type MapKeeper,
  mapToOdom,
  type PrivacyKeeper,
  poseFromMessage,
} from '@homebound/nodes';
import { type CameraRig, defaultGeometry, type RobotGeometry } from '@homebound/robot';
import { createSimulator, Referee, type Simulator, type SimulatorOptions, type World } from '@homebound/sim';
import { farPlace } from './farPlace.ts';

/** The robot is lifted at a time, s, and set down two seconds later: at a pose in the world, or somewhere far off by the seed. */
export interface Kidnap {
  readonly at_s: number;
  readonly to?: SE2;
}

export interface SimulatedHomeOptions {
  readonly world: World;
  readonly seed: number;
  /** The body; the default one when absent. */
  readonly geometry?: RobotGeometry;
  /** How bad its sensors are, and which lidar it has; the simulator's defaults when absent. */
  readonly noise?: SimulatorOptions['noise'];
  readonly lidar?: SimulatorOptions['lidar'];
  /** Its eye; none when absent. */
  readonly camera?: SimulatorOptions['camera'];
  /** What looks at the floor with it; by default vision alone. */
  readonly sight?: (rig: CameraRig) => FloorSight;
  /** Areas that the referee watches the body keep out of; world frame, interleaved x, y. */
  readonly noGo?: readonly Float64Array[];
  /** Cell size of the robot's map; the SLAM node's default when absent. */
  readonly resolution_m?: number;
  readonly kidnap?: Kidnap;
  /** Maps of earlier runs, and where this run's goes; absent = the home is new to the robot. */
  readonly keeper?: MapKeeper;
  /** How the privacy button was left; absent = as new. */
  readonly privacy?: PrivacyKeeper;
  /** Called with every 25th of a second's true pose, world frame. */
  readonly onTruth?: (stamp_s: number, T_world_base: SE2) => void;
  /** Called with the robot's own belief as often, map frame. */
  readonly onEstimate?: (stamp_s: number, T_map_base: SE2) => void;
  readonly onFault?: (fault: NodeFault) => void;
  readonly log?: (level: LogLevel, node: string, text: string, stamp_s: number) => void;
}

/** Phases in which a job is over. */
const ended = ['finished', 'stopped', 'stuck'];
/** 25 Hz: every second poll of the body. */
const POSE_STRIDE = 2;

/**
 * A simulated home with the whole stack in it, in one process on a virtual clock, and the referee outside the stack.
 * Platform-free: the command line, the tests and a browser's worker run this same class. Physics must be ready (`initPhysics`).
 */
export class SimulatedHome {
  readonly graph: LocalGraph;
  readonly simulator: Simulator;
  readonly referee: Referee;
  /** What looks at the floor; absent without a camera. */
  readonly eye: LocalEye | undefined;
  #state = homebound_interfaces.MissionState.create();
  #T_map_odom: SE2 = identity;
  #estimate: SE2 | undefined;
  /** Truth of the last second, to hold against an estimate of the same time. */
  readonly #truth = new PoseBuffer(1);
  #endPoseError_m = Number.NaN;
  #squaredErrors_m2 = 0;
  #poses = 0;
  readonly #map = new MapAssembler();
  readonly #checksum = new Checksum();
  #steps = 0;

  constructor(options: SimulatedHomeOptions) {
    const { world, seed, resolution_m, onTruth, onEstimate, onFault, log, geometry = defaultGeometry } = options;
    const { noise, lidar, camera, noGo } = options;
    this.simulator = createSimulator({ world, seed, geometry, noise, lidar, ...(camera !== undefined && { camera }) });
    this.referee = new Referee({ world, geometry, noGo });
    this.graph = new LocalGraph({ onFault, log });
    this.simulator.onStep((truth) => {
      this.referee.update(truth);
      this.#truth.add(truth.stamp_s, truth.T_world_base);
      if (++this.#steps % POSE_STRIDE !== 0) return;
      const { x, y, theta } = truth.T_world_base;
      this.#checksum.add(truth.stamp_s, x, y, theta);
      onTruth?.(truth.stamp_s, truth.T_world_base);
    });
    const overrides = resolution_m === undefined ? {} : { slam: { resolution: resolution_m } };
    // Whoever begins a simulation with a camera, and keeps nothing, has switched it on.
    const privacy = options.privacy ?? (camera === undefined ? undefined : cameraIsOn);
    const { body } = this.simulator;
    this.eye = body.camera && new LocalEye(body.camera, options.sight ?? ((rig) => floorSight(rig, geometry)));
    addRobot(this.graph, body, overrides, options.keeper, privacy, this.eye);
    if (options.kidnap !== undefined) this.#planKidnap(options.kidnap, world, seed);
    const { outside } = this.graph;
    outside.subscribe(homebound_interfaces.MissionState, 'mission_state', qos.latched, (m) => {
      this.#state = m;
    });
    outside.subscribe(tf2_msgs.TFMessage, 'tf', qos.tf, (m) => {
      this.#T_map_odom = mapToOdom(m) ?? this.#T_map_odom;
    });
    outside.subscribe(nav_msgs.OccupancyGrid, 'map', qos.latched, (m) => this.#map.addWhole(m));
    outside.subscribe(map_msgs.OccupancyGridUpdate, 'map_updates', qos.reliable, (m) => {
      this.#map.addUpdate(m);
    });
    let count = 0;
    outside.subscribe(nav_msgs.Odometry, 'odom', qos.sensorIn, (m) => {
      if (++count % POSE_STRIDE !== 0) return;
      const stamp_s = fromStamp(m.header.stamp);
      this.#estimate = compose(this.#T_map_odom, poseFromMessage(m.pose.pose));
      const truth = this.#truth.at(stamp_s);
      if (truth !== undefined) this.#compare(compose(world.T_world_start, this.#estimate), truth);
      this.#checksum.add(this.#estimate.x, this.#estimate.y, this.#estimate.theta);
      onEstimate?.(stamp_s, this.#estimate);
    });
  }

  #compare(believed: SE2, truth: SE2): void {
    this.#endPoseError_m = poseError(believed, truth);
    this.#squaredErrors_m2 += this.#endPoseError_m * this.#endPoseError_m;
    this.#poses++;
  }

  #planKidnap({ at_s, to }: Kidnap, world: World, seed: number): void {
    const { control } = this.simulator;
    const timer = this.graph.outside.timer(at_s, () => {
      timer.cancel();
      control.carry(to ?? farPlace(world, this.simulator.truth().T_world_base, seed), CARRIED_S);
    });
  }

  /** What the mission last said. */
  get state(): homebound_interfaces.MissionState {
    return this.#state;
  }

  get isOver(): boolean {
    return ended.includes(this.#state.state);
  }

  get finished(): boolean {
    return this.#state.state === 'finished';
  }

  /** The robot's map as it was last published. */
  get map(): OccupancyGrid | undefined {
    return this.#map.grid;
  }

  get T_map_base(): SE2 | undefined {
    return this.#estimate;
  }

  /** Distance between belief and truth when they were last compared, m. */
  get poseError_m(): number {
    return this.#endPoseError_m;
  }

  /** Root mean square of that distance over the run so far (ATE without any fit), m. */
  get trajectoryError_m(): number {
    return this.#poses === 0 ? Number.NaN : Math.sqrt(this.#squaredErrors_m2 / this.#poses);
  }

  /** Checksum of truth and belief at every step so far and of the map now: the same for the same seed on every engine. */
  hash(): string {
    const sum = this.#checksum.clone();
    if (this.#map.grid !== undefined) sum.addBytes(this.#map.grid.data);
    return sum.hex;
  }

  /** Gives the mission a command; `done` is told in the graph's own time. */
  command(command: string, x = 0, y = 0, done: (accepted: boolean, reason: string) => void = () => {}): void {
    this.graph.outside
      .client(homebound_interfaces.MissionCommand, 'mission_command')
      .call({ command, x, y }, (outcome) =>
        outcome.ok ? done(outcome.value.accepted, outcome.value.reason) : done(false, outcome.error.message),
      );
  }

  /** Lets sensors and SLAM settle on the dock, then starts a job. */
  startJob(begin: () => void = () => this.command('start')): void {
    this.graph.runFor(SETTLE_S);
    begin();
  }

  /** Ends the nodes and gives the physics' memory back. */
  close(): void {
    this.graph.shutdown();
    this.simulator.free();
  }
}

const cameraIsOn: PrivacyKeeper = {
  load: () => ({ isOff: false, atRobot: false, cameraIsOn: true }),
  save: () => {},
};

/** How long a robot that is carried off hangs in the air, s. */
const CARRIED_S = 2;
/** Time for the first scans before anybody presses start, s. */
const SETTLE_S = 2;

function poseError(a: SE2, b: SE2): number {
  const dx = a.x - b.x;
  const dy = a.y - b.y;
  return Math.sqrt(dx * dx + dy * dy);
}
