/** Something that is done row by row: all rows of a stage before the next stage begins. */
export interface Stage {
  readonly rows: number;
  /** What a row costs, in reads of memory. */
  readonly cost: number;
  readonly run: (fromRow: number, toRow: number) => void;
}

/** Work that must not be done in one go: stages, one after the other, in slices that are counted and not timed. */
export class StagedWork {
  readonly #stages: Stage[] = [];
  #row = 0;

  get isDone(): boolean {
    return this.#stages.length === 0;
  }

  push(stage: Stage): void {
    this.#stages.push(stage);
  }

  /**
   * Goes on for about `budget` reads, and for one row at least.
   * @returns whether all is done
   */
  advance(budget: number): boolean {
    for (let left = budget; this.#stages.length > 0 && left > 0; ) {
      const { rows, cost, run } = this.#stages[0];
      const to = Math.min(rows, this.#row + Math.max(1, Math.floor(left / cost)));
      run(this.#row, to);
      left -= (to - this.#row) * cost;
      this.#row = to;
      if (to < rows) continue;
      this.#stages.shift();
      this.#row = 0;
    }
    return this.isDone;
  }
}
