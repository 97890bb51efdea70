import { type NodeDefinition, type NodeFault, qos } from '@homebound/graph';
import { rosgraph_msgs, sensor_msgs, std_srvs } from '@homebound/messages';
import { FakeRcl } from './fakeRcl.ts';
import { createRosGraph, type RosGraph, type RosGraphOptions } from './rosGraph.ts';

const { LaserScan } = sensor_msgs;
const open: RosGraph[] = [];
afterEach(async () => {
  for (const graph of open.splice(0)) {
    graph.shutdown();
    await graph.closed;
  }
});

async function graphOn(fake: FakeRcl, options: RosGraphOptions = {}): Promise<RosGraph> {
  const graph = await createRosGraph({ parts: fake.parts, handleSignals: false, ...options });
  open.push(graph);
  return graph;
}

const node = (name: string, start: NodeDefinition['start']): NodeDefinition => ({
  name,
  parameters: {},
  latency_s: 0,
  start,
});

test('a message goes out as CDR bytes and comes in from a pooled buffer with its own numbers', async () => {
  const fake = new FakeRcl();
  const graph = await graphOn(fake);
  const got: sensor_msgs.LaserScan[] = [];
  graph.add(
    node('echo', (n) => {
      const out = n.publisher(LaserScan, 'scan', qos.sensorOut);
      n.subscribe(LaserScan, 'scan', qos.sensorIn, (m) => got.push(m));
      out.publish({ ranges: Float32Array.of(-1, 2, 3, -1).subarray(1, 3) });
      return undefined;
    }),
  );
  fake.deliver('scan', fake.published[0]!.bytes);
  expect(got[0]!.ranges).toEqual(Float32Array.of(2, 3));
});

test('what throws in a callback, or cannot be decoded, becomes a fault and goes no further', async () => {
  const fake = new FakeRcl();
  const faults: NodeFault[] = [];
  const graph = await graphOn(fake, { onFault: (fault) => faults.push(fault) });
  graph.add(
    node('fragile', (n) => {
      n.subscribe(LaserScan, 'scan', qos.sensorIn, () => {
        throw new Error('boom');
      });
      return undefined;
    }),
  );
  fake.deliver('scan', LaserScan.encode(LaserScan.create()));
  fake.deliver('scan', Uint8Array.of(0, 1, 0, 0, 9));
  expect(fake.aborted).toBeUndefined();
  expect(faults.map(({ node, where, count }) => [node, where, count])).toEqual([
    ['fragile', 'subscription scan', 1],
    ['fragile', 'subscription scan', 2],
  ]);
});

test('deactivation takes down all that the node made; activation starts it anew with new parameters', async () => {
  const fake = new FakeRcl();
  const graph = await graphOn(fake);
  const begun: number[] = [];
  let stopped = 0;
  const definition: NodeDefinition<{ readonly speed: { readonly default: number; readonly description: string } }> = {
    name: 'driver',
    parameters: { speed: { default: 0.3, description: 'Speed.' } },
    latency_s: 0,
    start(n) {
      begun.push(n.parameters.speed);
      n.publisher(LaserScan, 'scan');
      n.subscribe(LaserScan, 'scan', qos.sensorIn, () => {});
      n.service(std_srvs.Trigger, 'go', () => {});
      return () => {
        stopped += 1;
      };
    },
  };
  graph.add(definition);
  const ros = fake.nodes.get('driver')!;
  expect(ros.set({ name: 'speed', type: 3, value: 0.1 })).toMatch(/deactivate the node/);
  ros.deactivate();
  expect([stopped, ros.publishers.size, ros.subscriptions.size, ros.services.size]).toEqual([1, 0, 0, 0]);
  expect(ros.set({ name: 'speed', type: 3, value: 0.1 })).toBe('');
  ros.activate();
  expect(begun).toEqual([0.3, 0.1]);
  expect(ros.publishers.size).toBe(1);
});

test('autostart: the option, then what a parameter file or the command line gives a node; else than true and false is refused', async () => {
  const fake = new FakeRcl();
  const argv = [
    '--ros-args',
    '-p',
    'mapper:autostart:=False',
    '-p',
    'cleaner:autostart:=true',
    '-p',
    'eye:autostart:=no',
  ];
  const graph = await graphOn(fake, { argv, autostart: true });
  for (const name of ['driver', 'mapper', 'cleaner']) graph.add(node(name, () => undefined));
  expect([...fake.nodes.values()].map(({ state }) => state)).toEqual(['active', 'unconfigured', 'active']);
  expect(['driver', 'mapper', 'cleaner'].map((name) => graph.isManaged(name))).toEqual([false, true, false]);
  expect(() => graph.add(node('eye', () => undefined))).toThrow('eye.autostart must be true or false, got "no"');
});

