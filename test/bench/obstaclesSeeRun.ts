import { between, compose, createRng, identity, PoseBuffer, type SE2 } from '@homebound/math';
import { LocalEye } from '@homebound/nodes';
import { type CameraRig, type FloorRecord, floorKinds, type ImuRecord } from '@homebound/robot';
import {
  type CameraName,
  cameraRigs,
  createSimulator,
  type LaneFloor,
  lightOf,
  type MountError,
  noMountError,
  obstacleLane,
  type Simulator,
  type Solid,
  type World,
} from '@homebound/sim';
import { Eye, type Obstacle, ObstacleMap } from '@homebound/vision';
import { distanceToSolid } from './obstaclesAvoidMeter.ts';
import {
  distanceToAny,
  distanceToOutline,
  firstTouch,
  isWayClear,
  outlinePoints,
  sizeOf,
} from './obstaclesSeeTruth.ts';

/** One drive straight towards a thing. */
export interface Approach {
  readonly seed: number;
  readonly floor: LaneFloor;
  readonly thing: string;
  readonly side_m: number;
  readonly height_m: number;
  /** m that the body's front edge was from touching it when any of it was known, from then on; negative: never. */
  readonly found_m: number;
  /** The same of the very place that would be touched first. */
  readonly placed_m: number;
  readonly kind: string;
}

/** What a world gave. */
export interface SeeResult {
  readonly seed: number;
  readonly floor: LaneFloor;
  readonly approaches: readonly Approach[];
  /** Obstacles that were told and are none, and floor that was looked at, m². */
  readonly ghosts: readonly string[];
  readonly seen_m2: number;
  /** ms of each look, of putting it into the map and of telling what lies there; and how many were refused. */
  readonly looks_ms: readonly number[];
  readonly maps_ms: readonly number[];
  readonly refused: number;
  /** How the camera sat otherwise than told, and s of a straight drive until its looks were sure. */
  readonly mountError: MountError;
  readonly levelled_s: number;
}

/** Whether the camera sits as its rig tells, or up to 1° and 3 mm beside it, by seed. */
export type Mounts = 'told' | 'drawn';

/** What is drawn of a miss or a ghost. */
export interface Scene {
  readonly world: World;
  readonly name: string;
  readonly way: readonly SE2[];
  readonly obstacles: readonly Obstacle[];
  /** The last look, and where it was taken. */
  readonly view: FloorRecord | undefined;
  readonly T_world_view: SE2;
  readonly T_world_base: SE2;
}

export type Draw = (scene: Scene) => void;

const SPEED_MPS = 0.3;
/** Largest errors of a mount that is drawn. */
const MOUNT_RAD = Math.PI / 180;
const MOUNT_M = 0.003;
/** The straight drive before all others in which the camera is levelled; it ends here, s. */
const LEVELLING_S = 8;
const START_M = [1.1, 1, 0.9, 0.8, 0.72] as const;
/** A drive begins at least so far from its thing, m: a line shows what it has been drawn over, so it begins beyond that. */
const LEAST_M: Readonly<Record<CameraName, number>> = { depth: 0.45, rgbd: 0.45, rgb: 0.45, laser: 0.65 };
const HEADINGS = 24;
/** The drive ends so far before the thing, m. */
const END_M = 0.04;
/** An outline must come this near to a thing, or to the place that would be touched first, m. */
const NEAR_M = 0.035;
/** Looks in a row without it after which it was not known. */
const GAP_LOOKS = 2;
/** No body comes to what lies this near to a wall or another thing, m. */
const BESIDE_M = 0.08;
/** What stands less far out of the rug that it lies in is hidden by it, m. */
const SUNK_M = 0.004;
/** An obstacle farther than this from all solids is none, m. */
const GHOST_M = 0.06;

