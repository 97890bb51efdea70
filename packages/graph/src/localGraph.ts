import { fromNanoseconds, type MessageType, rcl_interfaces } from '@homebound/messages';
import type { Endpoint } from './eventQueue.ts';
import { LocalNode } from './localNode.ts';
import type { Graph, LogLevel, Node, NodeDefinition, NodeFault, Publisher, Qos } from './node.ts';
import { type ParameterSchema, type ParameterValues, resolveParameters } from './parameters.ts';
import { Registry } from './registry.ts';
import { Scheduler } from './scheduler.ts';
import type { Tap } from './topic.ts';

export interface LocalGraphOptions {
  /** Time at the start in whole s: 0 for a simulation, a Unix time with hardware. */
  readonly epoch_s?: number;
  readonly onFault?: (fault: NodeFault) => void;
  readonly log?: (level: LogLevel, node: string, text: string, stamp_s: number) => void;
  /** Freezes every message before it is shared, so that a node that changes one faults instead of its neighbours: for tests. */
  readonly freezeMessages?: boolean;
}

/** As ROS 2 has it. */
const rosoutQos: Qos = { depth: 1000, reliability: 'reliable', durability: 'transientLocal' };
const logLevels = { debug: 'DEBUG', info: 'INFO', warn: 'WARN', error: 'ERROR' } as const;

/** The place of the first stand-in in the wiring. */
const firstStandIn = 65536;

interface Member {
  readonly node: LocalNode;
  readonly definition: NodeDefinition;
  cleanup: (() => void) | undefined;
}

export interface EndpointInfo {
  readonly node: string;
  readonly quality: Qos;
}

export interface TopicInfo {
  readonly name: string;
  readonly type: string;
  readonly publishers: readonly EndpointInfo[];
  readonly subscriptions: readonly (EndpointInfo & { readonly dropped: number })[];
  readonly messages: number;
}

export interface ServerInfo {
  readonly name: string;
  readonly type: string;
  readonly server: string | undefined;
  /** Requests or goals so far. */
  readonly calls: number;
}

/**
 * A graph in one process on a virtual clock: a discrete-event scheduler. Nothing moves unless it is stepped, and then as
 * fast as the machine can; `Pace` ties it to a clock. The same nodes, seeds and inputs give the same bits.
 */
export class LocalGraph implements Graph {
  /** Time at the start, whole s. */
  readonly epoch_s: number;
  private readonly options: LocalGraphOptions;
  private readonly scheduler: Scheduler;
  private readonly registry: Registry;
  private readonly members: Member[] = [];
  /** Nodes added so far, those that are gone included: the place of the next in the wiring. */
  private added = 0;
  private state: 'building' | 'running' | 'down' = 'building';
  /** Whoever stands outside: what it publishes and calls is stamped with the current virtual time. */
  readonly outside: Node;
  private readonly standIns: LocalNode[] = [];
  private readonly alarm: Endpoint = {
    node: 'outside',
    where: 'alarm',
    order: -1,
    depth: Number.POSITIVE_INFINITY,
    closed: false,
    dropped: 0,
    run: (callback) => (callback as () => void)(),
  };
  private readonly rosouts = new Map<string, Publisher<rcl_interfaces.Log>>();
  private readonly injectors = new Map<string, Publisher<unknown>>();

  constructor(options: LocalGraphOptions = {}) {
    const { epoch_s = 0 } = options;
    if (!Number.isInteger(epoch_s)) throw new RangeError(`Cannot build graph: epoch_s must be whole, got ${epoch_s}`);
    this.options = options;
    this.epoch_s = epoch_s;
    this.scheduler = new Scheduler((fault) => this.report(fault));
    this.registry = new Registry(this.scheduler, options.freezeMessages === true, (node, text) =>
      this.log('warn', node, text),
    );
    this.outside = this.standIn('outside', 0);
  }

