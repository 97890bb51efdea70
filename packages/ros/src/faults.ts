import type { NodeFault } from '@homebound/graph';

/**
 * Runs callbacks so that nothing escapes them: a synchronous throw in a callback of rclnodejs aborts the whole process,
 * and a rejected promise ends it. A fault is counted and reported, and the graph lives on.
 */
export class Faults {
  private readonly node: string;
  private readonly onFault: (fault: NodeFault) => void;
  private readonly counts = new Map<string, number>();

  constructor(node: string, onFault: (fault: NodeFault) => void) {
    this.node = node;
    this.onFault = onFault;
  }

  report(where: string, error: unknown): void {
    const count = (this.counts.get(where) ?? 0) + 1;
    this.counts.set(where, count);
    try {
      this.onFault({ node: this.node, where, error, count });
    } catch {
      // A reporter that fails has nobody left to tell.
    }
  }

  /** What `callback` returns, or `fallback` when it throws. */
  run<T>(where: string, callback: () => T, fallback: T): T {
    try {
      const value = callback();
      // A callback typed `() => void` may still be an async function.
      if (value instanceof Promise) value.catch((error: unknown) => this.report(where, error));
      return value;
    } catch (error) {
      this.report(where, error);
      return fallback;
    }
  }

  /** `callback` wrapped by `run`. */
  guard<A extends unknown[]>(where: string, callback: (...args: A) => void): (...args: A) => void {
    return (...args) => this.run(where, () => callback(...args), undefined);
  }
}

/** Says a fault in the log the first time and then at every tenfold count, so that a fault at 50 Hz does not flood it. */
export function worthSaying(count: number): boolean {
  return /^10*$/.test(String(count));
}
