import type { Rng } from '@homebound/math';
import type { CleaningCommand, MotorRecord } from '@homebound/robot';
import type { FloorPatch } from '../world.ts';

/** Motors follow their command with this time constant. */
const SPIN_UP_S = 0.3;
const SECONDS_PER_HOUR = 3600;
/** Hair and cords catch the brush on high pile; elsewhere a tenth as often. */
const RARE = 0.1;

/** s that a caught brush must turn backwards before it may let go, and the level from which on that counts. */
const REVERSE_S = 1;
const REVERSE_LEVEL = -0.2;
/** Share of random jams that let go at the first reversal, and at the second; hair round the axle never does. */
const FREE_AT_FIRST = 0.7;
const FREE_AT_SECOND = 0.9;

export type BrushName = 'mainBrush' | 'sideBrush';

/** What holds a brush: how many reversals it still takes to let go. */
interface Jam {
  reversals: number;
  /** s of the reversal under way. */
  reversed_s: number;
}

/** Fan, main brush and side brush: levels as they are, and jams that stop a brush until it is reversed or someone clears it. The dust bin. */
export class CleaningMotors {
  fan = 0;
  mainBrush = 0;
  sideBrush = 0;
  bin: 'in' | 'missing' | 'full' = 'in';
  readonly #jams: { mainBrush?: Jam; sideBrush?: Jam } = {};
  readonly #jamsPerHour: number;
  readonly #rng: Rng;
  #wanted: CleaningCommand = { fan: 0, mainBrush: 0, sideBrush: 0 };

  constructor(jamsPerHour: number, rng: Rng) {
    this.#jamsPerHour = jamsPerHour;
    this.#rng = rng;
  }

  get mainBrushJammed(): boolean {
    return this.#jams.mainBrush !== undefined;
  }

  get sideBrushJammed(): boolean {
    return this.#jams.sideBrush !== undefined;
  }

  /** @param reversals after so many of at least a second the brush is free; Infinity = only when someone clears it */
  jam(brush: BrushName, reversals: number): void {
    this.#jams[brush] = { reversals, reversed_s: 0 };
  }

  clearJam(brush: BrushName): void {
    this.#jams[brush] = undefined;
  }

  /** Throws RangeError unless the fan is in [0, 1] and the brushes in [-1, 1]. */
  command(wanted: CleaningCommand): void {
    for (const name of ['fan', 'mainBrush', 'sideBrush'] as const) {
      const least = name === 'fan' ? 0 : -1;
      if (!(wanted[name] >= least && wanted[name] <= 1))
        throw new RangeError(`Cannot clean: ${name} must be in [${least}, 1], got ${wanted[name]}`);
    }
    this.#wanted = wanted;
  }

  step(dt: number, surface: FloorPatch['surface']): void {
    if (this.#jamsPerHour > 0 && this.mainBrush > 0.1 && !this.mainBrushJammed) {
      const rate = this.#jamsPerHour * (surface === 'highPile' ? 1 : RARE);
      if (this.#rng.uniform() < (rate * dt) / SECONDS_PER_HOUR) this.jam('mainBrush', this.#randomReversals());
    }
    const follow = dt / (SPIN_UP_S + dt);
    this.fan += follow * (this.#wanted.fan - this.fan);
    for (const brush of ['mainBrush', 'sideBrush'] as const) {
      this.#reverse(brush, dt);
      this[brush] = this.#jams[brush] === undefined ? this[brush] + follow * (this.#wanted[brush] - this[brush]) : 0;
    }
  }

  record(stamp_s: number): MotorRecord {
    const { fan, mainBrush, sideBrush, mainBrushJammed, sideBrushJammed, bin } = this;
    const binMissing = bin === 'missing';
    const binFull = bin === 'full';
    return {
      kind: 'motors',
      stamp_s,
      fan,
      mainBrush,
      sideBrush,
      mainBrushJammed,
      sideBrushJammed,
      binMissing,
      binFull,
    };
  }

  /** A caught brush that is turned backwards for long enough, and often enough, lets go. */
  #reverse(brush: BrushName, dt: number): void {
    const jam = this.#jams[brush];
    if (jam === undefined) return;
    if (this.#wanted[brush] > REVERSE_LEVEL) {
      jam.reversed_s = 0;
      return;
    }
    const before_s = jam.reversed_s;
    jam.reversed_s += dt;
    if (before_s < REVERSE_S && jam.reversed_s >= REVERSE_S) jam.reversals--;
    if (jam.reversals <= 0) this.clearJam(brush);
  }

  #randomReversals(): number {
    const u = this.#rng.uniform();
    if (u < FREE_AT_FIRST) return 1;
    return u < FREE_AT_SECOND ? 2 : Number.POSITIVE_INFINITY;
  }
}
