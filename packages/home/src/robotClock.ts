import type { WallClock } from '@homebound/nodes';
import * as z from 'zod';
import { zoneOffset } from './zoneOffset.ts';

/** The time is kept so often, s: after a power cut it is this much behind at most. */
const KEEP_S = 3600;
/** A machine that is ahead of when the time was kept by more than this was not off, but has been set. */
const LONGEST_OFF_S = 366 * 86_400;

/** Who sets a clock for the first time, and by more than this, corrects no clock that went wrong: it had known no time, s. */
const FOUND_S = 366 * 86_400;

const keptTime = z.strictObject({
  schema: z.literal(1),
  wall_s: z.number(),
  machine_s: z.number(),
  isSet: z.boolean(),
});

export interface TimeStore {
  load(): Uint8Array | undefined;
  save(bytes: Uint8Array): void;
  /** A robot that had counted days from its first start has been told the time: what it stamped before was so much later, s. */
  timeFound?(later_s: number): void;
}

export interface RobotClockOptions {
  /** Where the time that it last was is kept. */
  readonly store: TimeStore;
  /** s, of a clock that nobody sets; in a simulation the simulated one. */
  readonly monotonic_s: () => number;
  /** What the machine believes, s since 1970; on a robot without a battery for its clock 1970 at every start. */
  readonly machine_s?: () => number;
  /** IANA name, as the household has set it; asked each time. */
  readonly timeZone: () => string;
}

/**
 * The robot's own clock. Nobody on a network is asked for the time: it goes on from when it was last known, and a person who is paired
 * sets it. Never set, days count from the robot's first start, in 1970, and all works by them.
 */
export class RobotClock implements WallClock {
  readonly #options: Required<RobotClockOptions>;
  /** What the wall shows ahead of the clock that nobody sets. */
  #ahead_s: number;
  #kept_s: number;
  #isSet: boolean;
  #zone = { name: 'UTC', offset_s: zoneOffset('UTC') };

  constructor(options: RobotClockOptions) {
    this.#options = { machine_s: () => Date.now() / 1000, ...options };
    const { monotonic_s, machine_s } = this.#options;
    const kept = loaded(options.store);
    this.#isSet = kept?.isSet ?? false;
    this.#kept_s = kept?.wall_s ?? Number.NEGATIVE_INFINITY;
    this.#ahead_s = timeAtStart(kept, machine_s()) - monotonic_s();
  }

  /** s since 1970. */
  wall_s(): number {
    return this.#options.monotonic_s() + this.#ahead_s;
  }

  zone_s(stamp_s: number): number {
    const name = this.#options.timeZone();
    if (name !== this.#zone.name) this.#zone = { name, offset_s: zoneOffset(name) };
    return this.#zone.offset_s(stamp_s);
  }

  /** Whether somebody has ever said what time it is. */
  get isSet(): boolean {
    return this.#isSet;
  }

  /** A person says what time it is; also back. */
  set(wall_s: number): void {
    if (!Number.isFinite(wall_s)) throw new RangeError(`Cannot set clock: s since 1970 must be finite, got ${wall_s}`);
    const later_s = wall_s - this.wall_s();
    if (!this.#isSet && later_s > FOUND_S) this.#options.store.timeFound?.(later_s);
    this.#ahead_s = wall_s - this.#options.monotonic_s();
    this.#isSet = true;
    this.#kept_s = Number.NEGATIVE_INFINITY;
    this.keep();
  }

  /** Call it now and then: keeps the time once an hour. */
  tick(): void {
    if (this.wall_s() - this.#kept_s >= KEEP_S) this.keep();
  }

  /** Keeps the time, which nothing but a person sets back. */
  keep(): void {
    const wall_s = this.wall_s();
    if (wall_s <= this.#kept_s) return;
    this.#kept_s = wall_s;
    const time: z.infer<typeof keptTime> = {
      schema: 1,
      wall_s,
      machine_s: this.#options.machine_s(),
      isSet: this.#isSet,
    };
    this.#options.store.save(new TextEncoder().encode(JSON.stringify(time)));
  }
}

/** What was kept, and how long the machine was off as far as it knows that; a machine that woke up in 1970 does not. */
function timeAtStart(kept: z.infer<typeof keptTime> | undefined, machine_s: number): number {
  if (kept === undefined) return machine_s;
  const off_s = machine_s - kept.machine_s;
  return off_s >= 0 && off_s < LONGEST_OFF_S ? kept.wall_s + off_s : Math.max(kept.wall_s, machine_s);
}

/** A time that can't be read is none. */
function loaded(store: TimeStore): z.infer<typeof keptTime> | undefined {
  try {
    const bytes = store.load();
    return bytes && keptTime.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    return undefined;
  }
}
