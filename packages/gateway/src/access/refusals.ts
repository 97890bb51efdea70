/** A series is told at its 10th, 100th, 1000th ... refusal, so that who tries cannot flood the log. */
const firstTold = 10;
/** So long without a refusal, and a series is over, s. */
const pause_s = 300;
const mostClients = 256;

/** Counts what each client was refused. */
export class Refusals {
  readonly #series = new Map<string, { count: number; last_s: number }>();

  /** @returns how many there are in this series when that is worth telling */
  add(client: string, now_s: number): number | undefined {
    const before = this.#series.get(client);
    const count = before !== undefined && now_s - before.last_s < pause_s ? before.count + 1 : 1;
    this.#series.delete(client);
    this.#series.set(client, { count, last_s: now_s });
    for (const oldest of this.#series.keys()) {
      if (this.#series.size <= mostClients) break;
      this.#series.delete(oldest);
    }
    for (let told = firstTold; told <= count; told *= 10) if (told === count) return count;
    return undefined;
  }
}
