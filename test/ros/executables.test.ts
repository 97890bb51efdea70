import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { findMessageType } from '@homebound/messages';
import { pause, RosProcess, ros2, until, untilAnswer } from './rosProcess.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const config = (node: string): string[] => ['--params-file', join(root, 'launch', 'config', `${node}.yaml`)];

describe('two simulated robots on one graph, with the configuration that launch files give', () => {
  const running: RosProcess[] = [];
  const start = (namespace: string, names: string[], ...ros: string[]): RosProcess => {
    const started = new RosProcess('executables', [...names, '--ros-args', '-r', `__ns:=/${namespace}`, ...ros]);
    running.push(started);
    return started;
  };
  let viewer: RosProcess;
  const folder = mkdtempSync(join(tmpdir(), 'homebound-ros-'));
  const named = join(folder, 'named.yaml');
  writeFileSync(named, 'robot2:\n  slam:\n    ros__parameters: { work_period: 0.07 }\n');

  before(async () => {
    start('robot1', ['simulator'], '-p', 'world:=test_room', '-p', 'pace:=2.0');
    start('robot2', ['simulator'], '-p', 'world:=studio', '-p', 'use_sim_time:=true');
    for (const robot of ['robot1', 'robot2'])
      start(
        robot,
        ['mind'],
        '-p',
        'use_sim_time:=true',
        ...config('slam'),
        ...config('mission'),
        ...['--params-file', named],
        '-p',
        'slam:map_period:=1.5',
      );
    viewer = start('robot1', ['viewer'], '-p', 'use_sim_time:=true', '-p', 'port:=18980');
    await untilAnswer(/robot2\/mission_state/, 'topic', 'list');
    await until('the page is served', 20, () => viewer.output.includes('http://127.0.0.1:18980/'));
  });
  after(async () => {
    for (const each of running) await each.stop('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  test('every node, each in its namespace', async () => {
    const nodes = (await ros2('node', 'list', '--no-daemon')).split('\n').filter((line) => line.startsWith('/robot'));
    const both = [
      'body',
      'camera',
      'diagnostics',
      'drive',
      'hazards',
      'mission',
      'obstacles',
      'odometry',
      'presence',
      'simulation',
      'slam',
    ];
    const wanted = ['robot1', 'robot2'].flatMap((robot) => both.map((node) => `/${robot}/${node}`));
    assert.deepEqual(nodes.sort(), [...wanted, '/robot1/view_feed', '/robot1/viewer'].sort());
  });

  test('every topic is of a type that this machine knows; only the clock, diagnostics and ROS’s own are outside the namespaces', async () => {
    const lines = (await ros2('topic', 'list', '-t', '--no-daemon')).split('\n').filter((line) => line.startsWith('/'));
    const outside = lines.filter((line) => !/^\/robot[12]\//.test(line)).map((line) => line.split(' ')[0]);
    assert.deepEqual(outside.sort(), ['/clock', '/diagnostics', '/parameter_events', '/rosout']);
    const ours = lines.filter((line) => !line.includes('/parameter_events ')); // rclnodejs' own
    const types = new Set(ours.map((line) => /\[(.+)\]$/.exec(line)![1]));
    assert.ok(types.size > 15, `only ${types.size} types`);
    for (const type of types) assert.ok(findMessageType(type!), `${type} is of nobody`);
  });

  test('one of them makes the time', async () => {
    assert.match(await ros2('topic', 'info', '/clock'), /Publisher count: 1\b/);
    assert.match(await ros2('topic', 'info', '-v', '/clock'), /Node name: simulation\s+Node namespace: \/robot1/);
  });

  test('parameters: from the files of launch/config, over them from the command line, in any namespace', async () => {
    assert.match(await ros2('param', 'get', '/robot2/slam', 'map_period'), /Double value is: 1\.5/);
    assert.match(await ros2('param', 'get', '/robot2/slam', 'work_period'), /Double value is: 0\.07/);
    assert.match(await ros2('param', 'get', '/robot1/slam', 'work_period'), /Double value is: 0\.05/);
    assert.match(await ros2('param', 'get', '/robot1/slam', 'resolution'), /Double value is: 0\.025/);
    assert.match(await ros2('param', 'get', '/robot1/simulation', 'world'), /String value is: test_room/);
  });

  test('one cleans, the other stands', async () => {
    const call = [
      'service',
      'call',
      '/robot1/mission_command',
      'homebound_interfaces/srv/MissionCommand',
      '{command: start}',
    ];
    assert.match(await ros2(...call), /accepted=True/);
    await untilAnswer(/mapping|cleaning/, 'topic', 'echo', '--once', '/robot1/mission_state', '--field', 'state');
    assert.match(await ros2('topic', 'echo', '--once', '/robot2/mission_state', '--field', 'state'), /idle/);
    const still = await ros2('topic', 'echo', '--once', '/robot2/odom', '--field', 'pose.pose.position.x');
    assert.ok(Math.abs(Number.parseFloat(still)) < 0.01, `robot2 is at ${still}`);
  });

  test('the page of one is served on this machine, and steers it through the services of its nodes', async () => {
    assert.ok(existsSync(join(root, 'dist', 'viewer')), 'the page is not built');
    const at = 'http://127.0.0.1:18980';
    const page = await fetch(at);
    assert.equal(page.status, 200);
    assert.match(await page.text(), /Homebound/);
    const headers = { 'content-type': 'application/json', origin: at };
    const asked = await fetch(`${at}/api/v1/jobs`, { method: 'POST', headers, body: '{"command":"pause"}' });
    const answer = await asked.text();
    assert.equal(asked.status, 200, answer);
    assert.match(answer, /Paused by you/);
    await untilAnswer(/paused/, 'topic', 'echo', '--once', '/robot1/mission_state', '--field', 'state');
  });

  test('Ctrl-C, which reaches a launched process twice, ends each in good order', async () => {
    for (const each of running) {
      void each.stop('SIGINT');
      await pause(0.03);
      assert.equal(await each.stop('SIGINT'), 0, each.output);
    }
  });
});

test('a name that is none is refused in one line', async () => {
  const wrong = new RosProcess('executables', ['slamm']);
  assert.equal(await wrong.end(), 1);
  assert.match(wrong.output, /^homebound: No node is called slamm; there are simulator, [^\n]+\n$/);
});
