import type { CleaningCommand, DriveCommand, SensorRecord } from '@homebound/robot';
import type { MotorCommand } from './commandMessage.ts';

/** Why the motors do not do as the mind says; `undefined` when they do. */
export type Held = 'silent' | 'blind' | 'cliff' | 'wheelDrop' | undefined;

export interface GuardLimits {
  /** s after the last valid command at which wheels and brushes stop. With a step of 20 ms they are told to within 0.18 s. */
  readonly commandTimeout_s: number;
  /** s that the newest record a command was thought on may be old; older, the command is not valid. */
  readonly maxSeenAge_s: number;
  /** s without a safety record after which the floor may be gone as well as not. */
  readonly maxSafetyAge_s: number;
}

/**
 * The mind drives at 20 Hz on records at 50 Hz: three commands lost are a mind that hangs. It corrects a map in slices of 0.1 s, so what
 * it knows is at most some 0.15 s old while it is well.
 */
export const defaultGuard: GuardLimits = { commandTimeout_s: 0.16, maxSeenAge_s: 0.25, maxSafetyAge_s: 0.1 };

export interface Allowed {
  readonly drive: DriveCommand;
  readonly clean: CleaningCommand;
  readonly held: Held;
}

const still: DriveCommand = { v_mps: 0, w_radps: 0 };
const off: CleaningCommand = { fan: 0, mainBrush: 0, sideBrush: 0 };

/**
 * The last line before the motors: what of the mind's wishes reaches them. Pure; all times on the body's clock, s.
 *
 * It knows nothing but the last wish and the last raw safety record. A cliff in sight takes away every wish that goes forward, all of it:
 * half of a manoeuvre is one that nobody planned. Backing off and turning on the spot stay, as the mind's own reflex needs them to get away,
 * and turning keeps the wheels on the floor that they stand on. A hanging wheel takes away all: the robot is in somebody's hands.
 */
export class MotorGuard {
  readonly #limits: GuardLimits;
  #drive = still;
  #clean = off;
  #heard_s = Number.NEGATIVE_INFINITY;
  #safety_s = Number.NEGATIVE_INFINITY;
  #cliff = false;
  #wheelDrop = false;

  constructor(limits: GuardLimits = defaultGuard) {
    this.#limits = limits;
  }

  /** When the last valid command came. */
  get heard_s(): number {
    return this.#heard_s;
  }

  /** @returns whether it is valid: a command thought on old records, or on ones that are still to come, is not. */
  command(command: MotorCommand, now_s: number): boolean {
    const age_s = now_s - command.seen_s;
    if (!(age_s <= this.#limits.maxSeenAge_s && age_s >= -this.#limits.maxSeenAge_s)) return false;
    this.#heard_s = now_s;
    if (command.kind === 'drive') this.#drive = { v_mps: command.v_mps, w_radps: command.w_radps };
    else this.#clean = { fan: command.fan, mainBrush: command.mainBrush, sideBrush: command.sideBrush };
    return true;
  }

  sense(records: readonly SensorRecord[]): void {
    for (const r of records) {
      if (r.kind !== 'safety') continue;
      this.#safety_s = r.stamp_s;
      this.#cliff = r.cliffSideLeft || r.cliffFrontLeft || r.cliffFrontRight || r.cliffSideRight;
      this.#wheelDrop = r.wheelDropLeft || r.wheelDropRight;
    }
  }

  /** The mind is gone: nothing that it wished holds any more, its next one begins anew. */
  forget(): void {
    this.#drive = still;
    this.#clean = off;
    this.#heard_s = Number.NEGATIVE_INFINITY;
  }

  step(now_s: number): Allowed {
    const held = this.#heldBy(now_s);
    if (held === undefined) return { drive: this.#drive, clean: this.#clean, held };
    return { drive: still, clean: held === 'cliff' ? this.#clean : off, held };
  }

  #heldBy(now_s: number): Held {
    const { commandTimeout_s, maxSafetyAge_s } = this.#limits;
    if (this.#wheelDrop) return 'wheelDrop';
    if (!(now_s - this.#heard_s <= commandTimeout_s)) return 'silent';
    if (!(now_s - this.#safety_s <= maxSafetyAge_s)) return 'blind';
    return this.#cliff && this.#drive.v_mps > 0 ? 'cliff' : undefined;
  }
}
