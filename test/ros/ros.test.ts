import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { LocalGraph, parametersYaml } from '@homebound/graph';
import { allParameters } from '@homebound/nodes';
import { clientNode, type Seen, serverNode } from './contractNodes.ts';
import { RosProcess, ros2, until, untilAnswer } from './rosProcess.ts';

const running: RosProcess[] = [];
function start(...args: ConstructorParameters<typeof RosProcess>): RosProcess {
  const started = new RosProcess(...args);
  running.push(started);
  return started;
}
after(async () => {
  for (const each of running) await each.stop('SIGKILL');
});

/** The same two nodes in one process without ROS. */
function seenOnLocalGraph(): Seen {
  let seen: Seen | undefined;
  const graph = new LocalGraph();
  graph.add(serverNode);
  graph.add(
    clientNode((s) => {
      seen = s;
    }),
  );
  graph.runFor(10);
  graph.shutdown();
  assert.ok(seen, 'the client did not come to its end on LocalGraph');
  return seen;
}

describe('the node interface', () => {
  let server: RosProcess;

  test('two nodes see the same on a real graph as on LocalGraph: topics, latched map, services, actions', async () => {
    server = start('contractServer');
    await until('the server runs', 15, () => server.output.includes('serving 360 beams'));
    const client = start('contractClient');
    assert.equal(await client.end(), 0, client.output);
    const { scans, ...seen } = client.lastJson<Seen>()!;
    const { scans: _, ...expected } = seenOnLocalGraph();
    assert.deepEqual(seen, JSON.parse(JSON.stringify(expected)));
    assert.ok((scans as number) > 20, `only ${scans} scans`);
  });

  test('parameters: read, described, refused with the reason while the node runs', async () => {
    assert.match(await ros2('param', 'get', '/contract_server', 'beams'), /Integer value is: 360/);
    assert.match(await ros2('param', 'get', '/contract_server', 'scan_period'), /Double value is: 0.1/);
    assert.match(await ros2('param', 'describe', '/contract_server', 'scan_period'), /in \[0\.02, 1\] s/);
    assert.match(await ros2('param', 'set', '/contract_server', 'scan_period', '1'), /deactivate the node/);
  });

  test('lifecycle: deactivated, changed, activated again', async () => {
    const node = '/contract_server';
    assert.match(await ros2('lifecycle', 'get', node), /^active/);
    assert.match(await ros2('lifecycle', 'set', node, 'deactivate'), /successful/);
    assert.ok(server.output.includes('stopped in good order'));
    assert.doesNotMatch(await ros2('topic', 'list', '--no-daemon'), /^\/scan$/m);
    assert.match(await ros2('param', 'set', node, 'beams', '7'), /Set parameter successful/);
    assert.match(await ros2('lifecycle', 'set', node, 'activate'), /successful/);
    assert.ok(server.output.includes('serving 7 beams'));
  });

  test("others' tools: a service call and a goal from the ros2 command", async () => {
    assert.match(await ros2('service', 'call', '/flip', 'std_srvs/srv/SetBool', '{data: true}'), /was true/);
    const goal = ['/drive', 'homebound_interfaces/action/Drive', '{mode: follow, path: [1, 2]}'];
    const said = await ros2('action', 'send_goal', '-f', ...goal);
    assert.match(said, /progress: 2\.0[\s\S]*outcome: arrived[\s\S]*SUCCEEDED/);
  });

  test('a manager may start the nodes; names and namespaces are remapped from outside', async () => {
    const args = ['--ros-args', '-r', '__ns:=/robot7', '-r', 'scan:=front_scan', '-p', 'beams:=4.0'];
    const managed = start('contractServer', args, { AUTOSTART: 'false' });
    const node = '/robot7/contract_server';
    await untilAnswer(/^unconfigured/, 'lifecycle', 'get', node);
    assert.match(await ros2('lifecycle', 'set', node, 'configure'), /successful/);
    assert.match(await ros2('lifecycle', 'set', node, 'activate'), /successful/);
    assert.match(await ros2('topic', 'echo', '--once', '/robot7/front_scan', '--field', 'ranges'), /0\.0299/); // float32
    assert.match(managed.output, /serving 4 beams/);
    assert.equal(await managed.stop('SIGINT'), 0);
  });

  test('SIGTERM ends a server in good order: its goal is aborted, its nodes are stopped', async () => {
    const waiter = start('waiter');
    await until('the goal is under way', 15, () => waiter.output.includes('progress'));
    assert.equal(await server.stop('SIGTERM'), 0);
    assert.equal(await waiter.end(), 0, waiter.output);
    assert.deepEqual(waiter.lastJson(), { end: 'aborted' });
    assert.equal(server.output.match(/stopped in good order/g)?.length, 2);
  });

  test('a server that is killed ends the goal of its client as unavailable', async () => {
    const victim = start('contractServer');
    const waiter = start('waiter');
    await until('the goal is under way', 15, () => waiter.output.includes('progress'));
    await victim.stop('SIGKILL');
    assert.equal(await waiter.end(), 0, waiter.output);
    assert.deepEqual(waiter.lastJson(), { end: 'unavailable' });
  });

  test('a callback that throws is reported and ends nothing', async () => {
    const broken = start('contractServer', ['--ros-args', '-p', 'broken:=true']);
    await until('ten faults', 15, () =>
      broken.output.includes('timer 0.1 s: Error: this timer is broken on purpose (fault 10)'),
    );
    assert.equal(await broken.stop('SIGINT'), 0);
  });
});

