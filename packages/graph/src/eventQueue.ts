/**
 * Something that events are for: a subscription, a timer, one end of a service or an action. `order` is its place in the
 * wiring: nodes in the order they were added, within a node in the order it made its endpoints.
 */
export interface Endpoint {
  readonly node: string;
  /** For people, e.g. `subscription scan`. */
  readonly where: string;
  readonly order: number;
  /** Of the events that arrive at one instant only this many, the newest, are run. */
  readonly depth: number;
  closed: boolean;
  /** Events that fell to `depth`. */
  dropped: number;
  run(payload: unknown): void;
}

export interface GraphEvent {
  readonly time_ns: number;
  readonly endpoint: Endpoint;
  /** The node that caused it. */
  readonly origin: string;
  readonly sequence: number;
  readonly payload: unknown;
}

/**
 * By time, then by the receiver's place in the wiring, then by sender, then as sent. Nothing in it depends on what other
 * nodes there are, so a node under replay meets its events in the order that it met them in the run.
 */
function isBefore(a: GraphEvent, b: GraphEvent): boolean {
  if (a.time_ns !== b.time_ns) return a.time_ns < b.time_ns;
  if (a.endpoint.order !== b.endpoint.order) return a.endpoint.order < b.endpoint.order;
  if (a.origin !== b.origin) return a.origin < b.origin;
  return a.sequence < b.sequence;
}

/** A binary heap of events. */
export class EventQueue {
  private readonly heap: GraphEvent[] = [];

  get length(): number {
    return this.heap.length;
  }

  peek(): GraphEvent | undefined {
    return this.heap[0];
  }

  push(event: GraphEvent): void {
    const { heap } = this;
    let i = heap.length;
    heap.push(event);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!isBefore(event, heap[parent]!)) break;
      heap[i] = heap[parent]!;
      i = parent;
    }
    heap[i] = event;
  }

  pop(): GraphEvent | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, last)) break;
      heap[i] = heap[child]!;
      i = child;
    }
    heap[i] = last;
    return first;
  }

  clear(): void {
    this.heap.length = 0;
  }
}
