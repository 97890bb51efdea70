import { createRng, type SE2 } from '@homebound/math';
import {
  type BodyButtonName,
  defaultGeometry,
  type RobotBody,
  type RobotGeometry,
  type ScanRecord,
  type SensorRecord,
} from '@homebound/robot';
import { Troupe } from './actors/troupe.ts';
import { type CameraName, type CameraOptions, cameraRigs } from './camera/cameraRig.ts';
import { type CameraFault, type CameraTruth, cameraFaults, SimulatedCamera } from './camera/simulatedCamera.ts';
import { Chassis } from './chassis.ts';
import { FloorField } from './floor/floorField.ts';
import { Tangles } from './floor/tangles.ts';
import { checkLidar, type LidarName, type LidarProfile, lidarProfiles } from './lidar/lidarProfile.ts';
import { LidarSensor } from './lidar/lidarSensor.ts';
import { RayScene } from './lidar/rayScene.ts';
import { type NoiseProfile, noiseProfiles } from './noise.ts';
import { COMMAND_TIMEOUT_S } from './physics/driveTrain.ts';
import { PlanarWorld } from './physics/planarWorld.ts';
import type { SignPart, SignTruth } from './sensors/bodySigns.ts';
import { SensorSuite } from './sensors/sensorSuite.ts';
import type { Truth } from './truth.ts';
import type { Solid, World } from './world.ts';

/** Physics, wheels, IMU and safety run at this rate. */
export const STEP_HZ = 50;
const DT = 1 / STEP_HZ;
/** A brush that turns slower than this winds nothing up. */
const BRUSH_TURNS = 0.2;
/** How a lifted robot is held. */
const LIFTED = { z_m: 0.3, pitch_rad: 0, roll_rad: 0 };

export interface SimulatorOptions {
  readonly world: World;
  /** An integer in [0, 2^32): all noise comes from it. */
  readonly seed: number;
  readonly geometry?: RobotGeometry;
  /** Default `realistic`. */
  readonly noise?: keyof typeof noiseProfiles | NoiseProfile;
  /** Default `lds02rr`: 360 rays at 5 Hz. */
  readonly lidar?: LidarName | LidarProfile;
  /** Default `none`: the body has no eye. */
  readonly camera?: 'none' | CameraName | CameraOptions;
  /** Time on the graph's clock at which the world starts; default 0. */
  readonly start_s?: number;
}

/** Hands in the world: what a person does to the robot and its surroundings. Poses are in the world frame. */
export interface SimulatorControl {
  /** Sets the robot down elsewhere, at rest. */
  place(T_world_base: SE2): void;
  /** Takes the robot off the floor, until `place`. */
  lift(): void;
  /** Carries it off: lifts it now and sets it down elsewhere after a while, s. Lifting or placing it meanwhile ends that. */
  carry(T_world_base: SE2, time_s: number): void;
  /**
   * Back to the start: robot at its start pose, movables where they were (also those taken out), people and pets at the
   * start of their rounds, jams cleared. Time, battery and what was added go on.
   */
  reset(): void;
  /** The clock of the body is set: its next step ends one step after `start_s`. The world stays as it is. */
  restartTime(start_s: number): void;
  /** Shoves the robot: adds to its velocity, m/s in the world frame. */
  push(vx_mps: number, vy_mps: number): void;
  /** Puts a solid into the world, also a static one; replaces a loose one of the same name. */
  addSolid(solid: Solid): void;
  /** Moves a solid that was added or is movable; false when there is none of that name. It keeps its speed. */
  moveSolid(name: string, T_world_solid: SE2): boolean;
  /** Sets the speed of what can be pushed, m/s and rad/s in the world frame; false when there is none of that name. */
  speedSolid(name: string, vx_mps: number, vy_mps: number, w_radps: number): boolean;
  removeSolid(name: string): boolean;
  /** Sets a person or a pet down elsewhere, where it then stands until `reset`; false when there is none of that name. */
  placeActor(name: string, T_world_actor: SE2): boolean;
  /** Something is caught in a brush. It lets go after so many reversals of a second; never when absent, until `clearJams`. */
  jam(brush: 'mainBrush' | 'sideBrush', reversals?: number): void;
  clearJams(): void;
  /** Takes the dust bin out, fills it, or puts an empty one in. */
  setBin(bin: 'in' | 'missing' | 'full'): void;
  /** Share of the battery's charge, in [0, 1]. */
  setCharge(charge: number): void;
  /** Holds a button of the body down for a while; 0 is a tap. */
  press(button: BodyButtonName, held_s?: number): void;
  /** The light burns out, the speaker or the camera's lamp; absent, all work. */
  breakSign(part?: SignPart): void;
  /** Something is wrong with the camera, if it has one; absent, nothing is. */
  breakCamera(fault?: CameraFault): void;
}

