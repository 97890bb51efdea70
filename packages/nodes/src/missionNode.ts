import { type NodeDefinition, qos, type Timer } from '@homebound/graph';
import { compose, cos, identity, inverse, type SE2, sin } from '@homebound/math';
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
import {
  advance,
  CleaningWork,
  type DriveOrder,
  type HouseholdEdit,
  initialState,
  isBusy,
  JobMeter,
  type Leg,
  type MissionCommand,
  type MissionEvent,
  type MissionState,
  PlaceWatch,
  type SlamWord,
  type Slices,
  type Task,
} from '@homebound/mission';
import type { CleaningCommand, RobotGeometry } from '@homebound/robot';
import { mapToOdom, poseFromMessage } from './convert.ts';
import { Corrections } from './corrections.ts';
import { KeptHome } from './keptHome.ts';
import type { MapKeeper } from './mapKeeper.ts';
import { MapAssembler } from './mapPublisher.ts';
import { type DriveEnd, MissionDrives } from './missionDrives.ts';
import { type MissionNode, missionParameters } from './missionParameters.ts';
import { MissionReports } from './missionReports.ts';
import { type MissionDesk, serveMission } from './missionServices.ts';

/**
 * The cleaning job on the graph: services mission_command, start_job, edit_rooms, set_restrictions; map_correction, map,
 * map_updates, odom, tf, pose, slam_state, safety, dock_sensor, battery_state, motor_state → goals of the action drive,
 * cmd_cleaning, mission_state, coverage (and coverage_updates), plan, plan_report, rooms, map_reset.
 * @param keeper  where rooms and restrictions are kept with their map; absent = only for this run
 */
export function missionNode(
  geometry: RobotGeometry,
  keeper: MapKeeper | undefined = undefined,
): NodeDefinition<typeof missionParameters> {
  return {
    name: 'mission',
    parameters: missionParameters,
    latency_s: 0.05,
    start: (node) => new Mission(node, geometry, keeper).start(),
  };
}

/** Messages in, the state machine and the work asked, their answers out. */
class Mission implements MissionDesk {
  readonly node: MissionNode;
  readonly work: CleaningWork;
  readonly reports: MissionReports;
  readonly #map = new MapAssembler();
  readonly #drives: MissionDrives;
  readonly #motors;
  readonly #mapReset;
  readonly #meter = new JobMeter();
  readonly #corrections = new Corrections();
  readonly #place: PlaceWatch;
  readonly #kept: KeptHome;
  #state: MissionState = initialState;
  #T_map_odom: SE2 = identity;
  #T_odom_base: SE2 | undefined;
  /** Where it stood on its dock, should it not have known where that is in the map. */
  #T_odom_dock: SE2 | undefined;
  #motorsRun = 'off';
  #motorsShown = 'off 0,0,0';
  #locatingSince_s = Number.NaN;
  #planning: Timer | undefined;
  #isPlanning = false;
  /** The wait whose end is to come; NaN for none. */
  #waitId = Number.NaN;
  #idleSince_s = Number.NaN;
  #figures = { coverage: 0, cleanedArea_m2: 0, reachableArea_m2: 0 };

  constructor(node: MissionNode, geometry: RobotGeometry, keeper: MapKeeper | undefined) {
    this.node = node;
    this.work = new CleaningWork(geometry);
    this.#place = new PlaceWatch(node.now_s());
    this.#kept = new KeptHome(keeper, this.work.household);
    this.#drives = new MissionDrives(node);
    this.reports = new MissionReports(node);
    this.#motors = node.publisher(homebound_interfaces.CleaningMotors, 'cmd_cleaning', qos.reliable);
    this.#mapReset = node.publisher(std_msgs.Empty, 'map_reset', qos.reliable);
  }

