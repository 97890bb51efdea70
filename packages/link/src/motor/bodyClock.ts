/**
 * The body's clock. Processes of one machine share its monotonic clock, so a reading of both at one instant is all that another process
 * needs to know it. `rate` is 1 on a real robot; a simulated body may run faster.
 */
export interface BodyClock {
  readonly stamp_s: number;
  readonly monotonic_s: number;
  readonly rate: number;
}

/** CLOCK_MONOTONIC, s: it never jumps, and all processes of this machine read the same. */
export function monotonic_s(): number {
  const [s, ns] = process.hrtime();
  return s + ns * 1e-9;
}

/** @returns what the body's clock says at a time of the machine's. */
export function bodyTime(clock: BodyClock, at_s = monotonic_s()): number {
  return clock.stamp_s + (at_s - clock.monotonic_s) * clock.rate;
}
