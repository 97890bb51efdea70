import { cos, type Rng, type SE2, sin, wrapAngle } from '@homebound/math';
import type { RobotGeometry, ScanRecord } from '@homebound/robot';
import type { NoiseProfile } from '../noise.ts';
import type { LidarProfile } from './lidarProfile.ts';
import type { RayHit, RayScene } from './rayScene.ts';

/** Chance that a ray passes a pane of glass; the rest is lost. */
const GLASS_PASSES = 0.85;
/** Within this angle of its normal a pane throws the ray straight back: cos(8 deg). */
const GLASS_MIRRORS_COS = 0.99027;
/** Cosines of incidence between which a grazing ray is lost ever more often: 75 and 87 degrees. */
const GRAZE_FROM_COS = 0.2588;
const GRAZE_TO_COS = 0.0523;
/** Neighbouring ranges that differ more than this belong to two things. */
const EDGE_M = 0.12;
const MAX_BOUNCES = 3;

/** How base_link lies over the floor: height over the bare floor; nose down and left side up are positive (REP-103). */
export interface Tilt {
  readonly z_m: number;
  readonly pitch_rad: number;
  readonly roll_rad: number;
}

/**
 * A turning lidar. Its rays are cast one by one from where the body is at each ray's time, so a scan taken on the move is
 * bent as a real one is; it comes out when its last ray is in, stamped with its first.
 */
export class LidarSensor {
  readonly #profile: LidarProfile;
  readonly #noise: NoiseProfile;
  readonly #mount: RobotGeometry['lidar'];
  readonly #scene: RayScene;
  readonly #rng: Rng;
  readonly #scale: number;
  readonly #offset_m: number;
  readonly #angleMin_rad = -Math.PI;
  readonly #angleStep_rad: number;
  /** Direction of each ray in the base frame. */
  readonly #beamCos: Float64Array;
  readonly #beamSin: Float64Array;
  #ranges: Float32Array;
  #next = 0;
  #start_s: number;
  #beamTime_s: number;
  #before_m = Number.NaN;

  constructor(
    profile: LidarProfile,
    mount: RobotGeometry['lidar'],
    noise: NoiseProfile,
    scene: RayScene,
    rng: Rng,
    start_s: number,
  ) {
    this.#profile = profile;
    this.#mount = mount;
    this.#noise = noise;
    this.#scene = scene;
    this.#rng = rng;
    this.#scale = 1 + noise.lidarSpread * profile.biasLinear * rng.normal();
    this.#offset_m = noise.lidarSpread * profile.biasConstant_m * rng.normal();
    this.#angleStep_rad = (2 * Math.PI) / profile.beams;
    const bearing = (i: number): number => mount.yaw_rad + this.#angleMin_rad + i * this.#angleStep_rad;
    this.#beamCos = Float64Array.from({ length: profile.beams }, (_, i) => cos(bearing(i)));
    this.#beamSin = Float64Array.from({ length: profile.beams }, (_, i) => sin(bearing(i)));
    this.#ranges = new Float32Array(profile.beams);
    this.#start_s = start_s;
    this.#beamTime_s = this.#turnTime() / profile.beams;
  }

  /** The clock was set: a new turn begins. What was seen of the last one is lost. */
  restart(start_s: number): void {
    this.#start_s = start_s;
    this.#next = 0;
    this.#before_m = Number.NaN;
  }

  #turnTime(): number {
    const spin = this.#noise.lidarSpin;
    return (spin === 0 ? 1 : 1 + spin * this.#rng.normal()) / this.#profile.rate_hz;
  }

  /**
   * Casts the rays due in (from_s, to_s], the body moving from one pose to the other.
   * @param out receives a scan when one has come to its end
   */
  sweep(
    from_s: number,
    to_s: number,
    T_world_from: SE2,
    T_world_to: SE2,
    { z_m, pitch_rad, roll_rad }: Tilt,
    out: ScanRecord[],
  ): void {
    const mount = this.#mount;
    const turn = wrapAngle(T_world_to.theta - T_world_from.theta);
    const dx = T_world_to.x - T_world_from.x;
    const dy = T_world_to.y - T_world_from.y;
    const inverse = 1 / (to_s - from_s);
    const z = z_m + mount.z_m - mount.x_m * pitch_rad + mount.y_m * roll_rad;
    for (;;) {
      const time_s = this.#start_s + this.#next * this.#beamTime_s;
      if (time_s > to_s) return;
      const share = (time_s - from_s) * inverse;
      const theta = T_world_from.theta + share * turn;
      const c = cos(theta);
      const s = sin(theta);
      const cb = this.#beamCos[this.#next];
      const sb = this.#beamSin[this.#next];
      const ox = T_world_from.x + share * dx + c * mount.x_m - s * mount.y_m;
      const oy = T_world_from.y + share * dy + s * mount.x_m + c * mount.y_m;
      this.#measure(ox, oy, c * cb - s * sb, s * cb + c * sb, z, sb * roll_rad - cb * pitch_rad);
      if (++this.#next === this.#profile.beams) out.push(this.#finish());
    }
  }

  #finish(): ScanRecord {
    const profile = this.#profile;
    const stamp_s = this.#start_s;
    const timeIncrement_s = this.#beamTime_s;
    const scan: ScanRecord = {
      kind: 'scan',
      stamp_s,
      angleMin_rad: this.#angleMin_rad,
      angleIncrement_rad: this.#angleStep_rad,
      timeIncrement_s,
      scanTime_s: timeIncrement_s * profile.beams,
      rangeMin_m: profile.rangeMin_m,
      rangeMax_m: profile.rangeMax_m,
      ranges_m: this.#ranges,
    };
    this.#ranges = new Float32Array(profile.beams);
    this.#start_s += scan.scanTime_s;
    this.#beamTime_s = this.#turnTime() / profile.beams;
    this.#next = 0;
    return scan;
  }