test('an error in start is a fault: the node stays inactive and leaves nothing behind', async () => {
  const fake = new FakeRcl();
  const faults: NodeFault[] = [];
  const graph = await graphOn(fake, { onFault: (fault) => faults.push(fault) });
  graph.add(
    node('broken', (n) => {
      n.publisher(LaserScan, 'scan');
      throw new Error('no lidar');
    }),
  );
  const ros = fake.nodes.get('broken')!;
  expect([ros.state, ros.publishers.size, faults[0]?.where]).toEqual(['inactive', 0, 'start']);
});

test('shutdown stops the nodes, last added first, before it leaves ROS', async () => {
  const fake = new FakeRcl();
  const graph = await graphOn(fake);
  const stopped: string[] = [];
  for (const name of ['body', 'slam'])
    graph.add(node(name, () => () => void stopped.push(`${name} ${fake.isDown ? 'too late' : 'in time'}`)));
  graph.shutdown();
  graph.shutdown();
  expect(stopped).toEqual(['slam in time', 'body in time']);
  await graph.closed;
  expect(fake.isDown).toBe(true);
  expect(() => graph.add(node('late', () => undefined))).toThrow('shut down');
});

describe('time', () => {
  const clock = (sec: number, nanosec = 0) => rosgraph_msgs.Clock.encode({ clock: { sec, nanosec } });

  test('simulated: nodes start with the first /clock, and timers follow it', async () => {
    const fake = new FakeRcl();
    fake.commandLine = { use_sim_time: { name: 'use_sim_time', type: 1, value: true } };
    const graph = await graphOn(fake);
    const log: string[] = [];
    graph.add(
      node('slam', (n) => {
        log.push(`start at ${n.now_s()}`);
        n.timer(0.5, () => log.push(`tick at ${n.now_s()}`));
        return undefined;
      }),
    );
    expect(log).toEqual([]);
    fake.deliver('/clock', clock(40));
    fake.deliver('/clock', clock(40, 400_000_000));
    fake.deliver('/clock', clock(40, 600_000_000));
    expect(log).toEqual(['start at 40', 'tick at 40.6']);
    expect(fake.nodes.get('slam')!.clock.rosTimeOverride).toEqual({ nanoseconds: 40_600_000_000n });
  });

  test('jumped back: the nodes start anew; a message that was overtaken changes nothing', async () => {
    const fake = new FakeRcl();
    fake.commandLine = { use_sim_time: { name: 'use_sim_time', type: 1, value: true } };
    const graph = await graphOn(fake);
    const log: string[] = [];
    graph.add(
      node('slam', (n) => {
        log.push(`start at ${n.now_s()}`);
        return () => log.push('stop');
      }),
    );
    fake.deliver('/clock', clock(600));
    fake.deliver('/clock', clock(599, 900_000_000));
    expect(graph.now_s()).toBe(600);
    fake.deliver('/clock', clock(1));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(log).toEqual(['start at 600', 'stop', 'start at 1']);
  });

  test('owned: published on /clock before the timers of that moment run', async () => {
    const fake = new FakeRcl();
    const graph = await graphOn(fake, { clock: { pace: 20, step_s: 0.1, look_s: 0 } });
    const seen: [number, number][] = [];
    graph.add(
      node('body', (n) => {
        n.timer(0.2, () => {
          const { clock } = rosgraph_msgs.Clock.decode(fake.published.at(-1)!.bytes);
          seen.push([n.now_s(), clock.sec + clock.nanosec / 1e9]);
        });
        return undefined;
      }),
    );
    while (seen.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
    for (const [now_s, clock_s] of seen) expect(clock_s).toBeCloseTo(now_s, 9);
    expect(seen[0]![0]).toBeCloseTo(0.2, 9);
  });

  test('owned: a stall of the process slows time down, and no burst makes up for it', async () => {
    const graph = await graphOn(new FakeRcl(), { clock: { pace: 20, step_s: 0.1, look_s: 0 } }); // 5 ms a step
    graph.add(node('body', () => undefined));
    const end_ms = performance.now() + 200; // 40 steps
    while (performance.now() < end_ms);
    while (graph.now_s() === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(graph.now_s()).toBeLessThan(1);
  });

  test("else the system's", async () => {
    const graph = await graphOn(new FakeRcl());
    graph.add(node('any', () => undefined));
    expect(graph.now_s()).toBe(5);
  });
});
