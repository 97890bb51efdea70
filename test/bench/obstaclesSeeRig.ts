import { between, compose, createRng, identity, PoseBuffer, type SE2 } from '@homebound/math';
import { LocalEye } from '@homebound/nodes';
import { type CameraRig, type FloorRecord, floorKinds, type ImuRecord } from '@homebound/robot';
import {
  type CameraName,
  cameraRigs,
  createSimulator,
  type LaneFloor,
  type MountError,
  noMountError,
  obstacleLane,
  type Simulator,
  type World,
} from '@homebound/sim';
import { Eye, ObstacleMap } from '@homebound/vision';

/** Whether the camera sits as its rig tells, or up to 1° and 3 mm beside it, by seed. */
export type Mounts = 'told' | 'drawn';

export const SPEED_MPS = 0.3;
/** Largest errors of a mount that is drawn. */
const MOUNT_RAD = Math.PI / 180;
const MOUNT_M = 0.003;
/** The straight drive before all others in which the camera is levelled; it ends here, s. */
const LEVELLING_S = 8;

/** A simulated body with its eye, at whose stamps the true pose is known. Physics must be ready. */
export class Rig {
  readonly simulator: Simulator;
  readonly looks_ms: number[] = [];
  readonly maps_ms: number[] = [];
  refused = 0;
  map = new ObstacleMap();
  view: FloorRecord | undefined;
  T_world_view: SE2 = identity;
  readonly #eye: LocalEye;
  readonly #rig: CameraRig;
  #sight: Eye;
  readonly #truth = new PoseBuffer(2);
  readonly #seen = new Set<number>();
  #odometry: { stamp_s: number; T_odom_base: SE2 }[] = [];
  now_s = 0;

  constructor(world: World, seed: number, camera: CameraName, mountError: MountError, levelled?: Eye) {
    this.simulator = createSimulator({ world, seed, camera: { rig: cameraRigs[camera], mountError } });
    const device = this.simulator.body.camera;
    if (device === undefined) throw new Error('the body has no camera');
    this.#rig = device.rig;
    this.#sight = levelled ?? new Eye(device.rig);
    this.#eye = new LocalEye(device, () => {
      return {
        look: (frame, body) => {
          const from = performance.now();
          const view = this.#sight.look(frame, body);
          this.looks_ms.push(performance.now() - from);
          if (view === undefined) this.refused++;
          return view;
        },
      };
    });
    this.#eye.open();
    this.simulator.onStep(({ stamp_s, T_world_base }) => {
      this.#truth.add(stamp_s, T_world_base);
      this.#odometry.push({ stamp_s, T_odom_base: T_world_base });
    });
  }

  get sight(): Eye {
    return this.#sight;
  }

  get seen_m2(): number {
    return this.#seen.size * 0.0025;
  }

  get T_world_base(): SE2 {
    return this.#truth.latest?.T ?? identity;
  }

  /** 0.1 s on. Returns whether there was a look. */
  step(v_mps: number, w_radps: number): boolean {
    this.now_s += 0.1;
    this.simulator.body.drive({ v_mps, w_radps });
    const records = this.simulator.body.poll(this.now_s);
    const imu = records.filter((record): record is ImuRecord => record.kind === 'imu');
    const views = this.#eye.poll(this.now_s, { odometry: this.#odometry, imu });
    this.#odometry = [];
    for (const view of views) {
      const T_world_base = this.#truth.at(view.stamp_s);
      if (T_world_base === undefined) continue;
      this.view = view;
      this.T_world_view = T_world_base;
      const from = performance.now();
      this.map.add(view, T_world_base);
      this.map.obstacles(this.now_s);
      this.maps_ms.push(performance.now() - from);
      this.#count(view, T_world_base);
    }
    return views.length > 0;
  }

  /** As straight as the wheels' errors allow: they are not what is judged. */
  stepAlong(T_start: SE2): boolean {
    const off = between(T_start, this.T_world_base);
    return this.step(SPEED_MPS, -2 * off.theta - 3 * off.y);
  }

  /** Set down somewhere, knowing nothing. */
  place(T_world_base: SE2): void {
    this.move(T_world_base);
    this.map = new ObstacleMap();
  }

  /** Set down somewhere, with what is known of the floor. */
  move(T_world_base: SE2): void {
    this.simulator.control.place(T_world_base);
    // What was taken on the way there belongs nowhere.
    const { map } = this;
    this.map = new ObstacleMap();
    for (let k = 0; k < 4; k++) this.step(0, 0);
    this.map = map;
    // A depth camera's eye keeps nothing of what it saw but how it sits; a laser's and a colour camera's keep what they saw on the way.
    if (this.#rig.depth === undefined) this.#sight = new Eye(this.#rig);
  }

  #count(view: FloorRecord, T_world_base: SE2): void {
    for (let i = 0; i < view.kinds.length; i++) {
      if (floorKinds[view.kinds[i]] === 'unseen') continue;
      const x = view.originX_m + ((i % view.width) + 0.5) * view.resolution_m;
      const y = view.originY_m + (Math.floor(i / view.width) + 0.5) * view.resolution_m;
      const at = compose(T_world_base, { x, y, theta: 0 });
      this.#seen.add(Math.floor(at.x / 0.05) * 100_000 + Math.floor(at.y / 0.05));
    }
  }

  close(): void {
    this.#eye.close();
    this.simulator.free();
  }
}

/** An eye that has been driven straight over a bare floor, and after how long it knew how its camera sits; NaN where it needs not know. */
export function levelledEye(seed: number, floor: LaneFloor, camera: CameraName, mountError: MountError) {
  if (cameraRigs[camera].depth === undefined) return { eye: undefined, levelled_s: Number.NaN };
  const rig = new Rig(obstacleLane('bare', { seed, floor, things: [] }), seed, camera, mountError);
  const start = { x: 0.4, y: 0.55, theta: 0 };
  rig.move(start);
  // As on its dock: the gyro has been heard for a while.
  for (let k = 0; k < 30; k++) rig.step(0, 0);
  const from_s = rig.now_s;
  while (rig.sight.mount?.isLevelled === false && rig.now_s - from_s < LEVELLING_S) rig.stepAlong(start);
  rig.close();
  return { eye: rig.sight, levelled_s: rig.now_s - from_s };
}

export function drawnMount(seed: number, mounts: Mounts): MountError {
  if (mounts === 'told') return noMountError;
  const rng = createRng(seed).fork('mount');
  const draw = (most: number): number => most * (2 * rng.uniform() - 1);
  return { pitch_rad: draw(MOUNT_RAD), roll_rad: draw(MOUNT_RAD), height_m: draw(MOUNT_M) };
}
