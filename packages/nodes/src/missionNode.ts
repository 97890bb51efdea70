import { type ClientGoal, type Node, type NodeDefinition, qos } from '@homebound/graph';
import { compose, cos, hypot, identity, inverse, type SE2, sin, wrapAngle } from '@homebound/math';
import {
  fromStamp,
  geometry_msgs,
  homebound_interfaces,
  map_msgs,
  nav_msgs,
  sensor_msgs,
  std_msgs,
  tf2_msgs,
  toStamp,
} from '@homebound/messages';
import {
  advance,
  CleaningWork,
  type DriveOrder,
  type DriveOutcome,
  initialState,
  isBusy,
  type Leg,
  type MissionCommand,
  type MissionEvent,
  type MissionState,
  mayCommand,
  PlaceWatch,
  type SlamWord,
  type UserCommand,
} from '@homebound/mission';
import type { RobotGeometry } from '@homebound/robot';
import { header, mapToOdom, poseFromMessage } from './convert.ts';
import { Corrections } from './corrections.ts';
import { MapAssembler, MapPublisher } from './mapPublisher.ts';

export const missionParameters = {
  fan: { default: 0.6, unit: '1', min: 0, max: 1, description: 'Fan level while cleaning.' },
  brush: { default: 0.8, unit: '1', min: 0, max: 1, description: 'Main and side brush level while cleaning.' },
  coverage_period: {
    default: 4,
    unit: 's',
    min: 0.5,
    max: 60,
    description: 'How often coverage is worked out and published.',
  },
  report_period: {
    default: 1,
    unit: 's',
    min: 0.1,
    max: 10,
    description: 'How often the state is published without news.',
  },
} as const;

const userCommands: readonly string[] = ['start', 'pause', 'resume', 'stop', 'dock', 'goto', 'reset'];

/**
 * The cleaning job on the graph: service mission_command; map_correction, map, map_updates, odom, tf, pose, slam_state, safety,
 * dock_sensor, battery_state → goals of the action drive, cmd_cleaning, mission_state, coverage (and coverage_updates), plan,
 * map_reset.
 */
export function missionNode(geometry: RobotGeometry): NodeDefinition<typeof missionParameters> {
  return {
    name: 'mission',
    parameters: missionParameters,
    latency_s: 0.05,
    start: (node) => new Mission(node, geometry).start(),
  };
}

class Mission {
  readonly #node: Node<typeof missionParameters>;
  readonly #map = new MapAssembler();
  readonly #work: CleaningWork;
  readonly #drive;
  readonly #motors;
  readonly #stateOut;
  readonly #planOut;
  readonly #mapReset;
  readonly #coverageOut: MapPublisher;
  #state: MissionState = initialState;
  #goal: ClientGoal | undefined;
  #T_map_odom: SE2 = identity;
  #T_odom_base: SE2 | undefined;
  #motorsOn = false;
  #driven_m = 0;
  #cleaning_s = 0;
  #lastOdom_s = Number.NaN;
  #coverageShown = -1;
  readonly #corrections = new Corrections();
  readonly #place: PlaceWatch;
  #locatingSince_s = Number.NaN;
  /** Where it stood on its dock, should it not have known where that is in the map. */
  #T_odom_dock: SE2 | undefined;
  #shownPath_map: Float64Array = new Float64Array(0);
  #figures = { coverage: 0, cleanedArea_m2: 0, reachableArea_m2: 0 };
  #anchor: { readonly driveId: number; readonly x: number; readonly y: number; readonly since_s: number } | undefined;

