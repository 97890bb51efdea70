import { type Node, type NodeDefinition, qos } from '@homebound/graph';
import { compose, type SE2 } from '@homebound/math';
import { homebound_interfaces, map_msgs, nav_msgs, tf2_msgs } from '@homebound/messages';
import { mapToOdom, poseFromMessage } from './convert.ts';
import { Corrections } from './corrections.ts';
import { MapAssembler } from './mapPublisher.ts';
import type { RunKeeper } from './runKeeper.ts';
import { isBusyState, RunLog } from './runLog.ts';
import type { WallClock } from './scheduleKeeper.ts';

/** A run under way is kept so often, s: a power cut costs no more of it. */
const KEEP_S = 180;
/** What was swept in the last seconds is told after the job's end, s; more than the mission's usual `coverage_period`. */
const SETTLE_S = 6;

/**
 * The history of runs: where each drove, what it swept, what happened and what it came to, from what the graph says anyway. Publishes
 * nothing. A run is handed over when it begins, every three minutes, and at its end.
 */
export function runHistoryNode(keeper: RunKeeper, clock: WallClock): NodeDefinition<Record<string, never>> {
  return {
    name: 'run_history',
    parameters: {},
    latency_s: 0,
    start: (node) => new RunHistory(node, keeper, clock).start(),
  };
}

class RunHistory {
  readonly #node: Node<Record<string, never>>;
  readonly #keeper: RunKeeper;
  readonly #clock: WallClock;
  readonly #corrections = new Corrections();
  readonly #coverage = new MapAssembler();
  #T_map_odom: SE2 | undefined;
  #mapName = '';
  #job = 0;
  #run: RunLog | undefined;
  /** The run has more to say than was handed over. */
  #isUnkept = false;

  constructor(node: Node<Record<string, never>>, keeper: RunKeeper, clock: WallClock) {
    this.#node = node;
    this.#keeper = keeper;
    this.#clock = clock;
  }

  start(): () => void {
    this.#listenToSlam();
    this.#listenToMission();
    this.#node.timer(KEEP_S, () => {
      if (this.#run?.isOver === false && this.#isUnkept) this.#keep();
    });
    return () => {
      if (this.#isUnkept) this.#keep();
    };
  }

  #listenToSlam(): void {
    const node = this.#node;
    // First: what is remembered moves, and then come the map and the robot's place in it.
    node.subscribe(homebound_interfaces.MapCorrection, 'map_correction', qos.reliable, (m) =>
      this.#run?.path.moveWith(this.#corrections.heard(m, node.now_s())),
    );
    node.subscribe(tf2_msgs.TFMessage, 'tf', qos.tf, (m) => {
      this.#T_map_odom = mapToOdom(m) ?? this.#T_map_odom;
    });
    // After tf: a place that is lost is no part of the way.
    node.subscribe(homebound_interfaces.SlamState, 'slam_state', qos.latched, ({ state, map_name }) => {
      if (state !== 'lost' && state !== 'locating') {
        this.#mapName = map_name;
        return;
      }
      this.#T_map_odom = undefined;
      this.#run?.path.lift();
    });
    node.subscribe(nav_msgs.Odometry, 'odom', qos.sensorIn, (m) => {
      if (this.#run === undefined || this.#run.isOver || this.#T_map_odom === undefined) return;
      const { x, y } = compose(this.#T_map_odom, poseFromMessage(m.pose.pose));
      if (this.#run.path.add(x, y)) this.#isUnkept = true;
    });
  }

  #listenToMission(): void {
    const node = this.#node;
    // What is heard of coverage belongs to the job of the last mission_state: the node says that first when a job begins.
    node.subscribe(homebound_interfaces.MissionState, 'mission_state', qos.latched, (m) => this.#heard(m));
    node.subscribe(nav_msgs.OccupancyGrid, 'coverage', qos.latched, (m) => {
      this.#coverage.addWhole(m);
      this.#run?.covered(this.#coverage.grid);
    });
    node.subscribe(map_msgs.OccupancyGridUpdate, 'coverage_updates', qos.reliable, (m) => {
      if (this.#coverage.addUpdate(m)) this.#run?.covered(this.#coverage.grid);
    });
  }

  #heard(m: homebound_interfaces.MissionState): void {
    const now_s = this.#node.now_s();
    if (m.job !== this.#job) this.#begin(m, now_s);
    const run = this.#run;
    if (run === undefined || m.job === 0) return;
    const wasOver = run.isOver;
    if (run.heard(m, now_s)) this.#isUnkept = true;
    if (!wasOver && run.isOver) this.#settle(run);
  }

  #begin(m: homebound_interfaces.MissionState, now_s: number): void {
    this.#job = m.job;
    if (this.#run !== undefined && this.#isUnkept) {
      this.#run.end();
      this.#keep();
    }
    // Who comes late, to a job that is over already, has nothing to tell of it.
    this.#run = isBusyState(m.state) ? new RunLog(this.#keeper.newId(), m, now_s) : undefined;
    if (this.#run !== undefined) this.#keep();
  }

  /** The end is kept at once, and again when the last of what was swept has been told. */
  #settle(run: RunLog): void {
    this.#keep();
    this.#isUnkept = true;
    const timer = this.#node.timer(SETTLE_S, () => {
      timer.cancel();
      if (this.#run === run && run.isOver && this.#isUnkept) this.#keep();
    });
  }

  #keep(): void {
    const run = this.#run;
    if (run === undefined) return;
    this.#isUnkept = false;
    const now_s = this.#node.now_s();
    this.#keeper.keep(run.detail(now_s, this.#clock.wall_s() - now_s), run.isOver, this.#mapName);
  }
}
