import type { Rng } from '@homebound/math';
import type { CleaningCommand, MotorRecord } from '@homebound/robot';
import type { FloorPatch } from '../world.ts';

/** Motors follow their command with this time constant. */
const SPIN_UP_S = 0.3;
const SECONDS_PER_HOUR = 3600;
/** Hair and cords catch the brush on high pile; elsewhere a tenth as often. */
const RARE = 0.1;

/** Fan, main brush and side brush: levels as they are, and jams that stop a brush until someone clears it. */
export class CleaningMotors {
  fan = 0;
  mainBrush = 0;
  sideBrush = 0;
  mainBrushJammed = false;
  sideBrushJammed = false;
  readonly #jamsPerHour: number;
  readonly #rng: Rng;
  #wanted: CleaningCommand = { fan: 0, mainBrush: 0, sideBrush: 0 };

  constructor(jamsPerHour: number, rng: Rng) {
    this.#jamsPerHour = jamsPerHour;
    this.#rng = rng;
  }

  /** Throws RangeError unless all levels are in [0, 1]. */
  command(wanted: CleaningCommand): void {
    for (const name of ['fan', 'mainBrush', 'sideBrush'] as const)
      if (!(wanted[name] >= 0 && wanted[name] <= 1))
        throw new RangeError(`Cannot clean: ${name} must be in [0, 1], got ${wanted[name]}`);
    this.#wanted = wanted;
  }

  step(dt: number, surface: FloorPatch['surface']): void {
    if (this.#jamsPerHour > 0 && this.mainBrush > 0.1 && !this.mainBrushJammed) {
      const rate = this.#jamsPerHour * (surface === 'highPile' ? 1 : RARE);
      if (this.#rng.uniform() < (rate * dt) / SECONDS_PER_HOUR) this.mainBrushJammed = true;
    }
    const follow = dt / (SPIN_UP_S + dt);
    this.fan += follow * (this.#wanted.fan - this.fan);
    this.mainBrush = this.mainBrushJammed ? 0 : this.mainBrush + follow * (this.#wanted.mainBrush - this.mainBrush);
    this.sideBrush = this.sideBrushJammed ? 0 : this.sideBrush + follow * (this.#wanted.sideBrush - this.sideBrush);
  }

  record(stamp_s: number): MotorRecord {
    const { fan, mainBrush, sideBrush, mainBrushJammed, sideBrushJammed } = this;
    return { kind: 'motors', stamp_s, fan, mainBrush, sideBrush, mainBrushJammed, sideBrushJammed };
  }
}
