/** Who asks for the view by itself is taken to look on for so long after, s: a page that asks once a minute looks all the time. */
export const look_s = 65;

/** A device, and the secret that it gave. */
export interface Looker {
  readonly id: string;
  readonly token?: string;
}

/** The devices that look at the home without a page: by asking for its map, the robot's place and state. Whoever is in the room sees them, too. */
export class Looks {
  readonly #now_s: () => number;
  readonly #began: (by: Looker) => void;
  readonly #last = new Map<string, { readonly by: Looker; readonly last_s: number }>();
  /** Told whenever a device begins or ends to look. */
  onChange: () => void = () => {};

  /** @param began  to write down who begins to look */
  constructor(now_s: () => number, began: (by: Looker) => void) {
    this.#now_s = now_s;
    this.#began = began;
  }

  /** A device was shown something of the home as it is now. */
  saw(by: Looker): void {
    const isNew = !this.#last.has(by.id);
    this.#last.set(by.id, { by, last_s: this.#now_s() });
    if (!isNew) return;
    this.#began(by);
    this.onChange();
  }

  get devices(): readonly Looker[] {
    return [...this.#last.values()].map(({ by }) => by);
  }

  /** Ends the looks that are over. */
  tick(): void {
    const before = this.#last.size;
    for (const [id, { last_s }] of this.#last) if (this.#now_s() - last_s > look_s) this.#last.delete(id);
    if (this.#last.size !== before) this.onChange();
  }
}
