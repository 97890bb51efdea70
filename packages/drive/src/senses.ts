import { driveArc, identity, type MapWarp, PoseBuffer, type SE2 } from '@homebound/math';
import type { DockRecord, DriveCommand, RobotGeometry, ScanRecord } from '@homebound/robot';
import { Bars } from './bars.ts';
import { softSpeed } from './care.ts';
import { type FloorThing, FloorThings } from './floorThings.ts';
import { MapFollower } from './mapFollower.ts';
import { type NearPoints, NearScan } from './nearPoints.ts';
import type { DriveOptions } from './options.ts';
import { PlaceMemory } from './placeMemory.ts';
import { RangeBias } from './rangeBias.ts';
import { SafetyLatch } from './reflexes.ts';
import { Shins } from './shins.ts';
import { SideLook } from './sideLook.ts';
import type { Activity, Situation } from './situation.ts';

/** Places where it bumped into what the lidar misses, where its side met such things, and edges. */
interface Met {
  readonly unseen: PlaceMemory;
  readonly low: PlaceMemory;
  readonly cliffs: PlaceMemory;
}

/** m from the lidar: look-ahead, body and some. */
const SCAN_REACH = 1;
/** m under the body's edge from where on a place that was felt can't be there: what zone and pose are off together. */
const FELT_DEPTH = 0.025;
/** m that a shoe reaches beyond its shin, and that what the side met reaches beyond where it was met. */
const SHOE_M = 0.13;
const LOW_UNSURE_M = 0.05;
/** rad/s, m/s: how the robot moves while lidar and wall sensor look at the same place of a wall. */
const CALM_RADPS = 0.15;
const CALM_MPS = 0.05;
const nothingNear = { xy: new Float64Array(0), n: 0 };

/** What the sensors said, where the robot is, and what it remembers of places: put together for each control step. */
export class Senses {
  readonly latch = new SafetyLatch();
  readonly #geometry: RobotGeometry;
  readonly #options: DriveOptions;
  readonly #near: NearScan;
  readonly #bias = new RangeBias();
  readonly #poses_odom = new PoseBuffer(2);
  readonly #map = new MapFollower();
  readonly #shins = new Shins();
  readonly #side: SideLook;
  /** What was met in the map, and what was met while there was none. */
  readonly #met: { readonly map: Met; readonly odom: Met };
  #bars = new Bars([]);
  readonly #things = new FloorThings();
  #together = new Float64Array(0);
  #speeds = { v_mps: 0, w_radps: 0 };
  #dock: DockRecord | undefined;
  #pendingScan: ScanRecord | undefined;
  #scan_s = Number.NaN;

  constructor(geometry: RobotGeometry, options: DriveOptions) {
    this.#geometry = geometry;
    this.#options = options;
    this.#near = new NearScan(geometry, SCAN_REACH);
    this.#side = new SideLook(geometry);
    const memory = (): Met => ({
      unseen: new PlaceMemory(options.remember_s),
      low: new PlaceMemory(options.rememberLow_s),
      cliffs: new PlaceMemory(options.remember_s),
    });
    this.#met = { map: memory(), odom: memory() };
  }

