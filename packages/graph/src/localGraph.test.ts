import {
  geometry_msgs,
  homebound_interfaces,
  rcl_interfaces,
  sensor_msgs,
  std_msgs,
  std_srvs,
} from '@homebound/messages';
import { LocalGraph } from './localGraph.ts';
import type { Node, NodeDefinition, NodeFault } from './node.ts';
import { qos } from './node.ts';

function node(name: string, start: (node: Node) => unknown, latency_s = 0): NodeDefinition {
  return { name, parameters: {}, latency_s, start: (n) => start(n) as (() => void) | undefined };
}

const { Int32, String: Text } = std_msgs;

test('a message arrives one latency after it was published, rounded to its wire type', () => {
  const graph = new LocalGraph();
  const heard: [number, number][] = [];
  graph.add(
    node(
      'body',
      (n) => {
        const scan = n.publisher(sensor_msgs.LaserScan, 'scan');
        n.timer(0.2, () => scan.publish({ angle_min: 0.1 }));
      },
      0.05,
    ),
  );
  graph.add(
    node('slam', (n) => {
      n.subscribe(sensor_msgs.LaserScan, 'scan', qos.sensorIn, (m) => heard.push([n.now_s(), m.angle_min]));
    }),
  );
  graph.runUntil(0.5);
  // Published at 0.2 and 0.4.
  expect(heard).toEqual([
    [0.25, Math.fround(0.1)],
    [0.45, Math.fround(0.1)],
  ]);
  expect(graph.now_s()).toBe(0.5);
});

test('timers do not drift: tick 30 000 of 1/3 s is at 10 000 s', () => {
  const graph = new LocalGraph();
  let ticks = 0;
  let last_s = 0;
  graph.add(
    node('clock', (n) => {
      n.timer(1 / 3, () => {
        ticks++;
        last_s = n.now_s();
      });
    }),
  );
  graph.runUntil(10_000);
  expect(ticks).toBe(30_000);
  expect(last_s).toBe(10_000);
});

test('publishing enqueues: a callback ends before what it caused begins', () => {
  const graph = new LocalGraph();
  const trace: string[] = [];
  graph.add(
    node('a', (n) => {
      const out = n.publisher(Int32, 'a');
      n.timer(1, () => {
        trace.push('a begins');
        out.publish({ data: 1 });
        trace.push('a ends');
      });
    }),
  );
  graph.add(
    node('b', (n) => {
      n.subscribe(Int32, 'a', qos.reliable, () => trace.push('b'));
    }),
  );
  graph.runUntil(1.5);
  expect(trace).toEqual(['a begins', 'a ends', 'b']);
});

test('at one instant the wiring decides, not who published first', () => {
  const graph = new LocalGraph();
  const trace: string[] = [];
  graph.add(
    node('late', (n) => {
      n.subscribe(Int32, 'x', qos.reliable, () => trace.push('late.x'));
      n.timer(1, () => trace.push('late.timer'));
    }),
  );
  graph.add(
    node(
      'source',
      (n) => {
        const y = n.publisher(Int32, 'y');
        const x = n.publisher(Int32, 'x');
        n.timer(0.5, () => {
          y.publish({});
          x.publish({});
        });
      },
      0.5,
    ),
  );
  graph.add(
    node('early', (n) => {
      n.subscribe(Int32, 'y', qos.reliable, () => trace.push('early.y'));
    }),
  );
  graph.runUntil(1.2);
  expect(trace).toEqual(['late.x', 'late.timer', 'early.y']);
});

test('of a burst a subscription keeps its depth, the newest, and counts the rest', () => {
  const graph = new LocalGraph();
  const heard: number[] = [];
  graph.add(
    node('burst', (n) => {
      const out = n.publisher(Int32, 'x');
      n.timer(1, () => {
        for (let i = 0; i < 30; i++) out.publish({ data: i });
      });
    }),
  );
  graph.add(
    node('reader', (n) => {
      n.subscribe(Int32, 'x', { ...qos.reliable, depth: 3 }, (m) => heard.push(m.data));
    }),
  );
  graph.runUntil(1.5);
  expect(heard).toEqual([27, 28, 29]);
  expect(graph.topics()[0]).toMatchObject({ messages: 30, subscriptions: [{ node: 'reader', dropped: 27 }] });
});

test('a latched topic reaches a late subscriber, a volatile one does not', () => {
  const graph = new LocalGraph();
  const heard: string[] = [];
  graph.add(
    node('map', (n) => {
      n.publisher(Text, 'map', qos.latched).publish({ data: 'map' });
      n.publisher(Text, 'event').publish({ data: 'event' });
    }),
  );
  graph.runUntil(1);
  graph.add(
    node('viewer', (n) => {
      n.subscribe(Text, 'map', qos.latched, (m) => heard.push(m.data));
      n.subscribe(Text, 'event', qos.reliable, (m) => heard.push(m.data));
    }),
  );
  graph.runUntil(2);
  expect(heard).toEqual(['map']);
});

