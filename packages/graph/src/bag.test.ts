import zstd from '@foxglove/wasm-zstd';
import { std_msgs } from '@homebound/messages';
import { Bag, type BagOptions } from './bag.ts';
import { qos } from './node.ts';
import { qosToYaml } from './recordedQos.ts';
import { Recording } from './recording.ts';
import { RecordingWriter } from './recordingWriter.ts';

await zstd.isLoaded;
const decompress = { zstd: (bytes: Uint8Array, size: bigint) => zstd.decompress(bytes as Buffer, Number(size)) };
const pack = (bytes: Uint8Array): Uint8Array => new Uint8Array(zstd.compress(bytes as Buffer, 1));

/** Topic, time in s, what is said; and how its bytes lie in the file. */
type Said = readonly [topic: string, time_s: number, data: string];

function file(said: readonly Said[], bytesOf = (bytes: Uint8Array) => bytes): Uint8Array {
  const pieces: Uint8Array[] = [];
  const writer = new RecordingWriter({ write: (bytes) => pieces.push(bytes.slice()) });
  const channels = new Map<string, number>();
  const { name: type, definition } = std_msgs.String;
  for (const [topic, time_s, data] of said) {
    const metadata = new Map([['offered_qos_profiles', qosToYaml(qos.latched)]]);
    const channel = channels.get(topic) ?? writer.addChannel({ topic, type, definition, metadata });
    channels.set(topic, channel);
    writer.addMessage(channel, BigInt(Math.round(time_s * 1e9)), bytesOf(std_msgs.String.encode({ data })));
  }
  writer.close();
  return new Uint8Array(Buffer.concat(pieces));
}

function bagOf(files: readonly Uint8Array[], options: BagOptions = {}): Bag {
  return new Bag(
    files.map((bytes, i) => ({ name: `bag_${i}.mcap`, recording: new Recording(bytes, { decompress }) })),
    options,
  );
}

const heard = (bag: Bag, topics?: string[]): string[] =>
  [...bag.messages(topics)].map(
    ({ channel, time_ns, data }) => `${channel.topic} ${Number(time_ns) / 1e9} ${std_msgs.String.decode(data).data}`,
  );

test('files follow each other', () => {
  const bag = bagOf([
    file([
      ['/a', 5.5, 'one'],
      ['/b', 6, 'two'],
    ]),
    file([['/a', 7, 'three']]),
  ]);
  expect(heard(bag)).toEqual(['a 5.5 one', 'b 6 two', 'a 7 three']);
  expect(heard(bag, ['/a'])).toEqual(['a 5.5 one', 'a 7 three']);
  expect(bag.epoch_s).toBe(5);
  expect(bag.span_ns).toEqual([5_500_000_000n, 7_000_000_000n]);
  expect([...bag.topics].map(([name, { type, quality }]) => [name, type, quality.durability])).toEqual([
    ['a', 'std_msgs/msg/String', 'transientLocal'],
    ['b', 'std_msgs/msg/String', 'transientLocal'],
  ]);
  expect(bag.isOfOurGraph).toBe(false);
  expect(bag.problem).toBeUndefined();
});

test('what a tool wrote one topic after the other comes in the order of time', () => {
  const bag = bagOf([
    file([
      ['/a', 2, 'a2'],
      ['/a', 4, 'a4'],
      ['/b', 1, 'b1'],
      ['/b', 2, 'b2'],
    ]),
  ]);
  expect(heard(bag)).toEqual(['b 1 b1', 'a 2 a2', 'b 2 b2', 'a 4 a4']);
  expect(bag.epoch_s).toBe(1);
});

test('topics are read under other names; what a name hides is not read', () => {
  const bag = bagOf(
    [
      file([
        ['/robot1/scan', 1, 'first'],
        ['/scan', 2, 'second'],
        ['/x', 3, 'third'],
      ]),
    ],
    {
      remap: new Map([
        ['robot1/scan', 'scan'],
        ['scan', 'old_scan'],
      ]),
    },
  );
  expect(heard(bag, ['/scan'])).toEqual(['scan 1 first']);
  expect(heard(bag, ['old_scan', 'x'])).toEqual(['old_scan 2 second', 'x 3 third']);
  expect(heard(bag, ['robot1/scan'])).toEqual([]);
});

test('messages that are compressed one by one', () => {
  const plain = file([
    ['/a', 1, 'x'.repeat(5000)],
    ['/b', 2, 'y'],
  ]);
  const packed = file(
    [
      ['/a', 1, 'x'.repeat(5000)],
      ['/b', 2, 'y'],
    ],
    pack,
  );
  expect(packed.length).toBeLessThan(plain.length / 2);
  expect(heard(bagOf([packed]))).toEqual(heard(bagOf([plain])));
  const unable = new Bag([{ name: 'a.mcap', recording: new Recording(packed) }]);
  expect(() => heard(unable)).toThrow('its messages are compressed as zstd');
});

test('of several files it says which one is spoilt', () => {
  const [first, second] = [file([['/a', 1, 'one']]), file([['/a', 2, 'two']])];
  const cut = bagOf([first, second.subarray(0, second.length - 30)]);
  expect(heard(cut)).toEqual(['a 1 one', 'a 2 two']);
  expect(cut.problem).toMatch(/^bag_1.mcap: cut after \d+ bytes/);
  expect(() => heard(bagOf([first, new Uint8Array(100)]))).toThrow(
    /^bag_1.mcap: Cannot read recording: Expected MCAP magic/,
  );
  expect(heard(bagOf([file([])]))).toEqual([]);
});
