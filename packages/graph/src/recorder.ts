import { typeDescription } from '@homebound/messages';
import type { RecordedTopic, RecordingContents } from './bagMetadata.ts';
import type { LocalGraph } from './localGraph.ts';
import { qosToYaml } from './recordedQos.ts';
import {
  type ByteSink,
  type RecordingChannel,
  RecordingWriter,
  type RecordingWriterOptions,
} from './recordingWriter.ts';
import type { PublisherInfo } from './topic.ts';

/** Pictures of a home are recorded only when a topic is asked for by name. */
const pictures = new Set(['sensor_msgs/msg/Image', 'sensor_msgs/msg/CompressedImage', 'sensor_msgs/msg/PointCloud2']);

/** Metadata record and keys that a replay reads. */
export const metadataName = 'homebound';
export const nodeKey = 'homebound_node';
export const latencyKey = 'homebound_latency_ns';

export interface RecorderOptions extends RecordingWriterOptions {
  /** Which topics; all but pictures when left out. Service calls are topics, named `<service>/_service_event`. */
  readonly topics?: readonly string[];
  /** SHA-256 of a text, as hex: with it the recording names the version of each type as ROS 2 does. */
  readonly sha256?: (text: string) => string;
  /** Told once when the sink fails. Recording then ends with a fault of the graph, which lives on. */
  readonly onError?: (error: unknown) => void;
}

export interface Recorder {
  readonly messages: number;
  /** Bytes written to the sink. */
  readonly size: number;
  /** Writes out the current chunk. */
  flush(): void;
  /** Ends the file with its index. */
  close(): void;
  /** What was recorded so far. */
  contents(): RecordingContents;
}

/**
 * Records a graph's topics into an MCAP file that Foxglove, Lichtblick and rosbag2 open. A message's time is the virtual
 * time at which it was published; its channel names the node and its latency, so that a replay delivers it when the run did.
 */
export function recordGraph(graph: LocalGraph, sink: ByteSink, options: RecorderOptions = {}): Recorder {
  const chosen = options.topics && new Set(options.topics.map((topic) => topic.replace(/^\//, '')));
  const channels = new Map<PublisherInfo, number | undefined>();
  const writer = new RecordingWriter(sink, options);
  writer.addMetadata(metadataName, new Map([['epoch_s', String(graph.epoch_s)]]));
  let failed = false;
  let untap = (): void => undefined;
  const guard = (work: () => void): void => {
    if (failed) return;
    try {
      work();
    } catch (error) {
      failed = true;
      untap();
      graph.fault('recorder', 'write', error);
      options.onError?.(error);
    }
  };
  const { sha256 } = options;
  const hashOf = (type: PublisherInfo['type']): string => (sha256 ? `RIHS01_${sha256(typeDescription(type))}` : '');
  const channelOf = (publisher: PublisherInfo): number | undefined => {
    const { topic, type } = publisher;
    const wanted = chosen ? chosen.has(topic) : !pictures.has(type.name);
    const channel = wanted ? writer.addChannel(describe(publisher, hashOf(type))) : undefined;
    channels.set(publisher, channel);
    return channel;
  };
  untap = graph.tap((publisher, message) =>
    guard(() => {
      const channel = channels.has(publisher) ? channels.get(publisher) : channelOf(publisher);
      if (channel !== undefined) writer.addMessage(channel, graph.now_ns(), publisher.type.encode(message));
    }),
  );
  return {
    get messages() {
      return writer.messages;
    },
    get size() {
      return writer.size;
    },
    flush: () => guard(() => writer.flush()),
    close: () => {
      untap();
      guard(() => writer.close());
    },
    contents: () => {
      const [start_ns, end_ns] = writer.span_ns;
      return { start_ns, end_ns, topics: topicsOf(channels, writer, hashOf) };
    },
  };
}

/** Publishers of one topic are one topic to rosbag2; one that was never heard is none. */
function topicsOf(
  channels: ReadonlyMap<PublisherInfo, number | undefined>,
  writer: RecordingWriter,
  hashOf: (type: PublisherInfo['type']) => string,
): RecordedTopic[] {
  const topics = new Map<string, RecordedTopic>();
  for (const [{ topic, type, quality }, channel] of channels) {
    if (channel === undefined) continue;
    const { messages = 0, qualities = [] } = topics.get(topic) ?? {};
    const isNew = !qualities.some((known) => qosToYaml(known) === qosToYaml(quality));
    topics.set(topic, {
      name: `/${topic}`,
      type: type.name,
      qualities: isNew ? [...qualities, quality] : qualities,
      typeHash: hashOf(type),
      messages: messages + writer.messagesOf(channel),
    });
  }
  return [...topics.values()];
}

function describe({ topic, type, quality, node, latency_ns }: PublisherInfo, typeHash: string): RecordingChannel {
  return {
    topic: `/${topic}`,
    type: type.name,
    definition: type.definition,
    metadata: new Map([
      ['offered_qos_profiles', qosToYaml(quality)],
      ['topic_type_hash', typeHash],
      [nodeKey, node],
      [latencyKey, String(latency_ns)],
    ]),
  };
}
