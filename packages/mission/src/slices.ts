/** Work that is done in slices of about 10 ms, so that who shares the processor gets a turn in between. */
export type Slices<T> = Generator<undefined, T, undefined>;

/** All of it at once. */
export function finish<T>(slices: Slices<T>): T {
  for (;;) {
    const step = slices.next();
    if (step.done) return step.value;
  }
}
