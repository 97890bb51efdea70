import type { MapWarp, SE2 } from '@homebound/math';
import type { DockRecord, DriveCommand, RobotGeometry, SafetyRecord, ScanRecord } from '@homebound/robot';
import { CommandLimiter } from './commandLimiter.ts';
import type { FloorThing } from './floorThings.ts';
import { Manoeuvre, type Move } from './manoeuvre.ts';
import { Manual } from './manual.ts';
import { type DriveOptions, driveOptions } from './options.ts';
import { awayFromCliff, cliffPlace, cliffsOf, cliffWords, wheelHangs } from './reflexes.ts';
import { Senses } from './senses.ts';
import type { Activity, DriveResult, DriveState, DriveStep, Situation, Touch, Wish } from './situation.ts';
import { activityFor, type DriveTask } from './task.ts';
import { Trail } from './trail.ts';
import { unstickMoves } from './unstick.ts';

/** What the robot does out of itself, before the task goes on or ends. */
type Reaction = { readonly manoeuvre: Manoeuvre; readonly activity: Activity | undefined } & (
  | { readonly kind: 'cliff'; readonly result: DriveResult; seen: number; readonly turnsAway: boolean }
  | { readonly kind: 'bump'; readonly touch: Touch }
  | { readonly kind: 'unstick' }
);

/** rad that the robot turns away from a cliff after backing off. */
const TURN_AWAY = 0.7;
/** m/s; faster backwards than this the robot counts as backing. */
const BACKING = -0.02;
/** m that the robot backs without a trail: the floor under its own body. */
const BLIND_BACK = 0.05;
/** rad that the front turns away from what presses the bumper when there is no way back, and how often that is tried. */
const TURN_OFF = 2;
const MAX_PRESSED = 4;
/** m/s, rad/s, s: how the robot leaves a wall that it brushed. */
const SLIDE_OFF_MPS = 0.1;
const SLIDE_OFF_RADPS = 1;
const SLIDE_OFF_S = 0.3;

/**
 * Drives one task at a time: hears the sensors, and says in each control step what the wheels should do.
 *
 * Order of say in every step: wheel drop, silence of the sensors, cliff, bump, getting unstuck, the task. The first four
 * read the raw records and need neither a task nor a map.
 */
export class Driver {
  readonly #geometry: RobotGeometry;
  readonly #options: DriveOptions;
  readonly #limiter: CommandLimiter;
  readonly #senses: Senses;
  readonly #trail = new Trail();
  readonly #manual: Manual;
  #activity: Activity | undefined;
  #reaction: Reaction | undefined;
  #last_s = Number.NaN;
  #silentSince_s = Number.NaN;
  #freeSince_s = Number.NEGATIVE_INFINITY;
  #attempts = 0;
  #pressed = 0;
  #felt_map: DriveStep['felt_map'];

  /** Throws RangeError on an option that is unknown or not > 0. */
  constructor(geometry: RobotGeometry, options: Partial<DriveOptions> = {}) {
    this.#geometry = geometry;
    this.#options = driveOptions(geometry, options);
    this.#limiter = new CommandLimiter(geometry, this.#options);
    this.#senses = new Senses(geometry, this.#options);
    this.#manual = new Manual(this.#options);
  }

  /** Whether a task is at work. */
  get active(): boolean {
    return this.#activity !== undefined;
  }

  /** A cliff, bump or wheel drop waits for an answer: step now rather than at the next tick. */
  get urgent(): boolean {
    const { cliffs, bumped, wheelDropped } = this.#senses.latch;
    return this.#reaction === undefined && (cliffs !== 0 || bumped || wheelDropped);
  }

  /**
   * Begins a task; it replaces the present one without a stop, as far as the two fit together.
   * Throws RangeError on an unknown mode, an odd or empty path, or a number that is not finite.
   */
  start(task: DriveTask): void {
    this.#activity = activityFor(task, this.#geometry, this.#options);
    this.#senses.keepScan(this.#activity.scanReach_m);
    this.#attempts = this.#pressed = 0;
    this.#freeSince_s = Number.NEGATIVE_INFINITY;
    this.#silentSince_s = Number.NaN;
    this.#senses.settle();
  }

  /** Drops the task; the robot comes to a stop within its limits. A reflex at work is finished first. */
  cancel(): void {
    this.#end();
  }

