import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import zstd from '@foxglove/wasm-zstd';
import { createRng } from '@homebound/math';
import { findMessageType, nav_msgs, sensor_msgs, std_msgs, std_srvs, toStamp } from '@homebound/messages';
import { McapIndexedReader } from '@mcap/core';
import { LocalGraph } from './localGraph.ts';
import { type NodeDefinition, type NodeFault, qos } from './node.ts';
import { type Recorder, type RecorderOptions, recordGraph } from './recorder.ts';
import { Recording } from './recording.ts';
import type { ByteSink } from './recordingWriter.ts';
import { replayInto } from './replay.ts';

const compression = {
  name: 'zstd',
  compress: (bytes: Uint8Array) => new Uint8Array(zstd.compress(bytes as Buffer, 1)),
};
const decompress = { zstd: (bytes: Uint8Array, size: bigint) => zstd.decompress(bytes as Buffer, Number(size)) };
const open = (bytes: Uint8Array): Recording => new Recording(bytes, { decompress });

await zstd.isLoaded;

class Memory implements ByteSink {
  private readonly pieces: Uint8Array[] = [];
  write(bytes: Uint8Array): void {
    this.pieces.push(bytes.slice());
  }
  bytes(): Uint8Array {
    return new Uint8Array(Buffer.concat(this.pieces));
  }
}

/** A body that measures with noise and follows `cmd_vel`. */
function body(seed: number, latency_s: number): NodeDefinition {
  return {
    name: 'body',
    parameters: {},
    latency_s,
    start(node) {
      const rng = createRng(seed);
      const imu = node.publisher(sensor_msgs.Imu, 'imu', qos.sensorOut);
      const scan = node.publisher(sensor_msgs.LaserScan, 'scan', qos.sensorOut);
      node.publisher(std_msgs.String, 'name', qos.latched).publish({ data: 'toy' });
      node.publisher(std_msgs.String, 'hello').publish({ data: 'at start' });
      let speed = 0;
      node.subscribe(std_msgs.Float32, 'speed', qos.reliable, (message) => {
        speed = message.data;
      });
      const header = () => ({ stamp: toStamp(node.now_s()), frame_id: 'base_link' });
      node.timer(0.02, () =>
        imu.publish({ header: header(), angular_velocity: { x: 0, y: 0, z: speed + rng.normal() } }),
      );
      node.timer(0.1, () => {
        const ranges = Float32Array.from({ length: 16 }, () => 2 + 0.01 * rng.normal());
        scan.publish({ header: header(), ranges });
      });
      return undefined;
    },
  };
}

/** A node whose output depends on every input, on the order of all of them, and on its timers. */
function mapper(): NodeDefinition {
  return {
    name: 'mapper',
    parameters: {},
    latency_s: 0.03,
    start(node) {
      const pose = node.publisher(nav_msgs.Odometry, 'pose');
      let state = 0.1;
      const mix = (value: number): void => {
        state = (state * 3.99 * (1 - state) + Math.abs(value)) % 1;
      };
      node.subscribe(sensor_msgs.Imu, 'imu', qos.sensorIn, (message) => mix(message.angular_velocity.z));
      node.subscribe(sensor_msgs.LaserScan, 'scan', qos.sensorIn, (message) => {
        for (const range of message.ranges) mix(range);
      });
      node.subscribe(std_msgs.String, 'hello', qos.reliable, (message) => mix(message.data.length / 7));
      node.service(std_srvs.SetBool, 'shake', (request, respond) => {
        mix(request.data ? 0.3 : 0.7);
        respond({ success: true });
      });
      node.timer(0.05, () => {
        mix(0.01);
        pose.publish({ header: { stamp: toStamp(node.now_s()), frame_id: 'map' }, pose: poseOf(state) });
      });
      return undefined;
    },
  };
}

const poseOf = (x: number): nav_msgs.Odometry['pose'] => {
  const pose = nav_msgs.Odometry.create().pose;
  pose.pose.position.x = x;
  return pose;
};

function controller(): NodeDefinition {
  return {
    name: 'controller',
    parameters: {},
    latency_s: 0,
    start(node) {
      const speed = node.publisher(std_msgs.Float32, 'speed');
      node.subscribe(nav_msgs.Odometry, 'pose', qos.reliable, (message) => {
        speed.publish({ data: message.pose.pose.position.x });
      });
      return undefined;
    },
  };
}

