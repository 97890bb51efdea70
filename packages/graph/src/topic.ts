import type { MessageType } from '@homebound/messages';
import type { Endpoint } from './eventQueue.ts';
import type { Qos } from './node.ts';
import type { Scheduler } from './scheduler.ts';

/** One publisher, as recordings and introspection see it. */
export interface PublisherInfo {
  /** Without a leading slash. */
  readonly topic: string;
  readonly type: MessageType<unknown>;
  readonly quality: Qos;
  readonly node: string;
  /** From publishing to delivery. */
  readonly latency_ns: number;
}

export interface TopicSubscription extends Endpoint {
  readonly quality: Qos;
}

interface Publication {
  readonly delivery_ns: number;
  readonly message: unknown;
}

/** Hears of every publication, at once: recorders. It must neither change the message nor throw. */
export type Tap = (publisher: PublisherInfo, message: unknown) => void;

/** What all topics of a graph share. */
export interface TopicContext {
  readonly scheduler: Scheduler;
  readonly taps: readonly Tap[];
  /** Whether messages are frozen before they are shared. */
  readonly freeze: boolean;
  /** While the nodes start, what they publish is held back until all of them have subscribed. */
  held: (() => void)[] | undefined;
  warn(node: string, text: string): void;
}

/** Why a publisher's messages do not reach a subscription, by ROS 2's rules; `undefined` when they do. */
export function mismatch(offered: Qos, wanted: Qos): string | undefined {
  if (offered.reliability === 'bestEffort' && wanted.reliability === 'reliable')
    return 'it is published best effort and read reliable';
  if (offered.durability === 'volatile' && wanted.durability === 'transientLocal')
    return 'it is published volatile and read transient local';
  return undefined;
}

export class TopicPublisher implements PublisherInfo {
  readonly topic: string;
  readonly type: MessageType<unknown>;
  readonly quality: Qos;
  readonly node: string;
  readonly latency_ns: number;
  /** The last messages of a latched publisher. */
  readonly kept: Publication[] = [];
  subscriptions: TopicSubscription[] = [];
  private readonly channel: Topic;

  constructor(channel: Topic, quality: Qos, node: string, latency_ns: number) {
    this.channel = channel;
    this.topic = channel.name;
    this.type = channel.type;
    this.quality = quality;
    this.node = node;
    this.latency_ns = latency_ns;
  }

  publish(message: Partial<unknown>): void {
    const sent = this.type.canonical(message);
    const { held, freeze } = this.channel.context;
    if (freeze) deepFreeze(sent);
    if (held) held.push(() => this.send(sent));
    else this.send(sent);
  }

  close(): void {
    this.subscriptions = [];
    remove(this.channel.publishers, this);
  }

  private send(message: unknown): void {
    const { channel } = this;
    const { scheduler, taps } = channel.context;
    const delivery_ns = scheduler.now_ns + this.latency_ns;
    channel.messages++;
    for (const tap of taps) tap(this, message);
    for (const subscription of this.subscriptions) scheduler.post(delivery_ns, subscription, this.node, message);
    if (this.quality.durability === 'transientLocal') {
      this.kept.push({ delivery_ns, message });
      if (this.kept.length > this.quality.depth) this.kept.shift();
    }
  }
}

/** One topic: its publishers, its subscriptions and who matches whom. */
export class Topic {
  readonly name: string;
  readonly type: MessageType<unknown>;
  readonly context: TopicContext;
  readonly publishers: TopicPublisher[] = [];
  readonly subscriptions: TopicSubscription[] = [];
  /** Count of messages published. */
  messages = 0;

  constructor(name: string, type: MessageType<unknown>, context: TopicContext) {
    this.name = name;
    this.type = type;
    this.context = context;
  }

  addPublisher(quality: Qos, node: string, latency_ns: number): TopicPublisher {
    const publisher = new TopicPublisher(this, quality, node, latency_ns);
    this.publishers.push(publisher);
    for (const subscription of this.subscriptions) this.match(publisher, subscription);
    return publisher;
  }

  addSubscription(subscription: TopicSubscription): void {
    this.subscriptions.push(subscription);
    for (const publisher of this.publishers) this.match(publisher, subscription);
  }

  removeSubscription(subscription: TopicSubscription): void {
    remove(this.subscriptions, subscription);
    for (const publisher of this.publishers)
      publisher.subscriptions = publisher.subscriptions.filter((other) => other !== subscription);
  }

  private match(publisher: TopicPublisher, subscription: TopicSubscription): void {
    const why = mismatch(publisher.quality, subscription.quality);
    if (why !== undefined) {
      this.context.warn(subscription.node, `gets nothing on ${this.name} from ${publisher.node}: ${why}`);
      return;
    }
    publisher.subscriptions = [...publisher.subscriptions, subscription];
    if (subscription.quality.durability !== 'transientLocal') return;
    for (const { delivery_ns, message } of publisher.kept.slice(-subscription.quality.depth))
      this.context.scheduler.post(delivery_ns, subscription, publisher.node, message);
  }
}

function remove<T>(list: T[], item: T): void {
  const i = list.indexOf(item);
  if (i >= 0) list.splice(i, 1);
}

/** Freezes a message and the messages in it; typed arrays cannot be. */
function deepFreeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
  for (const field of Object.values(value)) deepFreeze(field);
  Object.freeze(value);
}