/** A simulated body with its eye, at whose stamps the true pose is known. Physics must be ready. */
class Rig {
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
function levelledEye(seed: number, floor: LaneFloor, camera: CameraName, mountError: MountError) {
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

function drawnMount(seed: number, mounts: Mounts): MountError {
  if (mounts === 'told') return noMountError;
  const rng = createRng(seed).fork('mount');
  const draw = (most: number): number => most * (2 * rng.uniform() - 1);
  return { pitch_rad: draw(MOUNT_RAD), roll_rad: draw(MOUNT_RAD), height_m: draw(MOUNT_M) };
}

/** Drives towards each thing of a lane, from several sides. */
export function laneRun(
  seed: number,
  floor: LaneFloor,
  camera: CameraName,
  mounts: Mounts,
  sides: number,
  draw?: Draw,
): SeeResult {
  const bare = obstacleLane('S7', { seed, floor });
  const world = { ...bare, light: lightOf(bare, seed) };
  const mountError = drawnMount(seed, mounts);
  const { eye, levelled_s } = levelledEye(seed, floor, camera, mountError);
  const rig = new Rig(world, seed, camera, mountError, eye);
  const rng = createRng(seed).fork('approaches');
  const things = world.solids.filter(
    (solid) => !/^(wall|dock)/.test(solid.name) && sizeOf(solid, world).height_m > SUNK_M,
  );
  const approaches: Approach[] = [];
  const ghosts: string[] = [];
  for (const thing of things) {
    const points = outlinePoints(thing);
    const others = world.solids.filter((solid) => solid !== thing);
    for (let k = 0, done = 0; k < HEADINGS && done < sides; k++) {
      const T_world_start = startOf(
        points,
        others,
        2 * Math.PI * rng.uniform(),
        rng.uniform(),
        rng.uniform() - 0.5,
        LEAST_M[camera],
      );
      if (T_world_start === undefined) continue;
      done++;
      rig.place(T_world_start);
      const name = `${thing.name.replace(/ \d+$/, '')}`;
      const end = approach(rig, world, points);
      approaches.push({
        seed,
        floor,
        thing: name,
        ...sizeOf(thing, world),
        found_m: end.found_m,
        placed_m: end.placed_m,
        kind: end.kind,
      });
      ghosts.push(...end.ghosts.map((ghost) => `${ghost}, on the way to ${name}`));
      const isMiss = end.found_m < 0.25 || end.placed_m < 0;
      if (draw !== undefined && (isMiss || end.ghosts.length > 0))
        draw({
          world,
          name: `${isMiss ? 'miss' : 'ghost'}-${camera}-${floor}-${seed}-${name}-${done}`,
          way: end.way,
          obstacles: end.obstacles,
          view: rig.view,
          T_world_view: rig.T_world_view,
          T_world_base: rig.T_world_base,
        });
    }
  }
  const { seen_m2, looks_ms, maps_ms, refused } = rig;
  rig.close();
  return { seed, floor, approaches, ghosts, seen_m2, looks_ms, maps_ms, refused, mountError, levelled_s };
}

/** A start from which the way to a point of a thing is free, as far away as may be; undefined when there is none in this direction. */
function startOf(
  points: Float64Array,
  others: readonly Solid[],
  theta: number,
  where: number,
  aside: number,
  least_m: number,
): SE2 | undefined {
  const at = 2 * Math.floor((where * points.length) / 2);
  for (const start_m of START_M) {
    const T = compose({ x: points[at], y: points[at + 1], theta }, { x: -start_m, y: 0.16 * aside, theta: 0 });
    const touch = firstTouch(points, T);
    // Not with its side in the thing, and not against another on the way.
    if (touch === undefined || touch.clear_m < least_m) continue;
    if (others.some((solid) => distanceToSolid(solid, solid.T_world_solid, touch.x, touch.y) < BESIDE_M)) continue;
    if (isWayClear(T, touch.clear_m, others)) return T;
  }
  return undefined;
}

interface End {
  readonly found_m: number;
  readonly placed_m: number;
  readonly kind: string;
  readonly ghosts: readonly string[];
  readonly obstacles: readonly Obstacle[];
  readonly way: readonly SE2[];
}

function approach(rig: Rig, world: World, points: Float64Array): End {
  const found = new Known();
  const placed = new Known();
  let kind = '';
  let obstacles: readonly Obstacle[] = [];
  const ghosts = new Map<number, string>();
  const way: SE2[] = [];
  const T_start = rig.T_world_base;
  for (let looks = 0; looks < 80; looks++) {
    const hasLooked = rig.stepAlong(T_start);
    const touch = firstTouch(points, rig.T_world_base);
    if (touch === undefined || touch.clear_m < END_M) break;
    if (!hasLooked) continue;
    way.push(rig.T_world_base);
    obstacles = rig.map.obstacles(rig.now_s);
    const near = obstacles.filter(({ outline_map }) => isNear(outline_map, points));
    found.tell(near.length > 0, touch.clear_m);
    placed.tell(
      near.some(({ outline_map }) => distanceToOutline(outline_map, touch.x, touch.y) < NEAR_M),
      touch.clear_m,
    );
    kind = near[0]?.kind ?? kind;
    addGhosts(ghosts, obstacles, world);
  }
  return { found_m: found.since_m, placed_m: placed.since_m, kind, ghosts: [...ghosts.values()], obstacles, way };
}

/** Since when, in metres from touching it, something has been known without a gap. */
class Known {
  since_m = -1;
  #missing = 0;

  tell(isKnown: boolean, clear_m: number): void {
    if (isKnown) {
      if (this.since_m < 0) this.since_m = clear_m;
      this.#missing = 0;
    } else if (++this.#missing > GAP_LOOKS) this.since_m = -1;
  }
}

function isNear(outline: Float64Array, points: Float64Array): boolean {
  for (let i = 0; i < points.length; i += 2)
    if (distanceToOutline(outline, points[i], points[i + 1]) < NEAR_M) return true;
  return false;
}

function addGhosts(ghosts: Map<number, string>, obstacles: readonly Obstacle[], world: World): void {
  for (const { id, kind, outline_map, height_m } of obstacles) {
    if (ghosts.has(id) || distanceToAny(outline_map, world.solids) < GHOST_M) continue;
    const [x, y] = [outline_map[0].toFixed(2), outline_map[1].toFixed(2)];
    ghosts.set(id, `${kind} ${(100 * height_m).toFixed(1)} cm high at (${x}, ${y})`);
  }
}

/** Drives in lanes over a floor on which nothing lies. */
export function bareRun(seed: number, floor: LaneFloor, camera: CameraName, mounts: Mounts, draw?: Draw): SeeResult {
  const bare = obstacleLane('bare', { seed, floor, things: [] });
  const world = { ...bare, light: lightOf(bare, seed) };
  const mountError = drawnMount(seed, mounts);
  const { eye, levelled_s } = levelledEye(seed, floor, camera, mountError);
  const rig = new Rig(world, seed, camera, mountError, eye);
  const ghosts = new Map<number, string>();
  const way: SE2[] = [];
  for (let lane = 0; lane < 5; lane++) {
    const isBack = lane % 2 === 1;
    const start: SE2 = { x: isBack ? 3.6 : 0.4, y: 0.55 + 0.48 * lane, theta: isBack ? Math.PI : 0 };
    rig.move(start);
    for (let k = 0; k < 98; k++) {
      rig.stepAlong(start);
      way.push(rig.T_world_base);
      const before = ghosts.size;
      const obstacles = rig.map.obstacles(rig.now_s);
      addGhosts(ghosts, obstacles, world);
      if (draw !== undefined && ghosts.size > before)
        draw({
          world,
          name: `ghost-${camera}-${floor}-${seed}-bare-${ghosts.size}`,
          way: [...way],
          obstacles,
          view: rig.view,
          T_world_view: rig.T_world_view,
          T_world_base: rig.T_world_base,
        });
    }
  }
  const { seen_m2, looks_ms, maps_ms, refused } = rig;
  rig.close();
  const told = [...ghosts.values()];
  return { seed, floor, approaches: [], ghosts: told, seen_m2, looks_ms, maps_ms, refused, mountError, levelled_s };
}
