import { McapStreamReader, type McapTypes } from '@mcap/core';
import type { Qos } from './node.ts';
import { qosFromYaml } from './recordedQos.ts';
import { latencyKey, metadataName, nodeKey } from './recorder.ts';

/** Bytes of a file: in memory, or read piece by piece. `read` returns fewer than asked only at the end. */
export type ByteSource = Uint8Array | { read(offset: number, length: number): Uint8Array };

export interface RecordedChannel {
  /** Without a leading slash. */
  readonly topic: string;
  /** Full type name. */
  readonly type: string;
  readonly quality: Qos;
  /** Who published, when the recording says so (ours does). */
  readonly node: string | undefined;
  readonly latency_ns: number;
}

export interface RecordedMessage {
  readonly channel: RecordedChannel;
  readonly time_ns: bigint;
  /** CDR. */
  readonly data: Uint8Array;
}

export interface RecordingOptions {
  /** By the name of the compression; `size` is that of the result. */
  readonly decompress?: Readonly<Record<string, (bytes: Uint8Array, size: bigint) => Uint8Array>>;
}

const piece_bytes = 1 << 20;

/** Thrown by a decompressor that will not unpack a chunk, such as one that says it becomes endless: the recording is not read any further. */
export class ChunkRefused extends RangeError {
  override readonly name = 'ChunkRefused';
}

/** An MCAP recording, ours or rosbag2's, read from front to back: a file whose end is missing gives all that is whole. */
export class Recording {
  private readonly source: ByteSource;
  private readonly options: RecordingOptions;
  /** What was wrong with the end of the file, after all its messages were read; undefined when it is whole. */
  problem: string | undefined;

  constructor(source: ByteSource, options: RecordingOptions = {}) {
    this.source = source;
    this.options = options;
  }

  /** Time at the start of the recorded graph in whole s; for rosbag2's files that of the first message. */
  get epoch_s(): number {
    for (const record of this.records()) {
      if (record.type === 'Metadata' && record.name === metadataName)
        return Number(record.metadata.get('epoch_s') ?? 0);
      if (record.type === 'Message') return Number(record.logTime / 1_000_000_000n);
    }
    return 0;
  }

  /**
   * The messages in the order of the file. Throws RangeError when the bytes are no MCAP file, a chunk's compression is not
   * known or refused, or a message is not CDR. A cut or spoilt end is told by `problem`.
   */
  *messages(topics?: readonly string[]): Generator<RecordedMessage, void, undefined> {
    const chosen = topics && new Set(topics.map((topic) => topic.replace(/^\//, '')));
    const schemas = new Map<number, McapTypes.Schema>();
    const channels = new Map<number, RecordedChannel | undefined>();
    for (const record of this.records()) {
      if (record.type === 'Schema') schemas.set(record.id, record);
      else if (record.type === 'Channel' && !channels.has(record.id)) {
        const channel = describe(record, schemas.get(record.schemaId)?.name ?? '');
        channels.set(record.id, chosen && !chosen.has(channel.topic) ? undefined : channel);
        if (record.messageEncoding !== 'cdr' && channels.get(record.id))
          throw new RangeError(`Cannot read topic ${channel.topic}: it is ${record.messageEncoding}, not cdr`);
      } else if (record.type === 'Message') {
        const channel = channels.get(record.channelId);
        if (channel) yield { channel, time_ns: record.logTime, data: record.data };
      }
    }
  }

  private *records(): Generator<McapTypes.TypedMcapRecord, void, undefined> {
    this.problem = undefined;
    const reader = new McapStreamReader({ decompressHandlers: this.options.decompress ?? {} });
    let offset = 0;
    for (;;) {
      const piece = this.read(offset);
      offset += piece.length;
      try {
        if (piece.length > 0) reader.append(piece);
        for (let record = reader.nextRecord(); record; record = reader.nextRecord()) yield record;
      } catch (error) {
        if (error instanceof ChunkRefused) throw error;
        const message = (error as Error).message;
        if (/MCAP magic|Unsupported compression/.test(message))
          throw new RangeError(`Cannot read recording: ${message}`);
        this.problem = `spoilt before byte ${offset}: ${message}`;
        return;
      }
      if (reader.done()) return;
      if (piece.length === 0) {
        if (offset < 8) throw new RangeError(`Cannot read recording: ${offset} bytes are no MCAP file`);
        this.problem = `cut after ${offset} bytes: the index and ${reader.bytesRemaining()} bytes of a chunk are lost`;
        return;
      }
    }
  }

  private read(offset: number): Uint8Array {
    return this.source instanceof Uint8Array
      ? this.source.subarray(offset, offset + piece_bytes)
      : this.source.read(offset, piece_bytes);
  }
}

function describe(channel: McapTypes.Channel, type: string): RecordedChannel {
  return {
    topic: channel.topic.replace(/^\//, ''),
    type,
    quality: qosFromYaml(channel.metadata.get('offered_qos_profiles')),
    node: channel.metadata.get(nodeKey),
    latency_ns: Number(channel.metadata.get(latencyKey) ?? 0),
  };
}