  /**
   * One input of driving by hand: it holds for 0.14 s, both 0 stops at once. It takes the place of a task.
   * Throws RangeError on a speed that is not finite.
   */
  manual(v_mps: number, w_radps: number, now_s: number): void {
    if (!(Number.isFinite(v_mps) && Number.isFinite(w_radps)))
      throw new RangeError(`Cannot drive by hand: speeds must be finite, got ${v_mps} m/s and ${w_radps} rad/s`);
    this.#manual.say(v_mps, w_radps, now_s);
    if (this.#activity === this.#manual) return;
    this.#activity = this.#manual;
    this.#senses.keepScan(undefined);
    this.#silentSince_s = Number.NaN;
  }

  addSafety(r: SafetyRecord): void {
    this.#senses.latch.add(r);
  }

  /**
   * @param T_odom_base pose in odom at `stamp_s`
   * @param v_mps, w_radps speeds at that time
   */
  addOdometry(stamp_s: number, T_odom_base: SE2, v_mps: number, w_radps: number): void {
    if (!this.#senses.addOdometry(stamp_s, T_odom_base, v_mps, w_radps)) return;
    if (this.#reaction?.manoeuvre.move?.kind !== 'retrace') this.#trail.note(T_odom_base);
  }

  addScan(r: ScanRecord): void {
    this.#senses.addScan(r);
  }

  addDock(r: DockRecord): void {
    this.#senses.addDock(r);
  }

  /**
   * Lines that the way round must not cross; they replace those before. A path that crosses one is driven all the same.
   * @param lines_map polylines, each interleaved x, y in m
   */
  setBars(lines_map: readonly ArrayLike<number>[]): void {
    this.#senses.setBars(lines_map);
  }

  /** What lies on the floor and the lidar looks over; it replaces what was said before. What the body does not drive over is kept off as walls are. */
  setThings(things: readonly FloorThing[]): void {
    this.#senses.setThings(things);
  }

  setMapToOdom(T_map_odom: SE2): void {
    this.#senses.setMapToOdom(T_map_odom);
  }

  /** SLAM has lost the robot's place: what needs one stops, until `setMapToOdom`. */
  loseMap(): void {
    this.#senses.loseMap();
  }

  /** The map was corrected: the task under way and all that is remembered move with it. Call it before the new `setMapToOdom`. */
  moveWith(warp: MapWarp): void {
    if (warp.isIdentity) return;
    const T_map_base = this.#senses.moveWith(warp);
    this.#activity?.moveWith?.(warp, T_map_base);
    this.#moveReaction(warp);
  }

  #moveReaction(warp: MapWarp): void {
    const reaction = this.#reaction;
    if (reaction?.activity?.frame === 'odom') return;
    if (reaction?.kind === 'bump') {
      const { at_map } = reaction.touch;
      this.#reaction = { ...reaction, touch: { ...reaction.touch, at_map: warp.movePoint(at_map.x, at_map.y) } };
    } else if (reaction?.kind === 'cliff') {
      const at = reaction.result.blockedAt_map;
      const blockedAt_map = at && warp.movePoint(at.x, at.y);
      this.#reaction = { ...reaction, result: { ...reaction.result, blockedAt_map } };
    }
  }

  /** One control step; call it at 20 Hz, and at once when `urgent`. Times that do not advance change nothing. */
  step(now_s: number): DriveStep {
    const dt_s = Number.isNaN(this.#last_s) ? 0.05 : Math.min(0.2, Math.max(0, now_s - this.#last_s));
    this.#last_s = now_s;
    const { latest, wheelDropped } = this.#senses.latch;
    if (wheelDropped || (latest !== undefined && wheelHangs(latest))) return this.#wheelDrop();
    const now = this.#senses.look(now_s, dt_s, this.#limiter.last, this.#activity?.frame ?? 'map');
    if (now === undefined) return this.#silence(now_s);
    this.#silentSince_s = Number.NaN;

    const halted = this.#noticeHazards(now);
    const wish = (this.#reaction && this.#react(now)) ?? this.#work(now);
    if (wish.result !== undefined) this.#end();
    const command =
      halted || wish.stopsAtOnce ? this.#limiter.stop() : this.#limiter.towards(wish.v_mps, wish.w_radps, dt_s);
    const result = wish.result === undefined || now.isInMap ? wish.result : withoutPlace(wish.result);
    return this.#answer(command, wish.state, result);
  }

  #end(): void {
    this.#activity = undefined;
    this.#senses.keepScan(undefined);
  }

  /** Starts the reaction to what the safety sensors saw since the last step. True when the wheels must stop at once. */
  #noticeHazards(now: Situation): boolean {
    const cliffs = this.#senses.latch.cliffs | cliffsOf(now.safety);
    const bumped = this.#senses.latch.bumped;
    const touch = bumped && this.#senses.latch.touch(now.T_map_base, now.geometry.bodyRadius_m, now.returns);
    this.#senses.latch.clear();
    const idle = this.#activity === undefined && this.#reaction === undefined && Math.abs(now.v_mps) < 0.02;
    if (cliffs !== 0 && !idle && this.#isNewCliff(cliffs)) {
      this.#beginCliff(cliffs, now);
      return true;
    }
    const backing = now.v_mps < BACKING || this.#limiter.last.v_mps < BACKING;
    if (!touch || idle || backing || this.#reaction?.kind === 'cliff') return false;
    if (this.#reaction?.kind === 'bump') {
      // Still rolling to a stop, and pushing what it met before it.
      if (!touch.isSeen && !this.#reaction.touch.isSeen) this.#senses.metIn(now).unseen.moveLast(touch.at_map);
      return false;
    }
    if (!touch.isSeen) this.#senses.metIn(now).unseen.add(touch.at_map, now.now_s, now.T_map_base);
    this.#beginBump(touch, now);
    return !touch.isGlancing;
  }

  #isNewCliff(cliffs: number): boolean {
    const reaction = this.#reaction;
    if (reaction?.kind !== 'cliff') return true;
    switch (reaction.manoeuvre.move?.kind) {
      case 'retrace':
        return (cliffs & ~reaction.seen) !== 0;
      case 'turn':
        return reaction.turnsAway;
      default: // still rolling to a stop
        reaction.seen |= cliffs;
        return false;
    }
  }

  /**
   * Stop; back the way the robot came; turn away. A cliff that shows while backing ends the move where it stands, and one
   * that shows while turning away is answered by turning back: the rear must not go where nothing has looked.
   */
  #beginCliff(cliffs: number, now: Situation): void {
    const { cliffBackOff_m } = this.#options;
    const before = this.#reaction?.kind === 'cliff' ? this.#reaction : undefined;
    const wasBacking = now.v_mps < BACKING;
    const moves: Move[] = [{ kind: 'halt' }];
    if (!wasBacking) moves.push({ kind: 'retrace', distance_m: cliffBackOff_m, turn_rad: TURN_AWAY, blind_m: 0 });
    const turnsAway = before === undefined && !wasBacking;
    if (turnsAway) moves.push({ kind: 'halt' }, { kind: 'turn', by_rad: TURN_AWAY * awayFromCliff(cliffs) });
    const blockedAt_map = cliffPlace(cliffs, now.T_map_base, now.geometry);
    this.#senses.metIn(now).cliffs.add(blockedAt_map, now.now_s);
    const result: DriveResult = before?.result ?? { outcome: 'cliff', reason: cliffWords(cliffs), blockedAt_map };
    const manoeuvre = new Manoeuvre('backing', moves, this.#trail);
    this.#reaction = { kind: 'cliff', manoeuvre, activity: this.#activity, result, seen: cliffs, turnsAway };
  }

  #beginBump(touch: Touch, now: Situation): void {
    const blind_m = this.#senses.isNearCliff(now) ? 0 : BLIND_BACK;
    const back: Move = { kind: 'retrace', distance_m: this.#options.backOff_m, turn_rad: 0.4, blind_m };
    const moves: Move[] = touch.isGlancing ? [slideOff(touch)] : [{ kind: 'halt' }, back, { kind: 'halt' }];
    const manoeuvre = new Manoeuvre('bumped', moves, this.#trail);
    this.#reaction = { kind: 'bump', manoeuvre, activity: this.#activity, touch };
  }

  /** Goes on with the reaction; none once it is over and the task has its turn again. */
  #react(now: Situation): Wish | undefined {
    const reaction = this.#reaction as Reaction;
    const speeds = reaction.manoeuvre.step(now);
    if (speeds !== undefined) return { ...speeds, state: reaction.manoeuvre.state };
    this.#reaction = undefined;
    if (reaction.kind === 'unstick') this.#freeSince_s = now.now_s;
    if (reaction.activity === undefined || reaction.activity !== this.#activity) return undefined;
    const result = this.#afterReaction(reaction, now);
    return result && { v_mps: 0, w_radps: 0, state: reaction.manoeuvre.state, result };
  }

  #afterReaction(reaction: Reaction, now: Situation): DriveResult | undefined {
    if (reaction.kind === 'cliff') {
      const { activity, result } = reaction;
      if (activity?.metCliff === undefined) return result;
      if (result.blockedAt_map !== undefined) activity.metCliff(result.blockedAt_map, now);
      return undefined;
    }
    if (reaction.kind === 'unstick') return undefined;
    if (this.#isPressed(now)) {
      if (reaction.touch.isGlancing) {
        this.#beginBump({ ...reaction.touch, isGlancing: false }, now);
        return undefined;
      }
      if (this.#pressed >= MAX_PRESSED)
        return { outcome: 'stuck', reason: 'the bumper stays pressed', blockedAt_map: reaction.touch.at_map };
      this.#turnOff(reaction.touch);
      return undefined;
    }
    this.#pressed = 0;
    if (!reaction.touch.isSeen) {
      const { unseen } = this.#senses.metIn(now);
      const isFirm = unseen.lastIsFirm;
      const laid = unseen.linkLast(now.now_s);
      if (now.isInMap && isFirm) this.#felt_map = laid;
    }
    return this.#activity?.bumped(reaction.touch, now);
  }

  #isPressed({ safety: { bumpLeft, bumpCentre, bumpRight } }: Situation): boolean {
    return bumpLeft || bumpCentre || bumpRight;
  }

  /** No room to back off from what presses the bumper: a round body always has room to turn its front away from it. */
  #turnOff(touch: Touch): void {
    const away = (touch.left ? -1 : 1) * (this.#pressed++ % 2 === 0 ? 1 : -1);
    const moves: Move[] = [{ kind: 'turn', by_rad: away * TURN_OFF }, { kind: 'halt' }];
    this.#reaction = {
      kind: 'bump',
      manoeuvre: new Manoeuvre('bumped', moves, this.#trail),
      activity: this.#activity,
      touch,
    };
  }

  #work(now: Situation): Wish {
    const activity = this.#activity;
    if (activity === undefined) return { v_mps: 0, w_radps: 0, state: 'idle' };
    const wish = activity.step(now);
    if (wish.result !== undefined) return wish;
    if (activity.lastProgress_s > this.#freeSince_s) {
      this.#freeSince_s = activity.lastProgress_s;
      this.#attempts = 0;
    }
    return now.now_s - this.#freeSince_s > this.#options.stuckAfter_s ? this.#unstick(now) : wish;
  }

  #unstick(now: Situation): Wish {
    const halt: Wish = { v_mps: 0, w_radps: 0, state: 'unsticking' };
    const { unstickAttempts, stuckAfter_s } = this.#options;
    if (this.#attempts >= unstickAttempts) {
      const reason = `no way made for ${stuckAfter_s} s, and ${unstickAttempts} attempts to get free did not help`;
      return { ...halt, result: { outcome: 'stuck', reason } };
    }
    const moves = unstickMoves(++this.#attempts, !this.#senses.isNearCliff(now));
    const manoeuvre = new Manoeuvre('unsticking', moves, this.#trail);
    this.#reaction = { kind: 'unstick', manoeuvre, activity: this.#activity };
    return halt;
  }

  /** The robot hangs or is carried: wheels off, and where it came from is no longer behind it. */
  #wheelDrop(): DriveStep {
    this.#senses.lifted();
    this.#trail.clear();
    this.#reaction = undefined;
    const result: DriveResult | undefined = this.#activity && { outcome: 'wheel_drop', reason: 'a wheel hangs down' };
    this.#end();
    return this.#answer(this.#limiter.stop(), 'stopped', result);
  }

  #silence(now_s: number): DriveStep {
    if (Number.isNaN(this.#silentSince_s)) this.#silentSince_s = now_s;
    const gaveUp = this.#activity !== undefined && now_s - this.#silentSince_s > this.#options.lostAfter_s;
    const result: DriveResult | undefined = gaveUp
      ? { outcome: 'lost', reason: this.#senses.whatIsSilent(now_s) }
      : undefined;
    if (gaveUp) this.#end();
    return this.#answer(this.#limiter.stop(), 'stopped', result);
  }

  #answer(command: DriveCommand, state: DriveState, result: DriveResult | undefined): DriveStep {
    const progress_m = this.#activity?.progress_m ?? 0;
    const remaining_m = this.#activity?.remaining_m ?? 0;
    const felt_map = this.#felt_map;
    this.#felt_map = undefined;
    return {
      command,
      state,
      progress_m,
      remaining_m,
      ...(result !== undefined && { result }),
      ...(felt_map !== undefined && { felt_map }),
    };
  }
}

/** Off a wall that was only brushed, without a stop: a round body always can turn, and is off it by some millimetres then. */
function slideOff({ left }: Touch): Move {
  return { kind: 'arc', v_mps: SLIDE_OFF_MPS, w_radps: left ? -SLIDE_OFF_RADPS : SLIDE_OFF_RADPS, time_s: SLIDE_OFF_S };
}

/** A place that is not in the map says nothing to who asked in the map. */
function withoutPlace({ outcome, reason }: DriveResult): DriveResult {
  return { outcome, reason };
}
