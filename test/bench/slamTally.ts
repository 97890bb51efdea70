import type { ScanResult } from '@homebound/slam';

/** What a run over a log's scans was like. */
export interface TallyResult {
  readonly scans: number;
  readonly duration_s: number;
  /** CPU of the most expensive scan and of the most expensive slice of work after one, collection and compilation included. */
  readonly worstScan_ms: number;
  readonly worstWork_ms: number;
  readonly searched: number;
  /** Scans that were not believed, and those refused, by reason. */
  readonly unmatched: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly drawn: number;
  readonly meanInlierRatio: number;
  readonly meanIterations: number;
}

/** Counts scan by scan, so that no scan's result is kept. */
export class Tally {
  scans = 0;
  #first_s = Number.NaN;
  #last_s = Number.NaN;
  #worstScan_us = 0;
  #worstWork_us = 0;
  #taken = 0;
  #searched = 0;
  #unmatched = 0;
  #drawn = 0;
  #inlierRatios = 0;
  #iterations = 0;
  readonly #refused: Record<string, number> = {};

  /** From the first scan to the last. */
  get duration_s(): number {
    return this.#last_s - this.#first_s;
  }

  note(result: ScanResult): void {
    if (!result.ok) {
      this.#refused[result.reason] = (this.#refused[result.reason] ?? 0) + 1;
      return;
    }
    this.#taken++;
    this.#searched += Number(result.searched);
    this.#unmatched += Number(!result.matched);
    this.#drawn += Number(result.changed !== undefined);
    this.#inlierRatios += result.inlierRatio;
    this.#iterations += result.iterations;
  }

  takeScan(stamp_s: number, cpu_us: number): void {
    if (this.scans++ === 0) this.#first_s = stamp_s;
    this.#last_s = stamp_s;
    this.#worstScan_us = Math.max(this.#worstScan_us, cpu_us);
  }

  takeWork(cpu_us: number): void {
    this.#worstWork_us = Math.max(this.#worstWork_us, cpu_us);
  }

  result(): TallyResult {
    return {
      scans: this.scans,
      duration_s: this.duration_s,
      worstScan_ms: this.#worstScan_us / 1e3,
      worstWork_ms: this.#worstWork_us / 1e3,
      searched: this.#searched,
      unmatched: this.#unmatched,
      refused: this.#refused,
      drawn: this.#drawn,
      meanInlierRatio: this.#inlierRatios / this.#taken,
      meanIterations: this.#iterations / this.#taken,
    };
  }
}