/** Calls from people at odd times. */
function gateway(seed: number): NodeDefinition {
  return {
    name: 'gateway',
    parameters: {},
    latency_s: 0.001,
    start(node) {
      const rng = createRng(seed).fork('gateway');
      const shake = node.client(std_srvs.SetBool, 'shake');
      node.timer(0.77, () => shake.call({ data: rng.uniform() < 0.5 }, () => undefined));
      return undefined;
    },
  };
}

function runToy(seed: number, latency_s: number, options: RecorderOptions, duration_s = 10): Uint8Array {
  const graph = new LocalGraph();
  for (const node of [body(seed, latency_s), mapper(), controller(), gateway(seed)]) graph.add(node);
  const sink = new Memory();
  const recorder = recordGraph(graph, sink, options);
  graph.runUntil(duration_s / 2);
  graph.inject(std_msgs.String, 'hello', { data: 'halfway' });
  graph.runUntil(duration_s);
  recorder.close();
  graph.shutdown();
  return sink.bytes();
}

/** time and bytes of every message of a topic. */
const of = (recording: Recording, topic: string): string[] =>
  [...recording.messages([topic])].map(({ time_ns, data }) => `${time_ns} ${Buffer.from(data).toString('hex')}`);

// 0.05 s puts the body's deliveries on the mapper's own timer ticks: ties at every one of them.
describe.each([
  [1, 0],
  [2, 0.01],
  [3, 0.05],
])('seed %d, body latency %d s', (seed, latency_s) => {
  const whole = runToy(seed, latency_s, { compression });

  test('the same seed records the same bytes', () => {
    expect(Buffer.compare(runToy(seed, latency_s, { compression }), whole)).toBe(0);
  });

  test('a replay of the inputs gives the same outputs, bit for bit', () => {
    const graph = new LocalGraph();
    graph.add(mapper());
    graph.add(controller());
    const sink = new Memory();
    const recorder = recordGraph(graph, sink, { compression });
    const replay = replayInto(graph, open(whole));
    graph.runUntil(10);
    recorder.close();
    expect(replay.done).toBe(true);
    expect(replay.problem).toBeUndefined();
    expect([...replay.skipped.keys()].sort()).toEqual(['pose', 'speed']);
    const again = open(sink.bytes());
    for (const topic of ['pose', 'speed', 'imu', 'scan']) {
      const recorded = of(open(whole), topic);
      expect(recorded.length).toBeGreaterThan(80);
      expect(of(again, topic)).toEqual(recorded);
    }
  });
});

test('the recording differs where the outside commands differ: the replay test can fail', () => {
  const whole = runToy(1, 0, {});
  const graph = new LocalGraph();
  graph.add(mapper());
  const sink = new Memory();
  const recorder = recordGraph(graph, sink);
  replayInto(graph, new Recording(whole), { topics: ['imu', 'scan', 'hello'] }); // without the calls of `shake`
  graph.runUntil(10);
  recorder.close();
  expect(of(new Recording(sink.bytes()), 'pose')).not.toEqual(of(new Recording(whole), 'pose'));
});

test('the index is right: the indexed reader finds every message, and the statistics', async () => {
  const bytes = runToy(4, 0.01, { compression, chunk_s: 1 });
  const reader = await McapIndexedReader.Initialize({
    readable: {
      size: async () => BigInt(bytes.length),
      read: async (offset, size) => bytes.subarray(Number(offset), Number(offset + size)),
    },
    decompressHandlers: decompress,
  });
  expect(reader.header.profile).toBe('ros2');
  expect(reader.chunkIndexes.length).toBeGreaterThanOrEqual(9);
  const counts = new Map<string, number>();
  let messages = 0n;
  for await (const message of reader.readMessages()) {
    const channel = reader.channelsById.get(message.channelId)!;
    const schema = reader.schemasById.get(channel.schemaId)!;
    expect(schema.encoding).toBe('ros2msg');
    findMessageType(schema.name)!.decode(message.data);
    counts.set(channel.topic, (counts.get(channel.topic) ?? 0) + 1);
    messages++;
  }
  expect(reader.statistics).toMatchObject({ messageCount: messages, metadataCount: 1 });
  // 10 s: 500 imu, 100 scans, 200 poses, 12 calls with request and answer.
  expect(Object.fromEntries(counts)).toMatchObject({ '/imu': 500, '/scan': 100, '/pose': 200, '/name': 1 });
  expect(counts.get('/shake/_service_event')).toBe(24);
});

