import { parse } from 'yaml';
import type { Qos } from './node.ts';
import { qosToYaml } from './recordedQos.ts';

/** What a recording holds, for the `metadata.yaml` beside it. */
export interface RecordingContents {
  /** Times of the first and last message. */
  readonly start_ns: bigint;
  readonly end_ns: bigint;
  readonly topics: readonly RecordedTopic[];
}

export interface RecordedTopic {
  /** With a leading slash. */
  readonly name: string;
  readonly type: string;
  /** What its publishers offered, each profile once. */
  readonly qualities: readonly Qos[];
  /** `RIHS01_…`, or nothing. */
  readonly typeHash: string;
  readonly messages: number;
}

/** What a reader has to know of a bag before it opens its files. */
export interface BagMetadata {
  /** In the order of time, relative to the bag's folder. */
  readonly files: readonly string[];
}

/** As of Jazzy. */
const VERSION = 9;

/** The `metadata.yaml` of a bag of one MCAP file, as rosbag2 of Jazzy writes it. */
export function writeBagMetadata(file: string, { start_ns, end_ns, topics }: RecordingContents): string {
  const messages = topics.reduce((sum, topic) => sum + topic.messages, 0);
  const times = [`duration:`, `  nanoseconds: ${end_ns - start_ns}`];
  const start = [`starting_time:`, `  nanoseconds_since_epoch: ${start_ns}`];
  const lines = [
    'rosbag2_bagfile_information:',
    ...indented(2, [
      `version: ${VERSION}`,
      'storage_identifier: mcap',
      ...times,
      ...start,
      `message_count: ${messages}`,
      topics.length > 0 ? 'topics_with_message_count:' : 'topics_with_message_count: []',
      ...indented(2, topics.flatMap(topicLines)),
      'compression_format: ""',
      'compression_mode: ""',
      'relative_file_paths:',
      `  - ${file}`,
      'files:',
      `  - path: ${file}`,
      ...indented(4, [...start, ...times, `message_count: ${messages}`]),
      'custom_data: ~',
      'ros_distro: jazzy', // whose message definitions these are
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

function topicLines({ name, type, qualities, typeHash, messages }: RecordedTopic): string[] {
  return [
    '- topic_metadata:',
    ...indented(4, [
      `name: ${name}`,
      `type: ${type}`,
      'serialization_format: cdr',
      'offered_qos_profiles:',
      ...indented(
        2,
        qualities.flatMap((quality) => qosToYaml(quality).split('\n')),
      ),
      `type_description_hash: ${typeHash || '""'}`,
    ]),
    `  message_count: ${messages}`,
  ];
}

function indented(count: number, text: readonly string[]): string[] {
  return text.map((line) => ' '.repeat(count) + line);
}

/** What rosbag2 wrote beside a bag's files. Throws RangeError that says what to do when it is none, or not of MCAP files. */
export function readBagMetadata(text: string): BagMetadata {
  const info = informationIn(text);
  const { storage_identifier: storage, compression_format: compression, relative_file_paths: files } = info;
  if (storage !== 'mcap')
    throw new RangeError(
      `it is stored as ${String(storage)}, only mcap is read; \`ros2 bag convert\` writes it as mcap`,
    );
  if (compression !== undefined && compression !== '' && compression !== 'zstd')
    throw new RangeError(`it is compressed as ${String(compression)}, only zstd is unpacked`);
  if (!Array.isArray(files) || files.length === 0 || !files.every((file) => typeof file === 'string'))
    throw new RangeError('it names no files (relative_file_paths)');
  const outside = files.find((file) => /^([/\\]|[a-zA-Z]:)/.test(file) || file.split(/[/\\]/).includes('..'));
  if (outside !== undefined) throw new RangeError(`it names a file outside of its folder: ${outside}`);
  return { files };
}

function informationIn(text: string): Readonly<Record<string, unknown>> {
  let document: unknown;
  try {
    document = parse(text);
  } catch (error) {
    throw new RangeError((error as Error).message.split('\n')[0]);
  }
  const info = (document as { rosbag2_bagfile_information?: unknown } | null)?.rosbag2_bagfile_information;
  if (typeof info !== 'object' || info === null) throw new RangeError('it has no rosbag2_bagfile_information');
  return info as Record<string, unknown>;
}
