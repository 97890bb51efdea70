import {
  atan2,
  between,
  compose,
  cos,
  createRng,
  driveArc,
  hypot,
  type Rng,
  type SE2,
  sin,
  wrapAngle,
} from '@homebound/math';
import {
  type DockRecord,
  defaultGeometry,
  type RobotGeometry,
  type SafetyRecord,
  type ScanRecord,
} from '@homebound/robot';
import { Driver } from './driver.ts';
import type { DriveStep } from './situation.ts';
import type { DriveTask } from './task.ts';

/** For tests: nothing is touched, and there is floor under all of it. */
export const allWell: SafetyRecord = {
  kind: 'safety',
  stamp_s: 0,
  bumpLeft: false,
  bumpCentre: false,
  bumpRight: false,
  cliffSideLeft: false,
  cliffFrontLeft: false,
  cliffFrontRight: false,
  cliffSideRight: false,
  wheelDropLeft: false,
  wheelDropRight: false,
  wallDistance_m: Number.POSITIVE_INFINITY,
};

/** For tests: what stands and gapes in the test world, m. */
export interface TestScene {
  /** Walls, each x0 y0 x1 y1. */
  readonly walls?: readonly (readonly [number, number, number, number])[];
  /** `seen: false`: by the bumper only; `low`: the wall sensor meets it, the lidar does not. */
  readonly posts?: readonly { x: number; y: number; r: number; seen?: boolean; low?: boolean }[];
  /** No floor where nx x + ny y > c. */
  readonly edges?: readonly { nx: number; ny: number; c: number }[];
  /** The docked base_link, +x out of the dock. */
  readonly dock?: SE2;
}

export interface TestNoise {
  /** m, of a lidar return. */
  readonly range_m: number;
  /** Share by which odometry misjudges way and turn. */
  readonly odometryScale: number;
  readonly delay_s: number;
}

/** A default robot in a scene, its map frame the world frame. */
export function inScene(scene: TestScene, T_world_base: SE2 = { x: 0, y: 0, theta: 0 }, seed = 1): TestWorld {
  const driver = new Driver(defaultGeometry);
  driver.setMapToOdom({ x: 0, y: 0, theta: 0 });
  return new TestWorld(driver, defaultGeometry, scene, T_world_base, seed);
}

/** A task with the fields that matter; the rest at its default. */
export function task(mode: DriveTask['mode'], path: readonly number[] = [], more: Partial<DriveTask> = {}): DriveTask {
  return { mode, path_map: Float64Array.from(path), yaw_rad: 0, distance_m: 0, maxSpeed_mps: 0, ...more };
}

const TICK = 0.01;
const BEAMS = 180;
const SCAN_S = 0.2;
/** m; a bumper closes a little before the body is stopped. */
const BUMPER = 0.002;
/** rad; the centre zone's half width. */
const CENTRE_ZONE = 0.5;

/**
 * For tests: a robot in a plane, just real enough to close the loop around a Driver: command delay, acceleration limits,
 * contact, bumper, cliffs, a turning lidar with noise, odometry that drifts, dock beams. Not the simulator.
 */
export class TestWorld {
  readonly driver: Driver;
  scene: TestScene;
  T_world_base: SE2;
  T_odom_base: SE2;
  v = 0;
  w = 0;
  now_s = 0;
  /** Greatest speed into a contact, m/s. */
  hardestContact_mps = 0;
  contacts = 0;
  /** How far a drive wheel's centre was beyond an edge at worst, m; negative on the floor. */
  deepestWheel_m = Number.NEGATIVE_INFINITY;
  safetySilent = false;
  lidarSilent = false;
  wheelDrop = false;
  /** The wheels turn, the body does not move. */
  held = false;
  step: DriveStep | undefined;
  readonly commands: { t: number; v: number; w: number }[] = [];
  readonly #geometry: RobotGeometry;
  readonly #noise: TestNoise;
  readonly #rng: Rng;
  #ranges = new Float32Array(BEAMS);
  #beam = 0;
  #scanStart_s = 0;
  #ticks = 0;

  constructor(
    driver: Driver,
    geometry: RobotGeometry,
    scene: TestScene,
    T_world_base: SE2,
    seed: number,
    noise: Partial<TestNoise> = {},
  ) {
    this.driver = driver;
    this.scene = scene;
    this.T_world_base = T_world_base;
    this.T_odom_base = T_world_base;
    this.#geometry = geometry;
    this.#noise = { range_m: 0.01, odometryScale: 0.003, delay_s: 0.05, ...noise };
    this.#rng = createRng(seed);
  }

