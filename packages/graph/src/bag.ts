import type { RecordedChannel, RecordedMessage, Recording, RecordingReader } from './recording.ts';

/** One file of a bag; its name is for people. */
export interface BagFile {
  readonly name: string;
  readonly recording: Recording;
}

export interface BagOptions {
  /** Topics under other names than they were recorded under: from → to, without leading slashes. */
  readonly remap?: ReadonlyMap<string, string>;
}

interface Survey {
  readonly topics: ReadonlyMap<string, RecordedChannel>;
  readonly start_ns: bigint;
  readonly end_ns: bigint;
  readonly isOrdered: boolean;
}

/** A recording of one file or of several that follow each other, in the order of time whatever the order in its files. */
export class Bag implements RecordingReader {
  private readonly files: readonly BagFile[];
  private readonly remap: ReadonlyMap<string, string>;
  private readonly renamed = new WeakMap<RecordedChannel, RecordedChannel>();
  private surveyed: Survey | undefined;

  constructor(files: readonly BagFile[], { remap = new Map() }: BagOptions = {}) {
    this.files = files;
    this.remap = remap;
  }

  get problem(): string | undefined {
    const problems = this.files.flatMap(({ name, recording: { problem } }) => (problem ? [`${name}: ${problem}`] : []));
    return problems.length > 0 ? problems.join('; ') : undefined;
  }

  get epoch_s(): number {
    const recorded = this.files[0]?.recording.graphEpoch_s;
    return recorded ?? Number(this.survey().start_ns / 1_000_000_000n);
  }

  /** Whether one of our LocalGraphs wrote it: then a replay gives the same bits. */
  get isOfOurGraph(): boolean {
    return this.files[0]?.recording.graphEpoch_s !== undefined;
  }

  /** What it has something of, by topic without a leading slash; of several publishers the first. */
  get topics(): ReadonlyMap<string, RecordedChannel> {
    return this.survey().topics;
  }

  /** Times of the first and last message; 0 when there is none. */
  get span_ns(): readonly [bigint, bigint] {
    const { start_ns, end_ns } = this.survey();
    return [start_ns, end_ns];
  }

  *messages(topics?: readonly string[]): Generator<RecordedMessage, void, undefined> {
    if (this.survey().isOrdered) yield* this.inFileOrder(topics);
    else yield* this.sorted(topics);
  }

  private sorted(topics?: readonly string[]): RecordedMessage[] {
    const messages: RecordedMessage[] = [];
    // A message's bytes are the reader's, which may use them for the next one.
    for (const message of this.inFileOrder(topics)) messages.push({ ...message, data: message.data.slice() });
    return messages.sort((a, b) => (a.time_ns < b.time_ns ? -1 : a.time_ns > b.time_ns ? 1 : 0));
  }

  private *inFileOrder(topics?: readonly string[]): Generator<RecordedMessage, void, undefined> {
    const recorded = topics?.flatMap((topic) => this.recordedNames(topic.replace(/^\//, '')));
    for (const message of this.each((recording) => recording.messages(recorded)))
      yield { ...message, channel: this.rename(message.channel) };
  }

  /** What each file gives, in their order. An error says which of several it is. */
  private *each<T>(read: (recording: Recording) => Iterable<T>): Generator<T, void, undefined> {
    for (const { name, recording } of this.files)
      try {
        yield* read(recording);
      } catch (cause) {
        if (this.files.length === 1 || !(cause instanceof RangeError)) throw cause;
        throw new RangeError(`${name}: ${cause.message}`, { cause });
      }
  }

  /** What a topic was recorded as: what is renamed to it, and itself unless it is renamed to something else. */
  private recordedNames(topic: string): string[] {
    const from = [...this.remap].filter(([, to]) => to === topic).map(([name]) => name);
    return this.remap.has(topic) ? from : [...from, topic];
  }

  private rename(channel: RecordedChannel): RecordedChannel {
    let renamed = this.renamed.get(channel);
    if (!renamed) {
      renamed = { ...channel, topic: this.remap.get(channel.topic) ?? channel.topic };
      this.renamed.set(channel, renamed);
    }
    return renamed;
  }

  /** One pass over all. A tool that wrote one topic after the other left a bag that has to be sorted. */
  private survey(): Survey {
    this.surveyed ??= this.look();
    return this.surveyed;
  }

  private look(): Survey {
    const topics = new Map<string, RecordedChannel>();
    let [start_ns, end_ns, isOrdered] = [-1n, 0n, true];
    for (const { channel, time_ns } of this.each((recording) => recording.heads())) {
      const renamed = this.rename(channel);
      if (!topics.has(renamed.topic)) topics.set(renamed.topic, renamed);
      isOrdered &&= time_ns >= end_ns;
      if (start_ns < 0n || time_ns < start_ns) start_ns = time_ns;
      if (time_ns > end_ns) end_ns = time_ns;
    }
    return { topics, start_ns: start_ns < 0n ? 0n : start_ns, end_ns, isOrdered };
  }
}
