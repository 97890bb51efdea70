import { atan2, type SE2, wrapAngle } from '@homebound/math';
import type { Contact } from '../physics/planarWorld.ts';

/** The bumper's switches close at this force. */
const TRIGGER_N = 1.5;
/** A closed switch opens when the body has backed off this far. */
const RELEASE_M = 0.0015;
/** The centre zone reaches this far to both sides, the side zones from there to a right angle. */
const CENTRE_RAD = (35 * Math.PI) / 180;

/** Three switches behind the front half of the body's rim: left, centre, right. */
export class Bumper {
  /** Left, centre, right. */
  readonly pressed: [boolean, boolean, boolean] = [false, false, false];
  readonly #radius_m: number;
  readonly #dt: number;
  /** Per zone: where it was last pressed, world frame, and the direction from the body's centre to there. */
  readonly #marks = [0, 1, 2].map(() => ({ x: 0, y: 0, nx: 1, ny: 0 }));

  constructor(radius_m: number, dt: number) {
    this.#radius_m = radius_m;
    this.#dt = dt;
  }

  step(contacts: readonly Contact[], count: number, T_world_base: SE2): void {
    for (let zone = 0; zone < 3; zone++) if (this.pressed[zone]) this.#follow(zone, T_world_base);
    for (let i = 0; i < count; i++) {
      const { nx, ny, impulse } = contacts[i];
      if (impulse >= TRIGGER_N * this.#dt)
        this.#press(
          T_world_base.x + nx * this.#radius_m,
          T_world_base.y + ny * this.#radius_m,
          nx,
          ny,
          T_world_base.theta,
        );
    }
  }

  clear(): void {
    this.pressed.fill(false);
  }

  #press(x: number, y: number, nx: number, ny: number, theta: number): void {
    const bearing = wrapAngle(atan2(ny, nx) - theta);
    if (Math.abs(bearing) > Math.PI / 2) return;
    const zone = bearing > CENTRE_RAD ? 0 : bearing < -CENTRE_RAD ? 2 : 1;
    this.pressed[zone] = true;
    Object.assign(this.#marks[zone], { x, y, nx, ny });
  }

  /** Opens the switch once the body is off the place; a body that turns on the spot presses it with another zone. */
  #follow(zone: number, T_world_base: SE2): void {
    const { x, y, nx, ny } = this.#marks[zone];
    this.pressed[zone] = false;
    const gap = (x - T_world_base.x) * nx + (y - T_world_base.y) * ny - this.#radius_m;
    if (gap <= RELEASE_M) this.#press(x, y, nx, ny, T_world_base.theta);
  }
}
