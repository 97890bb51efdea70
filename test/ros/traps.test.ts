import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { type Node, type NodeDefinition, qos } from '@homebound/graph';
import {
  codecFromDefinition,
  geometry_msgs,
  nav_msgs,
  nav2_msgs,
  rcl_interfaces,
  type ServiceType,
  std_msgs,
} from '@homebound/messages';
import { createRosGraph, type RosGraph } from '@homebound/ros';
import { ownShell, pause, RosProcess, ros2, until, untilAnswer } from './rosProcess.ts';

/** What rclnodejs does to those who do not know it, on the real thing: see the table in packages/ros/TRAPS.md. */
const running: RosProcess[] = [];
function start(...args: ConstructorParameters<typeof RosProcess>): RosProcess {
  const started = new RosProcess(...args);
  running.push(started);
  return started;
}
after(async () => {
  for (const each of running) await each.stop('SIGKILL');
});

const LIMIT_s = 30;

/** Runs one node in this process until its promise is kept, or for too long. */
async function withNode<T>(work: (node: Node) => Promise<T>, argv: readonly string[] = []): Promise<T> {
  const graph: RosGraph = await createRosGraph({ handleSignals: false, argv });
  try {
    return await new Promise<T>((resolve, reject) => {
      setTimeout(() => reject(new Error(`Not done within ${LIMIT_s} s`)), LIMIT_s * 1000).unref();
      const definition: NodeDefinition = {
        name: 'trapped',
        parameters: {},
        latency_s: 0,
        start(node) {
          work(node).then(resolve, reject);
          return undefined;
        },
      };
      graph.add(definition);
    });
  } finally {
    graph.shutdown();
    await graph.closed;
  }
}

/** The longest time for which the process did nothing else while `work` ran, ms. */
async function longestStall_ms(work: () => Promise<void>): Promise<number> {
  let longest_ms = 0;
  let last_ms = performance.now();
  const id = setInterval(() => {
    const now_ms = performance.now();
    longest_ms = Math.max(longest_ms, now_ms - last_ms);
    last_ms = now_ms;
  }, 1);
  await work();
  await new Promise((resolve) => setTimeout(resolve, 20));
  clearInterval(id);
  return longest_ms;
}

/** A `ros2` command that runs until the signal. */
function ros2Until(stop: AbortSignal, ...args: string[]): Promise<void> {
  const child = spawn('ros2', args, { stdio: 'ignore', env: ownShell() });
  stop.addEventListener('abort', () => child.kill('SIGINT'));
  return new Promise((resolve) => child.on('exit', () => resolve()));
}

describe('what nobody catches', () => {
  test('trap 1: every kind of callback may throw, and the process lives, and ends in good order', async () => {
    const process = start('throws');
    const kinds = (): string[] => process.lastJson<{ kinds: string[] }>()?.kinds ?? [];
    const wanted = [
      'accept',
      'answer',
      'cancel',
      'end',
      'execute',
      'rejection',
      'service',
      'start',
      'subscription',
      'timer',
    ];
    await until('all kinds have thrown', 20, () => wanted.every((kind) => kinds().includes(kind)));
    const lines = process.output.split('\n').length;
    await until('it still lives', 5, () => process.output.split('\n').length > lines + 2);
    for (const where of [
      'subscription x',
      'service ask',
      'action drive',
      'answer of ask',
      'answer of drive',
      'timer 0.3 s',
      'start',
      'a promise that nobody waited for',
    ])
      assert.ok(kinds().includes(`fault: ${where}`), `no fault of ${where}: ${kinds()}`);
    assert.equal(await process.stop('SIGTERM'), 0);
    assert.match(process.output, /cleanup: Error: cleanup throws on purpose \(fault 1\)/);
  });

  test('an exception from outside of all callbacks stops the nodes in order, and the exit code says so', async () => {
    const process = start('throws', [], { LOST: 'yes' });
    assert.equal(await process.end(), 1);
    assert.match(process.output, /outside of all callbacks: Error: lost throws on purpose/);
    assert.match(process.output, /cleanup throws on purpose/);
  });
});