test('a latched message that is still on its way reaches a late subscriber when it is due, not before', () => {
  const graph = new LocalGraph();
  const heard: number[] = [];
  graph.add(node('map', (n) => n.publisher(Text, 'map', qos.latched).publish({ data: 'map' }) as undefined, 0.5));
  graph.runUntil(0.2);
  graph.outside.subscribe(Text, 'map', qos.latched, () => heard.push(graph.now_s()));
  graph.runUntil(1);
  expect(heard).toEqual([0.5]);
});

test('the graph tells what is there', () => {
  const graph = new LocalGraph();
  graph.add(
    node('server', (n) => {
      n.publisher(Int32, 'count', qos.latched);
      n.service(std_srvs.Trigger, 'reset', (_request, respond) => respond({}));
      n.actionServer(homebound_interfaces.Drive, 'drive', { execute: (handle) => handle.succeed({}) });
    }),
  );
  graph.start();
  graph.outside.subscribe(Int32, 'count', qos.reliable, () => undefined);
  graph.outside.client(std_srvs.Trigger, 'reset').call({}, () => undefined);
  graph.outside.actionClient(homebound_interfaces.Drive, 'absent');
  expect(graph.nodes()).toEqual(['server']);
  expect(graph.topics()).toEqual([
    {
      name: 'count',
      type: 'std_msgs/msg/Int32',
      publishers: [{ node: 'server', quality: qos.latched }],
      subscriptions: [{ node: 'outside', quality: qos.reliable, dropped: 0 }],
      messages: 0,
    },
  ]);
  expect(graph.services()).toEqual([{ name: 'reset', type: 'std_srvs/srv/Trigger', server: 'server', calls: 1 }]);
  expect(graph.actions()).toEqual([
    { name: 'drive', type: 'homebound_interfaces/action/Drive', server: 'server', calls: 0 },
    { name: 'absent', type: 'homebound_interfaces/action/Drive', server: undefined, calls: 0 },
  ]);
});

test('incompatible QoS gets nothing and is named once', () => {
  const logs: string[] = [];
  const graph = new LocalGraph({ log: (level, name, text) => logs.push(`${level} ${name} ${text}`) });
  let heard = 0;
  graph.add(
    node('out', (n) => {
      const out = n.publisher(Int32, 'x', { ...qos.reliable, reliability: 'bestEffort' });
      n.timer(0.1, () => out.publish({}));
    }),
  );
  graph.add(
    node('in', (n) => {
      n.subscribe(Int32, 'x', qos.reliable, () => heard++);
    }),
  );
  graph.runUntil(1);
  expect(heard).toBe(0);
  expect(logs).toEqual(['warn in gets nothing on x from out: it is published best effort and read reliable']);
});

test('a throwing callback is caught, counted and reported, and the graph lives on', () => {
  const faults: NodeFault[] = [];
  const graph = new LocalGraph({ onFault: (fault) => faults.push(fault) });
  let alive = 0;
  graph.add(
    node('bad', (n) => {
      n.timer(0.5, () => {
        throw new Error('broken');
      });
    }),
  );
  graph.add(
    node('dead', () => {
      throw new Error('no start');
    }),
  );
  graph.add(
    node('good', (n) => {
      n.timer(0.5, () => alive++);
    }),
  );
  graph.runUntil(1);
  expect(alive).toBe(2);
  expect(faults.map(({ node, where, count }) => [node, where, count])).toEqual([
    ['dead', 'start', 1],
    ['bad', 'timer 0.5 s', 1],
    ['bad', 'timer 0.5 s', 2],
  ]);
});

test('what cannot be sent is a fault of the sender that names type and field', () => {
  const faults: NodeFault[] = [];
  const graph = new LocalGraph({ onFault: (fault) => faults.push(fault) });
  graph.add(
    node('body', (n) => {
      const out = n.publisher(geometry_msgs.Twist, 'cmd_vel');
      n.timer(1, () => out.publish({ linear: { x: 'fast' as never, y: 0, z: 0 } }));
    }),
  );
  graph.runUntil(1);
  expect(String(faults[0]!.error)).toMatch('geometry_msgs/Vector3.x: it must be a number, got "fast"');
});

test('one topic has one type; names are checked; a node name is taken once', () => {
  const faults: NodeFault[] = [];
  const graph = new LocalGraph({ onFault: (fault) => faults.push(fault) });
  graph.add(node('a', (n) => void n.publisher(Int32, 'x')));
  graph.add(node('b', (n) => void n.publisher(Text, '/x')));
  graph.add(node('c', (n) => void n.publisher(Text, 'no such name')));
  expect(() => graph.add(node('a', () => undefined))).toThrow('the graph has one of that name');
  graph.start();
  expect(faults.map((fault) => String(fault.error))).toEqual([
    'TypeError: Cannot use topic x in b as std_msgs/msg/String: it is std_msgs/msg/Int32 elsewhere',
    'RangeError: Cannot use topic "no such name" in c: a name is like scan or left/scan',
  ]);
});