test('cut anywhere it gives what is whole, and tells what is lost', () => {
  const bytes = runToy(5, 0.01, { compression, chunk_s: 1 });
  const read = (recording: Recording): string[] =>
    [...recording.messages()].map(({ time_ns, channel, data }) => `${time_ns} ${channel.topic} ${data.length}`);
  const all = read(open(bytes));
  for (let n = 8; n < bytes.length; n += 2477) {
    const recording = open(bytes.slice(0, n));
    const messages = read(recording);
    expect(recording.problem).toMatch(/^cut after \d+ bytes/);
    expect(messages).toEqual(all.slice(0, messages.length));
    // A chunk of 1 s is lost at most: a tenth of the file, with a margin for its greater first one.
    if (n > bytes.length / 2) expect(messages.length / all.length).toBeGreaterThan(n / bytes.length - 0.2);
  }
  for (const spoil of [(byte: number) => byte ^ 1, () => 0]) {
    const spoilt = bytes.map((byte, i) => (i > bytes.length / 2 && i < bytes.length / 2 + 5000 ? spoil(byte) : byte));
    const recording = open(spoilt);
    expect(read(recording).length).toBeGreaterThan(all.length / 4);
    expect(recording.problem).toMatch(/^(spoilt before|cut after)/);
  }
});

test('what is no recording is refused', () => {
  const list = (bytes: Uint8Array) => () => [...new Recording(bytes).messages()];
  expect(list(new Uint8Array(0))).toThrow('0 bytes are no MCAP file');
  expect(list(new Uint8Array(100).fill(65))).toThrow('Cannot read recording: Expected MCAP magic');
  expect(list(runToy(1, 0, { compression }, 1))).toThrow('Unsupported compression zstd');
});

test('pictures are recorded only when asked for', () => {
  const record = (options: RecorderOptions): number => {
    const graph = new LocalGraph();
    const recorder = recordGraph(graph, new Memory(), options);
    graph.inject(sensor_msgs.Image, 'camera/image', { data: new Uint8Array(12) });
    recorder.close();
    return recorder.messages;
  };
  expect(record({})).toBe(0);
  expect(record({ topics: ['/camera/image'] })).toBe(1);
});

test('a full disk ends the recording, not the graph', () => {
  const faults: NodeFault[] = [];
  const graph = new LocalGraph({ onFault: (fault) => faults.push(fault) });
  let errors = 0;
  let writes = 0;
  const full: ByteSink = {
    write: () => {
      if (++writes > 3) throw new Error('no space left');
    },
  };
  graph.add(body(1, 0));
  const recorder: Recorder = recordGraph(graph, full, { chunk_s: 0.1, onError: () => errors++ });
  graph.runUntil(5);
  recorder.close();
  expect(errors).toBe(1);
  expect(faults).toMatchObject([{ node: 'recorder', count: 1 }]);
  expect(graph.topics().find(({ name }) => name === 'imu')!.messages).toBe(250);
});

const rosbag = join(process.env.HOMEBOUND_DATA ?? '../shared/data', 'rosbag2/oomwoo_scan.mcap');
(existsSync(rosbag) ? test : test.skip)('a rosbag2 file plays into the graph', () => {
  const recording = open(new Uint8Array(readFileSync(rosbag)));
  const graph = new LocalGraph({ epoch_s: recording.epoch_s });
  const heard = { scan: 0, odom: 0, tf: 0, tf_static: 0 };
  graph.outside.subscribe(sensor_msgs.LaserScan, 'scan', qos.sensorIn, (scan) => {
    heard.scan++;
    expect(scan.ranges.length).toBe(360);
  });
  graph.outside.subscribe(nav_msgs.Odometry, 'odom', qos.sensorIn, () => heard.odom++);
  const replay = replayInto(graph, recording, { topics: ['/scan', '/odom'] });
  while (!replay.done && graph.step());
  graph.runFor(1);
  // metadata.yaml beside the file: 289 scans, 2893 odometry messages, 58.3 s.
  expect(heard).toMatchObject({ scan: 289, odom: 2893 });
  expect(graph.now_s() - recording.epoch_s).toBeGreaterThan(58);
});
