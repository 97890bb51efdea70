import type { Rng, SE2 } from '@homebound/math';
import type { SafetyRecord, SensorRecord, WheelRecord } from '@homebound/robot';
import type { Chassis } from '../chassis.ts';
import type { SimulationParts } from '../parts.ts';
import { Battery } from './battery.ts';
import { BodySigns } from './bodySigns.ts';
import { Bumper } from './bumper.ts';
import { type BrushName, CleaningMotors } from './cleaningMotors.ts';
import { Cliffs } from './cliffs.ts';
import { isDocked, senseDock } from './dockSensor.ts';
import { Imu } from './imu.ts';
import { wallDistance } from './wallSensor.ts';

/** Wheels, IMU and safety are measured at each step of 0.02 s; the dock at every 5th, battery and motors at every 50th, the sign at every 10th. */
const DOCK_EVERY = 5;
const SLOW_EVERY = 50;
/** A change of motor levels that is worth a record at once. */
const MOTOR_CHANGE = 0.05;

/** Everything on the body that measures or cleans, but the lidar. */
export class SensorSuite {
  readonly battery = new Battery();
  readonly motors: CleaningMotors;
  readonly signs = new BodySigns();
  docked = false;
  readonly #parts: SimulationParts;
  readonly #T_world_dock: SE2;
  readonly #chassis: Chassis;
  readonly #bumper: Bumper;
  readonly #cliffs: Cliffs;
  readonly #imu: Imu;
  readonly #wallRng: Rng;
  #reportedLevels = -1;

  constructor(parts: SimulationParts, chassis: Chassis, T_world_dock: SE2, rng: Rng) {
    const { geometry, noise, dt } = parts;
    this.#parts = parts;
    this.#T_world_dock = T_world_dock;
    this.#chassis = chassis;
    this.#bumper = new Bumper(geometry.bodyRadius_m, dt);
    this.#cliffs = new Cliffs(geometry);
    this.#imu = new Imu(noise.imu, rng.fork('imu'), dt);
    this.motors = new CleaningMotors(noise.jamsPerHour, rng.fork('motors'));
    this.#wallRng = rng.fork('wall');
  }

  /** Says at once that a brush is jammed. */
  jam(brush: BrushName, reversals: number): void {
    this.motors.jam(brush, reversals);
    this.#reportedLevels = -1;
  }

  clearJams(): void {
    this.motors.clearJam('mainBrush');
    this.motors.clearJam('sideBrush');
    this.#reportedLevels = -1;
  }

  setBin(bin: CleaningMotors['bin']): void {
    this.motors.bin = bin;
    this.#reportedLevels = -1;
  }

  /** After the body was set down: nothing presses, and it may stand on the dock. */
  placed(): void {
    this.#bumper.clear();
    this.docked = isDocked(this.#T_world_dock, this.#chassis.T_world_base);
  }

  /** Measures what is due at time step number `step`. */
  measure(step: number, stamp_s: number, records: SensorRecord[]): void {
    const { motors, battery } = this;
    const { geometry, floor, scene, dt } = this.#parts;
    const { T_world_base, drive, motion, lifted } = this.#chassis;
    this.docked = !lifted && isDocked(this.#T_world_dock, T_world_base);
    motors.step(dt, floor.patchAt(T_world_base.x, T_world_base.y).surface);
    battery.step(dt, drive.v_mps / geometry.maxSpeed_mps, motors, this.docked);
    records.push(this.#wheels(stamp_s));
    records.push(this.#imu.measure(stamp_s, motion, motors.mainBrush));
    records.push(this.#safety(stamp_s));
    if (step % DOCK_EVERY === 0) records.push(senseDock(stamp_s, this.#T_world_dock, T_world_base, scene, this.docked));
    if (step % SLOW_EVERY === 0) records.push(battery.record(stamp_s));
    const levels = motors.fan + motors.mainBrush + motors.sideBrush;
    if (Math.abs(levels - this.#reportedLevels) > MOTOR_CHANGE || step % SLOW_EVERY === 0) {
      this.#reportedLevels = levels;
      records.push(motors.record(stamp_s));
    }
    this.signs.measure(step, stamp_s, records);
  }

  #wheels(stamp_s: number): WheelRecord {
    const { left_m, right_m } = this.#chassis.drive;
    const tick = this.#parts.noise.wheels.tick_m;
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
    const { geometry, noise, floor, physics, scene } = this.#parts;
    this.#bumper.step(physics.contacts, physics.contactCount, T_world_base);
    if (lifted) this.#bumper.clear();
    this.#cliffs.step(floor, stance, T_world_base);
    const [bumpLeft, bumpCentre, bumpRight] = this.#bumper.pressed;
    const [sideLeft, frontLeft, frontRight, sideRight] = this.#cliffs.missing;
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
      wallDistance_m: wallDistance(scene, geometry.wallSensor, T_world_base, noise.wallSensor_m, this.#wallRng),
    };
  }
}
