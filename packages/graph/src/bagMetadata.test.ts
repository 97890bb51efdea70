import { parse } from 'yaml';
import { type RecordingContents, readBagMetadata, writeBagMetadata } from './bagMetadata.ts';
import { qos } from './node.ts';

const contents: RecordingContents = {
  start_ns: 1_783_847_971_201_185_591n,
  end_ns: 1_783_848_029_505_825_501n,
  topics: [
    {
      name: '/tf',
      type: 'tf2_msgs/msg/TFMessage',
      qualities: [qos.tf, qos.latched],
      typeHash: 'RIHS01_e3',
      messages: 7,
    },
    { name: '/scan', type: 'sensor_msgs/msg/LaserScan', qualities: [qos.sensorOut], typeHash: '', messages: 3 },
  ],
};

test('it has the fields that rosbag2 of Jazzy writes', () => {
  const text = writeBagMetadata('recording.mcap', contents);
  const forever = { sec: 9223372036, nsec: 854775807 };
  const profile = (depth: number, durability: string) => ({
    history: 'keep_last',
    depth,
    reliability: 'reliable',
    durability,
    deadline: forever,
    lifespan: forever,
    liveliness: 'automatic',
    liveliness_lease_duration: forever,
    avoid_ros_namespace_conventions: false,
  });
  expect(parse(text, { intAsBigInt: false })).toMatchObject({
    rosbag2_bagfile_information: {
      version: 9,
      storage_identifier: 'mcap',
      duration: { nanoseconds: 58304639910 },
      message_count: 10,
      topics_with_message_count: [
        {
          topic_metadata: {
            name: '/tf',
            type: 'tf2_msgs/msg/TFMessage',
            serialization_format: 'cdr',
            offered_qos_profiles: [profile(100, 'volatile'), profile(1, 'transient_local')],
            type_description_hash: 'RIHS01_e3',
          },
          message_count: 7,
        },
        { topic_metadata: { name: '/scan', type_description_hash: '' }, message_count: 3 },
      ],
      compression_format: '',
      compression_mode: '',
      relative_file_paths: ['recording.mcap'],
      files: [{ path: 'recording.mcap', duration: { nanoseconds: 58304639910 }, message_count: 10 }],
      custom_data: null,
      ros_distro: 'jazzy',
    },
  });
  // More digits than a number of JavaScript has.
  expect(text.match(/nanoseconds_since_epoch: 1783847971201185591\n/g)).toHaveLength(2);
  expect(readBagMetadata(text)).toEqual({ files: ['recording.mcap'] });
});

test('a recording of nothing', () => {
  const text = writeBagMetadata('recording.mcap', { start_ns: 0n, end_ns: 0n, topics: [] });
  expect(parse(text).rosbag2_bagfile_information).toMatchObject({ message_count: 0, topics_with_message_count: [] });
});

const info = (more: string): string => `rosbag2_bagfile_information:\n  version: 5\n${more.replace(/^/gm, '  ')}`;

test('several files, of a version before Jazzy', () => {
  const text = info(
    'storage_identifier: mcap\nrelative_file_paths:\n  - bag_0.mcap.zstd\n  - bag_1.mcap.zstd\ncompression_format: zstd\ncompression_mode: FILE',
  );
  expect(readBagMetadata(text)).toEqual({ files: ['bag_0.mcap.zstd', 'bag_1.mcap.zstd'] });
});

test.each([
  ['another storage', info('storage_identifier: sqlite3'), /stored as sqlite3.*ros2 bag convert/],
  ['another compression', info('storage_identifier: mcap\ncompression_format: lz4'), /compressed as lz4/],
  ['no files', info('storage_identifier: mcap\nrelative_file_paths: []'), /names no files/],
  ['files that are no names', info('storage_identifier: mcap\nrelative_file_paths: [1]'), /names no files/],
  [
    'a file elsewhere',
    info('storage_identifier: mcap\nrelative_file_paths: [/etc/passwd]'),
    /outside of its folder: \/etc/,
  ],
  ['a file above', info('storage_identifier: mcap\nrelative_file_paths: [a/../../b.mcap]'), /outside of its folder/],
  ['no information', 'a: 1', /no rosbag2_bagfile_information/],
  ['nothing', '', /no rosbag2_bagfile_information/],
  ['no YAML', 'a: [1', /./],
])('%s is refused in one line', (_, text, reason) => {
  expect(() => readBagMetadata(text)).toThrow(RangeError);
  expect(() => readBagMetadata(text)).toThrow(reason);
  try {
    readBagMetadata(text);
  } catch (error) {
    expect((error as Error).message).not.toContain('\n');
  }
});
