/** A pause of this length makes the next drive a new one in the log, s. */
const NEW_DRIVE_S = 30;

/** When a drive by hand is to be written down, out of what a gateway says of who drives: each device's once, and again after a pause. */
export class DriveLog {
  #driver = '';
  #last_s = Number.NEGATIVE_INFINITY;

  /** @returns who begins to drive, when that is to be written down */
  heard(driving: string | undefined, now_s: number): string | undefined {
    if (driving === undefined) return undefined;
    const isNew = driving !== this.#driver || now_s - this.#last_s > NEW_DRIVE_S;
    this.#driver = driving;
    this.#last_s = now_s;
    return isNew ? driving : undefined;
  }
}