/** A solid that moves or may be moved, and how fast it is, m/s and rad/s in the world frame. */
export interface MovingSolid {
  readonly solid: Solid;
  readonly T_world_solid: SE2;
  readonly body: {
    linvel(): { readonly x: number; readonly y: number };
    angvel(): number;
  };
}

export interface Simulator {
  /** All that the stack may see. */
  readonly body: RobotBody;
  readonly control: SimulatorControl;
  /** After the last time step. */
  truth(): Truth;
  /** What has a body of its own: movables, what was added, legs of people, pets, doors. Borrowed: it changes with each step. */
  readonly loose: ReadonlyMap<string, MovingSolid>;
  /** Where a person or a pet is; undefined when there is none of that name. */
  actorPose(name: string): SE2 | undefined;
  /** What whoever is in the room saw and heard of the robot so far, oldest first. */
  signs(): readonly SignTruth[];
  /** What the pixels of the last depth picture really look at; undefined without a depth camera. */
  cameraTruth(): CameraTruth | undefined;
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
  const simulation = new Simulation(options);
  const { geometry, sensors, chassis } = simulation;
  return {
    body: {
      geometry,
      commandTimeout_s: COMMAND_TIMEOUT_S,
      poll: (now_s) => simulation.advance(now_s),
      drive: (command) => chassis.drive.command(command),
      clean: (command) => sensors.motors.command(command),
      sign: (sign) => sensors.signs.command(sign),
      ...(simulation.camera === undefined ? {} : { camera: simulation.camera }),
    },
    control: simulation,
    truth: () => simulation.truth,
    loose: simulation.physics.loose,
    actorPose: (name) => simulation.actorPose(name),
    signs: () => sensors.signs.truths,
    cameraTruth: () => simulation.camera?.truth,
    onStep: (listener) => simulation.onStep(listener),
    free: () => simulation.physics.free(),
  };
}

class Simulation implements SimulatorControl {
  readonly geometry: RobotGeometry;
  readonly physics: PlanarWorld;
  readonly chassis: Chassis;
  readonly sensors: SensorSuite;
  readonly camera: SimulatedCamera | undefined;
  truth!: Truth;
  readonly #world: World;
  #start_s: number;
  /** The step at which the clock stood at `#start_s`. */
  #startStep = 0;
  readonly #scene: RayScene;
  readonly #lidar: LidarSensor;
  #troupe: Troupe;
  /** The step at which people and pets began their rounds. */
  #troupeStep = 0;
  /** Absent where nothing is random. */
  readonly #tangles: Tangles | undefined;
  readonly #listeners = new Set<(truth: Truth) => void>();
  readonly #scans: ScanRecord[] = [];
  #steps = 0;
  #carried: { readonly to: SE2; readonly untilStep: number } | undefined;
  #looseSolids: ReadonlyMap<string, SE2> = new Map();
  #looseVersion = -1;
  #placements = 0;
  #added: ReadonlyMap<string, Solid> = new Map();

