import { crc32 } from '@foxglove/crc';
import { McapChunkBuilder, McapRecordBuilder, type McapTypes } from '@mcap/core';

/** Where bytes go, in order: a file, a socket, an array. They are borrowed: copy what is kept. */
export interface ByteSink {
  write(bytes: Uint8Array): void;
}

/** A compression of MCAP chunks, handed in because it touches the platform. */
export interface ChunkCompression {
  /** As in MCAP's specification: `zstd` or `lz4`. */
  readonly name: string;
  compress(bytes: Uint8Array): Uint8Array;
}

export interface RecordingWriterOptions {
  readonly compression?: ChunkCompression;
  /** A chunk ends when it holds more bytes than this … */
  readonly chunk_bytes?: number;
  /** … or spans more time than this: so much is lost at most when the process is killed. */
  readonly chunk_s?: number;
}

export interface RecordingChannel {
  readonly topic: string;
  /** Full type name, e.g. `sensor_msgs/msg/LaserScan`. */
  readonly type: string;
  /** The `ros2msg` text. */
  readonly definition: string;
  readonly metadata: ReadonlyMap<string, string>;
}

/**
 * Writes an MCAP file of CDR messages as rosbag2 does: profile `ros2`, schemas as `ros2msg`. Synchronous, unlike
 * McapWriter of @mcap/core, so that the scheduler is not left on each message; built from that library's record and chunk
 * builders. Every chunk carries what its messages need, so the file is readable up to its last whole chunk at any moment.
 */
export class RecordingWriter {
  private readonly sink: ByteSink;
  private readonly compression: ChunkCompression | undefined;
  private readonly chunk_bytes: number;
  private readonly chunk_ns: bigint;
  private readonly records = new McapRecordBuilder();
  private readonly chunk = new McapChunkBuilder({ useMessageIndex: true });
  private readonly schemas: McapTypes.Schema[] = [];
  private readonly channels: McapTypes.Channel[] = [];
  private readonly writtenSchemas = new Set<number>();
  private readonly writtenChannels = new Set<number>();
  private readonly counts = new Map<number, bigint>();
  private readonly chunkIndexes: McapTypes.ChunkIndex[] = [];
  private readonly metadataIndexes: McapTypes.MetadataIndex[] = [];
  private position = 0n;
  private start_ns: bigint | undefined;
  private end_ns = 0n;
  private closed = false;

  constructor(sink: ByteSink, options: RecordingWriterOptions = {}) {
    const { chunk_bytes = 1 << 20, chunk_s = 2 } = options;
    if (!(chunk_bytes > 0)) throw new RangeError(`Cannot record: chunk_bytes must be > 0, got ${chunk_bytes}`);
    if (!(chunk_s > 0)) throw new RangeError(`Cannot record: chunk_s must be > 0, got ${chunk_s}`);
    this.sink = sink;
    this.compression = options.compression;
    this.chunk_bytes = chunk_bytes;
    this.chunk_ns = BigInt(Math.round(chunk_s * 1e9));
    this.records.writeMagic();
    this.records.writeHeader({ profile: 'ros2', library: 'homebound' });
    this.put();
  }

  /** Bytes written so far. */
  get size(): number {
    return Number(this.position);
  }

  /** Count of messages so far. */
  get messages(): number {
    let n = 0n;
    for (const count of this.counts.values()) n += count;
    return Number(n);
  }

  /** Times of the first and last message; 0 while there is none. */
  get span_ns(): readonly [bigint, bigint] {
    return [this.start_ns ?? 0n, this.end_ns];
  }

  /** Count of a channel's messages so far. */
  messagesOf(channelId: number): number {
    return Number(this.counts.get(channelId) ?? 0n);
  }

  /** Registers a channel; it is written with its first message. Returns its id. */
  addChannel({ topic, type, definition, metadata }: RecordingChannel): number {
    let schema = this.schemas.find(({ name }) => name === type);
    if (!schema) {
      const data = new TextEncoder().encode(definition);
      schema = { id: this.schemas.length + 1, name: type, encoding: 'ros2msg', data }; // 0 would mean no schema
      this.schemas.push(schema);
    }
    const id = this.channels.length;
    this.channels.push({ id, schemaId: schema.id, topic, messageEncoding: 'cdr', metadata: new Map(metadata) });
    return id;
  }

