import type { Timer } from '@homebound/graph';

interface Entry {
  readonly period_s: number;
  readonly callback: () => void;
  due_s: number;
}

/**
 * Timers of a clock that somebody else moves: simulated time. Each is due after one period and then once per period;
 * periods that passed unseen are skipped, as ROS timers do. When time jumps back (the simulator was started anew), all
 * timers begin again.
 */
export class TimerQueue {
  private readonly entries = new Set<Entry>();
  private now = Number.NEGATIVE_INFINITY;

  get now_s(): number {
    return this.now === Number.NEGATIVE_INFINITY ? 0 : this.now;
  }

  every(period_s: number, callback: () => void): Timer {
    const entry: Entry = { period_s, callback, due_s: this.now_s + period_s };
    this.entries.add(entry);
    return { cancel: () => void this.entries.delete(entry) };
  }

  /** Moves time and calls back what is due, earliest first. */
  advance(now_s: number): void {
    const jumpedBack = now_s < this.now;
    const begins = this.now === Number.NEGATIVE_INFINITY;
    this.now = now_s;
    if (jumpedBack || begins) {
      for (const entry of this.entries) entry.due_s = now_s + entry.period_s;
      return;
    }
    const due = [...this.entries].filter((e) => e.due_s <= now_s + TOLERANCE_s).sort((a, b) => a.due_s - b.due_s);
    for (const entry of due) {
      if (!this.entries.has(entry)) continue; // cancelled by one that ran before
      const passed = Math.floor((now_s + TOLERANCE_s - entry.due_s) / entry.period_s);
      entry.due_s += (passed + 1) * entry.period_s;
      entry.callback();
    }
  }
}

/** Stamps have whole nanoseconds, sums of periods do not. */
const TOLERANCE_s = 1e-6;
