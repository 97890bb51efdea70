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
  private readonly batch: GraphEvent[] = [];
  private readonly faultCounts = new Map<string, number>();
  private readonly onFault: (fault: NodeFault) => void;
  private sequence = 0;
  private running = false;

  constructor(onFault: (fault: NodeFault) => void) {
    this.onFault = onFault;
  }

  get pending(): number {
    return this.queue.length;
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
    if (this.running) throw new Error('Cannot run the graph from inside one of its callbacks');
    if (this.next_ns() === undefined) return false;
    const { queue, batch } = this;
    const first = queue.pop()!;
    const { endpoint, time_ns } = first;
    this.now_ns = time_ns;
    let next = queue.peek();
    if (next === undefined || next.endpoint !== endpoint || next.time_ns !== time_ns) {
      this.call(endpoint, first.payload);
      return true;
    }
    batch.push(first);
    for (; next !== undefined && next.endpoint === endpoint && next.time_ns === time_ns; next = queue.peek())
      batch.push(queue.pop()!);
    const tooMany = Math.max(0, batch.length - endpoint.depth);
    endpoint.dropped += tooMany;
    for (let i = tooMany; i < batch.length && !endpoint.closed; i++) this.call(endpoint, batch[i]!.payload);
    batch.length = 0;
    return true;
  }

  private call(endpoint: Endpoint, payload: unknown): void {
    this.running = true;
    try {
      endpoint.run(payload);
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

  clear(): void {
    this.queue.clear();
  }
}
