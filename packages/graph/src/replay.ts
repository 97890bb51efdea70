import type { LocalGraph } from './localGraph.ts';
import type { Node } from './node.ts';
import type { RecordedChannel, RecordedMessage, RecordingReader } from './recording.ts';
import { type Send, sayAgain } from './sayAgain.ts';

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
export function replayInto(graph: LocalGraph, recording: RecordingReader, options: ReplayOptions = {}): Replay {
  return new Replayer(graph, recording, options);
}

class Replayer implements Replay {
  done = false;
  messages = 0;
  readonly skipped = new Map<string, string>();
  private readonly graph: LocalGraph;
  private readonly recording: RecordingReader;
  private readonly source: Iterator<RecordedMessage>;
  private readonly senders = new Map<RecordedChannel, Send | undefined>();
  private readonly nodes: Map<string, Node>;
  private next: RecordedMessage | undefined;

  constructor(graph: LocalGraph, recording: RecordingReader, options: ReplayOptions) {
    this.graph = graph;
    this.recording = recording;
    this.source = recording.messages(options.topics)[Symbol.iterator]();
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
      const { channel, data } = message;
      const send = this.sender(channel);
      if (send) this.guard(channel, () => send(data));
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
    const send = sayAgain(this.node(name, channel), channel);
    return typeof send === 'string' ? skip(send) : send;
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