describe('what blocks the process', () => {
  test('trap 3: a node whose thread sleeps makes and closes 10 subscriptions without waiting for it', async () => {
    await withNode(async (node) => {
      await pause(0.5);
      const begin_ms = performance.now();
      for (let i = 0; i < 10; i++) node.subscribe(std_msgs.Int32, `topic_${i}`, qos.reliable, () => {}).close();
      const took_ms = performance.now() - begin_ms;
      // Its thread sleeps 1000 ms at a time: 20 changes would take 10 to 20 s.
      assert.ok(took_ms < 2000, `${took_ms} ms`);
    });
  });

  /** A server of paths and a client that sends it 2000 poses. */
  async function withPaths(work: (send: () => Promise<void>) => Promise<void>): Promise<void> {
    const { FollowPath } = nav2_msgs;
    const poses = Array.from({ length: 2000 }, (_, i) => {
      const pose = geometry_msgs.PoseStamped.create();
      pose.header.frame_id = 'map';
      pose.pose.position.x = i;
      return pose;
    });
    await withNode(async (node) => {
      let lastX = -1;
      node.actionServer(FollowPath, 'follow_path', {
        execute(handle) {
          lastX = handle.goal.path.poses.at(-1)!.pose.position.x;
          handle.succeed({});
        },
      });
      const client = node.actionClient(FollowPath, 'follow_path');
      await pause(1);
      await work(async () => {
        lastX = -1;
        await new Promise<void>((resolve) =>
          client.send({ path: { ...nav_msgs.Path.create(), poses } }, () => resolve()),
        );
        assert.equal(lastX, 1999);
      });
    });
  }

  test('large, nested goals do not stall: a Path of 2000 poses, from a client to its action server', () =>
    withPaths(async (send) => {
      await send(); // classes are loaded, code is compiled
      const stall_ms = await longestStall_ms(send);
      console.log(`the longest stall is ${stall_ms.toFixed(1)} ms`);
      assert.ok(stall_ms < 100, `${stall_ms} ms`); // rclnodejs' own conversion: 400 ms each way
    }));

  test('their structs are freed: 100 of them leave the process as large as 20 did', () =>
    withPaths(async (send) => {
      for (let i = 0; i < 20; i++) await send();
      const before_MB = process.memoryUsage().rss / 1e6;
      for (let i = 0; i < 100; i++) await send();
      const grown_MB = process.memoryUsage().rss / 1e6 - before_MB;
      console.log(`grown by ${grown_MB.toFixed(1)} MB`);
      // A struct of 2000 poses takes about 0.4 MB, and each goal fills two.
      assert.ok(grown_MB < 40, `${grown_MB} MB`);
    }));
});

describe('time', () => {
  test('trap 6: best-effort /clock is heard, time follows it, and nodes wait for its first message', async () => {
    const clock = ['topic', 'pub', '-r', '20', '--qos-reliability', 'best_effort', '/clock', 'rosgraph_msgs/msg/Clock'];
    const stop = new AbortController();
    const publishing = ros2Until(stop.signal, ...clock, '{clock: {sec: 40}}');
    const argv = ['--ros-args', '-p', 'use_sim_time:=true'];
    try {
      assert.equal(await withNode(async (node) => node.now_s(), argv), 40);
    } finally {
      stop.abort();
      await publishing;
    }
  });
});

describe('types', () => {
  before(() => {
    start('contractServer');
  });

  test('trap 8: whole numbers are INTEGER to ROS, and 64-bit ones come through', async () => {
    await untilAnswer(/Integer value is: 360/, 'param', 'get', '/contract_server', 'beams');
  });

  test('trap 10: a wrong type is refused with the true reason', async () => {
    await untilAnswer(/^active/, 'lifecycle', 'get', '/contract_server');
    assert.match(await ros2('lifecycle', 'set', '/contract_server', 'deactivate'), /successful/);
    const say = await ros2('param', 'set', '/contract_server', 'scan_period', 'fast');
    assert.match(say, /contract_server\.scan_period must be a number, got "fast"/);
    assert.match(
      await ros2('param', 'set', '/contract_server', 'scan_period', '5.0'),
      /must be in \[0\.02, 1\] s, got 5/,
    );
  });

  /** As a version of std_srvs might have it that we were built with. */
  const setBool = (request: string, response: string): ServiceType<{ data: boolean }, { message: string }> =>
    ({
      name: 'std_srvs/srv/SetBool',
      request: codecFromDefinition('std_srvs/srv/SetBool_Request', request),
      response: codecFromDefinition('std_srvs/srv/SetBool_Response', response),
    }) as never;

  test('fields are those of the installed definition: what we do not know stays at its default', async () => {
    const said = await withNode(async (node) => {
      node.service(setBool('bool data', 'string message'), 'older', ({ data }, respond) =>
        respond({ message: `heard ${data}` }),
      );
      return ros2('service', 'call', '/older', 'std_srvs/srv/SetBool', '{data: true}');
    });
    assert.match(said, /success=False, message='heard true'/);
  });

  test('a field that we need and the installed definition lacks is an error that names it', async () => {
    await withNode(async (node) =>
      assert.throws(
        () => node.service(setBool('bool data\nfloat64 speed', 'string message'), 'newer', () => {}),
        /The installed std_srvs\/srv\/SetBool_Request lacks std_srvs\/SetBool_Request\.speed, which we need/,
      ),
    );
  });

  test('a topic that others publish with another type is named in the log', async () => {
    const stop = new AbortController();
    const publishing = ros2Until(stop.signal, 'topic', 'pub', '-r', '5', '/mixed', 'std_msgs/msg/String', '{data: hi}');
    const said = await withNode(async (node) => {
      const log: string[] = [];
      node.subscribe(rcl_interfaces.Log, 'rosout', qos.reliable, ({ msg }) => void log.push(msg));
      node.subscribe(std_msgs.Int32, 'mixed', qos.reliable, () => {});
      await until('a warning', 15, () => log.some((line) => line.includes('mixed')));
      return log.join('\n');
    });
    stop.abort();
    await publishing;
    assert.match(
      said,
      /gets nothing on mixed from \S+: it is std_msgs\/msg\/String there and std_msgs\/msg\/Int32 here/,
    );
  });

  test('the level of a node can be changed while it runs', async () => {
    const levels = '{levels: [{name: contract_server, level: 10}]}';
    const say = await ros2(
      'service',
      'call',
      '/contract_server/set_logger_levels',
      'rcl_interfaces/srv/SetLoggerLevels',
      levels,
    );
    assert.match(say, /successful=True/);
  });
});