  start(): undefined {
    this.#listenToSlam();
    this.#listenToBody();
    serveMission(this);
    const { node } = this;
    node.timer(1, () => {
      this.#checkPlace();
      this.#checkSearch();
      this.#checkDrive();
      this.#checkIdle();
    });
    node.timer(node.parameters.report_period, () => this.#report());
    // Walking the whole floor at each report would cost more than all of SLAM.
    node.timer(node.parameters.coverage_period, () => {
      this.#figures = this.work.figures();
      this.reports.work(this.work);
      this.#kept.keep();
    });
    return undefined;
  }

  get state(): MissionState {
    return this.#state;
  }

  /** None while SLAM does not know it: what is remembered of it is then of another place. */
  get T_map_base(): SE2 | undefined {
    return this.#T_odom_base === undefined || !this.#state.located
      ? undefined
      : compose(this.#T_map_odom, this.#T_odom_base);
  }

  /** Hands the newest map to the work; false when there is none yet, or the robot's place in it is not known. */
  readMap(): boolean {
    const map = this.#map.grid;
    if (map === undefined || this.T_map_base === undefined) return false;
    this.work.setMap(map);
    return true;
  }

  beginJob(task: Task): void {
    this.#meter.begin();
    this.work.beginJob(task);
    // The dock sensor said "docked" before SLAM had a pose.
    const T_map_base = this.T_map_base;
    if (this.#state.docked && T_map_base !== undefined) this.work.setDock(T_map_base);
  }

  /** A person changes rooms or restrictions. Throws RangeError, in words for them, when it makes no sense. */
  edit(change: HouseholdEdit): void {
    if (!this.readMap())
      throw new RangeError('Cannot change rooms: the robot has no map yet, or does not know its place in it');
    this.work.edit(change);
    this.reports.work(this.work);
    this.#kept.keep();
  }

  /** One event into the state machine, and what it wants done. */
  handle(event: MissionEvent): void {
    const before = this.#state;
    const { state, commands } = advance(before, event);
    this.#state = state;
    for (const command of commands) this.#execute(command);
    if (state.phase === before.phase && state.reason === before.reason) return;
    // A plan that is not driven any more is not shown either; one that was paused is gone on with.
    if (!isBusy(state) && state.phase !== 'paused' && this.reports.shownPath_map.length > 0)
      this.reports.path(new Float64Array(0));
    this.#figures = this.work.figures();
    this.node.log('info', `${state.phase}: ${state.reason}`);
    this.#report();
  }

  /** Works through slices, one now and the others with turns for the rest of the graph in between. */
  inSlices<T>(slices: Slices<T>, done: (value: T) => void): Timer {
    const { node } = this;
    let timer: Timer | undefined;
    const step = (): boolean => {
      const next = slices.next();
      if (!next.done) return true;
      timer?.cancel();
      done(next.value);
      return false;
    };
    if (step()) timer = node.timer(node.parameters.slice_period, step);
    return { cancel: () => timer?.cancel() };
  }

  #listenToSlam(): void {
    const { node } = this;
    // First: at one instant what is remembered moves, and then come the map and the robot's place in it.
    node.subscribe(homebound_interfaces.MapCorrection, 'map_correction', qos.reliable, (m) => this.#onCorrection(m));
    node.subscribe(nav_msgs.OccupancyGrid, 'map', qos.latched, (m) => this.#map.addWhole(m));
    node.subscribe(map_msgs.OccupancyGridUpdate, 'map_updates', qos.reliable, (m) => {
      this.#map.addUpdate(m);
    });
    node.subscribe(tf2_msgs.TFMessage, 'tf', qos.tf, (m) => {
      this.#T_map_odom = mapToOdom(m) ?? this.#T_map_odom;
    });
    node.subscribe(geometry_msgs.PoseWithCovarianceStamped, 'pose', qos.reliable, () =>
      this.#place.heardPose(node.now_s()),
    );
    node.subscribe(homebound_interfaces.SlamState, 'slam_state', qos.latched, (m) => {
      if (!slamWords.includes(m.state))
        throw new RangeError(`slam_state: state must be one of ${slamWords.join(', ')}, got ${m.state}`);
      this.#place.heardSlam(m.state as SlamWord, node.now_s());
      if (m.state === 'located') this.#kept.foundIn(m.map_name);
      this.#checkPlace();
    });
  }

  #listenToBody(): void {
    const { node } = this;
    node.subscribe(nav_msgs.Odometry, 'odom', qos.sensorIn, (m) =>
      this.#onOdometry(fromStamp(m.header.stamp), poseFromMessage(m.pose.pose)),
    );
    node.subscribe(homebound_interfaces.DockSensor, 'dock_sensor', qos.sensorIn, (m) => {
      if (m.docked !== this.#state.docked) this.#onDock(m.docked);
    });
    node.subscribe(sensor_msgs.BatteryState, 'battery_state', qos.reliable, (m) => {
      const at = this.T_map_base;
      this.handle({
        type: 'battery',
        charge: m.percentage,
        ...(at !== undefined && this.work.needs(at, this.#figures)),
      });
    });
    // What was bumped unseen is planned round from now on, though the drive goes on.
    node.subscribe(geometry_msgs.PointStamped, 'felt', qos.reliable, ({ point: { x, y } }) =>
      this.work.markTrouble(this.T_map_base ?? identity, x, y, 'felt', node.now_s()),
    );
    node.subscribe(homebound_interfaces.Safety, 'safety', qos.sensorIn, (m) =>
      this.#onWheels(m.wheel_drop_left && m.wheel_drop_right),
    );
    node.subscribe(homebound_interfaces.MotorState, 'motor_state', qos.reliable, (m) => {
      const bin = m.bin_missing ? 'missing' : m.bin_full ? 'full' : 'in';
      if (bin !== this.#state.bin) this.handle({ type: 'bin', bin });
      this.handle({ type: 'brushes', mainJammed: m.main_brush_jammed, sideJammed: m.side_brush_jammed });
    });
  }

  #onOdometry(stamp_s: number, T_odom_base: SE2): void {
    this.#T_odom_base = T_odom_base;
    if (this.#state.docked) this.#T_odom_dock = T_odom_base;
    const busy = isBusy(this.#state);
    // The brush cleans whenever it turns, on the way between lanes too.
    if (busy && this.#state.located)
      this.work.addPose(compose(this.#T_map_odom, T_odom_base), this.#motorsRun === 'clean');
    this.#meter.heard(stamp_s, T_odom_base, busy, this.#state.phase === 'cleaning' && this.work.isAtWork);
  }

  /** All that is remembered in the map moves with it, and the robot with what it is near to. */
  #onCorrection(m: homebound_interfaces.MapCorrection): void {
    const warp = this.#corrections.heard(m, this.node.now_s());
    if (warp.isIdentity) return;
    const T_odom_base = this.#T_odom_base ?? identity;
    this.#T_map_odom = compose(warp.movePose(compose(this.#T_map_odom, T_odom_base)), inverse(T_odom_base));
    this.work.moveWith(warp);
    this.#drives.forgetPlace();
    this.handle({ type: 'mapMoved', warp });
    const shown = this.reports.shownPath_map;
    if (shown.length > 0) this.reports.path(warp.moved(shown));
  }

  #onWheels(hang: boolean): void {
    if (hang === this.#place.isLifted) return;
    this.#place.heardWheels(hang, this.node.now_s());
    this.#locatingSince_s = Number.NaN;
    if (hang) this.#T_odom_dock = undefined;
    this.handle({ type: 'lifted', lifted: hang });
  }

  #onDock(docked: boolean): void {
    const T_map_base = this.T_map_base;
    this.#T_odom_dock = docked ? this.#T_odom_base : this.#T_odom_dock;
    if (docked && T_map_base !== undefined) this.work.setDock(T_map_base);
    this.handle({ type: 'dock', docked });
  }

  #checkPlace(): void {
    const place = this.#place.at(this.node.now_s());
    if (place.is === 'lost') this.handle({ type: 'lost' });
    if (place.is !== 'known') return;
    const wasLocated = this.#state.located;
    // Docked before it knew where: the dock is where odometry says that it was.
    if (!wasLocated && this.work.dock === undefined && this.#T_odom_dock !== undefined)
      this.work.setDock(compose(this.#T_map_odom, this.#T_odom_dock));
    this.handle({ type: 'located', inKnownMap: place.inKnownMap || this.work.household.plan !== undefined });
  }

  /** Looking for the place has an end, and so has hanging in the air. */
  #checkSearch(): void {
    const now_s = this.node.now_s();
    if (this.#state.phase !== 'locating') this.#locatingSince_s = Number.NaN;
    else if (Number.isNaN(this.#locatingSince_s)) this.#locatingSince_s = now_s;
    else if (now_s - this.#locatingSince_s > SEARCH_S) this.handle({ type: 'notFound' });
  }

  /** A drive that does not get on is ended as stuck. */
  #checkDrive(): void {
    const at = this.T_map_base;
    if (at === undefined || !this.#drives.isDriving || this.#state.phase === 'locating') return;
    if (!this.#drives.isStalled(at, this.node.now_s())) return;
    this.#drives.cancel();
    const blockedAt_map = { x: at.x + STALLED_AT_M * cos(at.theta), y: at.y + STALLED_AT_M * sin(at.theta) };
    this.#driveEnded(this.#state.driveId, { outcome: 'stuck', reason: 'the robot did not get on', blockedAt_map });
  }

  /** A job that nothing is under way for would stand on the floor for ever. */
  #checkIdle(): void {
    const now_s = this.node.now_s();
    const { waiting, driveId } = this.#state;
    const waits = waiting !== 'none' && this.#waitId === driveId;
    if (!isBusy(this.#state) || waits || this.#isPlanning || this.#drives.isDriving) this.#idleSince_s = Number.NaN;
    else if (Number.isNaN(this.#idleSince_s)) this.#idleSince_s = now_s;
    else if (now_s - this.#idleSince_s > IDLE_S) {
      this.#idleSince_s = Number.NaN;
      this.handle({ type: 'idle' });
    }
  }

  #execute(command: MissionCommand): void {
    switch (command.do) {
      case 'drive':
        return this.#drive(command.driveId, command.order);
      case 'cancelDrive':
        return this.#cancel(command.why);
      case 'plan':
        return this.#plan(this.#legs(command));
      case 'wait': {
        const { driveId } = command;
        this.#waitId = driveId;
        const timer = this.node.timer(command.time_s, () => {
          timer.cancel();
          if (this.#waitId === driveId) this.#waitId = Number.NaN;
          this.handle({ type: 'waited', driveId });
        });
        return;
      }
      case 'motors':
        return this.#switchMotors(command.run, command.levels);
      case 'forgetObstacles':
        return this.work.forgetObstacles();
      case 'reset':
        this.work.reset();
        this.#kept.beginMap();
        return this.#mapReset.publish({});
    }
  }

  #cancel(why: 'hold' | 'charge' | 'moved'): void {
    this.#drives.cancel();
    this.#planning?.cancel();
    this.#isPlanning = false;
    if (why === 'charge') this.#meter.leave();
    if (why === 'moved') this.work.dropPlan();
    else this.work.interrupt();
  }

  /** Plans on the newest map from where the robot is. */
  *#legs({ work, dockAttempts }: Extract<MissionCommand, { do: 'plan' }>): Slices<Leg> {
    const from = this.T_map_base;
    if (from === undefined || !this.readMap())
      return { kind: 'none', isDone: false, reason: 'The robot does not know yet where it is.' };
    const now_s = this.node.now_s();
    const { x, y } = this.#state.goto_map;
    switch (work) {
      case 'clean':
        return yield* this.work.nextLeg(from, now_s);
      case 'home':
        return this.work.pathHome(from, now_s, STAGINGS_M[dockAttempts % STAGINGS_M.length]);
      case 'goto':
        return this.work.pathTo(from, x, y, now_s);
    }
  }

  #plan(legs: Slices<Leg>): void {
    this.#planning?.cancel();
    this.#isPlanning = true;
    this.#planning = this.inSlices(this.#orNone(legs), (leg) => {
      this.#isPlanning = false;
      this.handle({ type: 'planned', leg });
    });
  }

  /** Planning that fails is told, and is no leg: the job finds another way or goes home, and does not stand there. */
  *#orNone(legs: Slices<Leg>): Slices<Leg> {
    try {
      return yield* legs;
    } catch (error) {
      this.node.log('error', `planning failed: ${error instanceof Error ? (error.stack ?? error.message) : error}`);
      const why = error instanceof Error ? error.message : String(error);
      return { kind: 'none', isDone: false, reason: `The robot could not plan its way: ${why}.` };
    }
  }

  #drive(driveId: number, order: DriveOrder): void {
    const { work } = this;
    const T_map_base = this.T_map_base;
    // Without a map it would not know what is forbidden.
    if (order.mode === 'look_around' && T_map_base !== undefined && !work.mayWander(T_map_base))
      return this.handle({ type: 'driveEnded', driveId, outcome: 'blocked', reason: 'what is forbidden is near' });
    this.reports.path(order.path_map);
    const frame = { T_map_base, T_map_dock: work.dock, epoch: this.#corrections.epoch };
    this.#drives.send(order, frame, (end) => this.#driveEnded(driveId, end));
  }

  #driveEnded(driveId: number, { outcome, reason, blockedAt_map }: DriveEnd): void {
    this.node.log('debug', `drive ended: ${outcome}. ${reason}`);
    const at = this.T_map_base ?? identity;
    this.work.legEnded(outcome === 'arrived', at);
    if (blockedAt_map !== undefined) {
      const kind = outcome === 'cliff' ? 'cliff' : 'obstacle';
      this.work.markTrouble(at, blockedAt_map.x, blockedAt_map.y, kind, this.node.now_s());
    }
    this.handle({ type: 'driveEnded', driveId, outcome, reason });
  }

  #switchMotors(run: 'off' | 'clean' | 'reverse', levels: CleaningCommand | undefined): void {
    const { fan, brush } = this.node.parameters;
    const { fan: f, mainBrush: m, sideBrush: s } = levels ?? { fan, mainBrush: brush, sideBrush: brush };
    const wanted = run === 'clean' ? [f, m, s] : run === 'reverse' ? [0, -1, -1] : [0, 0, 0];
    const name = `${run} ${wanted}`;
    if (name === this.#motorsShown) return;
    this.#motorsShown = name;
    this.#motorsRun = run;
    this.#motors.publish({ fan: wanted[0], main_brush: wanted[1], side_brush: wanted[2] });
  }

  #report(): void {
    this.reports.state(this.#state, this.#figures, this.#meter);
  }
}

/** A drive that does not get on is blocked so far ahead, m. */
const STALLED_AT_M = 0.2;
/** A place that was not found in so long will not be found by driving on, s. */
const SEARCH_S = 600;
/** A job for which nobody drives, waits or plans for so long has been forgotten, s: no message between nodes takes longer. */
const IDLE_S = 30;
/** Where docking begins, m before the dock, by attempt: from elsewhere the beams and what stands about look different. */
const STAGINGS_M = [0.9, 0.9, 1.2, 0.75];
const slamWords: readonly string[] = ['mapping', 'located', 'lost', 'locating'];
