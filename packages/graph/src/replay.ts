import { findMessageType, findServiceType } from '@homebound/messages';
import type { LocalGraph } from './localGraph.ts';
import type { Node, ServiceClient } from './node.ts';
import type { RecordedChannel, RecordedMessage, Recording } from './recording.ts';
import { requestSent } from './service.ts';

const eventSuffix = '/_service_event';

export interface ReplayOptions {
  /** What is replayed; all when left out. What comes from a node that runs in this graph itself is left out always. */
  readonly topics?: readonly string[];
}

export interface Replay {
  /** True when the last message was published. */
  readonly done: boolean;
  /** Count of messages and calls replayed. */
  readonly messages: number;
  /** Topics that were left out, and why. */
  readonly skipped: ReadonlyMap<string, string>;
  /** What was wrong with the recording's end, once done. */
  readonly problem: string | undefined;
}

/**
 * Publishes a recording's messages into a graph at their recorded times. Each recorded node is stood in for under its own
 * name and latency; with the queue's order this brings every message to the nodes under test at the instant and in the
 * order of the run, relative to their timers too, so they answer with the same bits.
 *
 * Give the graph the recording's `epoch_s`; messages from before the graph's time come at once. Messages and service calls
 * are replayed: actions, and the services that a node under test calls, need their servers in the graph.
 */
export function replayInto(graph: LocalGraph, recording: Recording, options: ReplayOptions = {}): Replay {
  return new Replayer(graph, recording, options);
}

type Send = (message: RecordedMessage) => void;

class Replayer implements Replay {
  done = false;
  messages = 0;
  readonly skipped = new Map<string, string>();
  private readonly graph: LocalGraph;
  private readonly recording: Recording;
  private readonly source: Iterator<RecordedMessage>;
  private readonly senders = new Map<RecordedChannel, Send | undefined>();
  private readonly nodes: Map<string, Node>;
  private next: RecordedMessage | undefined;

  constructor(graph: LocalGraph, recording: Recording, options: ReplayOptions) {
    this.graph = graph;
    this.recording = recording;
    this.source = recording.messages(options.topics);
    this.nodes = new Map([[graph.outside.name, graph.outside]]);
    graph.start();
    this.advance();
    this.pump();
  }

  get problem(): string | undefined {
    return this.recording.problem;
  }

  /** Sends all that is due and comes back when the next message is. */
  private pump(): void {
    const now_ns = this.graph.now_ns();
    while (this.next && this.next.time_ns <= now_ns) {
      const message = this.next;
      this.sender(message.channel)?.(message);
      this.advance();
    }
    if (this.next) this.graph.at(this.next.time_ns, () => this.pump());
    else this.done = true;
  }

  private advance(): void {
    const { value, done } = this.source.next();
    this.next = done ? undefined : value;
  }

  private sender(channel: RecordedChannel): Send | undefined {
    if (!this.senders.has(channel)) this.senders.set(channel, this.createSender(channel));
    return this.senders.get(channel);
  }

  private createSender(channel: RecordedChannel): Send | undefined {
    const skip = (why: string): undefined => {
      this.skipped.set(channel.topic, why);
      return undefined;
    };
    const name = channel.node ?? `recorded ${channel.topic}`;
    if (!this.nodes.has(name) && this.graph.has(name)) return skip(`${name} runs here`);
    if (channel.topic.endsWith(eventSuffix)) return this.serviceSender(channel, name, skip);
    const type = findMessageType(channel.type);
    if (!type) return skip(`type ${channel.type} is not known`);
    const publisher = this.node(name, channel).publisher(type, channel.topic, channel.quality);
    return ({ data }) => this.guard(channel, () => publisher.publish(type.decode(data) as object));
  }

  private serviceSender(channel: RecordedChannel, node: string, skip: (why: string) => undefined): Send | undefined {
    const type = findServiceType(channel.type.replace(/_Event$/, ''));
    if (!type) return skip(`type ${channel.type} is not known`);
    const service = channel.topic.slice(0, -eventSuffix.length);
    const client: ServiceClient<unknown, unknown> = this.node(node, channel).client(type, service);
    return ({ data }) =>
      this.guard(channel, () => {
        const { info, request } = type.event.decode(data);
        if (info.event_type === requestSent) client.call(request[0] as object, () => undefined);
      });
  }

  private node(name: string, { latency_ns }: RecordedChannel): Node {
    let node = this.nodes.get(name);
    if (!node) {
      node = this.graph.standIn(name, latency_ns / 1e9);
      this.nodes.set(name, node);
    }
    return node;
  }

  private guard(channel: RecordedChannel, send: () => void): void {
    try {
      send();
      this.messages++;
    } catch (error) {
      this.graph.fault('replay', `topic ${channel.topic}`, error);
    }
  }
}