test('logs and faults are on rosout', () => {
  const heard: string[] = [];
  const graph = new LocalGraph();
  graph.outside.subscribe(rcl_interfaces.Log, 'rosout', qos.reliable, (m) =>
    heard.push(`${m.level} ${m.name} ${m.msg}`),
  );
  graph.add(
    node('talker', (n) => {
      n.log('info', 'here');
      n.timer(1, () => {
        throw new Error('broken');
      });
    }),
  );
  graph.runUntil(1.5);
  expect(heard).toEqual(['20 talker here', '40 talker timer 1 s: Error: broken (fault 1)']);
});

test('a node that changes a message faults when messages are frozen', () => {
  const faults: NodeFault[] = [];
  const graph = new LocalGraph({ freezeMessages: true, onFault: (fault) => faults.push(fault) });
  graph.add(
    node('vandal', (n) => {
      n.subscribe(geometry_msgs.Twist, 'cmd_vel', qos.reliable, (m) => {
        m.linear.x = 0;
      });
    }),
  );
  graph.start();
  const mine = geometry_msgs.Twist.create();
  graph.inject(geometry_msgs.Twist, 'cmd_vel', mine);
  graph.runFor(1);
  expect(faults).toMatchObject([{ node: 'vandal', where: 'subscription cmd_vel' }]);
  mine.linear.x = 1; // the sender's own object stays its own
});

test('closed subscriptions and cancelled timers stay silent; cleanups run once, last first', () => {
  const trace: string[] = [];
  const graph = new LocalGraph();
  graph.add(
    node('a', (n) => {
      const subscription = n.subscribe(Int32, 'x', qos.reliable, () => {
        trace.push('x');
        subscription.close();
      });
      const timer = n.timer(1, () => {
        trace.push('tick');
        timer.cancel();
      });
      return () => trace.push('cleanup a');
    }),
  );
  graph.add(node('b', () => () => trace.push('cleanup b')));
  graph.inject(Int32, 'x', {});
  graph.start();
  graph.inject(Int32, 'x', {});
  graph.runUntil(0.5);
  graph.inject(Int32, 'x', {});
  graph.runUntil(3);
  graph.shutdown();
  graph.shutdown();
  expect(trace).toEqual(['x', 'tick', 'cleanup b', 'cleanup a']);
  expect(graph.step()).toBe(false);
});

test('a callback cannot run the graph, nor move its time', () => {
  const faults: NodeFault[] = [];
  const graph = new LocalGraph({ onFault: (fault) => faults.push(fault) });
  graph.outside.timer(1, () => graph.runFor(5));
  graph.outside.timer(1.5, () => graph.step());
  graph.runUntil(1.7);
  expect(faults.map((fault) => (fault.error as Error).message)).toEqual([
    'Cannot run the graph from inside one of its callbacks',
    'Cannot run the graph from inside one of its callbacks',
  ]);
  expect(graph.now_s()).toBe(1.7);
});

test('a shutdown on the way ends the run where it is', () => {
  const graph = new LocalGraph();
  graph.outside.timer(1, () => graph.shutdown());
  graph.runUntil(5);
  expect(graph.now_s()).toBe(1);
});

test('an idle graph jumps to its next timer', () => {
  const graph = new LocalGraph();
  let steps = 0;
  graph.add(node('daily', (n) => void n.timer(86_400, () => undefined)));
  while (graph.now_s() < 5 * 86_400 && graph.step()) steps++;
  expect(steps).toBe(5);
});

test('a node that is killed says and hears nothing more, is not cleaned up, and another of its name takes its place', () => {
  const graph = new LocalGraph();
  const heard: string[] = [];
  const cleaned: string[] = [];
  const beacon = (word: string) =>
    node('beacon', (n) => {
      const out = n.publisher(Text, 'word');
      n.timer(1, () => out.publish({ data: word }));
      n.subscribe(Text, 'question', qos.reliable, () => heard.push(`${word} was asked`));
      return () => cleaned.push(word);
    });
  graph.add(beacon('first'));
  graph.add(node('listener', (n) => void n.subscribe(Text, 'word', qos.reliable, ({ data }) => heard.push(data))));
  graph.runFor(1.5);
  graph.kill('beacon');
  expect(graph.nodes()).toEqual(['listener']);
  graph.inject(Text, 'question', { data: '?' });
  graph.runFor(2);
  graph.add(beacon('second'));
  graph.inject(Text, 'question', { data: '?' });
  graph.runFor(1.5);
  expect(heard).toEqual(['first', 'second was asked', 'second']);
  graph.shutdown();
  expect(cleaned).toEqual(['second']);
  expect(() => graph.kill('nobody')).toThrow('the graph has none of that name');
});
