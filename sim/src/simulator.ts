import { cos, createRng, driveArc, type SE2, sin, wrapAngle } from '@homebound/math';
import {
  type CleaningCommand,
  type DriveCommand,
  defaultGeometry,
  type RobotBody,
  type RobotGeometry,
  type ScanRecord,
  type SensorRecord,
} from '@homebound/robot';
import { FloorField } from './floor/floorField.ts';
import { Stance } from './floor/stance.ts';
import { checkLidar, type LidarName, type LidarProfile, lidarProfiles } from './lidar/lidarProfile.ts';
import { LidarSensor } from './lidar/lidarSensor.ts';
import { RayScene } from './lidar/rayScene.ts';
import { type NoiseProfile, noiseProfiles } from './noise.ts';
import { COMMAND_TIMEOUT_S, DriveTrain } from './physics/driveTrain.ts';
import { type Contact, PlanarWorld } from './physics/planarWorld.ts';
import { Battery } from './sensors/battery.ts';
import { Bumper } from './sensors/bumper.ts';
import { CleaningMotors } from './sensors/cleaningMotors.ts';
import { Cliffs } from './sensors/cliffs.ts';
import { isDocked, senseDock } from './sensors/dockSensor.ts';
import { Imu, type Motion } from './sensors/imu.ts';
import { wallDistance } from './sensors/wallSensor.ts';
import type { Solid, World } from './world.ts';

/** Physics, wheels, IMU and safety run at this rate. */
export const STEP_HZ = 50;
const DT = 1 / STEP_HZ;
const DOCK_EVERY = 5;
const SLOW_EVERY = 50;
/** How high a lifted robot is held. */
const LIFT_M = 0.3;
/** A change of motor level that is worth a record at once. */
const MOTOR_CHANGE = 0.05;

export interface SimulatorOptions {
  readonly world: World;
  /** An integer in [0, 2^32): all noise comes from it. */
  readonly seed: number;
  readonly geometry?: RobotGeometry;
  /** Default `realistic`. */
  readonly noise?: keyof typeof noiseProfiles | NoiseProfile;
  /** Default `lds02rr`: 360 rays at 5 Hz. */
  readonly lidar?: LidarName | LidarProfile;
  /** Time on the graph's clock at which the world starts; default 0. */
  readonly start_s?: number;
}

/** How the robot really is, after a time step. World frame. */
export interface Truth {
  readonly stamp_s: number;
  readonly T_world_base: SE2;
  readonly v_mps: number;
  readonly w_radps: number;
  readonly pitch_rad: number;
  readonly roll_rad: number;
  /** A drive wheel is over an edge, and the robot stuck there. */
  readonly fallen: boolean;
  /** In somebody's hands. */
  readonly lifted: boolean;
  readonly docked: boolean;
  /** Speed of the fastest wheel, m/s: more than the body's when it spins in place. */
  readonly wheelSpeed_mps: number;
  readonly mainBrush: number;
  readonly fan: number;
  readonly sideBrush: number;
  /** What presses against the body now. */
  readonly contacts: readonly Readonly<Contact>[];
}

/** Hands in the world: what a person does to the robot and its surroundings. Poses are in the world frame. */
export interface SimulatorControl {
  /** Sets the robot down elsewhere, at rest. */
  place(T_world_base: SE2): void;
  /** Takes the robot off the floor, until `place`. */
  lift(): void;
  /** Back to the start: robot at its start pose, movables where they were, jams cleared. Time and battery go on. */
  reset(): void;
  /** Shoves the robot: adds to its velocity, m/s in the world frame. */
  push(vx_mps: number, vy_mps: number): void;
  /** Puts a solid into the world, also a static one; replaces a loose one of the same name. */
  addSolid(solid: Solid): void;
  /** Moves a solid that was added or is movable; false when there is none of that name. */
  moveSolid(name: string, T_world_solid: SE2): boolean;
  removeSolid(name: string): boolean;
  jam(motor: 'mainBrush' | 'sideBrush'): void;
  clearJams(): void;
  /** Share of the battery's charge, in [0, 1]. */
  setCharge(charge: number): void;
}

