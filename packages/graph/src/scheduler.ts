import { type Endpoint, EventQueue, type GraphEvent } from './eventQueue.ts';
import type { NodeFault } from './node.ts';

/**
 * The virtual clock and its events. What an event causes arrives at least 1 ns later, so that at any instant all events
 * are known before the first one runs, and their order is the queue's alone.
 */
export class Scheduler {
  /** ns since the graph's start: an integer, exact for 104 days. */
  now_ns = 0;
  private readonly queue = new EventQueue();
  private readonly faultCounts = new Map<string, number>();
  private readonly onFault: (fault: NodeFault) => void;
  private sequence = 0;
  private running = false;
  private stopped = false;

  constructor(onFault: (fault: NodeFault) => void) {
    this.onFault = onFault;
  }

  post(time_ns: number, endpoint: Endpoint, origin: string, payload: unknown): void {
    this.queue.push({
      time_ns: Math.max(time_ns, this.now_ns + 1),
      endpoint,
      origin,
      sequence: this.sequence++,
      payload,
    });
  }

  /** Time of the next event, if there is one. */
  next_ns(): number | undefined {
    while (this.queue.peek()?.endpoint.closed) this.queue.pop();
    return this.queue.peek()?.time_ns;
  }

  /** Runs what comes next: the events of one endpoint at one instant. False when there is none. */
  step(): boolean {
    this.checkOutside();
    if (this.next_ns() === undefined) return false;
    const { queue } = this;
    const first = queue.pop()!;
    const { endpoint, time_ns } = first;
    this.now_ns = time_ns;
    let next = queue.peek();
    if (next?.endpoint !== endpoint || next.time_ns !== time_ns) {
      this.call(endpoint, first.payload);
      return true;
    }
    const burst: GraphEvent[] = [first];
    for (; next?.endpoint === endpoint && next.time_ns === time_ns; next = queue.peek()) burst.push(queue.pop()!);
    const kept = burst.slice(-endpoint.depth);
    endpoint.dropped += burst.length - kept.length;
    for (const { payload } of kept) if (!endpoint.closed) this.call(endpoint, payload);
    return true;
  }

  /** Runs all events up to and including `end_ns`; then it is `end_ns`, unless it was stopped on the way. */
  runUntil(end_ns: number): void {
    this.checkOutside();
    for (let next = this.next_ns(); next !== undefined && next <= end_ns; next = this.next_ns()) this.step();
    if (!this.stopped) this.now_ns = end_ns;
  }

  /** Drops all events; time stands still from now on. */
  stop(): void {
    this.stopped = true;
    this.queue.clear();
  }

  private checkOutside(): void {
    if (this.running) throw new Error('Cannot run the graph from inside one of its callbacks');
  }

  private call(endpoint: Endpoint, payload: unknown): void {
    this.running = true;
    try {
      // A callback typed `() => void` may still be an async function: its rejection must not end the process.
      const returned: unknown = endpoint.run(payload);
      if (returned instanceof Promise) returned.catch((error) => this.fault(endpoint.node, endpoint.where, error));
    } catch (error) {
      this.fault(endpoint.node, endpoint.where, error);
    } finally {
      this.running = false;
    }
  }

  /** Counts and reports a fault. */
  fault(node: string, where: string, error: unknown): void {
    const key = `${node} ${where}`;
    const count = (this.faultCounts.get(key) ?? 0) + 1;
    this.faultCounts.set(key, count);
    this.onFault({ node, where, error, count });
  }
}
