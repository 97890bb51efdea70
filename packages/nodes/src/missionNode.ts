import { type NodeDefinition, qos } from '@homebound/graph';
import { cos, identity, type SE2, sin } from '@homebound/math';
import { type homebound_interfaces, std_msgs } from '@homebound/messages';
import {
  type AvoidedThing,
  advance,
  brokenOffState,
  CleaningWork,
  type DriveOrder,
  type HouseholdEdit,
  initialState,
  isBusy,
  isSteered,
  JobMeter,
  type MissionCommand,
  type MissionEvent,
  type MissionState,
  mayCommand,
  PlaceWatch,
  type PrivacyState,
  type SlamWord,
  type Slices,
  startedAgain,
  type Task,
} from '@homebound/mission';
import type { RobotGeometry } from '@homebound/robot';
import { type Checkpoint, type MissionCheckpoint, takeUp } from './checkpoint.ts';
import { Corrections } from './corrections.ts';
import { inSlices } from './inSlices.ts';
import { KeptHome } from './keptHome.ts';
import type { MapKeeper } from './mapKeeper.ts';
import { MapAssembler } from './mapPublisher.ts';
import { type DriveEnd, MissionDrives } from './missionDrives.ts';
import { listenToBody, listenToSlam, type MissionEars } from './missionEars.ts';
import { MissionMotors } from './missionMotors.ts';
import { type MissionNode, missionParameters } from './missionParameters.ts';
import { MissionPlanning, type PlanningDesk } from './missionPlanning.ts';
import { MissionPose } from './missionPose.ts';
import { MissionReports } from './missionReports.ts';
import { type MissionDesk, serveMission } from './missionServices.ts';
import { MissionWatch } from './missionWatch.ts';

/**
 * The cleaning job on the graph: services mission_command, start_job, edit_rooms, set_restrictions; map_correction, map,
 * map_updates, odom, tf, pose, slam_state, safety, dock_sensor, battery_state, motor_state, felt, privacy → goals of the action drive,
 * cmd_cleaning, mission_state, coverage (and coverage_updates), plan, plan_report, rooms, map_reset.
 * @param keeper  where rooms and restrictions are kept with their map; absent = only for this run
 * @param checkpoint  the job under way, which goes on when this process is killed and started again; absent = it is forgotten
 */
export function missionNode(
  geometry: RobotGeometry,
  keeper: MapKeeper | undefined = undefined,
  checkpoint: Checkpoint<MissionCheckpoint> | undefined = undefined,
): NodeDefinition<typeof missionParameters> {
  return {
    name: 'mission',
    parameters: missionParameters,
    latency_s: 0.05,
    start: (node) => new Mission(node, geometry, keeper, checkpoint).start(),
  };
}

/** Messages in, the state machine and the work asked, their answers out. */
class Mission implements MissionDesk, MissionEars, PlanningDesk {
  readonly node: MissionNode;
  readonly work: CleaningWork;
  readonly reports: MissionReports;
  readonly map = new MapAssembler();
  readonly #drives: MissionDrives;
  readonly #motors: MissionMotors;
  readonly #planning: MissionPlanning;
  readonly #watch = new MissionWatch();
  readonly #pose = new MissionPose();
  readonly #mapReset;
  readonly #meter = new JobMeter();
  readonly #corrections = new Corrections();
  readonly #place: PlaceWatch;
  readonly #kept: KeptHome;
  readonly #checkpoint: Checkpoint<MissionCheckpoint> | undefined;
  #state: MissionState = initialState;
  #privacy: PrivacyState = { isOff: false, atRobot: false };
  #task: Task | undefined;
  /** The wait whose end is to come; NaN for none. */
  #waitId = Number.NaN;
  #figures = { coverage: 0, cleanedArea_m2: 0, reachableArea_m2: 0 };
  /** Who began the job, and which of this program's run it is; 0 before the first. */
  #job = { number: 0, by: '' };

  constructor(
    node: MissionNode,
    geometry: RobotGeometry,
    keeper: MapKeeper | undefined,
    checkpoint: Checkpoint<MissionCheckpoint> | undefined,
  ) {
    this.#checkpoint = checkpoint;
    this.node = node;
    this.work = new CleaningWork(geometry);
    this.#place = new PlaceWatch(node.now_s());
    if (keeper?.wasBrokenOff) this.#state = brokenOffState;
    this.#kept = new KeptHome(keeper, this.work.household);
    this.#drives = new MissionDrives(node);
    this.reports = new MissionReports(node);
    this.#motors = new MissionMotors(node);
    this.#planning = new MissionPlanning(this, (leg) => this.handle({ type: 'planned', leg }));
    this.#mapReset = node.publisher(std_msgs.Empty, 'map_reset', qos.reliable);
  }