export interface Simulator {
  readonly body: RobotBody;
  readonly control: SimulatorControl;
  readonly world: World;
  /** After the last time step. */
  truth(): Truth;
  /** Poses of the movable and added solids now, by name. */
  looseSolids(): ReadonlyMap<string, SE2>;
  /** Calls the listener after every time step (50 Hz). Returns what ends it. */
  onStep(listener: (truth: Truth) => void): () => void;
  /** Gives the physics library's memory back; the simulator is of no use afterwards. */
  free(): void;
}

/**
 * A robot body in a simulated home. Same world, seed and calls: the same bits on every machine.
 * Await `initPhysics()` once before.
 */
export function createSimulator(options: SimulatorOptions): Simulator {
  return new Body(options);
}

class Body implements Simulator, RobotBody, SimulatorControl {
  readonly body = this;
  readonly control = this;
  readonly world: World;
  readonly geometry: RobotGeometry;
  readonly commandTimeout_s = COMMAND_TIMEOUT_S;
  readonly #start_s: number;
  readonly #noise: NoiseProfile;
  readonly #floor: FloorField;
  readonly #physics: PlanarWorld;
  readonly #drive: DriveTrain;
  readonly #stance: Stance;
  readonly #scene: RayScene;
  readonly #lidar: LidarSensor;
  readonly #bumper: Bumper;
  readonly #cliffs: Cliffs;
  readonly #imu: Imu;
  readonly #motors: CleaningMotors;
  readonly #battery = new Battery();
  readonly #rngWall;
  readonly #listeners = new Set<(truth: Truth) => void>();
  readonly #motion: Motion = { v: 0, w: 0, pitch_rad: 0, roll_rad: 0 };
  readonly #scans: ScanRecord[] = [];
  #steps = 0;
  #T_world_base: SE2;
  #lifted = false;
  #docked = false;
  #truth: Truth;
  #motorLevels = -1;

  constructor(options: SimulatorOptions) {
    const { world, seed, geometry = defaultGeometry, noise = 'realistic', lidar = 'lds02rr', start_s = 0 } = options;
    this.world = world;
    this.geometry = geometry;
    this.#start_s = start_s;
    this.#noise = typeof noise === 'string' ? noiseProfiles[noise] : noise;
    const rng = createRng(seed);
    const profile = checkLidar(typeof lidar === 'string' ? lidarProfiles[lidar] : lidar);
    this.#floor = new FloorField(world, geometry.maxClimb_m);
    const steps = this.#floor.stepEdges(geometry.maxClimb_m);
    this.#physics = new PlanarWorld(world, geometry, steps, DT);
    this.#drive = new DriveTrain(geometry, this.#noise.wheels, rng.fork('wheels'));
    const climbRng = this.#noise.wheels.hardSlip > 0 ? rng.fork('climb') : undefined;
    this.#stance = new Stance(this.#floor, geometry, climbRng);
    this.#scene = new RayScene(world, this.#floor, steps, geometry.lidar.z_m);
    this.#lidar = new LidarSensor(profile, geometry.lidar, this.#noise, this.#scene, rng.fork('lidar'), start_s);
    this.#bumper = new Bumper(geometry.bodyRadius_m, DT);
    this.#cliffs = new Cliffs(geometry);
    this.#imu = new Imu(this.#noise.imu, rng.fork('imu'), DT);
    this.#motors = new CleaningMotors(this.#noise.jamsPerHour, rng.fork('motors'));
    this.#rngWall = rng.fork('wall');
    this.#T_world_base = world.T_world_start;
    this.place(world.T_world_start);
    this.#truth = this.#describe(start_s);
  }

  // --- the body's contract -----------------------------------------------------------------------------------------

