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
  const channelOf = (publisher: PublisherInfo): number | undefined => {
    const { topic, type } = publisher;
    const wanted = chosen ? chosen.has(topic) : !pictures.has(type.name);
    const channel = wanted ? writer.addChannel(describe(publisher)) : undefined;
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
  };
}

function describe({ topic, type, quality, node, latency_ns }: PublisherInfo): RecordingChannel {
  return {
    topic: `/${topic}`,
    type: type.name,
    definition: type.definition,
    metadata: new Map([
      ['offered_qos_profiles', qosToYaml(quality)],
      [nodeKey, node],
      [latencyKey, String(latency_ns)],
    ]),
  };
}
