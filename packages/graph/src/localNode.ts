import type { ActionType, MessageType, ServiceType } from '@homebound/messages';
import { callAction, serveAction } from './action.ts';
import type { Endpoint } from './eventQueue.ts';
import {
  type ActionClient,
  type ActionHandlers,
  type LogLevel,
  type Node,
  type Publisher,
  type Qos,
  qos,
  type ServiceClient,
  type Subscription,
  type Timer,
} from './node.ts';
import type { ParameterSchema, ParameterValues } from './parameters.ts';
import type { Registry } from './registry.ts';
import type { Scheduler } from './scheduler.ts';
import { callService, type EndpointOwner, serveService } from './service.ts';
import type { TopicPublisher, TopicSubscription } from './topic.ts';

/** Endpoints that one node may make in its life: their places in the wiring stand between those of its neighbours. */
const endpointsPerNode = 2 ** 32;

/** A node's view of a LocalGraph. */
export class LocalNode implements Node<ParameterSchema>, EndpointOwner {
  readonly name: string;
  readonly parameters: ParameterValues<ParameterSchema>;
  readonly latency_ns: number;
  readonly scheduler: Scheduler;
  private readonly registry: Registry;
  private readonly writeLog: (level: LogLevel, text: string) => void;
  private readonly place: number;
  private readonly epoch_s: number;
  private readonly open = new Set<Endpoint>();
  private readonly publishers: TopicPublisher[] = [];
  private readonly serviceClients = new Map<string, ServiceClient<unknown, unknown>>();
  private readonly actionClients = new Map<string, ActionClient<unknown, unknown, unknown>>();
  private made = 0;

  constructor(options: {
    readonly name: string;
    readonly parameters: ParameterValues<ParameterSchema>;
    readonly latency_ns: number;
    readonly place: number;
    readonly epoch_s: number;
    readonly registry: Registry;
    readonly scheduler: Scheduler;
    readonly log: (level: LogLevel, text: string) => void;
  }) {
    this.name = options.name;
    this.parameters = options.parameters;
    this.latency_ns = options.latency_ns;
    this.place = options.place;
    this.epoch_s = options.epoch_s;
    this.registry = options.registry;
    this.scheduler = options.scheduler;
    this.writeLog = options.log;
  }

  endpoint(where: string, run: (payload: unknown) => void, depth = Number.POSITIVE_INFINITY): Endpoint {
    const order = this.place * endpointsPerNode + this.made++;
    const endpoint: Endpoint = { node: this.name, where, order, depth, closed: false, dropped: 0, run };
    this.open.add(endpoint);
    return endpoint;
  }

  private closeEndpoint(endpoint: Endpoint): void {
    endpoint.closed = true;
    this.open.delete(endpoint);
  }

  /** Closes all that the node made. */
  close(): void {
    this.registry.forget(this.open);
    for (const endpoint of this.open) this.closeEndpoint(endpoint);
    for (const publisher of this.publishers.splice(0)) publisher.close();
  }

  now_s(): number {
    return this.epoch_s + this.scheduler.now_ns / 1e9;
  }

  now_ns(): bigint {
    return BigInt(this.epoch_s) * 1_000_000_000n + BigInt(this.scheduler.now_ns);
  }

  publisher<T>(type: MessageType<T>, topic: string, quality: Qos = qos.reliable): Publisher<T> {
    const channel = this.registry.topic(topic, type as MessageType<unknown>, this.name);
    const publisher = channel.addPublisher(checkQos(quality, topic), this.name, this.latency_ns);
    this.publishers.push(publisher);
    return publisher as Publisher<T>;
  }

  subscribe<T>(type: MessageType<T>, topic: string, quality: Qos, callback: (message: T) => void): Subscription {
    const channel = this.registry.topic(topic, type as MessageType<unknown>, this.name);
    const { depth } = checkQos(quality, topic);
    const endpoint = this.endpoint(`subscription ${channel.name}`, callback as (message: unknown) => void, depth);
    const subscription: TopicSubscription = Object.assign(endpoint, { quality });
    channel.addSubscription(subscription);
    return {
      close: () => {
        this.closeEndpoint(subscription);
        channel.removeSubscription(subscription);
      },
    };
  }

  timer(period_s: number, callback: () => void): Timer {
    const period_ns = period_s * 1e9;
    if (!(period_ns >= 1 && period_ns < 1e17))
      throw new RangeError(`Cannot make a timer in ${this.name}: period_s must be > 0, got ${period_s}`);
    const { scheduler } = this;
    const begin_ns = scheduler.now_ns;
    let ticks = 0;
    // The k-th tick is due at begin + k · period, rounded each time from there: no drift.
    const next = (): void => scheduler.post(begin_ns + Math.round(++ticks * period_ns), endpoint, this.name, undefined);
    const endpoint = this.endpoint(`timer ${period_s} s`, () => {
      next();
      return callback();
    });
    next();
    return { cancel: () => this.closeEndpoint(endpoint) };
  }

  service<Req, Res>(
    type: ServiceType<Req, Res>,
    name: string,
    handler: (request: Req, respond: (response: Partial<Res>) => void) => void,
  ): void {
    const slot = this.registry.service(name, type as ServiceType<unknown, unknown>, this.name);
    if (slot.server) throw new Error(`Cannot serve ${name} from ${this.name}: ${slot.server.node} serves it already`);
    slot.server = serveService(this, slot, handler as never);
  }

  client<Req, Res>(type: ServiceType<Req, Res>, name: string): ServiceClient<Req, Res> {
    const slot = this.registry.service(name, type as ServiceType<unknown, unknown>, this.name);
    const client = this.serviceClients.get(slot.name) ?? callService(this, slot);
    this.serviceClients.set(slot.name, client);
    return client as ServiceClient<Req, Res>;
  }

  actionServer<G, R, F>(type: ActionType<G, R, F>, name: string, handlers: ActionHandlers<G, R, F>): void {
    const slot = this.registry.action(name, type as ActionType<unknown, unknown, unknown>, this.name);
    if (slot.server) throw new Error(`Cannot serve ${name} from ${this.name}: ${slot.server.node} serves it already`);
    slot.server = serveAction(this, slot, handlers as ActionHandlers<unknown, unknown, unknown>);
  }

  actionClient<G, R, F>(type: ActionType<G, R, F>, name: string): ActionClient<G, R, F> {
    const slot = this.registry.action(name, type as ActionType<unknown, unknown, unknown>, this.name);
    const client = this.actionClients.get(slot.name) ?? callAction(this, slot);
    this.actionClients.set(slot.name, client);
    return client as unknown as ActionClient<G, R, F>;
  }

  log(level: LogLevel, text: string): void {
    this.writeLog(level, text);
  }
}

function checkQos(quality: Qos, topic: string): Qos {
  if (!(Number.isInteger(quality.depth) && quality.depth > 0))
    throw new RangeError(`Cannot use topic ${topic}: its QoS depth must be an integer > 0, got ${quality.depth}`);
  return quality;
}
