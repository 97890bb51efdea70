/** A directed graph with edges of capacity 1 between nodes 0..n-1; parallel edges add up. */
export class UnitFlow {
  readonly #head: Int32Array;
  readonly #to: number[] = [];
  readonly #next: number[] = [];
  /** What an edge can still take; edge e ^ 1 is its reverse. */
  readonly #left: number[] = [];
  readonly #level: Int32Array;
  readonly #at: Int32Array;

  constructor(nodes: number) {
    this.#head = new Int32Array(nodes).fill(-1);
    this.#level = new Int32Array(nodes);
    this.#at = new Int32Array(nodes);
  }

  add(from: number, to: number): void {
    this.#push(from, to, 1);
    this.#push(to, from, 0);
  }

  /** The largest flow, which is the least capacity of edges that cut `sink` off. Source: Dinic, 1970; O(E sqrt V) here. */
  maxFlow(source: number, sink: number): number {
    let flow = 0;
    while (this.#levels(source, sink)) {
      this.#at.set(this.#head);
      while (this.#augment(source, sink)) flow++;
    }
    return flow;
  }

  #push(from: number, to: number, capacity: number): void {
    this.#to.push(to);
    this.#left.push(capacity);
    this.#next.push(this.#head[from]);
    this.#head[from] = this.#to.length - 1;
  }

  /** Breadth first: each node's distance from the source over edges that can still take something. */
  #levels(source: number, sink: number): boolean {
    const level = this.#level.fill(-1);
    level[source] = 0;
    const queue = [source];
    for (let k = 0; k < queue.length; k++)
      for (let e = this.#head[queue[k]]; e >= 0; e = this.#next[e]) {
        if (this.#left[e] === 0 || level[this.#to[e]] >= 0) continue;
        level[this.#to[e]] = level[queue[k]] + 1;
        queue.push(this.#to[e]);
      }
    return level[sink] >= 0;
  }

  /** Sends one unit along levels; depth first with a stack of edges, for paths may be long. */
  #augment(source: number, sink: number): boolean {
    const way: number[] = [];
    let node = source;
    while (node !== sink) {
      const e = this.#at[node];
      if (e < 0) {
        if (way.length === 0) return false;
        const back = way.pop() as number;
        node = this.#to[back ^ 1];
        this.#at[node] = this.#next[this.#at[node]];
      } else if (this.#left[e] > 0 && this.#level[this.#to[e]] === this.#level[node] + 1) {
        way.push(e);
        node = this.#to[e];
      } else this.#at[node] = this.#next[e];
    }
    for (const e of way) {
      this.#left[e]--;
      this.#left[e ^ 1]++;
    }
    return true;
  }
}
