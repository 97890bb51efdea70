/** A device that did not look for this long is new again, s: a phone that sleeps and wakes, a page that is opened again, are not. */
const FORGET_S = 1800;
/** Devices that are remembered; no more can be paired. */
const MOST = 64;

/**
 * Who looks at the home through the robot. The light is on for as long as anybody does; a chirp tells of each device once, when it
 * begins to look, so that a household that looks all day is not chirped at all day.
 */
export class Lookers {
  /** When each device looked last. */
  readonly #seen_s = new Map<string, number>();
  #now: readonly string[] = [];

  get count(): number {
    return this.#now.length;
  }

  /** @returns how many of them are new */
  look(devices: readonly string[], now_s: number): number {
    this.tick(now_s);
    this.#now = [...new Set(devices)].slice(0, MOST);
    const isNew = this.#now.filter((device) => !this.#seen_s.has(device));
    this.tick(now_s);
    return isNew.length;
  }

  /** Time goes on: who looks still does, who has not for long is forgotten. */
  tick(now_s: number): void {
    for (const device of this.#now) this.#seen_s.set(device, now_s);
    for (const [device, seen_s] of this.#seen_s) if (now_s - seen_s > FORGET_S) this.#seen_s.delete(device);
  }
}
