/** Over so long the pace is measured, and marks are kept this far apart, s of the host's clock. */
const WINDOW_S = 1;
const MARK_S = 0.05;

interface Mark {
  readonly host_s: number;
  readonly time_s: number;
}

/** How many seconds of one clock pass in a second of another, of late. */
export class PaceMeter {
  readonly #marks: Mark[] = [];
  #last: Mark | undefined;

  /** Both clocks, now. */
  note(host_s: number, time_s: number): void {
    const marks = this.#marks;
    this.#last = { host_s, time_s };
    const newest = marks.at(-1);
    if (newest === undefined || host_s - newest.host_s >= MARK_S) marks.push(this.#last);
    while (marks.length > 1 && marks[1].host_s <= host_s - WINDOW_S) marks.shift();
  }

  /** 0 until time has passed. */
  get pace(): number {
    const [first] = this.#marks;
    const last = this.#last;
    if (last === undefined || last.host_s <= first.host_s) return 0;
    return (last.time_s - first.time_s) / (last.host_s - first.host_s);
  }

  /** One of the clocks was stopped or set. */
  reset(): void {
    this.#marks.length = 0;
    this.#last = undefined;
  }
}