  /** Advances the world to `now_s` and returns what was measured, in the order in which it came to be known. */
  poll(now_s: number): readonly SensorRecord[] {
    const records: SensorRecord[] = [];
    while (this.#start_s + (this.#steps + 1) / STEP_HZ <= now_s + 1e-9) this.#step(records);
    return records;
  }

  drive(command: DriveCommand): void {
    this.#drive.command(command);
  }

  clean(command: CleaningCommand): void {
    this.#motors.command(command);
  }

  // --- one time step -------------------------------------------------------------------------------------------------

  #step(records: SensorRecord[]): void {
    const before_s = this.#start_s + this.#steps / STEP_HZ;
    this.#steps++;
    const stamp_s = this.#start_s + this.#steps / STEP_HZ;
    const T_before = this.#T_world_base;
    this.#move();
    this.#scene.update(this.#physics.loose, this.#physics.looseVersion);
    this.#measure(stamp_s, records);
    const { pitch_rad, roll_rad, z_m } = this.#stance;
    const z = this.#lifted ? LIFT_M : z_m;
    this.#lidar.sweep(before_s, stamp_s, T_before, this.#T_world_base, pitch_rad, roll_rad, z, this.#scans);
    for (const scan of this.#scans) records.push(scan);
    this.#scans.length = 0;
    this.#truth = this.#describe(stamp_s);
    for (const listener of this.#listeners) listener(this.#truth);
  }

  /** Wheels turn, physics says where the body got to, the floor says how it stands there. */
  #move(): void {
    const drive = this.#drive;
    const stance = this.#stance;
    drive.step(DT, stance.floorLeft, stance.floorRight, stance.leftSlip, stance.rightSlip);
    const held = this.#lifted || stance.fallen || this.#battery.isEmpty;
    const forward = held ? 0 : drive.forward_m;
    const turn = held ? 0 : drive.turn_rad;
    const T = this.#T_world_base;
    const wanted = driveArc(T, forward / DT, turn / DT, DT);
    const under = this.#floor.patchAt(T.x, T.y);
    let vx = (wanted.x - T.x) / DT;
    let vy = (wanted.y - T.y) / DT;
    if (under.pileYaw_rad !== undefined) {
      const drift = (this.#noise.wheels.pileDrift * Math.abs(forward)) / DT;
      vx += drift * cos(under.pileYaw_rad);
      vy += drift * sin(under.pileYaw_rad);
    }
    const physics = this.#physics;
    const still = physics.step(vx, vy, GRIP[under.surface]);
    const theta = wrapAngle(T.theta + turn);
    if (!still || theta !== T.theta) {
      const { x, y } = still ? T : physics.robotPosition();
      this.#T_world_base = { x, y, theta };
    }
    const along = (this.#T_world_base.x - T.x) * cos(T.theta) + (this.#T_world_base.y - T.y) * sin(T.theta);
    if (!this.#lifted) stance.step(this.#T_world_base, DT, along);
    this.#motion.v = along / DT;
    this.#motion.w = turn / DT;
    this.#motion.pitch_rad = stance.pitch_rad;
    this.#motion.roll_rad = stance.roll_rad;
  }

  #measure(stamp_s: number, records: SensorRecord[]): void {
    const motors = this.#motors;
    this.#docked = !this.#lifted && isDocked(this.world.T_world_dock, this.#T_world_base);
    motors.step(DT, this.#floor.patchAt(this.#T_world_base.x, this.#T_world_base.y).surface);
    this.#battery.step(DT, this.#drive.v_mps / this.geometry.maxSpeed_mps, motors, this.#docked);
    this.#measureWheels(stamp_s, records);
    records.push(this.#imu.measure(stamp_s, this.#motion, motors.mainBrush));
    this.#measureSafety(stamp_s, records);
    if (this.#steps % DOCK_EVERY === 0)
      records.push(senseDock(stamp_s, this.world.T_world_dock, this.#T_world_base, this.#scene));
    if (this.#steps % SLOW_EVERY === 0) records.push(this.#battery.record(stamp_s));
    const levels = motors.fan + motors.mainBrush + motors.sideBrush;
    const changed = Math.abs(levels - this.#motorLevels) > MOTOR_CHANGE;
    if (changed || this.#steps % SLOW_EVERY === 0) {
      this.#motorLevels = levels;
      records.push(motors.record(stamp_s));
    }
  }

  #measureWheels(stamp_s: number, records: SensorRecord[]): void {
    const { left_m, right_m } = this.#drive;
    const tick = this.#noise.wheels.tick_m;
    if (tick === 0) records.push({ kind: 'wheels', stamp_s, left_m, right_m });
    else {
      const left = tick * Math.floor(left_m / tick);
      const right = tick * Math.floor(right_m / tick);
      records.push({ kind: 'wheels', stamp_s, left_m: left, right_m: right });
    }
  }

  #measureSafety(stamp_s: number, records: SensorRecord[]): void {
    const stance = this.#stance;
    this.#bumper.step(this.#physics.contacts, this.#physics.contactCount, this.#T_world_base);
    if (this.#lifted) this.#bumper.clear();
    this.#cliffs.step(this.#floor, stance, this.#T_world_base);
    const [bumpLeft, bumpCentre, bumpRight] = this.#bumper.pressed;
    const [sideLeft, frontLeft, frontRight, sideRight] = this.#cliffs.missing;
    const { wallSensor } = this.geometry;
    records.push({
      kind: 'safety',
      stamp_s,
      bumpLeft,
      bumpCentre,
      bumpRight,
      cliffSideLeft: this.#lifted || sideLeft,
      cliffFrontLeft: this.#lifted || frontLeft,
      cliffFrontRight: this.#lifted || frontRight,
      cliffSideRight: this.#lifted || sideRight,
      wheelDropLeft: this.#lifted || stance.fallenLeft,
      wheelDropRight: this.#lifted || stance.fallenRight,
      wallDistance_m: wallDistance(
        this.#scene,
        wallSensor,
        this.#T_world_base,
        this.#noise.wallSensor_m,
        this.#rngWall,
      ),
    });
  }

  // --- the truth -----------------------------------------------------------------------------------------------------

  truth(): Truth {
    return this.#truth;
  }

  looseSolids(): ReadonlyMap<string, SE2> {
    const poses = new Map<string, SE2>();
    for (const [name, { T_world_solid }] of this.#physics.loose) poses.set(name, T_world_solid);
    return poses;
  }

  onStep(listener: (truth: Truth) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #describe(stamp_s: number): Truth {
    const { v_mps, w_radps } = this.#drive;
    const { mainBrush, fan, sideBrush } = this.#motors;
    const physics = this.#physics;
    const pressing = physics.contacts.slice(0, physics.contactCount).filter(({ impulse }) => impulse > 0);
    return {
      stamp_s,
      T_world_base: this.#T_world_base,
      v_mps: this.#motion.v,
      w_radps: this.#motion.w,
      pitch_rad: this.#stance.pitch_rad,
      roll_rad: this.#stance.roll_rad,
      fallen: this.#stance.fallen,
      lifted: this.#lifted,
      docked: this.#docked,
      wheelSpeed_mps: Math.abs(v_mps) + 0.5 * this.geometry.wheelBase_m * Math.abs(w_radps),
      mainBrush,
      fan,
      sideBrush,
      contacts: pressing.length === 0 ? NO_CONTACTS : pressing.map((contact) => ({ ...contact })),
    };
  }

  // --- hands in the world ----------------------------------------------------------------------------------------------

  place(T_world_base: SE2): void {
    const { x, y, theta } = T_world_base;
    if (!Number.isFinite(x + y + theta))
      throw new RangeError(`Cannot place robot: pose must be finite, got (${x}, ${y}, ${theta})`);
    this.#T_world_base = T_world_base;
    this.#lifted = false;
    this.#drive.halt();
    this.#bumper.clear();
    this.#physics.placeRobot(x, y);
    this.#stance.place(T_world_base);
  }

  lift(): void {
    this.#lifted = true;
  }

  reset(): void {
    for (const solid of this.world.solids)
      if (solid.mobility === 'movable') this.#physics.moveLoose(solid.name, solid.T_world_solid);
    this.clearJams();
    this.place(this.world.T_world_start);
  }

  push(vx_mps: number, vy_mps: number): void {
    this.#physics.pushRobot(vx_mps, vy_mps);
  }

  addSolid(solid: Solid): void {
    this.#physics.addLoose(solid);
  }

  moveSolid(name: string, T_world_solid: SE2): boolean {
    return this.#physics.moveLoose(name, T_world_solid);
  }

  removeSolid(name: string): boolean {
    return this.#physics.removeLoose(name);
  }

  jam(motor: 'mainBrush' | 'sideBrush'): void {
    if (motor === 'mainBrush') this.#motors.mainBrushJammed = true;
    else this.#motors.sideBrushJammed = true;
    this.#motorLevels = -1;
  }

  clearJams(): void {
    this.#motors.mainBrushJammed = false;
    this.#motors.sideBrushJammed = false;
    this.#motorLevels = -1;
  }

  setCharge(charge: number): void {
    if (!(charge >= 0 && charge <= 1)) throw new RangeError(`Cannot set charge: must be in [0, 1], got ${charge}`);
    this.#battery.charge = charge;
  }

  free(): void {
    this.#physics.free();
  }
}

const NO_CONTACTS: readonly Contact[] = [];

/** Friction between the drive wheels and the floor. */
const GRIP = { hard: 0.6, lowPile: 0.8, highPile: 0.9 } as const;