  constructor(options: SimulatorOptions) {
    const {
      world,
      seed,
      geometry = defaultGeometry,
      noise = 'realistic',
      lidar = 'lds02rr',
      camera = 'none',
    } = options;
    const { start_s = 0 } = options;
    const errors = typeof noise === 'string' ? noiseProfiles[noise] : noise;
    const profile = checkLidar(typeof lidar === 'string' ? lidarProfiles[lidar] : lidar);
    const rng = createRng(seed);
    const floor = new FloorField(world, geometry.maxClimb_m);
    const steps = floor.stepEdges(geometry.maxClimb_m);
    const physics = new PlanarWorld(world, geometry, steps, DT);
    const scene = new RayScene(world, floor, steps, geometry.lidar.z_m);
    const parts = { geometry, noise: errors, floor, physics, scene, dt: DT };
    this.geometry = geometry;
    this.physics = physics;
    this.chassis = new Chassis(parts, rng);
    this.sensors = new SensorSuite(parts, this.chassis, world.T_world_dock, rng);
    this.#world = world;
    this.#start_s = start_s;
    this.#scene = scene;
    this.#lidar = new LidarSensor(profile, geometry.lidar, errors, scene, rng.fork('lidar'), start_s);
    if (errors.jamsPerHour > 0) this.#tangles = new Tangles(world, geometry, rng.fork('tangles'));
    this.#troupe = new Troupe(world, physics);
    if (camera !== 'none') {
      const eyes = typeof camera === 'string' ? { rig: cameraRigs[camera] } : camera;
      this.camera = new SimulatedCamera(world, eyes, errors.camera, rng.fork('camera'), STEP_HZ);
    }
    this.place(world.T_world_start);
  }

  /** Advances the world and returns what was measured, in the order in which it came to be known: a scan when it ends. */
  advance(now_s: number): readonly SensorRecord[] {
    const records: SensorRecord[] = [];
    while (this.#stampOf(this.#steps + 1) <= now_s + 1e-9) this.#step(records);
    return records;
  }

  #stampOf(step: number): number {
    return this.#start_s + (step - this.#startStep) / STEP_HZ;
  }

  #step(records: SensorRecord[]): void {
    const { chassis, sensors, physics } = this;
    const before_s = this.#stampOf(this.#steps);
    const stamp_s = this.#stampOf(++this.#steps);
    if (this.#carried !== undefined && this.#steps >= this.#carried.untilStep) this.place(this.#carried.to);
    const T_before = chassis.T_world_base;
    this.#moveActors();
    chassis.step(!sensors.battery.isEmpty);
    this.#catchCords();
    this.#scene.update(physics.loose, physics.looseVersion);
    sensors.measure(this.#steps, stamp_s, records);
    const tilt = chassis.lifted ? LIFTED : chassis.stance;
    this.#lidar.sweep(before_s, stamp_s, T_before, chassis.T_world_base, tilt, this.#scans);
    for (const scan of this.#scans) records.push(scan);
    this.#scans.length = 0;
    this.camera?.step(this.#steps, physics.loose, physics.looseVersion, () => ({
      stamp_s,
      T_world_base: chassis.T_world_base,
      tilt,
      v_mps: chassis.motion.v,
      w_radps: chassis.motion.w,
    }));
    this.truth = this.#describe(stamp_s);
    for (const listener of this.#listeners) listener(this.truth);
  }

  #catchCords(): void {
    const { chassis, sensors } = this;
    if (this.#tangles === undefined || chassis.lifted || sensors.motors.mainBrush < BRUSH_TURNS) return;
    const reversals = this.#tangles.catches(chassis.T_world_base);
    if (reversals > 0) sensors.jam('mainBrush', reversals);
  }

  #moveActors(): void {
    const { chassis, geometry } = this;
    const { x, y } = chassis.T_world_base;
    const robot = { x, y, radius_m: geometry.bodyRadius_m, isThere: !chassis.lifted };
    this.#troupe.step((this.#steps - this.#troupeStep) * DT, DT, robot);
  }

