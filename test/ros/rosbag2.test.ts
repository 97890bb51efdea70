import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ownShell, pause, RosProcess, ros2, until, untilAnswer } from './rosProcess.ts';

const command = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'dist', 'homebound.js');
const folder = mkdtempSync(join(tmpdir(), 'rosbag2-'));
const run = join(folder, 'run');
after(() => rmSync(folder, { recursive: true }));

/** What `homebound` prints as JSON. */
function homebound<T>(...args: string[]): T {
  return JSON.parse(execFileSync(process.execPath, [command, ...args, '--json'], { encoding: 'utf8' }));
}

/** The `ros2 bag` command, until it ends or is stopped. */
class BagProcess {
  output = '';
  private readonly child;
  private readonly ended: Promise<number | string>;

  constructor(...args: string[]) {
    this.child = spawn('ros2', ['bag', ...args], { env: ownShell(), stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream.on('data', (chunk: Buffer) => {
        this.output += chunk;
      });
    this.ended = new Promise((resolve) => this.child.on('exit', (code, signal) => resolve(signal ?? code ?? -1)));
  }

  end(): Promise<number | string> {
    return this.ended;
  }

  stop(): Promise<number | string> {
    this.child.kill('SIGINT');
    return this.ended;
  }
}

/** Messages by topic, as `ros2 bag info` counts them: of a file by itself each publisher of a topic has a line. */
async function infoOf(path: string): Promise<Map<string, { type: string; count: number }>> {
  const text = await ros2('bag', 'info', path);
  const topics = new Map<string, { type: string; count: number }>();
  const lines = text.matchAll(/Topic: (\S+) \| Type: (\S+) \| Count: (\d+) \| Serialization Format: cdr/g);
  for (const [, topic = '', type = '', count] of lines)
    topics.set(topic, { type, count: Number(count) + (topics.get(topic)?.count ?? 0) });
  return topics;
}

before(() => {
  // 40 s of a home, which ends as a run that is not over: exit code 1.
  const args = ['simulate', '--headless', '--world', 'studio', '--seed', '3', '--max-time', '40', '--out', run];
  assert.throws(() => execFileSync(process.execPath, [command, ...args], { stdio: 'ignore' }));
});

describe('the folder of a run is a rosbag2', () => {
  test('ros2 bag info counts what we count', async () => {
    const topics = await infoOf(run);
    const { scans } = homebound<{ scans: number }>('map', run, '--out', join(folder, 'map'));
    assert.ok(scans >= 200, `${scans} scans`);
    assert.deepEqual(topics.get('/scan'), { type: 'sensor_msgs/msg/LaserScan', count: scans });
    assert.deepEqual(topics.get('/tf_static')?.count, 1);
    assert.equal(topics.get('/safety')?.type, 'homebound_interfaces/msg/Safety');
    // Without metadata.yaml, as a killed run leaves it, the file by itself says the same.
    assert.deepEqual(await infoOf(join(run, 'recording.mcap')), topics);
  });

  test('ros2 bag play plays it, with the QoS of each topic, and slam makes a map of it', async () => {
    const slam = new RosProcess('executables', ['slam', '--ros-args', '-p', 'use_sim_time:=true']);
    await until('slam is up', 20, () => slam.output.includes('waiting for the first /clock'));
    const topics = ['/scan', '/odom', '/tf_static'];
    const play = new BagProcess('play', run, '--clock', '100', '--rate', '4', '--delay', '1', '--topics', ...topics);
    const map = await untilAnswer(/width: [1-9]/, 'topic', 'echo', '--once', '--no-daemon', '/map', '--field', 'info');
    assert.match(map, /resolution: 0\.02/);
    assert.equal(await play.end(), 0, play.output);
    assert.equal(await slam.stop(), 0);
  });
});

describe('replay', () => {
  const play = (...parameters: string[]): RosProcess =>
    new RosProcess('executables', [
      'replay',
      '--ros-args',
      '-p',
      `bag:=${run}`,
      ...parameters.flatMap((p) => ['-p', p]),
    ]);

  /** Each way in which rosbag2 writes MCAP files. */
  const ways: Readonly<Record<string, readonly string[]>> = {
    'as it comes': [],
    'several files': ['--max-bag-duration', '2'],
    'files compressed as a whole': [
      '--compression-mode',
      'file',
      '--compression-format',
      'zstd',
      '--max-bag-duration',
      '3',
    ],
    'messages compressed one by one': [
      '--compression-mode',
      'message',
      '--compression-format',
      'zstd',
      '--compression-queue-size',
      '1000',
    ],
    'chunks compressed': ['--storage-preset-profile', 'zstd_fast'],
    'without chunks': ['--storage-preset-profile', 'fastwrite'],
  };

  test('what rosbag2 records of it, in any of its ways, we read: every scan comes to SLAM', async () => {
    const records = Object.entries(ways).map(([name, args], i) => {
      const to = join(folder, `bag${i}`);
      const topics = ['--topics', '/scan', '/odom', '/tf', '/tf_static'];
      return { name, to, process: new BagProcess('record', '-s', 'mcap', '-o', to, ...args, ...topics) };
    });
    for (const { name, process } of records)
      await until(`rosbag2 listens, ${name}`, 30, () => /Recording\.\.\.|Listening for topics/.test(process.output));
    const player = play('rate:=2.0', 'delay:=6.0');
    await until('it played all', 60, () => /the end: \d+ messages/.test(player.output));
    await pause(0.5);
    for (const { process } of records) assert.equal(await process.stop(), 0, process.output);
    assert.equal(await player.stop(), 0, player.output);
    const played = (await infoOf(run)).get('/scan')!.count;
    for (const { name, to } of records) {
      const recorded = await infoOf(to);
      const count = (topic: string): number => recorded.get(topic)?.count ?? 0;
      // A recorder that has to share this machine with five others may miss some.
      assert.ok(count('/scan') > 0.9 * played, `${name}: ${count('/scan')} scans of ${played}`);
      const { messages, poses } = homebound<{ messages: number; poses: number }>('replay', to);
      assert.equal(messages, count('/scan') + count('/odom') + count('/tf'), name);
      assert.ok(poses > 0.9 * count('/scan'), `${name}: ${poses} poses of ${count('/scan')} scans`);
      assert.equal(homebound<{ scans: number }>('map', to, '--out', join(folder, 'map')).scans, count('/scan'), name);
    }
    assert.ok(readdirSync(join(folder, 'bag1')).length > 4, 'it was to be several files');
    assert.ok(readdirSync(join(folder, 'bag2')).filter((file) => file.endsWith('.mcap.zstd')).length > 2);
  });

  test('time is that of the recording, and nobody else’s', async () => {
    const player = play('rate:=0.5', 'start_offset:=20.0', 'topics:=/scan /tf_static');
    const clock = await untilAnswer(/sec: 2\d\n/, 'topic', 'echo', '--once', '--no-daemon', '/clock');
    assert.match(clock, /sec: 2\d\n/);
    const topics = await ros2('topic', 'list', '--no-daemon');
    assert.match(topics, /^\/scan$/m);
    assert.doesNotMatch(topics, /^\/odom$/m);
    const second = play();
    assert.equal(await second.end(), 1);
    assert.match(second.output, /\/replay publishes it already/);
    assert.equal(await player.stop(), 0, player.output);
  });

  test('in a loop time is set back, and who follows it begins anew', async () => {
    const slam = new RosProcess('executables', ['slam', '--ros-args', '-p', 'use_sim_time:=true']);
    await until('slam is up', 20, () => slam.output.includes('waiting for the first /clock'));
    const player = play('rate:=8.0', 'loop:=true', 'start_offset:=20.0');
    await until('slam noticed', 40, () => /time jumped back from 4\d\.\d+ s to 20\.\d+ s/.test(slam.output));
    assert.equal(await player.stop(), 0, player.output);
    assert.equal(await slam.stop(), 0, slam.output);
  });

  test('a recording that is none ends it, with the reason', async () => {
    const wrong = new RosProcess('executables', ['replay', '--ros-args', '-p', 'bag:=/no/such/bag']);
    assert.equal(await wrong.end(), 1);
    assert.match(wrong.output, /recording not found: \/no\/such\/bag/);
  });
});
