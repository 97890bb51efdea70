/** Who asks for the view by itself is taken to look on for so long after, s: a page that asks once a minute looks all the time. */
export const look_s = 65;

/** The devices that look at the home without a page: by asking for its map, the robot's place and state. Whoever is in the room sees them, too. */
export class Looks {
  readonly #now_s: () => number;
  readonly #began: (by: string) => void;
  readonly #last_s = new Map<string, number>();
  /** Told whenever a device begins or ends to look. */
  onChange: () => void = () => {};

  /** @param began  to write down who begins to look */
  constructor(now_s: () => number, began: (by: string) => void) {
    this.#now_s = now_s;
    this.#began = began;
  }

  /** A device was shown something of the home as it is now. */
  saw(by: string): void {
    const isNew = !this.#last_s.has(by);
    this.#last_s.set(by, this.#now_s());
    if (!isNew) return;
    this.#began(by);
    this.onChange();
  }

  get devices(): readonly string[] {
    return [...this.#last_s.keys()];
  }

  /** Ends the looks that are over. */
  tick(): void {
    const before = this.#last_s.size;
    for (const [by, last_s] of this.#last_s) if (this.#now_s() - last_s > look_s) this.#last_s.delete(by);
    if (this.#last_s.size !== before) this.onChange();
  }
}
