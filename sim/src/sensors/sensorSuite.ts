import type { Rng, SE2 } from '@homebound/math';
import type { RobotGeometry, SafetyRecord, SensorRecord, WheelRecord } from '@homebound/robot';
import type { Chassis } from '../chassis.ts';
import type { FloorField } from '../floor/floorField.ts';
import type { RayScene } from '../lidar/rayScene.ts';
import type { NoiseProfile } from '../noise.ts';
import type { PlanarWorld } from '../physics/planarWorld.ts';
import { Battery } from './battery.ts';
import { Bumper } from './bumper.ts';
import { CleaningMotors } from './cleaningMotors.ts';
import { Cliffs } from './cliffs.ts';
import { isDocked, senseDock } from './dockSensor.ts';
import { Imu } from './imu.ts';
import { wallDistance } from './wallSensor.ts';

/** Wheels, IMU and safety are measured at each step of 0.02 s; the dock at every 5th, battery and motors at every 50th. */
const DOCK_EVERY = 5;
const SLOW_EVERY = 50;
/** A change of motor levels that is worth a record at once. */
const MOTOR_CHANGE = 0.05;

/** Everything on the body that measures or cleans, but the lidar. */
export class SensorSuite {
  readonly battery = new Battery();
  readonly motors: CleaningMotors;
  docked = false;
  readonly #geometry: RobotGeometry;
  readonly #noise: NoiseProfile;
  readonly #T_world_dock: SE2;
  readonly #chassis: Chassis;
  readonly #floor: FloorField;
  readonly #physics: PlanarWorld;
  readonly #scene: RayScene;
  readonly #bumper: Bumper;
  readonly #cliffs: Cliffs;
  readonly #imu: Imu;
  readonly #wallRng: Rng;
  readonly #dt: number;
  #reportedLevels = -1;

  constructor(
    geometry: RobotGeometry,
    noise: NoiseProfile,
    T_world_dock: SE2,
    chassis: Chassis,
    floor: FloorField,
    physics: PlanarWorld,
    scene: RayScene,
    rng: Rng,
    dt: number,
  ) {
    this.#geometry = geometry;
    this.#noise = noise;
    this.#T_world_dock = T_world_dock;
    this.#chassis = chassis;
    this.#floor = floor;
    this.#physics = physics;
    this.#scene = scene;
    this.#bumper = new Bumper(geometry.bodyRadius_m, dt);
    this.#cliffs = new Cliffs(geometry);
    this.#imu = new Imu(noise.imu, rng.fork('imu'), dt);
    this.motors = new CleaningMotors(noise.jamsPerHour, rng.fork('motors'));
    this.#wallRng = rng.fork('wall');
    this.#dt = dt;
  }

  /** Says at once that a motor is jammed, or is so no more. */
  setJam(motor: 'mainBrush' | 'sideBrush', jammed: boolean): void {
    if (motor === 'mainBrush') this.motors.mainBrushJammed = jammed;
    else this.motors.sideBrushJammed = jammed;
    this.#reportedLevels = -1;
  }

  /** After the body was set down: nothing presses. */
  placed(): void {
    this.#bumper.clear();
  }

  /** Measures what is due at time step number `step`. */
  measure(step: number, stamp_s: number, records: SensorRecord[]): void {
    const { motors, battery } = this;
    const { T_world_base, drive, motion, lifted } = this.#chassis;
    this.docked = !lifted && isDocked(this.#T_world_dock, T_world_base);
    motors.step(this.#dt, this.#floor.patchAt(T_world_base.x, T_world_base.y).surface);
    battery.step(this.#dt, drive.v_mps / this.#geometry.maxSpeed_mps, motors, this.docked);
    records.push(this.#wheels(stamp_s));
    records.push(this.#imu.measure(stamp_s, motion, motors.mainBrush));
    records.push(this.#safety(stamp_s));
    if (step % DOCK_EVERY === 0) records.push(senseDock(stamp_s, this.#T_world_dock, T_world_base, this.#scene));
    if (step % SLOW_EVERY === 0) records.push(battery.record(stamp_s));
    const levels = motors.fan + motors.mainBrush + motors.sideBrush;
    if (Math.abs(levels - this.#reportedLevels) > MOTOR_CHANGE || step % SLOW_EVERY === 0) {
      this.#reportedLevels = levels;
      records.push(motors.record(stamp_s));
    }
  }

  #wheels(stamp_s: number): WheelRecord {
    const { left_m, right_m } = this.#chassis.drive;
    const tick = this.#noise.wheels.tick_m;
    if (tick === 0) return { kind: 'wheels', stamp_s, left_m, right_m };
    return {
      kind: 'wheels',
      stamp_s,
      left_m: tick * Math.floor(left_m / tick),
      right_m: tick * Math.floor(right_m / tick),
    };
  }

  #safety(stamp_s: number): SafetyRecord {
    const { T_world_base, stance, lifted } = this.#chassis;
    this.#bumper.step(this.#physics.contacts, this.#physics.contactCount, T_world_base);
    if (lifted) this.#bumper.clear();
    this.#cliffs.step(this.#floor, stance, T_world_base);
    const [bumpLeft, bumpCentre, bumpRight] = this.#bumper.pressed;
    const [sideLeft, frontLeft, frontRight, sideRight] = this.#cliffs.missing;
    const { wallSensor } = this.#geometry;
    const sigma_m = this.#noise.wallSensor_m;
    return {
      kind: 'safety',
      stamp_s,
      bumpLeft,
      bumpCentre,
      bumpRight,
      cliffSideLeft: lifted || sideLeft,
      cliffFrontLeft: lifted || frontLeft,
      cliffFrontRight: lifted || frontRight,
      cliffSideRight: lifted || sideRight,
      wheelDropLeft: lifted || stance.fallenLeft,
      wheelDropRight: lifted || stance.fallenRight,
      wallDistance_m: wallDistance(this.#scene, wallSensor, T_world_base, sigma_m, this.#wallRng),
    };
  }
}
