import { mismatch, type Qos } from '@homebound/graph';
import type { Rcl, RclEndpointInfo, RclNode } from './rcl.ts';

/** How often new publishers are looked for, s. */
const WATCH_s = 2;

interface Watched {
  readonly topic: string;
  readonly type: string;
  readonly quality: Qos;
  /** Publishers when it was looked last. */
  count: number;
}

/**
 * Says in the log, once, why a subscription hears nothing from a publisher, or hears what it cannot trust: quality of
 * service, type, or another version of the type. ROS itself delivers nothing, or wrong bytes, and is silent.
 */
export class MatchWatch {
  private readonly rcl: Rcl;
  private readonly node: RclNode;
  private readonly watched = new Set<Watched>();
  private readonly said = new Set<string>();
  private readonly timer: NodeJS.Timeout;

  constructor(rcl: Rcl, node: RclNode) {
    this.rcl = rcl;
    this.node = node;
    this.timer = setInterval(() => this.look(), WATCH_s * 1000);
    this.timer.unref();
  }

  /** Watches over a subscription; returns what ends it. */
  add(topic: string, type: string, quality: Qos): () => void {
    const watched = { topic, type, quality, count: 0 };
    this.watched.add(watched);
    return () => this.watched.delete(watched);
  }

  close(): void {
    clearInterval(this.timer);
  }

  /** Compares where the count of publishers has changed: asking for it is cheap, for who they are is not. */
  look(): void {
    for (const watched of this.watched) {
      const count = this.node.countPublishers(watched.topic);
      if (count === watched.count) continue;
      watched.count = count;
      this.compare(watched);
    }
  }

  private compare(watched: Watched): void {
    const { node, rcl } = this;
    const own = node
      .getSubscriptionsInfoByTopic(watched.topic)
      .find((info) => info.node_name === node.name() && info.node_namespace === node.namespace());
    for (const publisher of node.getPublishersInfoByTopic(watched.topic)) {
      const why = whyNot(publisher, own, watched, rcl);
      if (why) this.say(`${why.effect} on ${watched.topic} from ${publisher.node_name}: ${why.cause}`);
    }
  }

  private say(text: string): void {
    if (this.said.has(text)) return;
    this.said.add(text);
    this.node.getLogger().warn(text);
  }
}

interface Reason {
  readonly effect: string;
  readonly cause: string;
}

function whyNot(
  publisher: RclEndpointInfo,
  own: RclEndpointInfo | undefined,
  { type, quality }: Watched,
  rcl: Rcl,
): Reason | undefined {
  if (publisher.topic_type !== type)
    return { effect: 'gets nothing', cause: `it is ${publisher.topic_type} there and ${type} here` };
  const cause = mismatch(offered(publisher, rcl), quality);
  if (cause) return { effect: 'gets nothing', cause };
  const [theirs, ours] = [publisher.topic_type_hash, own?.topic_type_hash];
  // Version 0: an older ROS, or a publisher that tells no hash.
  if (theirs && ours && theirs.version > 0 && ours.version > 0 && !ours.value.equals(theirs.value))
    return {
      effect: 'gets wrong numbers',
      cause: `it has another version of ${type}; install the same one on both sides`,
    };
  return undefined;
}

function offered({ qos_profile }: RclEndpointInfo, { QoS }: Rcl): Qos {
  const { reliability, durability } = qos_profile;
  const isBestEffort = reliability === QoS.ReliabilityPolicy.RMW_QOS_POLICY_RELIABILITY_BEST_EFFORT;
  const isVolatile = durability === QoS.DurabilityPolicy.RMW_QOS_POLICY_DURABILITY_VOLATILE;
  return {
    depth: 1,
    reliability: isBestEffort ? 'bestEffort' : 'reliable',
    durability: isVolatile ? 'volatile' : 'transientLocal',
  };
}