  #measure(ox: number, oy: number, dx: number, dy: number, z: number, slope: number): void {
    const i = this.#next;
    const profile = this.#profile;
    const ideal = !this.#noise.lidarOptics;
    const hit = this.#scene.cast(ox, oy, dx, dy, 0, profile.rangeMax_m, z, slope);
    let r = ideal
      ? hit.material === undefined
        ? Number.POSITIVE_INFINITY
        : hit.range_m
      : this.#follow(hit, ox, oy, dx, dy, z, slope);
    if (!ideal && profile.beamWidth_rad > 0) r = this.#mix(r);
    this.#before_m = r;
    if (r < Number.POSITIVE_INFINITY) {
      r = this.#distort(r);
      if (r < profile.rangeMin_m) r = Number.NEGATIVE_INFINITY;
      else if (r > profile.rangeMax_m) r = Number.POSITIVE_INFINITY;
    }
    this.#ranges[i] = r;
  }

  /** What the first surface does to the ray: it may swallow it, let it through or throw it on. NaN when it is lost. */
  #follow(first: RayHit, ox: number, oy: number, dx: number, dy: number, z: number, slope: number): number {
    const limit = this.#profile.rangeMax_m;
    const rng = this.#rng;
    let hit = first;
    let way = 0;
    for (let bounce = 0; bounce < MAX_BOUNCES; bounce++) {
      const material = hit.material;
      if (material === undefined) return Number.POSITIVE_INFINITY;
      const r = way + hit.range_m;
      if (material.kind === 'glass') {
        if (hit.cosine > GLASS_MIRRORS_COS) return r;
        if (rng.uniform() > GLASS_PASSES) return Number.NaN;
        const beyond = hit.range_m + 0.001;
        hit = this.#scene.cast(ox, oy, dx, dy, beyond, limit - way, z, slope);
        continue;
      }
      if (material.kind === 'mirror') {
        const toward = -hit.cosine;
        const { nx, ny, range_m } = hit;
        ox += range_m * dx;
        oy += range_m * dy;
        z += range_m * slope;
        way = r;
        dx -= 2 * toward * nx;
        dy -= 2 * toward * ny;
        hit = this.#scene.cast(ox, oy, dx, dy, 0.001, limit - way, z, slope);
        continue;
      }
      return this.#isSeen(r, material.reflectivity, hit.cosine) ? r : Number.NaN;
    }
    return Number.NaN;
  }

  /** Whether enough light comes back: dark things are seen near only, grazed ones rarely. */
  #isSeen(r: number, reflectivity: number, cosine: number): boolean {
    const profile = this.#profile;
    if (reflectivity < 0.2) {
      // Straight from the black range at 5 % to the full one at 20 %.
      const share = Math.min(1, Math.max(0, (reflectivity - 0.05) / 0.15));
      if (r > profile.rangeMax_m * (profile.blackRange + share * (1 - profile.blackRange))) return false;
    }
    let lost = profile.dropout;
    if (cosine < GRAZE_FROM_COS) {
      const share = Math.min(1, (GRAZE_FROM_COS - cosine) / (GRAZE_FROM_COS - GRAZE_TO_COS));
      lost = Math.max(lost, 0.05 + 0.85 * share);
    }
    return lost === 0 || this.#rng.uniform() >= lost;
  }

  /** A ray that lies half on an edge reports a range between the two things. */
  #mix(r: number): number {
    const before = this.#before_m;
    const jump = r - before;
    if (!(Math.abs(jump) > EDGE_M) || Math.abs(jump) === Number.POSITIVE_INFINITY) return r;
    // The edge lies within half a ray's width of this ray in beamWidth / beam spacing of all cases, 0.3 of them mix.
    const chance = 0.3 * (this.#profile.beamWidth_rad / this.#angleStep_rad);
    return this.#rng.uniform() < chance ? before + jump * this.#rng.uniform() : r;
  }

  #distort(r: number): number {
    const spread = this.#noise.lidarSpread;
    if (spread === 0) return r;
    const profile = this.#profile;
    const linear = profile.sigmaLinear * r;
    const square = profile.sigmaSquare_pm * r * r;
    const sigma = Math.sqrt(profile.sigmaConstant_m * profile.sigmaConstant_m + linear * linear + square * square);
    const measured = r * this.#scale + this.#offset_m + spread * sigma * this.#rng.normal();
    const quantum = Math.max(profile.quantum_m, profile.quantumSquare_pm * r * r);
    return quantum === 0 ? measured : quantum * Math.round(measured / quantum);
  }
}