  /**
   * Adds a node; it starts with the others, or at once when the graph runs already. Throws on a name that is taken and on
   * wrong parameters. An error in its `start` is a fault: the node is gone, the graph lives on.
   */
  add<P extends ParameterSchema>(definition: NodeDefinition<P>, overrides?: Partial<ParameterValues<P>>): void {
    const { name, latency_s } = definition;
    if (this.state === 'down') throw new Error(`Cannot add node ${name}: the graph is shut down`);
    if (this.has(name)) throw new Error(`Cannot add node ${name}: the graph has one of that name`);
    if (!(latency_s >= 0 && latency_s < 1e6))
      throw new RangeError(`Cannot add node ${name}: latency_s must be >= 0, got ${latency_s}`);
    const parameters = resolveParameters(name, definition.parameters, overrides);
    const node = this.createNode(name, parameters, latency_s, ++this.added);
    const member = { node, definition: definition as unknown as NodeDefinition, cleanup: undefined };
    this.members.push(member);
    if (this.state === 'running') this.startMember(member);
  }

  /**
   * Takes a node out as if its process was killed: no cleanup, nothing is said; what it had sent still arrives. One of its name may be
   * added again. Throws Error when there is none.
   */
  kill(name: string): void {
    const at = this.members.findIndex(({ node }) => node.name === name);
    if (at < 0) throw new Error(`Cannot kill node ${name}: the graph has none of that name`);
    const [{ node }] = this.members.splice(at, 1);
    node.close();
    this.rosouts.delete(name);
  }

  /**
   * A node without a definition, driven from outside under a name and a latency of its own: a replay, a bridge, a test.
   * At one instant its endpoints come after those of all added nodes.
   */
  standIn(name: string, latency_s: number): Node {
    if (this.has(name)) throw new Error(`Cannot stand in for node ${name}: the graph has it`);
    const node = this.createNode(name, {}, latency_s, firstStandIn + this.standIns.length);
    this.standIns.push(node);
    return node;
  }

  /** Whether there is a node of that name. */
  has(name: string): boolean {
    return this.members.some(({ node }) => node.name === name) || this.standIns.some((node) => node.name === name);
  }

  /**
   * Starts all nodes, in the order they were added; what they publish meanwhile reaches all of them. Running the graph
   * does it too.
   */
  start(): void {
    if (this.state !== 'building') return;
    this.state = 'running';
    const held: (() => void)[] = [];
    this.registry.held = held;
    for (const member of this.members) this.startMember(member);
    this.registry.held = undefined;
    for (const send of held) send();
  }

  /** Calls each node's cleanup once, last added first; what was still on its way is lost. */
  shutdown(): void {
    if (this.state === 'down') return;
    this.state = 'down';
    for (const { node, cleanup } of this.members.slice().reverse()) {
      try {
        cleanup?.();
      } catch (error) {
        this.scheduler.fault(node.name, 'cleanup', error);
      }
      node.close();
    }
    for (const node of this.standIns) node.close();
    this.scheduler.stop();
  }

  get isDown(): boolean {
    return this.state === 'down';
  }

  now_s(): number {
    return this.epoch_s + this.scheduler.now_ns / 1e9;
  }

  /** The graph's time in ns, exactly. */
  now_ns(): bigint {
    return BigInt(this.epoch_s) * 1_000_000_000n + BigInt(this.scheduler.now_ns);
  }

  /** Time of the next event, or undefined when nothing is to come. */
  next_s(): number | undefined {
    this.start();
    const next_ns = this.scheduler.next_ns();
    return next_ns === undefined ? undefined : this.epoch_s + next_ns / 1e9;
  }

  /** Jumps to the next event and runs it. False when nothing is to come. */
  step(): boolean {
    this.start();
    return this.scheduler.step();
  }

  /** Runs all events up to and including `stamp_s`; afterwards it is `stamp_s`. */
  runUntil(stamp_s: number): void {
    this.start();
    const end_ns = Math.round((stamp_s - this.epoch_s) * 1e9);
    if (!Number.isSafeInteger(end_ns) || end_ns < this.scheduler.now_ns)
      throw new RangeError(`Cannot run until ${stamp_s} s: it is ${this.now_s()} s already`);
    this.scheduler.runUntil(end_ns);
  }

