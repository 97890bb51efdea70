import { McapStreamReader, type McapTypes } from '@mcap/core';
import type { Qos } from './node.ts';
import { qosFromYaml } from './recordedQos.ts';
import { latencyKey, metadataName, nodeKey } from './recorder.ts';
import { isZstd, unpackedBound } from './zstdSize.ts';

/** Bytes of a file: in memory, or read piece by piece. `read` returns fewer than asked only at the end. */
export type ByteSource = Uint8Array | { read(offset: number, length: number): Uint8Array };

export interface RecordedChannel {
  /** Without a leading slash. */
  readonly topic: string;
  /** Full type name. */
  readonly type: string;
  /** The type's `ros2msg` text; undefined when the recording describes it in another way. */
  readonly definition: string | undefined;
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
  /** By the name of the compression; `size` is that of the result, or a bound of it. Asked for anew before each pass, so that it may count. */
  readonly decompress?: Readonly<Record<string, (bytes: Uint8Array, size: bigint) => Uint8Array>>;
}

/** What is read from front to back, as often as one likes: a file, or several that follow each other. */
export interface RecordingReader {
  /** Where the recorded graph's time began, whole s; for others' recordings the time of the first message. */
  readonly epoch_s: number;
  /** What was wrong with the end, after all messages were read; undefined when it is whole. */
  readonly problem: string | undefined;
  /** @param topics with or without a leading slash; all when left out */
  messages(topics?: readonly string[]): Iterable<RecordedMessage>;
}

interface Walked {
  readonly channel: RecordedChannel;
  readonly encoding: string;
  readonly record: McapTypes.TypedMcapRecords['Message'];
}

const piece_bytes = 1 << 20;

/** Thrown by a decompressor that will not unpack a chunk, such as one that says it becomes endless: the recording is not read any further. */
export class ChunkRefused extends RangeError {
  override readonly name = 'ChunkRefused';
}

/** An MCAP recording, ours or rosbag2's, read from front to back: a file whose end is missing gives all that is whole. */
export class Recording implements RecordingReader {
  private readonly source: ByteSource;
  private readonly options: RecordingOptions;
  private decompress: NonNullable<RecordingOptions['decompress']> = {};
  problem: string | undefined;

  constructor(source: ByteSource, options: RecordingOptions = {}) {
    this.source = source;
    this.options = options;
  }

  get epoch_s(): number {
    const recorded = this.graphEpoch_s;
    if (recorded !== undefined) return recorded;
    for (const { time_ns } of this.heads()) return Number(time_ns / 1_000_000_000n);
    return 0;
  }

  /** What one of our graphs wrote as the time at its start; undefined in others' recordings. */
  get graphEpoch_s(): number | undefined {
    for (const record of this.records()) {
      if (record.type === 'Metadata' && record.name === metadataName)
        return Number(record.metadata.get('epoch_s') ?? 0);
      if (record.type === 'Message') return undefined;
    }
    return undefined;
  }

  /** When something was said on which channel, in the order of the file. */
  *heads(): Generator<Pick<RecordedMessage, 'channel' | 'time_ns'>, void, undefined> {
    for (const { channel, record } of this.walk()) yield { channel, time_ns: record.logTime };
  }

  /**
   * The messages in the order of the file. Throws RangeError when the bytes are no MCAP file, a chunk's compression is not
   * known or refused, or a message is not CDR. A cut or spoilt end is told by `problem`.
   */
  *messages(topics?: readonly string[]): Generator<RecordedMessage, void, undefined> {
    for (const { channel, encoding, record } of this.walk(topics)) {
      if (encoding !== 'cdr') throw new RangeError(`Cannot read topic ${channel.topic}: it is ${encoding}, not cdr`);
      yield { channel, time_ns: record.logTime, data: this.unpack(record.data) };
    }
  }

  private *walk(topics?: readonly string[]): Generator<Walked, void, undefined> {
    const chosen = topics && new Set(topics.map((topic) => topic.replace(/^\//, '')));
    const schemas = new Map<number, McapTypes.Schema>();
    const channels = new Map<number, Omit<Walked, 'record'> | undefined>();
    for (const record of this.records()) {
      if (record.type === 'Schema') schemas.set(record.id, record);
      else if (record.type === 'Channel' && !channels.has(record.id)) {
        const channel = describe(record, schemas.get(record.schemaId));
        const isChosen = !chosen || chosen.has(channel.topic);
        channels.set(record.id, isChosen ? { channel, encoding: record.messageEncoding } : undefined);
      } else if (record.type === 'Message') {
        const found = channels.get(record.channelId);
        if (found) yield { ...found, record };
      }
    }
  }

  /** rosbag2 may compress each message by itself, which only its metadata.yaml says. */
  private unpack(data: Uint8Array): Uint8Array {
    if (!isZstd(data)) return data;
    const { zstd } = this.decompress;
    if (!zstd) throw new RangeError('Cannot read recording: its messages are compressed as zstd');
    return zstd(data, BigInt(unpackedBound(data)));
  }

  private *records(): Generator<McapTypes.TypedMcapRecord, void, undefined> {
    this.problem = undefined;
    this.decompress = this.options.decompress ?? {};
    const reader = new McapStreamReader({ decompressHandlers: this.decompress });
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

function describe(channel: McapTypes.Channel, schema: McapTypes.Schema | undefined): RecordedChannel {
  return {
    topic: channel.topic.replace(/^\//, ''),
    type: schema?.name ?? '',
    definition: schema?.encoding === 'ros2msg' ? new TextDecoder().decode(schema.data) : undefined,
    quality: qosFromYaml(channel.metadata.get('offered_qos_profiles')),
    node: channel.metadata.get(nodeKey),
    latency_ns: Number(channel.metadata.get(latencyKey) ?? 0),
  };
}