interface View {
  readonly grids: number;
  readonly width: number;
  readonly known: number;
  readonly poses: number;
  readonly scans: number;
  readonly x: number;
  readonly y: number;
  readonly state: string;
  readonly stamp_s: number;
}

describe('a robot of three processes', () => {
  let body: RosProcess;
  let mind: RosProcess;
  let viewer: RosProcess;
  const view = (): View | undefined => viewer.lastJson<View>();

  test('the simulated body owns the time; the mind maps and drives; the viewer sees it', async () => {
    // The mind first: it has to wait for the clock.
    // Its parameters come from the YAML that the schemas are written to.
    const folder = mkdtempSync(join(tmpdir(), 'homebound-ros-'));
    const yaml = join(folder, 'homebound.yaml');
    writeFileSync(yaml, parametersYaml(allParameters, { slam: { map_period: 0.5 } }));
    mind = start('mind', ['--ros-args', '--params-file', yaml]);
    viewer = start('viewer');
    await until('the mind waits', 15, () => mind.output.includes('waiting for the first /clock'));
    body = start('body', [], { PACE: '2' });
    await until('a map', 20, () => (view()?.known ?? 0) > 1000);

    rmSync(folder, { recursive: true });
    assert.match(await ros2('param', 'get', '/slam', 'map_period'), /Double value is: 0\.5/);
    const info = await ros2('topic', 'info', '-v', '/map');
    assert.match(info, /Node name: slam[\s\S]*Durability: TRANSIENT_LOCAL/);
    assert.match(await ros2('topic', 'echo', '--once', '/scan', '--field', 'header.frame_id'), /base_scan/);
    assert.match(await ros2('topic', 'echo', '--once', '/clock'), /nanosec: (0|\d*0000000)\b/);

    const drive = (goal: string): Promise<string> =>
      ros2('action', 'send_goal', '/drive', 'homebound_interfaces/action/Drive', goal);
    assert.match(await drive('{mode: undock}'), /outcome: arrived/);
    // The robot faces into its dock, so the map's x axis points into the wall.
    assert.match(await drive('{mode: follow, path: [-1.0, 0.0, -1.0, 0.5]}'), /outcome: arrived/);
    const there = await until('the viewer sees the robot there', 5, () => {
      const seen = view();
      return seen && Math.hypot(seen.x + 1, seen.y - 0.5) < 0.06 ? seen : undefined;
    });
    assert.ok(there.scans > 20 && there.poses > 50 && there.grids > 1, JSON.stringify(there));
  });

  test('a simulator started anew: time jumps back, and the nodes start anew with it', async () => {
    await body.stop('SIGKILL');
    body = start('body', [], { PACE: '2' });
    await until('the mind starts anew', 15, () => mind.output.includes('time jumped back'));
    const again = await until('the robot stands on its dock again', 15, () => {
      const seen = view();
      return seen && Math.hypot(seen.x, seen.y) < 0.05 ? seen : undefined;
    });
    assert.ok(again.known > 1000);
  });

  test('a whole cleaning job, started by a service call from the ros2 command', async () => {
    const start = await ros2('service', 'call', '/mission_command', COMMAND, '{command: start}');
    assert.match(start, /accepted=True/);
    await until('the job is finished', 300, () => {
      assert.doesNotMatch(mind.output, /\b(stuck|stopped):/);
      return view()?.state === 'finished';
    });
    for (const each of [viewer, mind, body]) assert.equal(await each.stop('SIGINT'), 0, each.output);
    for (const each of [viewer, mind, body]) assert.doesNotMatch(each.output, /fault/);
  });
});

const COMMAND = 'homebound_interfaces/srv/MissionCommand';