  constructor(node: Node<typeof missionParameters>, geometry: RobotGeometry) {
    this.#node = node;
    this.#work = new CleaningWork(geometry);
    this.#place = new PlaceWatch(node.now_s());
    this.#drive = node.actionClient(homebound_interfaces.Drive, 'drive');
    this.#motors = node.publisher(homebound_interfaces.CleaningMotors, 'cmd_cleaning', qos.reliable);
    this.#stateOut = node.publisher(homebound_interfaces.MissionState, 'mission_state', qos.latched);
    this.#mapReset = node.publisher(std_msgs.Empty, 'map_reset', qos.reliable);
    this.#planOut = node.publisher(nav_msgs.Path, 'plan', qos.latched);
    this.#coverageOut = new MapPublisher(
      node.publisher(nav_msgs.OccupancyGrid, 'coverage', qos.latched),
      node.publisher(map_msgs.OccupancyGridUpdate, 'coverage_updates', qos.reliable),
    );
  }

  start(): undefined {
    const node = this.#node;
    // First: at one instant what is remembered moves, and then come the map and the robot's place in it.
    node.subscribe(homebound_interfaces.MapCorrection, 'map_correction', qos.reliable, (m) => this.#onCorrection(m));
    node.subscribe(nav_msgs.OccupancyGrid, 'map', qos.latched, (m) => this.#map.addWhole(m));
    node.subscribe(map_msgs.OccupancyGridUpdate, 'map_updates', qos.reliable, (m) => {
      this.#map.addUpdate(m);
    });
    node.subscribe(tf2_msgs.TFMessage, 'tf', qos.tf, (m) => {
      this.#T_map_odom = mapToOdom(m) ?? this.#T_map_odom;
    });
    node.subscribe(nav_msgs.Odometry, 'odom', qos.sensorIn, (m) =>
      this.#onOdometry(fromStamp(m.header.stamp), poseFromMessage(m.pose.pose)),
    );
    node.subscribe(homebound_interfaces.DockSensor, 'dock_sensor', qos.sensorIn, (m) => {
      if (m.docked !== this.#state.docked) this.#onDock(m.docked);
    });
    node.subscribe(sensor_msgs.BatteryState, 'battery_state', qos.reliable, (m) =>
      this.#handle({ type: 'battery', charge: m.percentage }),
    );
    node.service(homebound_interfaces.MissionCommand, 'mission_command', (request, respond) =>
      respond(this.#onCommand(request)),
    );
    node.subscribe(geometry_msgs.PoseWithCovarianceStamped, 'pose', qos.reliable, () =>
      this.#place.heardPose(node.now_s()),
    );
    node.subscribe(homebound_interfaces.SlamState, 'slam_state', qos.latched, (m) => {
      if (!slamWords.includes(m.state))
        throw new RangeError(`slam_state: state must be one of ${slamWords.join(', ')}, got ${m.state}`);
      this.#place.heardSlam(m.state as SlamWord, node.now_s());
      this.#checkPlace();
    });
    node.subscribe(homebound_interfaces.Safety, 'safety', qos.sensorIn, (m) =>
      this.#onWheels(m.wheel_drop_left && m.wheel_drop_right),
    );
    node.timer(1, () => {
      this.#checkPlace();
      this.#checkSearch();
      this.#watch();
    });
    node.timer(node.parameters.report_period, () => this.#report());
    // Walking the whole floor at each report would cost more than all of SLAM.
    node.timer(node.parameters.coverage_period, () => {
      this.#figures = this.#work.figures();
      this.#showCoverage();
    });
    return undefined;
  }

  /** None while SLAM does not know it: what is remembered of it is then of another place. */
  get #T_map_base(): SE2 | undefined {
    return this.#T_odom_base === undefined || !this.#state.located
      ? undefined
      : compose(this.#T_map_odom, this.#T_odom_base);
  }

  #onOdometry(stamp_s: number, T_odom_base: SE2): void {
    const last = this.#T_odom_base;
    const dt = stamp_s - this.#lastOdom_s;
    this.#lastOdom_s = stamp_s;
    this.#T_odom_base = T_odom_base;
    if (this.#state.docked) this.#T_odom_dock = T_odom_base;
    if (last === undefined || !isBusy(this.#state)) return;
    this.#driven_m += hypot(T_odom_base.x - last.x, T_odom_base.y - last.y);
    this.#cleaning_s += dt;
    // The brush cleans whenever it turns, on the way between lanes too.
    if (this.#state.located) this.#work.addPose(compose(this.#T_map_odom, T_odom_base), this.#motorsOn);
  }

  /** All that is remembered in the map moves with it, and the robot with what it is near to. */
  #onCorrection(m: homebound_interfaces.MapCorrection): void {
    const warp = this.#corrections.heard(m, this.#node.now_s());
    if (warp.isIdentity) return;
    const T_odom_base = this.#T_odom_base ?? identity;
    this.#T_map_odom = compose(warp.movePose(compose(this.#T_map_odom, T_odom_base)), inverse(T_odom_base));
    this.#work.moveWith(warp);
    this.#anchor = undefined;
    this.#handle({ type: 'mapMoved', warp });
    if (this.#shownPath_map.length > 0) this.#showPlan(warp.moved(this.#shownPath_map));
  }

  #onWheels(hang: boolean): void {
    if (hang === this.#place.isLifted) return;
    this.#place.heardWheels(hang, this.#node.now_s());
    this.#locatingSince_s = Number.NaN;
    if (hang) this.#T_odom_dock = undefined;
    this.#handle({ type: 'lifted', lifted: hang });
  }

  #checkPlace(): void {
    const place = this.#place.at(this.#node.now_s());
    if (place.is === 'lost') this.#handle({ type: 'lost' });
    if (place.is !== 'known') return;
    const wasLocated = this.#state.located;
    // Docked before it knew where: the dock is where odometry says that it was.
    if (!wasLocated && this.#work.dock === undefined && this.#T_odom_dock !== undefined)
      this.#work.setDock(compose(this.#T_map_odom, this.#T_odom_dock));
    this.#handle({ type: 'located', inKnownMap: place.inKnownMap });
  }

  /** Looking for the place has an end, and so has hanging in the air. */
  #checkSearch(): void {
    const now_s = this.#node.now_s();
    if (this.#state.phase !== 'locating') this.#locatingSince_s = Number.NaN;
    else if (Number.isNaN(this.#locatingSince_s)) this.#locatingSince_s = now_s;
    else if (now_s - this.#locatingSince_s > SEARCH_S) this.#handle({ type: 'notFound' });
  }

  /** A drive that has not left a small circle for long will not get anywhere: it is ended as stuck, whatever the driver hopes. */
  #watch(): void {
    const at = this.#T_map_base;
    const now_s = this.#node.now_s();
    const { driveId, driving, phase } = this.#state;
    const anchor = this.#anchor;
    if (at === undefined || !driving || phase === 'locating') return;
    if (anchor?.driveId !== driveId || hypot(at.x - anchor.x, at.y - anchor.y) > STALL_RADIUS_M) {
      this.#anchor = { driveId, x: at.x, y: at.y, since_s: now_s };
      return;
    }
    if (now_s - anchor.since_s < STALL_S) return;
    this.#goal?.cancel();
    this.#goal = undefined;
    this.#work.legEnded(false, at);
    this.#work.markTrouble(at, at.x + 0.2 * cos(at.theta), at.y + 0.2 * sin(at.theta), 'obstacle', now_s);
    this.#handle({ type: 'driveEnded', driveId, outcome: 'stuck', reason: 'the robot did not get on' });
  }

  #onDock(docked: boolean): void {
    const T_map_base = this.#T_map_base;
    this.#T_odom_dock = docked ? this.#T_odom_base : this.#T_odom_dock;
    if (docked && T_map_base !== undefined) this.#work.setDock(T_map_base);
    this.#handle({ type: 'dock', docked });
  }

  #onCommand(request: homebound_interfaces.MissionCommand_Request): { accepted: boolean; reason: string } {
    if (!userCommands.includes(request.command))
      return { accepted: false, reason: `Unknown command ${request.command}; known are ${userCommands.join(', ')}.` };
    const command = request.command as UserCommand;
    if (command === 'goto' && !(Number.isFinite(request.x) && Number.isFinite(request.y)))
      return { accepted: false, reason: 'The point to go to must be two finite numbers.' };
    const allowed = mayCommand(this.#state, command);
    if (allowed !== true) return { accepted: false, reason: allowed };
    if (command === 'start' && this.#state.phase !== 'paused') this.#beginJob();
    this.#handle({ type: 'user', command, x: request.x, y: request.y });
    return { accepted: true, reason: this.#state.reason };
  }

  #beginJob(): void {
    this.#driven_m = 0;
    this.#cleaning_s = 0;
    this.#work.beginJob();
    // The dock sensor said "docked" before SLAM had a pose.
    const T_map_base = this.#T_map_base;
    if (this.#state.docked && T_map_base !== undefined) this.#work.setDock(T_map_base);
  }

  #handle(event: MissionEvent): void {
    const before = this.#state;
    const { state, commands } = advance(before, event);
    this.#state = state;
    for (const command of commands) this.#execute(command);
    if (state.phase !== before.phase || state.reason !== before.reason) {
      this.#figures = this.#work.figures();
      this.#node.log('info', `${state.phase}: ${state.reason}`);
      this.#report();
    }
  }

  #execute(command: MissionCommand): void {
    switch (command.do) {
      case 'drive':
        return this.#sendDrive(command.driveId, command.order);
      case 'cancelDrive':
        this.#goal?.cancel();
        this.#goal = undefined;
        this.#work.legCancelled();
        return;
      case 'plan':
        return this.#handle({ type: 'planned', leg: this.#plan(command.work) });
      case 'motors':
        return this.#switchMotors(command.on);
      case 'reset':
        this.#work.reset();
        return this.#mapReset.publish({});
    }
  }

  #plan(work: 'clean' | 'home' | 'goto'): Leg {
    if (work === 'goto') return this.#pathTo(this.#state.goto_map.x, this.#state.goto_map.y);
    return this.#onMap((from, now_s) =>
      work === 'clean' ? this.#work.nextLeg(from, now_s) : this.#work.pathHome(from, now_s),
    );
  }

  #pathTo(x: number, y: number): Leg {
    return this.#onMap((from, now_s) => this.#work.pathTo(from, x, y, now_s));
  }

  /** Plans on the newest map from where the robot is. */
  #onMap(plan: (from: SE2, now_s: number) => Leg): Leg {
    const from = this.#T_map_base;
    const map = this.#map.grid;
    if (from === undefined || map === undefined)
      return { kind: 'none', isDone: false, reason: 'The robot does not know yet where it is.' };
    this.#work.setMap(map);
    return plan(from, this.#node.now_s());
  }

  #sendDrive(driveId: number, order: DriveOrder): void {
    const turnFrom = this.#T_map_base?.theta ?? 0;
    const yaw = Number.isNaN(order.yaw_rad) ? wrapAngle(turnFrom + THIRD_OF_A_TURN) : order.yaw_rad;
    const dock = this.#work.dock;
    const path = order.mode === 'dock' && dock ? Float64Array.of(dock.x, dock.y) : order.path_map;
    this.#showPlan(order.path_map);
    this.#goal = this.#drive.send(
      // The drive task wants the way out of the dock; the docked robot faces into it.
      {
        mode: order.mode,
        path,
        yaw: order.mode === 'dock' && dock ? wrapAngle(dock.theta + Math.PI) : yaw,
        map_epoch: this.#corrections.epoch,
      },
      (outcome) => {
        const result = outcome.ok ? outcome.value.result : undefined;
        if (outcome.ok && outcome.value.status === 'canceled') return;
        const ended = outcomes.find((known) => known === result?.outcome) ?? 'failed';
        if (driveId === this.#state.driveId) this.#noteTrouble(ended, result);
        const reason = result?.reason ?? (outcome.ok ? '' : outcome.error.message);
        this.#node.log('debug', `${order.mode} ended: ${ended}. ${reason}`);
        this.#handle({ type: 'driveEnded', driveId, outcome: ended, reason });
      },
    );
  }

  #noteTrouble(ended: DriveOutcome, result: homebound_interfaces.Drive_Result | undefined): void {
    this.#work.legEnded(ended === 'arrived', this.#T_map_base ?? identity);
    if (result === undefined || !Number.isFinite(result.blocked_x)) return;
    const kind = ended === 'cliff' ? 'cliff' : 'obstacle';
    const at = this.#T_map_base ?? identity;
    this.#work.markTrouble(at, result.blocked_x, result.blocked_y, kind, this.#node.now_s());
  }

  #switchMotors(on: boolean): void {
    if (on === this.#motorsOn) return;
    this.#motorsOn = on;
    const { fan, brush } = this.#node.parameters;
    this.#motors.publish(on ? { fan, main_brush: brush, side_brush: brush } : { fan: 0, main_brush: 0, side_brush: 0 });
  }

  #report(): void {
    const { coverage, cleanedArea_m2, reachableArea_m2 } = this.#figures;
    const { phase, reason, reasonCode } = this.#state;
    this.#stateOut.publish({
      header: header(this.#node.now_s(), 'map'),
      state: phase,
      reason,
      reason_code: reasonCode,
      coverage,
      cleaned_area: cleanedArea_m2,
      reachable_area: reachableArea_m2,
      driven_length: this.#driven_m,
      cleaning_time: this.#cleaning_s,
    });
  }

  #showCoverage(): void {
    const version = this.#work.coverageVersion;
    if (version === this.#coverageShown) return;
    this.#coverageShown = version;
    const grid = this.#work.coverageGrid();
    if (grid !== undefined) this.#coverageOut.publish(this.#node.now_s(), grid);
  }

  /** For people to look at: at most MAX_SHOWN way-points, since each PoseStamped is costly on a real graph. */
  #showPlan(path_map: Float64Array): void {
    this.#shownPath_map = path_map;
    const stamp = toStamp(this.#node.now_s());
    const n = path_map.length / 2;
    const step = Math.max(1, Math.ceil(n / MAX_SHOWN));
    const poses = [];
    for (let i = 0; i < n; i++)
      if (i % step === 0 || i === n - 1)
        poses.push({
          header: { stamp, frame_id: 'map' },
          pose: {
            position: { x: path_map[2 * i], y: path_map[2 * i + 1], z: 0 },
            orientation: { x: 0, y: 0, z: 0, w: 1 },
          },
        });
    this.#planOut.publish({ header: { stamp, frame_id: 'map' }, poses });
  }
}

/** No task stays within this circle for so long but by dithering: a full turn takes 4 s, a docking attempt 20 s. */
const STALL_RADIUS_M = 0.25;
const STALL_S = 45;
const outcomes: readonly DriveOutcome[] = [
  'arrived',
  'blocked',
  'stuck',
  'cliff',
  'wheel_drop',
  'docked',
  'dock_not_found',
  'lost',
];
const slamWords: readonly string[] = ['mapping', 'located', 'lost', 'locating'];
/** A place that was not found in so long will not be found by driving on, s. */
const SEARCH_S = 120;
const THIRD_OF_A_TURN = (2 * Math.PI) / 3;
const MAX_SHOWN = 200;
