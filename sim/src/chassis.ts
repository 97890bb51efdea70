import { cos, driveArc, type Rng, type SE2, sin, wrapAngle } from '@homebound/math';
import { Stance } from './floor/stance.ts';
import type { SimulationParts } from './parts.ts';
import { DriveTrain } from './physics/driveTrain.ts';
import type { Motion } from './sensors/imu.ts';

/** Friction between the drive wheels and the floor. */
const GRIP = { hard: 0.6, lowPile: 0.8, highPile: 0.9 } as const;

/** The moving body: its wheels turn, physics says where it gets to, the floor says how it stands there. */
export class Chassis {
  readonly drive: DriveTrain;
  readonly stance: Stance;
  readonly motion: Motion = { v: 0, w: 0, pitch_rad: 0, roll_rad: 0 };
  T_world_base: SE2 = { x: 0, y: 0, theta: 0 };
  lifted = false;
  readonly #parts: SimulationParts;

  constructor(parts: SimulationParts, rng: Rng) {
    const { geometry, noise, floor } = parts;
    this.drive = new DriveTrain(geometry, noise.wheels, rng.fork('wheels'));
    this.stance = new Stance(floor, geometry, noise.wheels.hardSlip > 0 ? rng.fork('climb') : undefined);
    this.#parts = parts;
  }

  /** Sets the robot down, at rest. */
  place(T_world_base: SE2): void {
    const { x, y, theta } = T_world_base;
    if (!Number.isFinite(x + y + theta))
      throw new RangeError(`Cannot place robot: pose must be finite, got (${x}, ${y}, ${theta})`);
    this.T_world_base = T_world_base;
    this.lifted = false;
    this.drive.halt();
    this.#parts.physics.placeRobot(x, y);
    this.stance.place(T_world_base);
  }

  /** @param powered false: the battery is empty */
  step(powered: boolean): void {
    const { drive, stance } = this;
    const { dt } = this.#parts;
    drive.step(dt, stance.floorLeft, stance.floorRight, stance.leftSlip, stance.rightSlip);
    const held = this.lifted || stance.fallen || !powered;
    const forward = held ? 0 : drive.forward_m;
    const turn = held ? 0 : drive.turn_rad;
    const T = this.T_world_base;
    this.#moveBody(T, forward, turn);
    const { x, y } = this.T_world_base;
    const along = (x - T.x) * cos(T.theta) + (y - T.y) * sin(T.theta);
    if (!this.lifted) stance.step(this.T_world_base, dt, along);
    this.motion.v = along / dt;
    this.motion.w = turn / dt;
    this.motion.pitch_rad = stance.pitch_rad;
    this.motion.roll_rad = stance.roll_rad;
  }

  #moveBody(T: SE2, forward: number, turn: number): void {
    const { dt, floor, physics, noise } = this.#parts;
    const wanted = driveArc(T, forward / dt, turn / dt, dt);
    const under = floor.patchAt(T.x, T.y);
    let vx = (wanted.x - T.x) / dt;
    let vy = (wanted.y - T.y) / dt;
    if (under.pileYaw_rad !== undefined) {
      const drift = (noise.wheels.pileDrift * Math.abs(forward)) / dt;
      vx += drift * cos(under.pileYaw_rad);
      vy += drift * sin(under.pileYaw_rad);
    }
    const still = physics.step(vx, vy, GRIP[under.surface]);
    if (still && turn === 0) return;
    const { x, y } = still ? T : physics.robotPosition();
    this.T_world_base = { x, y, theta: wrapAngle(T.theta + turn) };
  }
}