  #describe(stamp_s: number): Truth {
    const { chassis, physics, sensors } = this;
    const { drive, stance, motion } = chassis;
    const { mainBrush, fan, sideBrush } = sensors.motors;
    const touching = physics.contactCount === 0 ? [] : physics.contacts.slice(0, physics.contactCount);
    return {
      stamp_s,
      T_world_base: chassis.T_world_base,
      v_mps: motion.v,
      w_radps: motion.w,
      pitch_rad: stance.pitch_rad,
      roll_rad: stance.roll_rad,
      fallen: stance.fallen,
      lifted: chassis.lifted,
      docked: sensors.docked,
      wheelSpeed_mps: Math.abs(drive.v_mps) + 0.5 * this.geometry.wheelBase_m * Math.abs(drive.w_radps),
      fan,
      mainBrush,
      sideBrush,
      contacts: touching.filter(({ impulse }) => impulse > 0).map((contact) => ({ ...contact })),
      placements: this.#placements,
      looseSolids: this.#describeLoose(),
      addedSolids: this.#added,
    };
  }

  /** A new map only when something has moved: truths share it. */
  #describeLoose(): ReadonlyMap<string, SE2> {
    if (this.physics.looseVersion !== this.#looseVersion) {
      this.#looseVersion = this.physics.looseVersion;
      this.#looseSolids = new Map([...this.physics.loose].map(([name, { T_world_solid }]) => [name, T_world_solid]));
    }
    return this.#looseSolids;
  }

  onStep(listener: (truth: Truth) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  place(T_world_base: SE2): void {
    this.chassis.place(T_world_base);
    this.sensors.placed();
    this.#carried = undefined;
    this.#placements++;
    this.truth = this.#describe(this.#stampOf(this.#steps));
  }

  lift(): void {
    this.chassis.lifted = true;
    this.#carried = undefined;
  }

  carry(T_world_base: SE2, time_s: number): void {
    const { x, y, theta } = T_world_base;
    if (!Number.isFinite(x + y + theta) || !(time_s >= 0))
      throw new RangeError(
        `Cannot carry robot: needs a finite pose and a time >= 0 s, got (${x}, ${y}, ${theta}) and ${time_s}`,
      );
    this.lift();
    this.#carried = { to: T_world_base, untilStep: this.#steps + Math.max(1, Math.round(time_s * STEP_HZ)) };
  }

  reset(): void {
    for (const solid of this.#world.solids) if (solid.mobility === 'movable') this.physics.addLoose(solid);
    this.#troupe = new Troupe(this.#world, this.physics);
    this.#troupeStep = this.#steps;
    this.clearJams();
    this.place(this.#world.T_world_start);
  }

  restartTime(start_s: number): void {
    this.#start_s = start_s;
    this.#startStep = this.#steps;
    this.#lidar.restart(start_s);
    this.camera?.restart();
    this.truth = this.#describe(start_s);
  }

  push(vx_mps: number, vy_mps: number): void {
    this.physics.pushRobot(vx_mps, vy_mps);
  }

  addSolid(solid: Solid): void {
    this.physics.addLoose(solid);
    this.#added = new Map(this.#added).set(solid.name, solid);
  }

  moveSolid(name: string, T_world_solid: SE2): boolean {
    return this.physics.moveLoose(name, T_world_solid);
  }

  speedSolid(name: string, vx_mps: number, vy_mps: number, w_radps: number): boolean {
    return this.physics.speedLoose(name, vx_mps, vy_mps, w_radps);
  }

  removeSolid(name: string): boolean {
    if (this.#added.has(name)) this.#added = new Map([...this.#added].filter(([each]) => each !== name));
    return this.physics.removeLoose(name);
  }

  actorPose(name: string): SE2 | undefined {
    return this.#troupe.poseOf(name);
  }

  placeActor(name: string, T_world_actor: SE2): boolean {
    return this.#troupe.place(name, T_world_actor);
  }

  jam(brush: 'mainBrush' | 'sideBrush', reversals = Number.POSITIVE_INFINITY): void {
    this.sensors.jam(brush, reversals);
  }

  clearJams(): void {
    this.sensors.clearJams();
  }

  setBin(bin: 'in' | 'missing' | 'full'): void {
    this.sensors.setBin(bin);
  }

  setCharge(charge: number): void {
    if (!(charge >= 0 && charge <= 1)) throw new RangeError(`Cannot set charge: must be in [0, 1], got ${charge}`);
    this.sensors.battery.charge = charge;
  }

  press(button: BodyButtonName, held_s = 0): void {
    this.sensors.signs.press(button, held_s);
  }

  breakSign(part?: SignPart): void {
    this.sensors.signs.broken = part;
  }

  breakCamera(fault?: CameraFault): void {
    if (fault !== undefined && !cameraFaults.includes(fault))
      throw new RangeError(`Cannot break camera: fault must be one of ${cameraFaults.join(', ')}, got ${fault}`);
    if (this.camera !== undefined) this.camera.fault = fault;
  }
}