  /** Adds CDR bytes at a time, ns; they are copied. */
  addMessage(channelId: number, time_ns: bigint, data: Uint8Array): void {
    const { chunk } = this;
    if (chunk.numMessages > 0 && time_ns - chunk.messageStartTime >= this.chunk_ns) this.flush();
    if (!this.writtenChannels.has(channelId)) this.writeChannel(channelId);
    const count = this.counts.get(channelId) ?? 0n;
    chunk.addMessage({ channelId, sequence: Number(count), logTime: time_ns, publishTime: time_ns, data });
    this.counts.set(channelId, count + 1n);
    if (this.start_ns === undefined || time_ns < this.start_ns) this.start_ns = time_ns;
    if (time_ns > this.end_ns) this.end_ns = time_ns;
    if (chunk.byteLength >= this.chunk_bytes) this.flush();
  }

  /** Adds named texts, at once. */
  addMetadata(name: string, metadata: ReadonlyMap<string, string>): void {
    const length = this.records.writeMetadata({ name, metadata: new Map(metadata) });
    this.metadataIndexes.push({ name, offset: this.position, length });
    this.put();
  }

  /** Ends the current chunk: what was added so far is then in the sink. */
  flush(): void {
    const { chunk, records } = this;
    if (chunk.numMessages === 0) return;
    const plain = chunk.buffer;
    const packed = this.compression ? this.compression.compress(plain) : plain;
    const { messageStartTime, messageEndTime } = chunk;
    const compression = this.compression?.name ?? '';
    const chunkStartOffset = this.position;
    const uncompressedSize = BigInt(plain.length);
    const chunkLength = records.writeChunk({
      messageStartTime,
      messageEndTime,
      uncompressedSize,
      uncompressedCrc: crc32(plain),
      compression,
      records: packed,
    });
    const messageIndexOffsets = new Map<number, bigint>();
    let messageIndexLength = 0n;
    for (const index of chunk.indices) {
      messageIndexOffsets.set(index.channelId, chunkStartOffset + chunkLength + messageIndexLength);
      messageIndexLength += records.writeMessageIndex(index);
    }
    this.chunkIndexes.push({
      messageStartTime,
      messageEndTime,
      chunkStartOffset,
      chunkLength,
      messageIndexOffsets,
      messageIndexLength,
      compression,
      compressedSize: BigInt(packed.length),
      uncompressedSize,
    });
    chunk.reset();
    this.put();
  }

  /** Ends the file with its index. Nothing can be added afterwards. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.flush();
    const { records } = this;
    records.writeDataEnd({ dataSectionCrc: 0 }); // 0: none, as rosbag2 writes it; each chunk has its own
    this.put();
    const summaryStart = this.position;
    for (const schema of this.schemas) records.writeSchema(schema);
    for (const channel of this.channels) records.writeChannel(channel);
    records.writeStatistics({
      messageCount: BigInt(this.messages),
      schemaCount: this.schemas.length,
      channelCount: this.channels.length,
      attachmentCount: 0,
      metadataCount: this.metadataIndexes.length,
      chunkCount: this.chunkIndexes.length,
      messageStartTime: this.start_ns ?? 0n,
      messageEndTime: this.end_ns,
      channelMessageCounts: this.counts,
    });
    for (const index of this.metadataIndexes) records.writeMetadataIndex(index);
    for (const index of this.chunkIndexes) records.writeChunkIndex(index);
    records.writeFooter({ summaryStart, summaryOffsetStart: 0n, summaryCrc: 0 });
    // The footer ends with the checksum of all that stands between DataEnd and it.
    const summary = records.buffer;
    const crcAt = summary.length - 4;
    const crc = crc32(summary.subarray(0, crcAt));
    new DataView(summary.buffer, summary.byteOffset + crcAt, 4).setUint32(0, crc, true);
    records.writeMagic();
    this.put();
  }

  private writeChannel(channelId: number): void {
    const channel = this.channels[channelId];
    if (!channel) throw new RangeError(`Cannot record: there is no channel ${channelId}`);
    if (!this.writtenSchemas.has(channel.schemaId)) {
      this.chunk.addSchema(this.schemas[channel.schemaId - 1]!);
      this.writtenSchemas.add(channel.schemaId);
    }
    this.chunk.addChannel(channel);
    this.writtenChannels.add(channelId);
  }

  private put(): void {
    const { buffer } = this.records;
    this.sink.write(buffer);
    this.position += BigInt(buffer.length);
    this.records.reset();
  }
}