  /** Runs until the driver ends its task or the time is over; looks after each tick. */
  run(limit_s: number, look?: (world: TestWorld) => void): DriveStep['result'] {
    const end = this.now_s + limit_s;
    while (this.now_s < end) {
      this.tick();
      look?.(this);
      if (this.step?.result !== undefined && this.#ticks % 5 === 0) return this.step.result;
    }
    return undefined;
  }

  tick(): void {
    this.#ticks++;
    this.now_s = this.#ticks * TICK;
    this.#move();
    this.#turnLidar();
    if (this.#ticks % 2 === 0) {
      this.driver.addOdometry(this.now_s, this.T_odom_base, this.v, this.w);
      if (!this.safetySilent) this.driver.addSafety(this.#safety());
      if (this.scene.dock !== undefined) this.driver.addDock(this.#dock(this.scene.dock));
    }
    if (this.#ticks % 5 === 0) {
      this.step = this.driver.step(this.now_s);
      const { v_mps, w_radps } = this.step.command;
      this.commands.push({ t: this.now_s + this.#noise.delay_s, v: v_mps, w: w_radps });
    }
  }

  /** Signed distance of a point to the nearest edge; positive where the floor is missing. */
  beyondEdge(x: number, y: number): number {
    let worst = Number.NEGATIVE_INFINITY;
    for (const { nx, ny, c } of this.scene.edges ?? []) worst = Math.max(worst, nx * x + ny * y - c);
    return worst;
  }

  #command(): { v: number; w: number } {
    let active = { v: 0, w: 0 };
    for (let i = this.commands.length - 1; i >= 0; i--)
      if (this.commands[i].t <= this.now_s + 1e-9) {
        active = this.commands[i];
        break;
      }
    return active;
  }

  #move(): void {
    const wanted = this.#command();
    const g = this.#geometry;
    const towards = (is: number, to: number, step: number) => is + Math.min(Math.max(to - is, -step), step);
    this.v = towards(this.v, wanted.v, g.maxAcceleration_mps2 * TICK);
    this.w = towards(this.w, wanted.w, g.maxYawAcceleration_radps2 * TICK);
    if (!this.held) this.T_world_base = driveArc(this.T_world_base, this.v, this.w, TICK);
    const wrong = 1 + this.#noise.odometryScale;
    this.T_odom_base = driveArc(this.T_odom_base, this.v * wrong, this.w * wrong, TICK);
    this.#collide();
    const half = 0.5 * g.wheelBase_m;
    for (const y of [half, -half]) {
      const wheel = compose(this.T_world_base, { x: 0, y, theta: 0 });
      this.deepestWheel_m = Math.max(this.deepestWheel_m, this.beyondEdge(wheel.x, wheel.y));
    }
  }

  /** Nearest points of all solids to the body's centre. */
  *#nearest(): Generator<{ x: number; y: number; gap: number }> {
    const { x, y } = this.T_world_base;
    const R = this.#geometry.bodyRadius_m;
    for (const [x0, y0, x1, y1] of this.scene.walls ?? []) {
      const dx = x1 - x0;
      const dy = y1 - y0;
      const t = Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy)));
      const px = x0 + t * dx;
      const py = y0 + t * dy;
      yield { x: px, y: py, gap: hypot(px - x, py - y) - R };
    }
    for (const post of this.scene.posts ?? []) {
      const d = hypot(post.x - x, post.y - y);
      const near = { x: post.x - ((post.x - x) * post.r) / d, y: post.y - ((post.y - y) * post.r) / d };
      yield { ...near, gap: d - post.r - R };
    }
  }

  #collide(): void {
    for (const { x, y, gap } of this.#nearest()) {
      if (gap >= 0) continue;
      const T = this.T_world_base;
      const angle = atan2(y - T.y, x - T.x);
      const into = this.v * cos(angle - T.theta);
      this.hardestContact_mps = Math.max(this.hardestContact_mps, into);
      if (into > 0) this.contacts++;
      this.T_world_base = { x: T.x + gap * cos(angle), y: T.y + gap * sin(angle), theta: T.theta };
    }
  }

  #safety(): SafetyRecord {
    let left = false;
    let centre = false;
    let right = false;
    for (const { x, y, gap } of this.#nearest()) {
      if (gap > BUMPER) continue;
      const T = this.T_world_base;
      const angle = wrapAngle(atan2(y - T.y, x - T.x) - T.theta);
      if (Math.abs(angle) > 1.6) continue;
      if (angle > CENTRE_ZONE) left = true;
      else if (angle < -CENTRE_ZONE) right = true;
      else centre = true;
    }
    const missing = ({ x_m, y_m }: { x_m: number; y_m: number }) => {
      const at = compose(this.T_world_base, { x: x_m, y: y_m, theta: 0 });
      return this.beyondEdge(at.x, at.y) > 0;
    };
    const { cliffs, wallSensor } = this.#geometry;
    const eye = compose(this.T_world_base, { x: wallSensor.x_m, y: wallSensor.y_m, theta: wallSensor.yaw_rad });
    const wall = this.#cast(eye.x, eye.y, eye.theta, wallSensor.range_m, true);
    return {
      kind: 'safety',
      stamp_s: this.now_s,
      bumpLeft: left,
      bumpCentre: centre,
      bumpRight: right,
      cliffSideLeft: missing(cliffs.sideLeft),
      cliffFrontLeft: missing(cliffs.frontLeft),
      cliffFrontRight: missing(cliffs.frontRight),
      cliffSideRight: missing(cliffs.sideRight),
      wheelDropLeft: this.wheelDrop,
      wheelDropRight: this.wheelDrop,
      wallDistance_m: wall + 0.001 * this.#rng.normal(),
    };
  }

  /** Way to the first solid along a ray, +Inf when there is none within `max`. */
  #cast(x: number, y: number, angle: number, max: number, seesLow = false): number {
    const dx = cos(angle);
    const dy = sin(angle);
    let best = Number.POSITIVE_INFINITY;
    for (const [x0, y0, x1, y1] of this.scene.walls ?? []) {
      const ex = x1 - x0;
      const ey = y1 - y0;
      const det = dx * ey - dy * ex;
      if (Math.abs(det) < 1e-12) continue;
      const t = ((x0 - x) * ey - (y0 - y) * ex) / det;
      const u = ((x0 - x) * dy - (y0 - y) * dx) / det;
      if (t > 0 && u >= 0 && u <= 1 && t < best) best = t;
    }
    for (const post of this.scene.posts ?? []) {
      if (post.seen === false || (post.low === true && !seesLow)) continue;
      const px = post.x - x;
      const py = post.y - y;
      const a = px * dx + py * dy;
      const b2 = px * px + py * py - a * a;
      if (a > 0 && b2 < post.r * post.r) best = Math.min(best, a - Math.sqrt(post.r * post.r - b2));
    }
    return best <= max ? best : Number.POSITIVE_INFINITY;
  }

  #turnLidar(): void {
    if (this.#beam === 0) this.#scanStart_s = this.now_s;
    const perTick = Math.round((BEAMS * TICK) / SCAN_S);
    const T = this.T_world_base;
    const isEmpty = this.scene.walls === undefined && this.scene.posts === undefined;
    if (isEmpty) this.#ranges.fill(Number.POSITIVE_INFINITY);
    if (isEmpty) this.#beam += perTick;
    for (let k = 0; k < perTick && !isEmpty; k++, this.#beam++) {
      const r = this.#cast(T.x, T.y, T.theta + (this.#beam * 2 * Math.PI) / BEAMS, 8);
      this.#ranges[this.#beam] = r + this.#noise.range_m * this.#rng.normal();
    }
    if (this.#beam < BEAMS) return;
    const scan: ScanRecord = {
      kind: 'scan',
      stamp_s: this.#scanStart_s,
      angleMin_rad: 0,
      angleIncrement_rad: (2 * Math.PI) / BEAMS,
      timeIncrement_s: SCAN_S / BEAMS,
      scanTime_s: SCAN_S,
      rangeMin_m: 0.05,
      rangeMax_m: 8,
      ranges_m: this.#ranges,
    };
    if (!this.lidarSilent) this.driver.addScan(scan);
    this.#ranges = new Float32Array(BEAMS);
    this.#beam = 0;
  }

  /** Create 3's dock: emitters 0.2 m past the docked base_link, green at +10°, red at -10°, each 30° wide, 1 m far. */
  #dock(T_world_dock: SE2): DockRecord {
    const into: SE2 = { ...T_world_dock, theta: T_world_dock.theta + Math.PI };
    const at = between(into, this.T_world_base);
    const bearing = atan2(at.y, 0.2 - at.x);
    const range = hypot(at.y, 0.2 - at.x);
    const looks = Math.abs(wrapAngle(at.theta + bearing)) < 0.785 && range < 1.2;
    const deg = Math.PI / 180;
    return {
      kind: 'dock',
      stamp_s: this.now_s,
      greenBeam: looks && bearing > -5 * deg && bearing < 25 * deg,
      redBeam: looks && bearing < 5 * deg && bearing > -25 * deg,
      forceField: range < 0.6,
      docked: hypot(at.x, at.y) < 0.02 && Math.abs(wrapAngle(at.theta)) < 15 * deg,
    };
  }
}