  /** Runs for a time. */
  runFor(duration_s: number): void {
    this.runUntil(this.now_s() + duration_s);
  }

  /** Publishes from outside, stamped with the current virtual time: commands from people, tests. */
  inject<T>(type: MessageType<T>, topic: string, message: Partial<T>): void {
    let publisher = this.injectors.get(topic);
    if (!publisher) {
      publisher = this.outside.publisher(type as MessageType<unknown>, topic);
      this.injectors.set(topic, publisher);
    }
    publisher.publish(message);
  }

  /** Calls back at a time in ns, or at the next instant when that is past; at one instant before all nodes. */
  at(time_ns: bigint, callback: () => void): void {
    const due_ns = Number(time_ns - BigInt(this.epoch_s) * 1_000_000_000n);
    this.scheduler.post(due_ns, this.alarm, 'outside', callback);
  }

  /** Has `tap` hear every publication from now on, the latched messages first; returns what ends it. */
  tap(tap: Tap): () => void {
    for (const { publishers } of this.registry.topics.values())
      for (const publisher of publishers) for (const { message } of publisher.kept) tap(publisher, message);
    this.registry.taps.push(tap);
    return () => {
      const i = this.registry.taps.indexOf(tap);
      if (i >= 0) this.registry.taps.splice(i, 1);
    };
  }

  nodes(): string[] {
    return this.members.map((member) => member.node.name);
  }

  topics(): TopicInfo[] {
    return [...this.registry.topics.values()].map(({ name, type, publishers, subscriptions, messages }) => ({
      name,
      type: type.name,
      publishers: publishers.map(({ node, quality }) => ({ node, quality })),
      subscriptions: subscriptions.map(({ node, quality, dropped }) => ({ node, quality, dropped })),
      messages,
    }));
  }

  services(): ServerInfo[] {
    return [...this.registry.services].map(([name, { type, server, calls }]) => {
      return { name, type: type.name, server: server?.node, calls };
    });
  }

  actions(): ServerInfo[] {
    return [...this.registry.actions].map(([name, { type, server, goals }]) => {
      return { name, type: type.name, server: server?.node, calls: goals };
    });
  }

  private createNode(
    name: string,
    parameters: ParameterValues<ParameterSchema>,
    latency_s: number,
    place: number,
  ): LocalNode {
    return new LocalNode({
      name,
      parameters,
      latency_ns: Math.round(latency_s * 1e9),
      place,
      epoch_s: this.epoch_s,
      registry: this.registry,
      scheduler: this.scheduler,
      log: (level, text) => this.log(level, name, text),
    });
  }

  private startMember(member: Member): void {
    try {
      member.cleanup = member.definition.start(member.node);
    } catch (error) {
      member.node.close();
      this.scheduler.fault(member.node.name, 'start', error);
    }
  }

  /** Hands a text to the host, and publishes it on `rosout` as ROS 2 does, so that recordings and viewers have it. */
  private log(level: LogLevel, node: string, text: string): void {
    const stamp = fromNanoseconds(this.now_ns());
    this.options.log?.(level, node, text, this.now_s());
    const publisher = this.rosouts.get(node) ?? this.find(node).publisher(rcl_interfaces.Log, 'rosout', rosoutQos);
    this.rosouts.set(node, publisher);
    publisher.publish({ stamp, level: rcl_interfaces.Log[logLevels[level]], name: node, msg: text });
  }

  private find(name: string): Node {
    const member = this.members.find(({ node }) => node.name === name);
    return member?.node ?? this.standIns.find((node) => node.name === name) ?? this.outside;
  }

  /** Counts and reports a fault of whoever drives the graph from outside. */
  fault(node: string, where: string, error: unknown): void {
    this.scheduler.fault(node, where, error);
  }

  private report(fault: NodeFault): void {
    this.log('error', fault.node, `${fault.where}: ${fault.error} (fault ${fault.count})`);
    this.options.onFault?.(fault);
  }
}