  start(): undefined {
    this.#goOn();
    listenToSlam(this);
    listenToBody(this);
    serveMission(this);
    const { node } = this;
    node.timer(1, () => {
      this.#checkPlace();
      this.#checkDrive();
      this.#checkWay();
      this.#checkPatience();
    });
    node.timer(node.parameters.report_period, () => this.#report());
    node.timer(KEEP_S, () => this.#keepCheckpoint());
    // Walking the whole floor at each report would cost more than all of SLAM.
    node.timer(node.parameters.coverage_period, () => {
      this.#figures = this.work.figures();
      this.reports.work(this.work);
      this.#kept.keep();
    });
    return undefined;
  }

  /** Takes up what an earlier process of this node was killed at. */
  #goOn(): void {
    const { node } = this;
    const kept = takeUp(this.#checkpoint, node.now_s());
    if (kept === undefined) return;
    this.#state = startedAgain(kept.state);
    this.#job = kept.job;
    this.#task = kept.task;
    this.#meter.restore(kept.meter);
    this.work.restore(kept.task ?? { kind: 'clean', job: {} }, kept.work);
    node.log('info', `started again after ${(node.now_s() - kept.stamp_s).toFixed(1)} s, ${kept.state.phase} before`);
    this.#report();
  }

  #keepCheckpoint(): void {
    const { driven_m, cleaning_s, recharge_m, recharges } = this.#meter;
    this.#checkpoint?.keep({
      stamp_s: this.node.now_s(),
      state: this.#state,
      task: this.#task,
      job: this.#job,
      meter: { driven_m, cleaning_s, recharge_m, recharges },
      work: this.work.store(),
    });
  }

  get privacy(): PrivacyState {
    return this.#privacy;
  }

  get isSteered(): boolean {
    const { work, jobWaits, resumeWhenCharged } = this.#state;
    if (work === 'goto') return true;
    return (work === 'clean' || jobWaits || resumeWhenCharged) && this.#task !== undefined && isSteered(this.#task);
  }

  /** The button ends a way to a place of somebody's choice, too: sent from one to the next it would be driven all the same. */
  onPrivacy(privacy: PrivacyState): void {
    this.#privacy = privacy;
    // Also on a pause, and while it charges for the rest.
    if (privacy.isOff && this.isSteered && mayCommand(this.#state, 'stop') === true)
      this.handle({ type: 'user', command: 'stop', x: 0, y: 0 });
  }

  get state(): MissionState {
    return this.#state;
  }

  /** None while SLAM does not know it: what is remembered of it is then of another place. */
  get T_map_base(): SE2 | undefined {
    return this.#state.located ? this.#pose.T_map_base : undefined;
  }

  /** Hands the newest map to the work; false when there is none yet, or the robot's place in it is not known. */
  readMap(): boolean {
    const map = this.map.grid;
    if (map === undefined || this.T_map_base === undefined) return false;
    this.work.setMap(map);
    return true;
  }

  beginJob(task: Task, by: string): void {
    this.#job = { number: this.#job.number + 1, by: by || 'person' };
    this.#task = task;
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

  inSlices<T>(slices: Slices<T>, done: (value: T) => void): void {
    inSlices(this.node, slices, done);
  }

  onMapToOdom(T_map_odom: SE2): void {
    this.#pose.heardSlam(T_map_odom);
  }

  onPose(): void {
    this.#place.heardPose(this.node.now_s());
  }

  onSlamWord(word: SlamWord, mapName: string): void {
    this.#place.heardSlam(word, this.node.now_s());
    if (word === 'located') this.#kept.foundIn(mapName);
    this.#checkPlace();
  }

  onBattery(charge: number): void {
    const at = this.T_map_base;
    this.handle({ type: 'battery', charge, ...(at !== undefined && this.work.needs(at, this.#figures)) });
  }

  /** What was bumped unseen is planned round from now on, though the drive goes on. */
  onFelt(x: number, y: number): void {
    this.work.markTrouble(this.T_map_base ?? identity, x, y, 'felt', this.node.now_s());
  }

  onObstacles(things: readonly AvoidedThing[]): void {
    this.work.hearObstacles(things);
    this.#checkWay();
  }

  onMotors(bin: MissionState['bin'], mainJammed: boolean, sideJammed: boolean): void {
    if (bin !== this.#state.bin) this.handle({ type: 'bin', bin });
    this.handle({ type: 'brushes', mainJammed, sideJammed });
  }

  onOdometry(stamp_s: number, T_odom_base: SE2): void {
    this.#pose.heardOdometry(T_odom_base, this.#state.docked);
    const busy = isBusy(this.#state);
    const at = this.T_map_base;
    // The brush cleans whenever it turns, on the way between lanes too.
    if (busy && at !== undefined) this.work.addPose(at, this.#motors.isCleaning);
    this.#meter.heard(stamp_s, T_odom_base, busy, this.#state.phase === 'cleaning' && this.work.isAtWork);
  }

  /** All that is remembered in the map moves with it. */
  onCorrection(m: homebound_interfaces.MapCorrection): void {
    const warp = this.#corrections.heard(m, this.node.now_s());
    if (warp.isIdentity) return;
    this.#pose.moveWith(warp);
    this.work.moveWith(warp);
    this.#drives.forgetPlace();
    this.handle({ type: 'mapMoved', warp });
    const shown = this.reports.shownPath_map;
    if (shown.length > 0) this.reports.path(warp.moved(shown));
  }

  onWheels(hang: boolean): void {
    if (hang === this.#place.isLifted) return;
    this.#place.heardWheels(hang, this.node.now_s());
    this.#watch.beginSearch();
    if (hang) this.#pose.wasLifted();
    this.handle({ type: 'lifted', lifted: hang });
  }

  onDockSensor(docked: boolean): void {
    if (docked === this.#state.docked) return;
    const T_map_base = this.T_map_base;
    if (docked) this.#pose.heardDocked();
    if (docked && T_map_base !== undefined) this.work.setDock(T_map_base);
    this.handle({ type: 'dock', docked });
  }

  #checkPlace(): void {
    const place = this.#place.at(this.node.now_s());
    if (place.is === 'lost') this.handle({ type: 'lost' });
    if (place.is !== 'known') return;
    const { T_map_dock } = this.#pose;
    // Docked before it knew where: the dock is where odometry says that it was.
    if (!this.#state.located && this.work.dock === undefined && T_map_dock !== undefined) this.work.setDock(T_map_dock);
    this.handle({ type: 'located', inKnownMap: place.inKnownMap || this.work.household.plan !== undefined });
  }

  /** What lies on the way under way is planned round. */
  #checkWay(): void {
    const at = this.T_map_base;
    if (at === undefined || !this.#state.driving || this.reports.shownPath_map.length < 4) return;
    if (!this.work.isWayTouched(this.reports.shownPath_map, at, this.node.now_s())) return;
    this.node.log('debug', 'way called off: something lies on it');
    this.handle({ type: 'wayTouched' });
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

  /** Looking for the place has an end, so has hanging in the air, and no job is left standing on the floor. */
  #checkPatience(): void {
    const now_s = this.node.now_s();
    if (this.#watch.isSearchOver(this.#state, now_s)) this.handle({ type: 'notFound' });
    const { waiting, driveId } = this.#state;
    const isWaiting = waiting !== 'none' && this.#waitId === driveId;
    const isUnderWay = isWaiting || this.#planning.isUnderWay || this.#drives.isDriving;
    if (this.#watch.isForgotten(this.#state, isUnderWay, now_s)) this.handle({ type: 'idle' });
  }

  #execute(command: MissionCommand): void {
    switch (command.do) {
      case 'drive':
        return this.#drive(command.driveId, command.order);
      case 'cancelDrive':
        return this.#cancel(command.why);
      case 'plan':
        return this.#planning.start(command);
      case 'wait':
        return this.#wait(command.driveId, command.time_s);
      case 'motors':
        return this.#motors.turn(command);
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
    this.#planning.cancel();
    if (why === 'charge') this.#meter.leave();
    if (why === 'moved') this.work.dropPlan();
    else this.work.interrupt();
  }

  #wait(driveId: number, time_s: number): void {
    this.#waitId = driveId;
    const timer = this.node.timer(time_s, () => {
      timer.cancel();
      if (this.#waitId === driveId) this.#waitId = Number.NaN;
      this.handle({ type: 'waited', driveId });
    });
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

  #report(): void {
    this.reports.state(this.#state, this.#figures, this.#meter, this.#job);
  }
}

/** How often the job is kept for a process that is started again, s: swept floor that is younger is swept again. */
const KEEP_S = 1;
/** A drive that does not get on is blocked so far ahead, m. */
const STALLED_AT_M = 0.2;
