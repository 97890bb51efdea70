/**
 * Hands work to something slow, one piece of each key at a time: what comes meanwhile waits, and of that the newest alone. So a disk
 * that takes its time makes no queue of maps.
 */
export class NewestOnly {
  readonly #warn: (text: string) => void;
  readonly #busy = new Set<string>();
  readonly #waiting = new Map<string, () => Promise<void>>();
  /** What was told last of each key, so that a disk that stays full is told of once. */
  readonly #told = new Map<string, string>();
  /** What failed last of each key, until newer comes. */
  readonly #failed = new Map<string, () => Promise<void>>();
  readonly #running = new Set<Promise<void>>();

  /** @param warn told what failed; the robot goes on */
  constructor(warn: (text: string) => void) {
    this.#warn = warn;
  }

  do(key: string, work: () => Promise<void>): void {
    if (this.#busy.has(key)) this.#waiting.set(key, work);
    else this.#start(key, work);
  }

  /** There may be room again: what failed is tried once more. */
  retry(): void {
    for (const [key, work] of this.#failed) this.do(key, work);
  }

  /** When nothing is under way and nothing waits. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  #start(key: string, work: () => Promise<void>): void {
    this.#busy.add(key);
    this.#failed.delete(key);
    const running = this.#finish(key, work).then(() => {
      this.#running.delete(running);
      const next = this.#waiting.get(key);
      this.#waiting.delete(key);
      this.#busy.delete(key);
      if (next !== undefined) this.#start(key, next);
    });
    this.#running.add(running);
  }

  async #finish(key: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.#told.delete(key);
    } catch (cause) {
      const { message } = cause as Error;
      this.#failed.set(key, work);
      if (this.#told.get(key) !== message) this.#warn(message);
      this.#told.set(key, message);
    }
  }
}