  /** False when it comes too late to count. */
  addOdometry(stamp_s: number, T_odom_base: SE2, v_mps: number, w_radps: number): boolean {
    if (!this.#poses_odom.add(stamp_s, T_odom_base)) return false;
    this.#speeds = { v_mps, w_radps };
    // A scan often comes before the odometry of its last beams.
    if (this.#pendingScan !== undefined) this.#takeScan(this.#pendingScan);
    return true;
  }

  addScan(r: ScanRecord): void {
    this.#scan_s = r.stamp_s;
    this.#takeScan(r);
  }

  #takeScan(r: ScanRecord): void {
    const isTaken = this.#near.add(r, this.#poses_odom);
    this.#pendingScan = isTaken ? undefined : r;
    const latest = this.#poses_odom.latest;
    if (isTaken && latest !== undefined) this.#shins.addScan(this.#near.seenFrom(latest.T), latest.T, latest.stamp_s);
  }

  addDock(r: DockRecord): void {
    this.#dock = r;
  }

  setBars(lines_map: readonly ArrayLike<number>[]): void {
    this.#bars = new Bars(lines_map);
  }

  setThings(things: readonly FloorThing[]): void {
    this.#things.set(things);
  }

  setMapToOdom(T_map_odom: SE2): void {
    this.#map.set(T_map_odom);
  }

  loseMap(): void {
    this.#map.lose();
  }

  /** How far returns are kept, m; absent for look-ahead's own. */
  keepScan(reach_m: number | undefined): void {
    this.#near.reach_m = reach_m ?? SCAN_REACH;
  }

  /** A robot that stands takes up SLAM's correction at once. */
  settle(): void {
    if (Math.abs(this.#speeds.v_mps) < 0.02) this.#map.settle();
  }

  /** All that is remembered moves with the map. Returns where the robot was in it before. */
  moveWith(warp: MapWarp): SE2 {
    const T_odom_base = this.#poses_odom.latest?.T ?? identity;
    const T_map_base = this.#map.pose(T_odom_base) ?? identity;
    this.#map.moveWith(warp, T_odom_base);
    this.#bars.moveWith(warp);
    this.#things.moveWith(warp);
    this.#met.map.unseen.moveWith(warp);
    this.#met.map.low.moveWith(warp);
    this.#met.map.cliffs.moveWith(warp);
    return T_map_base;
  }

  /** The robot hangs or is carried: what was near no longer is. */
  lifted(): void {
    this.latch.clear();
    this.#near.clear();
    this.#shins.clear();
    this.#met.odom.unseen.clear();
    this.#met.odom.low.clear();
    this.#met.odom.cliffs.clear();
  }

  /** The situation at the time when this step's command takes effect; none when sensors are silent or the map unknown. */
  look(now_s: number, dt_s: number, commanded: DriveCommand, frame: Activity['frame']): Situation | undefined {
    const safety = this.latch.latest;
    const newest = this.#poses_odom.latest;
    const oldest_s = now_s - this.#options.staleAfter_s;
    if (safety === undefined || safety.stamp_s < oldest_s) return undefined;
    if (newest === undefined || newest.stamp_s < oldest_s) return undefined;
    if (this.#isLidarSilent(now_s)) return undefined;
    const { v_mps, w_radps } = this.#speeds;
    const age_s = Math.max(0, now_s - newest.stamp_s);
    const T_now = driveArc(newest.T, v_mps, w_radps, age_s);
    const T_odom_base = driveArc(T_now, commanded.v_mps, commanded.w_radps, this.#options.actuationDelay_s);
    this.#map.advance(T_odom_base, dt_s);
    const placed = frame === 'odom' ? undefined : this.#map.pose(T_odom_base);
    if (placed === undefined && frame === 'map') return undefined;
    const T_map_base = placed ?? T_odom_base;
    const isInMap = placed !== undefined;
    const { unseen, low } = isInMap ? this.#met.map : this.#met.odom;
    const returns = this.#near.seenFrom(T_odom_base);
    if (Math.abs(w_radps) < CALM_RADPS && v_mps > CALM_MPS) {
      this.#bias.observe(returns, safety, this.#geometry);
      this.#near.bias_m = this.#bias.value_m;
    }
    const shins = this.#shins.seenFrom(T_odom_base);
    this.#side.look(safety.wallDistance_m, T_map_base, w_radps, returns, low, now_s);
    if (!this.latch.bumped) {
      unseen.push(T_map_base, this.#geometry.bodyRadius_m - FELT_DEPTH);
      low.push(T_map_base, this.#geometry.bodyRadius_m - FELT_DEPTH);
    }
    // First: both see the places through one array.
    const careful_mps = this.#carefulSpeed(T_map_base, isInMap, shins, now_s);
    return {
      now_s,
      dt_s,
      T_odom_base,
      T_map_base,
      isInMap,
      v_mps,
      w_radps,
      safety,
      dock: this.#dock,
      near: isInMap ? this.#withThings(returns, T_map_base) : returns,
      returns,
      barred: isInMap ? this.#bars.seenFrom(T_map_base, SCAN_REACH) : nothingNear,
      felt: unseen.seenFrom(T_map_base, SCAN_REACH, now_s),
      view: this.#near.viewFrom(T_odom_base),
      careful_mps,
      geometry: this.#geometry,
      options: this.#options,
    };
  }

  /** The returns, and the borders of berths; the array is reused by the next call. */
  #withThings(returns: NearPoints, T_map_base: SE2): NearPoints {
    const borders = this.#things.seenFrom(T_map_base, this.#geometry.bodyRadius_m, SCAN_REACH);
    if (borders.n === 0) return returns;
    const n = returns.n + borders.n;
    if (this.#together.length < 2 * n) this.#together = new Float64Array(4 * n);
    this.#together.set(returns.xy.subarray(0, 2 * returns.n));
    this.#together.set(borders.xy.subarray(0, 2 * borders.n), 2 * returns.n);
    return { xy: this.#together, n };
  }

  #carefulSpeed(at: SE2, isInMap: boolean, shins: NearPoints, now_s: number): number {
    const { unseenWithin_m, unseenSpeed_mps, cliffWithin_m, cliffSpeed_mps, deceleration_mps2 } = this.#options;
    const { unseen, low, cliffs } = isInMap ? this.#met.map : this.#met.odom;
    const { bodyRadius_m, maxSpeed_mps } = this.#geometry;
    const soft = (points: NearPoints, unsure_m: number): number =>
      softSpeed(points, bodyRadius_m, unsure_m, unseenSpeed_mps, deceleration_mps2);
    return Math.min(
      soft(unseen.seenFrom(at, SCAN_REACH, now_s, true), unseenWithin_m - bodyRadius_m),
      soft(low.seenFrom(at, SCAN_REACH, now_s, true), LOW_UNSURE_M),
      soft(shins, SHOE_M),
      isInMap ? this.#things.speedAt(at, bodyRadius_m) : maxSpeed_mps,
      cliffs.isNear(at, cliffWithin_m, now_s) ? cliffSpeed_mps : maxSpeed_mps,
    );
  }

  metIn(now: Situation): Met {
    return now.isInMap ? this.#met.map : this.#met.odom;
  }

  isNearCliff(now: Situation): boolean {
    return this.metIn(now).cliffs.isNear(now.T_map_base, this.#options.cliffWithin_m, now.now_s);
  }

  /** Why there is no situation, in words. */
  whatIsSilent(now_s: number): string {
    const oldest_s = now_s - this.#options.staleAfter_s;
    if ((this.latch.latest?.stamp_s ?? -1) < oldest_s) return 'the safety sensors are silent';
    if ((this.#poses_odom.latest?.stamp_s ?? -1) < oldest_s) return 'the odometry is silent';
    return this.#isLidarSilent(now_s) ? 'the lidar is silent' : 'the place in the map is not known';
  }

  /** Before the first scan it is not silent, only not there yet: without one there is no map to drive in. */
  #isLidarSilent(now_s: number): boolean {
    return now_s - this.#scan_s > this.#options.lidarStaleAfter_s;
  }
}
