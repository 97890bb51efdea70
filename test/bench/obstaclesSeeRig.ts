import { compose, identity, PoseBuffer, type SE2 } from '@homebound/math';
import { type FloorSight, floorSight, LocalEye } from '@homebound/nodes';
import { type CameraRig, type FloorRecord, floorKinds, type ImuRecord } from '@homebound/robot';
import { type CameraName, createSimulator, type Simulator, type World } from '@homebound/sim';
import { ObstacleMap } from '@homebound/vision';

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
  #sight: FloorSight;
  readonly #truth = new PoseBuffer(2);
  readonly #seen = new Set<number>();
  #odometry: { stamp_s: number; T_odom_base: SE2 }[] = [];
  now_s = 0;

  constructor(world: World, seed: number, camera: CameraName) {
    this.simulator = createSimulator({ world, seed, camera });
    const device = this.simulator.body.camera;
    if (device === undefined) throw new Error('the body has no camera');
    this.#rig = device.rig;
    this.#sight = floorSight(device.rig);
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
    this.#sight = floorSight(this.#rig);
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
